"""What is read of a file of each exporter, held against a golden text, and that each is known for what it is."""

import importlib
import os
from types import ModuleType

import msgspec
import pytest

from pnm_vault.model.incoming import Incoming, Owner
from tests.vaults import REPOSITORY

FOLDER = REPOSITORY / "tests" / "exchange" / "incoming" / "tables"
OWNER = Owner(names=("Nora Bassani",), emails=("nora@bassani.example",))
FORMATS = ("google_csv", "outlook_csv", "linkedin", "our_csv", "any_csv", "monica", "friends", "contact_notes", "vcard")
FILES = {
    "google_contacts.csv": "google_csv",
    "google_contacts_2019.csv": "google_csv",
    "outlook.csv": "outlook_csv",
    "outlook_web.csv": "outlook_csv",
    "outlook_deutsch.csv": "outlook_csv",
    "outlook_francais.csv": "outlook_csv",
    "Connections.csv": "linkedin",
    "Connections_resaved.csv": "linkedin",
    "messages.csv": "linkedin",
    "Invitations.csv": "linkedin",
    "clubs.csv": "any_csv",
    "members.tsv": "any_csv",
    "monica.json": "monica",
    "monica.sql": "monica",
    "friends.md": "friends",
    "Ann Lee.md": "contact_notes",
    "Jo Ray.md": "contact_notes",
}


def module(name: str) -> ModuleType:
    return importlib.import_module(f"pnm_vault.exchange.incoming.{name}")


def read(file: str, owner: Owner = OWNER) -> Incoming:
    found: Incoming = module(FILES[file]).read((FOLDER / file).read_bytes(), file, owner)
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


@pytest.mark.parametrize("file", FILES)
def test_exactly_one_format_knows_a_file(file: str) -> None:
    head = (FOLDER / file).read_bytes()[:65_536]
    assert [name for name in FORMATS if module(name).recognises(file, head)] == [FILES[file]]
