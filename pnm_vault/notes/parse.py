"""One note in, everything that it states out."""

from datetime import date
from unicodedata import normalize

import msgspec

from pnm_vault.model.contact import Contact, Link
from pnm_vault.model.note import Entry, NoteKind, ParsedNote, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.kinds import CONFLICT_LIST, classify, contact_sign, daily_day
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.gatherings import gist_of, people_of_day, read_gathering
from pnm_vault.notes.text.headings import assign_roles
from pnm_vault.notes.text.introductions import read_introduction
from pnm_vault.notes.text.lines import Scan, scan
from pnm_vault.notes.text.links import distinct_links
from pnm_vault.notes.text.log import read_daily, read_other_log, read_own_log
from pnm_vault.notes.text.merge_marks import merge_problems
from pnm_vault.notes.text.occasions import read_community, read_occasion
from pnm_vault.notes.text.resources import read_resources
from pnm_vault.notes.text.sections import Facts, read_sections
from pnm_vault.notes.text.synonyms import read_synonyms
from pnm_vault.notes.text.tasks import read_called_off, read_tasks
from pnm_vault.notes.values.dates import find_day_in_name
from pnm_vault.notes.values.fields import read_contact, read_me, read_meeting_fields
from pnm_vault.notes.values.inline_fields import read_inline_fields

__all__ = ["conflict_copy", "parse_note"]

MAX_LINES = 50_000  # of the text; more is no note that somebody wrote
MAX_PROBLEMS = 50

_SILENT = frozenset([NoteKind.TEMPLATE, NoteKind.INDEX, NoteKind.GENERATED])
_GATHERINGS = frozenset([NoteKind.MEETING, NoteKind.CALL, NoteKind.EVENT])


COPY = (
    "This is a sync service's conflict copy, another version of a note: `pnm resolve` merges the two and takes it away."
)


def conflict_copy(path: str) -> ParsedNote:
    """Give what a conflict copy states: that it is one. The list that git's plugin keeps can be merged into nothing."""
    title = _title_of(path)
    if title.casefold() == CONFLICT_LIST:
        return ParsedNote(path, NoteKind.CONFLICT_COPY, title)
    found = Problem(path, 0, Severity.WARNING, "conflict-copy", COPY)
    return ParsedNote(path, NoteKind.CONFLICT_COPY, title, problems=(found,))


def parse_note(path: str, text: str, rules: Rules) -> ParsedNote:
    r"""Read one note. Never raises on any text; what is wrong in it becomes a problem.

    Lines end at `\n`, `\r\n` or `\r`, as in an editor. Templates, index notes, generated notes and conflict copies
    state nothing but their kind.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    title = _title_of(path)
    block = read_frontmatter(path, text)
    kind = classify(path, block, text, rules)
    if kind is NoteKind.CONFLICT_COPY:
        return ParsedNote(path, kind, title) if _is_private(path, text, block, rules) else conflict_copy(path)
    if kind in _SILENT:
        return ParsedNote(path, kind, title)
    body = text[block.body_offset :]
    too_long = len(body) > MAX_LINES and body.count("\n") >= MAX_LINES
    if too_long:
        body = "\n".join(body.split("\n", MAX_LINES)[:MAX_LINES])
    found = scan(body, block.body_line)
    assign_roles(found.sections, rules.spellings)
    if kind is NoteKind.CONTACT:
        note = _contact_note(path, title, block, found, body, rules)
    elif kind is NoteKind.SYNONYMS:
        synonyms, faults = read_synonyms(path, found)
        problems = _problems(path, block, found, faults)
        note = ParsedNote(path, kind, title, synonyms=synonyms, problems=tuple(problems))
    elif kind is NoteKind.RESOURCES:
        resources, faults = read_resources(path, found)
        problems = _problems(path, block, found, faults)
        note = ParsedNote(path, kind, title, resources=resources, problems=tuple(problems))
    elif kind in _GATHERINGS:
        note = _gathering_note(path, title, kind, block, found)
    elif kind is NoteKind.COMMUNITY:
        note = _community_note(path, title, block, found)
    elif kind is NoteKind.INTRODUCTION:
        note = _introduction_note(path, title, block, found)
    else:
        note = _plain_note(path, title, kind, block, found, body, rules)
    if twice := merge_problems(path, block, body):
        note = msgspec.structs.replace(note, problems=(*note.problems, *twice))
    if too_long or len(note.problems) > MAX_PROBLEMS:
        return _bounded(note, block.body_line, too_long)
    return note


def _is_private(path: str, text: str, block: Block, rules: Rules) -> bool:
    """Tell whether a copy is of a private contact, whom no review note is to name, be their own note there or not."""
    if "private" not in text.lower():
        return False
    body = text[block.body_offset :]
    extra = read_inline_fields(scan(body, block.body_line), rules.spellings, body)
    return read_contact(path, _title_of(path), block, rules, extra)[0].private


def _bounded(note: ParsedNote, body_line: int, too_long: bool) -> ParsedNote:
    """Say that the rest of a note was not read, and tell only the first of very many problems."""
    problems = note.problems
    if too_long:
        message = f"Only the first {MAX_LINES} lines of the text were read: split this note."
        problem = Problem(note.path, body_line + MAX_LINES, Severity.WARNING, "note-too-large", message)
        problems = (problem, *problems)
    if len(problems) > MAX_PROBLEMS:
        last = problems[MAX_PROBLEMS - 1]
        message = f"{len(problems) - MAX_PROBLEMS + 1} more problems like these: correct the first ones and look again."
        more = Problem(note.path, last.line, last.severity, last.code, message)
        problems = (*problems[: MAX_PROBLEMS - 1], more)
    return msgspec.structs.replace(note, problems=problems)


def _title_of(path: str) -> str:
    name = path.rpartition("/")[2]
    title = name[:-3] if name[-3:].lower() == ".md" else name
    return title if title.isascii() else normalize("NFC", title)


def _contact_note(path: str, title: str, block: Block, found: Scan, body: str, rules: Rules) -> ParsedNote:
    extra = read_inline_fields(found, rules.spellings, body)
    contact, field_entries, field_tasks, field_problems = read_contact(path, title, block, rules, extra)
    problems = _problems(path, block, found, field_problems)
    facts = read_sections(found, body)
    entries = read_own_log(path, found, problems)
    tasks: list[Task] = []
    if found.tasks:
        tasks, ticked = read_tasks(path, found, True, None, problems)
        entries += ticked
        if off := read_called_off(found):
            contact = msgspec.structs.replace(contact, called_off=off)
    contact = _with_facts(contact, facts)
    return ParsedNote(
        path,
        NoteKind.CONTACT,
        title,
        contact.aliases,
        contact,
        entries=(*field_entries, *facts.entries, *entries),
        tasks=(*field_tasks, *tasks),
        links=distinct_links(found.links) if found.links else (),
        problems=tuple(problems),
        sign=contact_sign(path, block, rules),
    )


def _gathering_note(path: str, title: str, kind: NoteKind, block: Block, found: Scan) -> ParsedNote:
    gathering = read_gathering(path, title, kind, block, found)
    problems = _problems(path, block, found, gathering.problems)
    tasks, ticked = read_tasks(path, found, False, None, problems)
    return ParsedNote(
        path,
        kind,
        title,
        gathering.aliases,
        day=gathering.day,
        end=gathering.end,
        entries=(*gathering.entries, *ticked),
        tasks=tuple(tasks),
        attendees=gathering.attendees,
        links=distinct_links(found.links),
        problems=tuple(problems),
        gist=() if kind is NoteKind.EVENT else gist_of(found),
        occasion=read_occasion(block, found),
    )


def _community_note(path: str, title: str, block: Block, found: Scan) -> ParsedNote:
    community, entries, faults = read_community(path, block, found)
    problems = _problems(path, block, found, tuple(faults))
    tasks, ticked = read_tasks(path, found, False, None, problems) if found.tasks else ([], [])
    return ParsedNote(
        path,
        NoteKind.COMMUNITY,
        title,
        entries=(*entries, *ticked),
        tasks=tuple(tasks),
        links=distinct_links(found.links) if found.links else (),
        problems=tuple(problems),
        community=community,
    )


def _introduction_note(path: str, title: str, block: Block, found: Scan) -> ParsedNote:
    read = read_introduction(path, block, found)
    problems = _problems(path, block, found, read.problems)
    tasks, ticked = read_tasks(path, found, False, None, problems)
    return ParsedNote(
        path,
        NoteKind.INTRODUCTION,
        title,
        entries=(*read.entries, *ticked),
        tasks=tuple(tasks),
        links=distinct_links(found.links),
        problems=tuple(problems),
        introduction=read.introduction,
    )


def _plain_note(
    path: str, title: str, kind: NoteKind, block: Block, found: Scan, body: str, rules: Rules
) -> ParsedNote:
    """Read a daily note, Me.md or a note of any other kind."""
    me: Contact | None = None
    field_problems: tuple[Problem, ...] = ()
    if kind is NoteKind.ME:
        extra = read_inline_fields(found, rules.spellings, body)
        me, field_problems = read_me(path, title, block, rules, extra)
        me = _with_facts(me, read_sections(found, body))
    problems = _problems(path, block, found, field_problems)
    day = _day_of_daily(path, title, block, rules) if kind is NoteKind.DAILY else None
    entries: list[Entry] = []
    tasks: list[Task] = []
    if found.links:
        entries = read_daily(found, day) if day is not None else read_other_log(found)
        if found.tasks:
            tasks, ticked = read_tasks(path, found, False, day, problems)
            entries += ticked
    if day is not None and block.values:
        entries += people_of_day(path, block, day)
    return ParsedNote(
        path,
        kind,
        title,
        me=me,
        day=day,
        entries=tuple(entries),
        tasks=tuple(tasks),
        links=distinct_links(found.links) if found.links else (),
        problems=tuple(problems),
    )


def _day_of_daily(path: str, title: str, block: Block, rules: Rules) -> date | None:
    """Return the day in the note's path, else the one in its `date` property."""
    return daily_day(path, rules) or read_meeting_fields(path, block).day or find_day_in_name(title)


def _problems(path: str, block: Block, found: Scan, more: tuple[Problem, ...]) -> list[Problem]:
    problems = [*block.problems, *more]
    if found.conflict_line:
        message = (
            "A merge left a conflict in the text: keep one side and remove the lines with <<<<<<<, ======= and >>>>>>>."
        )
        problems.append(Problem(path, found.conflict_line, Severity.WARNING, "conflict-markers", message))
    return problems


def _with_facts(contact: Contact, facts: Facts) -> Contact:
    """Add what the sections say to what the properties say; where only one may stand, the properties win."""
    changes: dict[str, object] = {}
    for name in ("asks", "goals", "offers", "interests", "they_know", "learning", "gift_ideas", "circle_order"):
        more = facts.list_of(name)
        if more:
            had = getattr(contact, name)
            known = {statement.text.casefold() for statement in had}
            changes[name] = (*had, *[one for one in more if one.text.casefold() not in known])
    if facts.knows:
        changes["knows"] = _joined(contact.knows, facts.knows)
    if facts.introduced_by:
        changes["introduced_by"] = _joined(contact.introduced_by, facts.introduced_by)
    if facts.favours:
        changes["favours"] = (*contact.favours, *facts.favours)
    if facts.how_met is not None and contact.how_met is None:
        changes["how_met"] = facts.how_met
    if facts.where_met is not None and contact.where_met is None:
        changes["where_met"] = facts.where_met
    if facts.met_on is not None and contact.met_on is None:
        changes["met_on"] = facts.met_on
    return msgspec.structs.replace(contact, **changes) if changes else contact


def _joined(had: tuple[Link, ...], more: list[Link]) -> tuple[Link, ...]:
    links = {link.target: link for link in had}
    for link in more:
        links.setdefault(link.target, link)
    return tuple(links.values())
