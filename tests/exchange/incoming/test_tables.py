"""What is read of a file of each exporter, held against a golden text."""

import os

import msgspec
import pytest

from pnm_vault.exchange.incoming import any_csv, contact_notes, friends, google_csv, linkedin, monica, outlook_csv
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
