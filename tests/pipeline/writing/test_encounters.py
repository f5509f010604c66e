"""Whom one met at an event: logged, followed up, added to the event; all of it once, and all of it undone at once."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.cli import main as program
from pnm_vault.cli.invocation import Invocation
from tests.vaults import write

FAIR = (
    "---\ntype: conference\nstart: 2026-11-13\nend: 2026-11-14 # Saturday\npeople: ['[[Ann Lee]]']\n---\n# Fair 2026\n"
)
ANN = "---\ntype: person\n---\n# Ann\n\n## Log\n- 2026-08-01: tea\n"
NOTES: dict[str, str | bytes] = {
    "People/Ann Lee.md": ANN,
    "People/Bo Chen.md": "---\r\ntype: person\r\nemail: bo@x.example\r\ncompany: Acme\r\n---\r\n",
    "People/Katja Novak.md": "---\ntype: person\n---\n",
    "People/Cy.md": "---\ntype: person\nsuggest: never\n---\n",
    "Work/Max Muster.md": "---\ntype: person\n---\n",
    "Home/Max Muster.md": "---\ntype: person\n---\n",
    "Events/Fair 2026.md": FAIR,
    "Events/Fair 2027.md": FAIR.replace("2026", "2027"),
    "Communities/Choir.md": "---\ntype: community\nmembers: ['[[Ann Lee]]']\n---\n# Choir\n",
}


@pytest.fixture
def root(make_vault: Callable[[dict[str, str | bytes]], Path]) -> Path:
    return make_vault(NOTES)


Met = Callable[..., int]


@pytest.fixture
def met(root: Path, monkeypatch: pytest.MonkeyPatch) -> Met:
    """Run the command with a pasted list."""

    def run(event: str, *words: str, pasted: str = "") -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(pasted))
        return program.run(["--vault", str(root), "--today", "2026-11-23", "met", event, *words], Invocation())

    return run


def everything(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode() for path in root.rglob("*.md") if path.is_file()
    }


def test_a_contact_gets_a_line_a_follow_up_and_a_place_among_the_attendees(root: Path, met: Met) -> None:
    assert met("Fair 2026", pasted="1. Bo Chen, Acme: wants the slides\n") == 0
    assert (root / "People/Bo Chen.md").read_bytes().decode() == (
        "---\r\ntype: person\r\nemail: bo@x.example\r\ncompany: Acme\r\n---\r\n\r\n"
        "## Log\r\n- 2026-11-14: met at [[Fair 2026]]: wants the slides\r\n\r\n"
        "## Follow-ups\r\n- [ ] Follow up after [[Fair 2026]]: wants the slides 📅 2026-11-26\r\n"
    )
    people = "people: ['[[Ann Lee]]', \"[[Bo Chen]]\"]"
    assert (root / "Events/Fair 2026.md").read_text() == FAIR.replace("people: ['[[Ann Lee]]']", people)


def test_somebody_new_gets_a_note_that_says_where_and_when(root: Path, met: Met) -> None:
    assert met("Fair 2026", "--no-follow-up", pasted='"Fox, Eve" <eve@y.example> - engineer at Yew\n') == 0
    assert (root / "People/Eve Fox.md").read_text() == (
        "---\norganisation: Yew\nrole: engineer\nemail: eve@y.example\n"
        'where_met: "[[Fair 2026]]"\nmet_on: 2026-11-14\n---\n# Eve Fox\n\n## Log\n- 2026-11-14: met at [[Fair 2026]]\n'
    )


def test_twice_is_once_and_undo_takes_all_of_it_back(root: Path, met: Met, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(root)
    assert met("Fair 2026", pasted="Ann Lee: wants tea\nBo Chen\nEve Fox\n") == 0
    after = everything(root)
    assert set(after) - set(before) == {"People/Eve Fox.md"}
    capsys.readouterr()
    assert met("Fair 2026", pasted="Ann Lee: wants tea\nBo Chen\nEve Fox\n") == 0
    said = capsys.readouterr().err
    assert "Logged for that day already, left alone: Ann Lee, Bo Chen, Eve Fox." in said
    assert "not written" not in said
    assert everything(root) == after
    assert program.run(["--vault", str(root), "undo"], Invocation()) == 0
    assert everything(root) == before


def test_words_for_somebody_logged_already_are_said_to_be_left(
    root: Path, met: Met, capsys: pytest.CaptureFixture[str]
) -> None:
    assert met("Fair 2026", "Ann Lee") == 0
    assert met("Fair 2026", "Ann Lee: wants tea") == 0
    assert "Ann Lee: logged already, so these words were not written: wants tea" in capsys.readouterr().err


def test_whoever_is_unclear_is_left_out_and_named(root: Path, met: Met, capsys: pytest.CaptureFixture[str]) -> None:
    assert met("Fair 2026", pasted="Names\nAnn Lee\nMax Muster\nKatia Novak, Acme\nsomebody tall\nAnn\n") == 0
    said = capsys.readouterr().err
    for words in (
        "line 1 left out: Names: it is a heading.",
        "line 3 left out: Max Muster: more than one contact is called so: Home/Max Muster.md, Work/Max Muster.md.",
        "line 4 left out: Katia Novak (Acme): may be Katja Novak:",
        "line 5 left out: somebody tall: no contact is called so, and it is not written like a name.",
        "line 6 left out: Ann: Ann Lee is there twice.",
        "5 lines left out",
    ):
        assert words in said
    assert not (root / "People/Katia Novak.md").exists()


def test_an_address_tells_who_it_is(root: Path, met: Met) -> None:
    assert met("Fair 2026", "--no-follow-up", pasted="B. Chen-Ortiz <bo@x.example>\n") == 0
    assert "met at [[Fair 2026]]" in (root / "People/Bo Chen.md").read_text()


def test_who_wants_no_suggestions_gets_no_follow_up(root: Path, met: Met) -> None:
    assert met("Fair 2026", "Cy") == 0
    assert "[ ]" not in (root / "People/Cy.md").read_text()


def test_days(root: Path, met: Met, capsys: pytest.CaptureFixture[str]) -> None:
    assert met("Fair 2026", "Ann Lee", "--date", "2026-11-13", "--follow-up", "friday") == 0
    text = (root / "People/Ann Lee.md").read_text()
    assert "- 2026-11-13: met at [[Fair 2026]]\n" in text
    assert "📅 2026-11-27" in text
    assert met("Fair 2027", "Ann Lee") == 2
    assert "is still to come" in capsys.readouterr().err
    assert met("Fair 2026", "Bo Chen", "--date", "tomorrow") == 2
    assert met("Fair 2026", "Bo Chen", "--follow-up", "yesterday") == 2
    assert met("Fair 2026", "Bo Chen", "--follow-up", "3d", "--no-follow-up") == 2


def test_a_community_gets_a_line_in_its_own_log(root: Path, met: Met) -> None:
    assert met("choir", "Ann Lee, Bo Chen", "--no-follow-up") == 0
    note = root / "Communities/Choir.md"
    assert note.read_text().endswith("# Choir\n\n## Log\n- 2026-11-23: met [[Ann Lee]] and [[Bo Chen]]\n")
    assert met("choir", "Ann Lee, Bo Chen, Eve Fox", "--no-follow-up") == 0
    assert note.read_text().count("met [[") == 2
    assert "met [[Eve Fox]]\n" in note.read_text()


def test_several_events_of_a_name_or_none(root: Path, met: Met, capsys: pytest.CaptureFixture[str]) -> None:
    assert met("fair", "Ann Lee") == 7
    assert "Events/Fair 2026.md" in capsys.readouterr().err
    assert met("Fare 2026", "Ann Lee") == 7
    assert "Did you mean Fair 2026" in capsys.readouterr().err
    assert met("Ann Lee", "Ann Lee") == 7
    assert met("Fair 2026", pasted="\n\n") == 7


def test_an_event_without_a_note_gets_one_where_the_others_lie(root: Path, met: Met) -> None:
    assert met("Boat walk", "Ann Lee", "--create", "--date", "2026-11-20") == 0
    text = '---\ntype: event\ndate: 2026-11-20\nattendees:\n  - "[[Ann Lee]]"\n---\n# Boat walk\n'
    assert (root / "Events/Boat walk.md").read_text() == text
    assert "- 2026-11-20: met at [[Boat walk]]" in (root / "People/Ann Lee.md").read_text()


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("people:\n", 'people:\n  - "[[Ann Lee]]"\n'),
        ("speakers: '[[Bo Chen]]'\n", "speakers: '[[Bo Chen]]'\nattendees:\n  - \"[[Ann Lee]]\"\n"),
        ("attendees: Bo Chen\n", 'attendees: [Bo Chen, "[[Ann Lee]]"]\n'),
        ("with:\n  - '[[ann lee|Ann]]'\n", "with:\n  - '[[ann lee|Ann]]'\n"),
    ],
)
def test_attendees_are_added_to_those_there_are(root: Path, met: Met, note: str, expected: str) -> None:
    head = "---\ntype: event\ndate: 2026-11-20\n"
    write(root, {"Events/Walk.md": f"{head}{note}---\n"})
    assert met("Walk", "Ann Lee", "--no-follow-up") == 0
    assert (root / "Events/Walk.md").read_text() == f"{head}{expected}---\n"


def test_whom_the_text_names_stays_an_attendee(root: Path, met: Met) -> None:
    text = "---\ntype: meeting\ndate: 2026-11-20\n---\nWith [[Bo Chen]], in [[Graz]].\n"
    write(root, {"Meetings/Walk.md": text, "Graz.md": "a town\n"})
    assert met("Walk", "Ann Lee", "--no-follow-up") == 0
    people = 'attendees:\n  - "[[Bo Chen]]"\n  - "[[Ann Lee]]"\n---'
    assert (root / "Meetings/Walk.md").read_text() == text.replace("\n---\n", f"\n{people}\n", 1)


def test_a_dry_run_writes_nothing_and_the_document_says_all(
    root: Path, met: Met, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    assert met("Fair 2026", "Ann Lee, Eve Fox", "--dry-run") == 0
    assert "+- 2026-11-14: met at [[Fair 2026]]" in capsys.readouterr().out
    assert met("Fair 2026", "--json", "--dry-run", pasted="Ann Lee\nwhoever\n") == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in document["people"]] == ["Ann Lee"]
    assert [one["text"] for one in document["left_out"]] == ["whoever"]
    assert everything(root) == before
