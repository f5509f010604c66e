"""Every file of every exporter is known as what it is, and as nothing else, whatever it is called."""

from pathlib import Path

import pytest

from pnm_vault.exchange.incoming.formats import FORMATS, reader_of
from tests.vaults import REPOSITORY

HERE = REPOSITORY / "tests" / "exchange" / "incoming"
OF_TABLES = {
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
BY_ENDING = {"vcf": "vcard", "ics": "icalendar", "eml": "messages", "mbox": "messages"}
READERS = {one.module.rpartition(".")[2]: reader_of(name) for name, one in FORMATS.items()}
FILES = {path: BY_ENDING[path.suffix[1:]] for path in sorted(HERE.rglob("*.*")) if path.suffix[1:] in BY_ENDING}
FILES |= {HERE / "tables" / file: name for file, name in OF_TABLES.items()}


def known_as(name: str, content: bytes) -> list[str]:
    return [one for one, reader in READERS.items() if reader.recognises(name, content[:65_536])]


@pytest.mark.parametrize(("file", "name"), FILES.items(), ids=[path.name for path in FILES])
def test_exactly_one_format_knows_a_file(file: Path, name: str) -> None:
    assert known_as(file.name, file.read_bytes()) == [name]
    if name != "contact_notes":  # Markdown is known by the ending of its name
        assert known_as("export", file.read_bytes()) == [name]


def test_every_file_is_looked_at() -> None:
    those = [path for path in (HERE / "tables").iterdir() if path.is_file()]
    assert {path.name for path in those} == set(OF_TABLES)
    assert set(FILES.values()) == set(READERS) - {"our_csv"}  # whose files the exporter makes
