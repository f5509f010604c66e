"""Which of the lines kept for the Agenda still stand, told without loading what it takes to quote them."""

from collections.abc import Collection, Mapping
from datetime import date

import msgspec

from pnm_vault.model.settings import Settings
from pnm_vault.notes.kinds import daily_day
from pnm_vault.notes.rules import build_rules

# Under this name the cache keeps what was quoted for each contact on the Agenda; see `pipeline.questions.talks`.
STATE = "talks"

ToldBy = Mapping[str, tuple[str, ...]]


def quotes_that_stand(
    stored: bytes | None, moved: Collection[str], told_by: tuple[ToldBy, ToldBy], settings: Settings, today: date
) -> dict[str, bytes]:
    """Give what has to be kept so that only those quotes stay that the notes in `moved` cannot have changed.

    `stored` is what is kept, `told_by` names the notes that tell of a contact, before and now. The rows keep only the
    beginning of a line, so this goes by whole notes: those that tell of the contact, those that its lines rest on, and
    any daily note before `today`, which may have news for everybody. Empty when all stay.
    """
    kept: dict[str, tuple[object, list[str], object]] = msgspec.msgpack.decode(stored) if stored else {}
    if not kept:
        return {}
    rules = build_rules(settings)
    days = [day for path in moved if (day := daily_day(path, rules)) is not None]
    before, now = told_by
    standing = {
        path: one
        for path, one in kept.items()
        if not any(day < today for day in days)
        and not any(note in moved for note in (*one[1], *before.get(path, ()), *now.get(path, ())))
    }
    return {} if len(standing) == len(kept) else {STATE: msgspec.msgpack.encode(standing)}
