"""Tables kept between runs: each a base and the few entries that changed since it was written.

A run that changes one note in ten thousand reads only the tables that it needs and writes only the entries that it
changed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from pnm_vault.vault.cache import Cache

Value = TypeVar("Value")

# With more changed entries than this the base is written anew.
MANY_CHANGES = 400

_encode = msgspec.msgpack.Encoder().encode


class Table(Mapping[str, Value], Generic[Value]):
    """A stored table, read when something in it is asked for."""

    __slots__ = ("_load", "_loaded", "changes", "name")

    def __init__(self, name: str, load: Callable[[], tuple[dict[str, Value], dict[str, Value | None]]]) -> None:
        self.name = name
        self._load = load
        self._loaded: dict[str, Value] | None = None
        self.changes: dict[str, Value | None] = {}

    def whole(self) -> dict[str, Value]:
        """Give all entries as a plain dictionary, not to be changed."""
        if self._loaded is None:
            self._loaded, self.changes = self._load()
        return self._loaded

    def __getitem__(self, key: str) -> Value:
        return self.whole()[key]

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

    def table(self, name: str) -> Table[Any]:
        """Give a table as it was kept; an empty one where nothing was."""
        return Table(name, lambda: self._read(name))

    def value(self, name: str, form: type[Value]) -> Value | None:
        """Give a single value as it was kept; None where nothing was."""
        stored = self._cache.state(name)
        return msgspec.msgpack.decode(stored, type=form) if stored else None

    def _read(self, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        base, later = self._cache.state(name), self._cache.state(f"{name}+")
        form = _form(name) if base or later else None
        whole: dict[str, Any] = msgspec.msgpack.decode(base, type=dict[str, form]) if base else {}  # type: ignore[valid-type]
        changes: dict[str, Any] = {}
        if later:
            changes = msgspec.msgpack.decode(later, type=dict[str, form | None])  # type: ignore[valid-type]
        for key, value in changes.items():
            if value is None:
                whole.pop(key, None)
            else:
                whole[key] = value
        return whole, changes

    def states(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, bytes]:
        """Give what has to be kept so that the table reads as `after`; `before` is what it was made from."""
        if after is before:
            return {}
        if isinstance(before, Table) and len(before):
            changes = {**before.changes, **_moved(before.whole(), dict(after))}
            if len(changes) <= MANY_CHANGES:
                return {f"{name}+": _encode(changes)}
        return {name: _encode(dict(after)), f"{name}+": b""}


def _moved(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Name what is another object in `new` than in `old` (None: gone). Nearly all entries are the same objects."""
    gone = dict.fromkeys(old.keys() - new.keys())
    return gone | {key: value for key, value in new.items() if old.get(key) is not value}


def _form(name: str) -> Any:
    """Give the type of a table's values. What it takes to name them is only loaded for a table that is read."""
    if name == "stamps":
        return tuple[int, int, int]
    if name == "contacts":
        return str
    if name in ("names", "aliases", "mentions", "told_by", "known"):
        return tuple[str, ...]
    from pnm_vault.model.follow_up import FollowUp
    from pnm_vault.model.picture import ContactDates, Profile
    from pnm_vault.model.problem import Problem
    from pnm_vault.model.tie import Tie

    return {
        "ties": Tie,
        "dates": ContactDates,
        "profiles": Profile,
        "follow_ups": tuple[FollowUp, ...],
        "problems": tuple[Problem, ...],
    }[name]
