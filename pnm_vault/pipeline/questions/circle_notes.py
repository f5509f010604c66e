"""The notes about circles and organisations that are there, kept between runs as long as nothing of them moves.

They are made when the owner asks for them (`pnm circle NAME --write`). From then on `regenerate` keeps those that are
there; whoever deletes one has ended it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from pnm_vault.model.record import Row
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.review.page_names import circle_key, circle_title
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.insights.network_state.circle import Group, GroupKind
    from pnm_vault.model.settings import Settings
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session
    from pnm_vault.review.pages.parts import Context

STATE = "circle notes"
# Tables of which any change counts, and those of which it does where it is a member's.
_WHOLE = ("events", "gathered", "introductions")
_OF_MEMBERS = ("days", "needs", "asked")


class _Kept(Row, frozen=True):
    """What the notes show, by path, but for whom to catch up with; `key` stands for the day and what is no contact's.

    `members` are the contacts in any of them, `others` whoever knows one of these or is known to one, shown or not.
    """

    key: bytes
    contexts: Mapping[str, dict[str, object]]
    members: frozenset[str]
    others: frozenset[str]


def circles_shown(session: Session, stale: Iterable[StaleContact]) -> Mapping[str, Context]:
    """Give what the notes about circles show that are there, by path; none costs nothing."""
    if not session.circle_paths:
        return {}
    from pnm_vault.review.pages.circle import with_catch_up

    found = _kept_or_made(session).contexts
    waiting = tuple(stale)
    return {path: with_catch_up(context, waiting) for path, context in found.items()}


def place_of(settings: Settings, group: Group, present: Iterable[str]) -> str:
    """Give the path of the note about a group: that of the one which is there, in whatever case, else a new one."""
    from pnm_vault.review.circle_places import circle_place

    path = circle_place(settings, group.kind.value, group.name).path
    key = circle_key(path)
    return next((one for one in sorted(present) if circle_key(one) == key), path)


def groups_by_note(settings: Settings, groups: Iterable[Group]) -> Mapping[str, Group]:
    """Give the groups by what the path of their note is known by; of two for one path the first alone has a note."""
    from pnm_vault.review.circle_places import circle_place

    found: dict[str, Group] = {}
    for group in groups:
        found.setdefault(circle_key(circle_place(settings, group.kind.value, group.name).path), group)
    return found


def circles_that_stand(
    stored: bytes | None, before: Knowledge, after: Knowledge, settings: Settings, *, helped: bool
) -> dict[str, bytes]:
    """Give what has to be kept so that the notes are made anew where an update may change one of them.

    `helped` tells whether words moved by which needs are met.
    """
    if not stored:
        return {}
    kept = msgspec.msgpack.decode(stored, type=_Kept)
    return {STATE: b""} if helped or _may_differ(kept, before, after, settings) else {}


def _kept_or_made(session: Session) -> _Kept:
    key = _key(session)
    stored = None if session.supposing else session.cache.state(STATE)
    kept = msgspec.msgpack.decode(stored, type=_Kept) if stored else None
    if kept is not None and kept.key == key:
        return kept
    fresh = _made(session, key)
    if not session.supposing:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(fresh)})
    return fresh


def _made(session: Session, key: bytes) -> _Kept:
    from pnm_vault.insights.network_state.circle import Group
    from pnm_vault.pipeline.questions.circle import review_of, some_groups, who_is_around
    from pnm_vault.review.pages.circle import circle_context

    paths, settings = sorted(session.circle_paths), session.settings
    notes = frozenset(map(circle_key, paths))
    known = some_groups(session, lambda kind, name: _note_of(kind, name, settings) in notes, set(map(_kind, paths)))
    by_note = groups_by_note(settings, known)
    groups = [by_note.get(circle_key(path)) or Group(_kind(path), circle_title(path), ()) for path in paths]
    reviews = review_of(session, groups)
    members = frozenset([path for group in groups for path in group.members])
    return _Kept(
        key,
        {path: circle_context(review, review.group.name) for path, review in zip(paths, reviews, strict=True)},
        members,
        who_is_around(session, members),
    )


def _kind(path: str) -> GroupKind:
    from pnm_vault.insights.network_state.circle import GroupKind

    return GroupKind.CIRCLE if path.endswith(f" ({GroupKind.CIRCLE}).md") else GroupKind.ORGANISATION


def _key(session: Session) -> bytes:
    from pnm_vault.insights.looking_back.attention import circles_that_matter

    picture = session.picture()
    private = list(picture.network.private.items())
    said = (session.today, sorted(session.circle_paths), circles_that_matter(picture.me), private)
    return digest_of(msgspec.msgpack.encode(said))


def _may_differ(kept: _Kept, before: Knowledge, after: Knowledge, settings: Settings) -> bool:
    old, new = before.rows, after.rows
    if old.known is not new.known or any(before.tables[name] is not after.tables[name] for name in _WHOLE):
        return True
    if old.today != new.today or _follow_ups_moved(kept.members, old.follow_ups, new.follow_ups):
        return True
    if any(not kept.members.isdisjoint(moved_between(before.tables[name], after.tables[name])) for name in _OF_MEMBERS):
        return True
    if not kept.members.isdisjoint(moved_between(old.profiles, new.profiles)):
        return True
    notes = frozenset(map(circle_key, kept.contexts))
    for path, tie in moved_between(old.ties, new.ties).items():
        was = old.ties.get(path)
        if path in kept.members or (path in kept.others and _seen_outside(was) != _seen_outside(tie)):
            return True
        if not notes.isdisjoint([*_circle_notes_of(was, settings), *_circle_notes_of(tie, settings)]):
            return True
    belongings = moved_between(before.tables["belongings"], after.tables["belongings"])
    firms = [one for path in belongings for one in (before.tables["belongings"].get(path), belongings[path]) if one]
    named = [name for one in firms for name in one.organisations]
    return any(_note_of("organisation", name, settings) in notes for name in named)


def _follow_ups_moved(members: frozenset[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    moved = moved_between(old, new)
    told = [one for path in moved for one in (*(old.get(path) or ()), *(moved[path] or ()))]
    return any(not members.isdisjoint(one.contacts) for one in told)


def _circle_notes_of(tie: Tie | None, settings: Settings) -> list[str]:
    names = [] if tie is None else [*tie.circles, *([tie.category] if tie.category else [])]
    return [_note_of("circle", name.removeprefix("#"), settings) for name in names]


def _note_of(kind: str, name: str, settings: Settings) -> str:
    from pnm_vault.review.circle_places import circle_place

    return circle_key(circle_place(settings, kind, name).path)


def _seen_outside(tie: Tie | None) -> object:
    """Give what a note about a circle tells of a contact outside."""
    return None if tie is None else (tie.name, tie.circles, tie.private, tie.suggest, tie.status)
