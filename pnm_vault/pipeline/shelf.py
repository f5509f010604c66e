"""Tables kept between runs: each a base and the few entries that changed since it was written.

A run that changes one note in ten thousand reads only the tables that it needs and writes only the entries that it
changed.
"""

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar

import msgspec

from pnm_vault.vault.cache import Cache

Value = TypeVar("Value")

# With more changed entries than this the base is written anew.
MANY_CHANGES = 400

_encode = msgspec.msgpack.Encoder().encode


class Table(Mapping[str, Value], Generic[Value]):
    """A stored table, read when something in it is asked for."""

    __slots__ = ("_load", "_loaded")

    def __init__(self, load: Callable[[], dict[str, Value]]) -> None:
        self._load = load
        self._loaded: dict[str, Value] | None = None

    def whole(self) -> dict[str, Value]:
        """Give all entries as a plain dictionary, not to be changed."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def __getitem__(self, key: str) -> Value:
        return self.whole()[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Give an entry, or `default`."""
        return self.whole().get(key, default)

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
        return len(self.whole())

    def __contains__(self, key: object) -> bool:
        return key in self.whole()


class Shelf:
    """The tables of one vault in its cache, by name."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        # What is kept beside the base of each table that was read or written.
        self._changes: dict[str, dict[str, Any]] = {}

    def table(self, name: str) -> Table[Any]:
        """Give a table as it was kept; an empty one where nothing was."""
        return Table(lambda: self._read(name))

    def value(self, name: str, form: type[Value]) -> Value | None:
        """Give a single value as it was kept; None where nothing was."""
        stored = self._cache.state(name)
        return msgspec.msgpack.decode(stored, type=form) if stored else None

    def _read(self, name: str) -> dict[str, Any]:
        base, later = self._cache.state(name), self._cache.state(f"{name}+")
        if not base:
            return {}
        form = _form(name)
        whole: dict[str, Any] = msgspec.msgpack.decode(base, type=dict[str, form])  # type: ignore[valid-type]
        changes: dict[str, Any] = {}
        if later:
            changes = msgspec.msgpack.decode(later, type=dict[str, form | None])  # type: ignore[valid-type]
        for key, value in changes.items():
            if value is None:
                whole.pop(key, None)
            else:
                whole[key] = value
        self._changes[name] = changes
        return whole

    def states(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bytes]:
        """Give what has to be kept so that the table reads as `after`; `before` is what is kept of it now."""
        if after is before:
            return {}
        old = before.whole() if isinstance(before, Table) else dict(before)
        if name in self._changes:
            changes = {**self._changes[name], **_moved(old, dict(after))}
            if len(changes) <= MANY_CHANGES:
                self._changes[name] = changes
                return {f"{name}+": _encode(changes)}
        self._changes[name] = {}
        return {name: _encode(dict(after)), f"{name}+": b""}


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
