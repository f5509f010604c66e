"""Add one line to a daily note, below the heading that the vault's daily notes have for such lines."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pnm_vault.model.note import Entry, NoteKind, ParsedNote
from pnm_vault.model.record import Row
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.logline import plain_words
from pnm_vault.notes.edit.text_lines import apply_splices, bare, insertion, refuse_conflicts, split_lines
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.lines import Scan, Section, is_item
from pnm_vault.notes.text.links import find_links, is_day_name

# A heading counts as usual from so many lines below it on, when at least half of all such lines stand there.
_USUAL = 2
_MARKERS = ("- ", "* ", "+ ")
_EMPTY_ITEMS = ("-", "*", "+")


class DailyStyle(Row, frozen=True):
    """How a vault writes contact into daily notes. `heading` empty: below none. `blank`: an empty line follows it."""

    heading: str = ""
    level: int = 2
    marker: str = "- "
    blank: bool = False


def detect_daily_style(notes: Iterable[tuple[str, str, frozenset[int]]]) -> DailyStyle:
    """Find out how contact is written into daily notes: from path, text and the numbers of the lines that are contact.

    A heading of level 1 may be the title of its note: it counts only where two notes have it.
    """
    headings: Counter[tuple[str, int]] = Counter()
    titled: dict[str, set[str]] = {}
    markers: Counter[str] = Counter()
    blank: Counter[bool] = Counter()
    for path, text, numbers in notes:
        lines = split_lines(text)
        for section in scan_note(path, text).sections:
            own = [line for number, line, _ in section.lines if number in numbers and is_item(line)]
            if not own:
                continue
            headings[section.title, section.level] += len(own)
            titled.setdefault(section.title, set()).add(path)
            markers.update([line[:2] for line in own if line.startswith(_MARKERS)])
            if section.level:
                blank[not bare(lines[section.line]).strip()] += 1
    marker = markers.most_common(1)[0][0] if markers else "- "
    (heading, level), count = headings.most_common(1)[0] if headings else (("", 0), 0)
    is_title = level == 1 and len(titled[heading]) < _USUAL
    if not heading or is_title or count < _USUAL or 2 * count < headings.total():
        return DailyStyle(marker=marker)
    return DailyStyle(heading, level, marker, blank[True] > blank[False])


def append_daily_line(path: str, text: str, words: str, day: date, style: DailyStyle, rules: Rules) -> Edited:
    """Add `words` to the daily note of `day`, to be read as contact with those whom they link; once, however often.

    A note that lacks the usual heading gets it at its end.
    """
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        words = plain_words(words)
        found = scan_note(path, text)
        if any(bare(line).strip().lstrip("-*+ ") == words for line in lines):
            return Edited(text)
        at, new = _place(lines, found, style, style.marker + words)
        after = apply_splices(text, [insertion(lines, at, new)])
        _prove(parse_note(path, text, rules), parse_note(path, after, rules), day, words)
        if len(scan_note(path, after).tasks) != len(found.tasks):
            raise EditRefusedError("edit-words", "The words would be read as a task: leave out the box.")
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    return Edited(after)


def _place(lines: list[str], found: Scan, style: DailyStyle, line: str) -> tuple[int, list[str]]:
    """Return the index of the line before which the new lines stand, and these."""
    wanted = title_key(style.heading)
    section = next((one for one in found.sections if one.level and title_key(one.title) == wanted), None)
    if section is not None and wanted:
        return _in_section(lines, found, section, style, line)
    if not wanted:
        return _behind(lines, len(lines), line)
    head = "#" * style.level + " " + style.heading
    at, new = _behind(lines, len(lines), head)
    return at, [*new, *([""] if style.blank else []), line]


def _in_section(lines: list[str], found: Scan, section: Section, style: DailyStyle, line: str) -> tuple[int, list[str]]:
    stop = min([one.line - 1 for one in found.sections if one.line > section.line], default=len(lines))
    if any(bare(one).strip() for one in lines[section.line : stop]):
        return _behind(lines, stop, line)
    return section.line, ["", line] if style.blank else [line]


def _behind(lines: list[str], stop: int, line: str) -> tuple[int, list[str]]:
    """Put a line behind what stands before the index `stop`, before an empty item; an empty line parts it from text."""
    limit = stop
    while stop and not bare(lines[stop - 1]).strip():
        stop -= 1
    if not stop:
        return 0, [line]
    last = bare(lines[stop - 1])
    if is_item(line) and last.strip() in _EMPTY_ITEMS:
        return stop - 1, [line]
    joined = is_item(line) and (is_item(last.strip()) or (last[:1].isspace() and last.strip() != ""))
    if not joined and stop < limit == len(lines):
        return limit, [line]  # the empty line is there already
    return stop, [line] if joined else ["", line]


def _prove(was: ParsedNote, now: ParsedNote, day: date, words: str) -> None:
    """Read both notes: one contact more, on that day, with those whom the line links, and nothing else that differs."""
    more = Counter(map(_said, now.entries))
    more.subtract(map(_said, was.entries))
    changed = [said for said, count in more.items() if count]
    right = (
        now.kind is NoteKind.DAILY
        and now.day == day
        and [(said[0], said[2], more[said]) for said in changed] == [(day, _people(words), 1)]
        and Counter([task.source_text for task in was.tasks]) == Counter([task.source_text for task in now.tasks])
        and Counter([one.code for one in was.problems]) == Counter([one.code for one in now.problems])
    )
    if not right:
        message = "Nothing was changed, as the new line would not be read as it was meant: write it by hand."
        raise EditRefusedError("edit-unproved", message)


def _people(words: str) -> tuple[str, ...]:
    return tuple(target for target in find_links(words) if not is_day_name(target))


def _said(entry: Entry) -> tuple[date, str, tuple[str, ...]]:
    return entry.day, entry.text, entry.targets
