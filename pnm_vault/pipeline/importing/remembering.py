"""What the list of imports holds after some items of a proposal were carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from pnm_vault.model.incoming import IncomingContact
from pnm_vault.pipeline.importing.items import Proposal
from pnm_vault.pipeline.importing.ledger import Known, Ledger, days_key, digest_of_value
from pnm_vault.pipeline.importing.proposal import words_of
from pnm_vault.pipeline.importing.standing import (
    ASKED,
    FIELDS,
    LISTS,
    SINGLES,
    is_said,
    normal,
    values_of,
    written_value,
)

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class Outcome(NamedTuple):
    """What was done: the path of the new note of each item, the items done by source, the days by path and channel.

    `wrote`: any note was changed.
    """

    places: Mapping[str, str]
    done: Mapping[str, set[str]]
    logged: Mapping[str, Mapping[str, set[str]]]
    wrote: bool


class Remembering:
    """Says of each entry what is to be remembered. `days` is the day of each file, by its name."""

    def __init__(
        self, session: Session, proposal: Proposal, refused: frozenset[str], days: Mapping[str, str], outcome: Outcome
    ) -> None:
        self.session = session
        self.proposal = proposal
        self.refused = refused
        self.days = days
        self.outcome = outcome

    def remembered(self, ledger: Ledger, decided: Mapping[str, str]) -> dict[str, Known]:
        """Give the entries of the list of imports that change."""
        found: dict[str, Known] = {}
        for one in self.proposal.news:
            for source in one.sources:
                if one.key in self.outcome.places:
                    known = self._base(ledger, source)
                    found[source] = self._told(known, source, self.outcome.places[one.key], everything=True)
        touched = {*self.outcome.done, *[source for source, path in decided.items() if path]}
        for source in sorted(touched):
            path = self.proposal.found.get(source, "")
            if path:
                found[source] = self._told(self._base(ledger, source), source, path)
        for path, channels in self.outcome.logged.items():
            known = self._base(ledger, days_key(path))
            days = {
                channel: tuple(sorted({*known.days.get(channel, ()), *channels.get(channel, ())}))
                for channel in sorted({*known.days, *channels})
            }
            found[known.key] = replace(known, path=path, days=days)
        for source, key in self._refusals():
            known = found.get(source) or self._base(ledger, source)
            found[source] = replace(known, refused=tuple(sorted({*known.refused, key})))
        if found or self.outcome.wrote:
            # Whoever was doubtful stays so, though a note may have by now what makes them sure.
            doubtful = {source for one in self.proposal.news if not one.ticked for source in one.sources}
            doubtful |= {one.source for one in self.proposal.doubles}
            fresh = sorted(doubtful - found.keys() - ledger.keys() - self.proposal.found.keys())
            found |= {source: Known(source, open=True) for source in fresh}
        return found

    def _base(self, ledger: Ledger, source: str) -> Known:
        return ledger.get(source) or Known(source)

    def _refusals(self) -> list[tuple[str, str]]:
        refused = self.refused
        found = [(source, one.key) for one in self.proposal.news if one.key in refused for source in one.sources]
        found += [(one.source, one.key) for one in self.proposal.changes if one.key in refused]
        return found + [(days_key(one.path), one.key) for one in self.proposal.days if one.key in refused and one.path]

    def _told(self, known: Known, source: str, path: str, *, everything: bool = False) -> Known:
        """Remember what one entry said and the note now says, with the day from which it is."""
        entry = self.proposal.entries[source]
        said = self._said(entry, path, everything)
        # Of a list all that ever came is kept, so that what its owner took out stays out.
        joined = {
            field: tuple(sorted({*(known.said.get(field, ()) if field not in (*ASKED, *SINGLES) else ()), *digests}))
            for field, digests in said.items()
        }
        day = entry.revised.isoformat() if entry.revised else self.days.get(entry.file, "")
        return replace(
            known,
            path=path,
            open=False,
            day=max(known.day, day),
            said=dict(sorted({**known.said, **joined}.items())),
            kept=entry.kept or known.kept,
        )

    def _said(self, entry: IncomingContact, path: str, everything: bool) -> dict[str, set[str]]:
        """Give by field the digests of what an entry said and the note now says; with `everything`, all of it."""
        contact = None if everything else self.session.notes((path,))[path].note.contact
        # What several sources say alike is one item, told of by the first of them.
        keys = {key for done in self.outcome.done.values() for key in done}
        changes = [one for one in self.proposal.changes if one.path == path and one.key in keys]
        written = {(one.field, normal(one.field, one.new)) for one in changes}
        found: list[tuple[str, str]] = [pair for pair in written if pair[0] in ("aliases", "photo")]
        seen: set[str] = set()
        for stated in entry.stated:
            # Of a field that a note has once, the first value came in and any other one became words.
            once = stated.field not in LISTS and stated.field in seen - {"organisation"}
            seen.add(stated.field)
            if stated.field in FIELDS and not once:
                text = written_value(stated)
                value = (stated.field, normal(stated.field, text))
                there = contact is not None and is_said(stated.field, text, values_of(contact, stated.field))
                found += [value] if everything or there or value in written else []
        lines = [line for one in changes if one.field == "words" for line in one.new.split("\n")]
        lines += words_of(entry) if everything else ()
        found += [("words", normal("words", line)) for line in lines]
        said: dict[str, set[str]] = {}
        for field, text in found:
            said.setdefault(field, set()).add(digest_of_value(text))
        return said
