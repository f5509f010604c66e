"""What merging gives."""

from pnm_vault.model.record import Row


class Conflict(Row, frozen=True):
    """Something that both sides changed differently; both versions are in the text.

    `line` counts from 1 in the merged text; `message` is one sentence that says what it is and what to do.
    """

    line: int
    message: str


class Merged(Row, frozen=True):
    """The merged text of a note, whole and usable in any case, and what is to be looked at in it.

    `remake`: it is a review note, whose generated part says nothing reliable until it is made anew.
    """

    text: str
    conflicts: tuple[Conflict, ...] = ()
    remake: bool = False
