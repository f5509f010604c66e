"""`pnm cadence`: how often to be in touch with whom, and which rule says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.budget import demand_lines, demand_value
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.insights.catching_up.cadences import ContactCadence, cadences_of
from pnm_vault.insights.catching_up.demand import week_demand
from pnm_vault.insights.catching_up.stale import CadenceRule
from pnm_vault.review.wording import every, rule_words

if TYPE_CHECKING:
    from pnm_vault.insights.catching_up.expectation import Saying

_LEFT_ALONE = "Left alone, as the note asks (suggest: never)."


@command("cadence", "pnm cadence", "pnm cadence Ada Lovelace", "pnm cadence --budget", "pnm cadence --json")
@click.argument("name", nargs=-1, shell_complete=complete_name)
@click.option("--budget", is_flag=True, help="What all of them ask for in a week, and what could go to quarterly.")
@click.pass_obj
def cadence(invocation: Invocation, name: tuple[str, ...], budget: bool) -> None:
    """Print the cadences; several words are one name."""
    if name and budget:
        raise click.UsageError("--budget is about all contacts: leave out the name.")
    with read_vault(invocation) as session:
        path = choose_contact(session, " ".join(name)) if name else None
        found = cadences_of(session.picture().network, session.settings)
        demand = week_demand(session.picture().network, session.settings) if budget else None
    if path is not None:
        found = tuple(one for one in found if one.path == path)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = {"contacts": [_value(one) for one in found], "budget": demand_value(demand)}
        print_document("cadence", session.today, fields)
        return
    screen = open_screen(invocation.color)
    if demand is not None:
        print_lines(demand_lines(demand, screen, every_group=invocation.verbose), screen)
        return
    print_lines(_lines(found, screen, every_rule=invocation.verbose or path is not None), screen)
    if not found:
        say(invocation, "There is no active contact." if path is None else "Archived or deceased: no reminders.")


def _lines(found: tuple[ContactCadence, ...], screen: Screen, every_rule: bool) -> list[str]:
    rows = screen.table([_row(one) for one in found], indent="")
    if not every_rule:
        return rows
    return [line for one, row in zip(found, rows, strict=True) for line in (row, *_rule_lines(one, screen))]


def _row(one: ContactCadence) -> list[Cell]:
    rule = one.rule
    if rule is None or rule.days <= 0:
        return [Cell(one.name, "bold"), Cell("no reminder"), Cell(""), Cell("" if rule is None else _named(rule))]
    latest = f"at the latest {every(rule.latest)}" if rule.latest is not None else ""
    return [Cell(one.name, "bold"), Cell(every(rule.days)), Cell(latest), Cell(_named(rule))]


def _named(rule: Saying) -> str:
    words = rule_words(rule.rule)
    return f"{words}: {rule.key}" if rule.key and rule.rule is CadenceRule.SETTINGS else words


def _rule_lines(one: ContactCadence, screen: Screen) -> list[str]:
    lines = [f"    {_LEFT_ALONE}"] if one.is_left_alone else []
    for rule in one.rules:
        place = _place(one, rule)
        text = f"  {'>' if rule is one.rule else ' '} {screen.style(rule.said, '')}"
        lines.append(f"{text}  {screen.style(place, 'dim')}" if place else text)
    return lines


def _place(one: ContactCadence, rule: Saying) -> str:
    if rule.rule is CadenceRule.CONTACT:
        return f"{one.path}:{one.own_line}"
    is_written = rule.rule is CadenceRule.SETTINGS or (rule.rule is CadenceRule.DEFAULT and rule.key)
    return "pnm.toml" if is_written else ""


def _value(one: ContactCadence) -> dict[str, Any]:
    rule = one.rule
    days = rule.days if rule is not None and rule.days > 0 else None
    return {
        "path": one.path,
        "name": one.name,
        "gap_days": days,
        "latest_days": None if rule is None or days is None else rule.latest or 2 * days,
        "rule": rule and rule.rule.value,
        "rhythm_days": one.rhythm,
        "rhythm_low_days": one.low,
        "rhythm_high_days": one.high,
        "private": one.private,
        "rules": [
            {
                "rule": said.rule.value,
                "key": said.key,
                "days": said.days,
                "latest_days": said.latest,
                "text": said.said,
                "place": _place(one, said),
            }
            for said in one.rules
        ],
    }
