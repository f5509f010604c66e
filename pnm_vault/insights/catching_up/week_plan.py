"""Whom there is time for this week: contacts to catch up with, as far as the owner's minutes last."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from pnm_vault.insights.catching_up.stale import Label, StaleContact, rank_stale
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.model.settings import MinuteSettings, Settings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import standings_in
from pnm_vault.notes.kinds import daily_day
from pnm_vault.notes.rules import build_rules

# With messages alone an hour would hold twelve: nobody means to be in touch with more than so many on purpose.
MOST = 20


class WeekTime(Row, frozen=True):
    """Where the minutes of a week go, and how many contacts wait.

    `budget` are all of them, `chosen` those for whom to catch up with, `had` those of contacts since Monday, `planned`
    those of talks from tomorrow until Sunday, `follow_ups` those of the follow-ups on the page. All but `chosen` may be
    more than there are.
    """

    budget: int
    chosen: int = 0
    had: int = 0
    planned: int = 0
    follow_ups: int = 0
    waits: int = 0

    @property
    def used(self) -> int:
        """Give the minutes that are taken in all."""
        return self.chosen + self.had + self.planned + self.follow_ups


def minutes_for(tie: Tie, minutes: MinuteSettings) -> int:
    """Return how long it takes to be in touch with a contact in the way that is usual with them."""
    return int(getattr(minutes, "other" if tie.channel is None else tie.channel.value))


def plan_week(
    waiting: Sequence[StaleContact],
    network: Network,
    settings: Settings,
    follow_ups: int,
    today: date,
    hidden: frozenset[str] = frozenset(),
) -> tuple[tuple[StaleContact, ...], WeekTime]:
    """Choose among `waiting`, the most at risk first, whom the week has time for, and say where its minutes go.

    They are taken in that order for as long as the minutes last: one who takes longer than what is left is passed over,
    and one who takes less may still fit. Of dormant ties there is one at most, and only where the others leave time.
    Off the minutes go, before anybody is chosen: `follow_ups` (those on the page), the contacts since Monday, each
    counted once and whoever was met together counted as one, and those planned until Sunday, who are on the list at no
    further cost. So whoever was chosen and has been in touch since leaves the list, and nobody comes in their place.
    Nothing of `hidden` contacts is counted.

    The order is that of Monday: who came to be due since comes after them, so that nobody is moved out by days passing.
    """
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    minutes = settings.time.minutes
    ties = network.by_path
    shown = [tie for tie in network.ties if tie.path not in hidden]
    had = _minutes_had([tie for tie in shown if tie.last is not None and tie.last >= monday], settings)
    coming = {tie.path for tie in shown if tie.planned is not None and tie.planned <= sunday}
    budget = settings.time.minutes_per_week or 0
    before = WeekTime(
        budget=budget,
        had=had,
        planned=sum([minutes_for(ties[path], minutes) for path in coming]),
        follow_ups=follow_ups * minutes.follow_up,
    )
    costs = {stale.path: 0 if stale.path in coming else minutes_for(ties[stale.path], minutes) for stale in waiting}
    chosen = _fitting(_order_of_monday(waiting, network, settings, monday, today), costs, budget - before.used)
    taken = sum([costs[stale.path] for stale in chosen])
    return chosen, replace(before, chosen=taken, waits=len(waiting) - len(chosen))


def _minutes_had(ties: Iterable[Tie], settings: Settings) -> int:
    """Add up the minutes of the last contacts: of those that one line, or one meeting note, proves, the longest."""
    rules = build_rules(settings)
    occasions: dict[tuple[str, int], int] = {}
    for tie in ties:
        proof = tie.proof or Source(tie.path)
        # A daily note tells of one talk in each line, a contact's own note of talks with that contact alone.
        by_line = proof.path != tie.path and daily_day(proof.path, rules) is not None
        occasion = (proof.path, proof.line if by_line else 0)
        occasions[occasion] = max(occasions.get(occasion, 0), minutes_for(tie, settings.time.minutes))
    return sum(occasions.values())


def _fitting(waiting: Iterable[StaleContact], costs: dict[str, int], left: int) -> tuple[StaleContact, ...]:
    chosen: list[StaleContact] = []
    has_dormant = False
    # A dormant tie can wait, and in the middle of the others one that takes another's place could move them out.
    for stale in sorted(waiting, key=lambda one: one.label is Label.DORMANT):
        is_dormant = stale.label is Label.DORMANT
        cost = costs[stale.path]
        if len(chosen) >= MOST or (is_dormant and has_dormant) or (cost and cost > left):
            continue
        chosen.append(stale)
        left -= cost
        has_dormant = has_dormant or is_dormant
    return tuple(chosen)


def _order_of_monday(
    waiting: Sequence[StaleContact], network: Network, settings: Settings, monday: date, today: date
) -> list[StaleContact]:
    if today == monday:
        return list(waiting)
    wanted = {stale.path for stale in waiting}
    pairs = [pair for pair in zip(network.ties, standings_in(network), strict=True) if pair[0].path in wanted]
    part = replace(network, ties=tuple([tie for tie, _ in pairs]), standings=tuple([value for _, value in pairs]))
    places = {stale.path: place for place, stale in enumerate(rank_stale(part, settings, monday, waiting=True))}
    return sorted(waiting, key=lambda stale: places.get(stale.path, len(places)))
