"""What is read of a file of each exporter, held against a golden text."""

import csv
import io
import os

import msgspec
import pytest

from pnm_vault.exchange.incoming.encodings import decode
from pnm_vault.exchange.incoming.tables import any_csv, google_csv, linkedin, outlook_csv
from pnm_vault.exchange.incoming.tables.day_cells import DAY_FIRST, MONTH_FIRST, read_partial
from pnm_vault.exchange.incoming.trackers import contact_notes, friends, monica
from pnm_vault.model.incoming import Incoming, Owner
from tests.vaults import REPOSITORY

FOLDER = REPOSITORY / "tests" / "exchange" / "incoming" / "tables"
READERS = (google_csv, outlook_csv, linkedin, any_csv, monica, friends, contact_notes)
FILES = sorted(path.name for path in FOLDER.iterdir() if path.is_file())
OWNER = Owner(names=("Nora Bassani",), emails=("nora@bassani.example",))


def read(file: str, owner: Owner = OWNER) -> Incoming:
    content = (FOLDER / file).read_bytes()
    [reader] = [one for one in READERS if one.recognises(file, content[:65_536])]
    found: Incoming = reader.read(content, file, owner)
    return found


def golden(incoming: Incoming) -> bytes:
    return msgspec.json.format(msgspec.json.encode(msgspec.to_builtins(incoming)), indent=1) + b"\n"


@pytest.mark.parametrize("file", FILES)
def test_what_is_read_is_as_before(file: str) -> None:
    path = FOLDER / "golden" / f"{file}.json"
    text = golden(read(file))
    if os.environ.get("PNM_ACCEPT"):
        path.write_bytes(text)
    assert text.decode() == path.read_text(encoding="utf-8")


# Cells that are not told on: defaults of Outlook and what it makes itself, Google's own labels, a picture elsewhere.
SILENT_TEXT = (
    "https://photos.example/ann | smtp | ex | d.m.n. | 0/0/00 | 00/00/00 | 00.00.00 | unspecified | normal | normale "
    "| false | falsch | faux | aus | keine angabe | non spécifié | joerdis groß (joerdis@muehle.example)"
)
SILENT = frozenset(SILENT_TEXT.split(" | "))
# Words that come in otherwise: as a priority, a category, a field, or as what is private.
OTHERWISE_TEXT = "high niedrig starred mycontacts friends family my contacts * ::: vertraulich private true anniversary"
OTHERWISE = frozenset(OTHERWISE_TEXT.split())
OF_CONTACTS = [file for file in FILES if file.endswith("sv") and file not in ("messages.csv", "Invitations.csv")]


def is_date(cell: str) -> bool:
    return any(read_partial(cell, order) is not None for order in (DAY_FIRST, MONTH_FIRST))


@pytest.mark.parametrize("file", OF_CONTACTS)
def test_no_cell_of_a_contact_is_lost(file: str) -> None:
    """Every word of every cell is in what is read, days aside, which are written otherwise."""
    text = decode((FOLDER / file).read_bytes()) or ""
    found = read(file)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        contact = next((one for one in found.contacts if one.line == begins), None)
        begins = reader.line_num + 1
        if contact is not None:
            stated = [f"{one.text} {one.label}" for one in contact.stated]
            told = "\n".join([contact.name, contact.words, *stated]).casefold()
            for cell in cells:
                if cell.casefold() not in SILENT and not is_date(cell):
                    words = {word.strip("'.,;:()") for word in cell.casefold().replace(";", " ").split()}
                    assert not {word for word in words - OTHERWISE if word not in told}, (contact.name, cell)
