"""The table of docs/vcards.md names every property that is understood, and no other."""

import re

from pnm_vault.exchange.incoming.cards.lines import AGENT
from pnm_vault.exchange.incoming.cards.meaning import MEANINGS
from tests.vaults import REPOSITORY


def test_every_property_is_documented() -> None:
    text = (REPOSITORY / "docs" / "vcards.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`([A-Z-]+)`", row)]
    assert len(told) == len(set(told))
    assert set(told) == {name for name in MEANINGS if not name.startswith(AGENT)}
