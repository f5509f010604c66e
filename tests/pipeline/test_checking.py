"""`pnm check`: a sound vault has no fault, every planted one is found, and nothing is written."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pnm_vault.cli import main as program
from pnm_vault.insights.introducing.matching import Choice
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.problem_codes import PROBLEM_CODES
from pnm_vault.pipeline import finish_interrupted, open_session
from pnm_vault.pipeline.checking import Checked, IndexState, check_vault
from pnm_vault.pipeline.intake import restore
from pnm_vault.pipeline.shelf import Shelf
from pnm_vault.vault import read
from pnm_vault.vault.cache import Cache, cache_path
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.lock import vault_lock
from pnm_vault.vault.walk import Listing, walk
from tests.vaults import DAILY_PAGES, EXAMPLE_DAY, regenerate, write

CALM = 1_700_000_000
posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links are those of POSIX")

NOTES: dict[str, str | bytes] = {
    "People/Ann Lee.md": "---\ncadence: 30\nknows: ['[[Bob]]']\ninterests: [bees]\nasks: [a hive]\n---\n## Log\n"
    "- 2026-05-04: coffee with [[Bob]]\n- [ ] call 📅 2026-11-25\n",
    "People/Bob.md": "---\naliases: [Robert]\ninterests: [bees]\noffers: [a hive]\nbirthday: 11-29\n---\n"
    "- 2026-06-01: lunch\n- 2026-07-01: lunch\n- 2026-08-04: lunch\n",
    "People/Cy.md": "---\ncadence: sometimes\noffers: [a hive]\ninterests: [bees]\n---\n- 2026-09-01: call\n",
    "Daily/2026-08-20.md": "- lunch with [[Bob]] and [[Cy]]\n",
}


def settle(root: Path) -> None:
    """Make all time stamps old enough to be trusted."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (CALM, CALM))


@pytest.fixture
def sound(make_vault: Callable[[dict[str, str | bytes]], Path]) -> Path:
    """Make a vault in which everything is in order, known by an earlier run."""
    root = Path(os.path.realpath(make_vault(NOTES)))
    settle(root)
    for _ in range(2):
        regenerate(root)
        settle(root)
    return root


def check(root: Path, day: date = EXAMPLE_DAY) -> Checked:
    checked = check_vault(str(root), day)
    for found in checked.problems:
        assert found.severity in PROBLEM_CODES[found.code].severities
    return checked


def faults(root: Path) -> list[tuple[str, str]]:
    return [(found.path, found.code) for found in check(root).problems]


def everything(*folders: str) -> dict[str, tuple[bytes, int]]:
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", str(EXAMPLE_DAY), *words])


def test_a_sound_vault_has_no_fault_and_stays_untouched(sound: Path) -> None:
    assert on(sound, "log", "Ann: tea", "--quiet") == 0
    settle(sound)
    regenerate(sound)
    settle(sound)
    folders = (str(sound), os.environ["PNM_CACHE"], os.environ["PNM_STATE"])
    before = everything(*folders)
    checked = check(sound)
    assert checked.problems == ()
    assert (checked.notes, checked.contacts, checked.index, checked.pages) == (4, 3, IndexState.EQUAL, DAILY_PAGES + 1)
    assert (checked.operations, checked.writer) == (1, None)
    assert checked.journal_size > 100
    assert everything(*folders) == before


def test_a_vault_never_seen_is_not_made_known_by_a_check(make_vault: Callable[[dict[str, str | bytes]], Path]) -> None:
    checked = check(make_vault(NOTES))
    assert (checked.problems, checked.index, checked.pages, checked.notes) == ((), IndexState.NONE, 0, 4)
    assert not os.path.exists(os.environ["PNM_CACHE"])
    assert not os.path.exists(os.environ["PNM_STATE"])


# The index


def test_an_index_that_is_merely_behind_is_no_fault(sound: Path) -> None:
    """Changed, new and removed notes are taken in by the next run anyway, and so is the new day."""
    write(sound, {"People/Ann Lee.md": "- 2026-11-23: tea\n", "People/Dora.md": "- 2026-11-23: tea with [[Ann Lee]]\n"})
    (sound / "People/Cy.md").unlink()
    checked = check(sound, date(2026, 11, 28))
    assert (checked.index, checked.notes) == (IndexState.EQUAL, 4)
    assert {found.code for found in checked.problems} == {"review-outdated"}


def change_row(root: Path, table: str, key: str, change: Callable[[object], object]) -> None:
    """Change one row of what is kept, with the right checksum."""
    with open_session(str(root), EXAMPLE_DAY) as session:
        shelf = Shelf(session.cache)
        before = shelf.table(table)
        after = {**before.whole(), key: change(before.whole()[key])}
        session.cache.commit({}, shelf.states(table, before, after))


@pytest.mark.parametrize(
    "table", ["contacts", "told_by", "ties", "profiles", "follow_ups", "known", "problems", "dates"]
)
def test_a_changed_row_is_found(sound: Path, table: str) -> None:
    def change(row: object) -> object:
        if isinstance(row, tuple):
            return row[:-1]
        return f"{row} Smith" if isinstance(row, str) else msgspec.structs.replace(row, name="Somebody")  # type: ignore[type-var]

    with open_session(str(sound), EXAMPLE_DAY) as session:
        session.refresh()
        path = sorted(Shelf(session.cache).table(table))[0]
    change_row(sound, table, path, change)
    checked = check(sound)
    assert [(found.path, found.code) for found in checked.problems] == [(path, "index-differs")]
    assert f"({table})" in checked.problems[0].message
    assert (checked.index, checked.pages) == (IndexState.DIFFERENT, None)


def test_a_changed_table_of_names_is_found(sound: Path) -> None:
    change_row(sound, "aliases", "robert", lambda _: ("People/Ann Lee.md",))
    assert faults(sound) == [("People/Ann Lee.md", "index-differs"), ("People/Bob.md", "index-differs")]


def test_changed_facts_are_found(sound: Path) -> None:
    with open_session(str(sound), EXAMPLE_DAY) as session:
        facts = session.cache.facts(None)
        assert restore(facts["People/Bob.md"]).note.contact is not None
        changed = facts["People/Bob.md"].replace(b"2026-08-04", b"2026-08-05").replace(b"lunch", b"punch")
        assert changed != facts["People/Bob.md"]
        session.cache.commit({"People/Bob.md": changed, "People/Gone.md": facts["People/Cy.md"]}, {})
    assert faults(sound) == [("People/Bob.md", "index-differs"), ("People/Gone.md", "index-differs")]


def test_a_change_that_time_stamps_hide_is_found(sound: Path) -> None:
    """The same size, inode and time, another text: only the content tells."""
    note = sound / "People/Cy.md"
    content = note.read_bytes()
    with open(note, "r+b") as file:
        file.write(content.replace(b"2026-09-01", b"2026-09-02"))
    os.utime(note, (CALM, CALM))
    assert faults(sound) == [("People/Cy.md", "index-differs")]


def test_changed_candidates_are_found(sound: Path) -> None:
    with open_session(str(sound), EXAMPLE_DAY) as session:
        assert session.introductions(5)
        session.cache.commit({}, {"candidates": msgspec.msgpack.encode(Choice(date.min, date.max, ()))})
    assert faults(sound) == [(cache_path(str(sound)), "index-differs")]


def test_many_differences_are_told_in_few_lines(make_vault: Callable[[dict[str, str | bytes]], Path]) -> None:
    root = Path(
        os.path.realpath(make_vault({f"People/C{number:02}.md": "- 2026-11-01: tea\n" for number in range(30)}))
    )
    settle(root)
    regenerate(root)
    with Cache.open(str(root), "") as cache:  # of another version, so that it is emptied
        assert cache.facts() == {}
    assert check(root).index is IndexState.NONE
    regenerate(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.cache.commit(dict.fromkeys(session.cache.facts(None)), {})
    problems = check(root).problems
    assert [found.code for found in problems] == ["index-differs"] * 21
    assert any("(10 more notes)" in found.message for found in problems)


def test_a_table_that_speaks_of_a_note_of_which_nothing_is_kept_is_told(sound: Path) -> None:
    """Bringing the rows to a later day needs the note of whoever was to be met by then."""
    write(sound, {"People/Eve.md": "- 2026-11-30: lunch planned\n"})
    settle(sound)
    regenerate(sound)
    with open_session(str(sound), EXAMPLE_DAY) as session:
        session.cache.commit({"People/Eve.md": None}, {})
    for day in (EXAMPLE_DAY, date(2026, 12, 5)):
        assert {found.code for found in check(sound, day).problems} == {"index-differs"}


@pytest.mark.parametrize("damage", [b"no database at all", None])
def test_a_damaged_cache_is_told_and_left_as_it_is(sound: Path, damage: bytes | None) -> None:
    path = Path(cache_path(str(sound)))
    if damage is None:  # every checksum is right, and yet it is no table
        with open_session(str(sound), EXAMPLE_DAY) as session:
            session.cache.commit({}, {"ties": b"\xc1"})
    else:
        path.write_bytes(damage)
    before = path.read_bytes()
    checked = check(sound)
    assert path.read_bytes() == before
    if damage is None:
        assert [(found.path, found.code) for found in checked.problems] == [(str(path), "index-differs")]
        assert (checked.index, checked.pages) == (IndexState.DIFFERENT, None)
        path.unlink()
    else:
        assert [(found.path, found.code) for found in checked.problems] == [(str(path), "index-unreadable")]
        assert (checked.index, checked.pages) == (IndexState.UNREADABLE, DAILY_PAGES + 1)
    regenerate(sound)
    assert faults(sound) == []


def test_a_note_that_cannot_be_read_is_told_and_counts_as_it_was(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions change no time stamp, so that no run before has noticed."""
    real = read.read_note

    def refuse(root: str, path: str) -> read.SourceFile | None:
        if path != "People/Cy.md":
            return real(root, path)
        problem = Problem(path, 0, Severity.ERROR, "unreadable", "This note cannot be read: permission denied.")
        return read.SourceFile(path, "", False, (problem,))

    monkeypatch.setattr(read, "read_note", refuse)
    checked = check(sound)
    assert [(found.path, found.code) for found in checked.problems] == [("People/Cy.md", "unreadable")]
    assert (checked.index, checked.notes) == (IndexState.EQUAL, 4)


def test_a_note_in_the_cloud_is_told_and_counts_as_it_was(sound: Path) -> None:
    (sound / "People/Cy.md").unlink()
    (sound / "People/.Cy.md.icloud").write_bytes(b"")
    regenerate(sound)
    checked = check(sound)
    assert [(found.path, found.code) for found in checked.problems] == [("People/Cy.md", "evicted")]
    assert (checked.index, checked.notes) == (IndexState.EQUAL, 4)


def test_a_note_saved_while_it_is_compared_is_no_fault(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves = iter([b"- 2026-10-01: a save\n"])

    def save_first(root: str, ignore: tuple[str, ...]) -> Listing:
        for text in saves:
            (sound / "People/Cy.md").write_bytes(text)
        return walk(root, ignore)

    monkeypatch.setattr("pnm_vault.pipeline.index_proof.walk", save_first)
    assert check(sound).index is IndexState.EQUAL


# Review notes


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def test_marks_and_words_are_set_aside(sound: Path) -> None:
    page = sound / "Reviews/Reconnect.md"
    edit(page, "- [ ] [[People/Ann Lee", "- [x] [[People/Ann Lee")
    page.write_bytes(b"mine\n" + page.read_bytes() + b"mine too\n")
    assert faults(sound) == [("Reviews/Reconnect.md", "mark-waiting")]
    assert on(sound, "regenerate", "--quiet") == 0
    assert faults(sound) == []


def test_words_without_a_mark_are_no_fault(sound: Path) -> None:
    page = sound / "Reviews/Reconnect.md"
    lines = page.read_bytes().decode().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("- [ ] [[People/Ann Lee"))
    lines[at] += " what was it that she wanted?"
    page.write_bytes("\n".join(lines).encode())
    assert faults(sound) == []


def test_a_mark_that_cannot_be_carried_out_is_told_before_and_after(sound: Path) -> None:
    page = sound / "Reviews/Reconnect.md"
    lines = page.read_bytes().decode().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("- [ ] [[People/Ann Lee"))
    lines[at] = lines[at].replace("[ ]", "[>]", 1) + " soonish"
    page.write_bytes("\n".join(lines).encode())
    assert ("Reviews/Reconnect.md", "mark-refused") in faults(sound)
    assert on(sound, "regenerate", "--quiet") == 1
    assert faults(sound) == [("Reviews/Reconnect.md", "mark-refused")]


def test_review_notes_that_are_damaged_changed_or_gone(sound: Path) -> None:
    edit(sound / "Reviews/Agenda.md", "<!-- pnm:end", "<!-- pnm:emd")
    edit(sound / "Reviews/Reconnect.md", "# Reconnect", "# Disconnect")
    (sound / "Reviews/Dates ahead.md").unlink()
    assert faults(sound) == [
        ("Reviews/Agenda.md", "review-markers"),
        ("Reviews/Dates ahead.md", "review-outdated"),
        ("Reviews/Reconnect.md", "review-outdated"),
    ]


# What lies about


@posix
def test_every_fault_of_a_file_is_found(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (sound / "Work.md").symlink_to(tmp_path / "secret.md")
    (sound / "Moved.md").symlink_to(sound / "People/Gone.md")
    (sound / "Same.md").symlink_to(sound / "People/Cy.md")  # no fault: what it leads to counts there
    write(
        sound,
        {
            "People/Cy.sync-conflict-20261018-093012-K7Q2ABC.md": "old",
            "pnm (conflicted copy 2026-11-01).toml": "",
            "conflict-files-obsidian-git.md": "# Conflicts",
            "People/Cy (kept by pnm 1a2b3c).md": "a text",
            "Notes/Plan: B.md": "plan",
            "Notes/dot./x.md": "x",
            "Notes/x.md": "x",
            "Notes/X.md": "x",
            "Notes/merge.md": "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n",
            "Notes/merged.md": "---\nplace: Graz\nplace_conflict: Linz\n---\n",
            "Notes/zeros.md": b"\0" * 20,
            "Notes/picture: 1.png": b"",  # pnm has no business with it
        },
    )
    os.link(sound / "Notes/x.md", sound / "Notes/y.md")
    os.mkfifo(sound / "pipe.md")
    regenerate(sound)
    assert faults(sound) == [
        ("Moved.md", "symlink-broken"),
        ("Notes/Plan: B.md", "name-not-portable"),
        ("Notes/X.md", "name-clash"),
        ("Notes/dot.", "name-not-portable"),
        ("Notes/merge.md", "conflict-markers"),
        ("Notes/merged.md", "merge-conflict"),
        ("Notes/x.md", "name-clash"),
        ("Notes/x.md", "several-names"),
        ("Notes/y.md", "several-names"),
        ("Notes/zeros.md", "nul-bytes"),
        ("People/Cy (kept by pnm 1a2b3c).md", "kept-text"),
        ("People/Cy.sync-conflict-20261018-093012-K7Q2ABC.md", "conflict-copy"),
        ("Work.md", "symlink-outside"),
        ("conflict-files-obsidian-git.md", "conflict-copy"),
        ("pipe.md", "not-a-file"),
        ("pnm (conflicted copy 2026-11-01).toml", "conflict-copy"),
    ]


@posix
def test_what_is_ignored_is_looked_at_only_for_what_pnm_left(sound: Path) -> None:
    write(sound, {"pnm.toml": '[vault]\nignore = ["Old"]\n', "Old/a: b.md": "x", "Old/.pnm-note-1-a-b.tmp": "x"})
    write(sound, {"Old/a (conflicted copy).md": "x", "Old/b (kept by pnm 1a2b3c).md": "x"})
    os.link(sound / "Old/a: b.md", sound / "Old/second.md")
    regenerate(sound)
    left = [("Old/.pnm-note-1-a-b.tmp", "left-over"), ("Old/b (kept by pnm 1a2b3c).md", "kept-text")]
    assert faults(sound) == left


# The undo journal


def test_a_text_that_the_journal_lost_is_found(sound: Path) -> None:
    assert on(sound, "log", "Ann: tea", "--quiet") == 0
    assert on(sound, "log", "Bob: tea", "--quiet") == 0
    regenerate(sound)
    journal = Journal(str(sound))
    first, second = journal.operations()
    assert faults(sound) == []
    contents = Path(journal.folder) / "contents"
    (contents / first.changes[0].before).unlink()
    (contents / second.changes[0].after).write_bytes(b"something else")
    checked = check(sound)
    assert [(found.path, found.code) for found in checked.problems] == [
        ("People/Ann Lee.md", "journal-damaged"),
        ("People/Bob.md", "journal-damaged"),
    ]
    assert "number 1, `pnm log Ann: tea`" in checked.problems[0].message


def test_an_operation_that_cannot_be_read_is_found(sound: Path) -> None:
    assert on(sound, "log", "Ann: tea", "--quiet") == 0
    regenerate(sound)
    file = Path(Journal(str(sound)).folder) / "operations" / "00000001.done"
    file.write_bytes(file.read_bytes()[:20])
    assert faults(sound) == [(str(file), "journal-damaged")]
    assert check(sound).operations == 0


KILLED = """
import os, sys
from pnm_vault.cli import main as program
from pnm_vault.vault import user_file, write
real = user_file.exchange
def strike(*given, **named):
    if sys.argv[3] == "after":
        real(*given, **named)
    os._exit(9)
user_file.exchange = write.exchange = strike
sys.exit(program.run(["--vault", sys.argv[1], "--today", sys.argv[2], *sys.argv[4:]]))
"""


def kill(root: Path, when: str, *words: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), str(EXAMPLE_DAY), when, *words], cwd=Path(__file__).parents[2]
    )
    assert run.returncode == 9


@posix
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_a_killed_run_left_is_found_and_gone_after_the_next(sound: Path, when: str) -> None:
    kill(sound, when, "log", "Ann, Bob: tea")
    checked = check(sound)
    found = {(problem.path.partition(".pnm-note-")[0], problem.code) for problem in checked.problems}
    left = {
        ("People/", "left-over"),
        ("People/Ann Lee.md", "unfinished-change"),
        ("People/Bob.md", "unfinished-change"),
    }
    assert found >= left
    assert {code for _, code in found - left} <= {"review-outdated"}
    settle(sound)
    assert on(sound, "regenerate", "--quiet") == 0
    assert faults(sound) == []


@posix
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_a_killed_regenerate_left_is_found_and_gone_after_the_next(sound: Path, when: str) -> None:
    write(sound, {"People/Dora.md": "---\ncadence: 30\n---\n- 2026-01-01: tea\n"})
    kill(sound, when, "regenerate")
    assert "left-over" in {code for _, code in faults(sound)}
    regenerate(sound)
    assert faults(sound) == []


@posix
def test_what_a_running_command_is_at_is_no_fault(sound: Path) -> None:
    """While somebody holds the lock, only what belongs to no process that runs is left over."""
    kill(sound, "before", "log", "Ann, Bob: tea")
    [operation] = Journal(str(sound)).pending()
    file = Path(Journal(str(sound)).folder) / "operations" / f"{operation.number:08}.intended"
    file.write_bytes(file.read_bytes().replace(str(operation.process).encode(), str(os.getpid()).encode()))
    [temporary] = (sound / "People").glob(".pnm-*")
    temporary.rename(temporary.with_name(temporary.name.replace(str(operation.process), str(os.getpid()))))
    with vault_lock(str(sound), 0):
        checked = check(sound)
        assert (checked.problems, checked.writer) == ((), os.getpid())
    # Nobody holds it, so nobody is at it: a process of this number is another one.
    assert {code for _, code in faults(sound)} == {"left-over", "unfinished-change"}
    settle(sound)
    finish_interrupted(str(sound))
    regenerate(sound)
    assert faults(sound) == []


def test_the_command_itself(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert on(sound, "check") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"4 notes read anew, what is kept of them is the same; {DAILY_PAGES + 1} review notes made anew; "
        "undo journal of 0 operations whole.\nAll is in order.\n"
    )
    assert on(sound, "log", "Ann: tea", "--quiet") == 0
    assert on(sound, "check", "--quiet") == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert {line.rpartition(" ")[2] for line in said.out.splitlines()} == {"[review-outdated]"}
    with vault_lock(str(sound), 0):
        assert on(sound, "check") == 1
    assert f"Another pnm (process {os.getpid()}) is writing to this vault just now.\n" in capsys.readouterr().err


def test_a_vault_that_looks_empty_stops_a_check_too(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(sound / "People")
    Path(cache_path(str(sound))).unlink()
    assert on(sound, "check") == 5
    assert "nothing was changed" in capsys.readouterr().err
