"""What the contact days say about a tie beyond whether it is due: strength, range, whose turn, new or changed."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from msgspec.structs import replace

from pnm_vault.insights.catching_up.expectation import about
from pnm_vault.model.contact import Status
from pnm_vault.model.note import Direction
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.layers import layer_of, layer_of_gap
from pnm_vault.network.rhythm import BURSTS_ABOVE, EVEN_BELOW, own_gap, usual_range
from pnm_vault.network.starts import one_side_starts
from pnm_vault.network.strength import percentiles, strength_on

KIN = "family"
# Burt 2000 (Decay functions, Social Networks 22:1-28): new ties fade fastest.
NEW_DAYS = 90
# A wish and a habit more than two layers apart are both told.
APART = 3
# A line about a change explains a silence that begins with it, or soon after.
SEASON_GAPS = 2


class Manner(StrEnum):
    """How even the gaps of a tie are, said only where they are clearly one or the other."""

    EVEN = "regular"
    BURSTS = "in bursts"


class Side(StrEnum):
    """One of the two, as seen by the owner."""

    YOU = "you"
    THEM = "them"


class Topic(StrEnum):
    """What a reason is about."""

    TURN = "turn"
    NEW = "new"
    SEASON = "season"
    RANGE = "range"
    MANNER = "manner"
    WISH = "wish"
    STARTS = "starts"


class Told(Row, frozen=True):
    """A sentence for the owner, with the line that proves it where it rests on one."""

    topic: Topic
    text: str
    proof: Source | None = None


class TieFacts(Record, frozen=True):
    """What is known about one tie on a day; None wherever the evidence is too little.

    `strength` is the percentile (0 to 1) of its strength among all ties with contact. `risk` is 0 to 1, higher meaning
    that by the contact days of late silence is the likelier. `rhythm` is the expected gap of the tie's own in days;
    about half of the next gaps lie between `low` and `high`. `layer` is 1 (about weekly) to 5, by a written closeness,
    else by the rhythm; `layer_by_rhythm` is by the rhythm alone. `last_from` is who wrote, called or came last; `turn`
    whose turn it is after writing that nothing followed. `starts` is who begins clearly more often, `started` the days
    on which you and they did. `fading` is True for a new tie with one contact day. `season` is a line that tells of a
    change about when the silence began. `reasons` are sentences for the owner that change only with the notes, or as a
    bound is passed.
    """

    strength: float | None = None
    risk: float = 1.0
    rhythm: int | None = None
    low: int | None = None
    high: int | None = None
    layer: int | None = None
    layer_by_rhythm: int | None = None
    manner: Manner | None = None
    last_from: Side | None = None
    turn: Side | None = None
    starts: Side | None = None
    started: tuple[int, int] = (0, 0)
    fading: bool = False
    season: Source | None = None
    reasons: tuple[Told, ...] = ()


_UNITS = ((1, "day", 14), (7, "week", 90), (30.44, "month", 730), (365.25, "year", float("inf")))
_SIDES = {Direction.FROM_ME: Side.YOU, Direction.FROM_THEM: Side.THEM}


def tie_facts(network: Network, today: date) -> dict[str, TieFacts]:
    """Return the facts of every tie with contact, by contact path.

    The risk is 1 / (1 + strength), strength being contact days that fade with the owner's half-life; for family it is
    that of the day they were last in touch. It is no lateness: of two ties in rhythm the one with more contact of late
    is the safer.

    Source: our own measure on the Enron and CollegeMsg data: of who falls silent, decayed strength tells more than the
    ratio of silence to the usual gap (AUC 0.77 to 0.79 against 0.55). Roberts & Dunbar 2011 (The costs of family and
    friends, Evolution and Human Behavior 32:186-197) for kin.
    """
    known = [tie for tie in network.ties if tie.last is not None]
    strengths = [strength_on(tie, network.half_life, today) for tie in known]
    fading = fading_ties(network, today)
    return {
        tie.path: facts_of(tie, network, today, fading=tie.path in fading, strength=share)
        for tie, share in zip(known, percentiles(strengths), strict=True)
    }


def facts_for(network: Network, paths: Collection[str], today: date) -> dict[str, TieFacts]:
    """Return the facts of a few ties, by contact path, without their strength, which rests on all others."""
    fading = fading_ties(network, today)
    ties = [network.by_path[path] for path in paths if path in network.by_path]
    return {tie.path: facts_of(tie, network, today, fading=tie.path in fading) for tie in ties if tie.last is not None}


def fading_ties(network: Network, today: date) -> frozenset[str]:
    """Name the new ties with one contact day, by contact path: the ones to follow up before they fade.

    New is less than 90 days old. None are while the log itself is as young as that: everybody would be new in it.
    """
    new = [tie for tie in network.met if _is_fading(tie, today)]
    began = network.began if new else None
    is_old_enough = began is not None and (today - began).days >= NEW_DAYS
    return frozenset([tie.path for tie in new]) if is_old_enough else frozenset()


def facts_of(
    tie: Tie, network: Network, today: date, *, fading: bool = False, strength: float | None = None
) -> TieFacts:
    """Return the facts of one tie; `fading` and its percentile of `strength` are for those to say who know all ties."""
    rhythm = own_gap(tie.days, tie.log_gap, tie.weight, network.mean_log_gap)
    low = high = by_rhythm = None
    if rhythm is not None:
        low, high = usual_range(rhythm, tie.spread, tie.weight)
        by_rhythm = layer_of_gap(rhythm)
    is_kin = tie.category == KIN
    layer = layer_of(tie.closeness, rhythm)
    last_from = _SIDES.get(tie.last_from)
    # One does not keep such accounts with the nearest: Clark & Mills 1979 (Journal of Personality and Social
    # Psychology 37:12-24).
    starts = None if is_kin or layer == 1 else _starts(tie)
    facts = TieFacts(
        strength=None if strength is None else round(strength, 4),
        risk=round(1 / (1 + (tie.decayed if is_kin else strength_on(tie, network.half_life, today))), 6),
        rhythm=rhythm,
        low=low,
        high=high,
        layer=layer,
        layer_by_rhythm=by_rhythm,
        manner=_manner(tie),
        last_from=last_from,
        turn=_other(last_from) if tie.answerable else None,
        starts=starts,
        started=(tie.from_me, tie.from_them),
        fading=fading,
        season=_season(tie, rhythm, today),
    )
    return replace(facts, reasons=_told(tie, facts))


def _manner(tie: Tie) -> Manner | None:
    if tie.burstiness is None or EVEN_BELOW <= tie.burstiness <= BURSTS_ABOVE:
        return None
    return Manner.BURSTS if tie.burstiness > 0 else Manner.EVEN


def _starts(tie: Tie) -> Side | None:
    if one_side_starts(tie.from_me, tie.from_them):
        return Side.YOU
    return Side.THEM if one_side_starts(tie.from_them, tie.from_me) else None


def _other(side: Side | None) -> Side | None:
    """Give whose turn it is after a word from one side."""
    if side is None:
        return None
    return Side.THEM if side is Side.YOU else Side.YOU


def _is_fading(tie: Tie, today: date) -> bool:
    if tie.met is None or tie.planned is not None or tie.status is not Status.ACTIVE or not tie.suggest:
        return False
    is_put_off = tie.next_contact is not None and tie.next_contact > today
    return not is_put_off and tie.cadence is None and 0 <= (today - tie.met).days < NEW_DAYS


def _season(tie: Tie, rhythm: int | None, today: date) -> Source | None:
    """Give the line about a change when the tie has been silent for longer than usual since about then."""
    if rhythm is None or tie.last is None or tie.season_day is None:
        return None
    is_quiet = (today - tie.last).days >= SEASON_GAPS * rhythm
    is_near = tie.last - tie.season_day <= timedelta(days=SEASON_GAPS * rhythm)
    return tie.season if is_quiet and is_near else None


def _are_apart(facts: TieFacts) -> bool:
    return facts.layer_by_rhythm is not None and abs(facts.layer_by_rhythm - (facts.layer or 0)) >= APART


def _told(tie: Tie, facts: TieFacts) -> tuple[Told, ...]:
    said: list[Told] = []
    if facts.turn is Side.YOU:
        said.append(Told(Topic.TURN, f"{tie.name} wrote last: the next word is yours.", tie.proof))
    elif facts.turn is Side.THEM:
        said.append(Told(Topic.TURN, "You wrote last: the next word is theirs.", tie.proof))
    if facts.fading and tie.met is not None:
        said.append(Told(Topic.NEW, f"New since {tie.met.isoformat()}: follow up before it fades."))
    if facts.season is not None:
        season = "A new season more than drift, it seems: your note tells of a change."
        said.append(Told(Topic.SEASON, season, facts.season))
    if facts.low is not None and facts.high is not None:
        often = f"Half of the time it is {lasting(facts.low, facts.high)} from one contact to the next."
        said.append(Told(Topic.RANGE, often))
    if facts.manner is Manner.EVEN:
        said.append(Told(Topic.MANNER, "You are in touch at even gaps."))
    elif facts.manner is Manner.BURSTS:
        said.append(Told(Topic.MANNER, "You are in touch in bursts, with longer silences between them."))
    if facts.rhythm is not None and _are_apart(facts):
        wish = f"You wrote closeness {tie.closeness}; you usually talk {about(facts.rhythm)}."
        said.append(Told(Topic.WISH, wish))
    mine, theirs = facts.started
    if facts.starts is Side.YOU:
        said.append(Told(Topic.STARTS, f"You began {mine} of {mine + theirs} times."))
    elif facts.starts is Side.THEM:
        began = f"{tie.name} began {theirs} of {mine + theirs} times; the next first word could be yours."
        said.append(Told(Topic.STARTS, began))
    return tuple(said)


def in_words(told: Told) -> str:
    """Return a reason as a line of the terminal: a change of season with the place that tells of it."""
    if told.topic is not Topic.SEASON or told.proof is None:
        return told.text
    return f"{told.text.removesuffix('.')} ({told.proof.path}:{told.proof.line})."


def usually(rhythm: int, low: int, high: int) -> str:
    """Return a rhythm with its range in the same unit: `every 5 weeks (3 to 8)`; no range where it is no more."""
    words = about(rhythm)
    size = next(size for size, unit, _ in _UNITS if unit in words)
    first, last = max(1, round(low / size)), max(1, round(high / size))
    return f"{words} ({first} to {last})" if first < last else words


def lasting(low: int, high: int) -> str:
    """Return a range of days in the unit that its upper end can bear: `2 to 6 weeks`, `about 5 months`."""
    size, unit = next((size, unit) for size, unit, limit in _UNITS if high < limit)
    first, last = max(1, round(low / size)), max(1, round(high / size))
    if first == last:
        return f"about {'a' if first == 1 else first} {unit}{'' if first == 1 else 's'}"
    return f"{first} to {last} {unit}s"
