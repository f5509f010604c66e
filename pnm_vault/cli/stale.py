"""`pnm stale`: whom to catch up with, the most at risk first."""

from collections.abc import Mapping

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.insights.stale import Label, StaleContact
from pnm_vault.insights.tie_facts import TieFacts, lasting
from pnm_vault.review.wording import every

_LABEL_STYLES = {
    Label.DUE: "yellow",
    Label.OVERDUE: "yellow bold",
    Label.SLIPPING: "red",
    Label.DORMANT: "dim",
    Label.NEVER: "cyan",
    Label.IN_RHYTHM: "green",
}


def standing_row(stale: StaleContact) -> list[Cell]:
    """Lay out one contact's standing: name, label, gap, last contact, due day, and the line that proves it."""
    proof = f"{stale.proof.path}:{stale.proof.line}" if stale.proof else ""
    due = f"due {stale.due}" if stale.due else ""
    if stale.planned:
        due = f"planned {stale.planned}"
    elif stale.snoozed:
        due = f"quiet until {stale.due}"
    return [
        Cell(stale.name, "bold"),
        Cell(stale.label.value, _LABEL_STYLES.get(stale.label, "")),
        Cell(every(stale.gap)),
        Cell(f"last {stale.last}" if stale.last else ""),
        Cell(due),
        Cell(proof, "dim"),
    ]


def silence_words(stale: StaleContact) -> tuple[str, ...]:
    """Say how long it has been, of a contact that is waiting; only in the terminal, for it changes with the days."""
    if stale.since is None or stale.label is Label.IN_RHYTHM:
        return ()
    return (f"It has been {lasting(stale.since, stale.since)}.",)


@command("stale", "pnm stale --limit 10", "pnm stale --label dormant", "pnm stale --all --json")
@click.option(
    "--label",
    "labels",
    type=click.Choice([label.value for label in Label]),
    metavar="LABEL",
    multiple=True,
    help="Only contacts with this label: due, overdue, slipping, dormant, in rhythm, no contact recorded. "
    "May be given more than once.",
)
@click.option("--new", is_flag=True, help="Only new contacts with one day of contact: follow up before it fades.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many contacts.")
@click.option(
    "--all", "everyone", is_flag=True, help="Also contacts in rhythm, snoozed, or without any contact recorded."
)
@click.pass_obj
def stale(invocation: Invocation, labels: tuple[str, ...], new: bool, limit: int | None, everyone: bool) -> None:
    """Print the contacts by standing."""
    from pnm_vault.insights.stale import rank_stale
    from pnm_vault.insights.tie_facts import fading_ties, tie_facts

    with read_vault(invocation) as session:
        network = session.picture().network
        ranked = rank_stale(network, session.settings, session.today)
    facts = tie_facts(network, session.today) if invocation.json or invocation.verbose else {}
    never = 0
    fading = fading_ties(network, session.today).intersection([entry.path for entry in ranked])
    if new:
        ranked = tuple(entry for entry in ranked if entry.path in fading)
    if labels:
        ranked = tuple(entry for entry in ranked if entry.label.value in labels)
    elif not everyone and not new and not invocation.json:
        never = sum(entry.label is Label.NEVER for entry in ranked)
        ranked = tuple(entry for entry in ranked if entry.label not in (Label.IN_RHYTHM, Label.NEVER))
    total = len(ranked)
    ranked = ranked[:limit]
    if invocation.json:
        from pnm_vault.cli.document import print_document, stale_value

        print_document(
            "stale", session.today, {"total": total, "contacts": [stale_value(entry, facts) for entry in ranked]}
        )
        return
    screen = open_screen(invocation.color)
    print_lines(_stale_lines(ranked, facts if invocation.verbose else None, screen), screen)
    if not total:
        say(invocation, "No new contact is about to fade." if new else "Nobody is waiting for a word from you.")
    elif len(ranked) < total:
        say(invocation, f"{total - len(ranked)} more; a higher --limit shows them.")
    if never:
        say(invocation, f"{count(never, 'contact')} without any contact recorded: --label 'no contact recorded'.")
    if fading and not (new or labels):
        say(invocation, f"{count(len(fading), 'new contact')} to follow up before it fades: --new.")


def _stale_lines(ranked: tuple[StaleContact, ...], facts: Mapping[str, TieFacts] | None, screen: Screen) -> list[str]:
    """Lay out the contacts; with `facts`, each is followed by the reasons."""
    lines = screen.table([standing_row(entry) for entry in ranked], indent="")
    if facts is None:
        return lines
    said = [
        (*entry.reasons, *silence_words(entry), *(facts[entry.path].reasons if entry.path in facts else ()))
        for entry in ranked
    ]
    return [
        line
        for reasons, row in zip(said, lines, strict=True)
        for line in (row, *(f"    {screen.style(reason, 'dim')}" for reason in reasons))
    ]
