"""Notes brought together again, as data: what git and sync services left apart, and the plan that joins it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record, Row
from pnm_vault.sync.merge import Conflict, Merged, merge_note
from pnm_vault.vault.read import MAX_BYTES

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.carry_out import Written


class Source(StrEnum):
    """Where the two versions come from."""

    INDEX = "index"  # of a merge that git is in the middle of
    HISTORY = "history"  # the commits whose merge left markers
    MARKERS = "markers"  # the markers themselves
    COPY = "copy"  # a conflict copy and its note
    ALONE = "alone"  # a conflict copy whose note is gone, and gets its name again


class Mending(Row, frozen=True):
    """A note to be brought together. `before` is what the note holds, None: there is none; `after` what it will.

    `copy` is the path of the conflict copy that goes then, empty for none, and `removed` what it holds. `conflicts` are
    the places where both versions stand. `remake`: it is a review note, which the next `regenerate` makes anew.
    """

    path: str
    before: bytes | None
    after: bytes
    source: Source
    conflicts: tuple[Conflict, ...] = ()
    remake: bool = False
    copy: str = ""
    removed: bytes = b""


class Left(Row, frozen=True):
    """A file that stays as it is, and half a sentence that says why and what to do."""

    path: str
    reason: str


class Mendings(Record, frozen=True):
    """What was found: the notes to be brought together, those that nobody agreed to, and what is left to the owner.

    `staged` are the notes that git is told to be merged once that is done.
    """

    agreed: tuple[Mending, ...] = ()
    declined: tuple[Mending, ...] = ()
    left: tuple[Left, ...] = ()
    staged: tuple[str, ...] = ()


Agree = Callable[[Mending], bool]


def unseen_places(places: Iterable[str]) -> list[Left]:
    """Tell of folders that could not be looked into: what lies there is left as it is."""
    return [Left(place, "could not be looked into, so nothing in it was merged") for place in places]


def as_text(content: bytes) -> str | None:
    """Give a note's bytes as text, a byte order mark with it; None for what is no text that notes are made of."""
    if len(content) > MAX_BYTES or b"\0" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def merge_safely(base: str | None, ours: str, theirs: str) -> Merged | None:
    """Merge two versions; None on a fault of ours, which must not keep the other notes from being merged."""
    try:
        return merge_note(base, ours, theirs)
    except Exception:
        return None


def plan_mendings(mendings: Sequence[Mending]) -> Plan:
    """Plan to write each note once, as the last of its mendings has it, and then to take the copies away.

    A note that is a copy itself, and went into another one, goes.
    """
    gone = {one.copy for one in mendings if one.copy}
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes] = {}
    held = {one.copy: one.removed for one in mendings if one.copy}
    for one in mendings:
        before.setdefault(one.path, one.before)
        after[one.path] = one.after
    steps: list[Create | Replace | Remove] = []
    for path, content in after.items():
        was = before[path]
        if path in gone:
            held[path] = was or b""
        elif was is None:
            steps.append(Create(path, content))
        elif was != content:
            steps.append(Replace(path, content, was))
    # What goes, goes last: every line is in the vault at each moment.
    return Plan((*steps, *[Remove(path, content) for path, content in held.items()]))


def carry_out_mendings(session: Session, found: Mendings, words: Sequence[str]) -> Written:
    """Write what was agreed to, exactly as it was shown; see `carry_out`.

    Raises:
        PnmError: a note was changed meanwhile, or cannot be written; nothing was changed then.
    """
    from pnm_vault.pipeline.writing.carry_out import carry_out

    plan = plan_mendings(found.agreed)
    modes = {}
    for one in found.agreed:
        if one.before is None:
            from pnm_vault.vault.user_check import mode_of

            modes[one.path] = mode_of(session.root, one.copy)
    return carry_out(session, lambda: plan, words, modes=modes)
