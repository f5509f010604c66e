"""What the notes answer about the few contacts of the note, kept between runs as long as the notes that say it stay.

A row for every contact took a sixth of all that a run reads of the tables, for the six whom the note is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.briefing.five_questions import FiveRow, five_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pnm_vault.pipeline.session import Session

STATE = "five questions"

_Kept = dict[str, FiveRow | None]


def rows_for(session: Session, paths: Sequence[str]) -> Mapping[str, FiveRow | None]:
    """Give what the notes answer about these contacts, in their order."""
    kept = (None if session.supposing else session.answer_kept(STATE, _Kept)) or {}
    missing = [path for path in paths if path not in kept]
    fresh = {path: five_row(record) for path, record in session.records(missing).items()}
    # Those of another week stay too: what is kept must cover the note that was written last, whichever day was asked
    # about since, or else a change in it would go unnoticed.
    known = {**kept, **fresh}
    if missing and not session.supposing:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(known)})
    return {path: known[path] for path in paths}


def rows_that_stand(
    stored: bytes | None,
    moved: Collection[str],
    told_by: tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]],
) -> dict[str, bytes]:
    """Give what has to be kept so that only those rows stay of whom no note in `moved` tells, before or now.

    `told_by` names the notes that tell of a contact, before and now. Empty when all stay.
    """
    kept = msgspec.msgpack.decode(stored, type=_Kept) if stored else {}
    before, now = told_by
    standing = {
        path: row
        for path, row in kept.items()
        if not any(note in moved for note in (path, *before.get(path, ()), *now.get(path, ())))
    }
    return {} if len(standing) == len(kept) else {STATE: msgspec.msgpack.encode(standing)}
