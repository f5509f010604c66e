"""What the lines of a period tell: what was done, who was introduced, how people were in touch."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from pnm_vault.index.contribution import INTRODUCED
from pnm_vault.insights.briefing.telling import unquoted
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Origin
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.notes.text.channels import read_how
from pnm_vault.patterns import pattern_of

# What the owner did, as against `introduced me to` and `introduced by`, and what is only meant to be done.
_MADE = pattern_of(r"\bintroduced\b(?!\s+(?:me|us|by|through|via)\b)", re.IGNORECASE)
_OTHER_TONGUES = tuple([word for word in INTRODUCED if word != "introduc"])
_TASK = pattern_of(r"\bintroduc", re.IGNORECASE)


class DoneLine(Row, frozen=True):
    """One line of a note, with the contacts (paths, sorted) that it is about."""

    day: date
    contacts: tuple[str, ...]
    source: Source


class Doings(Row, frozen=True):
    """What the lines of a period tell, each group by day, path and line.

    `done` are ticked tasks, `introduced` lines that tell that the owner introduced somebody, ticked tasks among them.
    `channels` pairs each way of being in touch with its days of contact, the most first; `unsaid` are the days of which
    no line says how.
    """

    done: tuple[DoneLine, ...] = ()
    introduced: tuple[DoneLine, ...] = ()
    channels: tuple[tuple[Channel, int], ...] = ()
    unsaid: int = 0


def doings_of(records: Iterable[ContactRecord], first: date, last: date) -> Doings:
    """Return what the records tell of the days from `first` to `last`, both inclusive."""
    done: dict[Source, set[str]] = {}
    introduced: dict[Source, set[str]] = {}
    days: dict[Source, date] = {}
    ways: Counter[Channel] = Counter()
    for record in records:
        by_day: dict[date, Channel] = {}
        for one in record.interactions:
            if not first <= one.day <= last:
                continue
            if by_day.get(one.day, Channel.NOTE) is Channel.NOTE:
                by_day[one.day] = read_how(one)[0]
            group = introduced if _tells_of_introduction(one) else done if one.origin is Origin.TASK else None
            if group is not None:
                group.setdefault(one.source, set()).update((record.contact.path, *one.company))
                days[one.source] = one.day
        ways.update(by_day.values())
    unsaid = ways.pop(Channel.NOTE, 0)
    order = {channel: at for at, channel in enumerate(Channel)}
    return Doings(
        _told(done, days),
        _told(introduced, days),
        tuple(sorted(ways.items(), key=lambda item: (-item[1], order[item[0]]))),
        unsaid,
    )


def _tells_of_introduction(one: Interaction) -> bool:
    if one.origin is Origin.FIELD:
        return False
    text = unquoted(one.source.text)
    if one.origin is Origin.TASK and _TASK.search(text):
        return True
    return _MADE.search(text) is not None or any(word in text.lower() for word in _OTHER_TONGUES)


def _told(group: dict[Source, set[str]], days: dict[Source, date]) -> tuple[DoneLine, ...]:
    found = [DoneLine(days[source], tuple(sorted(paths)), source) for source, paths in group.items()]
    return tuple(sorted(found, key=lambda one: (one.day, one.source.path, one.source.line)))
