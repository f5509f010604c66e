"""The JSON of `pnm network`; docs/json.md describes every key."""

from collections.abc import Iterable, Sequence
from typing import Any

from pnm_vault.cli.acquainted import acquaintance_value
from pnm_vault.cli.document import contact_value, day_value, source_value
from pnm_vault.insights.helping.needs import MeetNeed
from pnm_vault.insights.introducing.acquainted import Proved
from pnm_vault.insights.looking_back.capacity import Alive
from pnm_vault.insights.network_state.standing import Named
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.structure import CirclePair, Structure
from pnm_vault.insights.network_state.synergy import Synergy


def network_fields(state: NetworkState, synergy: Synergy, pairs: Sequence[Proved]) -> dict[str, Any]:
    """Give the keys of the document after the first three."""
    standing, capacity, attention = state.standing, state.capacity, state.attention
    return {
        "until": day_value(state.until),
        "contacts": state.contacts,
        "recorded": state.recorded,
        "layers": [
            {"days": layer.days, "contacts": layer.count, "new": _named(layer.named), "more": layer.more}
            for layer in standing.layers
        ],
        "silent": standing.silent,
        "dormant": standing.dormant,
        "never": standing.never,
        "alive": None if capacity is None else _alive(capacity.now),
        "came": _named(state.came),
        "went": _named(state.went),
        "quarters": [_alive(one.alive) | {"contact_days": one.days} for one in state.quarters],
        "circles": [
            {"name": one.name, "contacts": one.contacts, "attention": one.attention, "days": one.days}
            for one in attention.circles
        ],
        "matters": list(attention.matters),
        "order_in": None if attention.proof is None else attention.proof.path,
        "variety": attention.variety,
        "variety_of_days": attention.variety_of_days,
        "lone": [
            {
                "circle": one.circle,
                "contact": contact_value(one.contact.path, one.contact.name),
                "last": one.last.isoformat(),
                "others": _named(one.others),
                "more": one.more,
            }
            for one in state.lone
        ],
        "structure": None if state.structure is None else _structure(state.structure),
        "for_work": [_need(one) for one in synergy.for_work],
        "for_life": [_need(one) for one in synergy.for_life],
        "more_for_work": synergy.more_for_work,
        "more_for_life": synergy.more_for_life,
        "pairs": [acquaintance_value(one) for one in pairs],
    }


def _structure(found: Structure) -> dict[str, Any]:
    mixing = found.mixing
    return {
        "contacts": found.contacts,
        "ties": found.ties,
        "pairs": found.pairs,
        "density": found.density,
        "transitivity": found.transitivity,
        "parts": list(found.parts),
        "effective_size": found.effective_size,
        "between": found.between,
        "constraint": found.constraint,
        "hierarchy": found.hierarchy,
        "depends": [
            {
                "contact": contact_value(one.contact.path, one.contact.name),
                "share": one.share,
                "contact_share": one.contact_share,
                "knows": one.knows,
            }
            for one in found.depends
        ],
        "bridges": [
            {
                "contact": contact_value(one.contact.path, one.contact.name),
                "cut_off": _named(one.cut_off),
                "size": one.size,
                "circles": list(one.circles),
            }
            for one in found.bridges
        ],
        "more_bridges": found.more_bridges,
        "brokers": [
            {
                "contact": contact_value(one.contact.path, one.contact.name),
                "pairs": one.pairs,
                "roles": [{"role": role.value, "pairs": pairs} for role, pairs in one.roles],
            }
            for one in found.brokers
        ],
        "mixing": None
        if mixing is None
        else {
            "within": mixing.within,
            "across": mixing.across,
            "within_by_chance": round(mixing.by_chance, 4),
            "ei": round(mixing.index, 4),
            "ei_by_chance": round(mixing.index_by_chance, 4),
        },
        "apart": [_pair(one) for one in found.apart],
        "more_apart": found.more_apart,
        "held": [_pair(one) for one in found.held],
    }


def _named(named: Iterable[Named]) -> list[dict[str, Any]]:
    return [contact_value(one.path, one.name) for one in named]


def _alive(one: Alive) -> dict[str, Any]:
    return {
        "until": one.until.isoformat(),
        "alive": one.alive,
        "since": day_value(one.since),
        "came": one.came,
        "went": one.went,
    }


def _pair(one: CirclePair) -> dict[str, Any]:
    return {
        "first": one.first,
        "second": one.second,
        "first_contacts": one.sizes[0],
        "second_contacts": one.sizes[1],
        "ties": one.ties,
    }


def _need(one: MeetNeed) -> dict[str, Any]:
    need = one.need
    return {
        "contact": contact_value(need.path, need.name),
        "ask": source_value(need.proof),
        "since": day_value(need.day),
        "helper": contact_value(one.path, one.name),
        "offer": source_value(one.proof),
        "more": one.more,
    }
