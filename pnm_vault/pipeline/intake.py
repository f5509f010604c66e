"""From files to indexed notes: what changed since last time is read and parsed, the rest comes from the cache."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.index.build import IndexedNote
from pnm_vault.index.contribution import Contribution
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.pipeline.side_by_side import can_fork

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.pool import Pool

# Below this many notes a second process costs more than it saves (measured: starting one takes about 30 ms).
WORTH_A_POOL = 1500
# Handing over a portion costs about a millisecond, so most are large; the last are small, so that no process waits long
# for another.
SMALLEST_PORTION = 64

# The problem of a note that is there but cannot be opened.
CLOSED = "unreadable"

Progress = Callable[[int, int], None]


class Facts(Row, frozen=True):
    """What is kept of one note between runs: what it states, and what that adds to the whole."""

    note: msgspec.Raw
    contribution: msgspec.Raw


class Read(Row, frozen=True):
    """One note just read. `note` is the stored form of a `ParsedNote`; `closed`: it is there but cannot be opened."""

    path: str
    note: bytes
    closed: bool


_encode = msgspec.msgpack.Encoder().encode
_decode_facts = msgspec.msgpack.Decoder(Facts).decode
_decode_note = msgspec.msgpack.Decoder(ParsedNote).decode
_decode_contribution = msgspec.msgpack.Decoder(Contribution).decode


def read_notes(root: str, paths: tuple[str, ...], settings: Settings, progress: Progress | None) -> Iterator[Read]:
    """Read and parse notes, on all processors when there are many. A note that vanished meanwhile is left out."""
    done = 0
    workers = min(os.cpu_count() or 1, 8)
    portions = _portions(paths, workers)
    for portion, batch in zip(portions, _batches(root, portions, settings, workers), strict=True):
        done += len(portion)
        if progress is not None:
            progress(done, len(paths))
        yield from batch


def _portions(paths: tuple[str, ...], workers: int) -> list[tuple[str, ...]]:
    portions: list[tuple[str, ...]] = []
    at = 0
    while at < len(paths):
        size = max(SMALLEST_PORTION, (len(paths) - at) // (4 * workers))
        portions.append(paths[at : at + size])
        at += size
    return portions


def _batches(root: str, portions: list[tuple[str, ...]], settings: Settings, workers: int) -> Iterator[list[Read]]:
    _start_worker(root, settings)  # before forking, so that what it loads is loaded once
    if sum(map(len, portions)) < WORTH_A_POOL or workers < 2:
        yield from map(_read_portion, portions)
        return
    with _start_pool(workers, (root, settings)) as pool:
        yield from map(_decode_reads, pool.imap(_read_portion_stored, portions))


def _start_pool(workers: int, given: tuple[str, Settings]) -> "Pool":
    import multiprocessing

    # Forking shares what is loaded already.
    if can_fork():
        return multiprocessing.get_context("fork").Pool(workers, _start_worker, given)
    from concurrent.futures import Future

    coming: Future[Pool] = Future()

    def start() -> None:
        try:
            coming.set_result(multiprocessing.get_context("spawn").Pool(workers, _start_worker, given))
        except Exception as error:
            coming.set_exception(error)

    # A process that is left half started complains on the terminal. A signal breaks off what the main thread does; so
    # another one starts them, and what is not wanted any more it ends.
    try:
        threading.Thread(target=start).start()
        return coming.result()
    except BaseException:
        coming.add_done_callback(_end_pool)
        raise


def _end_pool(coming: "Future[Pool]") -> None:
    if coming.exception() is None:
        coming.result().terminate()


_root = ""
_parse: Callable[[str, str], ParsedNote]


def _start_worker(root: str, settings: Settings) -> None:
    from pnm_vault.notes.conflict_copies import may_be_copy
    from pnm_vault.notes.parse import conflict_copy, parse_note
    from pnm_vault.notes.rules import build_rules
    from pnm_vault.pipeline.copies import base_of_copy

    global _root, _parse  # noqa: PLW0603 - a worker process has one vault; arguments would be sent with every chunk
    rules = build_rules(settings)
    _root = root

    def parse(path: str, text: str) -> ParsedNote:
        if may_be_copy(path) and base_of_copy(root, path, text):
            return conflict_copy(path)
        return parse_note(path, text, rules)

    _parse = parse


def _read_portion(paths: tuple[str, ...]) -> list[Read]:
    from pnm_vault.pipeline.zone_check import with_zone_checked
    from pnm_vault.vault.read import read_note

    found: list[Read] = []
    for path in paths:
        source = read_note(_root, path)
        if source is not None:
            note = with_zone_checked(_parse(path, source.text), source.text)
            if source.problems:
                note = replace(note, problems=(*source.problems, *note.problems))
            closed = any(problem.code == CLOSED for problem in source.problems)
            found.append(Read(path, _encode(note), closed))
    return found


def _read_portion_stored(paths: tuple[str, ...]) -> bytes:
    return _encode(_read_portion(paths))


_decode_reads = msgspec.msgpack.Decoder(list[Read]).decode


def parsed(read: Read) -> ParsedNote:
    """Give back the note that was read."""
    return _decode_note(read.note)


def store(indexed: IndexedNote, note: bytes | None = None) -> bytes:
    """Make the stored form of a note. `note` is its stored `ParsedNote` where that is at hand."""
    kept = msgspec.Raw(note if note is not None else _encode(indexed.note))
    return _encode(Facts(kept, msgspec.Raw(_encode(indexed.contribution))))


class StoredNotes(Mapping[str, bytes | None]):
    """The stored forms of notes by path, None for those removed: each is made when it is asked for.

    `fresh` are stored `ParsedNote`s that are at hand.
    """

    def __init__(self, indexed: Mapping[str, IndexedNote], fresh: Mapping[str, bytes], removed: Iterable[str]) -> None:
        self._indexed: Mapping[str, IndexedNote | None] = {**dict.fromkeys(removed), **indexed}
        self._fresh = fresh

    def __getitem__(self, path: str) -> bytes | None:
        note = self._indexed[path]
        return None if note is None else store(note, self._fresh.get(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._indexed)

    def __len__(self) -> int:
        return len(self._indexed)


def still_known(read: Read, before: ParsedNote) -> ParsedNote:
    """Give what was known of a note that cannot be opened just now, with the problem that says so."""
    since = tuple(problem for problem in before.problems if problem.code != CLOSED)
    return replace(before, problems=(*parsed(read).problems, *since))


def restore(stored: bytes) -> IndexedNote:
    """Give back a note from its stored form."""
    facts = _decode_facts(stored)
    return IndexedNote(_decode_note(facts.note), _decode_contribution(facts.contribution))
