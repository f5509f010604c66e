"""The JSON document of `pnm import`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pnm_vault.cli.document import problem_value
from pnm_vault.cli.written import written_fields

if TYPE_CHECKING:
    from pnm_vault.model.incoming import IncomingContact
    from pnm_vault.pipeline.importing.applying import Imported
    from pnm_vault.pipeline.importing.items import Days, Double, Proposal
    from pnm_vault.pipeline.importing.look import Reading
    from pnm_vault.pipeline.importing.reviewing import Reviewed


def import_fields(
    reading: Reading, proposal: Proposal, done: Imported | None, reviewed: Reviewed | None
) -> dict[str, Any]:
    """Give the keys of the document: what was proposed, and what was done of it."""
    nothing: dict[str, Any] = {"written": False, "changed": [], "operation": None}
    return {
        **(nothing if done is None else written_fields(done.written)),
        "files": [{"file": file, "format": form} for file, form in reading.files],
        "note": None if reviewed is None else reviewed.path,
        "new": [
            {"key": one.key, "ticked": one.ticked, "why": one.why, **_contact_value(one.contact)}
            for one in proposal.news
        ],
        "updates": [
            {
                "key": one.key,
                "ticked": one.ticked,
                "why": one.why,
                "path": one.path,
                "field": one.field,
                "old": one.old,
                "new": one.new,
            }
            for one in proposal.changes
        ],
        "same": [_double_value(one) for one in proposal.doubles],
        "interactions": [_days_value(one) for one in proposal.days],
        "unchanged": proposal.same,
        "left_out": [{"why": words, "count": number} for words, number in proposal.left],
        "strangers": [{"name": name, "days": days} for name, days in proposal.strangers],
        "problems": [problem_value(one) for one in proposal.problems],
        "refused": [] if done is None else [{"name": name, "reason": why} for name, why in done.refused],
    }


def _contact_value(one: IncomingContact) -> dict[str, Any]:
    return {
        "name": one.name,
        "file": one.file,
        "line": one.line,
        "fields": [{"field": each.field, "value": each.text, "label": each.label} for each in one.stated],
    }


def _double_value(one: Double) -> dict[str, Any]:
    seen = [
        {"path": each.path, "sure": each.sure, "reasons": list(each.reasons), "against": list(each.against)}
        for each in one.seen
    ]
    return {"key": one.key, **_contact_value(one.contact), "contacts": seen}


def _days_value(one: Days) -> dict[str, Any]:
    return {
        "key": one.key,
        "ticked": one.ticked,
        "why": one.why,
        "path": one.path or None,
        "new": one.newcomer or None,
        "channel": one.channel.value,
        "days": [
            {"day": each.day.isoformat(), "direction": each.direction.value, "subject": each.subject}
            for each in one.days
        ],
    }
