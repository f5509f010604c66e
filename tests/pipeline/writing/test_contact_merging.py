"""Two notes of one contact made one: all of both is there, every link follows, and undo gives the same bytes back."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.contact_merging import MergedContacts, merge_contacts
from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_renaming import as_bytes, tree

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ROBERT, BOB = "People/Robert Marsh.md", "Work/Bob Marsh.md"
VAULT: dict[str, str | bytes] = {
    ROBERT: (
        "---\ntype: person\nrole: baker\nnot_same_as: ['[[Bob Marsh]]', '[[Robin Marsh]]']\n---\n"
        "# Robert Marsh\n\nSee [[Bob Marsh#Notes]].\n\n## Log\n\n- 2026-03-01: tea\n"
    ),
    BOB: (
        "---\ntype: person\naliases: [Bobby]\nrole: miller\nmail: bob@marsh.example\n---\n"
        "# Bob Marsh\n\n![p](./img/b.png) [[../Work/x|x]]\n\n## Log\n\n- 2026-04-01: lunch with [[Ann]]\n"
    ),
    "People/Robin Marsh.md": "---\ntype: person\n---\n",
    "People/Ann.md": '---\r\ntype: person\r\nknows: ["[[Bob Marsh|Bob]]"]\r\n---\r\n- 2026-05-01: with [[Bobby]]\r\n',
    "Work/x.md": "[[Bob Marsh]] ![[Bob Marsh#Log]] [b](Bob%20Marsh.md) [[./Bob Marsh\\|B]] `[[Bob Marsh]]`\n",
    "Board.canvas": '{"nodes":[{"id":"1","file":"Work/Bob Marsh.md"},{"text":"[[Bob Marsh]]"}],"edges":[]}',
}
AFTER: dict[str, str | bytes] = {
    **{path: content for path, content in VAULT.items() if path != BOB},
    ROBERT: (
        "---\ntype: person\nrole: baker\nnot_same_as: ['[[Robin Marsh]]']\naliases: [Bobby, Bob Marsh]\n"
        "role_conflict: miller\nmail: bob@marsh.example\n---\n"
        "# Robert Marsh\n\nSee [[Robert Marsh#Notes]].\n\n![p](../Work/img/b.png) [[../Work/x|x]]\n\n"
        "## Log\n\n- 2026-04-01: lunch with [[Ann]]\n- 2026-03-01: tea\n"
    ),
    "People/Ann.md": (
        '---\r\ntype: person\r\nknows: ["[[Robert Marsh|Bob]]"]\r\n---\r\n- 2026-05-01: with [[Bobby]]\r\n'
    ),
    "Work/x.md": (
        "[[Robert Marsh]] ![[Robert Marsh#Log]] [b](Robert%20Marsh.md) [[../People/Robert Marsh\\|B]] `[[Bob Marsh]]`\n"
    ),
    "Board.canvas": '{"nodes":[{"id":"1","file":"People/Robert Marsh.md"},{"text":"[[Robert Marsh]]"}],"edges":[]}',
}


def merge(root: Path, kept: str = ROBERT, other: str = BOB, *, dry_run: bool = False) -> MergedContacts:
    with open_session(str(root), DAY) as session:
        return merge_contacts(session, kept, other, ("merge", "x"), dry_run=dry_run)


def test_all_of_both_is_in_one_note_and_every_link_follows(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    shown = merge(root, dry_run=True)
    assert tree(root) == as_bytes(VAULT)
    done = merge(root)
    assert tree(root) == as_bytes(AFTER)
    assert (done.name, done.aliases, done.notes) == (
        "Robert Marsh",
        ("Bob Marsh",),
        ("People/Ann.md", ROBERT, "Work/x.md", "Board.canvas"),
    )
    assert done.conflicts == ("The two notes differ in role: the kept one counts, the other says role_conflict now.",)
    assert shown.written.plan == done.written.plan
    with open_session(str(root), DAY) as session:
        assert session.find_contacts("Bobby") == session.find_contacts("Bob Marsh") == (ROBERT,)
        record = session.record(ROBERT)
        assert [str(one.day) for one in record.interactions] == ["2026-03-01", "2026-04-01", "2026-05-01"]
    undo(str(root))
    assert tree(root) == as_bytes(VAULT)


def test_links_to_parts_that_are_elsewhere_now_are_said(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            ROBERT: "---\ntype: person\n---\n## Log\n- 2026-03-01: tea ^a\n",
            BOB: "---\ntype: person\n---\n# Bob Marsh\n## Interactions\n- 2026-04-01: lunch ^a\n## Notes\nTall.\n",
            "x.md": "[[Bob Marsh#Interactions]] [[Bob Marsh#^a|b]] [[Bob Marsh#Notes]]\n",
        }
    )
    assert merge(root, dry_run=True).remarks == (
        "x.md links the block ^a, of which there were two: one is ^a-2 now.",
        "x.md links the heading “Interactions”, which is a part of another one now.",
    )


def test_notes_of_one_name_in_two_folders(make_vault: MakeVault) -> None:
    files: dict[str, str | bytes] = {
        "People/Ann Lee.md": "---\ntype: person\n---\nOne.\n",
        "Old/Ann Lee.md": "---\ntype: person\n---\nTwo.\n",
        "Old/x.md": "[[Ann Lee]] [[Old/Ann Lee]] [[People/Ann Lee]]\n",
    }
    root = make_vault(files)
    done = merge(root, "People/Ann Lee.md", "Old/Ann Lee.md")
    assert done.aliases == ()
    assert (root / "People/Ann Lee.md").read_text() == "---\ntype: person\n---\nOne.\n\nTwo.\n"
    assert (root / "Old/x.md").read_text() == "[[Ann Lee]] [[People/Ann Lee]] [[People/Ann Lee]]\n"
    undo(str(root))
    assert tree(root) == as_bytes(files)


def test_what_cannot_be_put_together_stays_as_it_is(make_vault: MakeVault) -> None:
    files = {**VAULT, ROBERT: "---\ntype: person\n---\n```\nnever closed\n"}
    root = make_vault(files)
    with pytest.raises(PnmError, match="would be lost or hidden"):
        merge(root)
    assert tree(root) == as_bytes(files)
    with pytest.raises(BadValueError):
        merge(root, ROBERT, ROBERT)


def test_a_note_that_is_gone_is_said(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    with open_session(str(root), DAY) as session:
        session.refresh()
        os.unlink(root / BOB)
        with pytest.raises(PnmError, match="no longer there"):
            merge_contacts(session, ROBERT, BOB, ("merge", "x"))
    assert (root / ROBERT).read_bytes() == as_bytes(VAULT)[ROBERT]
