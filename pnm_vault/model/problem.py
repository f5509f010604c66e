"""What is wrong in the user's data, as a value that is carried along and shown."""

from enum import StrEnum

from pnm_vault.model.record import Row


class Severity(StrEnum):
    """How much a problem costs: an error loses a note or a block, a warning a field; an info is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(Row, frozen=True):
    """One fault in one note, shown as `path:line: severity: message [code]`.

    `line` counts from 1; 0 means the file as a whole. `message` is one sentence that says what is wrong and what to do.
    """

    path: str
    line: int
    severity: Severity
    code: str
    message: str
