"""Dated lines, dated headings, tables and embeds that are contact; and the lines of a daily note.

In a contact's own note a dated line is contact
- below a heading that announces a log (`Log`, `Interactions`, `Communications`, `Contact History`, ...), always;
- before the first heading, or below the note's title (level 1), unless its words name another date (`born`, `moved`);
- below any other heading only when its words say contact (`call`, `coffee`, `met`, ...);
- below a heading for facts (`Life Events`, `Important dates`, `Milestones`, `Goals`, ...) or for a list field, never.
In a note of another kind a dated line is contact with those whom it links.

Source: measured on public vaults and templates, 2026; friends (Jacob Evelyn) for the `### Activities:` form.
"""

import re
from datetime import date

from pnm_vault.model.note import Channel, Direction, Entry, Origin
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.text.channels import read_channel, says_contact
from pnm_vault.notes.text.headings import DETAILS, LOG, NO_CONTACT
from pnm_vault.notes.text.lines import Scan, Section, is_item
from pnm_vault.notes.text.links import find_links, is_day_name, unstruck
from pnm_vault.notes.text.tables import cells_of, find_tables
from pnm_vault.notes.text.togetherness import company
from pnm_vault.notes.values.dates import MONTHS, parse_day
from pnm_vault.patterns import pattern_of

_DATED = pattern_of(
    r"(?:(?:[-*+•]|[0-9]{1,3}[.)])\s++)?"
    r"(?:\*\*|__|\*|_)?"
    r"(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?[.,]?\s++)?"
    r"(\()?"
    r"(?:\[\[(?:[^\[\]|]{0,200}[|/])?|\[)?"
    r"(?:([0-9]{4})([-/.])([0-9]{1,2})\3([0-9]{1,2})(?![0-9])(?:[T ][0-9]{1,2}:[0-9]{2})?"
    r"|([A-Za-z]{3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th|\.)? [A-Za-z]{3,9}\.?,? [0-9]{4}"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?![0-9]))"
    r"(?:[^\[\]\n]{0,60}\]\]|\](?:\([^()\s]{0,200}\))?)?"
    r"(?(1)\))"
    r"(?:\*\*|__|\*|_)?"
)
_COMPACT = pattern_of(
    r"(?:(?:[-*+•]|[0-9]{1,3}[.)])\s++)?(?:\*\*|__|\*|_)?(?:\[\[)?([12][0-9]{3})([01][0-9])([0-3][0-9])(?:\]\])?"
    r"(?:\*\*|__|\*|_)?(?=[\s:—–=|,]|-\s|\Z)"
)
_WEEKDAYS = frozenset(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
_BEGINNINGS = _WEEKDAYS | MONTHS.keys()
_AFTER_DATE = " \t:—–=-|*_,"
_EMBED_DAY = pattern_of(
    r"(?:[-*+]\s++)?!\[\[(?:[^\[\]|]{0,300}/)?([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.md)?(?:[#|][^\[\]]{0,200})?\]\]"
)
_MEDIUM = pattern_of(
    r"(?:[-*+]\s++)?\*{0,2}(?:medium|channel|type|via|how|where|format|service|art)\*{0,2}\s?:\*{0,2}\s*+",
    re.IGNORECASE,
)
_OTHER_DATE = pattern_of(
    r"\b(?:birthday|born|anniversary|died|married|moved|divorced|graduated|created|updated|deadline|due|geburtstag|geboren)\b",
    re.IGNORECASE,
)
_DATE_COLUMNS = frozenset(["date", "datum", "fecha", "data", "day", "when", "wann"])
_TYPE_COLUMNS = frozenset(["type", "medium", "channel", "kind", "how", "via", "art", "format", "service"])
_WHO_TEXT = "who with contact contacts person people name attendees participants wer"
_WHO_COLUMNS = frozenset(_WHO_TEXT.split())


def leading_day(text: str) -> tuple[date | None, int] | None:
    """Read the date with which a line or heading begins: (the day, where its text goes on), None when there is none.

    The day is None for a date that is not in the calendar. List markers, bold, links and brackets around the date do
    not matter, nor does a weekday before it.
    """
    if (plain := _plain_day(text)) is not None:
        return plain
    begin = text[2:5] if text[:2] == "- " else text[:3]
    if begin.isalpha() and begin.isascii() and begin.lower() not in _BEGINNINGS:
        return None  # a word, as most other lines begin
    match = _DATED.match(text)
    if match is None:
        return None
    if match[2]:
        try:
            return date(int(match[2]), int(match[4]), int(match[5])), match.end()
        except ValueError:
            return None, match.end()
    words = match[6]
    if words[0].isalpha() and words[:3].lower() not in MONTHS:
        return None
    return parse_day(words), match.end()


def _plain_day(text: str) -> tuple[date, int] | None:
    """Read the plainest forms, `- 2026-08-14: text` and `**2026-08-14** text`, without a pattern: most lines are such.

    None says nothing: the pattern decides then.
    """
    at = 2 if text[:2] == "- " else 0
    if text[at : at + 2] == "**":
        at += 2
    if not text[at + 4 : at + 5] == "-" == text[at + 7 : at + 8]:
        return None
    end = at + 10
    after = text[end : end + 2]
    if "]" in text or after[:1].isdigit() or (after[:1] in "T " and after[1:].isdigit()):
        return None  # a link, or a time of day
    try:
        day = date.fromisoformat(text[at:end])
    except ValueError:
        return None
    if after in ("**", "__"):
        return day, end + 2
    return day, end + 1 if after[:1] in ("*", "_") else end


def log_day(text: str) -> tuple[date | None, int] | None:
    """Read the date with which a line of a log begins, as `leading_day` does; `20260814` too, where it is a day.

    Elsewhere eight digits are any number.
    """
    found = leading_day(text)
    if found is not None or (match := _COMPACT.match(text)) is None:
        return found
    try:
        return date(int(match[1]), int(match[2]), int(match[3])), match.end()
    except ValueError:
        return None


def read_own_log(path: str, scan: Scan, problems: list[Problem]) -> list[Entry]:
    """Read the log of a contact's own note: contact with this contact, and with those who came along."""
    entries: list[Entry] = []
    for section in scan.sections:
        role = section.role
        if section.level:
            _read_heading(path, scan, section, role, entries, problems)
        if role is not None and role != LOG:
            continue
        loose = role is None and section.level > 1
        has_table = False
        for number, text, _ in section.lines:
            if text[0] == "|":
                has_table = True
                continue
            if (text[0] == "!" or "![[" in text) and role == LOG and (embed := _EMBED_DAY.match(text)):
                day = parse_day(embed[1])
                if day is not None:
                    entries.append(Entry(day, number, scan.proof(number), Origin.LOG, own=True))
                continue
            found = _plain_day(text) or (log_day(text) if role == LOG else leading_day(text))
            if found is None:
                continue
            day, end = found
            rest = text[end:].lstrip(_AFTER_DATE)
            if rest and "~~" in rest and not unstruck(rest).strip(_AFTER_DATE):
                continue  # struck out: it was not to be
            if role is None and not _counts(text, end, rest, loose):
                continue
            if day is None:
                problems.append(_bad_date(path, number, text))
                continue
            entries.append(_own_entry(scan, number, text, day, rest))
        if has_table:
            _read_table(path, scan, section, role, entries, problems)
    return entries


def _counts(text: str, end: int, rest: str, loose: bool) -> bool:
    """Decide on a dated line that no log heading announces."""
    if (
        not rest
        or text[end : end + 1] in "./"
        or (not is_item(text) and text[end : end + 3].lstrip("*_ ")[:1] not in tuple(":=—–-|*"))
    ):
        return False
    if loose:
        return says_contact(rest)
    return _OTHER_DATE.search(rest[:200]) is None or says_contact(rest)


def _own_entry(scan: Scan, number: int, text: str, day: date, rest: str) -> Entry:
    targets = company(text) if number in scan.links else ()
    return _entry(day, number, scan.proof(number, text), Origin.LOG, rest, True, targets)


def _entry(
    day: date, number: int, proof: str, origin: Origin, words: str, own: bool, targets: tuple[str, ...]
) -> Entry:
    """Make an entry of a line. If its `proof` has them, what the `words` tell of the channel waits for who asks."""
    if proof.endswith(words):
        return Entry(day, number, proof, origin, None, None, own, targets, len(proof) - len(words))
    channel, direction = read_channel(words)
    return Entry(day, number, proof, origin, channel, direction, own, targets)


def _read_heading(
    path: str, scan: Scan, section: Section, role: str | None, entries: list[Entry], problems: list[Problem]
) -> None:
    """Read `### 2026-08-14 — Topic`; a `**Medium**:` line below it tells how."""
    if role is not None and role != LOG:
        return
    title = section.title
    begin = title[:3].lower()
    if not (title[:1].isdigit() or title[:1] in "[(*_" or begin in MONTHS or begin in _WEEKDAYS):
        return
    found = leading_day(title)
    if found is None:
        return
    day, end = found
    if day is None:
        problems.append(_bad_date(path, section.line, title))
        return
    rest = title[end:].lstrip(_AFTER_DATE)
    if role is None and _OTHER_DATE.search(rest[:200]):
        return
    channel, direction = read_channel(rest)
    targets: list[str] = list(company(title)) if section.line in scan.links else []
    for number, text, _ in section.lines:
        medium = _MEDIUM.match(text)
        if medium is not None and channel is Channel.NOTE:
            channel = read_channel(text[medium.end() :])[0]
        if number in scan.links:
            targets += company(text)
    if channel is Channel.NOTE and section.lines:
        told, who = read_channel(section.lines[0][1])
        channel, direction = told, direction if direction is not Direction.UNKNOWN else who
    others = tuple(dict.fromkeys(targets))
    entries.append(Entry(day, section.line, scan.proof(section.line), Origin.LOG, channel, direction, True, others))


def _read_table(
    path: str, scan: Scan, section: Section, role: str | None, entries: list[Entry], problems: list[Problem]
) -> None:
    """Read the rows of tables with a date column; below other headings than a log's only where they say contact."""
    for table in find_tables(section):
        columns = [cell.casefold() for cell in table.header]
        at = next((index for index, name in enumerate(columns) if name in _DATE_COLUMNS), None)
        if at is None:
            continue
        kind_at = next((index for index, name in enumerate(columns) if name in _TYPE_COLUMNS), None)
        for number, text in table.rows:
            cells = cells_of(text)
            found = leading_day(cells[at]) if at < len(cells) else None
            if found is None:
                continue
            kind = cells[kind_at] if kind_at is not None and kind_at < len(cells) else ""
            rest = " ".join([kind, *[cell for index, cell in enumerate(cells) if index not in (at, kind_at)]]).strip()
            if role is None and section.level > 1 and not says_contact(rest):
                continue
            if found[0] is None:
                problems.append(_bad_date(path, number, cells[at]))
                continue
            channel, direction = read_channel(rest)
            others = company(text) if number in scan.links else ()
            entries.append(Entry(found[0], number, scan.proof(number), Origin.LOG, channel, direction, True, others))


def read_other_log(scan: Scan) -> list[Entry]:
    """Read dated lines with links in a note that is nobody's own: contact with those whom the line links.

    In a table with a date column only the links of a column for people (`Who`, `With`) count.
    """
    entries: list[Entry] = []
    if not scan.links:
        return entries
    for section in scan.sections:
        role = section.role
        if role in (NO_CONTACT, DETAILS):
            continue
        has_table = False
        for number, text, _ in section.lines:
            if text[0] == "|":
                has_table = True
                continue
            if number not in scan.links:
                continue
            found = leading_day(text)
            if found is None or found[0] is None:
                continue
            targets = _people(scan.present(number))
            if targets:
                words = text[found[1] :]
                entries.append(_entry(found[0], number, scan.proof(number, text), Origin.LOG, words, False, targets))
        if has_table:
            _read_other_table(scan, section, entries)
    return entries


def _read_other_table(scan: Scan, section: Section, entries: list[Entry]) -> None:
    for table in find_tables(section):
        columns = [cell.casefold() for cell in table.header]
        at = next((index for index, name in enumerate(columns) if name in _DATE_COLUMNS), None)
        who_at = next((index for index, name in enumerate(columns) if name in _WHO_COLUMNS), None)
        if at is None or who_at is None:
            continue
        for number, text in table.rows:
            cells = cells_of(text)
            found = leading_day(cells[at]) if at < len(cells) else None
            if found is None or found[0] is None or who_at >= len(cells):
                continue
            targets = _people(find_links(unstruck(cells[who_at])))
            if targets:
                channel, direction = read_channel(" ".join(cells[at + 1 :]))
                entries.append(
                    Entry(found[0], number, scan.proof(number), Origin.LOG, channel, direction, False, targets)
                )


def read_daily(scan: Scan, day: date) -> list[Entry]:
    """Read the lines of a daily note that link somebody: contact with them on that day.

    A line that begins with another date tells of that day.
    """
    entries: list[Entry] = []
    if not scan.links:
        return entries
    task_lines = {task[0] for task in scan.tasks}
    for number in scan.links:
        if number in task_lines:
            continue
        targets = _people(scan.present(number))
        if not targets:
            continue
        text = scan.seen(number)
        own_day = leading_day(text)
        on = own_day[0] if own_day is not None and own_day[0] is not None else day
        entries.append(_entry(on, number, scan.proof(number), Origin.DAILY, text, False, targets))
    return entries


def _people(targets: tuple[str, ...]) -> tuple[str, ...]:
    for target in targets:
        if target[-1:].isdigit() and is_day_name(target):
            return tuple([one for one in targets if not is_day_name(one)])
    return targets


def _bad_date(path: str, line: int, text: str) -> Problem:
    shown = text.lstrip("-*+ [")[:30]
    message = f"The date of this line is not a day of the calendar, so it is not counted as contact: {shown}"
    return Problem(path, line, Severity.WARNING, "bad-log-date", message)
