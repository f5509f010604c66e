"""Which few contacts to bring to one table, asked of one session; who knows whom is proved from the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.introducing.groups import GroupEvidence, suggest_groups
from pnm_vault.insights.introducing.matching import is_meant
from pnm_vault.model.introduction import Progress
from pnm_vault.pipeline.questions.briefing import Notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pnm_vault.insights.introducing.groups import GroupReason, GroupsAnswer, GroupWish
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.pipeline.session import Session


def whom_to_bring_together(session: Session, wish: GroupWish) -> GroupsAnswer:
    """Suggest gatherings that would cross circles."""
    rows = session.table("introductions").values()
    refused = [row for row in rows if row.introduction.stand.progress is Progress.DECLINED]
    evidence = GroupEvidence(
        network=session.picture().network,
        places=dict(session.table("places").items()),
        profiles=session.profiles(),
        known=session.known(),
        candidates=session.candidates(),
        declined=frozenset([row.pair for row in refused]),
    )
    found = suggest_groups(evidence, wish, build_synonyms(session.own_synonyms()), session.today)
    records = session.records({guest.path for group in found.groups for guest in group.guests})
    notes = Notes(session)
    groups = [
        replace(group, reasons=tuple([_proved(reason, records, notes) for reason in group.reasons]))
        for group in found.groups
    ]
    return replace(found, groups=tuple(groups))


def _proved(reason: GroupReason, records: Mapping[str, ContactRecord], notes: Notes) -> GroupReason:
    """Add the line that says that two know each other, where one of their own notes says so."""
    if reason.proofs:
        return reason
    for path, other in ((reason.first, reason.second), (reason.second, reason.first)):
        mine, theirs = records.get(path), records.get(other)
        if mine is None or theirs is None:
            continue
        for link in (*mine.contact.knows, *mine.contact.introduced_by):
            if link.line and is_meant(link.target, other, theirs.contact.name):
                return replace(reason, proofs=(notes.source(path, link.line),))
    return reason
