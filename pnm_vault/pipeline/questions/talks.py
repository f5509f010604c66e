"""What to open with for each contact on the Agenda, kept between runs as long as the notes that it rests on stay.

A brief reads notes, up to 400 daily notes among them. So each is made once a day, and again when one of these notes was
changed (see `pipeline.questions.quoted`); for the contacts of one run every note is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.insights.briefing.brief import build_brief, without_names
from pnm_vault.insights.briefing.openers import Opener, openers
from pnm_vault.insights.catching_up.tie_facts import facts_for
from pnm_vault.model.record import Row
from pnm_vault.pipeline.questions.briefing import MOST_COMMON, Notes, gather_evidence
from pnm_vault.pipeline.questions.names import names_of
from pnm_vault.pipeline.questions.quoted import STATE
from pnm_vault.review.pages.talk import Talk
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class _Kept(Row, frozen=True):
    """What was made for one contact. `rests_on` are the contacts whose notes it quotes or names.

    `key` stands for the day and for what must not be said.
    """

    key: bytes
    rests_on: tuple[str, ...]
    openers: tuple[Opener, ...]


def talks_with(session: Session, paths: Sequence[str], hidden: frozenset[str]) -> Mapping[str, Talk]:
    """Give by path what to open with, and what the ties say; no line names one of the `hidden` contacts."""
    facts = facts_for(session.picture().network, paths, session.today)
    said = _openers_for(session, paths, hidden) if session.settings.review.briefs else {}
    return {path: Talk(facts.get(path), said.get(path, ())) for path in paths}


def _openers_for(session: Session, paths: Sequence[str], hidden: frozenset[str]) -> Mapping[str, tuple[Opener, ...]]:
    stored = None if session.supposing else session.cache.state(STATE)
    kept = msgspec.msgpack.decode(stored, type=dict[str, _Kept]) if stored else {}
    desk = _Desk(session, hidden)
    found = {path: desk.still_right(kept.get(path)) or desk.made(path) for path in paths}
    if found != kept and not session.supposing:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(found)})
    return {path: one.openers for path, one in found.items()}


class _Desk:
    """Where the briefs of one run are made: notes read, names not to be said."""

    def __init__(self, session: Session, hidden: frozenset[str]) -> None:
        self.session = session
        self.hidden = hidden
        self.names = names_of(session, hidden)
        # A meeting note holds the lines of others, so that these names decide what is left of it.
        self.key = digest_of(msgspec.msgpack.encode((session.today, self.names)))
        # Today's note is being written all day long, and what stands in it is no news to its writer before tomorrow.
        self.shelf = Notes(session, session.today - timedelta(days=1))

    def still_right(self, kept: _Kept | None) -> _Kept | None:
        """Give what is kept, if it would be made the same way again."""
        return kept if kept is not None and kept.key == self.key else None

    def made(self, path: str) -> _Kept:
        """Make it anew."""
        evidence = gather_evidence(self.session, path, self.shelf)
        brief = without_names(build_brief(evidence, self.session.today, 0), self.names, self.hidden)
        active = self.session.picture().network.active
        living = tuple([one for one in brief.common if one.path in active])
        record = evidence.record
        rests_on = (path, *list(dict.fromkeys([*record.knows, *record.introduced_by]))[:MOST_COMMON])
        return _Kept(self.key, rests_on, openers(replace(brief, common=living)))
