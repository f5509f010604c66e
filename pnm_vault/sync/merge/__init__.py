"""Three-way merging of notes. Pure: texts in, one text out; nothing that either side wrote is dropped."""

from pnm_vault.sync.merge.merged import Conflict, Merged
from pnm_vault.sync.merge.note import merge_note

__all__ = ["Conflict", "Merged", "merge_note"]
