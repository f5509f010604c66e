"""All that the pictures show, as of the last Sunday: contact days after it are not in them yet.

So they stay the same all week, unless the owner states something else: a circle, a new contact, who knows whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from pnm_vault.insights.looking_back.attention import Attention, attention_to, circles_of, circles_that_matter
from pnm_vault.insights.looking_back.comings import tie_then
from pnm_vault.insights.looking_back.day_log import DayLog, days_of, up_to
from pnm_vault.insights.social_map import SocialMap, draw_map, is_on_map
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie
from pnm_vault.network.build import own_pace
from pnm_vault.network.layers import LAYERS, layer_of
from pnm_vault.network.rhythm import own_gap
from pnm_vault.network.strength import decayed

WEEKS = 52
# So many rows can be read as a picture; the circles beyond them share one.
MOST_ROWS = 10
# Of a layer so many names are said; nobody in the two outer ones, where there are too many.
MOST_NAMES = 12
NAMED_LAYERS = 3


class WeekRow(Row, frozen=True):
    """A circle with its days of contact in each week, the oldest first. `name` is empty for all who are in no row."""

    name: str
    days: tuple[int, ...]


class Weeks(Record, frozen=True):
    """Days of contact by week, from Monday `first` on.

    A contact of two circles is in the rows of both, and once in `all`.
    """

    first: date
    all: tuple[int, ...]
    rows: tuple[WeekRow, ...] = ()


class LayerRow(Row, frozen=True):
    """A layer, 1 (about weekly) to 5, with how many contacts are in it.

    `names` are those of some, nearest first. `circles` are those of the contacts whom the map draws by themselves.
    """

    layer: int
    contacts: int
    names: tuple[str, ...] = ()
    circles: tuple[int, ...] = ()


class Pictures(Record, frozen=True):
    """What the four pictures show. `unplaced` are contacts of whom nothing says how often they are in touch."""

    until: date
    map: SocialMap
    weeks: Weeks
    attention: Attention
    layers: tuple[LayerRow, ...] = ()
    unplaced: int = 0


class PictureEvidence(Record, frozen=True):
    """What pictures are made of, private contacts left out: ties, their contact days, and whom they know (by path).

    `half_life` is the one with which the ties were made.
    """

    ties: tuple[Tie, ...]
    logs: Mapping[str, DayLog]
    known: Mapping[str, Sequence[str]]
    me: Contact | None
    half_life: float


def last_sunday(today: date) -> date:
    """Return the Sunday on which the last whole week ended."""
    return today - timedelta(days=today.isoweekday()) if today.toordinal() > today.isoweekday() else today


def build_pictures(
    evidence: PictureEvidence, until: date, limit: int | None = None, circle: str | None = None
) -> Pictures:
    """Return what the pictures show as of a Sunday; `limit` and `circle` are those of `draw_map`, for the map alone.

    Those who are archived or deceased are in the days, which were what they were, and nowhere else.
    """
    first = date.fromordinal(max(1, until.toordinal() - 7 * WEEKS + 1))
    ties, half_life, mean_log_gap = _ties_then(evidence, until)
    inside = {
        tie.path: _days_inside(evidence.logs[tie.path], first, until) for tie in ties if tie.path in evidence.logs
    }
    counts = {path: len(days) for path, days in inside.items() if days}
    matters = circles_that_matter(evidence.me)
    social = draw_map(ties, evidence.known, matters, half_life, limit, circle)
    told = [tie for tie in ties if tie.path in counts or (tie.status is Status.ACTIVE and tie.days)]
    layers, unplaced = _layers(ties, mean_log_gap, social)
    return Pictures(
        until=until,
        map=social,
        weeks=_weeks(told, inside, first, [circle.name for circle in social.circles], matters),
        attention=attention_to(told, counts, evidence.me),
        layers=layers,
        unplaced=unplaced,
    )


def _ties_then(evidence: PictureEvidence, until: date) -> tuple[list[Tie], float, float]:
    """Give the ties as they were, the owner's half-life and mean of ln(gap) of then."""
    logs = evidence.logs
    then = [tie_then(tie, logs[tie.path], until, until).tie if tie.path in logs else tie for tie in evidence.ties]
    half_life, mean_log_gap = own_pace(then)
    faded = [
        was if was is tie and half_life == evidence.half_life else _faded(was, logs, half_life)
        for tie, was in zip(evidence.ties, then, strict=True)
    ]
    return faded, half_life, mean_log_gap


def _faded(tie: Tie, logs: Mapping[str, DayLog], half_life: float) -> Tie:
    if tie.last is None:
        return tie
    days = up_to(days_of(logs[tie.path]), tie.last.toordinal())
    return replace(tie, decayed=decayed([date.fromordinal(day) for day in days], half_life))


def _days_inside(log: DayLog, first: date, until: date) -> Sequence[int]:
    days = up_to(days_of(log), until.toordinal())
    return days[len(up_to(days, first.toordinal() - 1)) :]


def _weeks(
    ties: Iterable[Tie],
    inside: Mapping[str, Sequence[int]],
    first: date,
    circles: Sequence[str],
    matters: Sequence[str],
) -> Weeks:
    wanted = {name.casefold() for name in matters}
    start = first.toordinal()
    own = [name.casefold() for name in circles[:MOST_ROWS]]
    counted = {key: [0] * WEEKS for key in [*own, ""]}
    every = [0] * WEEKS
    for tie in ties:
        days = inside.get(tie.path)
        if not days:
            continue
        rows = [every, *([counted[key] for key in circles_of(tie, wanted) if key in counted] or [counted[""]])]
        for day in days:
            for row in rows:
                row[(day - start) // 7] += 1
    names = dict(zip(own, circles, strict=False))
    told = [WeekRow(names.get(key, ""), tuple(days)) for key, days in counted.items() if any(days)]
    return Weeks(first, tuple(every), tuple(told))


def _layers(ties: Iterable[Tie], mean_log_gap: float, social: SocialMap) -> tuple[tuple[LayerRow, ...], int]:
    """Sort those on the map into layers; those who are drawn stand before the others, in the order of the map."""
    order = {one.path: at for at, one in enumerate(social.contacts)}
    found: dict[int | None, list[Tie]] = {}
    for tie in ties:
        if is_on_map(tie):
            rhythm = own_gap(tie.days, tie.log_gap, tie.weight, mean_log_gap)
            found.setdefault(layer_of(tie.closeness, rhythm), []).append(tie)
    rows: list[LayerRow] = []
    for layer in range(1, len(LAYERS) + 2):
        own = sorted(found.get(layer, []), key=lambda tie: (order.get(tie.path, len(order)), tie.name, tie.path))
        most = MOST_NAMES if layer <= NAMED_LAYERS else 0
        circles = tuple([social.contacts[order[tie.path]].circle for tie in own if tie.path in order])
        rows.append(LayerRow(layer, len(own), tuple([tie.name for tie in own[:most]]), circles))
    return tuple(rows), len(found.get(None, []))
