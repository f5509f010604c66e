"""Words of about the same meaning, as somebody wrote them down."""

from pnm_vault.model.record import Row


class SynonymGroup(Row, frozen=True):
    """Phrases that mean about the same, in the order of their line, with that line (from 1).

    With `cut` they are none: these phrases are taken out of every built-in group.
    """

    phrases: tuple[str, ...]
    line: int
    cut: bool = False
