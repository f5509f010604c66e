"""docs/commands.md held against the program itself."""

import re
from pathlib import Path

import click
import pytest

from pnm_vault import errors
from pnm_vault.cli import main as program
from pnm_vault.cli.commands import COMMANDS
from pnm_vault.cli.git import GIT_COMMANDS, GitGroup
from pnm_vault.cli.invocation import PnmCommand, shared_options
from pnm_vault.cli.shells import SHELLS

DOCS = Path(__file__).parents[2] / "docs"


def sections(name: str) -> dict[str, str]:
    """Give the text under each `##` heading of a page."""
    parts = re.split(r"^## (.+)$", (DOCS / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented_options(text: str) -> set[str]:
    """Give the options in the first column of the tables of a section."""
    cells = (line.split("|")[1] for line in text.splitlines() if line.startswith("| `-"))
    return {option for cell in cells for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", cell)}


def options_of(params: list[click.Parameter] | list[click.Option]) -> set[str]:
    return {
        option for param in params if isinstance(param, click.Option) for option in (*param.opts, *param.secondary_opts)
    }


def commands() -> dict[str, PnmCommand]:
    group = program.make_group()
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in COMMANDS}
    return {name: one for name, one in found.items() if isinstance(one, PnmCommand)}


def below(one: PnmCommand) -> list[PnmCommand]:
    """Give the commands below one that is a group; its section describes them too."""
    if not isinstance(one, GitGroup):
        return []
    found = [one.get_command(click.Context(one), name) for name in GIT_COMMANDS]
    return [each for each in found if isinstance(each, PnmCommand)]


def test_every_command_has_its_section_in_order() -> None:
    headings = list(sections("commands.md"))
    assert [heading for heading in headings if heading in COMMANDS] == list(COMMANDS)
    assert set(headings) - set(COMMANDS) == {"Options of every command", "Exit codes"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    one = commands()[name]
    own = [param for each in (one, *below(one)) for param in each.params if param not in each.shared]
    text = sections("commands.md")[name]
    assert documented_options(text) == options_of(own)
    for param in own:
        if isinstance(param, click.Argument):
            assert param.make_metavar(click.Context(one)).strip("[].") in text


def test_shared_options_are_documented() -> None:
    text = sections("commands.md")["Options of every command"]
    assert documented_options(text) == options_of(shared_options()) | {"-h", "--help"}


def test_exit_codes_are_documented() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", sections("commands.md")["Exit codes"], re.MULTILINE)}
    raised = {kind.exit_code for kind in errors.PnmError.__subclasses__()} | {errors.PnmError.exit_code}
    own = {program.EXIT_USAGE, program.EXIT_INTERNAL, program.EXIT_INTERRUPTED, program.EXIT_BROKEN_PIPE}
    assert listed == raised | own | {0}


def test_every_shell_has_instructions() -> None:
    text = sections("commands.md")["completion"]
    for shell in SHELLS:
        assert f"pnm completion {shell}" in text
