"""Which contacts wait to be classified: in the inbox, or without a category and a circle to set a cadence."""

from collections.abc import Iterable

from pnm_vault.model.contact import Status
from pnm_vault.model.tie import Tie


def find_unclassified(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Give the ties that wait to be classified: those last in touch first, then those without contact, by name.

    Whatever the note says besides, a contact in the inbox waits. One that is archived, or of which the note says
    `cadence: never`, waits for nothing.
    """
    found = [tie for tie in ties if tie.status is Status.INBOX or _says_nothing(tie)]
    return tuple(sorted(found, key=_order))


def _says_nothing(tie: Tie) -> bool:
    if tie.category is not None or tie.circles or tie.status is not Status.ACTIVE:
        return False
    return tie.cadence is None or tie.cadence.days is not None


def _order(tie: Tie) -> tuple[int, str, str]:
    return (-tie.last.toordinal() if tie.last is not None else 0, tie.name.casefold(), tie.path)
