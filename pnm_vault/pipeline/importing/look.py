"""A vault and what files tell, held against each other: the proposal, made again whenever it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import Incoming
from pnm_vault.model.note import Channel
from pnm_vault.model.record import Record
from pnm_vault.notes.text.channels import read_how
from pnm_vault.pipeline.importing.days import Wanted, Whom, propose_days
from pnm_vault.pipeline.importing.items import Proposal
from pnm_vault.pipeline.importing.judge import Judge
from pnm_vault.pipeline.importing.ledger import Ledger
from pnm_vault.pipeline.importing.ledger_files import load_ledger
from pnm_vault.pipeline.importing.note import told_of
from pnm_vault.pipeline.importing.proposal import Grounds, propose_contacts, words_of
from pnm_vault.pipeline.importing.resolving import Resolver, harmless
from pnm_vault.pipeline.importing.standing import values_of
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class Options(Record, frozen=True):
    """What was asked of an import besides its files. `who` are words by which less is shown; empty for all."""

    circle: str = ""
    inbox: bool = False
    photos: bool = False
    since: date | None = None
    who: str = ""


class Reading(Record, frozen=True):
    """What is kept of a review until it is applied."""

    incoming: tuple[Incoming, ...]
    files: tuple[tuple[str, str], ...]
    digest: str
    days: Mapping[str, str]
    options: Options = Options()


class Look(Record, frozen=True):
    """A proposal, with the contacts it is about and the list of earlier imports that it was made from."""

    proposal: Proposal
    contacts: Mapping[str, Contact]
    ledger: Ledger


def encode_reading(reading: Reading) -> bytes:
    """Give a reading as it is kept."""
    return msgspec.msgpack.encode(reading)


def decode_reading(content: bytes) -> Reading | None:
    """Read what was kept; None where it is damaged, or of another version."""
    try:
        return msgspec.msgpack.decode(content, type=Reading)
    except (msgspec.DecodeError, RecursionError):
        return None


def look(session: Session, reading: Reading, decided: Mapping[str, str] | None = None) -> Look:
    """Hold what files tell against the vault as it is now.

    `decided` says of entries whom they are about, as their owner did: a path, or empty for none of those whom they may
    be.
    """
    contacts = {
        path: indexed.note.contact
        for path, indexed in session.notes(tuple(session.index().contacts)).items()
        if indexed.note.contact is not None
    }
    ledger, problems = load_ledger(session)
    judge = Judge(contacts)
    resolver = Resolver(contacts, ledger, judge.near, decided)
    entries = [harmless(one) for each in reading.incoming for one in each.contacts]
    resolved = resolver.resolve_all(entries, judge.groups)
    wanting = {
        one.path
        for one in resolved
        if one.path and (words_of(one.entry) or (reading.options.photos and one.entry.photo is not None))
    }
    grounds = Grounds(contacts, ledger, session.known(), _texts(session, wanting), reading.days, reading.options.photos)
    proposal = propose_contacts(reading.incoming, resolved, grounds, judge.groups)
    if any(each.interactions for each in reading.incoming):
        proposal = _with_days(session, reading, contacts, ledger, proposal)
    hidden = proposal.hidden | _naming_private(contacts, proposal)
    proposal = msgspec.structs.replace(proposal, hidden=hidden, problems=(*proposal.problems, *problems))
    return Look(proposal, contacts, ledger)


def _naming_private(contacts: Mapping[str, Contact], proposal: Proposal) -> frozenset[str]:
    """Give the keys of the items whose words name a private contact."""
    private = [one for one in contacts.values() if one.private]
    names = PrivateNames([name for one in private for name in values_of(one, "aliases") if " " in name])
    if not names:
        return frozenset()
    told: list[tuple[str, str]] = [(one.key, f"{one.old} {one.new}") for one in proposal.changes]
    told += [(one.key, " ".join((one.contact.name, *told_of(one.contact)))) for one in proposal.news]
    told += [(one.key, " ".join((one.contact.name, *told_of(one.contact)))) for one in proposal.doubles]
    told += [(one.key, " ".join([day.subject for day in one.days])) for one in proposal.days]
    return frozenset([key for key, words in told if names.are_in(words)])


def _texts(session: Session, paths: set[str]) -> dict[str, str]:
    found = {path: read_note(session.root, path) for path in sorted(paths)}
    texts = {path: note.text.replace("\\", "") for path, note in found.items() if note is not None}
    # What was written in by an import may have its signs as entities.
    return {path: f"{text}\n{unescape(text)}" if "&" in text else text for path, text in texts.items()}


def _with_days(
    session: Session, reading: Reading, contacts: Mapping[str, Contact], ledger: Ledger, proposal: Proposal
) -> Proposal:
    whom = Whom(contacts, proposal)
    meant = {
        whom.mean(participant)
        for each in reading.incoming
        for one in each.interactions
        for participant in one.participants
    }
    logged = _logged(session, sorted(path for path in meant if path in contacts))
    wanted = Wanted(session.today, reading.options.since)
    days, strangers, left = propose_days(reading.incoming, whom, ledger, logged, wanted)
    hidden = {one.key for one in days if one.path and contacts[one.path].private}
    hidden |= {one.key for one in days for new in proposal.news if new.key == one.newcomer and new.contact.private}
    counts = dict(proposal.left)
    for why, number in left.items():
        counts[why] = counts.get(why, 0) + number
    names = {one.key: one.contact.name for one in proposal.news} | {path: one.name for path, one in contacts.items()}
    return msgspec.structs.replace(
        proposal,
        days=tuple(
            sorted(days, key=lambda one: (names[one.path or one.newcomer].casefold(), one.path, one.days[0].day))
        ),
        hidden=proposal.hidden | hidden,
        left=tuple(sorted(counts.items())),
        strangers=strangers,
    )


def _logged(session: Session, paths: list[str]) -> dict[str, dict[date, frozenset[Channel]]]:
    found: dict[str, dict[date, frozenset[Channel]]] = {}
    for path, record in session.records(paths).items():
        days = found.setdefault(path, {})
        for one in record.interactions:
            days[one.day] = days.get(one.day, frozenset()) | {read_how(one)[0]}
    return found
