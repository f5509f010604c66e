"""What an edit gives: the new text, or the reason why nothing was changed."""

from collections.abc import Mapping
from types import MappingProxyType

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row

EDIT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "edit-block": "The properties block cannot be edited safely: never closed, in JSON form, too long, or no "
        "properties at all. Repair it by hand.",
        "edit-conflict": "A merge left <<<<<<< and >>>>>>> in the note. Keep one side, then try again.",
        "edit-duplicate": "The property is written twice. Keep one of them, then try again.",
        "edit-kind": "The property holds something that is changed by hand only: a nested mapping, text over several "
        "lines, an anchor, or a value that two YAML readers read differently.",
        "edit-value": "The new value cannot be written as one line of YAML that every reader reads alike.",
        "edit-key": "The name of the new property cannot be written so that every reader reads it alike.",
        "edit-words": "The words for the log are empty, too long or cannot stand on one line.",
        "edit-task": "The task is no longer on that line as it was read, or is no task. Read the note again.",
        "edit-recurring": "The task comes back, and pnm cannot say when: it follows a rule that is not known, has no "
        "day to count from, or is to be deleted. Tick it in Obsidian, where the Tasks plugin writes the next one.",
        "edit-name": "The name cannot be the name of a file on every system, or cannot stand in a link.",
        "edit-unproved": "Reading the edited note gave another difference than the one that was meant, so nothing was "
        "changed. Make this change by hand.",
    }
)


class Edited(Row, frozen=True):
    """The whole new text of a note, or the problem for which the edit was refused; exactly one of them is set.

    An edit that finds everything as wished gives the text as it was.
    """

    text: str | None
    problem: Problem | None = None


class EditRefusedError(Exception):
    """Leave an edit from deep inside; never crosses the room."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line

    def at(self, path: str) -> Problem:
        """Give the problem to show."""
        return Problem(path, self.line, Severity.WARNING, self.code, self.message)
