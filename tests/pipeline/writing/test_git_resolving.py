"""Merges that no driver of ours saw, in real repositories: under way, and committed with their markers."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli.main import run
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.git_resolving import find_mendings, stage
from pnm_vault.pipeline.writing.mending import Mending, Mendings, Source, carry_out_mendings
from pnm_vault.pipeline.writing.undo import undo
from tests.gits import begin, git, keep, needs_git, part
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

MakeVault = Callable[[dict[str, str | bytes]], Path]
NOTE = "---\ntype: person\nrole: nurse\n---\n# Ann\n\n## Log\n\n{}- 2026-11-01: tea at the harbour\n"
BASE, OURS, THEIRS = (NOTE.format(line) for line in ("", "- 2026-11-20: lunch\n", "- 2026-11-21: a call\n"))
MERGED = NOTE.format("- 2026-11-21: a call\n- 2026-11-20: lunch\n")
ANN = "People/Ann.md"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return begin(make_vault({"pnm.toml": ""}))


def resolve(root: Path, agree: Callable[[Mending], bool] = lambda _: True) -> Mendings:
    with open_session(str(root), EXAMPLE_DAY) as session:
        found = find_mendings(session, agree)
        carry_out_mendings(session, found, ("git", "resolve"))
        stage(session.root, found)
    return found


def sources(found: Mendings) -> list[tuple[str, str]]:
    return [(one.path, str(one.source)) for one in found.agreed]


def text_of(root: Path, path: str = ANN) -> str:
    return (root / path).read_bytes().decode()


def status(root: Path) -> str:
    return git(root, "-c", "core.quotePath=false", "status", "--porcelain")


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_a_merge_under_way(vault: Path, style: str) -> None:
    git(vault, "config", "merge.conflictStyle", style)
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    left = text_of(vault)
    found = resolve(vault)
    assert sources(found) == [(ANN, "index")]
    assert text_of(vault) == MERGED
    assert status(vault) == f"M  {ANN}\n"
    assert (vault / ".git/MERGE_HEAD").exists()  # to commit is for the owner
    again = resolve(vault)
    assert again == Mendings()
    undo(os.path.realpath(vault))
    assert text_of(vault) == left
    resolve(vault)
    assert text_of(vault) == MERGED


def test_a_git_that_is_at_work_keeps_nothing_from_being_merged(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    (vault / ".git/index.lock").touch()
    assert run(["--vault", str(vault), "git", "resolve", "--yes"]) == 1
    assert "index.lock" in capsys.readouterr().err
    assert (text_of(vault), status(vault)) == (MERGED, f"UU {ANN}\n")
    (vault / ".git/index.lock").unlink()
    assert run(["--vault", str(vault), "git", "resolve", "--yes"]) == 0
    said = capsys.readouterr().err
    assert ("pnm undo" in said, "git merge --abort" in said) == (False, True)
    assert status(vault) == f"M  {ANN}\n"


def test_markers_of_another_length(vault: Path) -> None:
    write(vault, {".gitattributes": "*.md conflict-marker-size=12\n"})
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    assert "<<<<<<<<<<<<" in text_of(vault)
    assert sources(resolve(vault)) == [(ANN, "index")]
    assert text_of(vault) == MERGED


@pytest.mark.parametrize(
    "words", [("rebase", "other"), ("cherry-pick", "other"), ("stash", "pop")], ids=lambda words: words[0]
)
def test_other_things_that_git_is_in_the_middle_of(vault: Path, words: tuple[str, ...]) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    if words[0] == "stash":
        write(vault, {ANN: OURS.replace("- 2026-11-20", "- 2026-11-22: a letter\n- 2026-11-20")})
        git(vault, "stash", "--quiet")
        git(vault, "checkout", "--quiet", "other")
    git(vault, *words, fails=True)
    found = resolve(vault)
    assert sources(found) == [(ANN, "index")]
    assert "- 2026-11-21: a call" in text_of(vault)
    assert ("- 2026-11-22: a letter" if words[0] == "stash" else "- 2026-11-20: lunch") in text_of(vault)
    assert "<<<<" not in text_of(vault)
    assert status(vault).startswith("M ")


def test_what_is_in_conflict_for_us_too_stays_so_for_git(vault: Path) -> None:
    part(vault, ANN, BASE, *(BASE.replace("nurse", role) for role in ("head nurse", "midwife")))
    git(vault, "merge", "other", fails=True)
    found = resolve(vault)
    assert [len(one.conflicts) for one in found.agreed] == [1]
    assert found.staged == ()
    assert status(vault).startswith("UU")
    assert "role: midwife\n" in text_of(vault) or "role_conflict: midwife\n" in text_of(vault)
    again = resolve(vault)
    assert (again.agreed, [one.path for one in again.left]) == ((), [ANN])


def test_both_made_the_note(vault: Path) -> None:
    git(vault, "checkout", "--quiet", "-b", "other")
    write(vault, {ANN: THEIRS})
    keep(vault, "theirs")
    git(vault, "checkout", "--quiet", "main")
    write(vault, {ANN: OURS})
    keep(vault, "ours")
    git(vault, "merge", "other", fails=True)
    assert sources(resolve(vault)) == [(ANN, "index")]
    assert text_of(vault) == MERGED


def test_a_note_renamed_on_one_side(vault: Path) -> None:
    write(vault, {ANN: BASE})
    keep(vault, "base")
    git(vault, "checkout", "--quiet", "-b", "other")
    git(vault, "mv", ANN, "People/Anna.md")
    write(vault, {"People/Anna.md": THEIRS})
    keep(vault, "theirs")
    git(vault, "checkout", "--quiet", "main")
    write(vault, {ANN: OURS})
    keep(vault, "ours")
    git(vault, "merge", "other", fails=True)
    assert sources(resolve(vault)) == [("People/Anna.md", "index")]
    assert text_of(vault, "People/Anna.md") == MERGED


def test_a_note_renamed_on_both_sides_keeps_both_names(vault: Path) -> None:
    write(vault, {ANN: BASE})
    keep(vault, "base")
    for branch, name in (("other", "People/Anna.md"), ("main", "People/Annie.md")):
        git(vault, "checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        git(vault, "mv", ANN, name)
        keep(vault, branch)
    git(vault, "merge", "other", fails=True)
    before = status(vault)
    found = resolve(vault)
    assert found.agreed == ()
    assert {one.path for one in found.left} == {ANN, "People/Anna.md", "People/Annie.md"}
    assert status(vault) == before
    assert (text_of(vault, "People/Anna.md"), text_of(vault, "People/Annie.md")) == (BASE, BASE)


@pytest.mark.parametrize("deletes", ["main", "other"])
def test_a_note_deleted_on_one_side_stays_in_conflict(vault: Path, deletes: str) -> None:
    write(vault, {ANN: BASE})
    keep(vault, "base")
    git(vault, "branch", "other")
    for branch in ("other", "main"):
        git(vault, "checkout", "--quiet", branch)
        if branch == deletes:
            git(vault, "rm", "--quiet", ANN)
        else:
            write(vault, {ANN: OURS})
        keep(vault, branch)
    git(vault, "merge", "other", fails=True)
    found = resolve(vault)
    assert (found.agreed, [one.path for one in found.left]) == ((), [ANN])
    assert "`git rm` lets it go" in found.left[0].reason
    assert text_of(vault) == OURS


def test_files_that_are_no_notes_are_named_and_left(vault: Path) -> None:
    names = ("Map.canvas", ".obsidian/app.json", "picture.png", ".hidden/x.md")
    write(vault, dict.fromkeys(names, "base\n"))
    keep(vault, "base")
    for branch in ("other", "main"):
        git(vault, "checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        write(vault, dict.fromkeys(names, f"{branch}\n"))
        keep(vault, branch)
    git(vault, "merge", "other", fails=True)
    before = {name: text_of(vault, name) for name in names}
    found = resolve(vault)
    assert (found.agreed, {one.path for one in found.left}) == ((), set(names))
    assert {name: text_of(vault, name) for name in names} == before


def test_what_the_owner_began_to_put_right_is_theirs(vault: Path) -> None:
    more = "".join(f"paragraph {number}\n\n" for number in range(9))
    part(vault, ANN, BASE + more, *(text.replace("tea", "t") + more for text in (OURS, THEIRS)))
    git(vault, "merge", "other", fails=True)
    edited = text_of(vault).replace("paragraph 8", "paragraph 8, and a new thought")
    write(vault, {ANN: edited})
    assert sources(resolve(vault)) == [(ANN, "markers")]
    assert all(line in text_of(vault) for line in ("a call", "lunch", "and a new thought"))
    assert "<<<<" not in text_of(vault)


def test_what_the_owner_put_right_is_left_alone(vault: Path) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    git(vault, "checkout", "--ours", ANN)
    found = resolve(vault)
    assert (found.agreed, text_of(vault)) == ((), OURS)
    assert "`git add`" in found.left[0].reason


@pytest.mark.parametrize("ours", ["\r\n", "\n"])
def test_line_ends_that_differ(vault: Path, ours: str) -> None:
    theirs = "\n" if ours == "\r\n" else "\r\n"
    part(vault, ANN, BASE.replace("\n", ours), OURS.replace("\n", ours), THEIRS.replace("\n", theirs))
    git(vault, "merge", "other", fails=True)
    assert sources(resolve(vault)) == [(ANN, "index")]
    assert text_of(vault) == MERGED.replace("\n", ours)


def test_line_ends_that_git_makes(vault: Path) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "config", "core.autocrlf", "true")
    git(vault, "rm", "--quiet", "--cached", "-r", ".")
    git(vault, "reset", "--quiet", "--hard")
    git(vault, "merge", "other", fails=True)
    assert "\r\n" in text_of(vault)
    assert sources(resolve(vault)) == [(ANN, "index")]
    assert text_of(vault) == MERGED.replace("\n", "\r\n")
    assert status(vault).startswith("M ")


def test_a_vault_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    root = tmp_path / "It's mine" / "vault"
    root.mkdir(parents=True)
    write(root, {"pnm.toml": "", "../outside.md": BASE})
    begin(root.parent)
    part(root.parent, "vault/People/Änn.md", BASE, OURS, THEIRS)
    git(root.parent, "merge", "other", fails=True)
    found = resolve(root)
    assert [one.path for one in found.agreed] == ["People/Änn.md"]
    assert text_of(root, "People/Änn.md") == MERGED
    assert status(root).startswith("M ")


def commit_markers(root: Path) -> str:
    git(root, "merge", "other", fails=True)
    keep(root, "merged on the phone")
    return text_of(root)


def test_committed_markers_are_mended_from_the_commits_that_were_merged(vault: Path) -> None:
    """From the markers alone the role would be in conflict: only history knows who changed it."""
    ours = OURS.replace("type: person\n", "type: person\ncity: Graz\n")
    theirs = THEIRS.replace("nurse", "midwife")
    part(vault, ANN, BASE, ours, theirs)
    marked = commit_markers(vault)
    assert marked.count("<<<<<<<") == 2
    found = resolve(vault)
    assert (sources(found), found.agreed[0].conflicts) == ([(ANN, "history")], ())
    expected = MERGED.replace("role: nurse", "city: Graz\nrole: midwife")
    assert text_of(vault) == expected
    assert resolve(vault) == Mendings()


def test_committed_markers_in_a_note_that_was_written_on_since(vault: Path) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    marked = commit_markers(vault)
    write(vault, {ANN: marked + "- 2026-10-01: a walk\n"})
    assert sources(resolve(vault)) == [(ANN, "markers")]
    assert text_of(vault) == MERGED + "- 2026-10-01: a walk\n"
    write(vault, {ANN: marked + "- 2026-10-01: a walk\n"})
    keep(vault, "a walk")
    assert sources(resolve(vault)) == [(ANN, "markers")]
    assert text_of(vault) == MERGED + "- 2026-10-01: a walk\n"


def test_markers_that_no_history_tells_of(make_vault: MakeVault) -> None:
    marked = BASE.replace("- 2026", "<<<<<<< a\n- 2026-11-20: lunch\n=======\n- 2026-11-21: a call\n>>>>>>> b\n- 2026")
    root = make_vault({"pnm.toml": "", ANN: marked})
    assert sources(resolve(root)) == [(ANN, "markers")]
    assert text_of(root) == MERGED
    write(root, {ANN: marked})
    begin(root)
    assert sources(resolve(root)) == [(ANN, "markers")]
    assert text_of(root) == MERGED


def test_examples_and_the_list_of_gits_plugin_stay(vault: Path) -> None:
    fenced = "# How to\n\n```diff\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n"
    write(vault, {"Notes/git.md": fenced, "conflict-files-obsidian-git.md": fenced.replace("```diff\n", "")})
    assert resolve(vault) == Mendings()


def test_markers_that_do_not_go_together_are_told(vault: Path) -> None:
    write(vault, {ANN: "<<<<<<< HEAD\nTitle\n=======\na\n=======\nb\n>>>>>>> x\n"})
    found = resolve(vault)
    assert (found.agreed, [one.path for one in found.left]) == ((), [ANN])


def test_a_review_note_keeps_the_marks_of_both_sides(vault: Path) -> None:
    overdue = NOTE.format("").replace("2026-11-01", "2026-08-01").replace("role", "cadence: 30\nrole")
    page = "Reviews/Reconnect.md"
    write(vault, {ANN: overdue, "People/Ben.md": overdue})
    regenerate(vault)
    keep(vault, "base")
    for branch, name, new in (("other", "Ben", "Cy"), ("main", "Ann", "Dee")):
        git(vault, "checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        write(vault, {f"People/{new}.md": overdue})
        regenerate(vault)
        lines = text_of(vault, page).split("\n")
        at = next(at for at, line in enumerate(lines) if "[ ]" in line and f"|{name}]]" in line)
        lines[at] = lines[at].replace("[ ]", "[x]", 1)
        write(vault, {page: "\n".join(lines)})
        keep(vault, branch)
    git(vault, "merge", "other", fails=True)
    found = resolve(vault)
    assert (page, True) in [(one.path, one.remake) for one in found.agreed]
    assert found.left == ()
    keep(vault, "merged")
    for name in ("Ann", "Ben"):  # or they count as being edited just now
        os.utime(vault / f"People/{name}.md", (1_700_000_000, 1_700_000_000))
    regenerate(vault)
    logged = [name for name in ("Ann", "Ben", "Cy", "Dee") if "2026-11-23" in text_of(vault, f"People/{name}.md")]
    assert logged == ["Ann", "Ben"]
    assert "<<<<" not in reviews(vault)["Reconnect.md"].decode()


def test_nobody_agreed_and_nothing_changed(vault: Path) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    before, left = text_of(vault), status(vault)
    found = resolve(vault, lambda _: False)
    assert ([one.source for one in found.declined], found.staged) == ([Source.INDEX], ())
    assert (text_of(vault), status(vault)) == (before, left)


def test_a_note_that_changed_since_it_was_shown_stays(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part(vault, ANN, BASE, OURS, THEIRS)
    git(vault, "merge", "other", fails=True)
    with open_session(str(vault), EXAMPLE_DAY) as session:
        found = find_mendings(session, lambda _: True)
        write(vault, {ANN: "written meanwhile\n"})
        with pytest.raises(Exception, match="was not changed"):
            carry_out_mendings(session, found, ("git", "resolve"))
    assert text_of(vault) == "written meanwhile\n"
    assert run(["--vault", str(vault), "git", "resolve", "--yes"]) == 1
    assert "`git add` it" in capsys.readouterr().err
