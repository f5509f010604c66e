"""`pnm import`: contacts and days of contact from elsewhere, reviewed before anything is written."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import ask_key, may_ask
from pnm_vault.cli.import_listing import SHOWN, proposal_lines, say_proposal
from pnm_vault.cli.invocation import Invocation, command, exact_day
from pnm_vault.cli.opening import count, open_vault, say, warn
from pnm_vault.cli.terminal import Progress, open_screen, print_lines
from pnm_vault.cli.written import dry_run_option, print_plan, say_undo
from pnm_vault.errors import PnmError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.importing.applying import Imported
    from pnm_vault.pipeline.importing.items import Proposal
    from pnm_vault.pipeline.importing.look import Look, Reading
    from pnm_vault.pipeline.importing.reading import Asked
    from pnm_vault.pipeline.importing.reviewing import Reviewed

_ONLY = ("new", "updates", "interactions")


def _mapping(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Read `Column=field` pairs, several in one text by commas; nothing behind the sign means: leave it out."""
    pairs = [one.rpartition("=") for value in values for one in value.split(",") if one.strip()]
    for column, sign, _ in pairs:
        if not sign or not column.strip():
            raise click.BadParameter("write Column=field, as in --map 'Vorname=first_name,Firma=organisation'.")
    return tuple([(column.strip(), field.strip()) for column, _, field in pairs])


@command(
    "import",
    "pnm import contacts.vcf",
    "pnm import contacts.vcf --review",
    "pnm import --apply",
    "pnm import Connections.csv --inbox --yes",
    "pnm import calendar.ics --only interactions --since 2026-01-01 --yes",
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@click.option("--review", is_flag=True, help="Write a note with a box for every item; nothing else.")
@click.option("--apply", "apply_", is_flag=True, help="Carry out what is ticked in that note.")
@click.option("--yes", is_flag=True, help="Carry out at once what would be ticked.")
@click.option(
    "--only", type=click.Choice(_ONLY), multiple=True, metavar="KIND", help="Only new, updates or interactions."
)
@click.option("--who", metavar="WORDS", default="", help="Only contacts whose name holds these words.")
@click.option("--circle", metavar="CIRCLE", default="", help="Put every new contact into this circle.")
@click.option("--inbox", is_flag=True, help="Keep new contacts out of all reminders until pnm triage has seen them.")
@click.option("--photos", is_flag=True, help="Take pictures along, into the folder for attachments.")
@click.option("--since", metavar="YYYY-MM-DD", callback=exact_day, help="Only days of contact from this one on.")
@click.option(
    "--exclude", metavar="WORD", multiple=True, help="An address, *@domain or the name of a calendar to leave out."
)
@click.option("--format", "format_", metavar="FORMAT", default="", help="The format, where the file does not tell.")
@click.option(
    "--map",
    "mapping",
    metavar="COLUMN=FIELD",
    multiple=True,
    callback=_mapping,
    help="What the columns of a table are.",
)
@dry_run_option
@click.pass_obj
def import_files(
    invocation: Invocation,
    /,
    files: tuple[str, ...],
    review: bool,
    apply_: bool,
    yes: bool,
    only: tuple[str, ...],
    who: str,
    circle: str,
    inbox: bool,
    photos: bool,
    since: date | None,
    exclude: tuple[str, ...],
    format_: str,
    mapping: tuple[tuple[str, str], ...],
    dry_run: bool,
) -> None:
    """Say what FILES would bring: files, folders, zip archives, or - for standard input."""
    from msgspec.structs import replace

    from pnm_vault.exchange.incoming.formats import FORMATS
    from pnm_vault.pipeline.importing.applying import keys_of
    from pnm_vault.pipeline.importing.look import Options
    from pnm_vault.pipeline.importing.narrowing import narrowed
    from pnm_vault.pipeline.importing.reading import Asked

    if review + apply_ + yes > 1:
        raise click.UsageError("Give one of --review, --apply and --yes.")
    if not files and not apply_:
        raise click.UsageError("Give the files to import, or --apply.")
    if only and (review or apply_):
        raise click.UsageError("--only is about --yes; in the review note the boxes choose.")
    if who and apply_:
        raise click.UsageError("--who is about --review and --yes; --apply does what is ticked.")
    if dry_run and not (apply_ or yes or review):
        raise click.UsageError("Without --review, --apply or --yes nothing is written anyway.")
    if format_ and format_ not in FORMATS:
        raise click.UsageError(f"--format is one of {', '.join(FORMATS)}.")
    asked = Asked(format_, mapping, since, exclude)
    options = Options(circle, inbox, photos, since, who)
    with open_vault(invocation) as session:
        run = _Run(invocation, session, dry_run)
        if apply_:
            run.apply(files, asked, options)
            return
        reading = run.read(files, asked, options)
        seen = run.look(reading)
        shown = replace(seen, proposal=narrowed(seen.proposal, seen.contacts, who))
        if review:
            run.review(reading, seen, shown)
            return
        keys = shown.proposal.sensible & keys_of(shown.proposal, only or _ONLY)
        if yes:
            run.at_once(reading, seen, shown, keys)
        else:
            run.show(reading, seen, shown, keys)


class _Run:
    """One run of the command."""

    def __init__(self, invocation: Invocation, session: Session, dry_run: bool) -> None:
        self.invocation = invocation
        self.session = session
        self.dry_run = dry_run

    def read(self, files: Sequence[str], asked: Asked, options: Any) -> Reading:
        from pnm_vault.pipeline.importing.look import Reading
        from pnm_vault.pipeline.importing.reading import read_files

        with Progress(sys.stderr, not self.invocation.quiet, "Reading the files", "MB") as progress:
            read = read_files(self.session, files, asked, progress)
        return Reading(read.incoming, read.files, read.digest, read.days, options)

    def look(self, reading: Reading) -> Look:
        from pnm_vault.pipeline.importing.look import look

        return look(self.session, reading)

    def show(self, reading: Reading, seen: Look, shown: Look, keys: frozenset[str]) -> None:
        """Print what there is, and ask what is to be done with it where somebody is there.

        `shown` is what is left of `seen` where only some contacts are asked for, here and below.
        """
        if self.invocation.json:
            self._document(reading, shown)
            return
        screen = open_screen(self.invocation.color)
        print_lines(proposal_lines(reading, shown, keys, screen), screen)
        if not shown.proposal.items:
            say(self.invocation, "There is nothing to write.")
            return
        if may_ask():
            choices = {"y": "do it", "r": "write the review note"}
            answer = ask_key(
                f"y: do the {len(keys)} ticked now, r: write a note to choose in, Enter: nothing.", choices
            )
            if answer == "y":
                self.at_once(reading, seen, shown, keys)
            elif answer == "r":
                self.review(reading, seen, shown)
            return
        say(self.invocation, "Nothing is written yet: --review makes a note to choose in, --yes does what is ticked.")

    def review(self, reading: Reading, seen: Look, shown: Look) -> None:
        from pnm_vault.pipeline.importing.note import DONE
        from pnm_vault.pipeline.importing.reviewing import ticks_of, write_review

        reviewed = write_review(self.session, reading, seen, dry_run=self.dry_run)
        if self.invocation.json:
            self._document(reading, shown, reviewed=reviewed)
        elif self.dry_run:
            print_plan(self.invocation, reviewed.plan)
        else:
            say(self.invocation, say_proposal(shown.proposal, ticks_of(self.session).marked(DONE)))
            say(self.invocation, f"Look through {reviewed.path}, then run: pnm import --apply")
        self._warn(seen.proposal)

    def at_once(self, reading: Reading, seen: Look, shown: Look, keys: frozenset[str]) -> None:
        from pnm_vault.pipeline.importing.reviewing import apply_at_once

        words = ("import", *[file for file, _ in reading.files], "--yes")
        with Progress(sys.stderr, not self.invocation.quiet, "Writing", "items") as progress:
            done = apply_at_once(self.session, reading, seen, keys, words, progress=progress, dry_run=self.dry_run)
        self._tell(reading, shown, done)
        open_ = [one for one in shown.proposal.items if one.key not in shown.proposal.sensible]
        if open_ and not self.invocation.json:
            say(self.invocation, f"{count(len(open_), 'question')} left: pnm import FILE --review asks them.")
        self._warn(seen.proposal)
        self._end(done)

    def apply(self, files: Sequence[str], asked: Asked, options: Any) -> None:
        from pnm_vault.pipeline.importing.look import Look
        from pnm_vault.pipeline.importing.note import DONE
        from pnm_vault.pipeline.importing.reviewing import apply_review, kept_for, ticks_of

        ticks = ticks_of(self.session)
        reading = self.read(files, asked, options) if files else kept_for(self.session, ticks)
        with Progress(sys.stderr, not self.invocation.quiet, "Writing", "items") as progress:
            applied = apply_review(
                self.session, reading, ticks, ("import", "--apply"), progress=progress, dry_run=self.dry_run
            )
        self._tell(reading, Look(applied.proposal, {}, {}), applied.imported, applied.reviewed)
        if applied.reviewed is not None and not self.invocation.json:
            left = len(ticks_of(self.session).marked(DONE))
            if left:  # a note holds so many lines and no more
                say(self.invocation, f"{count(left, 'line')} more on {applied.reviewed.path}: pnm import --apply")
        self._end(applied.imported)

    def _tell(self, reading: Reading, seen: Look, done: Imported, reviewed: Reviewed | None = None) -> None:
        if self.invocation.json:
            self._document(reading, seen, done=done, reviewed=reviewed)
            return
        if done.written.recovered:
            from pnm_vault.cli.undo import say_recovered

            say_recovered(self.invocation, done.written.recovered)
        if self.dry_run:
            print_plan(self.invocation, done.written.plan)
            return
        for place, why in done.refused:
            warn(f"pnm: {place}: not written: {why}")
        if not done.written.plan.steps:
            say(self.invocation, "Nothing is ticked that is not written there already; nothing was changed.")
            return
        parts = []
        if done.created:
            parts.append(count(len(done.created), "new note"))
        if done.changed:
            parts.append(f"{count(len(done.changed), 'note')} changed")
        if done.days:
            parts.append(f"{count(done.days, 'day')} of contact written down")
        say(self.invocation, f"Imported: {', '.join(parts) or 'what you do not want is remembered'}.")
        for path in done.created[:SHOWN]:
            say(self.invocation, f"  new: {path}")
        for path in done.changed[:SHOWN]:
            say(self.invocation, f"  {path}")
        more = sum(max(len(paths) - SHOWN, 0) for paths in (done.created, done.changed))
        if more:
            say(self.invocation, f"  and {more} more")
        say_undo(self.invocation)

    def _end(self, done: Imported) -> None:
        if done.refused:
            raise PnmError("Not everything could be written.", "Look at the reasons above; all else is done.")

    def _warn(self, proposal: Proposal) -> None:
        for one in proposal.problems:
            place = f"{one.path}:{one.line}" if one.line else one.path
            warn(f"pnm: {place}: {one.severity.value}: {one.message} [{one.code}]")

    def _document(
        self,
        reading: Reading,
        seen: Look,
        *,
        done: Imported | None = None,
        reviewed: Reviewed | None = None,
    ) -> None:
        from pnm_vault.cli.document import print_document
        from pnm_vault.cli.import_document import import_fields

        print_document("import", self.session.today, import_fields(reading, seen.proposal, done, reviewed))
