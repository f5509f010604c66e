"""Tables in the cache: what is kept reads back, whether a base or its changes were written."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.pipeline import shelf
from pnm_vault.pipeline.shelf import Shelf
from pnm_vault.vault.cache import Cache

names = st.sampled_from("abcdefgh")
versions = st.lists(st.dictionaries(names, st.lists(st.sampled_from("xyz"), max_size=2).map(tuple), max_size=8))


def keep(cache: Cache, on: Shelf, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> None:
    cache.commit({}, on.states("names", before, after))


@given(versions, st.integers(0, 9), st.booleans())
@settings(deadline=None, max_examples=150)
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
