"""Which introductions are under way, what comes next in each, and when it is time for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from pnm_vault.model.contact import Status
from pnm_vault.model.introduction import Act, IntroductionRow, Progress, Stand, Step
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.notes.text.introductions import stand_after

# So many days after a step it is time for the next: to ask the first, to look whether an answer came, to bring them
# together, to ask how it went. Thanks are due at once. A convention of ours.
WAITS: Mapping[Progress, int] = {
    Progress.IDEA: 3,
    Progress.ASKED: 7,
    Progress.AGREED: 2,
    Progress.MADE: 28,
    Progress.MET: 0,
}
# What stood still for so long has lapsed, unless the owner takes it up; some time later nothing is said of it any more.
LAPSED_AFTER = 60
FORGOTTEN_AFTER = 180
# Asked or introduced within so many days, a contact is suggested half as readily for each time.
# Source: a rule against asking the same few again, for which there is no published figure.
LOAD_DAYS = 90
LOAD_FACTOR = 0.5
# Each introduction that went well or not moves a contact's score by so much, all of them by no more than twice that.
OUTCOME_SHARE = 0.1

_WENT_WELL = ("good", "well", "great", "worked", "lovely", "yes")
_WENT_BADLY = ("bad", "badly", "nothing", "no", "failed", "poor")


class NextStep(Row, frozen=True):
    """What comes next: `act` on the contacts at `sides` (places in `between`); `waiting`: it is theirs to do."""

    act: Act
    sides: tuple[int, ...] = ()
    waiting: bool = False


class UnderWay(Row, frozen=True):
    """An introduction that has not come to its end, as of one day.

    `since` is the day of the step that it stands at, None where none is dated. `due` is the day from which on it is
    time for `next`, None: now, for all that is known. `lapsed`: it has stood still for long. `reminded`: an open
    follow-up of its own note says so too. `put_off`: the owner chose that day. `proof` is the line of that step.
    """

    path: str
    title: str
    first: str
    first_name: str
    second: str
    second_name: str
    stand: Stand
    next: NextStep
    since: date | None
    due: date | None
    lapsed: bool = False
    reminded: bool = False
    put_off: bool = False
    proof: Source | None = None

    @property
    def names(self) -> tuple[str, str]:
        """Give both names in the order of the note."""
        return self.first_name, self.second_name


def introductions_in_progress(
    rows: Iterable[IntroductionRow], ties: Iterable[Tie], today: date, reminded: Collection[str] = ()
) -> tuple[UnderWay, ...]:
    """Give the introductions under way, those first for which it is time first, then by path.

    `reminded` are paths of notes with an open follow-up. None is given of a contact who is archived or has died.
    """
    listed = tuple(rows)
    known = {tie.path: tie for tie in ties} if listed else {}
    found: list[UnderWay] = []
    for row in listed:
        first, second = known.get(row.first), known.get(row.second)
        if first is None or second is None or {first.status, second.status} != {Status.ACTIVE}:
            continue
        one = _under_way(row, (first.name, second.name), today, row.path in reminded)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.lapsed, one.due or date.min, one.path)))


def due_introductions(under_way: Iterable[UnderWay], today: date) -> tuple[UnderWay, ...]:
    """Give those for which it is time, and of which no follow-up reminds already."""
    return tuple(
        [one for one in under_way if not one.reminded and not one.lapsed and (one.due is None or one.due <= today)]
    )


def stand_on(row: IntroductionRow, today: date) -> tuple[Stand, tuple[Step, ...]]:
    """Give where an introduction stands on a day, and the steps up to it; what is written for later is a plan."""
    steps = row.introduction.steps
    if not steps or steps[-1].day <= today:
        return row.introduction.stand, steps
    past = tuple([step for step in steps if step.day <= today])
    return stand_after(past, row.introduction.written), past


def next_step(stand: Stand) -> NextStep | None:
    """Say what comes after a stand; None where it has come to its end.

    The first named is asked first. Double opt-in: nobody is brought together with somebody before both said yes.
    """
    if stand.progress in (Progress.IDEA, Progress.ASKED):
        open_ones = tuple([side for side in stand.asked if side not in stand.agreed])
        if open_ones:
            return NextStep(Act.YES, open_ones, waiting=True)
        others = tuple([side for side in (0, 1) if side not in stand.asked])
        return NextStep(Act.ASKED, others[:1])
    acts = {Progress.AGREED: Act.MADE, Progress.MADE: Act.MET, Progress.MET: Act.THANKED}
    return NextStep(acts[stand.progress]) if stand.progress in acts else None


def told_pairs(rows: Iterable[IntroductionRow]) -> frozenset[tuple[str, str]]:
    """Give the pairs (in path order) that have a note, whatever became of it: they are not suggested again."""
    return frozenset([row.pair for row in rows])


def readiness(rows: Sequence[IntroductionRow], today: date) -> dict[str, float]:
    """Give a factor for each contact that introductions of late, or how they went, make less or more likely; 1 is none.

    It is halved for each introduction for which they were asked, or that was made, within 90 days: who knows many must
    not be used up. How earlier ones went moves it by a tenth each, by a fifth at most.
    """
    load: dict[str, int] = {}
    went: dict[str, int] = {}
    for row in rows:
        stand, steps = stand_on(row, today)
        sides = (row.first, row.second)
        for place, path in enumerate(sides):
            late = [
                step
                for step in steps
                if (today - step.day).days < LOAD_DAYS
                and (step.act is Act.MADE or (step.act is Act.ASKED and place in step.sides))
            ]
            load[path] = load.get(path, 0) + bool(late)
            went[path] = went.get(path, 0) + _went(row, stand, place)
    return {path: LOAD_FACTOR ** load[path] * (1 + OUTCOME_SHARE * max(-2, min(2, went[path]))) for path in load}


def _went(row: IntroductionRow, stand: Stand, place: int) -> int:
    """Return 1 for an introduction that went well, -1 for one that did not or that this one refused, else 0."""
    word = row.introduction.outcome.casefold().partition(" ")[0].strip(".,;:!")
    if word in _WENT_WELL:
        return 1
    if word in _WENT_BADLY or place in stand.refused:
        return -1
    return int(stand.progress in (Progress.MET, Progress.THANKED))


def _under_way(row: IntroductionRow, names: tuple[str, str], today: date, reminded: bool) -> UnderWay | None:
    stand, steps = stand_on(row, today)
    coming = next_step(stand)
    if coming is None:
        return None
    at = _standing_at(steps, coming)
    since = at.day if at is not None else None
    silent = (today - steps[-1].day).days if steps else 0
    if silent >= FORGOTTEN_AFTER or (stand.progress is Progress.MET and silent >= LAPSED_AFTER):
        return None
    due = since + timedelta(WAITS[stand.progress]) if since is not None else None
    later = row.introduction.not_before
    put_off = later is not None and later > (due or date.min) and later > (since or date.min)
    still = stand.progress in (Progress.IDEA, Progress.ASKED, Progress.AGREED)
    return UnderWay(
        row.path,
        row.title,
        row.first,
        names[0],
        row.second,
        names[1],
        stand,
        coming,
        since,
        later if put_off else due,
        lapsed=still and silent >= LAPSED_AFTER and (later is None or later <= today),
        reminded=reminded and stand.progress is Progress.MADE,
        put_off=put_off,
        proof=Source(row.path, at.line, at.text) if at is not None else None,
    )


def _standing_at(steps: Sequence[Step], coming: NextStep) -> Step | None:
    """Give the newest step; where an answer is waited for, the one that asked for it."""
    asking = [
        step
        for step in steps
        if coming.waiting and step.act is Act.ASKED and not set(step.sides).isdisjoint(coming.sides)
    ]
    return next(iter([*asking[::-1], *steps[::-1]]), None)
