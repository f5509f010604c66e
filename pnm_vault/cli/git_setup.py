"""`pnm git setup`: tell the git of this clone how notes are merged and what it had better leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import ask_key, may_ask
from pnm_vault.cli.git import git_command
from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import open_vault, say, warn
from pnm_vault.cli.undo import say_recovered
from pnm_vault.cli.written import print_diffs
from pnm_vault.pipeline.regenerate import FileDiff
from pnm_vault.pipeline.run import diff_of

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.git_setup import SettingChange, SetUp, SetupPlan


def _agree(yes: bool, question: str) -> bool:
    """Ask before something of the owner's is overruled; where nobody can be asked, it is not."""
    if yes or not may_ask():
        return yes
    return ask_key(f"{question} (y/n)", {"y": "yes", "n": "no"}) == "y"


def _setting_words(change: SettingChange) -> str:
    if change.after is None:
        return f"{change.name} is set no more"
    return f"{change.name} = {change.after}"


def _print_plan(plan: SetupPlan, invocation: Invocation) -> None:
    files = [diff_of(step) for step in plan.files.steps]
    hooks = [
        FileDiff(hook.path, (hook.before or b"").decode(errors="replace"), (hook.after or b"").decode())
        for hook in plan.hooks
    ]
    print_diffs(invocation, [*files, *hooks])
    for change in plan.settings:
        say(invocation, f"In the settings of this clone: {_setting_words(change)}")


def _say_done(done: SetUp, invocation: Invocation, undo: bool) -> None:
    plan = done.plan
    say_recovered(invocation, done.recovered)
    files = [step.path for step in plan.files.steps]
    told = (
        (files, "Taken away from" if undo else "Written:"),
        ([change.name for change in plan.settings], "Set no more in this clone:" if undo else "Set in this clone:"),
        ([hook.name for hook in plan.hooks], "Hooks taken away:" if undo else "Hooks written:"),
    )
    for names, words in told:
        if names:
            say(invocation, f"{words} {', '.join(names)}")
    if files:
        say(invocation, f"Commit {' and '.join(files)}, so that other clones {'lose' if undo else 'get'} that too.")


def _fields(plan: SetupPlan, done: SetUp | None) -> dict[str, Any]:
    return {
        "repository": plan.repository.top,
        "written": done is not None and not plan.is_empty,
        "files": [step.path for step in plan.files.steps],
        "settings": [{"name": one.name, "before": one.before, "after": one.after} for one in plan.settings],
        "hooks": [{"name": hook.name, "path": hook.path} for hook in plan.hooks],
        "left": list(plan.left),
        "failed": [] if done is None else list(done.failed),
        "operation": done.operation or None if done is not None else None,
    }


@git_command("setup", "pnm git setup --dry-run", "pnm git setup", "pnm git setup --hooks", "pnm git setup --undo")
@click.option("--hooks", is_flag=True, help="Also write hooks: review notes after a merge, a check before a commit.")
@click.option("--undo", is_flag=True, help="Take away all that this command wrote, the hooks too.")
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change.")
@click.option("--yes", "-y", is_flag=True, help="Agree to every question.")
@click.pass_context
def setup(ctx: click.Context, hooks: bool, undo: bool, dry_run: bool, yes: bool) -> None:
    """Set up the clone that the vault lies in, or with --undo leave it as it was."""
    from pnm_vault.pipeline.writing.git_setup import carry_out_setup, plan_removal, plan_setup

    if hooks and undo:
        raise click.UsageError("--undo takes the hooks away too; --hooks does not go with it.")
    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        root, today, review_folder = session.root, session.today, session.settings.review.folder
    if undo:
        plan = plan_removal(root)
    else:
        plan = plan_setup(root, review_folder, lambda question: _agree(yes, question), hooks=hooks)
    words = ["git", "setup", *(["--undo"] if undo else []), *(["--hooks"] if hooks else [])]
    done = None if dry_run else carry_out_setup(root, plan, words)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("git setup", today, _fields(plan, done))
    else:
        if plan.is_empty:
            say(invocation, "There is nothing of pnm to take away." if undo else "This clone is set up already.")
        elif done is None:
            _print_plan(plan, invocation)
        else:
            _say_done(done, invocation, undo)
    for sentence in (*plan.left, *(done.failed if done is not None else ())):
        warn(sentence)
    if plan.left or (done is not None and done.failed):
        ctx.exit(1)
