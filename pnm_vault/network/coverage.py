"""How far it is written down who knows whom, and whether that is enough to go by.

A tie that nobody wrote down looks like a gap between two people. So what rests on ties that are missing (bridges, few
or many acquaintances, overlaps) is said only where enough of them are recorded; a tie that is recorded is evidence by
itself, however few there are.
"""

from collections.abc import Collection, Mapping

from pnm_vault.model.record import Row

# With fewer contacts, or ties recorded for a smaller share of them, what is missing would be taken for a structure.
ENOUGH_CONTACTS = 10
ENOUGH_RECORDED = 0.2


class Coverage(Row, frozen=True):
    """Of how many of so many `contacts` it is written down that they know another one."""

    contacts: int
    recorded: int

    @property
    def is_enough(self) -> bool:
        """Whether ties that are not recorded may be taken to be none: ten contacts, a fifth of them with a tie."""
        return self.contacts >= ENOUGH_CONTACTS and self.recorded >= ENOUGH_RECORDED * self.contacts


def coverage_of(contacts: Collection[str], known: Mapping[str, Collection[str]]) -> Coverage:
    """Count the `contacts` (paths) who know another one by `known`, contact paths by contact path."""
    return Coverage(len(contacts), len([path for path, others in known.items() if others and path in contacts]))
