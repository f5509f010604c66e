"""Two contacts know each other: one link a note, in the note's own spelling, and only where it is not said yet."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.carry_out import BadValueError, Written
from pnm_vault.pipeline.writing.field_setting import link_contacts
from pnm_vault.pipeline.writing.undo import undo

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN, BOB = "People/Ann Lee.md", "People/Bob Ray.md"


def link(root: Path, first: str = ANN, second: str = BOB, *, one_way: bool = False, dry_run: bool = False) -> Written:
    with open_session(str(root), DAY) as session:
        return link_contacts(session, first, second, ("link",), one_way=one_way, dry_run=dry_run)


def texts(root: Path) -> tuple[bytes, bytes]:
    return (root / ANN).read_bytes(), (root / BOB).read_bytes()


def test_each_note_keeps_its_spelling_and_form(make_vault: MakeVault) -> None:
    before = (
        b'\xef\xbb\xbf---\r\nknows: ["[[Cy]]"]\r\n---\r\n# Ann\r\n',
        b"---\nKnows:\n- '[[Cy]]'\ntype: person\n---\n",
    )
    root = make_vault({ANN: before[0], BOB: before[1], "People/Cy.md": "# Cy\n"})
    given = texts(root)
    assert link(root, dry_run=True).plan.steps
    assert texts(root) == given
    assert link(root).changed == (ANN, BOB)
    assert texts(root) == (
        b'\xef\xbb\xbf---\r\nknows: ["[[Cy]]", "[[Bob Ray]]"]\r\n---\r\n# Ann\r\n',
        b"---\nKnows:\n- '[[Cy]]'\n- \"[[Ann Lee]]\"\ntype: person\n---\n",
    )
    with open_session(str(root), DAY) as session:
        assert BOB in session.record(ANN).knows
    assert link(root, BOB, ANN).plan.steps == ()
    undo(str(root))
    assert texts(root) == given


@pytest.mark.parametrize(
    "said",
    [
        '---\nknows: "[[Bob Ray]]"\n---\n',
        '---\nknows: ["[[people/bob ray|B]]"]\n---\n',
        "---\nknows: Bobby, Cy\n---\n",
        "# Ann\n\n## Knows\n- [[Bob Ray]], from the choir\n",
    ],
)
def test_what_is_said_already_is_not_said_twice(make_vault: MakeVault, said: str) -> None:
    root = make_vault({ANN: said, BOB: "---\naliases: [Bobby]\n---\n"})
    assert link(root).changed == (BOB,)
    assert link(root, one_way=True).changed == ()


def test_a_name_that_two_notes_have_gets_its_folder(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "# Ann\n", BOB: "# Bob\n", "Work/Bob Ray.md": "# Another\n"})
    assert link(root, one_way=True).changed == (ANN,)
    assert b"[[People/Bob Ray" in texts(root)[0]
    with open_session(str(root), DAY) as session:
        assert session.record(ANN).knows == (BOB,)


def test_both_or_none(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "# Ann\n", BOB: "---\nknows:\n  more: [a]\n---\n"})
    before = texts(root)
    with pytest.raises(PnmError, match="Bob Ray"):
        link(root)
    assert texts(root) == before


def test_nobody_is_their_own_acquaintance(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "# Ann\n", BOB: "# Bob\n"})
    with pytest.raises(BadValueError, match="Ann Lee"):
        link(root, ANN, ANN)
