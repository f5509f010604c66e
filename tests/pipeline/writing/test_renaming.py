"""A contact's note under another name: every link follows, nothing else changes, and undo gives the same bytes back."""

import os
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.errors import PnmError
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing import carry_out
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.renaming import Renamed, rename_contact
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import user_file, write_user
from tests.vaults import write

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN, MOSS = "People/Ann Lee.md", "People/Ann Moss.md"
HERS = "---\ntype: person\nname: Ann Lee # so\n---\n# Ann Lee\n\n[[Ann Lee#Log]]\n\n## Log\n- 2026-10-01: tea\n"
BOBS = '\ufeff---\r\nknows:\r\n  - "[[Ann Lee]]"\r\n---\r\n- [ ] ring [[people/ann lee.md|A]]\r\n'
VAULT: dict[str, str | bytes] = {
    ANN: HERS,
    "People/Bob Ray.md": BOBS,
    "Work/Ann Lee.md": "Another one: [[./Ann Lee]], [[Work/Ann Lee]].\n",
    "Work/x.md": "[[Ann Lee]] is the other one, [a](../People/Ann%20Lee.md#Log) and ![[People/Ann Lee]] are she.\n",
    "Old/Archive.md": "| [[People/Ann Lee\\|A]] | `[[Ann Lee]]` |\n|---|---|\n",
    "Daily/2026-11-20.md": "no link, Ann Lee\n",
    "Board.canvas": '{"nodes":[{"id":"1","file":"People/Ann Lee.md"},{"text":"[[People/Ann Lee]]"}],"edges":[]}',
    "Reviews/Agenda.md": "- [ ] [[People/Ann Lee]]\n",
    "pnm.toml": '[vault]\nignore = ["Old"]\n',
}
AFTER: dict[str, str | bytes] = {
    **{path: content for path, content in VAULT.items() if path != ANN},
    MOSS: HERS.replace("name: Ann Lee", "name: Ann Moss").replace("[[Ann Lee", "[[Ann Moss"),
    "People/Bob Ray.md": BOBS.replace("[[Ann Lee", "[[Ann Moss").replace("ann lee", "Ann Moss"),
    "Work/x.md": "[[Ann Lee]] is the other one, [a](../People/Ann%20Moss.md#Log) and ![[People/Ann Moss]] are she.\n",
    "Old/Archive.md": "| [[People/Ann Moss\\|A]] | `[[Ann Lee]]` |\n|---|---|\n",
    "Board.canvas": '{"nodes":[{"id":"1","file":"People/Ann Moss.md"},{"text":"[[People/Ann Moss]]"}],"edges":[]}',
}


def tree(root: Path) -> dict[str, bytes]:
    found = ((path.relative_to(root).as_posix(), path) for path in root.rglob("*") if path.is_file())
    return {path: full.read_bytes() for path, full in sorted(found)}


def as_bytes(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in sorted(files.items())}


def rename(root: Path, new: str, *, old: str = ANN, alias: bool = False, dry_run: bool = False) -> Renamed:
    with open_session(str(root), DAY) as session:
        return rename_contact(session, old, new, ("rename", "x"), alias=alias, dry_run=dry_run)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "_SOON_SECONDS", 0.0)
    monkeypatch.setattr(user_file, "_KEEP_SECONDS", 0.0)
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def test_every_link_follows_and_nothing_else_changes(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    os.chmod(root / ANN, 0o640)
    shown = rename(root, "Ann Moss", dry_run=True)
    assert tree(root) == as_bytes(VAULT)
    done = rename(root, "Ann Moss")
    assert tree(root) == as_bytes(AFTER)
    assert (done.old, done.new, done.name, done.links) == (ANN, MOSS, "Ann Moss", 8)
    assert done.notes == ("Old/Archive.md", ANN, "People/Bob Ray.md", "Work/x.md", "Board.canvas")
    assert done.remarks == ("The heading on line 5 still says Ann Lee.",)
    assert (shown.links, shown.notes, shown.written.plan) == (done.links, done.notes, done.written.plan)
    assert os.stat(root / MOSS).st_mode & 0o777 == 0o640
    with open_session(str(root), DAY) as session:
        assert session.find_contacts("ann moss") == (MOSS,)
        assert session.record(MOSS).follow_ups
    undo(str(root))
    assert tree(root) == as_bytes(VAULT)
    assert os.stat(root / ANN).st_mode & 0o777 == 0o640


def test_the_old_name_as_an_alias(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "# Ann\n## Log\n- 2026-10-01: tea\n", "People/Bob.md": "---\nAlias: [B]\n---\n"})
    assert rename(root, "Ann Moss", alias=True).remarks == ()
    assert (root / MOSS).read_text().startswith("---\nAlias:\n  - Ann Lee\n---\n# Ann\n")
    with open_session(str(root), DAY) as session:
        assert session.find_contacts("Ann Lee") == (MOSS,)


def test_a_name_without_a_link_is_said(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, "People/Cy.md": "---\ntype: person\nknows: Bob Ray, Ann Lee\n---\n"})
    said = "People/Cy.md:3 names Ann Lee without a link: --alias keeps that working."
    assert said in rename(root, "Ann Moss", dry_run=True).remarks
    assert said not in rename(root, "Ann Moss", dry_run=True, alias=True).remarks
    assert said not in rename(root, "Work/Team/Ann Lee", dry_run=True).remarks


def test_a_name_that_the_note_gives_itself_stays(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "---\nname: Ann M. Lee\n---\n"})
    done = rename(root, "Ann Moss")
    assert (done.name, done.remarks) == (
        "Ann M. Lee",
        ("The note says that they are called Ann M. Lee: pnm set changes that.",),
    )


def test_a_move_into_another_folder(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, ANN: "![p](../img/a%20b.png) [[../Work/x]] [[Bob Ray]]\n"})
    done = rename(root, "work/New/Ann Lee")
    assert done.new == "Work/New/Ann Lee.md"
    assert (root / done.new).read_text() == "![p](../../img/a%20b.png) [[../x]] [[Bob Ray]]\n"
    assert (root / "Work/x.md").read_text() == (
        "[[Ann Lee]] is the other one, [a](New/Ann%20Lee.md#Log) and ![[Work/New/Ann Lee]] are she.\n"
    )
    # Its name alone would lead to the other note of that name.
    assert b"[[Work/New/Ann Lee]]" in (root / "People/Bob Ray.md").read_bytes()
    undo(str(root))
    assert tree(root)[ANN] == b"![p](../img/a%20b.png) [[../Work/x]] [[Bob Ray]]\n"
    assert rename(root, "/Ann Lee").new == "Ann Lee.md"


def test_a_place_where_it_is_no_contact_is_said(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, ANN: "# Ann\n"})
    assert rename(root, "Old/Ann Lee", dry_run=True).remarks == ("Old/Ann Lee.md counts as no contact there.",)


@pytest.mark.parametrize(
    "new",
    [
        "",
        "a:b",
        "a/../b",
        "../Ann",
        "a/con/b",
        ".obsidian/x",
        "Ann#1",
        "a]b",
        "Ann.",
        "Work/",
        "\N{LATIN SMALL LETTER A}\u200b",
    ],
)
def test_a_name_that_cannot_be_one_is_refused(make_vault: MakeVault, new: str) -> None:
    root = make_vault(VAULT)
    with pytest.raises(BadValueError):
        rename(root, new)
    assert tree(root) == as_bytes(VAULT)


@pytest.mark.parametrize(
    "new", ["Bob Ray", "bob ray", "Work/ANN LEE", "work/x.md", "Jose\u0301", "JOSÉ", "Reviews/Agenda"]
)
def test_a_name_that_is_taken_is_refused(make_vault: MakeVault, new: str) -> None:
    root = make_vault({**VAULT, "People/José.md": "x\n"})
    before = tree(root)
    with pytest.raises(PnmError, match=r"already|review note"):
        rename(root, new)
    assert tree(root) == before


def test_a_file_that_is_no_note_is_in_the_way_too(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    (root / "People/ANN moss.md").mkdir()
    with pytest.raises(PnmError, match="there already"):
        rename(root, "Ann Moss")
    (root / "People/ANN moss.md").rmdir()
    assert tree(root) == as_bytes(VAULT)


@pytest.mark.parametrize("new", ["Ann Lee", "Ann Lee.md", "People/Ann Lee", "./people/Ann Lee"])
def test_the_name_that_it_has_changes_nothing(make_vault: MakeVault, new: str) -> None:
    root = make_vault(VAULT)
    assert rename(root, new).written.plan.steps == ()
    assert tree(root) == as_bytes(VAULT)


def test_another_normal_form_of_the_name_is_the_same_name(make_vault: MakeVault) -> None:
    path = unicodedata.normalize("NFD", "People/Zoë.md")
    root = make_vault({path: "# Z\n"})
    assert rename(root, "Zoë", old=path).written.plan.steps == ()


def test_all_or_nothing_when_a_note_cannot_be_changed(make_vault: MakeVault) -> None:
    for content, why in (
        (b"[[Ann Lee]] \xff\n", "not UTF-8"),
        (b"<<<<<<< HEAD\n[[Ann Lee]]\n", "merge left a conflict"),
    ):
        root = make_vault({**VAULT, "People/Other.md": content})
        before = tree(root)
        with pytest.raises(PnmError, match=why):
            rename(root, "Ann Moss")
        assert tree(root) == before


def test_what_cannot_be_looked_into_is_said(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, "Broken.canvas": '{"file": "People/Ann Lee.md"', "Big.md": b"x" * 2_100_000})
    remarks = rename(root, "Ann Moss").remarks
    assert remarks[0] == "Big.md could not be looked into: links there stay as they are."
    assert "Broken.canvas could not be read as a canvas: cards there stay as they are." in remarks
    assert (root / "Broken.canvas").read_bytes() == b'{"file": "People/Ann Lee.md"'


def test_a_note_that_changes_meanwhile_is_planned_anew(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(VAULT)
    real = write_user.apply_user
    saved = [b"[[Ann Lee]] saved in between: [[People/Ann Lee]]\n"]

    def apply(*given: Any, **named: Any) -> Any:
        if saved:
            (root / "Work/x.md").write_bytes(saved.pop())
        return real(*given, **named)

    monkeypatch.setattr(carry_out, "apply_user", apply)
    assert rename(root, "Ann Moss").links == 7
    assert tree(root)["Work/x.md"] == b"[[Ann Lee]] saved in between: [[People/Ann Moss]]\n"
    undo(str(root))
    assert tree(root) == {**as_bytes(VAULT), "Work/x.md": b"[[Ann Lee]] saved in between: [[People/Ann Lee]]\n"}


@pytest.mark.usefixtures("quick")
def test_many_notes_follow_at_once(make_vault: MakeVault) -> None:
    files: dict[str, str | bytes] = {
        f"Daily/{year}-{month:02}-{day:02}.md": f"- tea with [[Ann Lee]] and [a](../People/Ann%20Lee.md), {day}\r\n"
        * day
        for year in range(2010, 2026)
        for month in (1, 7)
        for day in range(1, 11)
    }
    root = make_vault({**files, ANN: "# A\n"})
    before = tree(root)
    done = rename(root, "Zoë O'Hara")
    assert (len(done.notes), done.links) == (len(files), sum(range(1, 11)) * 16 * 2 * 2)
    assert all(b"Lee" not in content for content in tree(root).values())
    undo(str(root))
    assert tree(root) == before


# There and back again

_LINES = (
    "[[Ann Lee]]", "[[ann lee|A]]", "![[Ann Lee#^id]]", "[[People/Ann Lee.md]]", "[[/People/Ann Lee]]", "`[[Ann Lee]]`",
    "[a](Ann%20Lee.md)", "[a](<../People/Ann Lee.md#x y>)", "[[Bob]] and [[Ann Leeds]]",
    "- [ ] ring [[Ann Lee]] 📅 2026-12-01",     "> [[Ann Lee]] ^q", "| [[Ann Lee\\|A]] |", "plain", "\ttab",
    "    [[Ann Lee]]", "# [[Ann Lee]]", "%%[[Ann Lee]]%%", "",
    "[[Ann Lee]]" * 3, "[[Bob#Ann Lee]]", "![p](../img/Ann%20Lee.png)", "100%% [[Ann Lee.md]]", "```", "- item",
)  # fmt: skip
_BLOCKS = (
    "",
    '---\na: "[[Ann Lee]]" # [[Ann Lee]]\n---\n',
    "---\nknows:\n- '[[People/Ann Lee|x]]'\n- Bob\n---\n",
    "\ufeff",
)


@st.composite
def _texts(draw: st.DrawFn) -> bytes:
    lines = draw(st.lists(st.sampled_from(_LINES), max_size=8))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = draw(st.sampled_from(_BLOCKS)) + "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", end).encode()


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(st.sampled_from([ANN, "People/Bob.md", "x.md", "Work/y.md", "Daily/2026-01-02.md"]), _texts()),
    st.sampled_from(["Ann Moss", "Zoë (50%) O'Hara & Co", "ann LEE", "Moss, Ann", "王小明"]),
)
def test_there_and_back_again_gives_the_same_bytes(notes: dict[str, bytes], new: str) -> None:
    with tempfile.TemporaryDirectory() as top, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PNM_STATE", os.path.join(top, "state"))
        patch.setenv("PNM_CACHE", os.path.join(top, "cache"))
        patch.setattr(os, "fsync", lambda handle: None)
        root = Path(os.path.realpath(top)) / "v"
        # Written as Obsidian would write it, for a link in other letters follows in those of the name.
        before = {path: text.replace(b"[[ann lee|A]]", b"[[Ann Lee|A]]") for path, text in {ANN: b"", **notes}.items()}
        write(root, {".obsidian/app.json": b"{}", **before})
        there = rename(root, new)
        back = rename(root, "Ann Lee", old=there.new)
        assert back.links == there.links
        assert {path: text for path, text in tree(root).items() if path.endswith(".md")} == dict(sorted(before.items()))
