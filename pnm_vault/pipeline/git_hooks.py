"""What pnm does when git calls it: the review notes after a merge, a look at the notes before a commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.sync.git.hooks import ENDING
from pnm_vault.sync.git.objects import contents
from pnm_vault.sync.git.place import Repository, find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.sync.git.under_way import find_under_way, holds_autostash

if TYPE_CHECKING:
    from pnm_vault.model.settings import Settings

_NOTES = (".md", ".MD", ".Md", ".mD")
_MARKERS = ("<<<<<<< ", ">>>>>>> ")


def calls_for_notes(root: str, hook: str, words: Sequence[str]) -> bool:
    """Tell whether the review notes are to be made anew after what git has done. `words` are the hook's arguments.

    Not after files alone were checked out, in a new working tree or after a squash, none of which ends anything; not in
    the middle of a rebase; and not when git is about to bring back changes that it put aside, which might be to the
    review notes.
    """
    repository = find_repository(root)
    if repository is None or not _is_an_end(hook, words) or holds_autostash(repository):
        return False
    return find_under_way(repository, ENDING.get(hook, ())) is None


def _is_an_end(hook: str, words: Sequence[str]) -> bool:
    if hook == "post-checkout":  # old commit, new commit, 1 for a branch
        return len(words) == 3 and words[2] == "1" and bool(words[0].strip("0"))
    if hook == "post-rewrite":
        return words[:1] == ["rebase"]
    return words[:1] != ["1"]  # of a merge: 1 for a squash


def faults_to_commit(root: str, settings: Settings) -> tuple[Problem, ...]:
    """Read the notes of a vault that are about to be committed, as they are in the index; gives what is an error.

    A merge's markers are one wherever they stand, in a review note too.

    Raises:
        PnmError: git cannot be asked.
    """
    from pnm_vault.notes.parse import parse_note
    from pnm_vault.notes.rules import build_rules
    from pnm_vault.vault.patterns import Ignored
    from pnm_vault.vault.read import decode

    repository = find_repository(root)
    if repository is None:
        return ()
    left_out = Ignored(settings.vault.ignore)
    rules = build_rules(settings)
    faults: list[Problem] = []
    for path, raw in _staged(repository):
        if any(above in left_out for above in _with_folders(path)):
            continue
        source = decode(path, raw)
        note = parse_note(path, source.text, rules)
        found = (*source.problems, *note.problems)
        faults += [one for one in found if one.severity is Severity.ERROR or one.code == "conflict-markers"]
        if not found and (line := _generated_conflict(source.text)):
            message = "A merge left a conflict in this review note: `pnm regenerate --force` joins it."
            faults.append(Problem(path, line, Severity.ERROR, "conflict-markers", message))
    return tuple(sorted(faults, key=lambda one: (one.path, one.line, one.code)))


def _generated_conflict(text: str) -> int:
    """Give the line on which a conflict begins in a note with a region of ours; 0 for none."""
    from pnm_vault.review.region import is_ours

    if not is_ours(text):
        return 0
    lines = text.splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.startswith(_MARKERS)]
    return marked[0] if len(marked) > 1 else 0


def _staged(repository: Repository) -> list[tuple[str, bytes]]:
    """Give the staged notes of the vault that are new or changed: path in the vault, and content."""
    git = Git(repository, of_commit=True)
    start = f"{repository.vault}/" if repository.vault else ""
    words = ("diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=AMT")
    said = git.run("--literal-pathspecs", *words, "--", repository.vault or ".").split(b"\0")
    found: list[tuple[str, bytes]] = []
    for about, name in zip(said[0::2], said[1::2], strict=False):
        path = name.decode(errors="surrogateescape")
        parts = about.split(b" ")  # :100644 100644 OLD NEW M
        if path.endswith(_NOTES) and parts[1].startswith(b"100") and not _is_hidden(path[len(start) :]):
            found.append((path[len(start) :], parts[3]))
    texts = contents(git, [blob for _, blob in found])
    return [(path.encode(errors="backslashreplace").decode(), texts[blob]) for path, blob in found]


def _with_folders(path: str) -> list[str]:
    """Give a path with the folders that it lies in, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _is_hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path
