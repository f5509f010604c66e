"""Mentoring pairs: what they want to reach, how often they meet, what was said last, and what to bring next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.catching_up.expectation import Expectations, expectations_for
from pnm_vault.insights.remembering.promises import Promise, is_small, open_promises
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Origin
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import episode_gaps, log_gap, own_gap, spread_of, usual_range
from pnm_vault.network.starts import is_written
from pnm_vault.notes.text.channels import read_how
from pnm_vault.notes.text.log import leading_day
from pnm_vault.patterns import holds_any

CIRCLE = "mentoring"
# Of a tie of many years the newest days say what there is to bring.
DAYS_TOLD = 4
LINES_TOLD = 40
# What a follow-up without words of its own is called.
NO_WORDS = "Follow up"
# So much of each kind stands below a pair, so that it can be read at a glance.
MOST = 4

# An interaction keeps so many letters of its line; what is that long was cut.
CUT = 200

# Asked before the patterns that find a lesson, since hardly a line has one.
_LESSON = ("learn", "taught")


class Part(StrEnum):
    """Which of the two the contact is to the owner; `both` where only the circle says that it is mentoring."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"


_SIDES = {"mentee": Part.MENTEE, "mentor": Part.MENTOR}


class MentoringRow(Record, frozen=True):
    """What the vault says of one pair, whatever the day.

    `sessions` are the days on which they met or spoke, days to come included. `told` are the lines of the last of
    them, `learned` those that tell of a lesson; all sorted by day.
    """

    path: str
    side: Part
    goals: tuple[Statement, ...] = ()
    asks: tuple[Statement, ...] = ()
    learning: tuple[Statement, ...] = ()
    sessions: tuple[date, ...] = ()
    told: tuple[Line, ...] = ()
    learned: tuple[Line, ...] = ()


class MentoringPair(Record, frozen=True):
    """One pair on a day. Everything has its line.

    `last` is the last session, proved by `proof`; `rhythm` the days between sessions with `low` and `high` around about
    half of them, None for too few. `asked` is the day on which the owner wants to be reminded, `planned` the next day
    with something planned, `due` the day by which a word is due where neither is known. `since` is the last contact of
    any kind.
    """

    path: str
    name: str
    side: Part
    since: date | None = None
    last: date | None = None
    proof: Source | None = None
    rhythm: int | None = None
    low: int | None = None
    high: int | None = None
    planned: date | None = None
    asked: date | None = None
    due: date | None = None
    goals: tuple[Source, ...] = ()
    told: tuple[Source, ...] = ()
    yours: tuple[Source, ...] = ()
    theirs: tuple[Source, ...] = ()
    bring: tuple[Source, ...] = ()
    lessons: tuple[Source, ...] = ()


class MentoringGroup(Row, frozen=True):
    """The pairs of one side; `more` are left out."""

    side: Part
    pairs: tuple[MentoringPair, ...]
    more: int = 0


class _Next(Row, frozen=True):
    planned: date | None
    asked: date | None
    due: date | None

    @property
    def day(self) -> date:
        return self.planned or self.asked or self.due or date.max


def mentoring_row(record: ContactRecord) -> MentoringRow | None:
    """Return what there is to a mentoring pair; None for any other contact, and for one who is to be left alone."""
    contact = record.contact
    side = _SIDES.get(contact.category or "")
    if side is None and not (contact.circles and CIRCLE in map(str.casefold, contact.circles)):
        return None
    never = contact.cadence is not None and contact.cadence.days is None
    if contact.status is not Status.ACTIVE or contact.private or never:
        return None
    if not contact.suggest and contact.cadence is None:
        return None
    goals = {goal.text for goal in contact.goals}
    events = {event.path: event for event in record.events if event.gist and is_small(event)}
    held = [one for one in record.interactions if _is_session(one)]
    sessions = tuple(dict.fromkeys([one.day for one in held]))
    newest = set(sessions[-DAYS_TOLD:])
    told = [line for one in held if one.day in newest for line in _lines(one, events)]
    newest_lines = [one for one in record.interactions[-LINES_TOLD:] if one.origin is not Origin.FIELD]
    lessons = [line for one in newest_lines for line in _lines(one, events) if _tells_of_lesson(line)]
    return MentoringRow(
        contact.path,
        side or Part.BOTH,
        contact.goals,
        tuple([ask for ask in contact.asks if ask.text not in goals]),
        contact.learning,
        sessions,
        tuple(_distinct(told)),
        tuple(_distinct(lessons)),
    )


def mentoring_groups(
    rows: Mapping[str, MentoringRow],
    network: Network,
    follow_ups: Sequence[FollowUp],
    settings: Settings,
    today: date,
    is_clear: Callable[[Source], bool],
    promises: Mapping[str, Sequence[Promise]],
) -> tuple[MentoringGroup, ...]:
    """Return the pairs by side, at most `settings.review.lines` of each; a side without any is left out.

    They come by the day that is next, those without one last, then by name (case-folded) and path. `is_clear` says of
    a line whether it may stand on a note: whether it names no private contact. `promises` are all that the owner and a
    contact promised each other, by contact path.
    """
    expectations = expectations_for(settings.cadence, network.mean_log_gap)
    by_side: dict[Part, list[tuple[date, str, str, Tie, _Next]]] = {side: [] for side in Part}
    for path, row in rows.items():
        tie = network.by_path.get(path)
        if tie is not None and not tie.private:
            ahead = _next_of(row, tie, expectations, today)
            by_side[row.side].append((ahead.day, tie.name.casefold(), tie.path, tie, ahead))
    tasks: dict[str, list[FollowUp]] = {}
    for task in follow_ups:
        for path in task.contacts:
            if path in rows:
                tasks.setdefault(path, []).append(task)
    groups: list[MentoringGroup] = []
    for side, members in by_side.items():
        members.sort(key=lambda entry: entry[:3])
        pairs: list[MentoringPair] = []
        for _, _, path, tie, ahead in members[: settings.review.lines]:
            own = sorted(tasks.get(path, ()), key=_by_due)
            open_ones = open_promises(promises.get(path, ()), today)
            pairs.append(_pair(rows[path], tie, ahead, own, open_ones, network.mean_log_gap, today, is_clear))
        if pairs:
            groups.append(MentoringGroup(side, tuple(pairs), len(members) - len(pairs)))
    return tuple(groups)


def _next_of(row: MentoringRow, tie: Tie, expectations: Expectations, today: date) -> _Next:
    """Say what comes next between the two, by days that stay what they are whichever day it is."""
    planned = tie.planned
    if row.sessions and row.sessions[-1] > today:
        planned = next(day for day in row.sessions if day > today)
    wanted = tie.next_contact
    asked = wanted if wanted is not None and (tie.last is None or wanted > tie.last) else None
    due = None
    if planned is None and asked is None and (expected := expectations.of_today(tie)) is not None:
        due = _after(tie.last, expected.step)
    return _Next(planned, asked, due)


def _pair(
    row: MentoringRow,
    tie: Tie,
    ahead: _Next,
    tasks: Sequence[FollowUp],
    promises: Sequence[Promise],
    mean_log_gap: float,
    today: date,
    is_clear: Callable[[Source], bool],
) -> MentoringPair:
    def clear(sources: Sequence[Source]) -> tuple[Source, ...]:
        return tuple([one for one in sources if is_clear(one)][:MOST])

    held = [day for day in row.sessions if day <= today]
    last = held[-1] if held else None
    told = clear([_source(line) for line in row.told if line.day == last])
    rhythm, low, high = _rhythm(held, mean_log_gap)
    bring = [Source(task.source.path, task.source.line, task.text) for task in tasks if task.text != NO_WORDS]
    bring += [Source(row.path, ask.line, ask.text) for ask in row.asks]
    lessons = [_source(line) for line in row.learned if line.day <= today][::-1]
    lessons += [Source(row.path, one.line, one.text) for one in row.learning]
    return MentoringPair(
        path=row.path,
        name=tie.name,
        side=row.side,
        since=tie.last,
        last=last,
        proof=told[0] if told else None,
        rhythm=rhythm,
        low=low,
        high=high,
        planned=ahead.planned,
        asked=ahead.asked,
        due=ahead.due,
        goals=clear([Source(row.path, goal.line, goal.text) for goal in row.goals]),
        told=told,
        yours=clear([_source(one.said) for one in promises if one.mine]),
        theirs=clear([_source(one.said) for one in promises if not one.mine]),
        bring=clear(bring),
        lessons=clear(lessons),
    )


def _after(day: date | None, step: timedelta) -> date | None:
    """Return the day a step later; None where it would lie beyond the calendar."""
    try:
        return None if day is None else day + step
    except OverflowError:
        return None


def _rhythm(days: Sequence[date], mean_log_gap: float) -> tuple[int | None, int | None, int | None]:
    between = episode_gaps(days)
    mean, weight, _ = log_gap(between)
    gap = own_gap(len(days), mean, weight, mean_log_gap)
    return (None, None, None) if gap is None else (gap, *usual_range(gap, spread_of(between, mean), weight))


def _is_session(one: Interaction) -> bool:
    """Tell whether two met or spoke: writing between sessions is contact, but no session, and neither is a task."""
    if one.origin in (Origin.FIELD, Origin.TASK):
        return False
    channel, direction = read_how(one)
    return channel is not Channel.EVENT and not is_written(channel, direction, one.origin)


def _lines(one: Interaction, events: Mapping[str, Event]) -> list[Line]:
    """Give what an interaction tells: the text of a small meeting with a note of its own, else its line."""
    source = one.source
    if one.origin is Origin.MEETING:
        event = events.get(source.path)
        return [] if event is None else [Line(one.day, source.path, said.line, said.text) for said in event.gist]
    found = leading_day(source.text)
    text = source.text[found[1] :].lstrip(" \t:—–=-|*_,") if found else source.text
    if len(source.text) >= CUT:
        text = f"{text.rpartition(' ')[0]}…"
    return [Line(one.day, source.path, source.line, text)] if text else []


def _distinct(lines: Sequence[Line]) -> list[Line]:
    """Drop a line that is told twice, as by two attendees of one meeting."""
    return list({(line.path, line.line): line for line in lines}.values())


def _tells_of_lesson(line: Line) -> bool:
    return holds_any(line.text.casefold(), _LESSON)


def _source(line: Line) -> Source:
    return Source(line.path, line.line, line.text)


def _by_due(task: FollowUp) -> tuple[date, str, int]:
    return (task.due or date.max, task.source.path, task.source.line)
