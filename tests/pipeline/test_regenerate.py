"""What a run does when something is in its way: templates, notes that cannot be opened, notes that are not ours."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli.main import run
from pnm_vault.model.plan import Plan, Replace
from pnm_vault.pipeline import open_session
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.read import SourceFile
from pnm_vault.vault.trust import trust
from tests.vaults import DAILY_PAGES, EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
GOOD = "---\ntype: person\ncadence: monthly\n---\n## Log\n- 2026-08-01: coffee\n"


def override(root: Path, name: str, text: str) -> None:
    write(root, {f"Templates/pnm/{name}": text})
    trust(str(root), f"Templates/pnm/{name}", text.encode())


def test_a_trusted_template_is_used_and_an_untrusted_one_is_a_problem(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": GOOD, "Templates/pnm/agenda.md.j2": "# Mine\n"})
    assert regenerate(root).problems == 1
    assert b"# Mine" not in reviews(root)["Agenda.md"]
    override(root, "agenda.md.j2", "# Mine\n")
    done = regenerate(root)
    assert (done.problems, done.faults) == (0, ())
    assert b"# Mine" in reviews(root)["Agenda.md"]
    write(root, {"Templates/pnm/agenda.md.j2": "# Changed by somebody\n"})
    assert regenerate(root).problems == 1
    assert b"## Catch up with" in reviews(root)["Agenda.md"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ nothing }}", "template-error"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", "template-limit"),
    ],
)
def test_a_template_that_fails_costs_nothing_but_a_message(make_vault: MakeVault, text: str, code: str) -> None:
    root = make_vault({"People/Ann.md": GOOD})
    override(root, "agenda.md.j2", text)
    for _ in range(2):  # the message does not go away by itself
        done = regenerate(root)
        assert [fault.code for fault in done.faults] == [code]
        assert b"[[People/Ann|Ann]]" in reviews(root)["Agenda.md"]
        assert len(reviews(root)) == DAILY_PAGES


def test_a_note_at_a_pages_place_is_left_alone_and_the_others_are_written(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": GOOD, "Reviews/Agenda.md": "my own agenda\n"})
    done = regenerate(root)
    assert [(fault.path, fault.code) for fault in done.faults] == [("Reviews/Agenda.md", "review-not-ours")]
    assert len(done.report.created) == DAILY_PAGES - 1
    assert reviews(root)["Agenda.md"] == b"my own agenda\n"


def test_a_note_that_cannot_be_opened_just_now_keeps_what_was_known(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"People/Ann.md": GOOD})
    regenerate(root)
    before = reviews(root)["Reconnect.md"]
    from pnm_vault.model.problem import Problem, Severity
    from pnm_vault.vault import read

    def refuse(folder: str, path: str) -> SourceFile:
        problem = Problem(path, 0, Severity.ERROR, "unreadable", "This note cannot be read: permission denied.")
        return SourceFile(path, "", False, (problem,))

    write(root, {"People/Ann.md": GOOD + "- 2026-11-01: tea\n"})
    with monkeypatch.context() as patch:
        patch.setattr(read, "read_note", refuse)
        assert regenerate(root).problems == 1
    assert reviews(root)["Reconnect.md"] == before
    write(root, {"People/Ann.md": GOOD + "- 2026-11-02: tea\n"})
    assert regenerate(root).problems == 0
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert str(session.picture().network.ties[0].last) == "2026-11-02"


def test_text_outside_the_region_and_line_ends_survive(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": GOOD})
    regenerate(root)
    page = root / "Reviews/Agenda.md"
    page.write_bytes(b"\xef\xbb\xbfmy words\r\n\r\n" + page.read_bytes().replace(b"\n", b"\r\n") + b"\r\nbelow")
    write(root, {"People/Bob.md": GOOD})
    regenerate(root)
    found = page.read_bytes()
    assert found.startswith(b"\xef\xbb\xbfmy words\r\n\r\n<!-- pnm:begin agenda ")
    assert re.search(rb"<!-- pnm:end agenda [0-9a-z.]+ -->\r\n\r\nbelow\Z", found)
    assert b"[[People/Bob|Bob]]" in found
    assert b"\n" not in found.replace(b"\r\n", b"")


def test_what_another_command_took_in_still_reaches_the_pages(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": GOOD})
    regenerate(root)
    write(root, {"People/Bob.md": GOOD})
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert len(session.picture().network.ties) == 2
    assert "Reviews/Reconnect.md" in regenerate(root).report.replaced


def test_what_a_killed_command_had_begun_is_finished_first(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({"People/Ann.md": GOOD, "People/Bob.md": GOOD})
    after = f"{GOOD}- 2026-11-22: tea\n"
    steps = [Replace(f"People/{name}.md", after.encode(), GOOD.encode()) for name in ("Ann", "Bob")]
    Journal(str(root)).begin(Plan(tuple(steps)), ["log", "tea with Ann and Bob"])
    write(root, {"People/Ann.md": after})  # killed after the first of two notes
    for note in (root / "People").iterdir():
        os.utime(note, (1_700_000_000, 1_700_000_000))
    assert run(["--vault", str(root), "--today", "2026-11-23", "regenerate"]) == 0
    assert "finished what `pnm log tea with Ann and Bob` had begun" in capsys.readouterr().err
    assert (root / "People/Bob.md").read_text() == after
    assert b"[[People/Bob|Bob]] \xc2\xb7 monthly" not in reviews(root)["Reconnect.md"]


def test_runs_at_the_same_time_agree(make_vault: MakeVault) -> None:
    root = make_vault({f"People/Contact {number}.md": GOOD for number in range(30)})
    command = [sys.executable, "-m", "pnm_vault", "--vault", str(root), "--today", "2026-11-23", "regenerate"]
    for _ in range(2):
        shutil.rmtree(root / "Reviews", ignore_errors=True)
        runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        told = [run.communicate()[1] for run in runs]
        assert [run.returncode for run in runs] == [0] * 4, told
        assert len(reviews(root)) == DAILY_PAGES + 1


def test_a_private_contact_named_in_somebodys_words_is_on_no_page(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "People/Ann.md": "---\ntype: person\nasks: [a beehive such as [[Sam Grey]] has]\n---\n",
            "People/Bob.md": "---\ntype: person\noffers: [beehives]\ninterests: [mead]\n---\n",
            "People/Cy.md": "---\ntype: person\nasks: [a beehive]\ninterests: [mead]\n---\n",
            "People/Sam Grey.md": "---\ntype: person\nprivate: true\n---\n",
        }
    )
    regenerate(root)
    assert b"[[People/Bob|Bob]]" in reviews(root)["Introductions.md"]
    assert not any(b"Sam Grey" in content for content in reviews(root).values())


def test_no_note_shows_the_name_of_a_private_contact(make_vault: MakeVault) -> None:
    """Neither by a link to a meeting's note that is called after them, nor by a task that names them."""
    people = "---\ntype: person\ncadence: weekly\n---\n- 2026-09-01: tea. She will send the plans.\n"
    met = '---\ntype: meeting\ndate: {}\npeople: ["[[Ann]]", "[[Zed Secret]]"]\n---\n- I will paint her boat\n'
    root = make_vault(
        {
            "People/Ann.md": people + "- [ ] ask Zed Secret whether he minds\n- [ ] buy paint \U0001f4c5 2026-11-24\n",
            "People/Zed Secret.md": "---\ntype: person\nprivate: true\n---\n",
            "Meetings/2026-11-02 Coffee with Zed Secret.md": met.format("2026-11-02")
            + "- [ ] Find brushes for [[Ann]]\n",
            "Events/2026-11-19 Zed Secret opens.md": met.format("2026-11-19").replace("meeting", "event"),
        }
    )
    regenerate(root)
    shown = b"".join(reviews(root).values())
    assert b"Find brushes" in shown
    assert b"buy paint" in shown
    assert b"Zed Secret" not in shown
