"""Three-way merging of notes. Pure: texts in, one text out; nothing that either side wrote is dropped."""

from pnm_vault.sync.merge.merged import Conflict, Merged

__all__ = ["Conflict", "Merged"]
