"""`pnm sync`: bring the vault and the other machines together by git."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, finish_interrupted, open_vault, say, warn

if TYPE_CHECKING:
    from datetime import date

    from pnm_vault.model.settings import Settings
    from pnm_vault.pipeline.regenerate import Regenerated
    from pnm_vault.pipeline.syncing import Synced

# More files than that are counted, not named.
_MOST_NAMED = 5
_WAYS = {"merge": "merged", "rebase": "yours put upon them"}


def _message(settings: Settings, today: date) -> str:
    return settings.sync.message.replace("{day}", today.isoformat())


def _files(paths: tuple[str, ...]) -> str:
    return ", ".join(paths) if len(paths) <= _MOST_NAMED else count(len(paths), "file")


def _say_synced(done: Synced, invocation: Invocation) -> None:
    there = done.branch.follows
    if done.committed:
        say(invocation, f"Committed: {_files(done.committed)}")
    if done.received:
        how = _WAYS[done.way] if not done.unmerged else "which could not all be merged"
        say(invocation, f"From {there}: {count(done.received, 'commit')}, {how}.")
    if done.renewed:
        say(invocation, f"Review notes made anew and committed: {_files(done.renewed)}")
    if done.pushed:
        say(invocation, f"Pushed {count(done.pushed, 'commit')} to {there}.")
    if not (done.committed or done.received or done.renewed or done.pushed or done.waiting) and done.is_fine:
        say(invocation, "Everything is in step." if there and not done.offline else "Nothing has changed here.")


def _say_looked(done: Synced, invocation: Invocation) -> None:
    there = done.branch.follows
    if done.committed:
        say(invocation, f"Would be committed: {_files(done.committed)}")
    if done.received:
        say(
            invocation,
            f"Would be taken in from {there}: {count(done.received, 'commit')}, and what is new there.",
        )
    elif done.news:
        say(invocation, f"Would be taken in from {there}: what is new there.")
    if done.pushed:
        say(invocation, f"Would be pushed to {there}: {count(done.pushed, 'commit')}, and the review notes made anew.")
    if not (done.committed or done.received or done.news or done.waiting or done.offline):
        say(invocation, "Nothing would change, but for the review notes perhaps.")


def _say_alone(done: Synced, invocation: Invocation) -> None:
    """Say why nothing went to another machine, where nothing could."""
    branch = done.branch
    if done.offline:
        say(invocation, f"{branch.remote} could not be reached: {done.offline}")
    elif not branch.remotes:
        say(invocation, "This clone knows no other one: `git remote add origin ADDRESS` names it.")
    elif not branch.follows:
        tie = f"git push -u {branch.remotes[0]} {branch.name}"
        say(invocation, f"The branch {branch.name} follows none of another clone: `{tie}`, once, ties the two.")
    if done.offline and done.waiting:
        say(invocation, f"{count(done.waiting, 'commit')} here will go there next time.")


def _warn_of_rest(done: Synced) -> None:
    if done.by_lines:
        warn("Notes were merged as lines of text, as nobody set up this clone yet: run `pnm git setup` in it once.")
    if done.unmerged:
        for line in done.told.splitlines():
            warn(line)
        warn("To be decided by you, and nothing was pushed:")
        for path in done.unmerged:
            warn(f"  {path}")
        end = "git commit" if done.way == "merge" else "git rebase --continue"
        warn(f"`pnm git resolve` goes through them. Then end it with `{end}`, and run `pnm sync` once more.")
        warn(f"Or take back this {done.way} with `git {done.way} --abort`: what was committed before stays.")
    if done.trouble:
        warn(f"The review notes were not made anew: {done.trouble}")
    made = done.regenerated
    if made is not None and (made.report.skipped or made.faults or made.unsettled):
        warn("Not all review notes could be made anew: `pnm regenerate` tells which, and why.")
    if done.refused:
        reason, *more = done.refused.splitlines()
        warn(f"Nothing was pushed to {done.branch.follows}: {reason}")
        for line in more:
            warn(f"  {line}")
        warn(f"{count(done.waiting, 'commit')} here will go there when it can be; nothing is lost.")


def _fields(done: Synced, written: bool) -> dict[str, Any]:
    branch, answered = done.branch, done.regenerated.answered if done.regenerated is not None else None
    return {
        "written": written,
        "repository": done.repository,
        "branch": branch.name,
        "follows": branch.follows or None,
        "committed": list(done.committed),
        "news": done.news,
        "received": done.received,
        "way": done.way or None,
        "by_lines": done.by_lines,
        "unmerged": list(done.unmerged),
        "told": done.told.splitlines(),
        "renewed": list(done.renewed),
        "operation": (answered.written.operation or None) if answered is not None else None,
        "pushed": done.pushed,
        "waiting": done.waiting,
        "offline": done.offline or None,
        "trouble": done.trouble or None,
        "refused": done.refused or None,
    }


@command("sync", "pnm sync --dry-run", "pnm sync", "pnm sync --no-push")
@click.option("--dry-run", "-n", is_flag=True, help="Change nothing; say what would be done.")
@click.option("--no-push", is_flag=True, help="Take in what is new elsewhere, and send nothing.")
@click.pass_context
def sync(ctx: click.Context, dry_run: bool, no_push: bool) -> None:
    """Commit the vault, take in what other machines wrote, make the review notes anew, and push."""
    from pnm_vault.pipeline.syncing import look_before_sync, sync_vault

    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        session.refresh()  # a vault that suddenly looks empty is not to be committed
        root, today = session.root, session.today
        message = _message(session.settings, today)

    def remake() -> Regenerated:
        # Opened anew, as the settings may be others than before the merge.
        with open_vault(invocation) as after:
            return after.regenerate()

    if dry_run:
        done = look_before_sync(root, push=not no_push, asks=may_ask())
    else:
        finish_interrupted(root, invocation)
        done = sync_vault(root, message, remake, push=not no_push, asks=may_ask())
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("sync", today, _fields(done, not dry_run))
    else:
        (_say_looked if dry_run else _say_synced)(done, invocation)
        made = done.regenerated
        if made is not None and (made.answered is not None or made.moved):
            from pnm_vault.cli.answers import say_answers, say_moved

            if made.answered is not None:
                say_answers(invocation, made.answered, written=True)
            say_moved(invocation, made.moved)
        _say_alone(done, invocation)
    _warn_of_rest(done)
    if not done.is_fine:
        ctx.exit(1)
