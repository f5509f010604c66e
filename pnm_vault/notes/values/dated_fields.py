"""Readers of the fields that hold days: contact, reminders, follow-ups, important dates, favours."""

import re
from datetime import date

from pnm_vault.model.contact import Cadence, ImportantDate, Status
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Entry, Origin, Task
from pnm_vault.model.problem import Severity
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.text.told_deeds import kind_of
from pnm_vault.notes.values.cadence import cadence_fault, parse_cadences
from pnm_vault.notes.values.dates import is_blank, is_template_text, parse_day, parse_partial_date
from pnm_vault.notes.values.draft import MAX_ITEMS, MAX_TEXT, Draft
from pnm_vault.notes.values.field_names import normal_key
from pnm_vault.notes.values.words import truth_of
from pnm_vault.patterns import pattern_of

_DAY_PART = pattern_of(r"[\[(]{0,3}[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[T ][0-9:.]+Z?)?[\])]{0,3}")
_TRIM = " \t\n:;,–—-=|"
_ANNOUNCES_DAY = pattern_of(r"(?:\A|\s)(?:by|due|until|before|on|bis)\Z", re.I)
_LAST_YEAR = 2200  # a slip of the pen: such a day would never come up
_SAID = 180  # characters, so that the line that proves them holds them with its key
_DAY_KEYS = frozenset({"date", "day", "when", "on", "value"})
_YEAR_OR_MONTH = pattern_of(r"[0-9]{4}(?:[-/][0-9]{1,2})?\Z|[A-Za-z]{3,9}\.?,? [0-9]{4}\Z")


def read_last_contact(draft: Draft, key: str, node: Node) -> None:
    """Read a day of contact, or several."""
    for text in draft.texts(key, node):
        day = _day_in(text)
        if day is not None:
            add_entry(draft, day, text.line)
        elif truth_of(str(text.value)) is None:
            _report_day(draft, key, text)


def read_met_on(draft: Draft, key: str, node: Node) -> None:
    """Read the day when they met; any other text is how they met."""
    for text in draft.texts(key, node)[:1]:
        day = _day_in(text)
        if day is not None:
            if draft.met_on is None:
                draft.met_on = Node(day.isoformat(), text.line)
            add_entry(draft, day, text.line)
        elif _YEAR_OR_MONTH.match(str(text.value)):
            pass  # true, and not a day: nothing to count from
        elif "date" in key.lower():
            _report_day(draft, key, text)
        elif draft.how_met is None and (found := draft.statements(key, text)):
            draft.how_met = found[0]


def read_reminder(draft: Draft, key: str, node: Node) -> None:
    """Read the day of the next contact or the end of a snooze; the latest one stays."""
    for text in draft.texts(key, node):
        day = _day_in(text)
        if day is None:
            if truth_of(str(text.value)) is None:
                _report_day(draft, key, text)
        elif draft.next_contact is None or day.isoformat() > str(draft.next_contact.value):
            draft.next_contact = Node(day.isoformat(), text.line)


def read_follow_up(draft: Draft, key: str, node: Node) -> None:
    """Read what the owner means to do: a day, text, or both."""
    for part in _parts(node):
        day, text = _day_and_text(part)
        if truth_of(text) is False or (day is None and is_blank(text)):
            if is_template_text(text):
                draft.report_leftover(key, part)
            continue
        if day is None and _DAY_PART.fullmatch(text):
            _report_day(draft, key, part)
            continue
        shown = "" if truth_of(text) else text
        source = draft.source_text(part.line)
        targets = find_links(text) if "[" in text else ()
        draft.tasks.append(Task(part.line, shown or "Follow up", source, due=day, own=True, targets=targets))


def read_interactions(draft: Draft, key: str, node: Node) -> None:
    """Read days on which they were in touch."""
    for part in _parts(node):
        day, text = _day_and_text(part)
        if day is not None:
            said = _said(draft, part)
            if said is None:
                add_entry(draft, day, part.line)
            else:
                # A line of a log, but for where it stands: its words are what was talked about.
                line, words = said
                draft.entries.append(Entry(day, line, words, Origin.LOG, None, None, own=True))
        elif not is_blank(text):
            _report_day(draft, key, part)


def _said(draft: Draft, node: Node) -> tuple[int, str] | None:
    """Return the words of `{date, text}` with their line, where they stand on it as they are."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if normal_key(key) in _DAY_KEYS or not isinstance(child.value, str):
                continue
            words = child.value[:_SAID].strip()
            if not is_blank(words) and words in draft.source_text(child.line):
                return child.line, words
    return None


def read_birthday(draft: Draft, key: str, node: Node) -> None:
    """Read the birthday."""
    _read_date(draft, key, node, "birthday")


def read_anniversary(draft: Draft, key: str, node: Node) -> None:
    """Read the anniversary."""
    _read_date(draft, key, node, "anniversary")


def read_important_dates(draft: Draft, key: str, node: Node) -> None:
    """Read dates that come back every year: `{date, label}`, label to date, or text with both."""
    if isinstance(node.value, dict) and not (_DAY_KEYS & {normal_key(one) for one in node.value}):
        for label, value in node.value.items():
            _read_date(draft, key, value, label.strip()[:MAX_TEXT].lower())
        return
    for part in _parts(node):
        if isinstance(part.value, dict):
            label = _text_of(part, "label", "name", "type", "what", "event", "title", "description")
            when = _text_of(part, *_DAY_KEYS)
        else:
            first, _, second = str(part.value).partition(": ")
            when, label = (first, second) if parse_partial_date(first) else (second or first, first if second else "")
        _read_date(draft, key, Node(when, part.line), label.strip()[:MAX_TEXT].lower() or "date")


def read_cadence(draft: Draft, key: str, node: Node) -> None:
    """Read how often to be in touch; the first field that says so counts."""
    texts = list(node.value)[:1] if isinstance(node.value, tuple) else [node]
    for text in texts:
        word = text.value if isinstance(text.value, str) else "this"
        wished = parse_cadences(word)
        if wished is not None:
            draft.cadence = draft.cadence or Cadence(wished[0] or None, text.line, wished[1])
        elif is_template_text(word):
            draft.report_leftover(key, text)
        elif not is_blank(word):
            draft.report(text.line, "bad-cadence", f"{key[:80]}: {cadence_fault(word)}")


def read_deceased(draft: Draft, key: str, node: Node) -> None:
    """Read whether, or when, they died."""
    for text in draft.texts(key, node)[:1]:
        if truth_of(str(text.value)) is not False:
            draft.status = Status.DECEASED


def read_favours_given(draft: Draft, key: str, node: Node) -> None:
    """Read what the owner did for them."""
    _read_favours(draft, node, given=True)


def read_favours_received(draft: Draft, key: str, node: Node) -> None:
    """Read what they did for the owner."""
    _read_favours(draft, node, given=False)


def add_entry(draft: Draft, day: date, line: int) -> None:
    """Add contact on a day, as a field says it."""
    draft.entries.append(Entry(day, line, draft.source_text(line), Origin.FIELD, own=True))


def _read_favours(draft: Draft, node: Node, given: bool) -> None:
    for part in _parts(node):
        day, text = _day_and_text(part)
        if text and not is_blank(text):
            draft.favours.append(Favour(text, given, day, part.line, kind=kind_of(text)))


def _read_date(draft: Draft, key: str, node: Node, label: str) -> None:
    for text in draft.texts(key, node)[:1]:
        found = parse_partial_date(str(text.value))
        if found is None and _day_in(text) is not None:
            found = parse_partial_date(str(text.value)[:10])
        if found is not None and (found[2] or 0) <= _LAST_YEAR:
            draft.dates.append(ImportantDate(label, *found, text.line, draft.source_text(text.line)))
        elif not _YEAR_OR_MONTH.match(str(text.value)):
            message = f"{key[:80]}: {str(text.value)[:80]} is no date: write YYYY-MM-DD, or MM-DD without the year."
            draft.report(text.line, "bad-date", message)


def _day_in(text: Node) -> date | None:
    """Return the day that a text is, or begins with; of a link, also what it shows."""
    value = str(text.value)
    day = parse_day(value)
    if day is None and value.startswith("["):
        match = _DAY_PART.search(value)
        return parse_day(match[0].strip("[]()")) if match else None
    if day is None and len(value) > 10 and not value[10].isdigit():
        day = parse_day(value[:10])
    return day


def _report_day(draft: Draft, key: str, text: Node) -> None:
    shown = text.value if isinstance(text.value, str) else "this"
    message = f"{key[:80]}: {shown[:80]} is no day that can be read: write it as YYYY-MM-DD."
    severity = Severity.INFO if _YEAR_OR_MONTH.match(shown) else Severity.WARNING
    draft.report(text.line, "bad-date", message, severity)


def _parts(node: Node) -> list[Node]:
    """Return the items of a list, or the value itself, mappings whole."""
    if isinstance(node.value, tuple):
        return list(node.value[:MAX_ITEMS])
    return [node] if node.value else []


def _day_and_text(node: Node) -> tuple[date | None, str]:
    """Return the day and the rest of the text of `2026-01-02: text`, `{date, text}` or `{2026-01-02: text}`."""
    value = node.value
    if isinstance(value, dict):
        day = None
        texts: list[str] = []
        for key, child in value.items():
            text = child.value if isinstance(child.value, str) else ""
            found = parse_day(text) if normal_key(key) in _DAY_KEYS else None
            day = day or found or parse_day(key)
            if found is None and text:
                texts.append(text)
        return day, " ".join(texts)[:MAX_TEXT]
    if not isinstance(value, str):
        return None, ""
    text = value[:MAX_TEXT].strip()
    day = parse_day(text)
    if day is not None:
        return day, ""
    match = _DAY_PART.search(text)
    day = parse_day(match[0].strip("[]() ")) if match else None
    if match is None or day is None:
        return None, text
    before, after = text[: match.start()].strip(_TRIM), text[match.end() :].strip(_TRIM)
    return day, f"{_ANNOUNCES_DAY.sub('', before)} {after}".strip()


def _text_of(node: Node, *keys: str) -> str:
    """Return the text under the first of `keys` in a mapping, or `""`."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if normal_key(key) in keys and isinstance(child.value, str):
                return child.value
    return ""
