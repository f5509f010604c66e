"""How often to be in touch with each contact, which rule says so, and what the other rules would say."""

from pnm_vault.insights.catching_up.expectation import Saying, expectations_for
from pnm_vault.model.contact import Status
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import own_gap, usual_range


class ContactCadence(Record, frozen=True):
    """One contact's cadence: every rule that knows the contact, the nearest first; it is the one that counts.

    `is_left_alone` is True for `suggest: never` without a cadence of their own: then no rule counts. `own_line` is the
    line of the note's own cadence (0: none). `rhythm`, `low` and `high` are days, None below the evidence for them.
    """

    path: str
    name: str
    private: bool
    is_left_alone: bool
    own_line: int
    rules: tuple[Saying, ...]
    rhythm: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def rule(self) -> Saying | None:
        """Give the rule that counts; None for a contact that is left alone."""
        return None if self.is_left_alone else self.rules[0]


def cadences_of(network: Network, settings: Settings) -> tuple[ContactCadence, ...]:
    """Return the cadence of every active contact, by name (case-folded), then by path."""
    expectations = expectations_for(settings.cadence, network.mean_log_gap)
    found = [
        _cadence(tie, expectations.sayings(tie), network.mean_log_gap)
        for tie in network.ties
        if tie.status is Status.ACTIVE
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.path)))


def _cadence(tie: Tie, rules: tuple[Saying, ...], mean_log_gap: float) -> ContactCadence:
    rhythm = own_gap(tie.days, tie.log_gap, tie.weight, mean_log_gap)
    low, high = (None, None) if rhythm is None else usual_range(rhythm, tie.spread, tie.weight)
    return ContactCadence(
        tie.path,
        tie.name,
        tie.private,
        not tie.suggest and tie.cadence is None,
        0 if tie.cadence is None else tie.cadence.line,
        rules,
        rhythm,
        low,
        high,
    )
