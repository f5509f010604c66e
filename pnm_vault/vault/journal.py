"""The undo journal: what notes held before and after every command that changed them, kept outside the vault.

    journal/VAULT/contents/DIGEST             every content once, whole and synced before any note changes
    journal/VAULT/operations/NUMBER.intended  a command about to change notes, or killed while it did
    journal/VAULT/operations/NUMBER.done      a command that did all it meant to do
    journal/VAULT/operations/NUMBER.partial   a command that had to stop in the middle, and said so

What became of an operation is told by renaming its file, which needs no room on a full disk and cannot be done by half.
A file that cannot be read as what its name says is passed over and left alone.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record, Row
from pnm_vault.vault import clock
from pnm_vault.vault.folder import close, read_whole
from pnm_vault.vault.places import digest_of, journal_folder
from pnm_vault.vault.swap import patiently, sync_file, sync_folder, write_all

KEEP_BYTES = 200 * 1024 * 1024
KEEP_SECONDS = 30 * 86400

INTENDED, DONE, PARTIAL = "intended", "done", "partial"
UNDONE = "undone"  # never a file's ending: an operation is undone when a later one took it back

_FILE_STATES = frozenset({INTENDED, DONE, PARTIAL})
_UNFINISHED = ".part-"
_OLD_PART_SECONDS = 3600
_PRUNE_EVERY = 16
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Change(Row, frozen=True):
    """What an operation does to one note. `before` and `after` are digests in hex, empty where there is no note.

    `mode` is the permissions of a note that is removed, for when it comes back; 0: not known.
    """

    kind: str
    path: str
    before: str
    after: str
    mode: int = 0


class Operation(Record, frozen=True):
    """One command's changes. `words` are the command line without `pnm`; `undoes` is the number of what it took back.

    `process` is who did it. `state` is `intended`, `done`, `partial` or `undone`.
    """

    number: int
    time_ns: int
    words: tuple[str, ...]
    changes: tuple[Change, ...]
    undoes: int = 0
    process: int = 0
    state: str = INTENDED


class Journal:
    """The journal of one vault. Whoever changes anything in it holds the vault's lock."""

    def __init__(self, root: str) -> None:
        self.folder = journal_folder(root)
        self._contents = os.path.join(self.folder, "contents")
        self._operations = os.path.join(self.folder, "operations")

    def operations(self) -> tuple[Operation, ...]:
        """Give every operation that can be read, the oldest first."""
        found = sorted((self._read(number, state) for number, state in self._listed()), key=_number_of)
        undone: set[int] = set()
        told: list[Operation] = []
        for operation in reversed([one for one in found if one is not None]):
            if operation.number in undone:
                told.append(_with_state(operation, UNDONE))
                continue
            if operation.undoes and operation.state == DONE:
                undone.add(operation.undoes)
            told.append(operation)
        return tuple(reversed(told))

    def pending(self) -> tuple[Operation, ...]:
        """Give the operations that a killed run left behind, the oldest first. Costs one look into a folder."""
        found = (self._read(number, state) for number, state in sorted(self._listed()) if state == INTENDED)
        return tuple(operation for operation in found if operation is not None)

    def files(self) -> tuple[tuple[str, int], ...]:
        """Give the path and number of every file that should hold an operation, whether it can be read or not."""
        return tuple((self._file(number, state), number) for number, state in sorted(self._listed()))

    def begin(
        self, plan: Plan, words: Sequence[str], *, undoes: int = 0, modes: Collection[tuple[str, int]] = ()
    ) -> Operation:
        """Keep what the plan takes away and what it puts in place, then what is intended; both last when this returns.

        Raises:
            OSError: it cannot be kept; nothing may be changed then.
        """
        for folder in (self._contents, self._operations):
            _make_folder(folder)
        contents = {digest_of(content).hex(): content for step in plan.steps for content in _contents_of(step)}
        self._keep(contents)
        known = dict(modes)
        changes = tuple(_change(step, known.get(step.path, 0)) for step in plan.steps)
        number = max((number for number, _ in self._listed()), default=0) + 1
        operation = Operation(number, clock.now_ns(), tuple(words), changes, undoes, os.getpid())
        part = self._write_part(self._operations, _encode(operation))
        self._place([(part, self._file(number, INTENDED))])
        sync_folder(self._operations)
        return operation

    def settle(self, operation: Operation, state: str) -> bool:
        """Say what became of an operation. False: that could not be written down, and the next run will find out."""
        new = self._file(operation.number, state)
        try:
            os.replace(self._file(operation.number, operation.state), new)
            sync_folder(self._operations)
        except OSError:
            return False
        if operation.number % _PRUNE_EVERY == 0:
            with suppress(OSError):
                self.prune(clock.now_ns())
        return True

    def drop(self, operation: Operation) -> bool:
        """Forget an operation of which nothing was done."""
        try:
            os.unlink(self._file(operation.number, operation.state))
        except OSError:
            return False
        return True

    def content(self, digest: str) -> bytes | None:
        """Give a content by its digest; None when it is no longer there, or damaged."""
        try:
            content = _read_file(os.path.join(self._contents, digest))
        except OSError:
            return None
        return content if digest_of(content).hex() == digest else None

    def knows(self, content: bytes) -> bool:
        """Tell whether these bytes are kept: as a content of their own, or as the beginning of another."""
        if not content or self.content(digest_of(content).hex()) is not None:
            return True
        for name, size in self._sizes().items():
            if size > len(content) and (self.content(name) or b"").startswith(content):
                return True
        return False

    def wrote(self, path: str, content: bytes) -> bool:
        """Tell whether this content is what pnm itself left under the path when it last changed it."""
        digest = digest_of(content).hex()
        for number, state in sorted(self._listed(), reverse=True)[:_PRUNE_EVERY]:
            operation = self._read(number, state)
            for change in operation.changes if operation is not None else ():
                if change.path == path:
                    return change.after == digest
        return False

    def prune(self, now_ns: int) -> None:
        """Forget the oldest operations beyond 30 days or 200 MB, never the newest and none that is unfinished."""
        sizes = self._sizes()
        kept: set[str] = set()
        room = KEEP_BYTES
        newest = True
        for operation in reversed(self.operations()):
            needed = {digest for change in operation.changes for digest in (change.before, change.after) if digest}
            room -= sum(sizes.get(digest, 0) for digest in needed - kept)
            age = (now_ns - operation.time_ns) / 1e9
            if newest or operation.state == INTENDED or (room >= 0 and age <= KEEP_SECONDS):
                kept |= needed
            else:
                room = -1  # what is older goes too, so that history has no holes
                for state in _FILE_STATES:
                    with suppress(FileNotFoundError):
                        os.unlink(self._file(operation.number, state))
            newest = False
        for digest in sizes.keys() - kept:
            os.unlink(os.path.join(self._contents, digest))
        self._sweep(now_ns)

    def _file(self, number: int, state: str) -> str:
        return os.path.join(self._operations, f"{number:08}.{state}")

    def _listed(self) -> list[tuple[int, str]]:
        try:
            names = os.listdir(self._operations)
        except OSError:
            return []
        split = (name.partition(".") for name in names)
        return [(int(number), state) for number, _, state in split if _is_number(number) and state in _FILE_STATES]

    def _sizes(self) -> dict[str, int]:
        try:
            with os.scandir(self._contents) as entries:
                return {entry.name: entry.stat().st_size for entry in entries if _is_digest(entry.name)}
        except OSError:
            return {}

    def _read(self, number: int, state: str) -> Operation | None:
        try:
            return _decode(_read_file(self._file(number, state)), number, state)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _keep(self, contents: dict[str, bytes]) -> None:
        """Write what is not there yet, all of it before the first is synced: the disk then has less to wait for."""
        missing = [digest for digest in contents if self.content(digest) != contents[digest]]
        parts: list[tuple[str, str]] = []
        try:
            for digest in missing:
                parts.append((self._write_part(self._contents, contents[digest]), os.path.join(self._contents, digest)))
            self._place(parts)
        except BaseException:
            for part, _ in parts:
                with suppress(OSError):
                    os.unlink(part)
            raise
        sync_folder(self._contents)

    def _write_part(self, folder: str, content: bytes) -> str:
        part = os.path.join(folder, f"{_UNFINISHED}{os.getpid()}-{os.urandom(4).hex()}")
        handle = os.open(part, _MAKE, 0o600)
        try:
            try:
                write_all(handle, content)
                sync_file(handle)
            finally:
                os.close(handle)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
        return part

    def _place(self, parts: Iterable[tuple[str, str]]) -> None:
        for part, name in parts:
            try:
                patiently(lambda part=part, name=name: os.replace(part, name))  # type: ignore[misc]
            except BaseException:
                with suppress(OSError):
                    os.unlink(part)
                raise

    def _sweep(self, now_ns: int) -> None:
        """Take away what killed runs were about to write into the journal."""
        for folder in (self._contents, self._operations):
            for name in os.listdir(folder) if os.path.isdir(folder) else ():
                path = os.path.join(folder, name)
                if name.startswith(_UNFINISHED) and now_ns - os.stat(path).st_mtime_ns > _OLD_PART_SECONDS * 10**9:
                    os.unlink(path)


def time_text(operation: Operation) -> str:
    """Give when an operation was begun on the local clock, as `YYYY-MM-DDThh:mm:ss+hh:mm`."""
    from datetime import datetime

    return datetime.fromtimestamp(operation.time_ns // 10**9).astimezone().isoformat()


def _make_folder(path: str) -> None:
    """Make a folder and what is missing above it, each one lasting before the next is made in it."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above != path:
        _make_folder(above)
    with suppress(FileExistsError):
        os.mkdir(path, 0o700)
    sync_folder(above)


def _contents_of(step: Create | Replace | Remove) -> tuple[bytes, ...]:
    if isinstance(step, Create):
        return (step.content,)
    return (step.expected,) if isinstance(step, Remove) else (step.expected, step.content)


def _change(step: Create | Replace | Remove, mode: int) -> Change:
    before = "" if isinstance(step, Create) else digest_of(step.expected).hex()
    after = "" if isinstance(step, Remove) else digest_of(step.content).hex()
    return Change(str(step.__struct_config__.tag), step.path, before, after, mode)


def _encode(operation: Operation) -> bytes:
    import json

    return json.dumps(
        {
            "time": operation.time_ns,
            "words": operation.words,
            "undoes": operation.undoes,
            "process": operation.process,
            "changes": [[one.kind, one.path, one.before, one.after, one.mode] for one in operation.changes],
        }
    ).encode("ascii")


def _decode(content: bytes, number: int, state: str) -> Operation:
    import json

    stored = json.loads(content)
    changes = tuple(
        Change(str(kind), str(path), str(before), str(after), int(mode))
        for kind, path, before, after, mode in stored["changes"]
    )
    words = tuple(str(word) for word in stored["words"])
    return Operation(number, int(stored["time"]), words, changes, int(stored["undoes"]), int(stored["process"]), state)


def _read_file(path: str) -> bytes:
    handle = os.open(path, _READ)
    try:
        return read_whole(handle)
    finally:
        close(handle)


def _with_state(operation: Operation, state: str) -> Operation:
    import msgspec

    return msgspec.structs.replace(operation, state=state)


def _number_of(operation: Operation | None) -> int:
    return operation.number if operation is not None else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _is_digest(name: str) -> bool:
    return len(name) == 32 and all(letter in "0123456789abcdef" for letter in name)
