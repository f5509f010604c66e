"""`pnm stale`: whom to catch up with, the most at risk first."""

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.insights.stale import Label, StaleContact
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
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many contacts.")
@click.option(
    "--all", "everyone", is_flag=True, help="Also contacts in rhythm, snoozed, or without any contact recorded."
)
@click.pass_obj
def stale(invocation: Invocation, labels: tuple[str, ...], limit: int | None, everyone: bool) -> None:
    """Print the contacts by standing."""
    from pnm_vault.insights.stale import rank_stale

    with read_vault(invocation) as session:
        ranked = rank_stale(session.picture().network, session.settings, session.today)
    never = 0
    if labels:
        ranked = tuple(entry for entry in ranked if entry.label.value in labels)
    elif not everyone and not invocation.json:
        never = sum(entry.label is Label.NEVER for entry in ranked)
        ranked = tuple(entry for entry in ranked if entry.label not in (Label.IN_RHYTHM, Label.NEVER))
    total = len(ranked)
    ranked = ranked[:limit]
    if invocation.json:
        from pnm_vault.cli.document import print_document, stale_value

        print_document("stale", session.today, {"total": total, "contacts": [stale_value(entry) for entry in ranked]})
        return
    screen = open_screen(invocation.color)
    print_lines(_stale_lines(ranked, screen, invocation.verbose), screen)
    if not total:
        say(invocation, "Nobody is waiting for a word from you.")
    elif len(ranked) < total:
        say(invocation, f"{total - len(ranked)} more; a higher --limit shows them.")
    if never:
        say(invocation, f"{count(never, 'contact')} without any contact recorded: --label 'no contact recorded'.")


def _stale_lines(ranked: tuple[StaleContact, ...], screen: Screen, reasons: bool) -> list[str]:
    lines = screen.table([standing_row(entry) for entry in ranked], indent="")
    if not reasons:
        return lines
    return [
        line
        for entry, row in zip(ranked, lines, strict=True)
        for line in (row, *(f"    {screen.style(reason, 'dim')}" for reason in entry.reasons))
    ]
