"""The JSON that `--json` prints. docs/json.md describes every key; a key, once printed, keeps its name and meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click
import msgspec

from pnm_vault.cli.terminal import escape_json
from pnm_vault.insights.catching_up.dormant import DormantPick
from pnm_vault.insights.catching_up.stale import StaleContact
from pnm_vault.insights.catching_up.tie_facts import TieFacts, in_words
from pnm_vault.insights.gathering.meetings import Acquaintance
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.promises import OpenPromise
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem
from pnm_vault.model.source import Source

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session

FORMAT = 1


def print_document(command: str, today: date, fields: dict[str, Any]) -> None:
    """Print one document: format, command and day first, then the command's own keys in the order given."""
    document = {"format": FORMAT, "command": command, "today": today.isoformat(), **fields}
    click.echo(escape_json(_json_text(document)), color=True)


def _json_text(document: dict[str, Any]) -> str:
    try:
        # Indented by msgspec: with ten thousand contacts json takes seconds for it.
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    except UnicodeEncodeError:  # half of a surrogate pair, as an argument that is no UTF-8 has it
        import json

        return json.dumps(document, indent=2)


def day_value(day: date | None) -> str | None:
    """Give a day as ISO text, None as null."""
    return None if day is None else day.isoformat()


def source_value(source: Source | None) -> dict[str, Any] | None:
    """Give a source as path, line and verbatim text; None as null."""
    return None if source is None else {"path": source.path, "line": source.line, "text": source.text}


def contact_value(path: str, name: str) -> dict[str, Any]:
    """Give a reference to a contact."""
    return {"path": path, "name": name}


def stale_value(stale: StaleContact, facts: Mapping[str, TieFacts], pick: DormantPick | None = None) -> dict[str, Any]:
    """Give one contact's standing with the facts of the tie; a contact that `facts` lacks was never in touch."""
    known = facts.get(stale.path) or TieFacts()
    return {
        "path": stale.path,
        "name": stale.name,
        "score": stale.score,
        "label": stale.label.value,
        "last_contact": day_value(stale.last),
        "days_since": stale.since,
        "due": day_value(stale.due),
        "gap_days": stale.gap,
        "latest_days": stale.latest,
        "rule": stale.rule.value,
        "rhythm_days": stale.rhythm,
        "rhythm_low_days": known.low,
        "rhythm_high_days": known.high,
        "strength": known.strength,
        "risk": known.risk,
        "layer": known.layer,
        "layer_by_rhythm": known.layer_by_rhythm,
        "manner": known.manner and known.manner.value,
        "last_from": known.last_from and known.last_from.value,
        "turn": known.turn and known.turn.value,
        "starts": known.starts and known.starts.value,
        "started_by_you": known.started[0],
        "started_by_them": known.started[1],
        "fading": known.fading,
        "season": source_value(known.season),
        "pick": pick and pick.kind.value,
        "snoozed": stale.snoozed,
        "planned": day_value(stale.planned),
        "private": stale.private,
        "reasons": [*([pick.reason] if pick is not None else ()), *stale.reasons, *map(in_words, known.reasons)],
        "proof": source_value(stale.proof),
    }


def private_contacts(session: Session) -> frozenset[str]:
    """Name the contacts that are marked private, by path."""
    return frozenset(session.picture().network.private)


def follow_up_value(
    follow_up: FollowUp, name_of: Callable[[str], str], private: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Give one follow-up; it is private when it concerns one of `private`, or stands in such a contact's note."""
    return {
        "text": follow_up.text,
        "due": day_value(follow_up.due),
        "start": day_value(follow_up.start),
        "recurrence": follow_up.recurrence or None,
        "contacts": [contact_value(path, name_of(path)) for path in follow_up.contacts],
        "private": follow_up.source.path in private or not private.isdisjoint(follow_up.contacts),
        "source": source_value(follow_up.source),
    }


def acquaintance_value(met: Acquaintance) -> dict[str, Any]:
    """Give somebody who was met a few days ago; private contacts are none."""
    told = met.told
    return {
        **contact_value(met.path, met.name),
        "day": met.day.isoformat(),
        "how_met": told.how.text if told.how is not None else None,
        "where_met": told.where.text if told.where is not None else None,
        "asks": [one.text for one in told.asks],
        "offers": [one.text for one in told.offers],
        "proof": source_value(met.proof),
    }


def promise_value(
    promise: OpenPromise, name_of: Callable[[str], str], private: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Give something that one side said they would do; private as follow-ups are."""
    said = promise.said
    return {
        "mine": promise.mine,
        "day": said.day.isoformat(),
        "text": said.text,
        "contacts": [contact_value(path, name_of(path)) for path in promise.contacts],
        "private": said.path in private or not private.isdisjoint(promise.contacts),
        "source": {"path": said.path, "line": said.line, "text": said.text},
    }


def date_value(ahead: DateAhead) -> dict[str, Any]:
    """Give one important date as it comes up next."""
    return {
        "day": ahead.day.isoformat(),
        "label": ahead.label,
        "path": ahead.path,
        "name": ahead.name,
        "turns": ahead.turns,
        "private": ahead.private,
        "source": source_value(ahead.source),
    }


def problem_value(problem: Problem) -> dict[str, Any]:
    """Give one problem."""
    return {
        "path": problem.path,
        "line": problem.line,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
    }
