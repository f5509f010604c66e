"""Whom a name typed on the command line means."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from pnm_vault.index.build import Index
from pnm_vault.index.names import note_key


def find_contacts(query: str, index: Index) -> tuple[str, ...]:
    """Give the paths of the contacts that `query` fits best, sorted; several when it fits several equally well.

    In this order: the path, the full name, an alias or file name, all words of the query as whole words of a name, as
    beginnings of words, a part of a name. Case and accents do not matter.
    """
    path, wanted = _wanted(query)
    if not wanted:
        return ()
    for exact in (path, f"{path}.md"):
        if exact in index.contacts:
            return (exact,)
    names = [(loosen(name), contact) for contact, name in sorted(index.contacts.items())]
    if found := _distinct(contact for name, contact in names if name == wanted):
        return found
    names.extend((loosen(note_key(contact)), contact) for contact in index.contacts)
    names.extend((loosen(alias), contact) for alias, contacts in index.aliases.items() for contact in contacts)
    if found := _distinct(contact for name, contact in names if name == wanted):
        return found
    return next(filter(None, _nearer_and_farther(wanted, names)), ())


def find_titled(query: str, paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give the notes among `paths` that `query` names, in groups: those that it fits best first.

    In this order: the path, the file's name, all words of the query, beginnings of words, a part of the name.
    """
    path, wanted = _wanted(query)
    if not wanted:
        return
    known = sorted(paths)
    yield _distinct(one for one in known if one in (path, f"{path}.md"))
    names = [(loosen(note_key(one)), one) for one in known]
    yield _distinct(one for name, one in names if name == wanted)
    yield from _nearer_and_farther(wanted, names)


def _wanted(query: str) -> tuple[str, str]:
    path = query.strip().removeprefix("./")
    return path, loosen(path.removesuffix(".md"))


def _nearer_and_farther(wanted: str, names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    words = wanted.split()
    yield _distinct(path for name, path in names if set(words) <= set(name.split()))
    yield _distinct(path for name, path in names if _begin(words, name))
    yield _distinct(path for name, path in names if wanted in name)


def suggest_names(query: str, index: Index, limit: int = 5) -> tuple[str, ...]:
    """Give names close to one that fits nobody, the closest first; a single word is like a first or last name too."""
    import difflib

    wanted = loosen(query)
    names = sorted(index.contacts.items(), reverse=True)
    by_name = {loosen(name): name for _, name in names}
    found = [by_name[name] for name in difflib.get_close_matches(wanted, by_name, n=limit, cutoff=0.6)]
    if " " not in wanted:
        by_part: dict[str, set[str]] = {}
        for full, name in by_name.items():
            for part in full.split()[:: max(1, len(full.split()) - 1)]:
                by_part.setdefault(part, set()).add(name)
        close = difflib.get_close_matches(wanted, by_part, n=limit, cutoff=0.75)
        found += [name for part in close for name in sorted(by_part[part])]
    return tuple(dict.fromkeys(found))[:limit]


def loosen(text: str) -> str:
    """Fold case and accents, and take `@`, `_` and `-` for spaces."""
    lowered = text.casefold()
    if not lowered.isascii():
        lowered = "".join(mark for mark in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(mark))
    return " ".join(lowered.replace("_", " ").replace("-", " ").replace("@", " ").split())


def _begin(words: list[str], name: str) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _distinct(paths: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths)))
