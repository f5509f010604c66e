"""`pnm completion`: print the script that a shell loads."""

import click

from pnm_vault.cli.invocation import command


@command(
    "completion",
    'eval "$(pnm completion bash)"                      # in ~/.bashrc',
    'eval "$(pnm completion zsh)"                       # in ~/.zshrc, after compinit',
    "pnm completion fish > ~/.config/fish/completions/pnm.fish",
    "pnm completion powershell | Out-String | Invoke-Expression   # in $PROFILE",
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish", "powershell")), metavar="SHELL")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print one shell's script."""
    from pnm_vault.cli.shells import script

    click.echo(script(ctx.find_root().command, shell), nl=False)
