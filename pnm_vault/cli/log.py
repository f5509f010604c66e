"""`pnm log`: a line of prose into the notes of those whom it names."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import ask_contact, may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.written import dry_run_option, read_stdin, tell_written, written_fields
from pnm_vault.errors import UnknownContactError
from pnm_vault.model.settings import LOG_PLACES

if TYPE_CHECKING:
    from pnm_vault.notes.capture import Capture
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.log_capture import Logged


def _names(capture: Capture, logged: Logged) -> str:
    *others, last = [logged.names[path] for path in capture.contacts]
    return f"{', '.join(others)} and {last}" if others else last


def _sentences(logged: Logged) -> str:
    said = []
    for capture in logged.captures:
        how = "" if capture.channel.value == "note" else f" ({capture.channel.value})"
        sentence = f"Logged for {capture.day:%A}, {capture.day}: {_names(capture, logged)}{how}."
        for wish in capture.wishes:
            sentence += f" To do{f' by {wish.due}' if wish.due else ''}: {wish.text}."
        said.append(sentence)
    if logged.created:
        said.append(f"New: {', '.join(logged.created)}; pnm triage asks what they are to you.")
    return " ".join(said)


def _capture_value(capture: Capture, logged: Logged) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value

    return {
        "day": day_value(capture.day),
        "words": capture.words,
        "channel": capture.channel.value,
        "direction": capture.direction.value,
        "contacts": [contact_value(path, logged.names[path]) for path in capture.contacts],
        "follow_ups": [{"text": wish.text, "due": day_value(wish.due)} for wish in capture.wishes],
    }


def _ask_who(session: Session, lines: list[str], create: bool) -> tuple[dict[str, str], tuple[str, ...]]:
    """Ask whom each unclear name means: give paths by name, and the names for which a note is to be made.

    Raises:
        UnknownContactError: none was chosen for one of them.
    """
    from pnm_vault.pipeline.writing.log_capture import unclear_names

    meant: dict[str, str] = {}
    new: list[str] = []
    for fault in unclear_names(session, lines):
        unknown = fault.kind == "unknown"
        if unknown and create:
            continue
        near = session.suggest_names(fault.text) if unknown else ()
        paths = fault.paths or tuple(dict.fromkeys(path for name in near for path in session.find_contacts(name)))
        said = "There is no contact called" if unknown else "More than one contact is called"
        chosen = ask_contact(
            session, f"{said} “{fault.text}”:", paths, {"n": f"make a note for {fault.text}"} if unknown else {}
        )
        if not chosen:
            raise UnknownContactError("No contact was chosen.", "Nothing was logged.")
        if chosen == "n":
            new.append(fault.text)
        else:
            meant[fault.text] = chosen
    return meant, tuple(new)


@command(
    "log",
    'pnm log "yesterday: coffee with Ada and @bob, offered to look at my CV"',
    'pnm log "Ada: rang about the flat +send her the plan by friday"',
    "pnm log --with People/Ada.md tea and a long walk",
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--with",
    "given",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_name,
    help="A contact whom the text need not name. May be given more than once.",
)
@click.option("--create", is_flag=True, help="Make a note for every name that no contact has.")
@click.option(
    "--into",
    type=click.Choice(LOG_PLACES),
    help="Write into each contact's note, or one line into the daily note; else as pnm.toml says.",
)
@dry_run_option
@click.pass_obj
def log(
    invocation: Invocation, text: tuple[str, ...], given: tuple[str, ...], create: bool, into: str | None, dry_run: bool
) -> None:
    """Log TEXT; `-` reads it from standard input, a line for each time that you were in touch."""
    from pnm_vault.pipeline.writing.log_capture import log_captures

    lines = read_stdin().splitlines() if text == ("-",) else [" ".join(text)]
    invocation.no_input = invocation.no_input or text == ("-",)
    with open_vault(invocation) as session:
        paths = [choose_contact(session, name) for name in given]
        meant: dict[str, str] = {}
        new: Collection[str] = ()
        if may_ask() and not paths:
            meant, new = _ask_who(session, lines, create)
        words = ("log", *lines[:1])
        logged = log_captures(
            session, lines, words, given=paths, meant=meant, create=create or new, into=into, dry_run=dry_run
        )
    if invocation.json:
        from pnm_vault.cli.document import print_document

        captures = [_capture_value(capture, logged) for capture in logged.captures]
        fields = {**written_fields(logged.written), "into": logged.into, "captures": captures}
        print_document("log", session.today, fields)
        return
    for remark in logged.remarks:
        say(invocation, remark)
    tell_written(invocation, logged.written, _sentences(logged))
