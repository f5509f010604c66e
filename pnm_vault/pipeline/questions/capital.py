"""What the owner's contacts can bring about; what was found of each contact is kept until their own words change.

So is who has what: a day of contact moves nobody in or out, it only says who is shown first.
"""

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
from pnm_vault.insights.capital.social_capital import (
    CapitalBasis,
    CapitalGround,
    CapitalWords,
    SocialCapital,
    capital_basis,
    social_capital,
)
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.model.contact import Status
from pnm_vault.model.record import Row
from pnm_vault.pipeline.questions.helping import answer_own_help, help_found
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

# Under these names the cache keeps what was found, the contacts of whom it has to be found anew, and who has what.
FOUND, MOVED, BASIS = "capital", "capital-moved", "capital basis"

_encode = msgspec.msgpack.encode


class _Kept(Row, frozen=True):
    """Who has what; `key` stands for the owner's goals and what must not be said."""

    key: bytes
    basis: CapitalBasis


def answer_capital(session: Session, unnamed: PrivateNames = NOBODY, own_help: OwnHelp | None = None) -> SocialCapital:
    """Say who has which resource, by what the notes say; nothing of private contacts.

    `own_help` is who can help the owner, where that is at hand.
    """
    picture = session.picture()
    asked = asked_about(session)
    ground = CapitalGround(
        network=picture.network,
        me=picture.me,
        profiles=session.profiles(),
        own_help=answer_own_help(session, unnamed) if own_help is None else own_help,
        help_found=help_found(session),
        today=session.today,
        unnamed=unnamed,
    )
    return social_capital(asked, _basis(session, asked, unnamed), ground)


def _basis(session: Session, asked: ResourceList, unnamed: PrivateNames) -> CapitalBasis:
    """Give who has what: what is kept, as long as it was made with the same goals and leaves out the same names."""
    picture = session.picture()
    goals = picture.me.goals if picture.me is not None else ()
    key = digest_of(_encode(([goal.text for goal in goals], unnamed.folded)))
    kept = None if session.supposing else session.answer_kept(BASIS, _Kept)
    if kept is not None and kept.key == key:
        return kept.basis
    finder = ResourceFinder(asked, session.own_synonyms())
    words = CapitalWords(
        reaches=_reaches(session, finder),
        profiles=session.profiles(),
        places=dict(session.table("places").items()),
        birthdays=picture.dates,
        shown=picture.network.open_ties,
        goals=goals,
        unnamed=unnamed,
    )
    basis = capital_basis(asked, finder, words)
    if not session.supposing:
        session.cache.commit({}, {BASIS: _encode(_Kept(key, basis))})
    return basis


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
        return {FOUND: b"", MOVED: b"", BASIS: b""}
    basis = {BASIS: b""} if _basis_may_differ(before, after) else {}
    paths: set[str] = set()
    for old, new in (
        (before.tables["roles"], after.tables["roles"]),
        (before.tables["workplaces"], after.tables["workplaces"]),
        (before.rows.profiles, after.rows.profiles),
    ):
        if old is not new:
            paths.update(moved_between(old, new))
    if not paths:
        return basis
    return {MOVED: _encode(sorted(paths.union(msgspec.msgpack.decode(moved) if moved else ()))), BASIS: b""}


def _basis_may_differ(before: Knowledge, after: Knowledge) -> bool:
    """Tell whether who has what may be another one, beside what contacts say of their work, offers and interests."""
    if before.tables["places"] is not after.tables["places"] or before.rows.dates is not after.rows.dates:
        return True
    old = before.rows.ties
    moved = moved_between(old, after.rows.ties) if old is not after.rows.ties else {}
    return any(_may_be_shown(old.get(path)) != _may_be_shown(tie) for path, tie in moved.items())


def _may_be_shown(tie: Tie | None) -> tuple[bool, bool, Status] | None:
    return None if tie is None else (tie.suggest, tie.private, tie.status)


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
