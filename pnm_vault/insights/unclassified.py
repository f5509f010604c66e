"""Which contacts wait to be classified: no category and no circle, so that nothing but habit sets a cadence."""

from collections.abc import Iterable

from pnm_vault.model.contact import Status
from pnm_vault.model.tie import Tie


def find_unclassified(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Give the ties that wait to be classified: those last in touch first, then those without contact, by name.

    A contact that is archived, or of which the note says `cadence: never`, waits for nothing.
    """
    found = [tie for tie in ties if tie.category is None and not tie.circles and _may_be_reminded_of(tie)]
    return tuple(sorted(found, key=_order))


def _may_be_reminded_of(tie: Tie) -> bool:
    return tie.status is Status.ACTIVE and (tie.cadence is None or tie.cadence.days is not None)


def _order(tie: Tie) -> tuple[int, str, str]:
    return (-tie.last.toordinal() if tie.last is not None else 0, tie.name.casefold(), tie.path)
