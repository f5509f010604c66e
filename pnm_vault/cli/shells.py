"""Completion for the shells: the scripts to load, and the answers to their questions.

A contact's name is a stranger's text that lands on a command line: each shell gets it quoted, so that a name such as
`$(reboot)` completes to these very characters and to nothing that runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, ClassVar

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from pnm_vault.cli.terminal import plain

VARIABLE = "_PNM_COMPLETE"

# Like click's own, but `-r` keeps the backslashes of quoted names, and nothing is expanded as a pattern. Readline's own
# quoting (`-o filenames`) is no help: it leaves `$` alone (tried with Bash 5.2).
_BASH = """\
%(complete_func)s() {
    local type value
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete "$1")
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $commandAst.CommandElements.Count - [int][bool]$wordToComplete
    try { $lines = @(& %(prog_name)s 2>$null) }
    finally { Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD }
    for ($i = 0; $i + 1 -lt $lines.Count; $i += 2) {
        $shown = $lines[$i + 1]
        [System.Management.Automation.CompletionResult]::new($lines[$i], $shown, 'ParameterValue', $shown)
    }
}
"""


def _opened_quote(line: str) -> bool:
    """Tell whether a command line ends inside quotes."""
    opened = ""
    characters = iter(line)
    for character in characters:
        if character == "\\" and opened != "'":
            next(characters, "")
        elif character == opened:
            opened = ""
        elif character in "'\"" and not opened:
            opened = character
    return bool(opened)


def _quoted(character: str) -> str:
    return character if character.isalnum() or character in "-_.,/@%+" else f"\\{character}"


class Bash(BashComplete):
    """Completion for Bash 4.4 and newer."""

    source_template: ClassVar[str] = _BASH

    def source(self) -> str:
        """Give the script; unlike click's, without starting a Bash to ask for its version."""
        return ShellComplete.source(self)

    def format_completion(self, item: CompletionItem) -> str:
        """Quote with backslashes; inside quotes that the user has opened only harmless names are offered."""
        value = str(item.value)
        if not _opened_quote(os.environ.get("COMP_WORDS", "")):
            value = "".join(_quoted(character) for character in value)
        elif not all(character.isalnum() or character in " -_." for character in value):
            return ""
        return f"{item.type},{value}"


class PowerShell(BashComplete):
    """Completion for Windows PowerShell 5.1 and PowerShell 7: two lines an answer, what to insert and what to show."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def source(self) -> str:
        """Give the script."""
        return ShellComplete.source(self)

    def format_completion(self, item: CompletionItem) -> str:
        """Quote as PowerShell does: in single quotes of any shape, doubled inside."""
        value = str(item.value)
        if not value.replace("-", "").isalnum():
            for quote in "'\u2018\u2019\u201a\u201b":
                value = value.replace(quote, quote * 2)
            value = f"'{value}'"
        return f"{value}\n{item.value}"


SHELLS: dict[str, type[ShellComplete]] = {
    "bash": Bash,
    "zsh": ZshComplete,
    "fish": FishComplete,
    "powershell": PowerShell,
}


def script(group: click.Command, shell: str) -> str:
    """Give the script that a shell loads to complete `pnm`."""
    return SHELLS[shell](group, {}, "pnm", VARIABLE).source()


def answer(group: click.Command, instruction: str) -> int:
    """Answer a shell's question (`<shell>_complete`) or give its script (`<shell>_source`); any trouble: no answer."""
    shell, _, wish = instruction.partition("_")
    if shell not in SHELLS:
        return 1
    if wish == "source":
        click.echo(script(group, shell), nl=False)
        return 0
    try:
        text = SHELLS[shell](group, {}, "pnm", VARIABLE).complete()
    except Exception:
        return 1
    click.echo(text)
    return 0


def complete_contact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a contact's name, also when its first words stand unquoted before the incomplete one."""
    from pnm_vault import pipeline

    said: Any = ctx.params.get(param.name or "") or ()
    before = "".join(f"{word} " for word in said)
    return _beginning(pipeline.contact_names(_vault_of(ctx)), before, incomplete)


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of an event or community."""
    from pnm_vault import pipeline

    return _beginning(pipeline.event_names(_vault_of(ctx)), "", incomplete)


def complete_circle(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a circle."""
    from pnm_vault import pipeline

    return _beginning(pipeline.circle_names(_vault_of(ctx)), "", incomplete)


def _vault_of(ctx: click.Context) -> str | None:
    from pnm_vault.cli.invocation import Invocation

    invocation = ctx.find_object(Invocation)
    return invocation.vault if invocation else None


def _beginning(names: Iterable[str], before: str, incomplete: str) -> list[CompletionItem]:
    wanted = (before + incomplete).casefold()
    return [
        CompletionItem(name[len(before) :])
        for name in names
        if name.casefold().startswith(wanted) and plain(name) == name
    ]
