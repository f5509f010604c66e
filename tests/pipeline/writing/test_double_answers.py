"""Marks on the note about notes of one contact: merged, told apart, or put off; and when that note is made anew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.pipeline.writing.duplicates_writing import DuplicatesWritten, write_duplicates
from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import settled
from tests.vaults import regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
PAGE = "Duplicates.md"
ROBERT, BOB = "P/Robert Marsh.md", "P/Bob Marsh.md"
VAULT: dict[str, str | bytes] = {
    ROBERT: "---\ntype: person\nmail: bob@marsh.example\n---\n- 2026-01-02: coffee\n",
    BOB: "---\ntype: person\nemail: bob@marsh.example\nrole: miller\n---\nTall.\n",
    "P/Tova Lind.md": "---\ntype: person\nprivate: true\n---\n",
    "Old/Tova Lind.md": "---\ntype: person\nprivate: true\n---\n",
    "P/Ann.md": "---\ntype: person\nknows: '[[Bob Marsh]]'\n---\n",
}


def make_note(root: Path) -> DuplicatesWritten:
    with open_session(str(root), DAY) as session:
        return write_duplicates(session, dry_run=False)


def mark(root: Path, sign: str, words: str = "") -> Regenerated:
    settled(root)
    page = root / "Reviews" / PAGE
    lines = page.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("- [ ]"))
    lines[at] = lines[at].replace("[ ]", f"[{sign}]", 1) + (f" {words}" if words else "")
    page.write_text("\n".join(lines), "utf-8")
    return regenerate(root, DAY)


def files(root: Path) -> dict[str, bytes]:
    found = [path for path in root.rglob("*.md") if "Reviews" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(found)}


def page_of(root: Path) -> str:
    return reviews(root)[PAGE].decode()


def test_the_note_is_made_on_request_and_stays_as_it_is(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    regenerate(root, DAY)
    assert PAGE not in reviews(root)
    assert make_note(root).pairs == 1
    text = page_of(root)
    assert "[[P/Robert Marsh|Robert Marsh]] and [[P/Bob Marsh|Bob Marsh]] · certain" in text
    assert "Tova" not in text, "private contacts are on no review note"
    assert make_note(root).plan.steps == ()
    (root / "P/Bobby Marsh.md").write_text("---\ntype: person\nemail: bob@marsh.example\n---\n")
    done = regenerate(root, DAY)
    assert f"Reviews/{PAGE}" not in [one.path for one in done.changes]
    assert page_of(root) == text
    assert regenerate(root, DAY).changes == ()
    assert make_note(root).pairs == 3


@pytest.mark.parametrize(
    ("words", "kept", "gone"),
    [("", ROBERT, BOB), ("Bob Marsh", BOB, ROBERT), ("[[P/Bob Marsh]]", BOB, ROBERT), (ROBERT, ROBERT, BOB)],
)
def test_a_tick_merges(make_vault: MakeVault, words: str, kept: str, gone: str) -> None:
    root = make_vault(VAULT)
    make_note(root)
    before = files(root)
    done = mark(root, "x", words)
    assert [one.reason for one in done.outcomes] == [""]
    assert gone not in files(root)
    text = (root / kept).read_text()
    assert "role: miller" in text
    assert "Tall." in text
    assert "- 2026-01-02: coffee" in text
    assert (root / "P/Ann.md").read_text().count(f"[[{kept[2:-3]}]]") == 1
    assert "No two notes" in page_of(root)
    assert regenerate(root, DAY).changes == ()
    undo(str(root))
    assert files(root) == before
    assert make_note(root).pairs == 1


def test_two_by_the_owners_word(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    make_note(root)
    mark(root, "-")
    assert 'not_same_as:\n  - "[[Robert Marsh]]"\n' in (root / BOB).read_text()
    assert "No two notes" in page_of(root)
    assert make_note(root).pairs == 0


def test_asked_again_later(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    make_note(root)
    mark(root, ">", "2027-03-01")
    assert 'not_same_as:\n  - "[[Robert Marsh]] until 2027-03-01"\n' in (root / BOB).read_text()
    with open_session(str(root), date(2027, 3, 1)) as session:
        assert write_duplicates(session, dry_run=True).pairs == 1


def test_a_tick_that_was_carried_out_elsewhere_is_done(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    make_note(root)
    old = page_of(root).replace("- [ ]", "- [x]", 1)
    mark(root, "x")
    after = files(root)
    (root / "Reviews" / PAGE).write_text(old)
    done = regenerate(root, DAY)
    assert [(one.said, one.reason) for one in done.outcomes] == [("Robert Marsh: one note already", "")]
    assert files(root) == after


def test_what_cannot_be_merged_is_said_on_the_note_and_stays(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, ROBERT: "---\ntype: person\nmail: bob@marsh.example\n---\n```\nnever closed\n"})
    make_note(root)
    before = files(root)
    done = mark(root, "x", "Robert Marsh")
    assert "would be lost or hidden" in done.outcomes[0].reason
    assert files(root) == before
    assert "would be lost or hidden" in page_of(root)
    assert mark_stays(root)
    done = mark_words(root, "who?")
    assert "does not say which of the two notes stays" in done.outcomes[0].reason


def mark_stays(root: Path) -> bool:
    return "- [x] " in page_of(root)


def mark_words(root: Path, words: str) -> Regenerated:
    """Write other words behind the ticked line."""
    page = root / "Reviews" / PAGE
    lines = page.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("- [x]"))
    lines[at] = lines[at].partition("-->")[0] + f"--> {words}"
    page.write_text("\n".join(lines), "utf-8")
    return regenerate(root, DAY)


def test_a_note_that_was_saved_just_now_waits(make_vault: MakeVault) -> None:
    root = settled(make_vault(VAULT))
    make_note(root)
    settled(root)
    (root / "P/Ann.md").write_text("---\ntype: person\nknows: '[[Bob Marsh]]'\n---\nJust now.\n")
    page = root / "Reviews" / PAGE
    page.write_text(page_of(root).replace("- [ ]", "- [x]", 1))
    before = files(root)
    [outcome] = regenerate(root, DAY).outcomes
    assert outcome.waits
    assert files(root) == before
    assert mark_stays(root)
    settled(root)
    [outcome] = regenerate(root, DAY).outcomes
    assert (outcome.waits, outcome.reason) == (False, "")
    assert BOB not in files(root)


def test_a_dry_run_changes_nothing(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    make_note(root)
    page = root / "Reviews" / PAGE
    page.write_text(page_of(root).replace("- [ ]", "- [x]", 1))
    before, marked = files(root), page_of(root)
    done = regenerate(root, DAY, look_only=True)
    assert {BOB, ROBERT} <= {one.path for one in done.changes}
    assert (files(root), page_of(root)) == (before, marked)
