"""Meeting, call and event notes: when it was and who was there."""

import re
from datetime import date

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.note import Channel, Entry, NoteKind, Origin
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.text.channels import read_channel
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.lines import Scan, without_marker
from pnm_vault.notes.text.links import is_day_name, split_link_values, unstruck
from pnm_vault.notes.text.log import leading_day
from pnm_vault.notes.text.occasions import PLANNED_TITLES, people_of
from pnm_vault.notes.text.sections import statement_text
from pnm_vault.notes.values.dates import find_day_in_name
from pnm_vault.notes.values.fields import read_meeting_fields
from pnm_vault.patterns import pattern_of

# Of the text of a meeting so much is kept: who wants all of it opens the note.
MOST_GIST = 8
MOST_LETTERS = 200

_CHANNEL_OF = {NoteKind.MEETING: Channel.MEETING, NoteKind.CALL: Channel.CALL, NoteKind.EVENT: Channel.EVENT}
_ATTENDEE_WORDS = (
    "attendees attendee participants participant people present whowasthere who guests teilnehmer teilnehmende "
    "asistentes"
)
_ATTENDEE_TITLES = frozenset(_ATTENDEE_WORDS.split())
_ATTENDEE_LINE = pattern_of(
    r"(?:[*_]{0,2})(?:attendees?|participants?|people|present|with|who|teilnehmer)(?:[*_]{0,2})\s?::?[*_]{0,2}\s*+",
    re.IGNORECASE,
)
_WITH = pattern_of(r"\b(?:with|mit|avec|con|w/)\s+([^\n]{1,200})", re.IGNORECASE)
_NAMES = pattern_of(r"[,;&+]|\b(?:and|und|et)\b", re.IGNORECASE)
_ABOUT = pattern_of(r"\s(?:about|re|on|at|for|in|über|zu)\s|\s[-–—:(]|[:(]", re.IGNORECASE)


class Gathering(Record, frozen=True):
    """What a meeting, call or event note says. `attendees` keep the order of the note."""

    day: date | None = None
    end: date | None = None
    attendees: tuple[Link, ...] = ()
    entries: tuple[Entry, ...] = ()
    aliases: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_gathering(path: str, title: str, kind: NoteKind, block: Block, scan: Scan) -> Gathering:
    """Read day and attendees; contact with each of them.

    The day: from the properties, else from the file's name, else from a first heading that begins with one. The
    attendees: from the properties; else from a section or line for attendees; else everybody whom the text links;
    else the names in the file's name (`2026-07-16 Coffee with Jane Doe`).
    """
    fields = read_meeting_fields(path, block)
    problems = list(fields.problems)
    day = fields.day or find_day_in_name(title) or _day_in_headings(scan)
    end = fields.end
    if day is not None and end is not None and end < day:
        message = f"The end ({end}) lies before the start ({day}), so it is left out: correct one of them."
        problems.append(Problem(path, 1, Severity.WARNING, "end-before-start", message))
        end = None
    in_fields = bool(fields.attendees)
    attendees = fields.attendees or _attendees_in_text(scan)
    named: tuple[str, ...] = ()
    if not attendees:
        attendees = tuple(
            [Link(name, line) for line in scan.links for name in scan.present(line) if not is_day_name(name)]
        )
        attendees = _without_tasks(scan, _without_plans(scan, attendees))
    if not attendees:
        named = _names_in_title(title)
    if day is None:
        message = "Nothing says when this was: add a property date: YYYY-MM-DD, or put the day before the file's name."
        problems.append(Problem(path, 0, Severity.INFO, "meeting-without-date", message))
        entries: list[Entry] = []
    else:
        channel = _channel(kind, title, fields.service)
        entries = _entries(scan, block, attendees, day, channel, in_fields)
        if named:
            entries.append(Entry(day, 0, "", Origin.MEETING, channel, targets=named))
    people = tuple({link.target: link for link in reversed(attendees)}.values())[::-1]
    return Gathering(day, end, people, tuple(entries), (), tuple(problems))


def gist_of(scan: Scan) -> tuple[Statement, ...]:
    """Return the first lines of text that tell what it was about; no headings, tasks, tables or attendees."""
    found: list[Statement] = []
    for section in scan.sections:
        if section.level and title_key(section.title) in _ATTENDEE_TITLES:
            continue
        for number, text, _ in section.lines:
            if text[0] in "|>" or _ATTENDEE_LINE.match(without_marker(text)):
                continue
            words = statement_text(scan, number, text)[:MOST_LETTERS].rstrip()
            if words and not words.startswith("![["):
                found.append(Statement(words, number))
            if len(found) == MOST_GIST:
                return tuple(found)
    return tuple(found)


def people_of_day(path: str, block: Block, day: date) -> list[Entry]:
    """Make an entry of each property of a daily note that names people."""
    by_line: dict[int, list[str]] = {}
    for link in read_meeting_fields(path, block).attendees:
        by_line.setdefault(link.line, []).append(link.target)
    return [
        Entry(day, line, block.source_text(line), Origin.DAILY, Channel.NOTE, targets=tuple(targets))
        for line, targets in by_line.items()
    ]


def _channel(kind: NoteKind, title: str, service: str) -> Channel:
    for text in (service, title):
        told = read_channel(text)[0] if text else Channel.NOTE
        # A call over Signal is a call; a meeting over Zoom is video.
        if told is not Channel.NOTE and (kind is not NoteKind.CALL or told is Channel.VIDEO):
            return told
    return _CHANNEL_OF[kind]


def _entries(
    scan: Scan, block: Block, attendees: tuple[Link, ...], day: date, channel: Channel, in_fields: bool
) -> list[Entry]:
    """Make one entry of each line that names attendees; the line is the proof."""
    by_line: dict[int, list[str]] = {}
    for link in attendees:
        by_line.setdefault(link.line, []).append(link.target)
    entries: list[Entry] = []
    seen: set[str] = set()
    for line, names in by_line.items():
        targets = tuple([name for name in dict.fromkeys(names) if name not in seen])
        seen.update(targets)
        if targets:
            text = block.source_text(line) if in_fields else scan.proof(line)
            entries.append(Entry(day, line if text else 0, text, Origin.MEETING, channel, targets=targets))
    return entries


def _attendees_in_text(scan: Scan) -> tuple[Link, ...]:
    """Read a section for attendees (links, and plain names as list items), or a line `Attendees: ...`."""
    found: list[Link] = []
    for section in scan.sections:
        if section.level and title_key(section.title) in _ATTENDEE_TITLES:
            found += people_of(scan, section)
            continue
        for number, text, _ in section.lines:
            label = _ATTENDEE_LINE.match(without_marker(text))
            if label is not None:
                value = unstruck(without_marker(text)[label.end() :])
                linked = scan.links.get(number, ())
                found += [Link(name, number, name not in linked) for name in split_link_values(value)]
    return tuple(found)


def _without_plans(scan: Scan, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Leave out what stands below a heading for those who are to come or whom the owner would like to meet."""
    lines = {
        number
        for section in scan.sections
        if section.level and title_key(section.title) in PLANNED_TITLES
        for number, _, _ in section.lines
    }
    return tuple([link for link in links if link.line not in lines]) if lines else links


def _without_tasks(scan: Scan, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Leave out what only an open or cancelled task links."""
    lines = {task[0] for task in scan.tasks}
    return tuple([link for link in links if link.line not in lines]) if lines else links


def _day_in_headings(scan: Scan) -> date | None:
    for section in scan.sections[:3]:
        found = leading_day(section.title) if section.title else None
        if found is not None:
            return found[0]
    return None


def _names_in_title(title: str) -> tuple[str, ...]:
    """Read the names in a file's name: after `with`; else all that stands beside the day (`2026-07-16 Jane Doe`)."""
    said = _WITH.search(title)
    if said is not None:
        names = said[1]
    else:
        found = leading_day(title)
        if found is None:
            return ()
        names = title[found[1] :].strip(" -–—_")
    about = _ABOUT.search(names)
    if about is not None:
        names = names[: about.start()]
    return tuple([name for part in _NAMES.split(names) if (name := part.strip(" -–—_")) and not name[0].isdigit()])
