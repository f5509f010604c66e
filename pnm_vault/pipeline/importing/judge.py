"""The judge of who is the same contact, as an import asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from pnm_vault.insights.identity.evidence import Evidence, Reason, Verdict
from pnm_vault.insights.identity.trait_book import TraitBook
from pnm_vault.insights.identity.traits import traits_of, traits_of_incoming
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import IncomingContact
from pnm_vault.pipeline.importing.items import Alike, Seen


class Judge:
    """Says which contacts of the vault an entry may be, and which entries are one contact."""

    def __init__(self, contacts: Mapping[str, Contact]) -> None:
        self._contacts = contacts

    @cached_property
    def _book(self) -> TraitBook:
        return TraitBook.of({path: traits_of(contact) for path, contact in self._contacts.items()})

    def near(self, entry: IncomingContact) -> tuple[Seen, ...]:
        """Give the contacts that an entry may be, the likeliest first."""
        return tuple([_seen(one.path, one.evidence) for one in self._book.near(traits_of_incoming(entry))])

    def groups(self, entries: Sequence[IncomingContact]) -> Alike:
        """Say which entries are one contact, surely or likely."""
        traits = {f"{number:08d}": traits_of_incoming(entry) for number, entry in enumerate(entries)}
        group_of: dict[int, list[int]] = {}
        likely: list[tuple[int, int]] = []
        for pair in TraitBook.of(traits).pairs():
            one, other = int(pair.one), int(pair.other)
            if pair.evidence.verdict is Verdict.LIKELY:
                likely.append((one, other))
            if pair.evidence.verdict is not Verdict.CERTAIN:
                continue
            joined = sorted({*group_of.get(one, [one]), *group_of.get(other, [other])})
            for number in joined:
                group_of[number] = joined
        groups = tuple(sorted({tuple(group) for group in group_of.values()}))
        return Alike(groups, tuple(sorted(likely)))


def _seen(path: str, evidence: Evidence) -> Seen:
    certain = evidence.verdict is Verdict.CERTAIN
    return Seen(path, certain, _words(evidence.reasons), _words(evidence.against))


def _words(told: Sequence[Reason]) -> tuple[str, ...]:
    return tuple([one.words for one in told])
