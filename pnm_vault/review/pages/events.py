"""`Events and communities`: whom to meet at what is ahead, whom to write to after it, where to look in again."""

from collections.abc import Iterable, Mapping
from datetime import date

from pnm_vault.insights.gathering.communities import CommunityStanding, Said
from pnm_vault.insights.gathering.events import JUST_BEEN_DAYS, EventAhead, EventBeen, There, ToMeet
from pnm_vault.insights.gathering.gatherings import Gatherings
from pnm_vault.insights.introducing.matching import Reason
from pnm_vault.model.gathering import EventNote
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.introductions import introduction_item
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of
from pnm_vault.review.wording import every, plain, stem, weekday


def events_context(
    gatherings: Gatherings, settings: Settings, hidden: frozenset[str], names: Mapping[str, str], today: date
) -> Context:
    """Return what `events` shows: events ahead, events just been, communities."""
    limit = settings.review.lines
    return {
        "days": settings.review.events_ahead,
        "been_days": JUST_BEEN_DAYS,
        "ahead": [_ahead(one, limit, hidden, names) for one in gatherings.ahead],
        "been": [_been(one, limit, hidden) for one in gatherings.been],
        "communities": [_community(one, hidden, today) for one in gatherings.communities],
    }


def _ahead(ahead: EventAhead, limit: int, hidden: frozenset[str], names: Mapping[str, str]) -> Context:
    in_town = [_there(one, hidden) for one in ahead.in_town if one.path not in hidden]
    pairs = [pair for pair in ahead.introductions if pair.first not in hidden and pair.second not in hidden]
    return _event(ahead.event) | {
        "there": _several(ahead.there, limit, hidden),
        "in_town": handful(in_town, ahead.in_town_more),
        "to_meet": handful(
            [_to_meet(one, hidden, names) for one in ahead.to_meet if one.contact.path not in hidden],
            ahead.to_meet_more,
        ),
        "wanted": [plain(one.text) for one in ahead.wanted],
        "introductions": [introduction_item(pair, hidden) for pair in pairs],
    }


def _been(been: EventBeen, limit: int, hidden: frozenset[str]) -> Context:
    return _event(been.event) | {
        "waiting": _several(been.waiting, limit, hidden),
        "expected": _several(been.expected, limit, hidden),
    }


def _event(event: EventNote) -> Context:
    return {
        "event": place(event.path, event.title),
        "day": day_text(event.day),
        "end": day_text(event.end) if event.end != event.day else "",
        "weekday": weekday(event.day),
        "place": event.place,
        "topics": list(event.topics),
        "url": event.url,
    }


def _several(people: Iterable[There], limit: int, hidden: frozenset[str]) -> Context:
    shown = [one for one in people if one.path not in hidden]
    return handful([_there(one, hidden) for one in shown[:limit]], len(shown) - limit)


def _there(one: There, hidden: frozenset[str]) -> Context:
    return {
        "contact": place(one.path, one.name),
        "last": day_text(one.last),
        "proof": proof_of(one.proof, day_text(one.last), hidden),
        "key": raw_key("contact", digest_of_item(one.path), day_text(one.last)),
    }


def _to_meet(one: ToMeet, hidden: frozenset[str], names: Mapping[str, str]) -> Context:
    return {
        "contact": place(one.contact.path, one.contact.name),
        "reasons": [_reason(reason, hidden, names) for reason in one.reasons],
    }


def _reason(reason: Reason, hidden: frozenset[str], names: Mapping[str, str]) -> Context:
    proofs = [proof_of(source, names.get(source.path) or stem(source.path), hidden) for source in reason.proofs]
    return {
        "kind": reason.kind,
        "text": plain(reason.text),
        "terms": list(reason.terms),
        "proofs": [proof for proof in proofs if proof is not None],
    }


def _community(one: CommunityStanding, hidden: frozenset[str], today: date) -> Context:
    community = one.community
    members = [member for member in one.members if member.path not in hidden]
    return {
        "community": place(community.path, community.title),
        "place": community.place,
        "topics": list(community.topics),
        "url": community.url,
        "listed": community.listed,
        "members": [place(member.path, member.name) for member in members],
        "rhythm": community.rhythm,
        "cadence": every(community.days) if community.days else "",
        "last": day_text(one.last),
        "proof": proof_of(one.proof, day_text(one.last), hidden),
        "planned": day_text(one.planned),
        "due": day_text(one.due),
        "is_due": one.is_due(today),
        "asks": _said(one.asks, hidden),
        "offers": _said(one.offers, hidden),
        "key": raw_key("community", digest_of_item(community.path), day_text(one.last)),
    }


def _said(said: Iterable[Said], hidden: frozenset[str]) -> list[Context]:
    return [
        {"contact": place(one.member.path, one.member.name), "text": plain(one.statement.text)}
        for one in said
        if one.member.path not in hidden
    ]
