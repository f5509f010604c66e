"""A tie of which nothing is known but what a test says."""

from typing import Any

from pnm_vault.model.contact import Status
from pnm_vault.model.tie import Tie

_NOTHING: dict[str, Any] = {
    "category": None,
    "circles": (),
    "tags": (),
    "priority": None,
    "closeness": None,
    "cadence": None,
    "next_contact": None,
    "status": Status.ACTIVE,
    "private": False,
    "suggest": True,
    "days": 0,
    "first": None,
    "last": None,
    "proof": None,
    "planned": None,
    "log_gap": 0.0,
    "weight": 0.0,
    "decayed": 0.0,
}


def bare_tie(path: str, name: str, **known: Any) -> Tie:
    """Make a tie without contact, and with `known` fields."""
    return Tie(path=path, name=name, **(_NOTHING | known))
