"""`pnm doctor`: what was understood, what was ambiguous, what was ignored, and every problem."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import all_problems, count, read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines
from pnm_vault.model.note import Sign
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.review_notes import CHOSEN, wanted_notes

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.census import Census
    from pnm_vault.pipeline.clone import Clone

_SEVERITY_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_SHOWN_IGNORED = 10
_SIGNS = {
    Sign.TYPE: "by type",
    Sign.TAG: "by tag",
    Sign.NAME: "by the @ before the name",
    Sign.FOLDER: "by folder",
    Sign.LINK: "by a link to People MOC",
}


def problem_line(found: Problem, screen: Screen) -> str:
    """Lay out a problem as `path:line: severity: message [code]`, as editors and compilers know it."""
    severity = screen.style(found.severity.value, _SEVERITY_STYLES[found.severity])
    where = f"{found.path}:{found.line}"
    return (
        f"{screen.style(where, 'bold')}: {severity}: {screen.style(found.message, '')} [{screen.style(found.code, '')}]"
    )


_MERGES = {
    "pnm": "by pnm",
    "text": "as lines of text; `pnm git setup` lets pnm do it",
    "other": "in a way of your own (.gitattributes)",
    "no driver": "as lines of text, as this clone has no driver; `pnm git setup` sets it",
    "driver gone": "as lines of text, as the driver's program is gone; `pnm git setup` sets it anew",
}


def _problems(session: Session, clone: Clone | None) -> tuple[Problem, ...]:
    from pnm_vault.pipeline.clone import clone_problems
    from pnm_vault.vault.config import setting_doubts

    found = {*setting_doubts(session.root), *all_problems(session), *clone_problems(session.root, clone)}
    # What the next run would have to leave alone is only known by planning it.
    found.update(session.regenerate(write=False, look=False).faults)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code, problem.message)))


def _by_sign(census: Census) -> str:
    counts = Counter(census.signs.values())
    return ", ".join(f"{_SIGNS[sign]} {counts[sign]}" for sign in Sign if counts[sign])


def _settings_source(session: Session) -> str:
    from pnm_vault.vault.find import SETTINGS_FILE

    if os.path.isfile(os.path.join(session.root, SETTINGS_FILE)):
        return SETTINGS_FILE
    return "the defaults and Obsidian's own; `pnm init` writes a pnm.toml"


def _unclassified(session: Session) -> int:
    from pnm_vault.insights.unclassified import find_unclassified

    return len(find_unclassified(session.picture().network.ties))


def _waiting(session: Session) -> str:
    number = _unclassified(session)
    return f" ({number} without a category or circle: pnm triage)" if number else ""


def _review_note_lines(session: Session) -> list[str]:
    wanted = _wanted(session)
    if len(wanted) == len(CHOSEN):
        return []
    return [f"review notes: {len(wanted)} of {len(CHOSEN)} (`notes` in pnm.toml)"]


def _wanted(session: Session) -> list[str]:
    wanted = wanted_notes(session.settings.review.notes)
    return [name for name in CHOSEN if name in wanted]


def _clone_lines(clone: Clone | None, screen: Screen) -> list[str]:
    if clone is None:
        return []
    lines = [f"git: {screen.style(clone.repository, '')}"]
    if clone.trouble:
        lines.append(f"  {screen.style(clone.trouble, '')}")
    else:
        lines += [
            f"  notes that two sides changed are merged {_MERGES[clone.merges]}",
            f"  review notes are {'left out of' if clone.ignored else 'under'} version control",
        ]
        if clone.autocrlf == "true":
            lines.append("  core.autocrlf gives notes the line ends of Windows here; each keeps those that it has")
    if clone.under_way:
        lines.append(f"  in the middle of {clone.under_way}: review notes are not written until it is over")
    return lines


def _clone_value(clone: Clone | None) -> dict[str, Any] | None:
    if clone is None:
        return None
    return {
        "repository": clone.repository,
        "merges": None if clone.trouble else clone.merges,
        "review_notes_ignored": None if clone.trouble else clone.ignored,
        "autocrlf": clone.autocrlf or None,
        "under_way": clone.under_way or None,
        "trouble": clone.trouble or None,
    }


def _understood_lines(
    session: Session, census: Census, clone: Clone | None, screen: Screen, verbose: bool
) -> list[str]:
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(census.by_kind.items()))
    vault = session.settings.vault
    contacts = ", ".join(f"{folder}/" for folder in vault.contacts) or "by the usual names"
    daily = f"{vault.daily_folder}/{vault.daily_format}" if vault.daily_folder else vault.daily_format
    recognised = [
        f"    {screen.style(path, '')}: {screen.style(_SIGNS[sign], 'dim')}"
        for path, sign in census.signs.items()
        if verbose
    ]
    lines = [
        f"vault: {screen.style(session.root, '')}",
        f"settings: {_settings_source(session)}",
        f"  contact folders: {screen.style(contacts, '')}; elsewhere by type, tag or an @ before the name",
        f"  daily notes: {screen.style(daily, '')}",
        *_clone_lines(clone, screen),
        f"notes: {census.notes}" + (f" ({screen.style(kinds, '')})" if kinds else ""),
        f"contacts: {census.contacts}{_waiting(session)}",
        *([f"  recognised {_by_sign(census)}"] if census.signs else []),
        *recognised,
        *_review_note_lines(session),
        f"unresolved links: {census.unresolved_links}",
        f"ignored: {count(len(census.ignored), 'file')}",
    ]
    if verbose or session.cache.trouble:  # every run is a first one then
        lines.insert(1, f"cache: {screen.style(session.cache_place(), '')}")
    shown = census.ignored if verbose else census.ignored[:_SHOWN_IGNORED]
    lines += [f"  {screen.style(path, '')}: {screen.style(reason, 'dim')}" for path, reason in shown]
    if len(shown) < len(census.ignored):
        lines.append(screen.style(f"  and {len(census.ignored) - len(shown)} more: pnm doctor -v", "dim"))
    return lines


@command("doctor", "pnm doctor", "pnm doctor --strict --quiet", "pnm doctor --json")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is an error among the problems.")
@click.pass_context
def doctor(ctx: click.Context, strict: bool) -> None:
    """Print what was understood, then every problem."""
    from pnm_vault.pipeline.clone import look_at_clone

    invocation = ctx.find_object(Invocation) or Invocation()
    with read_vault(invocation) as session:
        clone = look_at_clone(session.root, session.settings)
        problems = _problems(session, clone)
        census = session.census()
        if invocation.json:
            from pnm_vault.cli.document import print_document, problem_value

            fields = {
                "vault": session.root,
                "contact_folders": list(session.settings.vault.contacts),
                "daily_folder": session.settings.vault.daily_folder,
                "daily_format": session.settings.vault.daily_format,
                "git": _clone_value(clone),
                "notes": census.notes,
                "contacts": census.contacts,
                "unclassified": _unclassified(session),
                "by_kind": dict(sorted(census.by_kind.items())),
                "review_notes": _wanted(session),
                "unresolved_links": census.unresolved_links,
                "recognised": [{"path": path, "by": sign.value} for path, sign in census.signs.items()],
                "ignored": [{"path": path, "reason": reason} for path, reason in census.ignored],
                "problems": [problem_value(found) for found in problems],
            }
            print_document("doctor", session.today, fields)
        else:
            screen = open_screen(invocation.color)
            lines = (
                [] if invocation.quiet else [*_understood_lines(session, census, clone, screen, invocation.verbose), ""]
            )
            print_lines([*lines, *(problem_line(found, screen) for found in problems)], screen)
    errors = sum(found.severity is Severity.ERROR for found in problems)
    if not invocation.json:
        among = f", {count(errors, 'error')} among them" if errors else ""
        say(invocation, f"{count(len(problems), 'problem')}{among}." if problems else "No problems.")
    if strict and errors:
        ctx.exit(1)
