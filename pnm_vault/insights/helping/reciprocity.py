"""Giving and receiving: what the owner could do next for those who helped, as an act and never as an account.

Source: Clark & Mills 1979 (Interpersonal attraction in exchange and communal relationships, Journal of Personality and
Social Psychology 37:12-24): between those who are close, keeping accounts hurts. So family and the closest are left
out, nothing is counted up, and every line says what could be done next. Flynn 2003 (How much should I give and how
often?, Academy of Management Journal 46:539-553) for giving often as what keeps help coming and going.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain, islice

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.insights.introducing.matching import ASK_LASTS
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour, FavourKind, FavourWay
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.layers import layer_of
from pnm_vault.network.rhythm import own_gap
from pnm_vault.network.strength import nearest_first
from pnm_vault.patterns import pattern_of

KIN = "family"
INNERMOST = 1
# In so large a vault the closest are told by rank, in a smaller one by how often one is in touch alone.
MANY = 150
INNER_FIVE = 5
# One favour asks for no answer; of two, one of the owner's own is a good next thing.
LEAST = 2
MOST_STATEMENTS = 3

# A line that tells them how it went, or thanks them.
_TOLD_BACK = pattern_of(
    r"\b(?:(?i:thank|reported back|how it went|how that went|it worked)|"
    r"(?i:told|wrote|let) (?:her|him|them|\[\[[^\[\]\n]{1,120}\]\]|[A-ZÀ-Þ][\w'’-]{1,30}) (?:how|that|know|about))"
)
_TOLD_SIGNS = ("hank", "how it went", "how that went", "ported back", "it worked", "old ", "et ", "rote ")
_ADVICE_LIKE = (FavourKind.ADVICE, FavourKind.REFERRAL, FavourKind.RECOMMENDATION, FavourKind.INTRODUCTION)


class Exchange(Row, frozen=True):
    """What one contact's record says of favours: the dated ones by day, and what could be done for them.

    `told` are the days on which they were thanked, or told how something went. `asks` are what they look for, those of
    the newest day first; `interests` are what they care about. Nothing of it is told to anybody else.
    """

    favours: tuple[Favour, ...]
    told: tuple[date, ...] = ()
    asks: tuple[Statement, ...] = ()
    interests: tuple[Statement, ...] = ()


class Deed(Row, frozen=True):
    """One favour as a line shows it: `source` proves it."""

    day: date
    kind: FavourKind
    way: FavourWay
    source: Source


class Turn(Row, frozen=True):
    """One contact for whom something would be good to do next.

    `deeds` are what it rests on, the oldest first. `ask` is what they look for, else `interest` what they care about,
    each with its line; None where nothing is written down.
    """

    path: str
    name: str
    deeds: tuple[Deed, ...]
    ask: Source | None = None
    interest: Source | None = None


class Reciprocity(Record, frozen=True):
    """Whom to answer, whom to tell how it went, and for whom to do something; those with the newest deed first.

    A contact is in one of the three only, in this order. `since` is the first day that counts.
    """

    since: date
    asked: tuple[Turn, ...] = ()
    tell: tuple[Turn, ...] = ()
    give: tuple[Turn, ...] = ()


def exchange_of(record: ContactRecord) -> Exchange | None:
    """Give what a record says of favours; None for a contact without any that is dated, or who is not to be suggested.

    Family and those whose note says that they are closest (5) have none.
    """
    contact = record.contact
    if contact.status is not Status.ACTIVE or not contact.suggest or contact.private:
        return None
    if contact.category == KIN or layer_of(contact.closeness, None) == INNERMOST:
        return None
    dated = [(one.day, one) for one in favours_of(record) if one.day is not None]
    if not dated:
        return None
    dated.sort(key=lambda pair: (pair[0], pair[1].path, pair[1].line, pair[1].text, pair[1].way, pair[1].kind))
    told = {entry.day for entry in record.interactions if _tells_back(entry.source.text)}
    asks = [ask for ask in contact.asks if ask not in contact.goals]
    asks.sort(key=lambda ask: -(ask.day or date.min).toordinal())
    return Exchange(
        tuple([one for _, one in dated]),
        tuple(sorted(told)),
        tuple(asks[:MOST_STATEMENTS]),
        contact.interests[:MOST_STATEMENTS],
    )


def _tells_back(text: str) -> bool:
    return any(sign in text for sign in _TOLD_SIGNS) and _TOLD_BACK.search(text) is not None


def giving_and_receiving(
    exchanges: Mapping[str, Exchange], network: Network, today: date, unnamed: PrivateNames = NOBODY
) -> Reciprocity:
    """Say what the owner could do next: answer, tell how it went, or do something of their own.

    Counted is what happened since the same month of last year, so that a line goes at the turn of a month and not from
    one day to the next. Lines and statements that say one of the names `unnamed` are left out.

    *Asked*: the contact asked for something, and since then nothing was given. *Tell*: advice, a referral, a
    recommendation or an introduction came, and no line since then thanks them or tells how it went. *Give*: two favours
    or more were asked for or received, and none was given in that time.
    """
    since = date(max(1, today.year - 1), today.month, 1)
    found = Reciprocity(since)
    if not exchanges:
        return found
    inner = _inner_circle(network)
    turns: dict[str, list[Turn]] = {"asked": [], "tell": [], "give": []}
    for tie in network.ties:
        exchange = exchanges.get(tie.path)
        if exchange is None or tie.path in inner:
            continue
        deeds = [one for one in exchange.favours if one.day is not None and since <= one.day <= today]
        clear = [one for one in deeds if not unnamed.are_in(f"{one.path}\n{one.text}")]
        for group, choose in _GROUPS:
            chosen = choose(clear, exchange, today)
            if chosen:
                turns[group].append(_turn(tie, chosen, exchange, today, unnamed))
                break
    ordered = {group: tuple(sorted(ones, key=_newest_first)) for group, ones in turns.items()}
    return Reciprocity(since, **ordered)


def _asked(deeds: Sequence[Favour], exchange: Exchange, today: date) -> list[Favour]:
    """Give what they asked for since the owner last gave something."""
    given = max([one.day for one in deeds if one.way is FavourWay.GIVEN and one.day], default=date.min)
    return [one for one in deeds if one.way is FavourWay.ASKED_OF_YOU and one.day is not None and one.day > given]


def _untold(deeds: Sequence[Favour], exchange: Exchange, today: date) -> list[Favour]:
    """Give the help of which no later line tells how it went, where it is alone; two and more ask for a deed."""
    if _to_answer(deeds, exchange, today):
        return []
    last = max([day for day in exchange.told if day <= today], default=date.min)
    came = [one for one in deeds if one.way is FavourWay.RECEIVED and one.kind in _ADVICE_LIKE]
    return [one for one in came if one.day is not None and one.day > last]


def _to_answer(deeds: Sequence[Favour], exchange: Exchange, today: date) -> list[Favour]:
    if any(one.way is FavourWay.GIVEN for one in deeds):
        return []
    came = [one for one in deeds if one.way in (FavourWay.ASKED, FavourWay.RECEIVED)]
    # What was asked for and came on one day was one favour.
    return came if len({one.day for one in came}) >= LEAST else []


_Choose = Callable[[Sequence[Favour], Exchange, date], list[Favour]]
_GROUPS: tuple[tuple[str, _Choose], ...] = (("asked", _asked), ("tell", _untold), ("give", _to_answer))


def _turn(tie: Tie, favours: Sequence[Favour], exchange: Exchange, today: date, unnamed: PrivateNames) -> Turn:
    deeds = [
        Deed(one.day, one.kind, one.way, Source(one.path or tie.path, one.line, one.text))
        for one in favours
        if one.day is not None
    ]
    return Turn(
        tie.path,
        tie.name,
        tuple(deeds),
        _first(tie.path, [one for one in exchange.asks if one.day is None or one.day + ASK_LASTS > today], unnamed),
        _first(tie.path, exchange.interests, unnamed),
    )


def _first(path: str, said: Sequence[Statement], unnamed: PrivateNames) -> Source | None:
    return next((Source(path, one.line, one.text) for one in said if not unnamed.are_in(one.text)), None)


def _newest_first(turn: Turn) -> tuple[int, str, str]:
    return -turn.deeds[-1].day.toordinal(), turn.name.casefold(), turn.path


def _inner_circle(network: Network) -> frozenset[str]:
    """Name those between whom and the owner no account is kept: about weekly contact, and in a large vault five more.

    Source: Sutcliffe, Dunbar, Binder & Arrow 2012 (Relationships and the social brain, British Journal of Psychology
    103:149-168) for the support clique of about five, with contact every week.
    """
    weekly = [
        tie.path
        for tie in network.ties
        if layer_of(tie.closeness, own_gap(tie.days, tie.log_gap, tie.weight, network.mean_log_gap)) == INNERMOST
    ]
    if len(network.ties) < MANY:
        return frozenset(weekly)
    return frozenset(chain(weekly, islice(nearest_first(network), INNER_FIVE)))
