"""`pnm sync` between real clones and a bare repository that they share."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.sync.git.exchange import Branch
from pnm_vault.vault.lock import vault_lock
from tests.gits import git, keep, needs_git

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

Sync = Callable[..., tuple[int, str]]
ANN = """---
type: contact
cadence: 30
role: nurse
last_contact: 2026-09-01
---
# Ann Lee

## Log

- 2026-09-01: tea
"""


@pytest.fixture
def sync(capfd: pytest.CaptureFixture[str]) -> Sync:
    def run(root: Path, *words: str, day: str = "2026-11-23") -> tuple[int, str]:
        capfd.readouterr()
        code = program.run(["--vault", str(root), "--today", day, "--no-input", "sync", *words])
        heard = capfd.readouterr()
        return code, heard.out + heard.err

    return run


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A bare repository with a vault in it, from which others are cloned."""
    first = tmp_path / "first"
    (first / "People").mkdir(parents=True)
    (first / "pnm.toml").write_text("")
    (first / "People" / "Ann Lee.md").write_text(ANN)
    git(first, "init", "--quiet")
    keep(first, "the vault")
    git(first, "clone", "--quiet", "--bare", ".", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def clones(hub: Path, here: Path) -> tuple[Path, Path]:
    return here, clone(hub, "there")


@pytest.fixture
def here(hub: Path) -> Path:
    return clone(hub, "here")


def clone(hub: Path, name: str) -> Path:
    folder = hub.parent / name
    git(hub.parent, "clone", "--quiet", str(hub), str(folder))
    assert program.run(["--vault", str(folder), "--quiet", "git", "setup"]) == 0
    return folder


class _Guarded(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Basic realm=notes")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def guarded() -> Iterator[str]:
    """Serve, on this machine alone, what asks everybody for a password."""
    server = HTTPServer(("127.0.0.1", 0), _Guarded)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/notes.git"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def note(folder: Path, name: str = "Ann Lee") -> Path:
    return folder / "People" / f"{name}.md"


def log(folder: Path, line: str, name: str = "Ann Lee") -> None:
    path = note(folder, name)
    path.write_text(path.read_text().replace("## Log\n\n", f"## Log\n\n- {line}\n"))


def commits(folder: Path, *words: str) -> int:
    return int(git(folder, "rev-list", "--count", *(words or ("HEAD",))))


def state(folder: Path) -> str:
    return git(folder, "status", "--porcelain", "--branch")


def test_two_machines_come_together(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    log(here, "2026-11-22: lunch")
    log(there, "2026-11-22: a long call")
    code, said = sync(here)
    assert (code, said.splitlines()[-1]) == (0, "Pushed 2 commits to origin/main.")
    code, said = sync(there)
    assert code == 0, said
    assert "From origin/main: 2 commits, merged." in said
    assert sync(here)[0] == 0
    assert note(here).read_text() == note(there).read_text()
    assert note(here).read_text().endswith("- 2026-11-22: a long call\n- 2026-11-22: lunch\n- 2026-09-01: tea\n")
    assert state(here) == state(there) == "## main...origin/main\n"
    assert (here / "Reviews" / "Agenda.md").read_bytes() == (there / "Reviews" / "Agenda.md").read_bytes()
    assert sync(here) == (0, "Everything is in step.\n")
    assert sync(there, "--quiet") == (0, "")


def test_a_rebase_where_that_is_what_the_clone_does(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    git(there, "config", "pull.rebase", "true")
    log(here, "2026-11-22: lunch")
    log(there, "2026-11-21: call")
    sync(here)
    code, said = sync(there)
    assert code == 0, said
    assert "From origin/main: 2 commits, yours put upon them." in said
    assert not git(there, "rev-list", "--merges", "HEAD")
    assert "lunch" in note(there).read_text()
    assert "call" in note(there).read_text()


def quarrel(here: Path, there: Path, sync: Sync, hub: Path) -> tuple[str, str]:
    """Let two clones say different things of one contact; gives what the hub has, and what the second one is told."""
    for folder, role in ((here, "midwife"), (there, "doctor")):
        note(folder).write_text(ANN.replace("nurse", role))
    sync(here)
    before = git(hub, "rev-parse", "main")
    code, said = sync(there)
    assert code == 1
    return before, said


def test_what_cannot_be_merged_is_told_and_nothing_is_pushed(clones: tuple[Path, Path], sync: Sync, hub: Path) -> None:
    here, there = clones
    before, said = quarrel(here, there, sync, hub)
    assert "People/Ann Lee.md:5: A merge kept two versions of role" in said
    assert "To be decided by you, and nothing was pushed:\n  People/Ann Lee.md\n" in said
    assert "`pnm git resolve`" in said
    assert "git merge --abort" in said
    assert git(hub, "rev-parse", "main") == before
    code, said = sync(there)
    assert code == 8
    assert said.startswith("pnm: Git is in the middle of a merge, so nothing was synced.\n  People/Ann Lee.md\n")
    text = note(there).read_text()
    assert "doctor" in text
    assert "midwife" in text
    keep(there, "decided")
    assert sync(there)[0] == 0
    assert git(hub, "rev-parse", "main") == git(there, "rev-parse", "HEAD")


def test_a_rebase_that_stops(clones: tuple[Path, Path], sync: Sync, hub: Path) -> None:
    here, there = clones
    git(there, "config", "pull.rebase", "true")
    before, said = quarrel(here, there, sync, hub)
    assert "`git rebase --continue`" in said
    assert "git rebase --abort" in said
    assert "hint:" not in said
    assert sync(there)[0] == 8
    assert git(hub, "rev-parse", "main") == before
    git(there, "add", "--all")
    git(there, "rebase", "--continue")
    assert sync(there)[0] == 0
    assert git(hub, "rev-parse", "main") == git(there, "rev-parse", "HEAD")


def test_a_hook_that_lets_nothing_be_pushed(here: Path, sync: Sync) -> None:
    hook = here / ".git" / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\necho no pushing on Mondays >&2\nexit 1\n")
    hook.chmod(0o755)
    log(here, "2026-11-22: lunch")
    code, said = sync(here)
    assert code == 1
    assert "Nothing was pushed to origin/main: no pushing on Mondays\n2 commits here" in said


def test_files_in_conflict_after_a_stash_are_not_committed(here: Path, sync: Sync) -> None:
    note(here).write_text(ANN.replace("nurse", "midwife"))
    git(here, "stash", "--quiet")
    note(here).write_text(ANN.replace("nurse", "doctor"))
    keep(here, "a doctor")
    git(here, "stash", "pop", fails=True)
    count = commits(here)
    code, said = sync(here)
    assert code == 8
    assert said.startswith("pnm: Git has files in conflict, so nothing was synced.\n  People/Ann Lee.md\n")
    assert commits(here) == count


def test_without_the_other_side_it_does_the_rest_and_says_so(here: Path, sync: Sync, hub: Path) -> None:
    log(here, "2026-11-22: lunch")
    hub.rename(hub.parent / "elsewhere")
    code, said = sync(here)
    assert code == 0, said
    assert "origin could not be reached: " in said
    assert said.endswith("2 commits here will go there next time.\n")
    assert (here / "Reviews" / "Agenda.md").exists()
    (hub.parent / "elsewhere").rename(hub)
    assert sync(here)[1].endswith("Pushed 2 commits to origin/main.\n")


def test_without_a_remote_or_a_branch_to_follow(hub: Path, sync: Sync) -> None:
    first = hub.parent / "first"
    log(first, "2026-11-22: lunch")
    code, said = sync(first)
    assert code == 0
    assert said.endswith("This clone knows no other one: `git remote add origin ADDRESS` names it.\n")
    git(first, "remote", "add", "origin", str(hub))
    code, said = sync(first)
    assert code == 0
    assert said.endswith(
        "The branch main follows none of another clone: `git push -u origin main`, once, ties the two.\n"
    )
    git(first, "push", "--quiet", "-u", "origin", "main")
    log(first, "2026-11-23: tea")
    assert sync(first)[1].endswith("Pushed 1 commit to origin/main.\n")


def test_a_clone_that_nobody_set_up(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    sync(here)
    sync(there)
    git(there, "config", "--unset", "merge.pnm.driver")
    note(here, "Bob Ray").write_text(ANN.replace("Ann Lee", "Bob Ray"))
    sync(here)
    log(there, "2026-11-22: lunch")
    code, said = sync(there)
    assert code == 0, said
    assert (
        "Notes were merged as lines of text, as nobody set up this clone yet: run `pnm git setup` in it once." in said
    )


def test_a_password_is_not_waited_for(here: Path, sync: Sync) -> None:
    """Where nobody can be asked, what needs a password fails at once, as if it were out of reach."""
    with guarded() as address:
        git(here, "remote", "set-url", "origin", address)
        log(here, "2026-11-22: lunch")
        code, said = sync(here)
    if "remote-http" in said:
        pytest.skip("this git speaks no http")
    assert code == 0, said
    assert "origin could not be reached: could not read Username" in said
    assert "terminal prompts disabled" in said


def test_a_new_vault_and_an_empty_other_side(tmp_path: Path, sync: Sync) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "hub")
    git(tmp_path, "clone", "--quiet", "hub", "here")
    here = tmp_path / "here"
    (here / "pnm.toml").write_text("")
    note(here).parent.mkdir()
    note(here).write_text(ANN)
    code, said = sync(here)
    assert code == 0, said
    assert said.endswith("Pushed 2 commits to origin/main.\n")


def test_no_branch_and_no_repository(here: Path, sync: Sync, tmp_path: Path) -> None:
    git(here, "checkout", "--quiet", "--detach")
    log(here, "2026-11-22: lunch")
    before = state(here)
    code, said = sync(here)
    assert code == 1
    assert said.startswith("pnm: No branch is checked out here")
    assert state(here) == before
    bare = tmp_path / "bare"
    (bare / ".obsidian").mkdir(parents=True)
    code, said = sync(bare)
    assert code == 1
    assert "lies in no git repository" in said


def test_somebody_was_faster(clones: tuple[Path, Path], sync: Sync, hub: Path) -> None:
    """The other machine pushes between our fetch and our push."""
    here, there = clones
    log(there, "2026-11-21: call")
    keep(there, "call")
    log(here, "2026-11-22: lunch")
    hook = here / ".git" / "hooks" / "pre-push"
    hook.write_text(
        f"#!/bin/sh\nif [ ! -e {hub}/once ]; then touch {hub}/once; unset GIT_DIR; cd {there} && git push -q; fi\n"
    )
    hook.chmod(0o755)
    code, said = sync(here)
    assert code == 0, said
    assert "From origin/main: 1 commit, merged." in said
    assert "lunch" in git(hub, "show", "main:People/Ann Lee.md")
    assert "call" in git(hub, "show", "main:People/Ann Lee.md")


def test_somebody_is_always_faster(clones: tuple[Path, Path], sync: Sync, hub: Path) -> None:
    here, there = clones
    log(here, "2026-11-22: lunch")
    hook = here / ".git" / "hooks" / "pre-push"
    hook.write_text(
        f"#!/bin/sh\nunset GIT_DIR; echo x >> {hub}/tries\n"
        f"cd {there} && git commit -q --allow-empty -m more && git push -q\n"
    )
    hook.chmod(0o755)
    code, said = sync(here)
    assert code == 1
    assert "Nothing was pushed to origin/main: " in said
    assert (hub / "tries").read_text() == "x\n" * 3


def test_a_protected_branch(here: Path, sync: Sync, hub: Path) -> None:
    hook = hub / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    log(here, "2026-11-22: lunch")
    code, said = sync(here)
    assert code == 1
    assert "origin/main: [remote rejected] (pre-receive hook declined)\n  remote: this branch is protected\n" in said
    assert said.endswith("2 commits here will go there when it can be; nothing is lost.\n")


def test_only_what_is_the_vaults_is_committed(hub: Path, sync: Sync) -> None:
    """A vault in a folder of a repository: what lies beside it, staged or not, stays as it is."""
    outer = hub.parent / "outer"
    vault = outer / "notes"
    (vault / "People").mkdir(parents=True)
    (vault / "pnm.toml").write_text("")
    note(vault).write_text(ANN)
    (outer / "code.py").write_text("one\n")
    (outer / "staged.py").write_text("one\n")
    git(outer, "init", "--quiet")
    keep(outer, "all")
    (outer / "code.py").write_text("two\n")
    (outer / "staged.py").write_text("two\n")
    git(outer, "add", "staged.py")
    (outer / "new.py").write_text("new\n")
    (outer / ".gitignore").write_text("*.log\n")
    (vault / "x.log").write_text("ignored\n")
    (vault / "picture.png").write_bytes(b"\0\1")
    git(vault, "init", "--quiet", "plugin")
    (vault / "plugin" / "main.js").write_text("x\n")
    log(vault, "2026-11-22: lunch")
    (vault / "People" / "Bob Ray.md").write_text(ANN.replace("Ann Lee", "Bob Ray"))
    git(outer, "add", "notes/People/Bob Ray.md")
    (vault / "People" / "Bob Ray.md").unlink()
    assert sync(vault)[0] == 0
    names = git(outer, "diff", "--name-only", "HEAD~2..HEAD").splitlines()
    assert not [
        name for name in names if not name.startswith(("notes/Reviews/", "notes/picture.png", "notes/People/Ann"))
    ]
    assert "notes/picture.png" in names
    # What is staged and gone is nowhere but in the index, and stays there.
    staged = 'AD "notes/People/Bob Ray.md"\nM  staged.py\n'
    assert git(outer, "status", "--porcelain") == f" M code.py\n{staged}?? .gitignore\n?? new.py\n?? notes/plugin/\n"


def test_a_deleted_note_and_one_of_another_name(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    note(here).rename(note(here, "Ann Bell"))
    log(there, "2026-11-21: call")
    sync(here)
    code, said = sync(there)
    assert code == 0, said
    assert not note(there).exists()
    assert "call" in note(there, "Ann Bell").read_text()


@pytest.mark.parametrize("rebase", ["false", "true"])
def test_a_review_note_that_one_machine_asks_for_no_more_and_the_other_made_anew(
    clones: tuple[Path, Path], sync: Sync, rebase: str
) -> None:
    here, there = clones
    git(there, "config", "pull.rebase", rebase)
    for root in (here, there):
        assert sync(root)[0] == 0
    facts, network = there / "Reviews" / "Facts to check.md", there / "Reviews" / "Network.md"
    assert facts.exists() and network.exists()
    for day in ("2026-12-01", "2027-01-01"):  # a commit each, and a conflict in each
        assert program.run(["--vault", str(there), "--today", day, "--quiet", "regenerate"]) == 0
        keep(there, day)
    network.write_text(network.read_text("utf-8") + "\nMine.\n", "utf-8")
    log(there, "2026-11-21: call")
    (here / "pnm.toml").write_text('[review]\nnotes = "few"\n')
    assert sync(here)[0] == 0
    code, said = sync(there, day="2027-01-01")
    assert code == 0, said
    assert not facts.exists() and network.read_text("utf-8").endswith("Mine.\n")
    assert "asks for this note no more" in network.read_text("utf-8")
    code, said = sync(here, day="2027-01-01")
    assert code == 0, said
    assert (here / "Reviews" / "Network.md").read_text("utf-8") == network.read_text("utf-8")
    assert "call" in note(here).read_text("utf-8") and not (here / "Reviews" / "Facts to check.md").exists()
    assert git(here, "status", "--porcelain") == ""


def test_a_note_of_the_owners_that_one_side_deleted_is_theirs_to_decide(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    for root in (here, there):
        assert sync(root)[0] == 0
    (here / "pnm.toml").write_text('[review]\nnotes = "few"\n')
    note(here, "Bo Chen").write_text("---\ntype: contact\n---\n")
    assert sync(here)[0] == 0
    note(here).unlink()
    assert sync(here)[0] == 0
    log(there, "2026-11-21: call")
    network = there / "Reviews" / "Network.md"
    network.write_text(network.read_text("utf-8") + "\nMine.\n", "utf-8")
    code, said = sync(there)
    assert code == 1 and "People/Ann Lee.md" in said.partition("To be decided by you")[2]
    assert "Network.md" not in said.partition("To be decided by you")[2]
    assert network.read_text("utf-8").endswith("Mine.\n") and "call" in note(there).read_text("utf-8")


def test_hooks_run_as_usual_and_may_refuse(here: Path, sync: Sync) -> None:
    hook = here / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho no commits on Mondays >&2\nexit 1\n")
    hook.chmod(0o755)
    log(here, "2026-11-22: lunch")
    before = note(here).read_text()
    code, said = sync(here)
    assert code == 1
    assert said == "pnm: Nothing was committed, as git or one of your hooks refused:\n  no commits on Mondays\n"
    assert note(here).read_text() == before


def test_a_dry_run_changes_nothing_at_all(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    log(there, "2026-11-21: call")
    sync(there)
    log(here, "2026-11-22: lunch")
    before = {path: path.stat().st_mtime_ns for path in sorted(here.rglob("*"))}
    code, said = sync(here, "--dry-run")
    assert code == 0
    assert said.splitlines() == [
        "Would be committed: .gitattributes, .gitignore, People/Ann Lee.md",
        "Would be taken in from origin/main: what is new there.",
        "Would be pushed to origin/main: 1 commit, and the review notes made anew.",
    ]
    assert {path: path.stat().st_mtime_ns for path in sorted(here.rglob("*"))} == before


def test_it_need_not_push(here: Path, sync: Sync, hub: Path) -> None:
    log(here, "2026-11-22: lunch")
    before = git(hub, "rev-parse", "main")
    assert sync(here, "--no-push")[0] == 0
    assert git(hub, "rev-parse", "main") == before
    assert commits(here, "origin/main..HEAD") == 2


def test_the_message_is_a_setting(here: Path, sync: Sync) -> None:
    log(here, "2026-11-22: lunch")
    sync(here)
    assert git(here, "log", "-1", "--format=%s") == "pnm: notes of 2026-11-23\n"
    (here / "pnm.toml").write_text('[sync]\nmessage = "notes, {day}"\n')
    sync(here)
    assert git(here, "log", "-1", "--format=%s") == "notes, 2026-11-23\n"


def test_marks_from_elsewhere_are_carried_out(clones: tuple[Path, Path], sync: Sync) -> None:
    here, there = clones
    sync(here)
    sync(there)
    page = there / "Reviews" / "Agenda.md"
    lines = page.read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if "<!-- pnm:contact" in line)
    lines[at] = lines[at].replace("[ ]", "[x]", 1) + " coffee, she moves"
    page.write_text("\n".join(lines))
    keep(there, "ticked on the phone")
    git(there, "push", "--quiet")
    old = 1_700_000_000_000_000_000
    os.utime(note(here), ns=(old, old))
    code, said = sync(here)
    assert code == 0, said
    assert "Carried out 1 mark:\n  Ann Lee: in touch on 2026-11-23\n" in said
    assert "2026-11-23" in git(here, "show", "HEAD:People/Ann Lee.md")
    assert "coffee, she moves" in git(here, "show", "origin/main:People/Ann Lee.md")


def test_one_at_a_time(here: Path, sync: Sync) -> None:
    with vault_lock(os.path.realpath(here), 0, "sync"):
        code, said = sync(here)
    assert code == 6
    assert "Another pnm" in said


def test_a_vault_that_suddenly_looks_empty_is_not_committed(here: Path, sync: Sync) -> None:
    for name in range(30):
        note(here, f"Ann {name}").write_text(ANN)
    assert sync(here)[0] == 0
    count = commits(here)
    for path in (here / "People").glob("*.md"):
        path.unlink()
    assert sync(here)[0] == 5
    assert commits(here) == count


def test_as_json(here: Path, sync: Sync) -> None:
    log(here, "2026-11-22: lunch")
    code, said = sync(here, "--json")
    found = json.loads(said)
    assert code == 0
    assert (found["branch"], found["follows"], found["pushed"], found["waiting"]) == ("main", "origin/main", 2, 0)
    assert "People/Ann Lee.md" in found["committed"]
    assert found["offline"] is found["refused"] is found["trouble"] is None


def test_what_a_branch_follows_in_words() -> None:
    assert Branch("main", "origin", "notes").follows == "origin/notes"
    assert Branch("main").follows == ""
