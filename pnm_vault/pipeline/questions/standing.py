"""Which of the answers that are kept between runs still stand when notes have changed.

Each question that keeps its answer says in its own module what it rests on; here they are asked in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.pipeline import pictures
from pnm_vault.pipeline.questions import (
    acquaintances,
    capital,
    circle_notes,
    facts,
    five_rows,
    helping,
    introducing,
    looking_back,
    mentoring,
    network_state,
    quoted,
    ranking,
    reconnecting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

# What is kept under these names rests on notes as they stand, and not on tables alone.
OF_NOTES = frozenset((quoted.STATE, five_rows.STATE))


def answers_after(
    session: Session, kept: Callable[[str], bytes | None], before: Knowledge, after: Knowledge, moved: Collection[str]
) -> dict[str, bytes]:
    """Give what has to be kept so that only those answers stay that `after` changes nothing of.

    `kept` gives what is kept by name, `moved` are the notes that are new, changed, gone, or mean something else now.
    """
    told_by = (before.index.told_by, after.index.told_by)
    helped = helping.help_moved(before, after)
    return {
        **quoted.quotes_that_stand(kept(quoted.STATE), moved, told_by, session.settings, session.today),
        **five_rows.rows_that_stand(kept(five_rows.STATE), moved, told_by),
        **looking_back.looks_that_stand(kept(looking_back.LOOKS), before, after),
        **facts.facts_that_stand(kept(facts.STATE), before, after),
        **capital.capital_that_stands(kept(capital.FOUND), kept(capital.MOVED), before, after),
        **mentoring.mentoring_that_stands(kept(mentoring.STATE), before, after),
        **network_state.network_that_stands(kept(network_state.STATE), before, after),
        **reconnecting.picks_that_stand(kept(reconnecting.STATE), before, after),
        **ranking.waiting_that_stands(kept(ranking.FOUND), kept(ranking.MOVED), before, after),
        **pictures.pictures_that_stand(kept(pictures.STATE), before, after),
        **({introducing.STATE: b""} if after.pairs_moved(before) else {}),
        **({acquaintances.STATE: b""} if after.acquaintances_moved(before) else {}),
        **({helping.HELP: b""} if helped else {}),
        **circle_notes.circles_that_stand(kept(circle_notes.STATE), before, after, session.settings, helped=helped),
    }
