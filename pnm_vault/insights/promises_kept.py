"""What either side said they would do and a line of a later day tells of, by the lines of one contact's record."""

import re
from collections.abc import Sequence
from datetime import date

from pnm_vault.insights.promises import WAITED_FOR, Promise, open_promises
from pnm_vault.insights.telling import Line, Telling, stems_in, takes_up, unquoted
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel
from pnm_vault.model.record import Row
from pnm_vault.notes.text.log import leading_day

# Every promise holds one of these: asked first, since the patterns are slow to say that there is none.
_HINT = re.compile(r"['’]ll\b|\b[Ww]ill\b|going to|[Pp]romised|\bsaid\b")


class KeptPromise(Row, frozen=True):
    """Something that was said and later taken up: `mine` when the owner said it, `by` the line that tells of it."""

    path: str
    name: str
    mine: bool
    said: Line
    by: Line


def kept_promises(record: ContactRecord, first: date, last: date) -> tuple[KeptPromise, ...]:
    """Return the promises that a line from `first` to `last` is the first to take up, by that day, path and line.

    A promise counts for a year, as in `insights.promises`.
    """
    contact = record.contact
    told = [_telling(one) for one in record.interactions if one.day <= last and one.source.line]
    names = (contact.name, *contact.aliases, *contact.name.split(" ")[:1])
    found: list[KeptPromise] = []
    for telling in told:
        if (first - telling.day).days > WAITED_FOR or not _HINT.search(telling.lines[0].text):
            continue
        for promise in open_promises([telling], names, (), telling.day):
            by = _taken_up(promise, told, names)
            if by is not None and by.day >= first and (by.day - promise.said.day).days <= WAITED_FOR:
                found.append(KeptPromise(contact.path, contact.name, promise.mine, promise.said, by))
    return tuple(sorted(found, key=lambda one: (one.by.day, one.by.path, one.by.line, one.said.line, one.said.text)))


def undated(text: str) -> str:
    """Return a line without the day that it begins with: days are no words that two lines have in common."""
    found = leading_day(text)
    return text if found is None else text[found[1] :].lstrip(" \t:—–=-|,*_") or text


def _telling(one: Interaction) -> Telling:
    line = Line(one.day, one.source.path, one.source.line, undated(one.source.text))
    return Telling(one.day, Channel.NOTE, (line,), not one.company)


def _taken_up(promise: Promise, told: Sequence[Telling], names: Sequence[str]) -> Line | None:
    """Return the first line of a later day that takes a promise up."""
    stems = stems_in(unquoted(promise.said.text)) - stems_in(" ".join(names))
    if not stems:
        return None
    later = (telling.lines[0] for telling in told if telling.day > promise.said.day)
    return next((line for line in later if takes_up(stems, [stems_in(line.text)])), None)
