"""Logs made by known rhythms, and the network that they make: what the engine finds is held against what was put in."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from pnm_vault.index.build import Index, IndexUpdate
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, Origin
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.network.build import Rows, update_rows
from pnm_vault.network.layout import Layout

TODAY = date(2026, 11, 23)
SIGMA = 0.6


def lognormal_gaps(chance: Random, median: float, count: int, sigma: float = SIGMA) -> list[int]:
    """Make so many gaps in days about a median, as uneven as `sigma` says (in ln)."""
    return [max(1, round(median * chance.lognormvariate(0, sigma))) for _ in range(count)]


def burst_gaps(chance: Random, pause: int, bursts: int) -> list[int]:
    """Make days close together and long pauses between them."""
    return [gap for _ in range(bursts) for gap in (*(chance.randint(4, 6) for _ in range(4)), pause)]


def days_of(gaps: Iterable[int], silence: int) -> list[date]:
    """Lay gaps out in time, oldest first; the last day is so many days before `TODAY`."""
    days = [TODAY - timedelta(days=silence)]
    for gap in reversed(list(gaps)):
        days.append(days[-1] - timedelta(days=gap))
    return days[::-1]


def record_of(
    name: str, days: Iterable[date], said: Mapping[date, tuple[str, Channel, Direction]] | None = None, **known: Any
) -> ContactRecord:
    """Make a contact with one line for each day; `said` gives the text, channel and direction of some."""
    path = f"People/{name}.md"
    lines = []
    for number, day in enumerate(sorted(days), 9):
        text, channel, direction = (said or {}).get(day, ("coffee", Channel.NOTE, Direction.UNKNOWN))
        lines.append(Interaction(day, Source(path, number, f"- {day}: {text}"), Origin.LOG, channel, direction))
    return ContactRecord(Contact(path, name, **known), tuple(lines))


def network_of(*records: ContactRecord, today: date = TODAY) -> Network:
    """Make the network that these contacts make on a day."""
    known = {record.contact.path: record for record in records}
    update = IndexUpdate(Index(), touched=frozenset(known))
    return Layout().lay_out(update_rows(Rows(today), update, known, lambda: known)).network
