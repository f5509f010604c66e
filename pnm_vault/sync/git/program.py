"""The git program of this machine, run without a shell, in one language, and blind to what a hook has set for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping
from typing import NamedTuple

from pnm_vault.errors import PnmError
from pnm_vault.sync.git.place import Repository

TIMEOUT = 60.0

# What ties a git to one repository; git sets it for its hooks, and pnm may be asked about another one there.
# Source: git rev-parse --local-env-vars.
_TIES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_DIR "
    "GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE GIT_INTERNAL_SUPER_PREFIX GIT_NO_REPLACE_OBJECTS "
    "GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE GIT_LITERAL_PATHSPECS "
    "GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS"
)
_TIE_NAMES = frozenset(_TIES.split())
_OWN = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


class Attempt(NamedTuple):
    """What came of a command of git's: its exit code, what it printed, and what it said on standard error."""

    code: int
    printed: bytes
    said: str


class Git:
    """Git for one repository; every command runs in the top folder of its working tree.

    `of_commit`: pnm runs in a hook before a commit, and the index is the one that is about to be committed, which git
    names in the environment (`git commit FILE` makes one of its own). `asks`: git may ask for a password at the
    terminal; otherwise what needs one fails at once.
    """

    def __init__(self, repository: Repository, *, of_commit: bool = False, asks: bool = False) -> None:
        self.repository = repository
        self._environ = _environ(os.environ, of_commit)
        if asks:
            del self._environ["GIT_TERMINAL_PROMPT"]
        self._words = ["git", "-C", repository.top]
        if not os.path.lexists(os.path.join(repository.top, ".git")):
            self._words += ["--git-dir", repository.git_dir, "--work-tree", repository.top]

    def run(self, *words: str, given: bytes = b"", fine: Collection[int] = (0,)) -> bytes:
        """Run one command and give what it prints; `fine` are the exit codes that are no failure.

        Raises:
            PnmError: there is no git here, or it failed; the message has its own words.
        """
        done = self.attempt(*words, given=given)
        if done.code not in fine:
            said = done.said.strip().splitlines() or [f"exit code {done.code}"]
            raise PnmError(f"`git {words[0]}` failed: {said[0]}")
        return done.printed

    def attempt(self, *words: str, given: bytes = b"", limit: float | None = TIMEOUT) -> Attempt:
        """Run one command that may well fail. `limit` is in seconds; None: it takes as long as it takes.

        Raises:
            PnmError: there is no git here, or it did not end in time.
        """
        try:
            done = subprocess.run(
                [*self._words, *words],
                check=False,
                input=given,
                capture_output=True,
                env=self._environ,
                timeout=limit,
            )
        except FileNotFoundError:
            raise PnmError("There is no git on this machine, or not where programs are looked for.") from None
        except OSError as error:
            raise PnmError(f"Git cannot be run: {error.strerror}.") from error
        except subprocess.TimeoutExpired:
            raise PnmError(f"`git {words[0]}` did not end within {limit:.0f} s.") from None
        return Attempt(done.returncode, done.stdout, done.stderr.decode(errors="replace"))

    def setting(self, name: str, *, local: bool = False) -> str | None:
        """Give the value of a setting, the one that counts; None where it is not set. `local`: of this clone alone."""
        scope = ["--local"] if local else []
        found = self.run("config", "-z", *scope, "--get-all", name, fine=(0, 1))
        return _text(found.split(b"\0")[-2]) if found else None

    def set(self, name: str, value: str) -> None:
        """Set a setting of this clone, in the place of whatever it has there."""
        self.run("config", "--local", "--replace-all", name, value)

    def unset(self, name: str) -> None:
        """Take a setting of this clone away."""
        self.run("config", "--local", "--unset-all", name, fine=(0, 5))

    def attribute(self, name: str, paths: Collection[str]) -> tuple[str, ...]:
        """Give an attribute of each path (as seen from the top): its value, `set`, `unset` or `unspecified`."""
        given = b"".join(_bytes(path) + b"\0" for path in paths)
        said = self.run("check-attr", "-z", "--stdin", name, given=given).split(b"\0")
        return tuple(_text(value) for value in said[2::3])

    def ignored_by(self, paths: Collection[str]) -> Mapping[str, str]:
        """Give, for each path for which some pattern decides, the file that the pattern stands in, as git names it."""
        given = b"".join(_bytes(path) + b"\0" for path in paths)
        said = self.run("check-ignore", "-v", "-z", "--no-index", "--stdin", given=given, fine=(0, 1)).split(b"\0")
        return {_text(path): _text(source) for source, path in zip(said[0::4], said[3::4], strict=False)}

    def leaves_out(self, path: str) -> bool:
        """Tell whether git ignores a path, unless it is under version control all the same."""
        return bool(self.run("check-ignore", "-z", "--stdin", given=_bytes(path) + b"\0", fine=(0, 1)))

    def kept(self, *paths: str) -> tuple[str, ...]:
        """Give which files at or below these paths are under version control."""
        said = self.run("--literal-pathspecs", "ls-files", "-z", "--", *paths)
        return tuple(_text(path) for path in said.split(b"\0") if path)

    def hooks_folder(self) -> str:
        """Give the folder that git takes hooks from; it need not be there."""
        named = _text(self.run("rev-parse", "--git-path", "hooks")).removesuffix("\n")
        return os.path.join(self.repository.top, named)


def _environ(environ: Mapping[str, str], of_commit: bool) -> dict[str, str]:
    kept = {name: value for name, value in environ.items() if name not in _TIE_NAMES}
    if of_commit and "GIT_INDEX_FILE" in environ:
        kept["GIT_INDEX_FILE"] = environ["GIT_INDEX_FILE"]
    return {**kept, **_OWN}


def _text(value: bytes) -> str:
    return value.decode(errors="surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
