"""What was understood of a vault, counted."""

from collections import Counter
from collections.abc import Mapping

from pnm_vault.index.build import Index
from pnm_vault.index.names import Certainty, resolve
from pnm_vault.model.note import NoteKind, Sign
from pnm_vault.model.record import Record
from pnm_vault.pipeline.intake import restore
from pnm_vault.vault.walk import Listing

_REASONS = {
    NoteKind.TEMPLATE: "a template",
    NoteKind.INDEX: "an index note",
    NoteKind.GENERATED: "made by pnm",
    NoteKind.CONFLICT_COPY: "a sync service's conflict copy",
}


class Census(Record, frozen=True):
    """How many notes of which kind there are. `ignored` pairs a path with the reason why it was left out, sorted.

    `signs` tells of each contact by what it was recognised, in the order of paths.
    `unresolved_links` counts distinct links of a note that lead to no note of the vault.
    """

    notes: int
    contacts: int
    signs: Mapping[str, Sign]
    by_kind: Mapping[str, int]
    ignored: tuple[tuple[str, str], ...]
    unresolved_links: int


def take_census(index: Index, listing: Listing, stored: Mapping[str, bytes]) -> Census:
    """Count the notes in `stored`, which holds every indexed note by path."""
    kinds: Counter[str] = Counter()
    ignored = [(path, f"left out by the setting {entry}") for path, entry in listing.ignored]
    unresolved = 0
    signs: dict[str, Sign] = {}
    for path, content in stored.items():
        note = restore(content).note
        kinds[note.kind.value] += 1
        if note.sign is not None:
            signs[path] = note.sign
        if note.kind in _REASONS:
            ignored.append((path, _REASONS[note.kind]))
        for link in note.links:
            if resolve(link.target, path, index.names, index.aliases).certainty is Certainty.UNRESOLVED:
                unresolved += 1
    return Census(
        notes=sum(kinds.values()),
        contacts=len(index.contacts),
        signs=dict(sorted(signs.items())),
        by_kind=dict(sorted(kinds.items())),
        ignored=tuple(sorted(ignored)),
        unresolved_links=unresolved,
    )
