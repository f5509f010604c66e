"""A resource that contacts may give access to, as somebody wrote it down."""

from pnm_vault.model.record import Row


class Resource(Row, frozen=True):
    """One line of a list of resources: what it is (`advise on law`), the words by which it is known, its line (from 1).

    `part` is the heading below which it stands, empty for none.
    """

    text: str
    words: tuple[str, ...]
    line: int
    part: str = ""
