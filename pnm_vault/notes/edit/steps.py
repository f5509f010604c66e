"""Add a step to the note of an introduction, behind its newest one and in the same form; every other byte stays."""

from collections import Counter
from datetime import date

from pnm_vault.model.introduction import Act, Introduction
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.logline import plain_words
from pnm_vault.notes.edit.properties import set_property
from pnm_vault.notes.edit.text_lines import apply_splices, bare, insertion, normal, refuse_conflicts, split_lines
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.introductions import is_newest_first, stand_after
from pnm_vault.notes.values.field_names import INTRODUCTION_SPELLINGS, canonical_field

HEADING = "Steps"


def append_step(path: str, text: str, day: date, act: Act, sides: tuple[int, ...], words: str, rules: Rules) -> Edited:
    """Add the step `words` of `day` to the note of an introduction, and let its `status` say where that leads.

    `act` and `sides` are what the words must be read as. A step of that day that says the same is there already.
    """
    try:
        found = _introduction(path, text, rules)
        if any((step.day, step.act, step.sides) == (day, act, sides) for step in found.steps):
            return Edited(text)
        lines = split_lines(text)
        refuse_conflicts(lines)
        at, new = _place(lines, path, text, found, day, f"{day.isoformat()}: {plain_words(words)}")
        after = apply_splices(text, [insertion(lines, at, new)])
        _prove(path, text, after, (day, act, sides), rules)
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    status = stand_after(_introduction(path, after, rules).steps).progress
    return set_property(path, after, key_of(path, after, "status"), status.value)


def key_of(path: str, text: str, name: str) -> str:
    """Give the key under which a note has a field of an introduction; the canonical name where it has none."""
    keys = read_frontmatter(path, normal(text)).values
    return next((key for key in keys if canonical_field(key, INTRODUCTION_SPELLINGS) == name), name)


def _introduction(path: str, text: str, rules: Rules) -> Introduction:
    found = parse_note(path, normal(text), rules).introduction
    if found is None or not found.between:
        raise EditRefusedError("edit-unproved", "This note is none of an introduction between two contacts any more.")
    return found


def _place(lines: list[str], path: str, text: str, found: Introduction, day: date, words: str) -> tuple[int, list[str]]:
    """Return the index of the line before which the new lines stand, and these."""
    if found.steps:
        by_line = sorted(found.steps, key=lambda step: step.line)
        older = [step for step in by_line if step.day <= day]
        if is_newest_first(found.steps):
            at = older[0].line - 1 if older else _below_item(lines, by_line[-1].line)
        else:
            at = _below_item(lines, older[-1].line) if older else by_line[0].line - 1
        return at, [_marker(lines[by_line[0].line - 1]) + words]
    for section in scan_note(path, text).sections:
        if section.level and title_key(section.title) == HEADING.lower():
            at = section.end
            at += at < len(lines) and not bare(lines[at]).strip()
            follows = at < len(lines) and bare(lines[at]).strip() != ""
            return at, [f"- {words}", *([""] if follows else [])]
    gap = [""] if lines and bare(lines[-1]).strip() else []
    return len(lines), [*gap, f"## {HEADING}", "", f"- {words}"]


def _marker(line: str) -> str:
    sign = bare(line).lstrip()[:1]
    return f"{sign} " if sign in "-*+" else "- "


def _below_item(lines: list[str], at: int) -> int:
    """Skip what is indented below the list item on line `at` (from 1): it belongs to it."""
    while at < len(lines) and bare(lines[at])[:1].isspace() and bare(lines[at]).strip():
        at += 1
    return at


def _prove(path: str, before: str, after: str, wanted: tuple[date, Act, tuple[int, ...]], rules: Rules) -> None:
    """Read both texts: one step more, and nothing else that either states."""
    was, now = parse_note(path, normal(before), rules), parse_note(path, normal(after), rules)
    assert was.introduction is not None
    more = Counter(_steps(now.introduction))
    more.subtract(_steps(was.introduction))
    changed = {step: count for step, count in more.items() if count}
    same = was.kind is now.kind and [task.source_text for task in was.tasks] == [task.source_text for task in now.tasks]
    lost = Counter([(entry.day, entry.text, entry.targets) for entry in was.entries])
    lost.subtract([(entry.day, entry.text, entry.targets) for entry in now.entries])
    codes = Counter([problem.code for problem in now.problems if problem.code != "introduction-status"])
    codes.subtract([problem.code for problem in was.problems])
    ok = same and list(changed.values()) == [1] and not any(count > 0 for count in lost.values())
    if not ok or next(iter(changed))[:3] != wanted or any(count > 0 for count in codes.values()):
        message = "Nothing was changed, as the new step would not be read as it was meant: write it by hand."
        raise EditRefusedError("edit-unproved", message)


def _steps(introduction: Introduction | None) -> list[tuple[date, Act, tuple[int, ...], str]]:
    steps = introduction.steps if introduction is not None else ()
    return [(step.day, step.act, step.sides, step.text) for step in steps]
