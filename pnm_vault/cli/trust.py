"""`pnm trust`: which templates of the vault are used. They are small programs, so each is used only once trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, plain, print_lines
from pnm_vault.errors import PnmError

if TYPE_CHECKING:
    from pnm_vault.vault.templates import VaultTemplate


def _choose(found: tuple[VaultTemplate, ...], wanted: str) -> VaultTemplate:
    for template in found:
        if wanted in (template.name, template.path, template.name.partition(".")[0]):
            return template
    names = ", ".join(template.name for template in found)
    remedy = f"There is: {names}." if found else "There are none; docs/commands.md says where they would lie."
    raise PnmError(f"The vault has no template called {wanted}.", remedy)


@command("trust", "pnm trust", "pnm trust agenda.md.j2", "pnm trust --forget agenda.md.j2")
@click.argument("template", required=False)
@click.option("--forget", is_flag=True, help="Trust this template no more.")
@click.pass_obj
def trust(invocation: Invocation, template: str | None, forget: bool) -> None:
    """List the vault's templates, or print TEMPLATE and trust what was printed."""
    from pnm_vault.vault import trust as memory
    from pnm_vault.vault.templates import vault_templates

    if forget and template is None:
        raise click.UsageError("--forget needs the name of a template.")
    with open_vault(invocation) as session:
        root, settings, today = session.root, session.settings, session.today
    found = vault_templates(root, settings)
    if template is not None:
        chosen = _choose(found, template)
        if forget:
            memory.distrust(root, chosen.path)
            say(invocation, f"{chosen.path} is trusted no more.")
        else:
            if not invocation.json:
                text = chosen.content.decode(errors="replace")
                click.echo("\n".join(plain(line).replace("^I", "\t") for line in text.splitlines()))
            memory.trust(root, chosen.path, chosen.content)
            say(invocation, f"{chosen.path} is trusted as it is above; when it changes, it wants to be trusted again.")
        found = vault_templates(root, settings)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        rows = [{"name": each.name, "path": each.path, "trusted": each.trusted} for each in found]
        print_document("trust", today, {"templates": rows})
    elif template is None:
        screen = open_screen(invocation.color)
        rows_shown = [[Cell(each.path), Cell("trusted" if each.trusted else "not trusted, not used")] for each in found]
        print_lines(screen.table(rows_shown, indent=""), screen)
        if not found:
            say(invocation, f"No templates in {settings.review.templates}/: the review notes use those of pnm.")
