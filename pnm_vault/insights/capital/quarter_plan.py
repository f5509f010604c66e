"""A quarter's plan for the owner's goals: ties to renew, whom to ask, introductions, circles to enter and events."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from pnm_vault.insights.catching_up.week_plan import minutes_for
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.insights.gathering.gatherings import Gatherings
from pnm_vault.insights.helping.help_found import HelpFound
from pnm_vault.insights.helping.own_help import Helper, OwnAsk, OwnHelp
from pnm_vault.insights.looking_back.periods import Period, PeriodKind, period_around
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import TimeSettings
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.model.tie import Tie

# So many of each kind for one goal: a plan that nobody can keep is none.
MOST_EACH = 2
# Most of the minutes of a quarter go to those who are due anyway; of thirteen weeks two are for the goals. A convention
# of ours.
WEEKS_FOR_GOALS = 2


class Step(StrEnum):
    """What to do for a goal, in the order in which it is planned."""

    RENEW = "renew"
    ASK = "ask"
    INTRODUCTION = "introduction"
    CIRCLE = "circle"
    EVENT = "event"


class Touched(Row, frozen=True):
    """A circle or an event that touches a goal: by topics (`words`), or by whom (path and name) one would meet there.

    `day` is when it is, for an event; for a circle when it is time to look in again, None where nothing says so.
    """

    path: str
    title: str
    words: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    day: date | None = None


class PlannedStep(Row, frozen=True):
    """One thing to do, by a helper or a gathering, with the minutes that it takes."""

    step: Step
    minutes: int
    helper: Helper | None = None
    touched: Touched | None = None


class GoalPlan(Record, frozen=True):
    """What to do for one goal (`line` of the owner's note), in the order of `Step`; `left_out` for want of time."""

    text: str
    line: int
    steps: tuple[PlannedStep, ...] = ()
    left_out: int = 0


class QuarterPlan(Record, frozen=True):
    """The plan of the quarter `period`. `me` is the path of the owner's own note, empty without one.

    `budget` and `taken` are minutes, None where the settings name none for a week.
    """

    period: Period | None = None
    me: str = ""
    goals: tuple[GoalPlan, ...] = ()
    budget: int | None = None
    taken: int = 0


class PlanGround(Record, frozen=True):
    """What the plan is made of; `waiting` are the contacts (paths) with whom it is time to catch up, or long silent."""

    network: Network
    own_help: OwnHelp
    help_found: HelpFound
    gatherings: Gatherings
    waiting: Collection[str]
    synonyms: tuple[SynonymGroup, ...]
    time: TimeSettings
    today: date


def plan_quarter(ground: PlanGround) -> QuarterPlan:
    """Say for each goal whom to turn to and where to go until the quarter ends.

    Steps are taken goal by goal in turn, so that the first goal does not take all the time, for as long as the minutes
    last: two weeks of the thirteen. Whoever serves two goals takes their time once. Events count up to the quarter's
    last day.

    Source: Granovetter 1973 (The strength of weak ties, American Journal of Sociology 78:1360-1380) for going where
    one's own are not; Levin, Walter & Murnighan 2011 (Dormant ties, Organization Science 22:923-939) for renewing ties
    rather than making new ones first.
    """
    period = period_around(PeriodKind.QUARTER, ground.today)
    weekly = ground.time.minutes_per_week
    budget = None if weekly is None else weekly * WEEKS_FOR_GOALS
    desk = _Desk(ground, period)
    goals = [ask for ask in ground.own_help.asks if ask.goal]
    wished = [desk.steps_for(goal) for goal in goals]
    kept, taken = _fitting(wished, budget)
    plans = [
        GoalPlan(goal.text, goal.line, tuple(sorted(steps, key=_order)), len(all_steps) - len(steps))
        for goal, all_steps, steps in zip(goals, wished, kept, strict=True)
    ]
    return QuarterPlan(period, ground.own_help.path, tuple(plans), budget, taken)


def _order(one: PlannedStep) -> int:
    return list(Step).index(one.step)


def _fitting(wished: Sequence[Sequence[PlannedStep]], budget: int | None) -> tuple[list[list[PlannedStep]], int]:
    kept: list[list[PlannedStep]] = [[] for _ in wished]
    counted: set[str] = set()
    taken = 0
    for rank in range(max([len(steps) for steps in wished], default=0)):
        for place, steps in enumerate(wished):
            if rank >= len(steps):
                continue
            one = steps[rank]
            key = one.helper.reached.path if one.helper is not None else one.touched.path if one.touched else ""
            cost = 0 if key in counted else one.minutes
            if budget is None or taken + cost <= budget:
                kept[place].append(one)
                counted.add(key)
                taken += cost
    return kept, taken


class _Desk:
    """Finds the steps for one goal, the most promising first."""

    def __init__(self, ground: PlanGround, period: Period) -> None:
        self.ground = ground
        self.period = period
        self.ties = ground.network.by_path

    @cached_property
    def synonyms(self) -> Synonyms:
        """Give all groups; without an event or a community nobody asks for them, and building them takes 10 ms."""
        return build_synonyms(self.ground.synonyms)

    def steps_for(self, goal: OwnAsk) -> list[PlannedStep]:
        """Give the steps for a goal: one of each kind, then the second of each kind."""
        near = (*goal.strong, *goal.weak)
        renew = [one for one in near if one.reached.path in self.ground.waiting]
        ask = [one for one in near if one.reached.path not in self.ground.waiting]
        kinds = [
            [self._with(Step.RENEW, one) for one in renew],
            [self._with(Step.ASK, one) for one in ask],
            [self._with(Step.INTRODUCTION, one) for one in goal.one_step],
            [self._to(Step.CIRCLE, one) for one in self._circles(goal)],
            [self._to(Step.EVENT, one) for one in self._events(goal)],
        ]
        return [kind[rank] for rank in range(MOST_EACH) for kind in kinds if rank < len(kind)]

    def _with(self, step: Step, helper: Helper) -> PlannedStep:
        via = helper.reached.via
        tie: Tie = self.ties[via[0] if step is Step.INTRODUCTION and via is not None else helper.reached.path]
        return PlannedStep(step, minutes_for(tie, self.ground.time.minutes), helper)

    def _to(self, step: Step, touched: Touched) -> PlannedStep:
        return PlannedStep(step, self.ground.time.minutes.event, touched=touched)

    def _circles(self, goal: OwnAsk) -> list[Touched]:
        found: list[Touched] = []
        for one in self.ground.gatherings.communities:
            members = [(member.path, member.name) for member in one.members]
            note = one.community
            found += self._touched(goal, note.path, note.title, note.topics, members, one.due)
        return found[:MOST_EACH]

    def _events(self, goal: OwnAsk) -> list[Touched]:
        found: list[Touched] = []
        for one in self.ground.gatherings.ahead:
            if one.event.day <= self.period.last:
                people = [(there.path, there.name) for there in (*one.there, *[meet.contact for meet in one.to_meet])]
                event = one.event
                found += self._touched(goal, event.path, event.title, event.topics, people, event.day)
        return found[:MOST_EACH]

    def _touched(
        self,
        goal: OwnAsk,
        path: str,
        title: str,
        topics: Iterable[str],
        people: Iterable[tuple[str, str]],
        day: date | None,
    ) -> list[Touched]:
        fitting = {fit.path for fit in self.ground.help_found.own.get(goal.text, ())}
        there: Mapping[str, str] = {who: name for who, name in people if who in fitting and self._is_open(who)}
        words = [topic for topic in (*topics, title) if self._is_about(goal.text, topic)]
        if not words and not there:
            return []
        return [Touched(path, title, tuple(words), tuple(there.items())[:MOST_EACH], day)]

    def _is_open(self, path: str) -> bool:
        tie = self.ties.get(path)
        return tie is not None and tie.suggest and not tie.private

    def _is_about(self, goal: str, topic: str) -> bool:
        """Tell whether all words of a topic stand in a goal, or both speak of the same group of synonyms."""
        said, words = every_word_of(goal), every_word_of(topic)
        stems = {word.stem for word in words}
        if stems and stems <= {word.stem for word in said}:
            return True
        groups = {concept.group for concept in self.synonyms.concepts_of(said)}
        return any(concept.group in groups for concept in self.synonyms.concepts_of(words))
