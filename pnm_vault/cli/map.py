"""`pnm map`: the network as a picture."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import finish_interrupted, open_vault, say, warn
from pnm_vault.errors import PnmError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pnm_vault.insights.pictures import Pictures
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.map_writing import MapWritten

_FORMATS = ("svg", "canvas", "mermaid")
_CHANGED = "This file was not made by pnm, or was changed since, so it was left alone: rename it to have a new one."


def _complete_circle(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from pnm_vault.cli.shells import complete_circle

    return complete_circle(ctx, param, incomplete)


def _called(session: Session, circle: str) -> str:
    """Give the circle of that name as it is written.

    Raises:
        PnmError: nobody on the map is in it.
    """
    from pnm_vault.insights.social_map import circles_on_map

    names = circles_on_map(session.picture().network.ties, session.picture().me)
    found = names.get(circle.strip().removeprefix("#").casefold())
    if found is None:
        known = ", ".join(sorted(names.values(), key=str.casefold)[:12])
        raise PnmError(
            f"No circle is called “{circle}”.", f"There are: {known}." if known else "No note names a circle."
        )
    return found


@command("map", "pnm map", "pnm map --open", "pnm map --circle choir", "pnm map --format mermaid")
@click.option("--open", "opened", is_flag=True, help="Show the map in the program that the system has for pictures.")
@click.option(
    "--circle", metavar="NAME", shell_complete=_complete_circle, help="Only those in this circle, and whom they know."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw the N nearest by name and all others as bubbles; else all up to 500 contacts, and 150 of more.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="Write only this one (again for another), or print the map as Mermaid; else SVG and canvas are written.",
)
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; say which files would be made or changed.")
@click.pass_obj
def map(  # noqa: A001 - a command is a function of its name
    invocation: Invocation,
    opened: bool,
    circle: str | None,
    limit: int | None,
    formats: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Draw the network, and beside it the weeks, where the days went, and the layers of ties."""
    from pnm_vault.pipeline.pictures import draw_pictures
    from pnm_vault.pipeline.writing.map_writing import write_map

    if "mermaid" in formats and (len(set(formats)) > 1 or opened):
        raise click.UsageError("--format mermaid prints, and is used without another format and --open.")
    chosen = formats or ("svg", "canvas")
    if opened and ("svg" not in chosen or dry_run):
        raise click.UsageError("--open shows the SVG that was written.")
    with open_vault(invocation) as session:
        name = "" if circle is None else _called(session, circle)
        drawn = draw_pictures(session, limit, name.casefold() or None)
        if "mermaid" in formats:
            _print_mermaid(invocation, session, drawn)
            return
        if not dry_run:
            finish_interrupted(session.root, invocation)
        written = write_map(session, drawn, chosen, limit or 0, name, dry_run=dry_run)
    if invocation.json:
        _print_json(session, drawn, written, dry_run)
    else:
        _tell(invocation, written, dry_run)
    if opened:
        from pnm_vault.vault.viewer import open_in_viewer

        open_in_viewer(os.path.join(session.root, *written.path.split("/")), os.environ)
    if written.pictures.left or _skipped(written) or written.problems:
        click.get_current_context().exit(1)


def _skipped(written: MapWritten) -> tuple[tuple[str, str], ...]:
    return (*written.pictures.report.skipped, *written.report.skipped)


def _print_mermaid(invocation: Invocation, session: Session, drawn: Pictures) -> None:
    from pnm_vault.cli.terminal import plain
    from pnm_vault.review.pages.pictures import diagram_of
    from pnm_vault.review.pictures.mermaid import mermaid_text

    text = mermaid_text(diagram_of(drawn.map))
    if invocation.json:
        from pnm_vault.pipeline.pictures import PicturesWritten
        from pnm_vault.pipeline.writing.map_writing import MapWritten

        _print_json(session, drawn, MapWritten(PicturesWritten()), True, text)
        return
    click.echo("\n".join([plain(line) for line in text.split("\n")]))


def _tell(invocation: Invocation, written: MapWritten, dry_run: bool) -> None:
    from pnm_vault.model.plan import Create

    steps = (*written.pictures.plan.steps, *written.plan.steps)
    not_done = {path for path, _ in _skipped(written)}
    if dry_run:
        for step in steps:
            say(invocation, f"would {'make' if isinstance(step, Create) else 'change'}: {step.path}")
    else:
        for step in steps:
            if step.path not in not_done:
                say(invocation, f"{'New' if isinstance(step, Create) else 'Brought up to date'}: {step.path}")
    for path in written.pictures.left:
        warn(f"{path}: {_CHANGED}")
    for problem in written.problems:
        warn(f"{problem.path}: {problem.message}")
    for path, reason in _skipped(written):
        warn(f"{path}: {reason}")
    if not steps and not written.pictures.left and not written.problems:
        say(invocation, "The pictures are as they should be; nothing was changed.")


def _map_fields(drawn: Pictures) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value

    return {
        "until": drawn.until.isoformat(),
        "contacts": drawn.map.total,
        "drawn": len(drawn.map.contacts),
        "circles": [{"name": one.name, "contacts": one.contacts} for one in drawn.map.circles],
        "links": [
            {"contact": contact_value(one.path, one.name), "circles": [list(pair) for pair in one.links]}
            for one in drawn.map.contacts
            if one.links
        ],
    }


def _print_json(
    session: Session, drawn: Pictures, written: MapWritten, dry_run: bool, mermaid: str | None = None
) -> None:
    from pnm_vault.cli.document import print_document, problem_value

    steps = (*written.pictures.plan.steps, *written.plan.steps)
    not_done = {path for path, _ in _skipped(written)}
    fields = {
        "written": not dry_run and any(step.path not in not_done for step in steps),
        "changed": [step.path for step in steps if step.path not in not_done],
        "unchanged": list(written.pictures.unchanged),
        "left_alone": list(written.pictures.left),
        "skipped": [{"path": path, "reason": reason} for path, reason in _skipped(written)],
        "problems": [problem_value(problem) for problem in written.problems],
        "map": written.path or None,
        "note": written.note or None,
        "mermaid": mermaid,
    }
    print_document("map", session.today, {**_map_fields(drawn), **fields})
