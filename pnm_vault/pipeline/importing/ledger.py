"""What earlier imports brought, so that the next one tells what the source changed from what the owner changed.

It lies in the vault, in `.pnm/imports.jsonl`, so that it goes where the vault goes: one line of JSON for each entry of
a source, sorted, so that two machines that import at the same time give lines that a union of both sides merges. Of
what was imported it holds digests only: whether a note still says what came in can be told by them, and a contact whose
note is gone is gone from here too, but for the lines of a vCard that mean nothing here (`kept`). Without it everything
still works, as questions.
"""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.review.item_key import digest_of_item

PLACE = ".pnm/imports.jsonl"
_NEXT_PLACE = ".pnm/imports-{}.jsonl"
# The next file is begun here: no file that pnm writes is over 2 MB.
MAX_SIZE = 1_000_000
MOST_FILES = 64


class Known(Record, frozen=True):
    """One entry of a source (`key`), and the note at `path` that it is about; empty where there is none.

    `day` is the day (ISO) from which it was when it was last taken in. `said` holds by field the digests of the values
    that came and then stood in the note. `refused` are keys of items that are not wanted, `other` the paths of contacts
    that are somebody else. `days` are by channel the days of contact (ISO) that were written down. `kept` are the lines
    of its vCard, unfolded, that mean nothing here. `open`: it was doubtful when others of its file were taken in, and
    nothing is known of it since.
    """

    key: str
    path: str = ""
    day: str = ""
    said: Mapping[str, tuple[str, ...]] = {}
    refused: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    days: Mapping[str, tuple[str, ...]] = {}
    kept: tuple[str, ...] = ()
    open: bool = False


Ledger = Mapping[str, Known]
"""Entries by key."""


def digest_of_value(normal: str) -> str:
    """Return what a value (in the form that is compared) is remembered by."""
    return digest_of_item("value", normal)


def ledger_places() -> tuple[str, ...]:
    """Give where the ledger may lie in a vault: the first file, and further ones where it grew."""
    return (PLACE, *[_NEXT_PLACE.format(number) for number in range(2, MOST_FILES + 1)])


def read_ledger(contents: Mapping[str, bytes]) -> tuple[dict[str, Known], tuple[Problem, ...]]:
    """Read the files of the ledger (by place). A line that cannot be read costs itself and a problem.

    Of two lines for one entry the newer counts, with what either says is not wanted: a merge leaves both.
    """
    found: dict[str, Known] = {}
    problems: list[Problem] = []
    for place, content in sorted(contents.items()):
        for number, line in enumerate(content.split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                known = msgspec.json.decode(line, type=Known)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                message = "This line of the list of imports cannot be read, so what it remembers is asked again."
                problems.append(Problem(place, number, Severity.WARNING, "bad-import-entry", message))
                continue
            found[known.key] = _joined(found[known.key], known) if known.key in found else known
    return found, tuple(problems)


def _joined(one: Known, other: Known) -> Known:
    older, newer = sorted((one, other), key=lambda known: (known.day, msgspec.json.encode(known)))
    days = {
        channel: tuple(sorted({*older.days.get(channel, ()), *newer.days.get(channel, ())}))
        for channel in sorted({*older.days, *newer.days})
    }
    return replace(
        newer,
        refused=tuple(sorted({*older.refused, *newer.refused})),
        other=tuple(sorted({*older.other, *newer.other})),
        days=days,
        kept=newer.kept or older.kept,
    )


def write_ledger(ledger: Ledger) -> dict[str, bytes]:
    """Give the files of the ledger, by place; the same bytes for the same entries."""
    files: dict[str, bytes] = {}
    lines: list[bytes] = []
    places = iter(ledger_places())
    size = 0
    for _, known in sorted(ledger.items()):
        line = msgspec.json.encode(known, order="sorted") + b"\n"
        if lines and size + len(line) > MAX_SIZE:
            files[next(places)] = b"".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        files[next(places)] = b"".join(lines)
    return files


def kept_lines(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Give, by the path of a note, the lines of its vCards that mean nothing here and are handed back."""
    found: dict[str, tuple[str, ...]] = {}
    for _, known in sorted(ledger.items()):
        if known.kept and known.path:
            found[known.path] = tuple(dict.fromkeys((*found.get(known.path, ()), *known.kept)))
    return found


def card_uids(ledger: Ledger) -> dict[str, str]:
    """Give, by the path of a note, the UID of the card that it came from."""
    cards = [(known.path, key.partition(":")[2]) for key, known in sorted(ledger.items()) if key.startswith("vcard:")]
    return {path: uid for path, uid in reversed(cards) if path and "|" not in uid}


def days_key(path: str) -> str:
    """Give the key of the entry that holds the days of contact written into the note at `path`."""
    return f"days:{path}"
