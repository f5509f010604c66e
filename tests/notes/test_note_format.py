"""docs/note-format.md tells every field and spelling that the code reads."""

import os

import pytest

from pnm_vault.notes.values.field_names import CANONICAL_FIELDS, INTRODUCTION_FIELDS, MEETING_FIELDS, Field
from pnm_vault.notes.values.gathering_names import COMMUNITY_FIELDS, EVENT_FIELDS

_PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "note-format.md")


TABLES = (CANONICAL_FIELDS, MEETING_FIELDS, EVENT_FIELDS, COMMUNITY_FIELDS, INTRODUCTION_FIELDS)


@pytest.mark.parametrize("name", dict.fromkeys(name for table in TABLES for name in table))
def test_every_field_is_described(name: str) -> None:
    with open(_PAGE, encoding="utf-8") as page:
        rows = [row for row in page if row.startswith(f"| `{name}` |")]
    fields: list[Field] = [table[name] for table in TABLES if name in table]
    assert len(rows) == len(fields)
    for one, row in zip(fields, rows, strict=True):
        assert [f"`{spelling}`" for spelling in one.spellings if f"`{spelling}`" not in row] == []
        assert one.meaning in row.replace("\\|", "|")
