"""Answers carried out: every kind by every mark, once, by the words that stand there, and not a byte more."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.model.plan import Plan
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.pipeline.writing import answers
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import write_user
from pnm_vault.vault.write_user import UserReport
from tests.vaults import regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN, BOB = "People/Ann Lee.md", "People/Bob Ray.md"
FILES: dict[str, str | bytes] = {
    ANN: "---\ncadence: 30\nbirthday: 1986-12-01\nasks: [a flat in Porto]\n---\n# Ann\n\n## Log\n- 2026-08-01: tea\n",
    BOB: "---\ncadence: 60\noffers: [flats in Porto]\nfollow_up: 2026-11-20 send Bob the map\n---\n"
    "- [ ] write to Bob 📅 2026-11-24\n\n## Log\n- 2026-08-02: lunch\n",
    "Daily/2026-11-20.md": "- [ ] ring [[Ann Lee]] (2026-11-25)\r\n- more\r\n",
    "pnm.toml": '[vault]\ncontacts = ["People"]\n',
}
LONG_AGO = 1_700_000_000


def settled(root: Path) -> Path:
    """Give every note an old time stamp, so that none seems to be in somebody's hands.

    Review notes keep theirs: a page with another sign in a box is as long as before.
    """
    for path in root.rglob("*.md"):
        if path.parent.name != "Reviews":
            os.utime(path, (LONG_AGO, LONG_AGO))
    return root


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    root = make_vault(FILES)
    regenerate(root, DAY)
    return settled(root)


def mark(root: Path, page: str, text: str, sign: str, words: str = "") -> None:
    """Set a sign into the first box with `text`, and write words behind the line."""
    path = root / f"Reviews/{page}.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if text in line and "- [" in line)
    lines[at] = lines[at].replace("[ ]", f"[{sign}]", 1) + (f" {words}" if words else "")
    path.write_text("\n".join(lines), encoding="utf-8")


def run(root: Path, day: date = DAY) -> Regenerated:
    settled(root)
    return regenerate(root, day)


def text(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


def lines_of(root: Path, path: str) -> list[str]:
    """Give the lines of a note that were not there in the beginning."""
    before = str(FILES[path]).replace("\r", "").split("\n")
    return [line for line in text(root, path).replace("\r", "").split("\n") if line not in before]


CASES = [
    ("Reconnect", "Ann Lee", "x", "", ANN, ["- 2026-11-23: in touch"]),
    ("Reconnect", "Ann Lee", "x", "yesterday: coffee", ANN, ["- 2026-11-22: coffee"]),
    ("Reconnect", "Ann Lee", "x", "coffee 2026-11-20", ANN, ["- 2026-11-20: coffee"]),
    ("Reconnect", "Ann Lee", "x", "2026-11-20", ANN, ["- 2026-11-20: in touch"]),
    ("Reconnect", "Ann Lee", "x", "✅ 2026-11-21", ANN, ["- 2026-11-21: in touch"]),
    ("Reconnect", "Ann Lee", "x", "coffee ✅ 2026-11-21", ANN, ["- 2026-11-21: coffee"]),
    ("Reconnect", "Ann Lee", "x", "[completion:: 2026-11-21]", ANN, ["- 2026-11-21: in touch"]),
    ("Reconnect", "Ann Lee", "x", "fun in the sun", ANN, ["- 2026-11-23: fun in the sun"]),
    (
        "Agenda",
        "Ann Lee|Ann Lee]] · monthly",
        "X",
        "coffee with Bob +send slides by friday",
        ANN,
        ["- 2026-11-23: coffee with Bob", "## Follow-ups", "- [ ] send slides 📅 2026-11-27"],
    ),
    (
        "Reconnect",
        "Ann Lee",
        "x",
        "coffee\n    - she moved\n    - [ ] send her the map by friday\n      * and the keys",
        ANN,
        ["- 2026-11-23: coffee; she moved; and the keys", "## Follow-ups", "- [ ] send her the map 📅 2026-11-27"],
    ),
    ("Reconnect", "Ann Lee", ">", "", ANN, ["next_contact: 2026-12-23"]),
    ("Reconnect", "Ann Lee", ">", "2 weeks", ANN, ["next_contact: 2026-12-07"]),
    ("Reconnect", "Ann Lee", ">", "2027-03-01", ANN, ["next_contact: 2027-03-01"]),
    (
        "Reconnect",
        "Ann Lee",
        ">",
        "march, then ask about Porto",
        ANN,
        ["next_contact: 2027-03-01", "## Follow-ups", "- [ ] then ask about Porto 📅 2027-03-01"],
    ),
    ("Reconnect", "Ann Lee", "-", "", ANN, ["cadence: none"]),
    ("Follow-ups", "write to Bob", "x", "", BOB, ["- [x] write to Bob 📅 2026-11-24 ✅ 2026-11-23"]),
    ("Follow-ups", "write to Bob", "x", "yesterday", BOB, ["- [x] write to Bob 📅 2026-11-24 ✅ 2026-11-22"]),
    (
        "Follow-ups",
        "write to Bob",
        "x",
        "yesterday: a long letter",
        BOB,
        ["- [x] write to Bob 📅 2026-11-24 ✅ 2026-11-22", "- 2026-11-22: a long letter"],
    ),
    ("Follow-ups", "write to Bob", ">", "", BOB, ["- [ ] write to Bob 📅 2026-11-30"]),
    ("Follow-ups", "write to Bob", ">", "in 3 days", BOB, ["- [ ] write to Bob 📅 2026-11-26"]),
    ("Follow-ups", "write to Bob", "-", "", BOB, ["- [-] write to Bob 📅 2026-11-24 ❌ 2026-11-23"]),
    ("Follow-ups", "send Bob the map", "x", "", BOB, ["follow_up:"]),
    ("Follow-ups", "send Bob the map", ">", "friday", BOB, ['follow_up: "2026-11-27 send Bob the map"']),
    ("Follow-ups", "send Bob the map", "-", "", BOB, ["follow_up:"]),
    ("Follow-ups", "ring", "x", "", "Daily/2026-11-20.md", ["- [x] ring [[Ann Lee]] (2026-11-25) ✅ 2026-11-23"]),
    ("Follow-ups", "ring", ">", "", "Daily/2026-11-20.md", ["- [ ] ring [[Ann Lee]] (2026-11-30)"]),
    ("Dates ahead", "birthday", "x", "", ANN, ["- 2026-11-23: birthday: in touch"]),
    ("Dates ahead", "birthday", "x", "sent flowers", ANN, ["- 2026-11-23: birthday: sent flowers"]),
    ("Dates ahead", "birthday", ">", "", ANN, ["## Follow-ups", "- [ ] birthday (2026-12-01) 📅 2026-12-01"]),
    ("Dates ahead", "birthday", "-", "", ANN, ["no_reminder: [birthday]"]),
    ("Introductions", "Bob Ray", ">", "", ANN, ['no_introduction: ["[[Bob Ray]] until 2027-02-21"]']),
    ("Introductions", "Bob Ray", ">", "march", ANN, ['no_introduction: ["[[Bob Ray]] until 2027-03-01"]']),
    ("Introductions", "Bob Ray", "-", "", ANN, ['no_introduction: ["[[Bob Ray]]"]']),
]


@pytest.mark.parametrize(("page", "item", "sign", "words", "path", "added"), CASES)
def test_what_an_answer_writes(
    vault: Path, page: str, item: str, sign: str, words: str, path: str, added: list[str]
) -> None:
    """Carried out; again and again without effect, also when the old page comes back days later; and taken back."""
    before = {name: text(vault, name) for name in FILES}
    mark(vault, page, item, sign, words)
    ticked = text(vault, f"Reviews/{page}.md")
    done = run(vault)
    assert (done.faults, [one.reason for one in done.outcomes]) == ((), [""])
    assert [line for line in lines_of(vault, path) if line] == added
    after = {name: text(vault, name) for name in FILES}
    assert [name for name in FILES if after[name] != before[name]] in ([path], [path, BOB], [ANN, path])
    assert f"- [{sign}]" not in "".join(page.decode() for page in reviews(vault).values())
    assert run(vault).outcomes == ()
    for later in (0, 2):
        (vault / f"Reviews/{page}.md").write_text(ticked, encoding="utf-8")
        again = run(vault, DAY + timedelta(later))
        assert {name: text(vault, name) for name in FILES} == after
        # Of what stood in a property, and of a date that is not shown any more, no trace is left to be known by.
        gone = item == "send Bob the map" or (item, sign) == ("birthday", "-")
        assert [bool(one.reason) for one in again.outcomes] == [gone]
    undo(str(vault))
    assert {name: text(vault, name) for name in FILES} == before


@pytest.mark.parametrize(
    ("page", "item", "sign", "words", "reason"),
    [
        ("Reconnect", "Ann Lee", "x", "10/11 coffee", "“10/11” is no day"),
        ("Reconnect", "Ann Lee", "x", "2026-02-30: coffee", "“2026-02-30” is no day"),
        ("Reconnect", "Ann Lee", ">", "soonish", "“soonish” names no day ahead"),
        ("Reconnect", "Ann Lee", ">", "2020-01-01", "names no day ahead"),
        ("Reconnect", "Ann Lee", "?", "", "“?” is no answer"),
        ("Follow-ups", "write to Bob", "x", "tomorrow: meet", "2026-11-24 is still to come"),
    ],
)
def test_what_cannot_be_carried_out_stays_and_says_why(
    vault: Path, page: str, item: str, sign: str, words: str, reason: str
) -> None:
    before = {name: text(vault, name) for name in FILES}
    mark(vault, page, item, sign, words)
    done = run(vault)
    assert [fault.code for fault in done.faults] == ["mark-refused"]
    assert reason in done.faults[0].message
    content = text(vault, f"Reviews/{page}.md")
    line = next(line for line in content.split("\n") if f"- [{sign}] " in line)
    assert line.endswith(words)
    assert reason in content.partition(line)[2].split("\n")[1]
    assert b"mark-refused" in reviews(vault)["Vault problems.md"]
    assert {name: text(vault, name) for name in FILES} == before
    assert run(vault).report.replaced == ()
    (vault / f"Reviews/{page}.md").write_text(content.replace(f"[{sign}]", "[ ]", 1), encoding="utf-8")
    assert run(vault).faults == ()
    assert b"Not carried out" not in b"".join(reviews(vault).values())


def test_one_that_cannot_keeps_no_other_back(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "2026-13-45: coffee")
    mark(vault, "Reconnect", "Bob Ray", "x", "lunch again")
    mark(vault, "Follow-ups", "write to Bob", "x")
    done = run(vault)
    assert [bool(one.reason) for one in done.outcomes] == [True, False, False]
    assert lines_of(vault, BOB) == [
        "- [x] write to Bob 📅 2026-11-24 ✅ 2026-11-23",
        "- 2026-11-23: lunch again",
    ] or "- 2026-11-23: lunch again" in lines_of(vault, BOB)
    assert text(vault, ANN) == FILES[ANN]


def test_the_same_item_on_two_pages_is_answered_once(vault: Path) -> None:
    mark(vault, "Agenda", "Ann Lee|Ann Lee]] · monthly", "x", "coffee")
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    assert [one.reason for one in run(vault).outcomes] == ["", ""]
    assert lines_of(vault, ANN) == ["- 2026-11-23: coffee"]


def test_a_note_that_somebody_is_editing_waits_for_the_next_run(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    mark(vault, "Reconnect", "Bob Ray", "x", "lunch again")
    (vault / "People/.Ann Lee.md.swp").write_bytes(b"")
    done = run(vault)
    assert [one.waits for one in done.outcomes] == [True, False]
    assert done.faults == ()
    assert text(vault, ANN) == FILES[ANN]
    assert b" -->coffee" in b"".join(reviews(vault).values()).replace(b" coffee", b"coffee")
    assert b"Not carried out" not in b"".join(reviews(vault).values())
    (vault / "People/.Ann Lee.md.swp").unlink()
    assert [one.reason for one in run(vault).outcomes] == [""]
    assert lines_of(vault, ANN) == ["- 2026-11-23: coffee"]


def test_a_renamed_contact_is_still_meant(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    (vault / ANN).rename(vault / "People/Ann Poe.md")
    for page in (vault / "Reviews").iterdir():
        page.write_text(page.read_text("utf-8").replace("People/Ann Lee|", "People/Ann Poe|"), "utf-8")
    assert [one.reason for one in run(vault).outcomes] == [""]
    assert "- 2026-11-23: coffee" in text(vault, "People/Ann Poe.md")


def test_a_line_that_links_somebody_else_now_is_refused(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    page = vault / "Reviews/Reconnect.md"
    page.write_text(page.read_text("utf-8").replace("[x] [[People/Ann Lee|", "[x] [[People/Bob Ray|"), "utf-8")
    [outcome] = run(vault).outcomes
    assert "another contact" in outcome.reason
    assert (text(vault, ANN), text(vault, BOB)) == (FILES[ANN], FILES[BOB])


def test_a_contact_that_is_gone_is_not_guessed(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    (vault / ANN).unlink()
    [outcome] = run(vault).outcomes
    assert outcome.reason == "there is no such contact any more."
    content = text(vault, "Reviews/Reconnect.md")
    assert "## Not carried out yet" in content and "-- coffee" not in content and " coffee\n" in content


def test_a_task_that_was_changed_since_is_not_ticked(vault: Path) -> None:
    mark(vault, "Follow-ups", "write to Bob", "x")
    (vault / BOB).write_text(str(FILES[BOB]).replace("write to Bob", "write to Bob soon"), encoding="utf-8")
    [outcome] = run(vault).outcomes
    assert outcome.reason.startswith("this follow-up is not open any more, or it was changed since")
    assert "- [ ] write to Bob soon" in text(vault, BOB)


def test_a_task_that_comes_back_is_written_once_more_and_only_once(make_vault: MakeVault) -> None:
    root = make_vault({BOB: "---\ntype: person\n---\n- [ ] ring Bob 🔁 every week 📅 2026-11-24\n"})
    regenerate(root, DAY)
    mark(root, "Follow-ups", "ring Bob", "x")
    ticked = text(root, "Reviews/Follow-ups.md")
    for _ in range(2):
        run(root)
        lines = text(root, BOB).split("\n")[3:5]
        assert lines == [
            "- [ ] ring Bob 🔁 every week 📅 2026-12-01",
            "- [x] ring Bob 🔁 every week 📅 2026-11-24 ✅ 2026-11-23",
        ]
        (root / "Reviews/Follow-ups.md").write_text(ticked, encoding="utf-8")


def test_words_for_which_there_is_no_place_are_kept_below(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "-", "moved to Brazil")
    done = run(vault)
    assert text(vault, "Reviews/Reconnect.md").endswith(" -->\n\n- Ann Lee: moved to Brazil\n")
    assert done.moved == {"Reviews/Reconnect.md": 1}
    assert run(vault).report.replaced == ()


def test_a_dry_run_shows_the_notes_and_the_pages_as_they_will_be(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    settled(vault)
    before = {path: path.read_bytes() for path in vault.rglob("*.md")}
    shown = regenerate(vault, DAY, look_only=True)
    assert {path: path.read_bytes() for path in vault.rglob("*.md")} == before
    run(vault)
    assert {change.path: change.after for change in shown.changes} == {
        change.path: text(vault, change.path) for change in shown.changes
    }
    assert shown.changes[0].path == ANN


def test_two_machines_that_share_a_vault_by_git_write_one_line(vault: Path, tmp_path: Path) -> None:
    """Both find the ticked page and carry it out on their own; what they wrote merges without a conflict."""

    def git(where: Path, *words: str) -> str:
        named = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *named, *words], cwd=where, check=True, capture_output=True, text=True).stdout

    git(vault, "init", "-q", "-b", "main")
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    mark(vault, "Follow-ups", "write to Bob", "x")
    git(vault, "add", "-A")
    git(vault, "commit", "-qm", "ticked on the phone")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(vault), str(other))
    for root in (vault, other):
        run(root)
        git(root, "commit", "-qam", "regenerated")
    git(other, "pull", "-q", "--no-rebase", "--no-edit")
    assert lines_of(other, ANN) == ["- 2026-11-23: coffee"]
    assert text(other, BOB).count("✅ 2026-11-23") == 1
    assert run(other).report.replaced == ()


def test_a_page_that_could_not_be_written_logs_nothing_twice(vault: Path) -> None:
    """As after a crash between the notes and the pages."""
    mark(vault, "Reconnect", "Ann Lee", "x")
    ticked = text(vault, "Reviews/Reconnect.md")
    run(vault)
    shutil.rmtree(os.environ["PNM_CACHE"])
    (vault / "Reviews/Reconnect.md").write_text(ticked, encoding="utf-8")
    run(vault, DAY + timedelta(3))
    assert lines_of(vault, ANN) == ["- 2026-11-23: in touch"]


def test_plain_boxes(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, "pnm.toml": '[vault]\ncontacts = ["People"]\n[review]\nboxes = "plain"\n'})
    regenerate(root, DAY)
    assert b"- [ ]" not in b"".join(reviews(root).values())
    page = root / "Reviews/Reconnect.md"
    page.write_text(page.read_text("utf-8").replace("- ( ) [[People/Ann", "- (x) [[People/Ann", 1), "utf-8")
    run(root)
    assert lines_of(root, ANN) == ["- 2026-11-23: in touch"]


def test_commands_that_only_read_carry_nothing_out(vault: Path) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    with open_session(str(vault), DAY) as session:
        session.picture()
    assert text(vault, ANN) == FILES[ANN]


def test_a_copy_of_a_review_note_is_no_follow_up_of_anybodys(vault: Path) -> None:
    write(vault, {"Reviews/Agenda 2.md": (vault / "Reviews/Agenda.md").read_bytes()})
    with open_session(str(vault), DAY) as session:
        assert {one.source.path for one in session.picture().follow_ups} == {BOB, "Daily/2026-11-20.md"}


def test_a_note_that_changes_in_the_very_moment_is_planned_anew(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(vault, "Reconnect", "Ann Lee", "x", "coffee")
    mark(vault, "Reconnect", "Bob Ray", "x", "lunch again")
    settled(vault)
    real, saves = write_user.apply_user, iter([b"saved by its owner\n"])

    def apply_late(root: str, plan: Plan, words: Sequence[str], *, together: bool) -> UserReport:
        for line in saves:
            (vault / ANN).write_bytes((vault / ANN).read_bytes() + line)
            settled(vault)
        return real(root, plan, words, together=together)

    monkeypatch.setattr(answers, "apply_user", apply_late)
    done = regenerate(vault, DAY)
    assert [(one.reason, one.news) for one in done.outcomes] == [("", True), ("", True)]
    assert lines_of(vault, ANN) == ["- 2026-11-23: coffee", "saved by its owner"]
    assert lines_of(vault, BOB) == ["- 2026-11-23: lunch again"]
