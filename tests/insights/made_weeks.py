"""Ties, standings and minutes for the questions about the time of a week."""

from datetime import date, timedelta
from typing import Any

from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact
from pnm_vault.model.note import Channel
from pnm_vault.model.picture import Network
from pnm_vault.model.settings import CadenceSettings, MinuteSettings, Settings, TimeSettings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from tests.made_ties import bare_tie

MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
# Minutes that are easy to add up.
MINUTES = MinuteSettings(meeting=60, call=30, message=10, event=50, other=20, follow_up=10)


def tie(name: str, age: int | None = 40, channel: Channel | None = Channel.CALL, **changes: Any) -> Tie:
    """Make a tie last in touch `age` days before that Monday."""
    last = None if age is None else MONDAY - timedelta(days=age)
    fields: dict[str, Any] = {
        "days": 0 if last is None else 1,
        "first": last,
        "last": last,
        "proof": None if last is None else Source(f"{name}.md", 7, "x"),
        "decayed": 0.0 if last is None else 1.0,
        "channel": channel,
    }
    return bare_tie(**{"path": f"{name}.md", "name": name} | fields | changes)


def waiting(name: str, label: Label = Label.DUE) -> StaleContact:
    """Make a standing of somebody who waits."""
    last = MONDAY - timedelta(days=40)
    return StaleContact(
        path=f"{name}.md",
        name=name,
        label=label,
        score=0.5,
        since=40,
        last=last,
        proof=None,
        gap=30,
        rule=CadenceRule.CONTACT,
        rhythm=None,
        due=last + timedelta(days=30),
        snoozed=False,
        planned=None,
        private=False,
        reasons=(),
    )


def network(*ties: Tie) -> Network:
    return Network(tuple(sorted(ties, key=lambda one: one.path)))


def wishes(minutes: int | None, by: dict[str, int] | None = None, default: int | None = None) -> Settings:
    return Settings(cadence=CadenceSettings(default=default, by=by or {}), time=TimeSettings(minutes, MINUTES))
