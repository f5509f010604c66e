"""Measure what reading an address book costs, beside vobject alone on the same file and a bare look at its lines.

`python -m benchmarks.import_cards`, or `--cards 10000 --runs 5`. What the figures mean: docs/benchmarks.md.
"""

import argparse
import base64
import random
import time
from collections.abc import Callable
from statistics import median

import vobject

from pnm_vault.exchange.incoming.cards.vcard import read
from pnm_vault.model.incoming import Owner
from pnm_vault.model.record import Record

SYLLABLES = ("ba", "do", "fi", "ga", "ho", "ka", "le", "mo", "na", "pe", "ri", "sa", "to", "vi")
SEED = 20261123


class Cost(Record, frozen=True):
    """Seconds of processor time of each run, and what was read."""

    ours: tuple[float, ...]
    vobject: tuple[float, ...]
    lines: tuple[float, ...]
    contacts: int
    size: int


def make_book(cards: int) -> bytes:
    """Make an address book as phones and Google write it; every tenth card has a photo. The same bytes each time."""
    chance = random.Random(SEED)
    return b"".join([_card(number, chance) for number in range(cards)])


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _card(number: int, chance: random.Random) -> bytes:
    given, family, town, firm = (_word(chance) for _ in range(4))
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{family};{given};;;",
        f"FN:{given} {family}",
        f"EMAIL;TYPE=INTERNET;TYPE=HOME:{given}.{family}.{number}@example.org".lower(),
        f"item1.EMAIL;TYPE=INTERNET:{number}@{firm}.example".lower(),
        "item1.X-ABLabel:Office",
        f"TEL;TYPE=CELL;TYPE=VOICE;TYPE=pref:+39 040 {number:07d}",
        f"ADR;TYPE=HOME:;;Via {_word(chance)} {number % 90};{town};;34121;Italy",
        f"ORG:{firm};{_word(chance)}",
        f"TITLE:{_word(chance)}",
        f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        f"NOTE:{' '.join(_word(chance) for _ in range(12))}\\nand\\, so on",
        f"CATEGORIES:myContacts,{_word(chance)}",
        f"UID:{number:08d}-0000-4000-8000-000000000000",
        f"X-CUSTOM;TYPE=x:{_word(chance)}",
        "REV:2026-03-04T05:06:07Z",
    ]
    if number % 10 == 0:
        picture = base64.b64encode(b"\xff\xd8\xff" + chance.randbytes(9_000)).decode()
        lines.append("PHOTO;ENCODING=b;TYPE=JPEG:" + picture)
    return "".join([f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"]]).encode()


def _folded(line: str) -> str:
    return "\r\n ".join(line[start : start + 74] for start in range(0, len(line), 74))


def measure(cards: int, runs: int) -> Cost:
    """Read the same book by turns, so that neighbours disturb all alike."""
    book = make_book(cards)
    ours, theirs, lines = [], [], []
    for _ in range(runs):
        lines.append(_seconds(lambda: len(book.decode().splitlines())))
        theirs.append(_seconds(lambda: len(list(vobject.readComponents(book.decode())))))
        ours.append(_seconds(lambda: len(read(book, "book.vcf", Owner()).contacts)))
    found = len(read(book, "book.vcf", Owner()).contacts)
    return Cost(tuple(ours), tuple(theirs), tuple(lines), found, len(book))


def _seconds(work: Callable[[], int]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print the medians, and the ratios of ours to the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    cost = measure(asked.cards, asked.runs)
    ours, theirs, lines = median(cost.ours), median(cost.vobject), median(cost.lines)
    print(f"{cost.contacts} cards, {cost.size / 1e6:.1f} MB; medians of {asked.runs} runs, processor time")
    ratios = f"{ours / theirs:5.2f} times vobject, {ours / lines:4.0f} times a look at the lines"
    print(f"pnm            {ours:6.2f} s   {ratios}")
    print(f"vobject alone  {theirs:6.2f} s")
    print(f"lines alone    {lines:6.3f} s")


if __name__ == "__main__":
    main()
