"""What the options shared by all commands said, and the command class that accepts them anywhere on the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from pnm_vault.cli.commands import COMMANDS


class Invocation:
    """What the shared options said, wherever on the line they stood.

    `color` None means: decide by the stream and the environment. `today` None means the clock's day.
    """

    __slots__ = ("color", "json", "no_input", "quiet", "today", "vault", "verbose")

    def __init__(self) -> None:
        self.vault: str | None = None
        self.today: date | None = None
        self.json = False
        self.color: bool | None = None
        self.no_input = False
        self.quiet = False
        self.verbose = False


def exact_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day given as `YYYY-MM-DD`, and in no other form: a day given to a command is never guessed."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise click.BadParameter(f"{value!r} is not a day of the form YYYY-MM-DD.")
    return day


def _remember_day(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if (day := exact_day(ctx, param, value)) is not None:
        ctx.ensure_object(Invocation).today = day


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:
            setattr(ctx.ensure_object(Invocation), name, value)

    return callback


def _refuse_color(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Invocation).color = False


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from pnm_vault import __version__

        click.echo(f"pnm {__version__}")
        ctx.exit()


def shared_options() -> list[click.Option]:
    """Make the options that every command accepts, and `pnm` itself before the command."""
    return [
        click.Option(
            ["--vault"],
            type=click.Path(),
            metavar="DIR",
            expose_value=False,
            callback=_remember("vault"),
            help="The vault's folder; else PNM_VAULT, else the vault around the current folder.",
        ),
        click.Option(
            ["--today"],
            metavar="YYYY-MM-DD",
            expose_value=False,
            callback=_remember_day,
            help="Answer as if it were this day.",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            callback=_remember("json"),
            help="Print the answer as JSON (docs/json.md).",
        ),
        click.Option(
            ["--no-color"],
            is_flag=True,
            expose_value=False,
            callback=_refuse_color,
            help="Print without colours; so does a non-empty NO_COLOR.",
        ),
        click.Option(
            ["--no-input"],
            is_flag=True,
            expose_value=False,
            callback=_remember("no_input"),
            help="Ask nothing, not even in a terminal.",
        ),
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            expose_value=False,
            callback=_remember("quiet"),
            help="Print no messages besides the answer and errors.",
        ),
        click.Option(
            ["-v", "--verbose"],
            is_flag=True,
            expose_value=False,
            callback=_remember("verbose"),
            help="Say more, and show the whole traceback of an unexpected error.",
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help="Print the version and exit.",
        ),
    ]


def write_options(command: click.Command, shared: list[click.Option], ctx: click.Context, out: Any) -> None:
    """Write the command's own options and the shared ones under two headings."""
    shared_ids = {id(option) for option in shared}
    own: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        row = param.get_help_record(ctx)
        if row is not None and not isinstance(param, click.Argument):
            (common if id(param) in shared_ids else own).append(row)
    for title, rows in (("Options", own), ("Options of every command", common)):
        if rows:
            with out.section(title):
                out.write_dl(rows)


class PnmCommand(click.Command):
    """A command that also accepts the shared options; its sentence comes from the table of commands, or is given."""

    def __init__(self, name: str, **attributes: Any) -> None:
        self.examples: tuple[str, ...] = attributes.pop("examples", ())
        sentence = attributes.pop("sentence", "")
        super().__init__(name, **attributes)
        self.help = sentence or COMMANDS[name][1]
        self.shared = shared_options()
        self.params = [*self.params, *self.shared]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options first."""
        write_options(self, self.shared, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples one a line, as they are typed."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def command(name: str, *examples: str) -> Callable[[Callable[..., Any]], PnmCommand]:
    """Make a function a `pnm` command, with examples for its help text."""

    def decorate(function: Callable[..., Any]) -> PnmCommand:
        made = click.command(name, cls=PnmCommand, examples=examples)(function)
        assert isinstance(made, PnmCommand)
        return made

    return decorate


days_option = click.option(
    "--days",
    type=click.IntRange(min=0, max=366),
    metavar="N",
    help="How many days ahead to look; else as pnm.toml says.",
)
"""The option of commands that look ahead."""
