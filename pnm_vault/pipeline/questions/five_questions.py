"""The five questions about a contact, and about a few of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.insights.briefing.five_questions import five_answers, five_row, whom_to_ask
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.model.contact import Status
from pnm_vault.pipeline.questions.five_rows import rows_for

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pnm_vault.insights.briefing.five_questions import FiveAnswers
    from pnm_vault.pipeline.session import Session


def answer_five(session: Session, path: str) -> FiveAnswers:
    """Answer the five questions about the contact at a path, private contacts named: only the owner asks.

    Of somebody who has died it is what there was: nothing to ask.
    """
    names = session.index().contacts
    found = five_answers(path, session.name_of(path), five_row(session.record(path)), names)
    gone = session.picture().network.by_path[path].status is Status.DECEASED
    return replace(found, open=()) if gone else found


def answer_five_of_few(
    session: Session, week: Sequence[str], hidden: Collection[str] = (), unnamed: PrivateNames = NOBODY
) -> tuple[FiveAnswers, ...]:
    """Answer them about the contacts of the week (paths), then the closest; nothing of `hidden` ones is said."""
    network, names = session.picture().network, session.index().contacts
    rows = rows_for(session, whom_to_ask(network, week, hidden))
    return tuple([five_answers(path, names[path], row, names, hidden, unnamed) for path, row in rows.items()])
