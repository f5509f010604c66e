"""Tables in the cache: what is kept reads back, whether a base or its changes were written."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.network.build import exchanged
from pnm_vault.pipeline import shelf
from pnm_vault.pipeline.shelf import Shelf, Table, moved_between, settled
from pnm_vault.vault.cache import Cache, CacheLostError, cache_path
from tests.examples import examples

names = st.sampled_from("abcdefgh")
versions = st.lists(st.dictionaries(names, st.lists(st.sampled_from("xyz"), max_size=2).map(tuple), max_size=8))


def keep(cache: Cache, on: Shelf, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> None:
    cache.commit({}, on.states("names", before, after))


@given(versions, st.integers(0, 9), st.booleans())
@settings(deadline=None, max_examples=examples(150))
def test_what_is_kept_reads_back(history: list[dict[str, tuple[str, ...]]], many: int, reopen: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "MANY_CHANGES", many)
        cache = Cache.open("a vault", "1")
        try:
            cache.commit({}, {"names": b"", "names+": b""})
            on = Shelf(cache)
            before: Mapping[str, tuple[str, ...]] = on.table("names")
            for after in history:
                keep(cache, on, before, after)
                if reopen:
                    on = Shelf(cache)
                    before = on.table("names")
                else:
                    before = after
                assert dict(Shelf(cache).table("names")) == after
        finally:
            cache.close()


@given(versions, st.integers(0, 9), st.integers(0, 5), st.lists(st.booleans(), min_size=20, max_size=20))
@settings(deadline=None, max_examples=examples(200))
def test_a_table_that_is_changed_entry_by_entry_says_the_same(
    history: list[dict[str, tuple[str, ...]]], many: int, asked: int, coins: list[bool]
) -> None:
    """Whether it was read as a whole, in part or not at all, and whether what is kept is opened anew in between."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "MANY_CHANGES", many)
        patch.setattr(shelf, "MANY_ASKED", asked)
        cache = Cache.open("a vault", "1")
        try:
            cache.commit({}, {"names": b"", "names+": b""})
            on = Shelf(cache)
            before: Mapping[str, tuple[str, ...]] = on.table("names")
            for step, after in enumerate(history):
                changes = {name: after.get(name) for name in "abcdefgh"}
                changed = exchanged(before, changes)
                assert [changed.get(name) for name in "abcdefgh"] == list(changes.values())
                if coins[(3 * step + 1) % 20]:
                    assert len(changed) == len(after)
                if coins[2 * step % 20]:
                    assert (dict(changed.items()), len(changed)) == (after, len(after))
                same = dict(changed) == dict(before) if coins[7 * step % 20] else None
                assert same is None or same == (changed is before)
                keep(cache, on, before, changed)
                before = changed
                if coins[(2 * step + 1) % 20]:
                    on = Shelf(cache)
                    before = on.table("names")
                assert dict(Shelf(cache).table("names")) == after
        finally:
            cache.close()


def test_one_changed_entry_is_all_that_is_written(tmp_path: Path) -> None:
    cache = Cache.open(str(tmp_path), "1")
    table: Mapping[str, tuple[str, ...]] = {f"note {number}": ("a",) for number in range(1000)}
    keep(cache, Shelf(cache), {}, table)
    on = Shelf(cache)
    stored = on.table("names")
    changed = {**stored, "note 7": ("b",)}
    del changed["note 8"]
    states = on.states("names", stored, changed)
    assert states.keys() == {"names+"}
    assert len(states["names+"]) < 50
    assert on.states("names", changed, changed) == {}
    cache.close()


def test_a_table_is_only_read_when_it_is_asked(tmp_path: Path) -> None:
    cache = Cache.open(str(tmp_path), "1")
    cache.commit({}, {"names": b"not a table"})
    untouched = Shelf(cache).table("names")
    assert Shelf(cache).states("names", untouched, untouched) == {}
    cache.close()


@pytest.mark.parametrize("read_first", [True, False])
def test_what_moved_is_told_without_a_look_at_the_rest(tmp_path: Path, read_first: bool) -> None:
    """Whoever keeps a table in memory from one change to the next, as a watch does, learns at once what moved."""
    with Cache.open(str(tmp_path), "1") as cache:
        keep(cache, Shelf(cache), {}, {name: (name,) for name in "abcd"})
        first = Shelf(cache).table("names")
        if read_first:
            assert len(first) == 4
        second = exchanged(first, {"a": ("x",), "b": ("b",)})
        third = exchanged(second, {"c": None, "e": ("e",)})
        assert isinstance(second, Table) and isinstance(third, Table)
        assert second.moved_since(first) == {"a": ("x",)}
        assert third.moved_since(second) == {"c": None, "e": ("e",)}
        assert third.moved_since(first) == {"a": ("x",), "c": None, "e": ("e",)}
        assert (dict(first), dict(third)) == (
            {n: (n,) for n in "abcd"},
            {"a": ("x",), "b": ("b",), "d": ("d",), "e": ("e",)},
        )


@given(versions)
@settings(deadline=None, max_examples=100)
def test_a_settled_table_tells_what_moves_in_it(history: list[dict[str, tuple[str, ...]]]) -> None:
    """After a first look tables are made from nothing; what moves from then on is told without going through all."""
    table: Mapping[str, tuple[str, ...]] = settled({"a": ("x",), "b": ("y",)})
    assert settled(table) is table
    for after in history:
        changed = exchanged(table, {name: after.get(name) for name in "abcdefgh"})
        assert isinstance(changed, Table)
        told = {name: after.get(name) for name in "abcdefgh" if after.get(name) != table.get(name)}
        assert moved_between(table, changed) == told
        assert (dict(changed), len(changed)) == (after, len(after))
        table = changed


def test_entries_that_are_foreseen_are_exchanged_without_reading_the_base(tmp_path: Path) -> None:
    with Cache.open(str(tmp_path), "1") as cache:
        cache.commit({}, {"names": b"not a table", "names+": b""})
        on = Shelf(cache)
        table = on.table("names")
        table.foresee({"a": ("x",), "b": None})
        assert (table.get("a"), table.get("b"), "b" in table) == (("x",), None, False)
        assert exchanged(table, {"a": ("x",), "b": None}) is table
        after = exchanged(table, {"a": ("y",), "b": ("z",)})
        assert moved_between(table, after) == {"a": ("y",), "b": ("z",)}
        states = on.states("names", table, after)
        assert states.keys() == {"names+"}
        with pytest.raises(msgspec.DecodeError):
            table.get("c")


def test_a_base_is_not_joined_with_entries_of_another_moment(tmp_path: Path) -> None:
    """Without a write-ahead log, as on a network disk, reads do not all see one moment."""
    with Cache.open(str(tmp_path), "1") as cache:
        keep(cache, Shelf(cache), {}, {"a": ("x",)})
    with sqlite3.connect(cache_path(str(tmp_path))) as db:
        assert db.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    db.close()
    with Cache.open(str(tmp_path), "1") as cache, Cache.open(str(tmp_path), "1") as other:
        table = Shelf(cache).table("names")
        table.foresee({"a": ("x",)})
        assert exchanged(table, {"a": ("x",)}) is table, "what is kept beside the base was read by now"
        assert other.commit({}, {"names+": b""})
        with pytest.raises(CacheLostError):
            table.get("b")
