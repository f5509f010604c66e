"""What git is in the middle of: a merge, a rebase and their like leave files in the git folder until they are over."""

import os
from collections.abc import Collection

from pnm_vault.model.record import Row
from pnm_vault.sync.git.place import Repository


class UnderWay(Row, frozen=True):
    """Something that git has begun and not ended: its name with an article, and how to end it."""

    what: str
    remedy: str


_MERGE = UnderWay("a merge", "Commit it, or give it up with `git merge --abort`.")
_REBASE = UnderWay("a rebase", "Go on with `git rebase --continue`, or give it up with `git rebase --abort`.")
_AM = UnderWay("applying patches", "Go on with `git am --continue`, or give it up with `git am --abort`.")
_PICK = UnderWay("a cherry-pick", "Go on with `git cherry-pick --continue`, or give it up with `--abort`.")
_REVERT = UnderWay("a revert", "Go on with `git revert --continue`, or give it up with `--abort`.")
_BISECT = UnderWay("a bisection", "End it with `git bisect reset`.")

# In this order, since a rebase that stops leaves the name of what it picks too.
# Source: git, wt-status.c, wt_status_get_state; sequencer.c.
_SIGNS = (
    ("rebase-apply/applying", _AM),
    ("rebase-apply", _REBASE),
    ("rebase-merge", _REBASE),
    ("MERGE_HEAD", _MERGE),
    ("CHERRY_PICK_HEAD", _PICK),
    ("REVERT_HEAD", _REVERT),
    ("sequencer", _PICK),
    ("BISECT_LOG", _BISECT),
)
_AUTOSTASHES = ("MERGE_AUTOSTASH", "rebase-merge/autostash", "rebase-apply/autostash")


def find_under_way(repository: Repository, besides: Collection[str] = ()) -> UnderWay | None:
    """Say what git is in the middle of in this working tree; None for nothing. `besides` are names that do not count.

    Costs a handful of looks at names that are nearly always missing.
    """
    for sign, found in _SIGNS:
        if sign.partition("/")[0] not in besides and os.path.lexists(os.path.join(repository.git_dir, sign)):
            return found
    return None


def holds_autostash(repository: Repository) -> bool:
    """Tell whether git has put changes of the owner's aside and is about to bring them back."""
    return any(os.path.lexists(os.path.join(repository.git_dir, name)) for name in _AUTOSTASHES)


def is_writing(repository: Repository) -> bool:
    """Tell whether some git is changing the index, and with it perhaps the notes, at this moment."""
    return os.path.lexists(os.path.join(repository.git_dir, "index.lock"))
