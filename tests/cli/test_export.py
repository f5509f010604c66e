"""`pnm export` on whole vaults: who is in it, what is written over, what a fault costs."""

import csv
import errno
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import networkx
import pytest
import vobject

from pnm_vault.cli import main as program
from pnm_vault.exchange.outgoing import vcard
from pnm_vault.exchange.outgoing.exported import Exported, uid_of
from pnm_vault.vault import export_files
from tests.cli.test_json import DAY, DOCS, check, keys_of
from tests.vaults import write

Make = Callable[[dict[str, str | bytes]], Path]
Ask = Callable[..., str]

PEOPLE: dict[str, str | bytes] = {
    "People/Ann Lee.md": "---\ncategory: friend\ncircle: choir\nbirthday: 1985-04-12\n"
    "knows: ['[[Bo Chen]]', '[[Eve Hush]]']\ncadence: 30\nlast_contact: 2026-11-01\n---\n"
    "- 2026-10-01: dinner with [[Eve Hush]] and [[Bo Chen]]\n"
    "- [ ] send her the book (2026-11-30)\n- [ ] ask Eve Hush (2026-11-30)\n",
    "People/Bo Chen.md": "---\ncategory: colleague\nbirthday: 02-29\nimportant_dates: {Eve Hush and I: 2001-02-03}\n"
    "asks: a word with Eve Hush\n---\nprints cards\n",
    "People/Eve Hush.md": "---\nprivate: true\nbirthday: 03-04\nknows: '[[Bo Chen]]'\n---\n- [ ] call (2026-12-01)\n",
    "People/Old Joe.md": "---\nstatus: deceased\nbirthday: 05-06\n---\n",
}


@pytest.fixture
def people(make_vault: Make) -> Path:
    return make_vault(PEOPLE)


@pytest.fixture
def ask(people: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Export and give what was printed; the exit code is to be `code`."""

    def run(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        found = program.run(["--vault", str(people), "--today", DAY, "export", *words])
        said = capsys.readouterr()
        assert found == code, said.err
        return said.out if code == 0 and said.out else said.err

    return run


def names_in(cards: str) -> list[str]:
    return [card.fn.value for card in vobject.readComponents(cards)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ([], ["Ann Lee", "Bo Chen", "Old Joe"]),
        (["--private"], ["Ann Lee", "Bo Chen", "Eve Hush", "Old Joe"]),
        (["Eve Hush"], ["Eve Hush"]),
        (["Eve Hush", "ann"], ["Ann Lee", "Eve Hush"]),
        (["--circle", "CHOIR"], ["Ann Lee"]),
        (["--category", "colleague"], ["Bo Chen"]),
        (["--query", "prints cards"], ["Bo Chen"]),
        (["--query", "birthday", "--category", "friend"], ["Ann Lee"]),
        (["Eve Hush", "--query", "03-04"], ["Eve Hush"]),
    ],
    ids=str,
)
def test_who_is_in_it(ask: Ask, words: list[str], names: list[str]) -> None:
    assert names_in(ask("vcard", *words)) == names


@pytest.mark.parametrize("form", ["vcard", "ics", "csv", "json", "graphml"])
def test_private_contacts_are_named_nowhere(ask: Ask, form: str) -> None:
    assert "Eve" not in ask(form)
    assert "Eve" in ask(form, "--private")
    assert "Eve" in ask(form, "Eve Hush")


def test_nobody_fits(ask: Ask) -> None:
    assert "No contact fits" in ask("csv", "--circle", "chess", code=7)


def test_the_calendar_holds_dates_reach_outs_and_follow_ups(ask: Ask) -> None:
    def events() -> dict[str, tuple[str, str]]:
        calendar: Any = icalendar.Calendar.from_ical(ask("ics"))
        return {
            str(event["SUMMARY"]): (event["DTSTART"].dt.isoformat(), str(event["UID"]))
            for event in calendar.walk("VEVENT")
        }

    assert {summary: day for summary, (day, _) in events().items()} == {
        "Ann Lee: birthday": "1985-04-12",
        "Bo Chen: birthday": "2000-02-29",
        "Catch up with Ann Lee": "2026-12-01",
        "Catch up with Bo Chen": "2026-12-30",
        "send her the book (Ann Lee)": "2026-11-30",
    }


def test_an_event_that_moves_keeps_its_uid(ask: Ask, people: Path) -> None:
    def uids() -> dict[str, str]:
        calendar: Any = icalendar.Calendar.from_ical(ask("ics"))
        return {str(event["SUMMARY"]): str(event["UID"]) for event in calendar.walk("VEVENT")}

    before = uids()
    note = people / "People/Ann Lee.md"
    text = note.read_text("utf-8").replace("2026-11-30", "2026-12-24").replace("2026-11-01", "2026-11-20")
    note.write_text("\n".join(["---", "role: baker", text.removeprefix("---\n")]), "utf-8")
    assert uids() == before


def test_the_same_bytes_again(ask: Ask) -> None:
    for form in ("vcard", "ics", "csv", "json", "graphml"):
        assert ask(form) == ask(form)


def test_csv_and_graph_are_read_back(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("csv"))))
    assert [(row["name"], row["birthday"], row["knows"], row["asks"]) for row in rows] == [
        ("Ann Lee", "1985-04-12", "Bo Chen", ""),
        ("Bo Chen", "02-29", "Ann Lee", ""),
        ("Old Joe", "05-06", "", ""),
    ]
    graph = networkx.parse_graphml(ask("graphml"))
    assert sorted((one, other, kind) for one, other, kind in graph.edges(data="kind")) == [
        ("me", "n0", "tie"),
        ("me", "n1", "tie"),
        ("n0", "n1", "knows"),
    ]


# Files


def test_a_file_is_updated_and_what_somebody_changed_stays(ask: Ask, people: Path, tmp_path: Path) -> None:
    target = tmp_path / "contacts.vcf"
    ask("vcard", "-o", str(target))
    assert names_in(target.read_bytes().decode()) == ["Ann Lee", "Bo Chen", "Old Joe"]
    write(people, {"People/Cy Dee.md": "---\ntype: person\n---\n"})
    assert "Wrote 4 contacts" in ask("vcard", "-o", str(target))
    target.write_bytes(target.read_bytes().replace(b"FN:Ann Lee", b"FN:Ann Lee-Chen"))
    changed = target.read_bytes()
    assert "was left as it is" in ask("vcard", "-o", str(target), code=1)
    assert target.read_bytes() == changed
    ask("vcard", "-o", str(target), "--force")
    assert b"Lee-Chen" not in target.read_bytes()


def test_a_strangers_file_stays(ask: Ask, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("mine")
    ask("csv", "-o", str(target), code=1)
    assert target.read_text() == "mine"


def test_no_note_is_ever_written_over(ask: Ask, people: Path) -> None:
    note = people / "People/Ann Lee.md"
    before = note.read_bytes()
    ask("csv", "-o", str(note), code=1)
    assert note.read_bytes() == before


def test_a_folder_of_cards(ask: Ask, people: Path, tmp_path: Path) -> None:
    """Cards of contacts that are gone go too, but for one that somebody changed, and files that are not ours."""
    folder = tmp_path / "cards"
    assert "3 new" in ask("vcard", "-o", f"{folder}/")
    cards = {names_in(path.read_bytes().decode())[0]: path for path in folder.iterdir()}
    assert cards["Ann Lee"].name == f"{uid_of('contact', 'People/Ann Lee.md')[9:]}.vcf"
    (folder / "own.vcf").write_text("own")
    for name in ("Bo Chen", "Old Joe"):
        (people / f"People/{name}.md").unlink()
    cards["Old Joe"].write_text("changed on the phone")
    write(people, {"People/Cy Dee.md": "---\ntype: person\n---\n"})
    said = ask("vcard", "-o", str(folder), code=1)
    assert "2 contacts" in said
    assert "1 new, 1 changed, 1 removed" in said
    assert f"{cards['Old Joe'].name} was left as it is" in said
    assert not cards["Bo Chen"].exists()
    assert cards["Old Joe"].read_text() == "changed on the phone"
    assert (folder / "own.vcf").read_text() == "own"
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_lost_list_costs_nothing_but_a_question(
    ask: Ask, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cards"
    ask("vcard", "-o", f"{folder}/")
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "elsewhere"))
    assert "3 as before" in ask("vcard", "-o", f"{folder}/")
    (people / "People/Bo Chen.md").unlink()
    assert "1 removed" in ask("vcard", "-o", f"{folder}/")


def test_a_vault_that_looks_empty_takes_no_card_away(ask: Ask, make_vault: Make, people: Path, tmp_path: Path) -> None:
    write(people, {f"People/Some Body{number}.md": "---\ntype: person\n---\n" for number in range(20)})
    folder = tmp_path / "cards"
    ask("vcard", "-o", f"{folder}/")
    for path in (people / "People").iterdir():
        if path.name != "Ann Lee.md":
            path.unlink()
    ask("vcard", "-o", f"{folder}/", code=5)
    assert len(list(folder.iterdir())) == 23


def test_a_rename_is_another_contact_unless_the_note_has_a_uid(ask: Ask, people: Path) -> None:
    def uid() -> Any:
        [card] = vobject.readComponents(ask("vcard", "--category", "colleague"))
        return card.uid.value

    note = people / "People/Bo Chen.md"
    first = uid()
    note = note.rename(people / "People/Bo Wu.md")
    assert uid() != first
    note.write_text(note.read_text().replace("---\n", f"---\nuid: {first}\n", 1))
    assert uid() == first
    note.rename(people / "People/Bo.md")
    assert uid() == first


def test_a_copy_of_a_note_with_a_uid_is_another_contact(ask: Ask, people: Path) -> None:
    write(people, {f"People/{name}.md": "---\ntype: person\nuid: same\n---\n" for name in ("Cy Dee", "Cy Dee 2")})
    uids = [card.uid.value for card in vobject.readComponents(ask("vcard"))]
    assert "same" in uids
    assert len(set(uids)) == len(uids) == 5


# Faults


def test_a_contact_that_cannot_be_written_costs_that_contact(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its card from an earlier export stays, and is still ours."""
    folder = tmp_path / "cards"
    ask("vcard", "-o", f"{folder}/")
    really = vcard.card_of

    def card_of(one: Exported, version: str) -> bytes:
        if one.contact.name == "Bo Chen":
            raise ValueError("it has no name that could be written")
        return really(one, version)

    with monkeypatch.context() as broken:
        broken.setattr(vcard, "card_of", card_of)
        assert "People/Bo Chen.md was left out: it has no name" in ask("vcard", code=1)
        assert "2 as before" in ask("vcard", "-o", f"{folder}/", code=1)
    assert len(list(folder.iterdir())) == 3
    assert "1 as before, 2 removed" in ask("vcard", "--category", "friend", "-o", f"{folder}/")


def test_every_key_of_what_was_written_is_documented(ask: Ask, tmp_path: Path) -> None:
    document = json.loads(ask("vcard", "-o", f"{tmp_path}/cards/", "--json"))
    check("export", document)
    assert (document["contacts"], len(document["created"]), document["left"]) == (3, 3, [])


@pytest.mark.parametrize("step", ["write_beside", "give_new_name", "replace_file", "remove_file"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "no space")], ids=["killed", "full"])
def test_an_export_that_is_cut_short_is_finished_by_the_next(
    ask: Ask, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    folder = tmp_path / "cards"
    ask("vcard", "-o", f"{folder}/")
    (people / "People/Old Joe.md").unlink()
    note = people / "People/Ann Lee.md"
    note.write_text(note.read_text().replace("choir", "chess"))
    write(people, {f"People/{name}.md": "---\ntype: person\n---\n" for name in ("Cy Dee", "Di Eff")})

    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(export_files, step, fail)
        ask("vcard", "-o", f"{folder}/", code=1 if isinstance(error, OSError) else 130)
    assert all(path.read_bytes().endswith(b"END:VCARD\r\n") for path in folder.iterdir())
    ask("vcard", "-o", f"{folder}/")
    written = {names_in(path.read_bytes().decode())[0]: path.read_text() for path in folder.iterdir()}
    assert sorted(written) == ["Ann Lee", "Bo Chen", "Cy Dee", "Di Eff"]
    assert "chess" in written["Ann Lee"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["csv", "-o", "nowhere/at/all.csv"], 1, "There is no folder"),
        (["csv", "-o", "People/"], 2, "Only vCards"),
        (["vcard", "nobody at all"], 7, "There is no contact"),
        (["vcf"], 2, "vcard"),
        (["csv", "--query", '""'], 2, "no word"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said(
    ask: Ask, people: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(people)
    assert said in ask(*words, code=code)


def test_a_pipe_gets_the_very_bytes(people: Path) -> None:
    words = [sys.executable, "-m", "pnm_vault", "--vault", str(people), "--today", DAY, "export", "vcard", "Bo Chen"]
    found = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    assert found.stdout.startswith(b"BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert found.stdout.endswith(b"\r\nEND:VCARD\r\n")


# JSON


def documented() -> set[str]:
    text = (DOCS / "export.md").read_text(encoding="utf-8").partition("\n## json\n")[2]
    items = re.split(r"^- ", text, flags=re.MULTILINE)[1:]
    return {key for item in items for key in re.findall(r"`([^`]+)`", re.split(r":\s", item, maxsplit=1)[0])}


def test_every_key_of_the_model_is_documented(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A field that the model gains is exported by itself; here it asks for its words in docs/export.md."""
    assert program.run(["--vault", str(example), "--today", DAY, "export", "json", "--private"]) == 0
    printed = set(keys_of(json.loads(capsys.readouterr().out)))
    known = documented()
    assert printed - known == set()
    for key in known - printed:
        parent = key.rpartition(".")[0]
        assert not any(other.startswith(f"{parent}.") for other in printed), f"{key} is missing beside its neighbours"
