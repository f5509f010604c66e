"""Whom a name within a sentence means: exactly, or by a part that people use for short."""

from pnm_vault.index.build import Index
from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import fold, note_key
from pnm_vault.notes.capture import Named

MAX_INITIALS = 3

_Table = dict[str, list[str]]


class NameBook:
    """The names by which contacts are called, made once for many questions.

    In this order: a path, the full name, an alias or file name; then the first or last name, the first name with the
    initial of the last (`Ann L`), and initials in capitals (`AL`).
    """

    def __init__(self, index: Index) -> None:
        self._paths = {fold(path): path for path in index.contacts}
        self._names: _Table = {}
        self._aliases: _Table = {}
        self._parts: _Table = {}
        self._initials: _Table = {}
        for path, name in index.contacts.items():
            self._add(path, name)
        for alias, paths in index.aliases.items():
            for path in paths:
                _note(self._aliases, loosen(alias), path)

    def _add(self, path: str, name: str) -> None:
        _note(self._names, loosen(name), path)
        _note(self._aliases, loosen(note_key(path)), path)
        words = [part for part in map(loosen, name.split()) if part]
        if len(words) > 1:
            first, last = words[0], words[-1]
            for part in (first, last, f"{first} {last[0]}"):
                _note(self._parts, part, path)
            if len(words) <= MAX_INITIALS:
                _note(self._initials, "".join([word[0] for word in words]), path)

    def resolve(self, text: str) -> Named | None:
        """Give the contacts that `text` names, all of them where it fits several equally well; None: nobody."""
        found = self._by_path(text)
        if found:
            return Named(found, True)
        key = loosen(text.replace(".", " "))
        if not key:
            return None
        for table in (self._names, self._aliases):
            if key in table:
                return Named(_sorted(table[key]), True)
        if key in self._parts:
            return Named(_sorted(self._parts[key]), False)
        if text.isupper() and 2 <= len(key) <= MAX_INITIALS and key in self._initials:
            return Named(_sorted(self._initials[key]), False)
        return None

    def exactly(self, name: str) -> tuple[str, ...]:
        """Give the contacts of which this is the full name, an alias or the file name."""
        key = loosen(name)
        return _sorted([*self._names.get(key, ()), *self._aliases.get(key, ())])

    def of_these_words(self, name: str) -> tuple[str, ...]:
        """Give the contacts whose full name has the very words of `name`, in any order (`Lee, Ann`)."""
        words = sorted(loosen(name.replace(",", " ")).split())
        return _sorted([path for key, paths in self._names.items() if sorted(key.split()) == words for path in paths])

    def _by_path(self, text: str) -> tuple[str, ...]:
        if "/" not in text and not text.lower().endswith(".md"):
            return ()
        wanted = fold(text.removeprefix("./"))
        wanted = wanted if wanted.endswith(".md") else f"{wanted}.md"
        if wanted in self._paths:
            return (self._paths[wanted],)
        return _sorted([path for key, path in self._paths.items() if key.endswith(f"/{wanted}")])


def _note(table: _Table, key: str, path: str) -> None:
    if key:
        table.setdefault(key, []).append(path)


def _sorted(paths: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths)))
