"""Files as address books and phones write them, and all that is read of each."""

import os
from pathlib import Path

import msgspec
import pytest

from pnm_vault.exchange.incoming.cards.vcard import read, recognises
from pnm_vault.model.incoming import Owner

FOLDER = Path(__file__).parent / "cards"
OWNER = Owner(("Nora Bassani",), ("nora@example.org",))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.vcf")), ids=lambda file: file.stem)
def test_what_is_read_of_a_file(file: Path) -> None:
    content = file.read_bytes()
    assert recognises(file.name, content[:65536])
    found = msgspec.json.format(msgspec.json.encode(read(content, file.name, OWNER)), indent=1).decode() + "\n"
    golden = file.with_suffix(".json")
    if os.environ.get("PNM_ACCEPT"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == found
