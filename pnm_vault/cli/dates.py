"""`pnm dates`: birthdays and other important dates ahead."""

import click

from pnm_vault.cli.invocation import Invocation, command, days_option
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, print_lines
from pnm_vault.insights.remembering.dates import DateAhead


def date_row(ahead: DateAhead) -> list[Cell]:
    """Lay out one date: day, name, what it is, and where it is written."""
    turns = f" ({ahead.turns})" if ahead.turns else ""
    return [
        Cell(ahead.day.isoformat()),
        Cell(ahead.name, "bold"),
        Cell(ahead.label + turns),
        Cell(f"{ahead.source.path}:{ahead.source.line}", "dim"),
    ]


@command("dates", "pnm dates", "pnm dates --days 90")
@days_option
@click.pass_obj
def dates(invocation: Invocation, days: int | None) -> None:
    """Print the dates ahead."""
    from pnm_vault.insights.remembering.dates import dates_ahead

    with read_vault(invocation) as session:
        reach = session.settings.review.dates_ahead if days is None else days
        ahead = dates_ahead(session.picture().dates, session.today, reach)
    if invocation.json:
        from pnm_vault.cli.document import date_value, print_document

        rows = [date_value(entry) for entry in ahead]
        print_document("dates", session.today, {"days": reach, "dates": rows})
        return
    screen = open_screen(invocation.color)
    print_lines(screen.table([date_row(entry) for entry in ahead], indent=""), screen)
    if not ahead:
        say(invocation, f"No important dates within {count(reach, 'day')}.")
