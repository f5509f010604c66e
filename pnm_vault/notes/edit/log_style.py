"""The form of a log: its heading, its lines and their order, as one note has them or as most notes of a vault do."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from pnm_vault.model.record import Row
from pnm_vault.notes.edit.text_lines import bare, normal, split_lines
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import LOG, assign_roles
from pnm_vault.notes.text.lines import Scan, Section, scan
from pnm_vault.notes.text.log import leading_day, log_day, read_own_log
from pnm_vault.notes.text.tables import Table, cells_of, find_tables
from pnm_vault.patterns import pattern_of

_T = TypeVar("_T")
_SPELLINGS = Rules().spellings
_ENOUGH = 300  # notes with a log that settle what is usual
_YEAR = pattern_of(r"\A[12][0-9]{3}\Z")
_FORM = pattern_of(
    r"(?P<indent>[ \t]*+)(?P<marker>(?:(?:[-*+•]|[0-9]{1,3}[.)])\s++|#{1,6}\s++)?)(?P<bold>\*\*|__|\*|_|)"
    r"(?:(?P<weekday>[A-Z][a-z]{2,8})(?P<comma>[.,]?[ \t]++))?(?P<bracket>\(?)(?P<link>\[\[(?:[^\[\]|]{0,200}/)?|)"
    r"[0-9]{4}(?P<parting>[-/.]|)[0-9]{2}(?P=parting)[0-9]{2}(?![0-9])(?P<linked>(?:\]\])?)(?P<bracketed>\)?)"
)
_PAIRED = (("link", "linked"), ("bracket", "bracketed"))
_SEPARATOR = pattern_of(r"[ \t]*+(?:(?:—|–|--|->|→|[-:=|,])(?=\s|\Z))?[ \t]*+")
DATE_COLUMNS = frozenset(["date", "datum", "fecha", "data", "day", "when", "wann"])
TYPE_COLUMNS = frozenset(["type", "medium", "channel", "kind", "how", "via", "art", "format", "service"])
_WORDS_TEXT = "notes note what topic topics summary description context details comment comments about subject notizen"
WORDS_COLUMNS = frozenset(_WORDS_TEXT.split())


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class LineForm(Row, frozen=True):
    """What stands before and behind the date: `- **2026-08-14** words` has `- **` and `** `; a day is YYYY-MM-DD.

    `parting` is what parts year, month and day. `weekday` stands between `before` and the date: `ddd` or `dddd` for the
    short or long name, and what follows it up to the date. A `before` that begins with `#` makes each entry a heading.
    """

    before: str = "- "
    after: str = ": "
    parting: str = "-"
    weekday: str = ""

    def line(self, day: date, words: str) -> str:
        """Write a line of the log."""
        name = WEEKDAYS[day.weekday()]
        letters = len(self.weekday) - len(self.weekday.lstrip("d"))
        weekday = name[: 3 if letters == 3 else None] + self.weekday[letters:] if letters else ""
        dated = day.isoformat().replace("-", self.parting)
        return f"{self.before}{weekday}{dated}{self.after}{words}".rstrip(" \t")


class LogStyle(Row, frozen=True):
    """How a vault keeps its logs: what is used where a note does not say it itself.

    `columns` are the header cells where the log is a table (else empty). `blank`: an empty line follows the heading.
    """

    heading: str = "Log"
    level: int = 2
    form: LineForm = LineForm()
    newest_first: bool = True
    columns: tuple[str, ...] = ()
    blank: bool = False


class Dated(NamedTuple):
    """A dated entry: its line (from 1) and day."""

    line: int
    day: date


class LogPlace(NamedTuple):
    """A section with log entries: lines, headings of their own (`headed`), or rows of `table`; in order of lines."""

    section: Section
    entries: tuple[Dated, ...]
    headed: tuple[Section, ...] = ()
    table: Table | None = None


def read_form(line: str) -> LineForm | None:
    """Read the form of a dated line or heading; None for dates that are not written YYYY-MM-DD or linked elsewhere."""
    match = _FORM.match(line)
    if match is None or any(bool(match[one]) != bool(match[other]) for one, other in _PAIRED):
        return None
    weekday = ""
    if match["weekday"]:
        letters = {**dict.fromkeys(WEEKDAYS, "dddd"), **{name[:3]: "ddd" for name in WEEKDAYS}}.get(match["weekday"])
        if letters is None:
            return None
        weekday = letters + match["comma"]
    at = match.end()
    closing = match["linked"] + match["bracketed"]
    if bold := match["bold"]:
        # `**2026-08-14:** words` as well as `**2026-08-14** words`
        colon = ":" if line.startswith(":", at) else ""
        if not line.startswith(bold, at + len(colon)):
            return None
        closing += colon + bold
        at += len(colon + bold)
    parting = _SEPARATOR.match(line, at)
    between = parting[0] if parting else " "
    if not line[at:].strip():
        between = " " if closing or match["marker"].startswith("#") else ": "
    if not between.endswith((" ", "\t")):
        if between.strip() or line[at : at + 1].isalnum():
            return None
        between += " "
    before, opening = match["indent"] + match["marker"] + bold, match["bracket"] + match["link"]
    if weekday:
        return LineForm(before, closing + between, match["parting"], weekday + opening)
    return LineForm(before + opening, closing + between, match["parting"])


def scan_note(path: str, text: str) -> Scan:
    """Scan the text of a note below its properties, what the headings announce included."""
    text = normal(text)
    block = read_frontmatter(path, text)
    found = scan(text[block.body_offset :], block.body_line)
    assign_roles(found.sections, _SPELLINGS)
    return found


def is_dated_heading(section: Section) -> bool:
    """Tell whether a section is an entry of a log itself: `### 2026-08-14 — Topic`."""
    found = leading_day(section.title) if section.level else None
    return found is not None and found[0] is not None


def is_year(section: Section) -> bool:
    """Tell whether a heading only groups a log by years."""
    return bool(section.level) and _YEAR.match(section.title) is not None


def find_logs(path: str, found: Scan) -> list[LogPlace]:
    """Find the log of a note, empty places included; where no heading announces one, dated lines at its top."""
    places = [place for section in found.sections if section.role == LOG for place in _places(found, section)]
    if places:
        return places
    lines = {entry.line for entry in read_own_log(path, found, [])}
    loose = [section for section in found.sections if section.level < 2 and not is_dated_heading(section)]
    places = []
    for section in loose:
        dated = tuple([entry for entry in _dated_lines(section) if entry.line in lines])
        if dated:
            places.append(LogPlace(section, dated))
    return places


def _places(found: Scan, section: Section) -> list[LogPlace]:
    if is_dated_heading(section):
        return []
    headed = tuple([one for one in found.sections if one.parent is section and is_dated_heading(one)])
    places = []
    if headed:
        days = [leading_day(one.title) for one in headed]
        dated = [Dated(one.line, day[0]) for one, day in zip(headed, days, strict=True) if day and day[0]]
        places.append(LogPlace(section, tuple(dated), headed))
    for table in find_tables(section):
        at = next((index for index, name in enumerate(table.header) if name.casefold() in DATE_COLUMNS), None)
        if at is not None:
            places.append(LogPlace(section, tuple(_dated_rows(table, at)), (), table))
    lines = _dated_lines(section)
    if lines or not places:
        places.append(LogPlace(section, lines))
    return places


def _dated_lines(section: Section) -> tuple[Dated, ...]:
    read = log_day if section.role == LOG else leading_day
    found = [(number, read(text)) for number, text, _ in section.lines if text[0] != "|"]
    return tuple([Dated(number, day[0]) for number, day in found if day is not None and day[0] is not None])


def _dated_rows(table: Table, at: int) -> Iterable[Dated]:
    for number, text in table.rows:
        cells = cells_of(text)
        day = leading_day(cells[at]) if at < len(cells) else None
        if day is not None and day[0] is not None:
            yield Dated(number, day[0])


def is_newest_first(entries: tuple[Dated, ...]) -> bool | None:
    """Tell the order of entries by most of their neighbours; None when they do not say."""
    steps = [(one.day < two.day) - (one.day > two.day) for one, two in pairwise(entries)]
    balance = sum(steps)
    return None if not balance else balance < 0


def detect_style(notes: Iterable[tuple[str, str]]) -> LogStyle:
    """Find out how a vault keeps its logs, from the paths and texts of contact notes: what most of them do."""
    headings: Counter[tuple[str, int]] = Counter()
    forms: Counter[LineForm] = Counter()
    tables: Counter[tuple[str, ...]] = Counter()
    first: Counter[bool] = Counter()
    blank: Counter[bool] = Counter()
    seen = 0
    for path, text in notes:
        if seen >= _ENOUGH:
            break
        found = scan_note(path, text)
        lines = split_lines(text)
        places = [place for place in find_logs(path, found) if place.section.role == LOG and place.entries]
        seen += bool(places)
        for place in places:
            top = place.section
            while top.parent is not None and top.parent.role == LOG and is_year(top):
                top = top.parent
            headings[top.title, top.level] += 1
            blank[top.end < len(lines) and not bare(lines[top.end]).strip()] += 1
            if (order := is_newest_first(place.entries)) is not None:
                first[order] += 1
            form = read_form(bare(lines[place.entries[0].line - 1]))
            if place.table is not None:
                tables[place.table.header] += 1
            elif form is not None:
                forms[replace(form, before=form.before.lstrip())] += 1
    usual = LogStyle()
    (heading, level), form = _most(headings, (usual.heading, usual.level)), _most(forms, usual.form)
    columns = _most(tables, ()) if tables.total() > forms.total() else ()
    return LogStyle(heading, level, form, _most(first, usual.newest_first), columns, _most(blank, usual.blank))


def _most(votes: Counter[_T], otherwise: _T) -> _T:
    return votes.most_common(1)[0][0] if votes else otherwise
