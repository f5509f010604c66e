"""What is exported of the chosen contacts, and the days for the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pnm_vault.exchange.outgoing.exported import Exported, Related, one_line, uid_of
from pnm_vault.exchange.outgoing.icalendar import Occasion, first_day
from pnm_vault.insights.catching_up.stale import rank_stale
from pnm_vault.insights.catching_up.tie_facts import tie_facts
from pnm_vault.pipeline.exporting.choice import Chosen, told_of
from pnm_vault.review.wording import plain

if TYPE_CHECKING:
    from datetime import date as day

    from pnm_vault.model.contact import ImportantDate
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.pipeline.session import Session


def told_records(session: Session, chosen: Chosen) -> dict[str, ContactRecord]:
    """Give the records of the chosen contacts, by path, without what is not to be told."""
    records = session.records(chosen.paths)
    return {path: told_of(records[path], chosen) for path in chosen.paths if path in records}


def exported_contacts(
    session: Session,
    records: Mapping[str, ContactRecord],
    kept: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    known: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Exported, ...]:
    """Make of the records, which are by path in their order, what is exported.

    `kept` has, by path, the lines of vCards that came in with a contact and mean nothing here, `known` the UIDs of
    these cards.
    """
    network = session.picture().network
    facts = tie_facts(network, session.today)
    last = {tie.path: tie.last for tie in network.ties}
    uids = uids_of(records, known)

    def related(paths: tuple[str, ...]) -> tuple[Related, ...]:
        return tuple([Related(session.name_of(path), uids.get(path, "")) for path in paths])

    return tuple(
        [
            Exported(
                uid=uids[path],
                contact=record.contact,
                knows=related(record.knows),
                introduced_by=related(record.introduced_by),
                last_contact=last.get(path),
                strength=facts[path].strength if path in facts else None,
                kept=kept.get(path, ()),
            )
            for path, record in records.items()
        ]
    )


def uids_of(records: Mapping[str, ContactRecord], known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Give what address books know each contact by: the note's `uid`, else one that is `known`, else one of its path.

    Of two notes with the same `uid` (one is a copy) the later one by path gets one of its path.
    """
    uids: dict[str, str] = {}
    taken: set[str] = set()
    for path, record in records.items():
        own = one_line(record.contact.uid or known.get(path, ""))
        uids[path] = own if own and own not in taken else uid_of("contact", path)
        taken.add(uids[path])
    return uids


def occasions(session: Session, records: Mapping[str, ContactRecord], chosen: Chosen) -> tuple[Occasion, ...]:
    """Give the days of the chosen contacts: dates that come back, when to catch up next, and follow-ups with a day."""
    found = [*_important_dates(session, records, chosen), *_reach_outs(session, records)]
    found += _follow_ups(session, records, chosen)
    return tuple(sorted(found, key=lambda one: (one.day, one.summary, one.uid)))


def _important_dates(session: Session, records: Mapping[str, ContactRecord], chosen: Chosen) -> Iterator[Occasion]:
    uids = uids_of(records)
    for dates in session.picture().dates:
        if dates.path not in records:
            continue
        seen: dict[str, int] = {}
        for date in dates.dates:
            label = one_line(date.label)
            if chosen.names.are_in(label):
                continue
            seen[label] = seen.get(label, 0) + 1
            uid = uid_of("date", uids[dates.path], label, str(seen[label]))
            year = f"Since {date.year}." if date.label != "birthday" else f"Born in {date.year}."
            note = "" if date.year is None else year
            yield Occasion(uid, _first(date), f"{one_line(dates.name)}: {label}", note, yearly=True)


def _first(date: ImportantDate) -> day:
    try:
        return first_day(date.month, date.day, date.year)
    except ValueError:  # 29 February of a year without it
        return first_day(date.month, date.day, None)


def _reach_outs(session: Session, records: Mapping[str, ContactRecord]) -> Iterator[Occasion]:
    """Give for each contact the day on which to be in touch again; it moves on when there was contact.

    A day that is over stays where it was: nothing piles up on today. Where something is planned, that is it.
    """
    uids = uids_of(records)
    for stale in rank_stale(session.picture().network, session.settings, session.today):
        if stale.path in records and stale.due is not None and stale.planned is None:
            note = "" if stale.last is None else f"Last in touch on {stale.last.isoformat()}."
            summary = f"Catch up with {one_line(stale.name)}"
            yield Occasion(uid_of("catch up", uids[stale.path]), stale.due, summary, note)


def _follow_ups(session: Session, records: Mapping[str, ContactRecord], chosen: Chosen) -> Iterator[Occasion]:
    """Give the follow-ups that have a day. What one is known by are its note and words: its day may change."""
    seen: dict[tuple[str, str], int] = {}
    for follow_up in session.picture().follow_ups:
        if follow_up.due is None or records.keys().isdisjoint(follow_up.contacts):
            continue
        source = follow_up.source
        if not chosen.untold.isdisjoint((source.path, *follow_up.contacts)) or chosen.names.are_in(
            f"{source.path}\n{source.text}"
        ):
            continue
        text = one_line(plain(follow_up.text))
        key = (source.path, text)
        seen[key] = seen.get(key, 0) + 1
        who = ", ".join([one_line(session.name_of(path)) for path in follow_up.contacts])
        summary = text if who.casefold() in text.casefold() else f"{text} ({who})"
        yield Occasion(uid_of("follow-up", *key, str(seen[key])), follow_up.due, summary, f"In {source.path}.")
