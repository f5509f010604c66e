"""`Social capital`: each resource with who has it, the gaps, whom the owner reaches, and how near their goals are."""

from itertools import groupby

from pnm_vault.insights.capital.access import GoalStanding, Shares
from pnm_vault.insights.capital.resources import Via
from pnm_vault.insights.capital.social_capital import Holder, ResourceStanding, SocialCapital
from pnm_vault.insights.helping.own_help import Helper, proof_of_fit
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.help import SAYS
from pnm_vault.review.pages.parts import Context, day_text, place, proof_of
from pnm_vault.review.wording import plain, stem

HOLDS = {Via.OFFERS: "offers", Via.ROLE: "is", Via.INTERESTS: "cares about"}


def capital_context(found: SocialCapital, hidden: frozenset[str]) -> Context:
    """Return what `capital` shows: resources by part, gaps, shares by field, place and generation, goals."""
    having = [one for one in found.resources if one.count]
    parts = [
        {"title": plain(part), "items": [_resource(one, hidden) for one in members]}
        for part, members in groupby(having, key=lambda one: one.resource.part)
    ]
    access = found.access
    return {
        "me": found.me,
        "told": found.told,
        "of": found.of,
        "enough": found.enough,
        "own": found.own,
        "parts": parts,
        "gaps": [_gap(one, found.me, hidden) for one in found.gaps],
        "access": [
            _shares(title, shares)
            for title, shares in (
                ("Field of work", access.fields),
                ("Place", access.places),
                ("Generation", access.generations),
            )
            if shares.enough
        ],
        "goals": [_goal(one, found.me, hidden) for one in found.goals],
        "back": [{"label": plain(one.label), "count": one.count} for one in access.back],
        "back_of": access.fields.known,
    }


def resource_digest(text: str) -> str:
    """Return what the line of a gap is known by."""
    return digest_of_item("resource", text)


def _resource(one: ResourceStanding, hidden: frozenset[str]) -> Context:
    return {
        "text": plain(one.resource.text),
        "count": one.count,
        "warm": one.warm,
        "holders": [_holder(holder, hidden) for holder in one.holders if holder.path not in hidden],
        "more": max(0, one.count - len(one.holders)),
    }


def _holder(one: Holder, hidden: frozenset[str]) -> Context:
    return {
        "contact": place(one.path, one.name),
        "says": HOLDS[one.via],
        "text": plain(one.said.text),
        "proof": proof_of(one.said, one.name, hidden),
        "last": day_text(one.last),
        "last_proof": proof_of(one.proof, day_text(one.last), hidden),
        "warm": one.warm,
    }


def _gap(one: ResourceStanding, me: str, hidden: frozenset[str]) -> Context:
    asked = one.asked
    return {
        "text": plain(one.resource.text),
        "perhaps": [_holder(holder, hidden) for holder in one.perhaps if holder.path not in hidden],
        "asked": proof_of(asked, f"{stem(asked.path)}, line {asked.line}", hidden) if asked is not None else None,
        "key": raw_key("resource", resource_digest(one.resource.text), "") if me and asked is None else "",
    }


def _shares(title: str, shares: Shares) -> Context:
    return {
        "title": title,
        "known": shares.known,
        "of": shares.of,
        "items": [{"label": plain(one.label), "count": one.count} for one in shares.largest],
        "more": shares.more,
    }


def _goal(one: GoalStanding, me: str, hidden: frozenset[str]) -> Context:
    return {
        "text": plain(one.text),
        "proof": place(me, f"{stem(me)}, line {one.line}") | {"line": one.line, "text": plain(one.text)},
        "there": one.there,
        "of": one.of,
        "ways": [_way(way, hidden) for way in one.ways if way.reached.path not in hidden],
    }


def _way(one: Helper, hidden: frozenset[str]) -> Context:
    row = one.reached
    via = row.via if row.via is not None and row.via[0] not in hidden else None
    return {
        "contact": place(row.path, row.name),
        "says": SAYS[one.fit.holding],
        "text": plain(one.fit.text),
        "proof": proof_of(proof_of_fit(one), row.name, hidden),
        "via": place(*via) if via is not None else None,
    }
