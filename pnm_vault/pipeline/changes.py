"""What differs between two looks at the vault, and what of it is believed."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pnm_vault.model.record import Row

if TYPE_CHECKING:
    from pnm_vault.vault.hints import HeldDeletions
    from pnm_vault.vault.walk import Stamp

UNFINISHED_NS = 2_000_000_000


class Changes(Row, frozen=True):
    """Paths of notes that are new or different, and of those that are gone, sorted.

    `waiting` are notes that seem to be in the middle of a save or a move, taken to be as they were until looked at
    again.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    waiting: tuple[str, ...] = ()


def compare(before: "Mapping[str, Stamp]", now: "Mapping[str, Stamp]", unseen: Iterable[str], now_ns: int) -> Changes:
    """Compare two looks at the vault. Notes under `unseen` are taken to be as they were.

    An empty file that is only just so is a save under way, and is taken to be as it was too.
    """
    if before == now:  # as at most looks; this costs a fifth of looking at each note
        return Changes((), ())
    different = [path for path, stamp in now.items() if before.get(path) != stamp]
    waiting = tuple(path for path in different if path in before and _unfinished(now[path], now_ns))
    changed = tuple(path for path in different if path not in waiting) if waiting else tuple(different)
    removed = [path for path in before if path not in now]
    if removed and (hidden := tuple(unseen)):
        folders = tuple(path for path in hidden if path.endswith("/"))
        removed = [path for path in removed if path not in hidden and not path.startswith(folders)]
    return Changes(changed, tuple(removed), waiting)


def hold(changes: Changes, held: "HeldDeletions", now: float, there: "Mapping[str, Stamp]") -> Changes:
    """Keep back those removals that are too fresh to be believed. `now` is monotonic, in seconds."""
    for path in changes.removed:
        held.add(path, now)
    gone = set(held.confirm(now, lambda path: path in there))
    removed = tuple(path for path in changes.removed if path in gone)
    held_back = tuple(path for path in changes.removed if path not in gone)
    return Changes(changes.changed, removed, (*changes.waiting, *held_back))


def _unfinished(stamp: "Stamp", now_ns: int) -> bool:
    return stamp[1] == 0 and 0 <= now_ns - stamp[0] < UNFINISHED_NS
