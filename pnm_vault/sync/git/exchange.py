"""A branch and the one that it follows: what is new on either side, committing, fetching, merging, pushing.

Nothing here forces anything, and nothing that is not committed is ever put aside or thrown away: where git refuses,
that is the answer.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Record
from pnm_vault.sync.git.program import Attempt, Git

# A slow line, a long password; it ends by itself all the same where nobody watches.
NETWORK_LIMIT = 600.0
_HOOK_LIMIT = 600.0
# Somebody pushed before us; the last one: at this very moment.
_BEHIND = ("(fetch first)", "(non-fast-forward)", "(failed to update ref)")
_REBASES = ("true", "yes", "on", "1", "interactive", "i")
_NO_NAME = ("Author identity unknown", "Committer identity unknown", "unable to auto-detect email address")


class Branch(Record, frozen=True):
    """The branch that is checked out. `remote` and `there` name what it follows (`origin`, `main`), empty for nothing.

    `remotes` are all that the clone knows.
    """

    name: str
    remote: str = ""
    there: str = ""
    remotes: tuple[str, ...] = ()

    @property
    def follows(self) -> str:
        """Name what it follows as git does, `origin/main`; empty for nothing."""
        return f"{self.remote}/{self.there}" if self.there else ""


class Ahead(Record, frozen=True):
    """How many commits each side has that the other one lacks."""

    here: int
    there: int


class Merge(Record, frozen=True):
    """How taking in the other side went: `how` is `merge` or `rebase`, `unmerged` what git lists, `told` its words."""

    how: str
    unmerged: tuple[str, ...] = ()
    told: str = ""


def read_branch(git: Git) -> Branch:
    """Say which branch is checked out, and which one it follows.

    Raises:
        PnmError: none is checked out, or git cannot be asked.
    """
    named = git.attempt("symbolic-ref", "--quiet", "--short", "HEAD")
    if named.code:
        raise PnmError(
            "No branch is checked out here (git calls that a detached HEAD), so there is nothing to sync.",
            "Check one out with `git switch main`, or whatever yours is called.",
        )
    name = named.printed.decode(errors="surrogateescape").strip()
    remote, merge = git.setting(f"branch.{name}.remote") or "", git.setting(f"branch.{name}.merge") or ""
    remotes = tuple(git.run("remote").decode(errors="surrogateescape").split())
    # A branch may follow another one of the same clone (`.`), and a remote may be a bare address.
    if remote not in remotes or not merge.startswith("refs/heads/"):
        return Branch(name, remotes=remotes)
    return Branch(name, remote, merge.removeprefix("refs/heads/"), remotes)


def list_unmerged(git: Git) -> tuple[str, ...]:
    """Give the files that a merge left in conflict, also one that is over for git, such as `git stash pop`."""
    said = git.run("diff", "-z", "--name-only", "--diff-filter=U")
    return tuple(sorted(set(_texts(said))))


def list_changes(git: Git, folder: str) -> tuple[str, ...]:
    """Give the files below a folder (empty: all) that differ from the last commit, new ones included, ignored ones not.

    Left out are repositories inside the folder, which are none of ours, and what is staged and gone from the disk
    since: it is nowhere but in the index.
    """
    words = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
    said = git.run("--literal-pathspecs", *words, "--", folder or ".")
    rows = [row for row in _texts(said) if not row.endswith("/") and not row.startswith("AD")]
    return tuple(sorted(row[3:] for row in rows))


def commit(git: Git, paths: Sequence[str], message: str) -> None:
    """Commit these files as they are now, and whatever else is staged not. Hooks run as ever.

    Raises:
        PnmError: a hook or git refused; nothing was committed.
    """
    given = b"".join(os.fsencode(path) + b"\0" for path in paths)
    listed = ("--pathspec-from-file=-", "--pathspec-file-nul")
    git.run("update-index", "--add", "--remove", "--replace", "-z", "--stdin", given=given)
    words = ("commit", "--quiet", "--only", "-m", message, *listed)
    done = git.attempt("--literal-pathspecs", *words, given=given, limit=_HOOK_LIMIT)
    if done.code:
        raise PnmError(*_why_not_committed(done))


def _why_not_committed(done: Attempt) -> tuple[str, str]:
    said = done.said.strip()
    if any(sign in said for sign in _NO_NAME):
        return (
            "Git does not know yet whose commits these are.",
            "Tell it once: git config --global user.name NAME, and git config --global user.email MAIL.",
        )
    words = said or done.printed.decode(errors="replace").strip() or f"exit code {done.code}"
    return f"Nothing was committed, as git or one of your hooks refused:\n{words}", ""


def fetch(git: Git, branch: Branch) -> str:
    """Fetch what the other side has; gives why that was not possible, empty when it was."""
    done = git.attempt("fetch", "--quiet", branch.remote, limit=NETWORK_LIMIT)
    return _in_short(done) if done.code else ""


def has_news(git: Git, branch: Branch) -> bool:
    """Ask whether the other side has something that was not fetched yet; nothing is fetched.

    Raises:
        PnmError: it cannot be asked.
    """
    done = git.attempt("ls-remote", branch.remote, f"refs/heads/{branch.there}", limit=NETWORK_LIMIT)
    if done.code:
        raise PnmError(_in_short(done))
    known = git.attempt("rev-parse", "--quiet", "--verify", _tracked(branch)).printed.split()
    return done.printed.split()[:1] != known


def count_ahead(git: Git, branch: Branch) -> Ahead:
    """Count what either side lacks, as far as was fetched; a branch that is not there yet has nothing."""
    if git.attempt("rev-parse", "--quiet", "--verify", "HEAD").code:
        return Ahead(0, int(_is_known(git, branch)))
    if not _is_known(git, branch):
        return Ahead(int(git.run("rev-list", "--count", "HEAD")), 0)
    here, there = git.run("rev-list", "--left-right", "--count", f"HEAD...{_tracked(branch)}").split()
    return Ahead(int(here), int(there))


def take_in(git: Git, branch: Branch, ahead: Ahead) -> Merge:
    """Merge what was fetched, or put one's own commits upon it, as `pull.rebase` says.

    Raises:
        PnmError: git refused, and nothing was changed.
    """
    words = _way(git, branch) if ahead.here else ("merge", "--ff-only")
    done = git.attempt(*words, "--quiet", _tracked(branch), limit=None)
    if not done.code:
        return Merge(words[0], (), _without_hints(done.said))
    unmerged = list_unmerged(git)
    if not unmerged:
        raise PnmError(f"{branch.follows} was not merged, as git refused:\n{_words_of(done)}")
    return Merge(words[0], unmerged, _without_hints(done.said))


def take_as_it_lies(git: Git, paths: Sequence[str]) -> None:
    """Take files in conflict (as seen from the top) for settled, as they lie in the folder."""
    git.run("--literal-pathspecs", "add", "--", *paths)


def go_on(git: Git, how: str) -> Merge:
    """End a merge or a rebase in which nothing is in conflict any more, or come to the next conflict of a rebase.

    Raises:
        PnmError: git refused; the merge or rebase is still under way.
    """
    words = ("rebase", "--continue") if how == "rebase" else ("commit", "--no-edit", "--quiet")
    done = git.attempt("-c", "core.editor=true", *words, limit=_HOOK_LIMIT)
    unmerged = list_unmerged(git) if done.code else ()
    if done.code and not unmerged:
        raise PnmError(f"The {how} could not be ended, as git refused:\n{_words_of(done)}")
    return Merge(how, unmerged, _without_hints(done.said))


def push(git: Git, branch: Branch) -> tuple[bool, str]:
    """Push the branch to where it comes from, never by force.

    Gives whether the other side has something new that is to be taken in first, and why it failed, empty when it did
    not.
    """
    words = ("push", "--porcelain", branch.remote, f"HEAD:refs/heads/{branch.there}")
    done = git.attempt(*words, limit=NETWORK_LIMIT)
    if not done.code:
        return False, ""
    rows = [line for line in done.printed.decode(errors="replace").splitlines() if line.startswith("!")]
    behind = any(sign in row for row in rows for sign in _BEHIND)
    reason = [rows[0].split("\t")[-1]] if rows else []
    # What a server or a hook says is the reason that helps; git itself adds that it failed, and advice.
    said = [line for line in _without_hints(done.said).splitlines() if not line.startswith("error: failed to push")]
    return behind, "\n".join([*reason, *said]) or f"exit code {done.code}"


def _way(git: Git, branch: Branch) -> tuple[str, ...]:
    """Give the command that the settings of the clone ask for where both sides have commits of their own."""
    wished = git.setting(f"branch.{branch.name}.rebase") or git.setting("pull.rebase")
    if wished is None and git.setting("pull.ff") == "only":
        raise PnmError(
            f"Both sides have commits of their own, and `pull.ff` is `only`, so {branch.follows} was not merged.",
            "Merge it by hand, or set `pull.rebase` to `true` or `false`.",
        )
    if wished in ("merges", "m"):
        return ("rebase", "--rebase-merges")
    return ("rebase",) if wished in _REBASES else ("merge", "--no-edit")


def _tracked(branch: Branch) -> str:
    return f"refs/remotes/{branch.follows}"


def _is_known(git: Git, branch: Branch) -> bool:
    return not git.attempt("rev-parse", "--quiet", "--verify", _tracked(branch)).code


def _in_short(done: Attempt) -> str:
    """Give the sentence of git's that says why: what programs below it say comes before it, hints come after."""
    lines = [line.strip() for line in done.said.splitlines() if line.strip()]
    chosen = [line for line in lines if line.startswith(("fatal: ", "error: ", "remote: error", "ssh: "))] or lines
    return chosen[0].removeprefix("fatal: ").removeprefix("error: ") if chosen else f"exit code {done.code}"


def _without_hints(said: str) -> str:
    """Leave out git's advice on its own commands, which names none of ours."""
    lines = [line.rstrip() for line in said.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("hint: ") and line != "hint:")


def _words_of(done: Attempt) -> str:
    words = done.said.strip() or done.printed.decode(errors="replace").strip()
    return words or f"exit code {done.code}"


def _texts(said: bytes) -> list[str]:
    return [os.fsdecode(one) for one in said.split(b"\0") if one]
