"""What the owner's contacts can bring about; what was found of each contact is kept until their own words change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.capital.resources import (
    Reaches,
    ResourceFinder,
    ResourceList,
    Told,
    find_reaches,
    resource_list,
)
from pnm_vault.insights.capital.social_capital import CapitalGround, SocialCapital, social_capital
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.pipeline.questions.helping import answer_own_help, help_found
from pnm_vault.pipeline.shelf import moved_between

if TYPE_CHECKING:
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

# Under these names the cache keeps what was found, and the contacts of whom it has to be found anew.
FOUND, MOVED = "capital", "capital-moved"

_encode = msgspec.msgpack.encode


def answer_capital(session: Session, unnamed: PrivateNames = NOBODY, own_help: OwnHelp | None = None) -> SocialCapital:
    """Say who has which resource, by what the notes say; nothing of private contacts.

    `own_help` is who can help the owner, where that is at hand.
    """
    picture = session.picture()
    asked = asked_about(session)
    finder = ResourceFinder(asked, session.own_synonyms())
    ground = CapitalGround(
        network=picture.network,
        me=picture.me,
        profiles=session.profiles(),
        places=dict(session.table("places").items()),
        birthdays=picture.dates,
        own_help=answer_own_help(session, unnamed) if own_help is None else own_help,
        help_found=help_found(session),
        today=session.today,
        unnamed=unnamed,
    )
    return social_capital(asked, finder, _reaches(session, finder), ground)


def asked_about(session: Session) -> ResourceList:
    """Give the resources and fields of work that are asked about: the owner's, else the built-in ones."""
    own = [line for _, lines in sorted(session.table("resources").items()) for line in lines]
    return resource_list(own)


def capital_that_stands(
    found: bytes | None, moved: bytes | None, before: Knowledge, after: Knowledge
) -> dict[str, bytes]:
    """Give what has to be kept so that everything that an update may have changed is found anew."""
    if not found:
        return {}
    if any(before.tables[name] is not after.tables[name] for name in ("resources", "synonyms")):
        return {FOUND: b"", MOVED: b""}
    paths: set[str] = set()
    for old, new in (
        (before.tables["roles"], after.tables["roles"]),
        (before.tables["workplaces"], after.tables["workplaces"]),
        (before.rows.profiles, after.rows.profiles),
    ):
        if old is not new:
            paths.update(moved_between(old, new))
    if not paths:
        return {}
    return {MOVED: _encode(sorted(paths.union(msgspec.msgpack.decode(moved) if moved else ())))}


def _reaches(session: Session, finder: ResourceFinder) -> dict[str, Reaches]:
    """Give what each contact gives access to: what is kept, and what is found anew."""
    cache = session.cache
    stored = None if session.supposing else cache.state(FOUND)
    moved = cache.state(MOVED) if stored else None
    kept = msgspec.msgpack.decode(stored, type=dict[str, Reaches]) if stored else {}
    if stored and not moved:
        return kept
    profiles = session.profiles()
    told = Told(session.table("roles"), session.table("workplaces"), profiles)
    if stored and moved:
        paths = msgspec.msgpack.decode(moved, type=list[str])
        found = find_reaches(finder, paths, told)
        kept = {path: one for path, one in kept.items() if path not in set(paths)} | found
    else:
        plain = Told(dict(told.roles.items()), dict(told.workplaces.items()), profiles)
        kept = find_reaches(finder, {*plain.roles, *plain.workplaces, *profiles}, plain)
    if not session.supposing:
        cache.commit({}, {FOUND: _encode(kept), MOVED: b""})
    return kept
