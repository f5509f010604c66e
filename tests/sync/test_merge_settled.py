"""What a merge kept twice is settled by saying what it is, and docs/sync.md shows what merging gives."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.notes.edit import LogStyle, append_log_line
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.merge_marks import END, FIRST, SECOND, conflict_key, conflicting_key
from pnm_vault.sync.merge import merge_note
from tests.vaults import REPOSITORY

NOTE = "---\ntype: person\nrole: nurse\nrole_conflict: midwife # heard it\nrole_conflict_2: cook\n---\n# Ann Lee\n"


def test_setting_a_property_settles_it(make_vault: Callable[[dict[str, str | bytes]], Path]) -> None:
    vault = make_vault({"pnm.toml": "", "People/Ann Lee.md": NOTE})
    assert program.run(["--vault", str(vault), "--quiet", "set", "Ann Lee", "role", "midwife"]) == 0
    note = (vault / "People/Ann Lee.md").read_text("utf-8")
    assert note == "---\ntype: person\nrole: midwife\n---\n# Ann Lee\n"
    assert program.run(["--vault", str(vault), "--quiet", "undo"]) == 0
    assert (vault / "People/Ann Lee.md").read_text("utf-8") == NOTE


def test_each_of_them_is_a_problem_with_its_line() -> None:
    text = NOTE + f"\n{FIRST}\n\n- a\n\n{SECOND}\n\n- b\n\n{END}\n\n## Log\n- 2026-11-01: tea\n"
    note = parse_note("People/Ann Lee.md", text, Rules())
    assert [(one.line, one.code) for one in note.problems] == [(line, "merge-conflict") for line in (4, 5, 9)]
    assert [entry.line for entry in note.entries] == [20]


@pytest.mark.parametrize(("day", "at"), [(date(2026, 11, 23), 1), (date(2026, 10, 15), 10)])
def test_a_new_entry_goes_to_neither_version(day: date, at: int) -> None:
    """Whoever keeps one version deletes the other, and what was logged in between is in neither."""
    body = ["## Log", FIRST, "", "- 2026-11-01: green tea", "", SECOND, "", "- 2026-11-01: tea", "", END]
    before = "\n".join([*body, "", "- 2026-10-01: call", ""])
    after = append_log_line("Ann Lee.md", before, day, "coffee", LogStyle()).text
    assert after is not None
    new = after.split("\n").index(f"- {day}: coffee")
    assert new in (at, at + 1)
    assert [line for line in after.split("\n") if line and "coffee" not in line] == [
        line for line in before.split("\n") if line
    ]


def test_no_other_property_is_taken_for_one() -> None:
    keys = {"conflict": 1, "merge_conflict": 1, "role": 1, "last seen": 1}
    for key in (*keys, "conflict_role", "roleconflict", "_conflict", "role_conflicts", "role_conflict_a"):
        assert conflicting_key(key, keys) is None
    for key in ("role", "last seen"):
        second = conflict_key(key, keys)
        third = conflict_key(key, [*keys, second])
        assert [conflicting_key(one, keys) for one in (second, third)] == [key, key]


def test_the_page_shows_what_merging_gives() -> None:
    page = (REPOSITORY / "docs" / "sync.md").read_text("utf-8")
    shown = dict(re.findall(r"^```markdown (\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    merged = merge_note(shown["base"], shown["ours"], shown["theirs"])
    assert merged.text == shown["merged"] == merge_note(shown["base"], shown["theirs"], shown["ours"]).text
    assert [one.line for one in merged.conflicts] == [3]
