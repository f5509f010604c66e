"""`--who`: less is shown, in the list and in the note; what is remembered rests on all that came in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline.importing.look import Options, Reading, look
from pnm_vault.pipeline.importing.narrowing import OTHERS, narrowed
from pnm_vault.pipeline.importing.note import new_words
from pnm_vault.pipeline.importing.reviewing import apply_at_once
from tests.pipeline.importing.made_imports import (
    apply_note,
    contact,
    looked,
    mark,
    met,
    proposed,
    reading,
    review,
    session_of,
)

Make = Callable[[dict[str, str | bytes]], Path]
ANN = "---\ntype: person\nemail: ann@lee.example\n---\n# Ann Lee\n"
EMAIL = ("email", "ann@lee.example")
BO = contact("Bo Chen", ("email", "bo@chen.example"))
CY = contact("Cy Dee", ("email", "cy@dee.example"))
DOUBTFUL = contact("Anne Lee", ("phone", "+39 040 9"))


@pytest.fixture
def root(make_vault: Make) -> Path:
    return make_vault({"People/Ann Lee.md": ANN, "pnm.toml": '[vault]\ncontacts = ["People"]\n'})


def all_of(who: str = "") -> Reading:
    more = contact("Ann Lee", EMAIL, ("phone", "+39 040 1"))
    day = met("bo@chen.example", date(2026, 11, 2))
    return reading(BO, CY, DOUBTFUL, more, day, options=Options(who=who))


@pytest.mark.parametrize(
    ("who", "new", "changes", "doubles", "days"),
    [
        ("", ["Bo Chen", "Cy Dee"], 1, 1, 1),
        ("CHEN bo", ["Bo Chen"], 0, 0, 1),
        ("lee", [], 1, 1, 0),
        ("anne", [], 0, 1, 0),
        ("nobody", [], 0, 0, 0),
    ],
)
def test_only_those_are_shown(root: Path, who: str, new: list[str], changes: int, doubles: int, days: int) -> None:
    seen = looked(root, all_of())
    found = narrowed(seen.proposal, seen.contacts, who)
    shown = (len(found.changes), len(found.doubles), len(found.days))
    assert ([one.contact.name for one in found.news], *shown) == (new, changes, doubles, days)
    others = len(seen.proposal.items) - len(found.items)
    assert dict(found.left).get(OTHERS, 0) == others
    assert (found.found, found.entries, found.hidden) == (
        seen.proposal.found,
        seen.proposal.entries,
        seen.proposal.hidden,
    )


def test_the_note_has_only_them_and_applying_it_does_not_bring_the_others(root: Path) -> None:
    note = review(root, all_of("chen"))
    text = note.read_text("utf-8")
    assert "- [x] Bo Chen" in text and "Cy Dee" not in text and "Ann" not in text
    assert "1 new contact (ticked)." in text and f"- {OTHERS}: 3\n" in text
    assert apply_note(root).imported.created == ("People/Bo Chen.md",)
    text = note.read_text("utf-8")
    assert "Cy Dee" not in text and f"- {OTHERS}: 3\n" in text
    later = proposed(root, all_of())
    assert [(one.contact.name, one.ticked) for one in later.news] == [("Cy Dee", True)]


def test_a_box_that_was_set_stays_with_its_line(root: Path) -> None:
    note = review(root, all_of())
    mark(note, "Cy Dee", "-")
    review(root, all_of("chen"))
    text = note.read_text("utf-8")
    assert "- [-] Cy Dee" in text and "- [x] Bo Chen" in text and "Anne" not in text
    apply_note(root)
    assert proposed(root, all_of()).news == ()


def test_whoever_is_in_doubt_stays_so_although_not_shown(root: Path) -> None:
    read = all_of()
    with session_of(root) as session:
        seen = look(session, read)
        keys = narrowed(seen.proposal, seen.contacts, "chen").sensible
        apply_at_once(session, read, seen, keys, ("import", "--yes"))
    (root / "People" / "Ann Lee.md").write_text(ANN.replace("email:", "phone: +39 040 9\nemail:"), "utf-8")
    assert [one.contact.name for one in proposed(root, read).doubles] == ["Anne Lee"]


@pytest.mark.parametrize(
    ("number", "ticked", "words"),
    [
        (7, 5, "7 new contacts (5 ticked)"),
        (7, 7, "7 new contacts (all ticked)"),
        (7, 0, "7 new contacts (none ticked)"),
        (1, 1, "1 new contact (ticked)"),
        (1, 0, "1 new contact (not ticked)"),
    ],
)
def test_how_many_are_ticked_is_said(number: int, ticked: int, words: str) -> None:
    assert new_words(number, ticked) == words


def test_the_note_counts_the_boxes_as_they_are(root: Path) -> None:
    note = review(root, all_of())
    assert "2 new contacts (all ticked)." in note.read_text("utf-8")
    mark(note, "Cy Dee", " ")
    review(root, all_of())
    assert "2 new contacts (1 ticked)." in note.read_text("utf-8")
