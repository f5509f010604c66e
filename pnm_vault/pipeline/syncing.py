"""A vault brought together with the other machines by the git of this one: commit, fetch, merge, regenerate, push.

Every step leaves the clone in a state from which git alone can go on, so that a run may be killed anywhere; and each
does only what git does without force. What somebody has to decide ends the run, with nothing pushed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.errors import GitUnderWayError, PnmError
from pnm_vault.model.record import Record
from pnm_vault.model.review_notes import CHOSEN
from pnm_vault.review.region import cut_region
from pnm_vault.sync.git import exchange
from pnm_vault.sync.git.driver import DRIVER_KEY
from pnm_vault.sync.git.exchange import Branch
from pnm_vault.sync.git.objects import Unmerged, read_unmerged
from pnm_vault.sync.git.place import Repository, find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.sync.git.under_way import find_under_way
from pnm_vault.vault.lock import vault_lock

if TYPE_CHECKING:
    from pnm_vault.pipeline.regenerate import Regenerated

# Another machine may push between our fetch and our push; whoever meets that as often as this has a busy day.
MOST_PUSHES = 3
_LOCK_WAIT = 2.0

Remake = Callable[[], "Regenerated"]


class Synced(Record, frozen=True):
    """What was done, or with a dry run would be.

    `committed` and `renewed` are files as seen from the top of the clone: what was changed before, and what the review
    notes and their marks changed. `received` and `pushed` count commits, `waiting` those that the other side lacks
    still. `way` is how the other side was taken in: `merge` or `rebase`, empty for not at all. `unmerged` is to be
    decided first. `told` is what git and the merge driver said meanwhile. `offline`, `trouble` and `refused` say why
    the other side could not be reached, why there are no new review notes, and why nothing was pushed; empty: all
    went well. `news`: of a dry run, whether the other side has something new. `by_lines`: both sides had commits of
    their own, and git merged notes as lines of text, since nobody set up this clone.
    """

    repository: str
    branch: Branch
    committed: tuple[str, ...] = ()
    received: int = 0
    way: str = ""
    unmerged: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    regenerated: Regenerated | None = None
    pushed: int = 0
    waiting: int = 0
    offline: str = ""
    told: str = ""
    trouble: str = ""
    refused: str = ""
    news: bool | None = None
    by_lines: bool = False

    @property
    def is_fine(self) -> bool:
        """Tell whether nothing is left for somebody to do; being offline is fine."""
        return not (self.unmerged or self.trouble or self.refused)


class _Trip:
    """One run; what it has done so far is `done`."""

    def __init__(self, git: Git, branch: Branch, message: str) -> None:
        self.git = git
        self.branch = branch
        self.message = message
        self.done = Synced(git.repository.top, branch)

    def note(self, **changes: object) -> None:
        self.done = msgspec.structs.replace(self.done, **changes)


def sync_vault(root: str, message: str, remake: Remake, *, push: bool = True, asks: bool = False) -> Synced:
    """Bring a vault and the branch that its clone follows together.

    Only files of the vault are committed. `message` is that of the commits. `remake` makes the review notes anew, by
    the settings that came with the merge. `asks`: git may ask for a password.

    Raises:
        PnmError: nothing can be done here, or git refused; what was committed before that stays committed.
        GitUnderWayError: a merge or the like is not over yet.
        VaultBusyError: another `pnm sync` is at work on this vault.
    """
    with vault_lock(root, _LOCK_WAIT, "sync"):
        trip = _begin(root, message, asks=asks)
        trip.note(committed=_commit(trip))
        _fetch(trip)
        for _ in range(MOST_PUSHES):
            if not _take_in(trip):
                return trip.done
            _regenerate(trip, remake)
            if not push or not _push(trip):
                break
            _fetch(trip)
        _count_waiting(trip)
        return trip.done


def look_before_sync(root: str, *, push: bool = True, asks: bool = False) -> Synced:
    """Say what `sync_vault` would do; nothing is written, in the git folder neither.

    Raises:
        PnmError, GitUnderWayError: as `sync_vault`.
    """
    trip = _begin(root, "", asks=asks)
    git, branch = trip.git, trip.branch
    trip.note(committed=exchange.list_changes(git, git.repository.vault))
    if not branch.follows:
        return trip.done
    ahead = exchange.count_ahead(git, branch)
    waiting = ahead.here + bool(trip.done.committed)
    trip.note(received=ahead.there, waiting=waiting, pushed=waiting if push else 0)
    try:
        trip.note(news=bool(ahead.there) or exchange.has_news(git, branch))
    except PnmError as error:
        trip.note(offline=error.message, pushed=0)
    return trip.done


def _begin(root: str, message: str, *, asks: bool) -> _Trip:
    repository = find_repository(root)
    if repository is None:
        raise PnmError(
            f"{root} lies in no git repository, so there is nothing to sync.",
            "Make it one with `git init`, or clone yours; docs/sync.md says how.",
        )
    git = Git(repository, asks=asks)
    _refuse_amid(git, repository)
    return _Trip(git, exchange.read_branch(git), message)


def _refuse_amid(git: Git, repository: Repository) -> None:
    under_way = find_under_way(repository)
    unmerged = exchange.list_unmerged(git)
    if under_way is None and not unmerged:
        return
    what = f"Git is in the middle of {under_way.what}" if under_way is not None else "Git has files in conflict"
    listed = "".join(f"\n{path}" for path in unmerged)
    remedy = "`pnm git resolve` goes through what is in conflict." if unmerged else ""
    more = under_way.remedy if under_way is not None else ""
    raise GitUnderWayError(f"{what}, so nothing was synced.{listed}", " ".join(part for part in (remedy, more) if part))


def _commit(trip: _Trip) -> tuple[str, ...]:
    changed = exchange.list_changes(trip.git, trip.git.repository.vault)
    if changed:
        exchange.commit(trip.git, changed, trip.message)
    return changed


def _fetch(trip: _Trip) -> None:
    if trip.branch.follows:
        trip.note(offline=exchange.fetch(trip.git, trip.branch))


def _take_in(trip: _Trip) -> bool:
    """Merge what the other side has; False where somebody has to decide something first."""
    if not trip.branch.follows:
        return True
    ahead = exchange.count_ahead(trip.git, trip.branch)
    if not ahead.there:
        return True
    if ahead.here:
        trip.note(by_lines=_merges_by_lines(trip.git))
    merge = exchange.take_in(trip.git, trip.branch, ahead)
    while merge.unmerged and (left := _without_review_notes(trip.git, merge.unmerged)) != merge.unmerged:
        merge = msgspec.structs.replace(merge, unmerged=left) if left else exchange.go_on(trip.git, merge.how)
    told = "\n".join(part for part in (trip.done.told, merge.told.strip()) if part)
    trip.note(received=trip.done.received + ahead.there, way=merge.how, unmerged=merge.unmerged, told=told)
    return not merge.unmerged


def _without_review_notes(git: Git, unmerged: tuple[str, ...]) -> tuple[str, ...]:
    """Take review notes as they were changed that the other side removed, and give what else is in conflict.

    The settings there ask for them no more. Whether they go, or stay for what somebody wrote in them, is for the run
    that makes the review notes anew.
    """
    settled = [one.path for one in read_unmerged(git) if one.plain and _is_removed_review_note(one)]
    if settled:
        exchange.take_as_it_lies(git, settled)
    return tuple([path for path in unmerged if path not in settled])


def _is_removed_review_note(one: Unmerged) -> bool:
    if (one.ours is None) == (one.theirs is None):
        return False
    cut = cut_region((one.ours or one.theirs or b"").decode(errors="replace"))
    return cut is not None and cut.name in CHOSEN


def _merges_by_lines(git: Git) -> bool:
    """Tell whether git merges notes as text here; another driver is the owner's choice."""
    vault = git.repository.vault
    [merge] = git.attribute("merge", (f"{vault}/x.md" if vault else "x.md",))
    return merge in ("unspecified", "set") or (merge == "pnm" and git.setting(DRIVER_KEY) is None)


def _regenerate(trip: _Trip, remake: Remake) -> None:
    try:
        made = remake()
    except PnmError as error:
        trip.note(trouble=error.message)
        return
    renewed = _commit(trip)
    trip.note(regenerated=made, trouble="", renewed=tuple(sorted({*trip.done.renewed, *renewed})))


def _push(trip: _Trip) -> bool:
    """Push; True where the other side has something new meanwhile, which is to be taken in first."""
    if not trip.branch.follows or trip.done.offline:
        return False
    waiting = _count_waiting(trip)
    if not waiting:
        return False
    behind, why = exchange.push(trip.git, trip.branch)
    trip.note(refused=why, pushed=0 if why else waiting)
    return behind


def _count_waiting(trip: _Trip) -> int:
    waiting = exchange.count_ahead(trip.git, trip.branch).here if trip.branch.follows else 0
    trip.note(waiting=waiting)
    return waiting
