"""Whether notes that changed may hold what the Agenda quotes, told without loading what it takes to quote them."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from pnm_vault.model.note import NoteKind, ParsedNote

# Under this name the cache keeps what was quoted for each contact on the Agenda; see `pipeline.talks`.
STATE = "talks"


def are_quoted(
    stored: bytes | None,
    notes: Mapping[str, ParsedNote],
    removed: Iterable[str],
    told_by: Mapping[str, tuple[str, ...]],
    today: date,
) -> bool:
    """Tell whether a line that is quoted may have changed, of which the rows keep only the beginning.

    `stored` is what the cache keeps, `told_by` names the notes that tell of a contact. Any daily note before `today`
    may have news.
    """
    if not stored:
        return False
    past = [
        note for note in notes.values() if note.kind is NoteKind.DAILY and note.day is not None and note.day < today
    ]
    if past or any(removed):
        return True
    kept = msgspec.msgpack.decode(stored)
    return any(
        not notes.keys().isdisjoint((*rests_on, *told_by.get(path, ()))) for path, (_, rests_on, *_) in kept.items()
    )
