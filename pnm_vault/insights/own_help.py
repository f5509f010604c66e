"""Who can help with what the owner asks for: warm ties, weak ones worth a message, and those one step away."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest

from msgspec.structs import replace

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.help_found import Fit, HelpFound, Holding, own_asks
from pnm_vault.insights.help_words import (
    SPARED_ASK,
    TO_ASK,
    Asked,
    AskedRow,
    asked_for,
    meant_to,
    spares,
)
from pnm_vault.insights.introductions_under_way import LOAD_DAYS, LOAD_FACTOR
from pnm_vault.insights.who import Reach, WhoRow
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

# So many of each block for one ask, and so many asks.
MOST_STRONG, MOST_WEAK, MOST_STEP = 3, 2, 2
MOST_ASKS = 8
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
        self.reach = Reach(around.network, around.known)
        self.late = around.today - timedelta(LOAD_DAYS)

    def answer(self, ask: OwnAsk, fits: Sequence[Fit]) -> OwnAsk:
        """Put those who fit into the three blocks; who has more than one line that fits comes with the best."""
        strong: dict[str, Helper] = {}
        weak: dict[str, Helper] = {}
        steps: dict[str, Helper] = {}
        for fit in fits:
            tie = self.reach.ties.get(fit.path)
            if tie is None or not self.admits(tie, ask.text) or self.around.unnamed.are_in(fit.text):
                continue
            helper = self.helper(tie, fit, ask.text)
            row = helper.reached
            block = steps if row.via else strong if self.reach.is_strong(tie) else weak
            if fit.path not in block or block[fit.path].reached.score < row.score:
                block[fit.path] = helper
        return replace(
            ask,
            strong=_best(strong, MOST_STRONG),
            weak=_best(weak, MOST_WEAK),
            one_step=_best(steps, MOST_STEP),
            asked=self.waiting(ask.text),
        )

    def admits(self, tie: Tie, text: str) -> bool:
        """Tell whether a contact may be suggested for an ask."""
        if tie.private or not tie.suggest or tie.status is not Status.ACTIVE:
            return False
        row = self.around.asked.get(tie.path)
        meant = meant_to(self.around.follow_ups.get(tie.path, ()), TO_ASK, text) is not None
        asked = any(one.day > self.late for one in asked_for(row, text, self.around.today))
        return not (meant or asked or spares(row, SPARED_ASK, text))

    def helper(self, tie: Tie, fit: Fit, text: str) -> Helper:
        """Lay out one who fits, with the score as far as the owner reaches them and as often as they were asked."""
        row = self.around.asked.get(tie.path)
        lines = [one for one in row.asked if self.late < one.day <= self.around.today] if row is not None else []
        times = len({one.day for one in lines})
        load = LOAD_FACTOR**times * min(1.0, self.around.readiness.get(tie.path, 1.0))
        via = self.reach.via(tie) if tie.last is None else None
        if via is not None and not self._may_be_named(via[0]):
            via = None
        reached = self.reach.row(tie, fit.likeness * load, (), via)
        before = asked_for(row, text, self.around.today)
        return Helper(
            reached,
            fit,
            self.line_of(fit),
            before[-1].day if before else None,
            lines[-1] if lines else None,
        )

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
        ranked = nsmallest(NEAREST, [(-standing, path) for path, standing in self.reach.standing.items()])
        found: list[tuple[int, str]] = []
        for _, path in ranked:
            row = self.around.asked.get(path)
            if not self._may_be_named(path) or not self.reach.is_strong(self.reach.ties[path]):
                continue
            knows = len([one for one in self.around.known.get(path, ()) if self._may_be_named(one)])
            if knows and not (row is not None and any(self.late < one.day <= self.around.today for one in row.asked)):
                found.append((-knows, path))
        return tuple([Around(path, self.reach.ties[path].name, -knows) for knows, path in sorted(found)[:MOST_AROUND]])

    def _quotable(self, source: Source) -> Source:
        return replace(source, text="") if self.around.unnamed.are_in(source.text) else source

    def _may_be_named(self, path: str) -> bool:
        tie = self.reach.ties.get(path)
        return tie is not None and tie.status is Status.ACTIVE and tie.suggest and not tie.private


def _best(block: Mapping[str, Helper], most: int) -> tuple[Helper, ...]:
    ranked = sorted(block.values(), key=lambda one: (-one.reached.score, one.reached.path))
    return tuple(ranked[:most])


def proof_of_fit(helper: Helper) -> Source:
    """Give the line that says that somebody may help."""
    return Source(helper.fit.path, helper.line, helper.fit.text)
