"""The pictures from what is known to their files: drawn, kept up to date, and left alone where they are the owner's.

They are made when the owner asks for them (`pnm map`). From then on `regenerate` keeps those that are there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.model.plan import Create, Plan, Replace, WriteReport
from pnm_vault.model.record import Record, Row
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.review.page_names import page_places
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import stamp_of

# Of a run that finds nothing changed only `are_as_left` is asked; what the rest needs is imported where it is used.
if TYPE_CHECKING:
    from pnm_vault.insights.discretion import PrivateNames
    from pnm_vault.insights.pictures import Pictures
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.regenerate import Regenerated
    from pnm_vault.pipeline.session import Session
    from pnm_vault.review.pages.parts import Context
    from pnm_vault.review.pictures.seal import Seal

STATE = "pictures"

_NO_STAMP = (-1, -1, -1)


class _Kept(Row, frozen=True):
    """What is remembered of the pictures: a digest of all that they rest on beside ties and days, and what was drawn.

    `sums` are digests of their texts by name, `context` is what their note shows. `stamps` are those of the files, by
    path, as they were left (None: no file); `noted` tells whether there was a note.
    """

    key: bytes
    until: date
    sums: Mapping[str, bytes]
    context: dict[str, object]  # all that a context is; to name it would load every page
    stamps: Mapping[str, tuple[int, int, int] | None] = {}
    noted: bool = False


class PicturesWritten(Record, frozen=True):
    """What became of the pictures. `left` are the paths of files that are their owner's, `unchanged` of those right."""

    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    left: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def added_to(self, done: Regenerated) -> Regenerated:
        """Put what became of the pictures to what became of the notes."""
        from pnm_vault.pipeline.run import diff_of

        if not self.plan.steps:
            return done
        notes, own = done.report, self.report
        report = replace(notes, replaced=(*notes.replaced, *own.replaced), skipped=(*notes.skipped, *own.skipped))
        return replace(done, report=report, changes=(*done.changes, *map(diff_of, self.plan.steps)))


def draw_pictures(session: Session, limit: int | None = None, circle: str | None = None) -> Pictures:
    """Draw the pictures as of the last Sunday, without private contacts; see `insights.pictures.build_pictures`."""
    from pnm_vault.insights.discretion import PrivateNames
    from pnm_vault.insights.pictures import PictureEvidence, build_pictures, last_sunday

    picture = session.picture()
    ties = picture.network.ties
    unnamed = PrivateNames(picture.network.private.values())
    evidence = PictureEvidence(
        ties=tuple([_without_telling_circles(tie, unnamed) for tie in ties if not tie.private]),
        logs=dict(session.table("days").items()),
        known=dict(session.known().items()),
        me=picture.me,
        half_life=picture.network.half_life,
    )
    return build_pictures(evidence, last_sunday(session.today), limit, circle)


def _without_telling_circles(tie: Tie, unnamed: PrivateNames) -> Tie:
    """Leave out circles that are called after a private contact."""
    if not unnamed or not any(map(unnamed.are_in, tie.circles)):
        return tie
    return replace(tie, circles=tuple([circle for circle in tie.circles if not unnamed.are_in(circle)]))


def own_note(session: Session) -> str | None:
    """Give the path of the owner's own note."""
    me = session.picture().me
    return None if me is None else me.path


def bring_up_to_date(session: Session, *, write: bool, settle: bool = False) -> PicturesWritten:
    """Make those pictures anew that are there, are ours and are not as they should be; none is made that is not there.

    `settle` leaves alone, for this time, what somebody seems to be changing.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    there = pictures_there(session)
    noted = _is_noted(session)
    if not there and not noted:
        return PicturesWritten()
    kept, texts = _kept_or_drawn(session, there)
    present = {name: read_bytes(session.root, path) for name, path in there.items()}
    right = [name for name, content in present.items() if digest_of(_plain(content or b"")) == kept.sums[name]]
    others = {name: content for name, content in present.items() if name not in right and content is not None}
    stale = [name for name, content in others.items() if _seal(session, there[name], content) is not None]
    written = PicturesWritten(unchanged=tuple([there[name] for name in right]))
    if stale:
        texts = texts or _texts_of(session, _limit(session, there))
        wanted = {there[name]: texts[name] for name in stale}
        written = write_pictures(session, wanted, write=write, settle=settle)
    if write and not session.supposing:
        from pnm_vault.review.pictures.places import picture_places

        # What could not be written keeps no stamp, so that the next run looks into it.
        skipped = {path for path, _ in written.report.skipped}
        stamps = {
            path: stamp_of(session.root, path)
            for path in picture_places(session.settings).values()
            if path not in skipped
        }
        _remember(session, replace(kept, stamps=stamps | dict.fromkeys(skipped, _NO_STAMP), noted=noted))
    return written


def are_as_left(session: Session) -> bool:
    """Tell whether the files of the pictures, and whether there is a note about them, are as the last run left it."""
    stored, noted = session.cache.state(STATE), _is_noted(session)
    if not stored:
        return not noted
    kept = msgspec.msgpack.decode(stored, type=_Kept)
    return noted == kept.noted and all(stamp_of(session.root, path) == stamp for path, stamp in kept.stamps.items())


def pictures_shown(session: Session) -> Context:
    """Give what the note about the pictures shows; nothing where there is no such note of ours."""
    if not _is_noted(session):
        return {}
    from pnm_vault.review.pages.pictures import files_context

    there = pictures_there(session)
    return _kept_or_drawn(session, there)[0].context | files_context(there)


def pictures_there(session: Session) -> dict[str, str]:
    """Give the paths of those pictures that are there, by name."""
    from pnm_vault.review.pictures.places import picture_places

    return {name: path for name, path in picture_places(session.settings).items() if _is_there(session, path)}


def write_pictures(session: Session, texts: Mapping[str, str], *, write: bool, settle: bool = False) -> PicturesWritten:
    """Write pictures by path, but those that are their owner's; `settle`: see `bring_up_to_date`.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
    from pnm_vault.vault.write import apply, clear_away

    steps: list[Create | Replace] = []
    left: list[str] = []
    unchanged: list[str] = []
    with vault_lock(session.root, LOCK_WAIT) if write else nullcontext():
        for path, text in texts.items():
            content, before = text.encode("utf-8", "replace"), read_bytes(session.root, path)
            if before is None and not _is_there(session, path):
                steps.append(Create(path, content))
            elif before is not None and _plain(before) == content:
                unchanged.append(path)
            elif before is None or _seal(session, path, before) is None:
                left.append(path)
            else:
                steps.append(Replace(path, content, before))
        plan = Plan(tuple(steps))
        report = WriteReport()
        if write and steps:
            clear_away(session.root, [step.path for step in steps])
            report = apply(session.root, plan, settle=settle)
    return PicturesWritten(plan, report, tuple(left), tuple(unchanged))


def pictures_that_stand(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that pictures are drawn anew after an update that changes something of them."""
    from pnm_vault.pipeline.questions.looking_back import changed_since

    if not stored:
        return {}
    old, new = before.rows, after.rows
    since = changed_since(before, after)
    until = msgspec.msgpack.decode(stored, type=_Kept).until.toordinal()
    moved = {} if old.ties is new.ties else moved_between(old.ties, new.ties)
    others = any(tie is None or old.ties.get(path) is None for path, tie in moved.items())
    stands = (since is None or since > until) and not others and old.known is new.known
    return {} if stands else {STATE: b""}


def _kept_or_drawn(session: Session, there: Mapping[str, str]) -> tuple[_Kept, Mapping[str, str]]:
    """Give what is kept of the pictures; what does not stand is drawn anew, and then its texts are given too."""
    stored = b"" if session.supposing else session.cache.state(STATE)
    kept = msgspec.msgpack.decode(stored, type=_Kept) if stored else None
    limit = _limit(session, there)
    key = _key(session, limit)
    if kept is not None and kept.key == key:
        return kept, {}
    from pnm_vault.review.pages.pictures import pictures_context
    from pnm_vault.review.pictures.album import picture_texts

    pictures = draw_pictures(session, limit or None)
    texts = picture_texts(pictures, own_note(session), limit)
    sums = {name: digest_of(text.encode("utf-8", "replace")) for name, text in texts.items()}
    kept = _Kept(key, pictures.until, sums, pictures_context(pictures))
    if not session.supposing:
        _remember(session, kept)
    return kept, texts


def _texts_of(session: Session, limit: int) -> Mapping[str, str]:
    from pnm_vault.review.pictures.album import picture_texts

    return picture_texts(draw_pictures(session, limit or None), own_note(session), limit)


def _limit(session: Session, there: Mapping[str, str]) -> int:
    """Give how many contacts the map that is there was to draw by themselves; 0 for no limit."""
    for name in ("network", "canvas"):
        content = read_bytes(session.root, there[name]) if name in there else None
        seal = None if content is None else _seal(session, there[name], content)
        if seal is not None:
            return seal.limit
    return 0


def _seal(session: Session, path: str, content: bytes) -> Seal | None:
    """Give the seal of a picture that is as we made it."""
    from pnm_vault.review.pictures.seal import read_canvas_seal, read_svg_seal

    if not path.endswith(".canvas"):
        return read_svg_seal(content)
    cards = [tie.path for tie in session.picture().network.ties if not tie.private]
    me = own_note(session)
    return read_canvas_seal(content, cards if me is None else [*cards, me])


def _key(session: Session, limit: int) -> bytes:
    """Give a digest of what is no contact's: the week, the owner's circles, and who is not in the pictures."""
    from pnm_vault.insights.looking_back.attention import circles_that_matter, proof_of_order
    from pnm_vault.insights.pictures import last_sunday

    picture = session.picture()
    order = (circles_that_matter(picture.me), proof_of_order(picture.me), own_note(session))
    private = list(picture.network.private.items())
    return digest_of(msgspec.msgpack.encode((last_sunday(session.today), limit, order, private)))


def _remember(session: Session, kept: _Kept) -> None:
    session.cache.commit({}, {STATE: msgspec.msgpack.encode(kept)})


def _is_noted(session: Session) -> bool:
    """Tell whether there is a note with pictures that we made: without one nobody asked for it."""
    path = page_places(session.settings, session.today)["pictures"].path
    if path not in session.page_stamps:
        return False
    from pnm_vault.review.region import is_ours

    content = read_bytes(session.root, path)
    return content is not None and is_ours(content.decode("utf-8", "replace"))


def _is_there(session: Session, path: str) -> bool:
    return os.path.lexists(os.path.join(session.root, *path.split("/")))


def _plain(content: bytes) -> bytes:
    """Give a text with the line ends that we write: git may have changed them."""
    return content.replace(b"\r\n", b"\n")
