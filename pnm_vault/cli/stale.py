"""`pnm stale`: whom to catch up with, the most at risk first."""

from collections.abc import Mapping

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.insights.catching_up.dormant import DormantPick, open_picks
from pnm_vault.insights.catching_up.stale import Label, StaleContact
from pnm_vault.insights.catching_up.tie_facts import TieFacts, in_words, lasting
from pnm_vault.review.wording import gap_words

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
        Cell(gap_words(stale.gap, stale.rule)),
        Cell(f"last {stale.last}" if stale.last else ""),
        Cell(due),
        Cell(proof, "dim"),
    ]


def silence_words(stale: StaleContact) -> tuple[str, ...]:
    """Say how long it has been, of a contact that is waiting; only in the terminal, for it changes with the days."""
    if stale.since is None or stale.label is Label.IN_RHYTHM:
        return ()
    return (f"It has been {lasting(stale.since, stale.since)}.",)


@command("stale", "pnm stale --limit 10", "pnm stale --label dormant", "pnm stale --dormant", "pnm stale --all --json")
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
@click.option("--dormant", is_flag=True, help="Only the dormant ties that Reconnect picks for this month, and why.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many contacts.")
@click.option(
    "--all", "everyone", is_flag=True, help="Also contacts in rhythm, snoozed, or without any contact recorded."
)
@click.pass_obj
def stale(
    invocation: Invocation, labels: tuple[str, ...], new: bool, dormant: bool, limit: int | None, everyone: bool
) -> None:
    """Print the contacts by standing."""
    from pnm_vault.insights.catching_up.stale import rank_stale
    from pnm_vault.insights.catching_up.tie_facts import fading_ties, tie_facts
    from pnm_vault.pipeline.questions.reconnecting import dormant_picks

    with read_vault(invocation) as session:
        network = session.picture().network
        ranked = rank_stale(network, session.settings, session.today)
        picks = {pick.path: pick for pick in dormant_picks(session)} if dormant else {}
    facts = tie_facts(network, session.today) if invocation.json or invocation.verbose else {}
    never = 0
    fading = fading_ties(network, session.today).intersection([entry.path for entry in ranked])
    if new:
        ranked = tuple(entry for entry in ranked if entry.path in fading)
    if dormant:
        ranked = open_picks(tuple(picks), ranked)
    if labels:
        ranked = tuple(entry for entry in ranked if entry.label.value in labels)
    elif not everyone and not new and not dormant and not invocation.json:
        never = sum(entry.label is Label.NEVER for entry in ranked)
        ranked = tuple(entry for entry in ranked if entry.label not in (Label.IN_RHYTHM, Label.NEVER))
    total = len(ranked)
    ranked = ranked[:limit]
    if invocation.json:
        from pnm_vault.cli.document import print_document, stale_value

        contacts = [stale_value(entry, facts, picks.get(entry.path)) for entry in ranked]
        print_document("stale", session.today, {"total": total, "contacts": contacts})
        return
    screen = open_screen(invocation.color)
    print_lines(_stale_lines(ranked, picks, facts if invocation.verbose else None, screen), screen)
    if not total:
        say(invocation, _nobody(new, dormant))
    elif len(ranked) < total:
        say(invocation, f"{total - len(ranked)} more; a higher --limit shows them.")
    if never:
        say(invocation, f"{count(never, 'contact')} without any contact recorded: --label 'no contact recorded'.")
    if fading and not (new or dormant or labels):
        say(invocation, f"{count(len(fading), 'new contact')} to follow up before it fades: --new.")


def _nobody(new: bool, dormant: bool) -> str:
    if new:
        return "No new contact is about to fade."
    return "No dormant tie is picked for this month." if dormant else "Nobody is waiting for a word from you."


def _stale_lines(
    ranked: tuple[StaleContact, ...],
    picks: Mapping[str, DormantPick],
    facts: Mapping[str, TieFacts] | None,
    screen: Screen,
) -> list[str]:
    """Lay out the contacts; each is followed by why it was picked and, with `facts`, by the reasons."""
    lines = screen.table([standing_row(entry) for entry in ranked], indent="")
    said: list[tuple[str, ...]] = []
    for entry in ranked:
        why = (picks[entry.path].reason,) if entry.path in picks else ()
        if facts is not None:
            known = facts.get(entry.path) or TieFacts()
            why = (*why, *entry.reasons, *silence_words(entry), *map(in_words, known.reasons))
        said.append(why)
    return [
        line
        for reasons, row in zip(said, lines, strict=True)
        for line in (row, *(f"    {screen.style(reason, 'dim')}" for reason in reasons))
    ]
