"""Who can help the owner, and what contacts look for; what was matched is kept between runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.help_found import HelpFound, Holdings, find_help, own_asks
from pnm_vault.insights.helping.needs import Limits, NeedsGround, NeedsRadar, needs_radar
from pnm_vault.insights.helping.own_help import OwnHelp, Surroundings, help_for_owner
from pnm_vault.insights.introducing.introductions import introductions_under_way
from pnm_vault.insights.introducing.introductions_under_way import readiness, told_pairs
from pnm_vault.network.strength import standing_by_path
from pnm_vault.pipeline.shelf import moved_between, plain

if TYPE_CHECKING:
    from pnm_vault.insights.helping.help_found import Need
    from pnm_vault.model.contact import Contact
    from pnm_vault.model.follow_up import FollowUp
    from pnm_vault.model.picture import Profile
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.questions.meaning import Model
    from pnm_vault.pipeline.session import Session

# Under this name the cache keeps what was matched, until words that it rests on change.
HELP = "help"


def answer_own_help(session: Session, unnamed: PrivateNames = NOBODY) -> OwnHelp:
    """Say who can help with what `Me.md` asks for, by what the notes offer; nothing of private contacts."""
    picture = session.picture()
    if not own_asks(picture.me):
        return OwnHelp(picture.me.path if picture.me is not None else "")
    tables = {name: session.table(name) for name in ("asked", "introductions")}
    around = Surroundings(
        network=picture.network,
        known=session.known(),
        profiles=session.profiles(),
        asked=plain(tables["asked"]),
        readiness=readiness(tuple(tables["introductions"].values()), session.today),
        follow_ups=_by_contact(picture.follow_ups),
        today=session.today,
        unnamed=unnamed,
        coverage=session.coverage(),
    )
    return help_for_owner(picture.me, help_found(session), around)


def answer_needs(
    session: Session, unnamed: PrivateNames = NOBODY, limits: Limits | None = None, model: Model | None = None
) -> NeedsRadar:
    """Say what contacts look for, and who has something for it; nothing of private contacts.

    With a `model` likeness in meaning counts too.
    """
    return needs_radar(help_found(session, model), needs_ground(session, unnamed), limits)


def needs_ground(session: Session, unnamed: PrivateNames = NOBODY) -> NeedsGround:
    """Gather what decides on this day what is said of a need."""
    picture = session.picture()
    rows = tuple(session.table("introductions").values())
    return NeedsGround(
        me=picture.me,
        named=picture.network.open_ties,
        profiles=session.profiles(),
        needs=session.table("needs"),
        facts=session.table("facts"),
        asked=session.table("asked"),
        known=session.known(),
        introductions=rows,
        taken=introductions_under_way(picture.follow_ups) | told_pairs(rows),
        readiness=readiness(rows, session.today),
        standing=standing_by_path(picture.network),
        follow_ups=_by_contact(picture.follow_ups),
        today=session.today,
        unnamed=unnamed,
    )


def help_found(session: Session, model: Model | None = None) -> HelpFound:
    """Give what was matched: what is kept, as long as it is what would be found."""
    keep = model is None and not session.supposing
    kept = session.answer_kept(HELP, HelpFound) if keep else None
    if kept is not None and kept.stands_on(session.today):
        return kept
    holdings = Holdings(
        session.picture().me,
        plain(session.profiles()),
        plain(session.table("roles")),
        plain(session.table("needs")),
    )
    found = find_help(holdings, session.own_synonyms(), session.today, _meant(session, holdings, model))
    if keep:
        session.cache.commit({}, {HELP: msgspec.msgpack.encode(found)})
    return found


def help_moved(before: Knowledge, after: Knowledge) -> bool:
    """Tell whether words changed that the match rests on. Lines move with every edit above them, and do not count."""
    if before.tables["synonyms"] is not after.tables["synonyms"]:
        return True
    if _of_owner(before.rows.me) != _of_owner(after.rows.me):
        return True
    pairs: tuple[tuple[Mapping[str, Any], Mapping[str, Any], Callable[[Any], object]], ...] = (
        (before.tables["needs"], after.tables["needs"], _of_needs),
        (before.tables["roles"], after.tables["roles"], str),
        (before.rows.profiles, after.rows.profiles, _of_profile),
    )
    return any(_says_otherwise(old, new, words) for old, new, words in pairs)


def _says_otherwise(before: Mapping[str, Any], after: Mapping[str, Any], words: Callable[[Any], object]) -> bool:
    if before is after:
        return False
    for path, one in moved_between(before, after).items():
        old = before.get(path)
        if old is None or one is None or words(one) != words(old):
            return True
    return False


def _of_owner(me: Contact | None) -> object:
    if me is None:
        return None
    return [[one.text for one in said] for said in (me.asks, me.goals, me.offers, me.interests)]


def _of_needs(needs: tuple[Need, ...]) -> object:
    return [(one.text, one.day, one.sure, one.answered is None) for one in needs]


def _of_profile(profile: Profile) -> object:
    return [one.text for one in profile.offers], [one.text for one in profile.interests], bool(profile.apart)


def _meant(session: Session, holdings: Holdings, model: Model | None) -> dict[tuple[str, str], float]:
    if model is None:
        return {}
    from pnm_vault.pipeline.questions.meaning import alike_pairs

    me = holdings.me
    asks = [need.text for needs in holdings.needs.values() for need in needs]
    offers = [offer.text for profile in holdings.profiles.values() for offer in profile.offers]
    return alike_pairs(session, model, asks, [*offers, *[one.text for one in (me.offers if me is not None else ())]])


def _by_contact(follow_ups: tuple[FollowUp, ...]) -> dict[str, tuple[FollowUp, ...]]:
    found: dict[str, tuple[FollowUp, ...]] = {}
    for one in follow_ups:
        if "elp with " in one.text:
            for path in one.contacts:
                found[path] = (*found.get(path, ()), one)
    return found
