"""What the questions about events and communities read: their tables, and the records of the people concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.catching_up.stale import Label
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.gathering.events import Circle
from pnm_vault.insights.gathering.gatherings import GatheringNotes, Gatherings, build_gatherings, people_concerned
from pnm_vault.insights.introducing.introductions import introductions_under_way
from pnm_vault.insights.introducing.introductions_under_way import told_pairs
from pnm_vault.network.build import profile_of
from pnm_vault.pipeline.questions.ranking import who_waits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.pipeline.session import Session


def answer_gatherings(
    session: Session,
    *,
    days: int | None = None,
    stale: Sequence[StaleContact] | None = None,
    hidden: Collection[str] = frozenset(),
    unnamed: PrivateNames = NOBODY,
) -> Gatherings:
    """Answer what is ahead, what was just now and how the communities stand; `days` None: as the settings say.

    `stale` are the ties as ranked, where they are at hand. `hidden` contacts and whatever says one of the
    names `unnamed` are left out. A vault without events and communities costs nothing.
    """
    notes = GatheringNotes(session.table("events"), session.table("gathered"), session.table("visits"))
    if not notes.events and not notes.communities:
        return Gatherings()
    today = session.today
    days = session.settings.review.events_ahead if days is None else days
    picture = session.picture()
    records = session.records(people_concerned(notes, today, days))
    profiles = {path: profile for path, record in records.items() if (profile := profile_of(record)) is not None}
    if stale is None:
        stale = who_waits(session)
    circle = Circle(
        network=picture.network,
        ties=picture.network.by_path,
        profiles=profiles,
        known={path: record.knows for path, record in records.items()},
        places=session.table("places"),
        me=picture.me,
        dormant=frozenset([one.path for one in stale if one.label is Label.DORMANT]),
        follow_ups=picture.follow_ups,
        under_way=introductions_under_way(picture.follow_ups) | told_pairs(session.table("introductions").values()),
        synonyms=session.own_synonyms(),
        hidden=hidden,
        unnamed=unnamed,
        structure=len(profiles) > 1 and session.coverage().is_enough,
    )
    return build_gatherings(notes, circle, today, days)
