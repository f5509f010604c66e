"""What an import would bring, as lines for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.cli.opening import count
from pnm_vault.cli.terminal import Cell, Screen

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pnm_vault.pipeline.importing.items import Change, Days, Double, NewContact, Proposal
    from pnm_vault.pipeline.importing.look import Look, Reading

SHOWN = 10
"""How many of each kind are listed."""


def say_proposal(proposal: Proposal, ticked: Collection[str]) -> str:
    """Say in one sentence what an import would bring; `ticked` are the keys of what would be done."""
    from pnm_vault.pipeline.importing.note import new_words

    new = [one.key in ticked for one in proposal.news]
    changed = len({one.path for one in proposal.changes})
    parts = [
        (len(new), new_words(len(new), sum(new))),
        (changed, f"{count(len(proposal.changes), 'change')} in {count(changed, 'note')}"),
        (len(proposal.doubles), f"{len(proposal.doubles)} who may be a contact already"),
        (
            sum(len(one.days) for one in proposal.days),
            f"{count(sum(len(one.days) for one in proposal.days), 'day')} of contact",
        ),
        (proposal.same, f"{proposal.same} as your notes have them"),
    ]
    return ", ".join([words for number, words in parts if number]) + "." if any(n for n, _ in parts) else "Nothing new."


def proposal_lines(reading: Reading, seen: Look, keys: frozenset[str], screen: Screen) -> list[str]:
    """Lay out what an import would bring, the first of each kind; a box with a cross is one of `keys`."""
    proposal = seen.proposal
    files = ", ".join([f"{file} ({form})" for file, form in reading.files])
    lines = [screen.heading(files), *screen.wrapped(say_proposal(proposal, keys), "  ")]
    names = {one.key: one.contact.name for one in proposal.news}
    sections: tuple[tuple[str, Sequence[NewContact | Change | Double | Days]], ...] = (
        ("New contacts", proposal.news),
        ("What changes in your notes", [one for one in proposal.changes if one.ticked]),
        ("Questions", [one for one in proposal.changes if not one.ticked]),
        ("The same?", proposal.doubles),
        ("Days of contact", proposal.days),
    )
    for title, items in sections:
        if not items:
            continue
        lines += ["", screen.heading(f"{title} ({len(items)})")]
        lines += screen.table([_cells(one, seen, names, keys) for one in items[:SHOWN]])
        if len(items) > SHOWN:
            lines.append(f"  and {len(items) - SHOWN} more")
    left = [f"{words}: {number}" for words, number in proposal.left]
    if proposal.strangers:
        most = ", ".join([f"{name} ({days})" for name, days in proposal.strangers[:SHOWN]])
        left.append(f"days of contact with {len(proposal.strangers)} who have no note: {most}")
    left += [f"{one.path}:{one.line}: {one.message}" for one in proposal.problems[:SHOWN]]
    if left:
        lines += ["", screen.heading("Left out")]
        lines += [line for one in left for line in screen.wrapped(one, "  ")]
    return lines


def _cells(
    one: NewContact | Change | Double | Days, seen: Look, names: dict[str, str], keys: frozenset[str]
) -> list[Cell]:
    from pnm_vault.pipeline.importing.items import Change, Double, NewContact
    from pnm_vault.pipeline.importing.note import change_words, days_words, told_of

    box = Cell("[x]" if one.key in keys else "[ ]")
    if isinstance(one, NewContact):
        return [box, Cell(one.contact.name, "bold"), Cell(", ".join(filter(None, (*told_of(one.contact), one.why))))]
    if isinstance(one, Change):
        words = change_words(one) + (f" ({one.why})" if one.why else "")
        return [box, Cell(seen.contacts[one.path].name, "bold"), Cell(words)]
    if isinstance(one, Double):
        told = [f"{seen.contacts[each.path].name} ({', '.join(each.reasons)})" for each in one.seen[:3]]
        return [box, Cell(one.contact.name, "bold"), Cell(f"the same as {' or '.join(told)}?")]
    name = seen.contacts[one.path].name if one.path else names[one.newcomer]
    return [box, Cell(name, "bold"), Cell(days_words(one) + (f" ({one.why})" if one.why else ""))]
