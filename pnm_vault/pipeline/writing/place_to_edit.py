"""`pnm edit`: the line of a contact's note at which somebody wants to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.notes.edit import append_log_line
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.text_lines import split_lines
from pnm_vault.notes.text.log import read_own_log
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


def line_to_edit(session: Session, path: str) -> int:
    """Give the line (from 1) of the newest entry of the log; without one, the line where the first would go.

    Raises:
        PnmError: the note is no longer there.
    """
    note = read_note(session.root, path)
    if note is None:
        raise PnmError(f"{path} is no longer there.", "Look whether it was moved or renamed, then try again.")
    entries = read_own_log(path, scan_note(path, note.text), [])
    past = [entry for entry in entries if entry.day <= session.today] or entries
    if past:
        newest = max(entry.day for entry in past)
        return min(entry.line for entry in past if entry.day == newest)
    lines = split_lines(note.text)
    edited = append_log_line(path, note.text, session.today, "words", HouseStyle(session, path).log)
    after = split_lines(edited.text or note.text)
    same = next((at for at, (old, new) in enumerate(zip(lines, after, strict=False)) if old != new), len(lines))
    return max(min(same + 1, len(lines)), 1)
