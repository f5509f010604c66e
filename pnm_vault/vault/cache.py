"""What was worked out last time: opaque bytes in one SQLite file outside the vault. Losing it costs time only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import crc32

from pnm_vault.vault.places import cache_folder, digest_of, is_private, vault_id

if TYPE_CHECKING:
    import sqlite3

States = Mapping[str, bytes]

_FORMAT = 1
_BUSY_SECONDS = 3.0
_CHUNK = 500
_PASSING = frozenset({3, 5, 6, 7, 8, 10, 13, 14})  # SQLITE_PERM BUSY LOCKED NOMEM READONLY IOERR FULL CANTOPEN
_SCHEMA = (
    "DROP TABLE IF EXISTS facts",
    "DROP TABLE IF EXISTS state",
    "CREATE TABLE facts (path TEXT PRIMARY KEY, facts BLOB NOT NULL, checksum INTEGER NOT NULL)",
    "CREATE TABLE state (key TEXT PRIMARY KEY, content BLOB NOT NULL, checksum INTEGER NOT NULL)",
)


class CacheLostError(Exception):
    """The cache turned out to be damaged while it was being read, and was removed; or another process wrote into it.

    What was read of it before does not belong together with what comes after: start again with a new `Cache`.
    """


class Cache:
    """The cache of one vault: facts by path, and named states.

    All reads between `open` and `commit` see the same moment, whatever other processes do. When something cannot be
    kept (the disk is full, another process committed first so that states and facts would no longer belong together)
    the cache goes on in memory, for this process alone: what was committed is always read back.

    Opening never fails: damage, another version or a folder that cannot be written gives an empty cache, in memory if
    need be. `trouble` then says why, for `pnm doctor`.
    """

    def __init__(self, db: sqlite3.Connection, path: str = "", trouble: str = "") -> None:
        self._db = db
        self._path = path
        self.trouble = trouble
        self._look_at_this_moment()

    @classmethod
    def open(cls, root: str, version: str) -> Cache:
        """Open the cache of a vault. What another `version` left behind is thrown away."""
        path = cache_path(root)
        wanted = _number_of(version)
        trouble = ""
        for _ in range(2):
            try:
                return cls(_open_file(path, wanted), path)
            except _errors() as error:
                trouble = str(error)
                if not _passes(error):
                    _remove(path)
        return cls(_open_in_memory(), "", trouble)

    @classmethod
    def copied(cls, root: str, version: str) -> Cache:
        """Copy what the cache of a vault holds into memory: whatever is committed then, the file stays as it is.

        Every checksum is compared. Where the file is damaged or cannot be read the copy is empty, and `trouble` says
        why; it is empty without trouble where there is no file, or one of another `version`.
        """
        path = cache_path(root)
        try:
            copy = _copy(path, _number_of(version)) if os.path.exists(path) else None
            return cls(copy or _open_in_memory())
        except _errors() as error:
            return cls(_open_in_memory(), "", str(error))

    @classmethod
    def empty(cls, _root: str, _version: str) -> Cache:
        """Begin with nothing, in memory, whatever is kept of a vault."""
        return cls(_open_in_memory())

    def facts(self, paths: Iterable[str] | None = None) -> dict[str, bytes]:
        """Give what is kept about these paths, those without facts left out; about all of them when None."""
        try:
            if paths is None:
                return _checked(self._db.execute("SELECT path, facts, checksum FROM facts"))
            wanted = tuple(paths)
            found: dict[str, bytes] = {}
            for start in range(0, len(wanted), _CHUNK):
                chunk = wanted[start : start + _CHUNK]
                marks = ",".join("?" * len(chunk))
                query = f"SELECT path, facts, checksum FROM facts WHERE path IN ({marks})"  # noqa: S608 - only question marks
                found.update(_checked(self._db.execute(query, chunk)))
            return found
        except _errors() as error:
            raise self._lose(error) from error

    def state(self, key: str) -> bytes | None:
        """Give the bytes kept under a name, or None."""
        try:
            return _checked(self._db.execute("SELECT key, content, checksum FROM state WHERE key = ?", (key,))).get(key)
        except _errors() as error:
            raise self._lose(error) from error

    def state_size(self, key: str) -> int:
        """Give how many bytes are kept under a name, without reading them."""
        try:
            found = self._db.execute("SELECT length(content) FROM state WHERE key = ?", (key,)).fetchone()
            return int(found[0]) if found else 0
        except _errors() as error:
            raise self._lose(error) from error

    def is_ours_alone(self) -> bool:
        """Tell whether nobody else may write to the file, so that even code may be kept in it."""
        return bool(self._path) and is_private(self._path)

    def insist_on_this_moment(self) -> None:
        """Make sure that what is read now belongs to what was read before.

        Raises:
            CacheLostError: another process committed since, which shows only where there is no write-ahead log.
        """
        try:
            same = self._data_version() == self._moment
        except _errors() as error:
            raise self._lose(error) from error
        if not same:
            raise CacheLostError("another process committed meanwhile")

    def commit(self, changed: Mapping[str, bytes | None], states: States | Callable[[], States]) -> bool:
        """Keep facts (None: forget the path) and states, all together; False when for this process only.

        States may be given as a function: it is asked once the facts are written, so that what others still work out
        is waited for as late as can be. What it raises is raised, and nothing is kept.
        """
        trouble = self._try(lambda: self._begin_to_keep(changed))
        try:
            named = states() if callable(states) else states
        except BaseException:
            with suppress(*_errors()):
                self._db.execute("ROLLBACK")
                self._look_at_this_moment()
            raise
        trouble = trouble or self._try(lambda: self._keep(named))
        if trouble:
            self.trouble = trouble
            self._go_private(changed, named)
        self._look_at_this_moment()
        return bool(self._path)

    def _try(self, write: Callable[[], None]) -> str:
        """Write; say what is in the way, nothing where nothing is."""
        try:
            write()
        except _errors() as error:
            return str(error) or type(error).__name__
        return ""

    def _begin_to_keep(self, changed: Mapping[str, bytes | None]) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        if self._data_version() != self._moment:
            raise OSError("another process committed first")
        _store_facts(self._db, changed)

    def _keep(self, states: States) -> None:
        _store_states(self._db, states)
        self._db.execute("COMMIT")

    def keep_no_more(self, reason: str) -> None:
        """Leave the file as it is: what is committed from now on is for this process only, and `trouble` says why."""
        self.trouble = reason
        self._go_private({}, {})
        self._look_at_this_moment()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(*_errors()):
            self._db.close()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _look_at_this_moment(self) -> None:
        """Begin the transaction whose reads all see one moment.

        Only where SQLite has its write-ahead log: without it (a network home) readers would lock writers out, and a
        commit by another process is only noticed when committing.
        """
        if self._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            self._db.execute("BEGIN")
            self._db.execute("SELECT 1 FROM state LIMIT 1").fetchone()
        self._moment = self._data_version()

    def _data_version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _go_private(self, changed: Mapping[str, bytes | None], states: Mapping[str, bytes]) -> None:
        """Carry what this process sees over into memory, and leave the file to others."""
        fresh = _open_in_memory()
        try:
            fresh.execute("BEGIN")
            fresh.executemany("INSERT INTO facts VALUES (?, ?, ?)", self._db.execute("SELECT * FROM facts"))
            fresh.executemany("INSERT INTO state VALUES (?, ?, ?)", self._db.execute("SELECT * FROM state"))
            _store_facts(fresh, changed)
            _store_states(fresh, states)
            fresh.execute("COMMIT")
        except _errors() as error:
            fresh.close()
            raise self._lose(error) from error
        self.close()
        self._db, self._path = fresh, ""

    def _lose(self, error: Exception) -> CacheLostError:
        self.close()
        if self._path and not _passes(error):
            _remove(self._path)
        return CacheLostError(str(error))


def cache_path(root: str) -> str:
    """Give the cache file of a vault; it need not be there."""
    return os.path.join(cache_folder(), f"{vault_id(root)}.sqlite")


def _number_of(version: str) -> int:
    """Give 31 bits of a digest of everything that must be equal for the content to be of use."""
    return int.from_bytes(digest_of(f"{_FORMAT} {version}".encode())[:4], "big") >> 1 or 1


def _errors() -> tuple[type[Exception], ...]:
    import sqlite3

    # ValueError: a checksum of ours, or text in the file that is not UTF-8. TypeError: a value of another type.
    return (sqlite3.Error, OSError, ValueError, TypeError)


def _passes(error: Exception) -> bool:
    """Tell trouble that may pass by itself (locked, full, read-only) from damage, or a folder in the file's place."""
    if isinstance(error, OSError):
        return not isinstance(error, IsADirectoryError)
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    # Transactions are ours (isolation_level None); `check_same_thread` off since the watcher reads from its own thread.
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # NORMAL with a write-ahead log survives loss of power, at the price of one fsync for each checkpoint.
        db.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        db.close()  # what is no database says so here; Python 3.13 complains about connections left open
        raise
    return db


def _open_file(path: str, wanted: int) -> sqlite3.Connection:
    """Open the cache file, emptied when it is of another version. Raises an error of SQLite's when it is damaged.

    It is emptied in place, never replaced: another process may have it open, and SQLite's companion files go by name.
    """
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # contacts are nobody else's business
    db = _connect(path)
    try:
        if _version(db) != wanted:
            db.execute("PRAGMA page_size = 16384")  # a third faster to fill than 4096 (measured, 13,333 rows of 600 B)
            _quietly(db, "PRAGMA journal_mode = WAL")
            db.execute("BEGIN IMMEDIATE")
            if _version(db) != wanted:
                _make(db, wanted)
            db.execute("COMMIT")
        db.execute("SELECT path, facts, checksum FROM facts LIMIT 1").fetchone()
        db.execute("SELECT key, content, checksum FROM state LIMIT 1").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _open_in_memory() -> sqlite3.Connection:
    db = _connect(":memory:")
    _make(db, 1)
    return db


def _copy(path: str, wanted: int) -> sqlite3.Connection | None:
    """Copy a cache file into memory; None when it is not of the version `wanted`.

    Raises an error of SQLite's, or ValueError, when it is damaged or cannot be read.
    """
    import sqlite3
    from urllib.parse import quote

    copy = _connect(":memory:")
    # Not mode=ro: a reader that may not write cannot take away the companion files that it makes.
    name = quote(os.path.abspath(path).replace(os.sep, "/"))
    source = sqlite3.connect(f"file:{'' if name[0] == '/' else '/'}{name}?mode=rw", timeout=_BUSY_SECONDS, uri=True)
    try:
        if _version(source) != wanted:
            copy.close()
            return None
        source.backup(copy)
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise ValueError(found)
        for table in ("facts", "state"):
            _checked(copy.execute(f"SELECT * FROM {table}"))  # noqa: S608 - one of two words
    except BaseException:
        copy.close()
        raise
    finally:
        source.close()
    return copy


def _store_facts(db: sqlite3.Connection, changed: Mapping[str, bytes | None]) -> None:
    gone: list[tuple[str]] = []

    def kept() -> Iterator[tuple[str, bytes, int]]:
        for path, facts in changed.items():  # one by one: whoever gives them need not hold all at once
            if facts is None:
                gone.append((path,))
            else:
                yield path, facts, crc32(facts)

    db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", kept())
    db.executemany("DELETE FROM facts WHERE path = ?", gone)


def _store_states(db: sqlite3.Connection, states: States) -> None:
    named = [(key, content, crc32(content)) for key, content in states.items()]
    db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", named)


def _checked(rows: Iterable[tuple[str, bytes, int]]) -> dict[str, bytes]:
    """Compare checksums: SQLite notices damage to its own pages, but not to what they hold."""
    found: dict[str, bytes] = {}
    for key, content, checksum in rows:
        if crc32(content) != checksum:
            raise ValueError(f"what is kept about {key} is damaged")
        found[key] = content
    return found


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _make(db: sqlite3.Connection, wanted: int) -> None:
    for statement in (*_SCHEMA, f"PRAGMA user_version = {wanted}"):
        db.execute(statement)


def _quietly(db: sqlite3.Connection, statement: str) -> None:
    with suppress(*_errors()):
        db.execute(statement)


def _remove(path: str) -> None:
    """Remove a cache file and its companions; a folder in its place is moved out of the way."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        try:
            os.unlink(path + suffix)
        except FileNotFoundError:
            pass
        except OSError:
            with suppress(OSError):
                os.replace(path + suffix, f"{path}{suffix}.old")
