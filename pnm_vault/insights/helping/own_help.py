"""Who can help with what the owner asks for: warm ties, weak ones worth a message, and those one step away."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from itertools import islice

from msgspec.structs import replace

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.help_found import Fit, HelpFound, Holding, own_asks
from pnm_vault.insights.helping.help_words import (
    SPARED_ASK,
    TO_ASK,
    Asked,
    AskedRow,
    asked_for,
    meant_to,
    spares,
)
from pnm_vault.insights.helping.who import Reach, WhoRow
from pnm_vault.insights.introducing.introductions_under_way import LOAD_DAYS, LOAD_FACTOR
from pnm_vault.model.contact import Contact
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.coverage import Coverage
from pnm_vault.network.strength import nearest_first

# So many of each block for one ask, and so many asks.
MOST_STRONG, MOST_WEAK, MOST_STEP = 3, 2, 2
MOST_ASKS = 8
# So many of each block are weighed in full.
WEIGHED = 8
# Where nobody answers: so many to ask on, chosen from so many of the nearest.
MOST_AROUND = 2
NEAREST = 100


class Helper(Row, frozen=True):
    """Somebody who may help: how the owner reaches them, and the words that say so, with their line (0: the note).

    `last_asked` is when the owner last asked them for this, `loaded` the newest line of the last 90 days that tells of
    help of any sort.
    """

    reached: WhoRow
    fit: Fit
    line: int
    last_asked: date | None = None
    loaded: Asked | None = None


class Waiting(Row, frozen=True):
    """Somebody whom the owner asked for this within the last 90 days, or (`meant`) means to ask by a day.

    `day` is that of either, None for a follow-up without one; `source` is the line that says so.
    """

    path: str
    name: str
    day: date | None
    source: Source
    meant: bool = False


class OwnAsk(Row, frozen=True):
    """One ask or goal of the owner, with who may help, best first in each block, and whom they asked already."""

    text: str
    line: int
    goal: bool
    strong: tuple[Helper, ...] = ()
    weak: tuple[Helper, ...] = ()
    one_step: tuple[Helper, ...] = ()
    asked: tuple[Waiting, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether there is anybody to ask, or who was asked."""
        return bool(self.strong or self.weak or self.one_step or self.asked)


class Around(Row, frozen=True):
    """Somebody near the owner who knows many: `knows` counts those of the owner's contacts."""

    path: str
    name: str
    knows: int


class OwnHelp(Record, frozen=True):
    """All asks of the owner, of the note at `path` (empty: there is none); `around` may know somebody for the rest."""

    path: str = ""
    asks: tuple[OwnAsk, ...] = ()
    more: int = 0
    around: tuple[Around, ...] = ()


class Surroundings(Record, frozen=True):
    """What decides on a day whom to ask: ties, who knows whom, what was asked of whom, what is meant to be.

    `coverage` says of how many it is known whom they know; None: to be counted.
    `readiness` are factors of introductions of late (see `introductions_under_way.readiness`). `follow_ups` are the
    open ones by contact.
    """

    network: Network
    known: Mapping[str, Sequence[str]]
    profiles: Mapping[str, Profile]
    asked: Mapping[str, AskedRow]
    readiness: Mapping[str, float]
    follow_ups: Mapping[str, tuple[FollowUp, ...]]
    today: date
    unnamed: PrivateNames = NOBODY
    coverage: Coverage | None = None


def help_for_owner(me: Contact | None, found: HelpFound, around: Surroundings) -> OwnHelp:
    """Say for each of the owner's asks, then goals, who can help.

    The score is the likeness of the words times the owner's reach (see `who.who_can_help`), halved for each time of
    the last 90 days that they were asked or helped, as for introductions. Left out is whoever was asked for the very
    thing in these days, is meant to be (an open follow-up says so), or is not to be (`no_reminder: asking for ...`).

    Source: as `who.who_can_help`; the load is a rule against asking the same few again, without a published figure.
    """
    asks = [ask for ask in own_asks(me) if not around.unnamed.are_in(ask.text)]
    if me is None or not asks:
        return OwnHelp(me.path if me is not None else "")
    desk = _Desk(around)
    goals = {(goal.text, goal.line) for goal in me.goals}
    shown = [
        desk.answer(OwnAsk(ask.text, ask.line, (ask.text, ask.line) in goals), found.own.get(ask.text, ()))
        for ask in asks[:MOST_ASKS]
    ]
    unanswered = not all(ask.is_answered for ask in shown)
    return OwnHelp(me.path, tuple(shown), len(asks) - len(shown), desk.ask_around() if unanswered else ())


class _Desk:
    """Ranks those who have an answer by how the owner reaches them on one day."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.reach = Reach(around.network, around.known, around.coverage)
        self.late = around.today - timedelta(LOAD_DAYS)

    def answer(self, ask: OwnAsk, fits: Sequence[Fit]) -> OwnAsk:
        """Put those who fit into the three blocks; who has more than one line that fits comes with the best."""
        near: list[tuple[float, str, Fit]] = []
        far: list[tuple[float, str, Fit]] = []
        never: list[tuple[float, str, Fit]] = []
        for fit in fits:
            tie = self.reach.ties.get(fit.path)
            if tie is None or not self.admits(tie, ask.text) or self.around.unnamed.are_in(fit.text):
                continue
            block = never if tie.last is None else near if self.reach.is_strong(tie) else far
            block.append((-fit.likeness * self.reach.standing[fit.path] * self.load(fit.path), fit.path, fit))
        # Who knows whom is looked up for few.
        strong, weak, unknown = [self.helpers(nsmallest(WEIGHED, one), ask.text) for one in (near, far, never)]
        steps = [one for one in unknown if one.reached.via is not None]
        return replace(
            ask,
            strong=self.best(strong, MOST_STRONG),
            weak=self.best([*weak, *[one for one in unknown if one.reached.via is None]], MOST_WEAK),
            one_step=self.best(steps, MOST_STEP),
            asked=self.waiting(ask.text),
        )

    def helpers(self, chosen: Sequence[tuple[float, str, Fit]], text: str) -> list[Helper]:
        """Lay out those who were chosen, each with the best of their lines."""
        found: dict[str, Helper] = {}
        for _, path, fit in chosen:
            helper = self.helper(self.reach.ties[path], fit, text)
            if path not in found or found[path].reached.score < helper.reached.score:
                found[path] = helper
        return list(found.values())

    def best(self, helpers: Sequence[Helper], most: int) -> tuple[Helper, ...]:
        """Give the best of them, with the lines where their words stand."""
        ranked = sorted(helpers, key=lambda one: (-one.reached.score, one.reached.path))
        return tuple([replace(one, line=self.line_of(one.fit)) for one in ranked[:most]])

    def admits(self, tie: Tie, text: str) -> bool:
        """Tell whether a contact may be suggested for an ask."""
        if not tie.is_open:
            return False
        row = self.around.asked.get(tie.path)
        meant = meant_to(self.around.follow_ups.get(tie.path, ()), TO_ASK, text) is not None
        asked = any(one.day > self.late for one in asked_for(row, text, self.around.today))
        return not (meant or asked or spares(row, SPARED_ASK, text))

    def lately(self, path: str) -> list[Asked]:
        """Give the lines of the last 90 days that tell of help between the two."""
        row = self.around.asked.get(path)
        return [one for one in row.asked if self.late < one.day <= self.around.today] if row is not None else []

    def load(self, path: str) -> float:
        """Give the factor by which a contact is suggested less readily, 1 for none."""
        times = len({one.day for one in self.lately(path)})
        return float(LOAD_FACTOR**times * min(1.0, self.around.readiness.get(path, 1.0)))

    def helper(self, tie: Tie, fit: Fit, text: str) -> Helper:
        """Lay out one who fits, with the score as far as the owner reaches them and as often as they were asked."""
        via = self.way_to(tie) if tie.last is None else None
        reached = self.reach.row(tie, fit.likeness * self.load(tie.path), (), via)
        before = asked_for(self.around.asked.get(tie.path), text, self.around.today)
        lately = self.lately(tie.path)
        return Helper(reached, fit, 0, before[-1].day if before else None, lately[-1] if lately else None)

    def way_to(self, tie: Tie) -> tuple[str, str] | None:
        """Give the nearest contact, of those who may be named, who knows somebody never met."""
        known = [path for path in self.around.known.get(tie.path, ()) if self._may_be_named(path)]
        met = [path for path in known if self.reach.ties[path].last is not None]
        nearest = min([(-self.reach.standing[path], path) for path in met], default=None)
        return (nearest[1], self.reach.ties[nearest[1]].name) if nearest is not None else None

    def line_of(self, fit: Fit) -> int:
        """Give the line where the words stand; 0 for those of a property that has none."""
        profile = self.around.profiles.get(fit.path)
        said = {
            Holding.OFFERS: profile.offers if profile is not None else (),
            Holding.INTERESTS: profile.interests if profile is not None else (),
        }
        return next((one.line for one in said.get(fit.holding, ()) if one.text == fit.text), 0)

    def waiting(self, text: str) -> tuple[Waiting, ...]:
        """Give those who were asked of late, the newest first, then those whom the owner means to ask."""
        found: list[Waiting] = []
        for path in sorted({*self.around.asked, *self.around.follow_ups}):
            if not self._may_be_named(path):
                continue
            name = self.reach.ties[path].name
            lines = asked_for(self.around.asked.get(path), text, self.around.today)
            meant = meant_to(self.around.follow_ups.get(path, ()), TO_ASK, text)
            if lines and lines[-1].day > self.late:
                found.append(Waiting(path, name, lines[-1].day, self._quotable(lines[-1].source)))
            elif meant is not None:
                found.append(Waiting(path, name, meant.due, self._quotable(meant.source), meant=True))
        return tuple(sorted(found, key=lambda one: (one.meant, -(one.day or date.min).toordinal(), one.path)))

    def ask_around(self) -> tuple[Around, ...]:
        """Give strong ties among the nearest who know most of the others, none who was asked for anything of late."""
        found: list[tuple[int, str]] = []
        for path in islice(nearest_first(self.around.network), NEAREST):
            if not self._may_be_named(path) or not self.reach.is_strong(self.reach.ties[path]):
                continue
            knows = len([one for one in self.around.known.get(path, ()) if self._may_be_named(one)])
            if knows and not self.lately(path):
                found.append((-knows, path))
        return tuple([Around(path, self.reach.ties[path].name, -knows) for knows, path in sorted(found)[:MOST_AROUND]])

    def _quotable(self, source: Source) -> Source:
        return replace(source, text="") if self.around.unnamed.are_in(source.text) else source

    def _may_be_named(self, path: str) -> bool:
        tie = self.reach.ties.get(path)
        return tie is not None and tie.is_open


def proof_of_fit(helper: Helper) -> Source:
    """Give the line that says that somebody may help."""
    return Source(helper.fit.path, helper.line, helper.fit.text)
