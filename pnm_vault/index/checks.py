"""Checks over the whole vault: one rule each, added by adding a function to `CHECKS`."""

from collections.abc import Callable, Iterator, Mapping

from pnm_vault.index.build import Index
from pnm_vault.index.names import fold
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.patterns import pattern_of

Check = Callable[[Index], Iterator[Problem]]

# ` 2` (iCloud), ` (1)` (Google Drive), `-HOSTNAME` (OneDrive): real names can end like this too.
COPY_SUFFIX = pattern_of(r"^(?P<base>.+?)(?: \d| \(\d\)|_\d|-[A-Z][A-Z0-9-]{3,14})\.md$")


def same_name(index: Index) -> Iterator[Problem]:
    """Report two contacts of one name: links and names on the command line cannot tell them apart."""
    for first, others in _by_name(index).items():
        for other in others:
            message = (
                f"“{index.contacts[other]}” is also the name of {first}: merge the two notes, "
                "or tell them apart by an alias and the name field."
            )
            yield Problem(other, 0, Severity.WARNING, "same-name", message)


def shared_alias(index: Index) -> Iterator[Problem]:
    """Report one alias of several contacts: a link by it leads to nobody."""
    for alias, paths in index.aliases.items():
        if len(paths) > 1 and alias not in index.names and not _names_agree(index, paths):
            first, *others = paths
            for other in others:
                message = f"The alias “{alias}” also belongs to {first}: links by it lead to neither; choose another."
                yield Problem(other, 0, Severity.INFO, "shared-alias", message)


def possible_copy(index: Index) -> Iterator[Problem]:
    """Report a contact whose file name looks like a sync service's copy of another of the same name."""
    for path, name in index.contacts.items():
        match = COPY_SUFFIX.match(path)
        if match is None:
            continue
        base = f"{match['base']}.md"
        if base in index.contacts and fold(index.contacts[base]) in (fold(name), fold(base.rpartition("/")[2][:-3])):
            message = f"This looks like a sync service's copy of {base}: compare the two and delete one, or rename it."
            yield Problem(path, 0, Severity.INFO, "possible-copy", message)


CHECKS: tuple[Check, ...] = (same_name, shared_alias, possible_copy)


def check_index(index: Index) -> tuple[Problem, ...]:
    """Run every check; problems come sorted by path, code and message."""
    found = [problem for check in CHECKS for problem in check(index)]
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.code, problem.message)))


def _by_name(index: Index) -> Mapping[str, list[str]]:
    first_of: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for path in sorted(index.contacts):
        key = fold(index.contacts[path])
        first = first_of.setdefault(key, path)
        if first != path:
            others.setdefault(first, []).append(path)
    return others


def _names_agree(index: Index, paths: tuple[str, ...]) -> bool:
    return len({fold(index.contacts[path]) for path in paths if path in index.contacts}) == 1
