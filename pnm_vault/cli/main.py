"""The `pnm` program: finds the command, runs it, and turns whatever went wrong into a message and an exit code."""

from __future__ import annotations

import atexit
import errno
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

import click

from pnm_vault.cli.commands import COMMANDS, GROUPS
from pnm_vault.cli.invocation import Invocation, shared_options, write_options
from pnm_vault.errors import PnmError

EXIT_USAGE = 2
EXIT_INTERNAL = 70
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

_WIDEST = max(map(len, COMMANDS))
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class PnmGroup(click.Group):
    """`pnm` itself: imports a command's module only when that command runs."""

    shared: list[click.Option]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which somebody meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, or None."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        from importlib import import_module

        found = getattr(import_module(f"pnm_vault.cli.{entry[0]}"), entry[0])
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the names closest to it."""
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=2, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first, the options after them."""
        self.format_commands(ctx, formatter)
        write_options(self, self.shared, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what they are for, without importing any."""
        for heading, names in GROUPS.items():
            with formatter.section(heading):
                # All in one column, whatever is the longest name of a group.
                formatter.write_dl([(f"{name:<{_WIDEST}}", COMMANDS[name][1]) for name in names.split()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Complete the name of a command or of a shared option."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=row[1]) for name, row in COMMANDS.items() if name.startswith(incomplete)]


def make_group() -> PnmGroup:
    """Make the `pnm` group."""
    shared = shared_options()
    group = PnmGroup(
        "pnm",
        help="Personal network management on plain text: a vault of Markdown notes in, review notes out.",
        epilog="New here? 'pnm init' in the folder of your notes, 'pnm regenerate', 'pnm today'. "
        "'pnm COMMAND --help' says more about one command, with examples.",
        params=list(shared),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.shared = shared
    return group


def _say(line: str) -> None:
    from pnm_vault.cli.terminal import plain

    click.echo(plain(line), err=True)


def _explain(error: PnmError) -> int:
    lines = error.message.splitlines() or [""]
    _say(f"pnm: {lines[0]}")
    for line in [*lines[1:], *error.remedy.splitlines()]:
        _say(f"  {line}")
    return error.exit_code


def _explain_unexpected(error: Exception, invocation: Invocation) -> int:
    if invocation.verbose:
        import traceback

        traceback.print_exception(error)
    else:
        _say(
            f"pnm: something went wrong inside pnm ({type(error).__name__}); "
            "run it again with -v and report what it says."
        )
    return EXIT_INTERNAL


def run(args: Sequence[str], invocation: Invocation | None = None) -> int:
    """Run one command line and give its exit code; nothing but a completion request escapes as an exception."""
    invocation = invocation or Invocation()
    try:
        try:
            with make_group().make_context("pnm", list(args), obj=invocation) as ctx:
                ctx.command.invoke(ctx)
        except click.exceptions.Exit as stop:
            sys.stdout.flush()
            return stop.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except PnmError as error:
            sys.stdout.flush()
            return _explain(error)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough.
        _drop_output()
        return EXIT_BROKEN_PIPE
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM and error.filename is None:
            _drop_output()
            return _explain(PnmError(f"The answer could not be written: {error.strerror}."))
        return _explain_unexpected(error, invocation)
    return 0


def _drop_output() -> None:
    """Let whatever is still buffered go nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # noqa: TID251 - the own stream, no file


def _complete() -> int | None:
    instruction = os.environ.get("_PNM_COMPLETE")
    if not instruction:
        return None
    from pnm_vault.cli.shells import answer

    return answer(make_group(), instruction)


def _insist_on_utf_8() -> None:
    """Start again in Python's UTF-8 mode where the locale would read the names of files as anything else.

    The names of notes are UTF-8 on every system; what a terminal of another encoding shows stays in its encoding.
    """
    if sys.getfilesystemencoding() == "utf-8" or not sys.executable:
        return
    os.environ["PYTHONUTF8"] = "1"  # for processes that this one starts
    if sys.stdout is not None:
        os.environ.setdefault("PYTHONIOENCODING", sys.stdout.encoding)
    # -P: the current folder may be a vault, and nothing that lies there is to be run.
    words = [sys.executable, "-P", "-X", "utf8", "-m", "pnm_vault", *sys.argv[1:]]
    os.execv(sys.executable, words)  # noqa: S606 - itself


def _open_closed_streams() -> None:
    """Let a stream that was closed (`pnm ... >&-`) lead nowhere, so that no file of ours gets its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # noqa: TID251 - the own stream, no file
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        # A name may hold what the terminal's encoding lacks; it is then escaped, and is never a reason to stop.
        # A pipe on Windows would otherwise get the old code page, which no JSON reader expects.
        if sys.platform == "win32" and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="backslashreplace")


def main() -> NoReturn:
    """Run `pnm` with the arguments of this process, and exit."""
    _open_closed_streams()
    _insist_on_utf_8()
    _prepare_streams()
    answered = _complete()
    _leave(run(sys.argv[1:]) if answered is None else answered)


def _leave(code: int) -> NoReturn:
    """End this process at once: taking apart what a run has built, object by object, takes a while.

    What must be done at the end (`atexit`) is done. A thread that still works, a debugger or a profiler gets the usual
    end.
    """
    if threading.active_count() == 1 and sys.gettrace() is None and sys.getprofile() is None:
        with suppress(OSError, ValueError):  # the usual end says what is wrong with a stream
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)
