"""The index to what the insights read: a tie, dates and a profile for each contact, kept up to date row by row."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import fsum
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

from msgspec import field

from pnm_vault.index.build import IndexUpdate
from pnm_vault.index.checks import check_index
from pnm_vault.index.told_lines import lines_told
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.picture import ContactDates, Profile
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.channel import usual_channel
from pnm_vault.network.rhythm import burstiness, episode_gaps, log_gap, spread_of
from pnm_vault.network.season import season_of
from pnm_vault.network.starts import day_started, met_on, wrote_last
from pnm_vault.network.strength import decayed, half_life_of, mean_log_gap_of
from pnm_vault.notes.text.channels import read_how
from pnm_vault.notes.values.confirmed import asks_as_confirmed

Value = TypeVar("Value")

# On a day with several interactions the line that says most proves it.
PROOF_ORDER = {Origin.LOG: 0, Origin.MEETING: 1, Origin.DAILY: 2, Origin.TASK: 3, Origin.FIELD: 4}

# Ties with fewer gaps (three contact days) say nothing about the owner's own pace.
GAPS_FOR_PACE = 2


@runtime_checkable
class Exchangeable(Protocol):
    """A stored table, which need not be read as a whole to be changed."""

    def exchanged(self, changes: Mapping[str, Any]) -> Any:
        """Give the table with `changes` (None: no entry); itself when they change nothing."""


class Rows(Record, frozen=True):
    """All that the insights read, keyed by the note that it comes from, as of `today`.

    `ties`, `dates`, `profiles` and `known` are keyed by contact path; `follow_ups` and `problems` by note path.
    `half_life` and `mean_log_gap` are those that the ties were made with.
    """

    today: date
    ties: Mapping[str, Tie] = field(default_factory=dict)
    dates: Mapping[str, ContactDates] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    index_problems: tuple[Problem, ...] = ()
    me: Contact | None = None
    half_life: float = 90.0
    mean_log_gap: float = 3.4


class _Measure(Record, frozen=True):
    """A contact's days, counted: all that a tie needs before the owner's own pace is known."""

    record: ContactRecord
    past: tuple[Interaction, ...]
    planned: date | None
    days: tuple[date, ...]
    log_gap: float
    weight: float
    gaps: int
    log_gap_sum: float
    spread: float
    burstiness: float | None


def update_rows(
    rows: Rows,
    update: IndexUpdate,
    records: Mapping[str, ContactRecord],
    every_record: Callable[[], Mapping[str, ContactRecord]],
    names_stand: bool = False,
) -> Rows:
    """Bring `rows` up to date with an index update. A table in which nothing changes stays the same object.

    `records` holds the record of every touched contact that still exists; `every_record` gives the records of all
    contacts, and is asked only when the owner's own pace has moved.
    `names_stand`: no name of a note or contact and no alias changed, so that the checks over all of them still hold.
    """
    dates, profiles, known = rows.dates, rows.profiles, rows.known
    if update.touched:
        dates = exchanged(dates, {path: _dates(records.get(path)) for path in update.touched})
    if update.restated:
        profiles = exchanged(profiles, {path: profile_of(records.get(path)) for path in update.restated})
    if update.reacquainted:
        known = exchanged(known, {path: _known(records.get(path)) for path in update.reacquainted})
    follow_ups: dict[str, tuple[FollowUp, ...] | None] = dict.fromkeys(update.removed)
    problems: dict[str, tuple[Problem, ...] | None] = dict.fromkeys(update.removed)
    me = None if rows.me is not None and rows.me.path in update.removed | update.notes.keys() else rows.me
    for path, indexed in update.notes.items():
        follow_ups[path] = indexed.contribution.follow_ups or None
        problems[path] = indexed.contribution.problems or None
        me = indexed.note.me or me
    ties, half_life, mean_log_gap = _update_ties(rows, update.touched, records, every_record)
    return Rows(
        today=rows.today,
        ties=ties,
        dates=dates,
        profiles=profiles,
        known=known,
        follow_ups=exchanged(rows.follow_ups, follow_ups),
        problems=exchanged(rows.problems, problems),
        index_problems=rows.index_problems if names_stand else check_index(update.index),
        me=me,
        half_life=half_life,
        mean_log_gap=mean_log_gap,
    )


def _update_ties(
    rows: Rows,
    touched: frozenset[str],
    records: Mapping[str, ContactRecord],
    every_record: Callable[[], Mapping[str, ContactRecord]],
) -> tuple[Mapping[str, Tie], float, float]:
    measures = {path: _measure(record, rows.today) for path, record in records.items() if path in touched}
    kept = [tie for path, tie in rows.ties.items() if path not in touched]
    half_life, mean_log_gap = own_pace((*kept, *measures.values()))
    if kept and half_life != rows.half_life:
        measures = {path: _measure(record, rows.today) for path, record in every_record().items()}
        touched |= rows.ties.keys()
    ties = {path: _tie(measures[path], half_life) if path in measures else None for path in touched}
    return exchanged(rows.ties, ties), half_life, mean_log_gap


def own_pace(ties: Iterable[Tie | _Measure]) -> tuple[float, float]:
    """Give the owner's half-life in days and mean of ln(gap) over all ties, both rounded so that they move rarely.

    See `network.strength` for both.
    """
    # Exact sums: their order must not show, and an update adds in another order than a first look.
    paced = [tie for tie in ties if tie.gaps]
    settled = [tie for tie in paced if tie.gaps >= GAPS_FOR_PACE]
    half_life = half_life_of(fsum([tie.log_gap_sum for tie in settled]), sum([tie.gaps for tie in settled]))
    return half_life, mean_log_gap_of(fsum([tie.log_gap_sum for tie in paced]), sum([tie.gaps for tie in paced]))


def _measure(record: ContactRecord, today: date) -> _Measure:
    """Count the days up to `today`; later interactions are planned and do not count."""
    past, planned = record.interactions, None
    if past and past[-1].day > today:
        past = tuple([interaction for interaction in past if interaction.day <= today])
        planned = record.interactions[len(past)].day
    days = tuple(dict.fromkeys([interaction.day for interaction in past]))  # they are sorted already
    between = episode_gaps(days)
    mean, weight, total = log_gap(between)
    return _Measure(
        record,
        past,
        planned,
        days,
        mean,
        weight,
        len(between),
        total,
        spread_of(between, mean),
        burstiness(between),
    )


def _tie(measure: _Measure, half_life: float) -> Tie:
    contact, days = measure.record.contact, measure.days
    last = days[-1] if days else None
    last_from, answerable = wrote_last(measure.past)
    hows = [read_how(one) for one in measure.past]
    from_me, from_them = day_started(measure.past, [direction for _, direction in hows])
    season = season_of(measure.past)
    return Tie(
        path=contact.path,
        name=contact.name,
        category=contact.category,
        circles=contact.circles,
        tags=contact.tags,
        priority=contact.priority,
        closeness=contact.closeness,
        cadence=contact.cadence,
        next_contact=contact.next_contact,
        status=contact.status,
        private=contact.private,
        suggest=contact.suggest,
        days=len(days),
        first=days[0] if days else None,
        last=last,
        proof=None if last is None else _proof(measure.past, last),
        planned=measure.planned,
        log_gap=measure.log_gap,
        weight=measure.weight,
        decayed=decayed(days, half_life),
        gaps=measure.gaps,
        log_gap_sum=measure.log_gap_sum,
        spread=measure.spread,
        burstiness=measure.burstiness,
        last_from=last_from,
        answerable=answerable,
        from_me=from_me,
        from_them=from_them,
        met=met_on(contact, measure.past),
        season=None if season is None else season.source,
        season_day=None if season is None else season.day,
        channel=usual_channel([channel for channel, _ in hows]),
    )


def out_of_date(rows: Rows, today: date) -> frozenset[str]:
    """Name the contacts whose tie is another one on `today` than on the day that `rows` were made for.

    Going forward these are the ties with a planned day that has come; going back it may be any.
    """
    if today < rows.today:
        return frozenset(rows.ties)
    return frozenset(path for path, tie in rows.ties.items() if tie.planned is not None and tie.planned <= today)


def exchanged(table: Mapping[str, Value], changes: Mapping[str, Value | None]) -> Mapping[str, Value]:
    """Give the table with `changes` (None: no entry); the table itself when they change nothing."""
    if not changes:
        return table
    if isinstance(table, Exchangeable):
        return cast("Mapping[str, Value]", table.exchanged(changes))
    if not table:
        return {path: value for path, value in changes.items() if value is not None} or table
    changes = {path: value for path, value in changes.items() if table.get(path) != value}
    if not changes:
        return table
    changed = dict(table)
    for path, value in changes.items():
        if value is None:
            del changed[path]
        else:
            changed[path] = value
    return changed


def _proof(past: tuple[Interaction, ...], last: date) -> Source:
    if len(past) == 1 or past[-2].day != last:
        return past[-1].source
    newest = [interaction for interaction in past if interaction.day == last]
    best = min(newest, key=lambda item: (PROOF_ORDER[item.origin], item.source.path, item.source.line))
    return best.source


def _known(record: ContactRecord | None) -> tuple[str, ...] | None:
    return record.knows or None if record is not None else None


def _dates(record: ContactRecord | None) -> ContactDates | None:
    if record is None:
        return None
    contact = record.contact
    if not contact.dates or contact.status is not Status.ACTIVE:
        return None
    dates = tuple([one for one in contact.dates if one.label.casefold() not in contact.no_reminder])
    return ContactDates(contact.path, contact.name, contact.private, dates, _kept(record)) if dates else None


def _kept(record: ContactRecord) -> tuple[tuple[str, date], ...]:
    """Find the log lines that say `birthday: ...`: there the owner has seen to that date."""
    labels = {one.label.casefold() for one in record.contact.dates}
    # All lines at once first, since hardly any does.
    told = lines_told(record).casefold()
    return tuple(
        sorted(
            {
                (label, interaction.day)
                for label in labels
                if (said := f" {label}:") in told
                for interaction in record.interactions
                if said in interaction.source.text.casefold()
            }
        )
    )


def profile_of(record: ContactRecord | None) -> Profile | None:
    """Give what a contact brings to an introduction; None for one that is not to be suggested, or says nothing."""
    if record is None:
        return None
    contact = record.contact
    if not contact.suggest or contact.private or contact.status is not Status.ACTIVE:
        return None
    if not (contact.interests or contact.offers or contact.asks):
        return None
    return Profile(
        contact.path,
        contact.name,
        contact.circles,
        contact.organisations,
        contact.interests,
        contact.offers,
        asks_as_confirmed(contact),
        contact.apart,
    )
