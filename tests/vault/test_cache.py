"""The cache: opaque bytes that may be lost at any time."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pnm_vault.vault.cache import Cache, CacheLostError, cache_path

STAMPS = {"a.md": (1, 2, 3), "ü.md": (-1, 5, 0)}


def notes_in(cache: Cache) -> dict[str, tuple[int, int, int]]:
    stored = cache.state("notes")
    return msgspec.msgpack.decode(stored, type=dict[str, tuple[int, int, int]]) if stored else {}


@pytest.fixture
def root(tmp_path: Path) -> str:
    (tmp_path / "vault").mkdir()
    return str(tmp_path / "vault")


def fill(root: str, version: str = "1") -> None:
    with Cache.open(root, version) as cache:
        assert cache.commit({"a.md": b"A", "ü.md": b"\0\xff"}, {"notes": msgspec.msgpack.encode(STAMPS), "pages": b"p"})


def test_what_is_committed_is_there_next_time(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as cache:
        assert notes_in(cache) == STAMPS
        assert cache.facts() == {"a.md": b"A", "ü.md": b"\0\xff"}
        assert cache.facts(["ü.md", "nobody.md"]) == {"ü.md": b"\0\xff"}
        assert cache.facts([]) == {}
        assert (cache.state("pages"), cache.state("else"), cache.trouble) == (b"p", None, "")


def test_a_copy_keeps_what_is_given_to_it_to_itself(root: str) -> None:
    with Cache.open(root, "1") as cache:
        # Not closed, so that what is committed stands in the write-ahead log alone.
        cache.commit({"a.md": b"A"}, {"pages": b"p"})
        with Cache.copied(root, "1") as copy:
            assert (copy.facts(), copy.state("pages"), copy.trouble) == ({"a.md": b"A"}, b"p", "")
            assert not copy.commit({"a.md": None}, {"pages": b"q"})
            assert (copy.facts(), copy.state("pages")) == ({}, b"q")
        with Cache.empty(root, "1") as nothing:
            assert nothing.facts() == {}
    with Cache.open(root, "1") as cache:
        assert (cache.facts(), cache.state("pages"), cache.trouble) == ({"a.md": b"A"}, b"p", "")


def test_a_copy_of_nothing_or_of_another_version_is_empty(root: str) -> None:
    with Cache.copied(root, "1") as copy:
        assert (copy.facts(), copy.trouble) == ({}, "")
    assert not os.path.exists(cache_path(root))
    fill(root)
    with Cache.copied(root, "2") as copy:
        assert (copy.facts(), copy.trouble) == ({}, "")
    with Cache.open(root, "1") as cache:
        assert "a.md" in cache.facts()


@pytest.mark.parametrize("place", ["content", "file"])
def test_a_damaged_file_gives_an_empty_copy_and_stays(root: str, place: str) -> None:
    fill(root)
    if place == "content":
        with sqlite3.connect(cache_path(root)) as db:
            db.execute("UPDATE facts SET facts = x'42' WHERE path = 'a.md'")
        db.close()
    else:
        Path(cache_path(root)).write_bytes(b"nothing of ours" * 99)
    before = Path(cache_path(root)).read_bytes()
    with Cache.copied(root, "1") as copy:
        assert copy.facts() == {}
        assert ("a.md" if place == "content" else "database") in copy.trouble
    assert Path(cache_path(root)).read_bytes() == before


def test_facts_are_changed_and_forgotten(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as cache:
        assert cache.commit({"a.md": None, "ü.md": b"new", "gone.md": None, "e.md": b""}, {})
        assert cache.facts() == {"ü.md": b"new", "e.md": b""}
        assert cache.commit({}, {"pages": b""})
        assert (cache.state("pages"), cache.state("notes")) == (b"", msgspec.msgpack.encode(STAMPS))


def test_many_paths_at_once(root: str) -> None:
    facts: dict[str, bytes | None] = {f"{number}.md": str(number).encode() for number in range(1801)}
    with Cache.open(root, "1") as cache:
        cache.commit(facts, {})
        assert cache.facts(iter(list(facts)[1:])) == dict(list(facts.items())[1:])


def test_an_empty_cache(root: str) -> None:
    with Cache.open(root, "1") as cache:
        assert (notes_in(cache), cache.facts(), cache.state("notes")) == ({}, {}, None)


def test_it_lies_outside_the_vault_for_its_owner_only(root: str) -> None:
    fill(root)
    path = cache_path(root)
    assert path.startswith(os.environ["PNM_CACHE"])
    assert os.listdir(root) == []
    if sys.platform != "win32":
        assert os.stat(path).st_mode & 0o077 == 0
        assert os.stat(os.path.dirname(path)).st_mode & 0o077 == 0
    assert os.listdir(os.path.dirname(path)) == [os.path.basename(path)]


def test_each_vault_has_its_own(root: str, tmp_path: Path) -> None:
    fill(root)
    with Cache.open(str(tmp_path), "1") as cache:
        assert cache.facts() == {}


def test_another_version_is_thrown_away(root: str) -> None:
    fill(root)
    with Cache.open(root, "2") as cache:
        assert (notes_in(cache), cache.facts(), cache.trouble) == ({}, {}, "")
        assert cache.commit({"b.md": b"B"}, {})
    with Cache.open(root, "2") as cache:
        assert cache.facts() == {"b.md": b"B"}
    with Cache.open(root, "1") as cache:
        assert cache.facts() == {}


def damage(path: str, kind: str) -> None:
    content = Path(path).read_bytes()
    if kind == "garbage":
        Path(path).write_bytes(b"not a database at all, but long enough to be looked at" * 50)
    elif kind == "empty":
        Path(path).write_bytes(b"")
    elif kind == "truncated":
        Path(path).write_bytes(content[: len(content) // 2])
    elif kind == "header only":
        Path(path).write_bytes(content[:100])
    elif kind == "all NUL":
        Path(path).write_bytes(bytes(len(content)))
    elif kind == "folder":
        os.unlink(path)
        os.makedirs(os.path.join(path, "x"))
    elif kind == "no table":
        with sqlite3.connect(path) as db:
            db.execute("DROP TABLE state")
        db.close()
    elif kind == "other columns":
        with sqlite3.connect(path) as db:
            db.executescript("DROP TABLE facts; CREATE TABLE facts (x)")
        db.close()


@pytest.mark.parametrize(
    "kind", ["garbage", "empty", "truncated", "header only", "all NUL", "folder", "no table", "other columns"]
)
def test_damage_costs_time_only(root: str, kind: str) -> None:
    fill(root)
    damage(cache_path(root), kind)
    with Cache.open(root, "1") as cache, suppress(CacheLostError):
        assert (notes_in(cache), cache.facts()) in (({}, {}), (STAMPS, {"a.md": b"A", "ü.md": b"\0\xff"}))
    fill(root)
    with Cache.open(root, "1") as cache:
        assert (notes_in(cache), cache.state("pages"), len(cache.facts())) == (STAMPS, b"p", 2)


@pytest.mark.parametrize("kind", ["garbage", "truncated", "all NUL", "folder", "no table"])
def test_damage_leaves_no_connection_open(root: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.13 warns of a connection that is thrown away open, and Windows cannot remove its file."""
    opened: list[sqlite3.Connection] = []

    class Kept(sqlite3.Connection):
        def __init__(self, path: str, **how: Any) -> None:
            super().__init__(path, **how)
            opened.append(self)

    fill(root)
    damage(cache_path(root), kind)
    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **how: plain(path, factory=Kept, **how))
    with Cache.open(root, "1") as cache, suppress(CacheLostError):
        cache.facts()
    assert opened
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("seed", range(40))
def test_wrong_bytes_are_never_given_out(root: str, seed: int) -> None:
    """Whatever bytes of the file are hit, what is read is what was written, nothing, or a loud loss."""
    facts: dict[str, bytes | None] = {f"People/Contact {number}.md": bytes([number]) * 900 for number in range(120)}
    with Cache.open(root, "1") as cache:
        cache.commit(facts, {"notes": msgspec.msgpack.encode(STAMPS), "index": b"i" * 30_000})
    path = Path(cache_path(root))
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 5, 200])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    with Cache.open(root, "1") as cache:
        try:
            found = cache.facts()
            index, notes = cache.state("index"), notes_in(cache)
        except CacheLostError:
            assert not path.exists()
        else:
            assert index in (b"i" * 30_000, None)
            assert notes in (STAMPS, {})
            for name, kept in found.items():
                # A checksum of 32 bits goes with the content alone: a name may be hit, and is then no note's name.
                assert kept == facts.get(name, kept)
    fill(root)


def test_a_lost_cache_is_gone_for_the_next_run(root: str) -> None:
    fill(root)
    with sqlite3.connect(cache_path(root)) as db:
        db.execute("UPDATE state SET content = x'00' WHERE key = 'notes'")
        db.execute("UPDATE facts SET checksum = 'text' WHERE path = 'a.md'")
    db.close()
    with Cache.open(root, "1") as cache, pytest.raises(CacheLostError, match="about notes is damaged"):
        notes_in(cache)
    with Cache.open(root, "1") as cache:
        assert notes_in(cache) == {}


def test_a_folder_that_cannot_be_written(root: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "file" / "cache"))
    with Cache.open(root, "1") as cache:
        assert cache.trouble
        assert not cache.commit({"a.md": b"A"}, {"pages": b"p"})
        assert (cache.facts(), cache.state("pages")) == ({"a.md": b"A"}, b"p")


def test_a_full_disk_keeps_the_run_going(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as cache:
        cache._db.execute("PRAGMA max_page_count = 1")
        assert not cache.commit({"b.md": b"B" * 500_000, "a.md": None}, {"pages": b"q"})
        assert "full" in cache.trouble
        assert cache.facts() == {"b.md": b"B" * 500_000, "ü.md": b"\0\xff"}
        assert (cache.state("pages"), notes_in(cache)) == (b"q", STAMPS)
        assert not cache.commit({"c.md": b"C"}, {})
        assert cache.facts(["c.md"]) == {"c.md": b"C"}
    with Cache.open(root, "1") as cache:
        assert cache.facts() == {"a.md": b"A", "ü.md": b"\0\xff"}


def test_states_that_are_still_being_worked_out_are_asked_for_once_the_facts_are_written(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as cache:
        told: list[object] = []

        def states() -> dict[str, bytes]:
            told.append((cache.facts(), cache.state("pages")))
            return {"pages": b"late"}

        assert cache.commit({"a.md": None}, states)
        assert told == [({"ü.md": b"\0\xff"}, b"p")]
    with Cache.open(root, "1") as cache:
        assert (cache.facts(), cache.state("pages")) == ({"ü.md": b"\0\xff"}, b"late")


def test_nothing_is_kept_where_working_out_the_states_fails(root: str) -> None:
    def fail() -> dict[str, bytes]:
        raise ZeroDivisionError

    fill(root)
    with Cache.open(root, "1") as cache, Cache.open(root, "1") as other:
        with pytest.raises(ZeroDivisionError):
            cache.commit({"a.md": b"new"}, fail)
        assert cache.facts(["a.md"]) == {"a.md": b"A"}
        assert other.commit({}, {"pages": b"other"})  # nothing is locked any more
        assert not cache.commit({}, {"pages": b"q"})  # one moment goes on until here
    with Cache.open(root, "1") as cache:
        assert (cache.facts(["a.md"]), cache.state("pages")) == ({"a.md": b"A"}, b"other")
        assert cache.commit({}, {"pages": b"r"})


def test_states_are_asked_for_where_the_facts_can_only_be_kept_in_memory(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as cache:
        cache._db.execute("PRAGMA max_page_count = 1")
        assert not cache.commit({"b.md": b"B" * 500_000}, lambda: {"pages": b"late"})
        assert (cache.facts(["b.md"]), cache.state("pages")) == ({"b.md": b"B" * 500_000}, b"late")


def test_reads_see_one_moment_and_a_late_commit_is_private(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as first, Cache.open(root, "1") as second:
        assert first.state("pages") == b"p"
        assert second.commit({"a.md": b"second"}, {"pages": b"second"})
        assert first.facts(["a.md"]) == {"a.md": b"A"}
        assert not first.commit({"ü.md": b"first"}, {"index": b"first"})
        assert first.facts() == {"a.md": b"A", "ü.md": b"first"}
        assert (first.state("pages"), first.state("index")) == (b"p", b"first")
        assert second.commit({}, {"pages": b"third"})
    with Cache.open(root, "1") as cache:
        assert cache.facts() == {"a.md": b"second", "ü.md": b"\0\xff"}
        assert (cache.state("pages"), cache.state("index")) == (b"third", None)


def test_without_a_write_ahead_log_a_late_commit_is_private_too(root: str) -> None:
    fill(root)
    with sqlite3.connect(cache_path(root)) as db:
        assert db.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    db.close()
    with Cache.open(root, "1") as first, Cache.open(root, "1") as second:
        assert second.commit({"a.md": b"second"}, {})
        assert not first.commit({"a.md": b"first"}, {})
        assert first.facts(["a.md"]) == {"a.md": b"first"}
        assert second.commit({"b.md": b"B"}, {})
    with Cache.open(root, "1") as cache:
        assert cache.facts(["a.md", "b.md"]) == {"a.md": b"second", "b.md": b"B"}


def test_another_version_opened_meanwhile(root: str) -> None:
    fill(root)
    with Cache.open(root, "1") as old, Cache.open(root, "2") as new:
        assert old.facts(["a.md"]) == {"a.md": b"A"}
        assert new.commit({"n.md": b"N"}, {})
        assert not old.commit({"a.md": b"AA"}, {})
        assert old.facts() == {"a.md": b"AA", "ü.md": b"\0\xff"}
    with Cache.open(root, "2") as cache:
        assert cache.facts() == {"n.md": b"N"}


WRITER = """
import sys
from pnm_vault.vault.cache import Cache
kept = 0
for turn in range(15):
    with Cache.open(sys.argv[1], "1") as cache:
        cache.facts()
        kept += cache.commit({f"{sys.argv[2]}{turn}.md": b"x" * 2000}, {"last": sys.argv[2].encode()})
print(kept)
"""


def test_two_processes_at_once(root: str) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, root, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    kept = 0
    for process in started:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
        kept += int(out)
    with Cache.open(root, "1") as cache:
        assert len(cache.facts()) == kept > 0
