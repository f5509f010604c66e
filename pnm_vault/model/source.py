"""Where a fact was read."""

from pnm_vault.model.record import Row


class Source(Row, frozen=True):
    """The place that proves a fact: a vault-relative path, a line and a verbatim part of that line.

    `path` uses `/` on every system. `line` counts from 1; 0 means the note as a whole (its file name).
    `text` is found verbatim in that line of the note (surrounding white space cut, at most 200 characters);
    empty when `line` is 0.
    """

    path: str
    line: int = 0
    text: str = ""
