"""Calendars and mailboxes as other programs write them, with what is read of them beside each."""

import os
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pnm_vault.exchange.incoming.calendars import icalendar
from pnm_vault.exchange.incoming.mail import messages as mail
from pnm_vault.model.incoming import Owner
from pnm_vault.vault.zones import find_zone

HERE = Path(__file__).parent
FILES = sorted(
    path
    for folder in ("calendars", "mail")
    for path in (HERE / folder).iterdir()
    if path.suffix in (".ics", ".mbox", ".eml")
)
OWNER = Owner(("Nora Bassani",), ("nora@example.org",))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_what_is_read_of_it(file: Path) -> None:
    content = file.read_bytes()
    if file.suffix == ".ics":
        assert icalendar.recognises(file.name, content) and not mail.recognises(file.name, content)
        told = icalendar.read(content, file.name, OWNER, until=TODAY, zone_of=find_zone)
    else:
        assert mail.recognises(file.name, content) and not icalendar.recognises(file.name, content)
        told = mail.read(content, file.name, OWNER, until=TODAY)
    found = msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n"
    golden = file.with_suffix(".json")
    if os.environ.get("PNM_ACCEPT"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == found
