"""Tables kept between runs: each a base and the few entries that changed since it was written.

A run that changes one note in ten thousand reads only the tables and entries that it needs and writes only the entries
that it changed.
"""

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar, cast

import msgspec

from pnm_vault.vault.cache import Cache

Value = TypeVar("Value")

# With more changed entries than this the base is written anew.
MANY_CHANGES = 400
# Whoever asks for more single entries than this wants the whole: that takes as long as a few thousand single ones.
MANY_ASKED = 1000

_encode = msgspec.msgpack.Encoder().encode


class _Stored(Generic[Value]):
    """What is kept of one table: a base and the entries that changed since.

    The base is only read (`load`) when somebody asks for an entry that is not known otherwise. `base` is the stored
    form of all entries where that is at hand and not kept yet.
    """

    def __init__(
        self, load: Callable[[], bytes], is_empty: bool, later: bytes, form: Any, base: bytes | None = None
    ) -> None:
        self._load = load
        self.is_empty = is_empty
        self.base = base
        self._form = form
        self.later: dict[str, Value | None] = (
            msgspec.msgpack.decode(later, type=dict[str, form | None]) if later else {}
        )
        self._raw: dict[str, msgspec.Raw] | None = None
        self._decode = msgspec.msgpack.Decoder(form).decode

    def one(self, key: str) -> Value | None:
        """Give a single entry; None where there is none."""
        if key in self.later:
            return self.later[key]
        raw = self._entries().get(key)
        return None if raw is None else cast("Value", self._decode(raw))

    def whole(self) -> dict[str, Value]:
        """Give all entries."""
        if self.is_empty:
            return {}
        return _changed(msgspec.msgpack.decode(self._load(), type=dict[str, self._form]), self.later)  # type: ignore[name-defined]

    def count(self, moved: Mapping[str, Value | None]) -> int:
        """Count the entries, with what `moved` since, without reading any."""
        raw = self._entries()
        changed: dict[str, object] = {**self.later, **moved}
        gone = sum([key in raw for key, value in changed.items() if value is None])
        return len(raw) - gone + sum([key not in raw for key, value in changed.items() if value is not None])

    def _entries(self) -> dict[str, msgspec.Raw]:
        if self._raw is None:
            self._raw = {} if self.is_empty else msgspec.msgpack.decode(self._load(), type=dict[str, msgspec.Raw])
        return self._raw


class Table(Mapping[str, Value], Generic[Value]):
    """A stored table, read when something in it is asked for: single entries as long as only few are."""

    __slots__ = ("_asked", "_foreseen", "_load", "_loaded", "_moved", "_stored")

    def __init__(self, load: Callable[[], _Stored[Value]], moved: Mapping[str, Value | None] | None = None) -> None:
        self._load = load
        self._stored: _Stored[Value] | None = None
        self._moved: Mapping[str, Value | None] = {} if moved is None else moved
        self._loaded: dict[str, Value] | None = None
        self._asked = 0
        self._foreseen: Mapping[str, Value | None] = {}

    def foresee(self, entries: Mapping[str, Value | None]) -> None:
        """Be told what a few entries are (None: no entry) by somebody who made them anew, so that none is read."""
        self._foreseen = entries

    def whole(self) -> dict[str, Value]:
        """Give all entries as a plain dictionary, not to be changed."""
        if self._loaded is None:
            self._loaded = _changed(self._kept().whole(), self._moved)
        return self._loaded

    def exchanged(self, changes: Mapping[str, Value | None]) -> Mapping[str, Value]:
        """Give the table with `changes` (None: no entry); itself when they change nothing."""
        if self._loaded is None and not self._moved and self._kept().is_empty:
            return {key: value for key, value in changes.items() if value is not None} or self
        moved = {key: value for key, value in changes.items() if self.get(key) != value}
        if not moved:
            return self
        kept = self._kept()
        after: Table[Value] = Table(lambda: kept, {**self._moved, **moved})
        if self._loaded is not None:
            # What moved stays known, so that nobody has to look for it among ten thousand entries.
            after._loaded = _changed(dict(self._loaded), moved)
        return after

    def moved_since(self, before: Mapping[str, Value]) -> dict[str, Value | None] | None:
        """Give what is another entry here than in the table that this was made from; None when it was not."""
        if not isinstance(before, Table) or self._kept() is not before._kept():
            return None
        earlier = before._moved
        return {key: value for key, value in self._moved.items() if key not in earlier or earlier[key] is not value}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of it, and nothing came since."""
        return not self._moved and not self._loaded and self._kept().is_empty

    @property
    def base(self) -> bytes | None:
        """The stored form of all entries; None where that is not at hand."""
        return None if self._moved else self._kept().base

    def get(self, key: str, default: Any = None) -> Any:
        """Give an entry, or `default`."""
        found = self._one(key)
        return default if found is None else found

    def _one(self, key: str) -> Value | None:
        if self._loaded is None:
            if key in self._foreseen:
                return self._foreseen[key]
            self._asked += 1
            if self._asked <= MANY_ASKED:
                return self._moved[key] if key in self._moved else self._kept().one(key)
        return self.whole().get(key)

    def _kept(self) -> _Stored[Value]:
        if self._stored is None:
            self._stored = self._load()
        return self._stored

    def __getitem__(self, key: str) -> Value:
        found = self._one(key)
        if found is None:
            raise KeyError(key)
        return found

    # What `Mapping` would give asks for each entry by itself.
    def items(self) -> ItemsView[str, Value]:
        """Give all entries with their keys."""
        return self.whole().items()

    def values(self) -> ValuesView[Value]:
        """Give all entries."""
        return self.whole().values()

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole())

    def __len__(self) -> int:
        return len(self._loaded) if self._loaded is not None else self._kept().count(self._moved)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._one(key) is not None


class Shelf:
    """The tables of one vault in its cache, by name."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        # What is kept beside the base of each table that was read or written.
        self._changes: dict[str, dict[str, Any]] = {}

    def table(self, name: str) -> Table[Any]:
        """Give a table as it was kept; an empty one where nothing was."""
        return Table(lambda: self._read(name))

    def made(self, name: str, content: Callable[[], bytes]) -> Table[Any]:
        """Give a table of which `content` gives the stored form of all entries when it is asked for."""

        def read() -> _Stored[Any]:
            made = content()
            return _Stored(lambda: made, False, b"", _form(name), base=made)

        return Table(read)

    def value(self, name: str, form: type[Value]) -> Value | None:
        """Give a single value as it was kept; None where nothing was."""
        stored = self._cache.state(name)
        return msgspec.msgpack.decode(stored, type=form) if stored else None

    def _read(self, name: str) -> _Stored[Any]:
        is_empty = not self._cache.state_size(name)
        later = b"" if is_empty else self._cache.state(f"{name}+") or b""
        stored: _Stored[Any] = _Stored(lambda: self._base(name), is_empty, later, _form(name))
        if not is_empty:
            self._changes[name] = stored.later
        return stored

    def _base(self, name: str) -> bytes:
        """Read a base, which must belong to the entries beside it that were read before."""
        self._cache.insist_on_this_moment()
        return self._cache.state(name) or b""

    def states(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bytes]:
        """Give what has to be kept so that the table reads as `after`; `before` is what is kept of it now."""
        if after is before:
            return {}
        if not (isinstance(before, Table) and before.is_empty) and name in self._changes:
            changes = {**self._changes[name], **moved_between(before, after)}
            if len(changes) <= MANY_CHANGES:
                self._changes[name] = changes
                return {f"{name}+": _encode(changes)}
        self._changes[name] = {}
        made = after.base if isinstance(after, Table) else None
        return {name: _encode(dict(after)) if made is None else made, f"{name}+": b""}


def plain(table: Mapping[str, Value]) -> Mapping[str, Value]:
    """Give all entries of a table as they are kept, for whoever asks for many: a table is slow at single ones."""
    return table.whole() if isinstance(table, Table) else table


def settled(table: Mapping[str, Value]) -> Mapping[str, Value]:
    """Give a table that was just made from nothing as one that tells, from now on, what moves in it.

    Without that each look for what moved would go through all its entries, as long as the session lasts.
    """
    if isinstance(table, Table):
        return table
    kept: _Stored[Value] = _Stored(lambda: b"", True, b"", Any)
    after: Table[Value] = Table(lambda: kept)
    after._loaded = table if isinstance(table, dict) else dict(table)
    return after


def moved_between(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value | None]:
    """Name what is another object in `after` than in `before` (None: gone), without reading what did not move."""
    moved = after.moved_since(before) if isinstance(after, Table) else None
    if moved is not None:
        return moved
    return _moved(before.whole() if isinstance(before, Table) else dict(before), dict(after))


def _changed(whole: dict[str, Value], changes: Mapping[str, Value | None]) -> dict[str, Value]:
    """Make changes (None: no entry) in a dictionary of the caller's own, and give it back."""
    for key, value in changes.items():
        if value is None:
            whole.pop(key, None)
        else:
            whole[key] = value
    return whole


def _moved(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Name what is another object in `new` than in `old` (None: gone). Nearly all entries are the same objects."""
    gone = dict.fromkeys(old.keys() - new.keys())
    return gone | {key: value for key, value in new.items() if old.get(key) is not value}


def _form(name: str) -> Any:
    """Give the type of a table's values. What it takes to name them is only loaded for a table that is read."""
    if name == "stamps":
        return tuple[int, int, int]
    if name in ("contacts", "communities"):
        return str
    if name in ("names", "aliases", "mentions", "told_by", "known"):
        return tuple[str, ...]
    from pnm_vault.model.follow_up import FollowUp
    from pnm_vault.model.picture import ContactDates, Profile
    from pnm_vault.model.problem import Problem
    from pnm_vault.model.tie import Tie

    forms: dict[str, Any] = {
        "ties": Tie,
        "dates": ContactDates,
        "profiles": Profile,
        "follow_ups": tuple[FollowUp, ...],
        "problems": tuple[Problem, ...],
    }
    if name in forms:
        return forms[name]
    from pnm_vault.pipeline.tables import form_of

    return form_of(name)
