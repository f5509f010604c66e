"""Of what an import would do only what is about some contacts, as `--who` asks for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.index.lookup import loosen
from pnm_vault.model.contact import Contact
from pnm_vault.pipeline.importing.items import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHERS = "not about whom --who asks for"


def narrowed(proposal: Proposal, contacts: Mapping[str, Contact], who: str, answered: Collection[str] = ()) -> Proposal:
    """Give the items about contacts whose name holds all words of `who`, and those `answered` already (keys).

    How many others there are is among what was left out. It is for showing alone: what an import remembers rests on
    all that came in. Without a word everything stays.
    """
    words = loosen(who).split()
    if not words:
        return proposal
    named = [key for key, name in _names(proposal, contacts) if all(word in loosen(name) for word in words)]
    kept = {*named, *answered}
    # A day of somebody new is nothing without them.
    kept |= {one.newcomer for one in proposal.days if one.key in kept and one.newcomer}
    others = len([one for one in proposal.items if one.key not in kept])
    return replace(
        proposal,
        news=tuple([one for one in proposal.news if one.key in kept]),
        changes=tuple([one for one in proposal.changes if one.key in kept]),
        doubles=tuple([one for one in proposal.doubles if one.key in kept]),
        days=tuple([one for one in proposal.days if one.key in kept]),
        left=(*proposal.left, (OTHERS, others)) if others else proposal.left,
    )


def _names(proposal: Proposal, contacts: Mapping[str, Contact]) -> Iterator[tuple[str, str]]:
    """Give each item's key with the name of whom it is about; of somebody in doubt all names that they may have."""
    new = {one.key: one.contact.name for one in proposal.news}
    yield from new.items()
    for change in proposal.changes:
        yield change.key, contacts[change.path].name
    for double in proposal.doubles:
        yield double.key, double.contact.name
        for seen in double.seen:
            yield double.key, contacts[seen.path].name
    for days in proposal.days:
        yield days.key, contacts[days.path].name if days.path else new[days.newcomer]
