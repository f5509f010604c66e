"""A property of a community's note, changed under the key that the note has for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.notes.edit import Edited, set_property
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_names import canonical_field
from pnm_vault.notes.values.gathering_names import COMMUNITY_SPELLINGS

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.carry_out import Edit


def change_community(field: str, value: str | date) -> Edit:
    """Set a field of `COMMUNITY_FIELDS`; of several keys for it, the first is the one that is read."""

    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        keys = [key for key in block.values if canonical_field(key, COMMUNITY_SPELLINGS) == field]
        return set_property(path, text, keys[0] if keys else field, value)

    return edit
