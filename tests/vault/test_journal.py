"""The undo journal: what it keeps, how it says what became of an operation, and that damage to it harms nothing."""

import os
from pathlib import Path

import pytest

from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.vault import clock, journal
from pnm_vault.vault.journal import DONE, INTENDED, PARTIAL, UNDONE, Change, Journal, Operation, time_text
from pnm_vault.vault.places import digest_of

PLAN = Plan((Create("P/a.md", b"a"), Replace("P/b.md", b"new b", b"old b"), Remove("P/c.md", b"old c")))


def hexed(content: bytes) -> str:
    return digest_of(content).hex()


@pytest.fixture
def kept(tmp_path: Path) -> Journal:
    return Journal(str(tmp_path))


def states(kept: Journal) -> list[tuple[int, str]]:
    return [(operation.number, operation.state) for operation in kept.operations()]


def run(kept: Journal, *words: str, plan: Plan = PLAN, undoes: int = 0, state: str = DONE) -> Operation:
    operation = kept.begin(plan, words, undoes=undoes)
    assert kept.settle(operation, state)
    return operation


def files(kept: Journal, folder: str) -> set[str]:
    return set(os.listdir(os.path.join(kept.folder, folder)))


def test_an_empty_journal(kept: Journal) -> None:
    assert kept.operations() == ()
    assert kept.pending() == ()
    assert kept.content(hexed(b"a")) is None
    assert not kept.knows(b"a")
    assert not kept.wrote("P/a.md", b"a")
    kept.prune(clock.now_ns())
    assert not os.path.exists(kept.folder)


def test_an_operation_and_all_contents_are_kept_before_it_begins(kept: Journal) -> None:
    begun = kept.begin(PLAN, ("log", "tea with Ann"), modes=[("P/c.md", 0o640)])
    assert begun.changes == (
        Change("create", "P/a.md", "", hexed(b"a")),
        Change("replace", "P/b.md", hexed(b"old b"), hexed(b"new b")),
        Change("remove", "P/c.md", hexed(b"old c"), "", 0o640),
    )
    assert (begun.number, begun.state, begun.process, begun.undoes) == (1, INTENDED, os.getpid(), 0)
    assert kept.pending() == kept.operations() == (begun,)
    for content in (b"a", b"new b", b"old b", b"old c"):
        assert kept.content(hexed(content)) == content
    assert files(kept, "contents") == {hexed(content) for content in (b"a", b"new b", b"old b", b"old c")}
    assert files(kept, "operations") == {"00000001.intended"}
    assert time_text(begun)[:2] == "20"


def test_the_journal_is_nobody_elses_to_read(kept: Journal) -> None:
    kept.begin(PLAN, ("log",))
    for folder in (kept.folder, os.path.join(kept.folder, "contents"), os.path.join(kept.folder, "operations")):
        assert os.stat(folder).st_mode & 0o077 == 0
        for entry in os.scandir(folder):
            assert entry.stat().st_mode & 0o077 == 0


def test_what_became_of_operations(kept: Journal) -> None:
    run(kept, "one")
    run(kept, "two", state=PARTIAL)
    three = kept.begin(PLAN, ("three",))
    assert states(kept) == [(1, DONE), (2, PARTIAL), (3, INTENDED)]
    assert kept.drop(three)
    assert not kept.drop(three)
    assert not kept.settle(three, DONE)
    assert states(kept) == [(1, DONE), (2, PARTIAL)]
    assert kept.pending() == ()


def test_an_undo_and_the_undo_of_an_undo(kept: Journal) -> None:
    run(kept, "log")
    run(kept, "undo", undoes=1)
    assert states(kept) == [(1, UNDONE), (2, DONE)]
    run(kept, "undo", "2", undoes=2)
    assert states(kept) == [(1, DONE), (2, UNDONE), (3, DONE)]
    run(kept, "undo", "3", undoes=3)
    assert states(kept) == [(1, UNDONE), (2, DONE), (3, UNDONE), (4, DONE)]


def test_an_undo_that_stopped_in_the_middle_leaves_the_rest_to_be_undone(kept: Journal) -> None:
    run(kept, "log")
    run(kept, "undo", undoes=1, state=PARTIAL)
    assert states(kept) == [(1, DONE), (2, PARTIAL)]


def test_paths_of_any_bytes_and_words_of_any_kind(kept: Journal) -> None:
    path = os.fsdecode(b"P/\xff \xe2\x80\xae.md")
    begun = run(kept, "log", "\udcff\x1b[2J\n", plan=Plan((Create(path, b"\xff\x00"),)))
    (found,) = kept.operations()
    assert (found.words, found.changes) == (begun.words, begun.changes)
    assert found.changes[0].path == path


def test_damage_is_passed_over_and_left_alone(kept: Journal) -> None:
    run(kept, "one")
    folder = Path(kept.folder, "operations")
    whole = (folder / "00000001.done").read_bytes()
    strange = {
        "00000002.intended": whole[: len(whole) // 2],
        "00000003.done": b"\0" * 300,
        "00000004.done": b"[]",
        "00000005.done": b"",
        "00000006.done": whole.replace(b'"changes": [[', b'"changes": [[1, '),
        "notes.txt": b"mine",
        "7.other": b"?",
    }
    for name, content in strange.items():
        (folder / name).write_bytes(content)
    (folder / "00000008.done").mkdir()
    Path(kept.folder, "contents", "README").write_bytes(b"mine")
    assert states(kept) == [(1, DONE)]
    assert kept.pending() == ()
    assert kept.begin(PLAN, ("nine",)).number == 9
    kept.prune(clock.now_ns())
    for name, content in strange.items():
        assert (folder / name).read_bytes() == content
    assert Path(kept.folder, "contents", "README").exists()
    assert states(kept) == [(1, DONE), (9, INTENDED)]


def test_a_damaged_content_counts_as_gone_and_is_written_anew(kept: Journal) -> None:
    run(kept, "one")
    Path(kept.folder, "contents", hexed(b"old b")).write_bytes(b"old")
    assert kept.content(hexed(b"old b")) is None
    run(kept, "two")
    assert kept.content(hexed(b"old b")) == b"old b"


def test_contents_are_known_by_their_beginning(kept: Journal) -> None:
    run(kept, "one")
    assert kept.knows(b"old b")
    assert kept.knows(b"old")
    assert kept.knows(b"")
    assert not kept.knows(b"old b and more")
    assert not kept.knows(b"ld b")


def test_what_pnm_left_under_a_path_is_known(kept: Journal) -> None:
    run(kept, "one")
    assert kept.wrote("P/b.md", b"new b")
    assert not kept.wrote("P/b.md", b"old b")
    assert not kept.wrote("P/x.md", b"new b")
    run(kept, "two", plan=Plan((Replace("P/b.md", b"newer b", b"new b"),)))
    assert not kept.wrote("P/b.md", b"new b")
    assert kept.wrote("P/b.md", b"newer b")


def at(monkeypatch: pytest.MonkeyPatch, days: float) -> int:
    moment = int(1_800_000_000 * 10**9 + days * 86400 * 10**9)
    monkeypatch.setattr(clock, "now_ns", lambda: moment)
    return moment


def test_old_operations_are_forgotten_but_never_the_newest(kept: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (0, 5, 40):
        at(monkeypatch, day)
        run(kept, str(day), plan=Plan((Replace("a.md", b"after %d" % day, b"before %d" % day),)))
    kept.prune(at(monkeypatch, 34.9))
    assert [number for number, _ in states(kept)] == [2, 3]
    assert kept.content(hexed(b"before 0")) is None
    assert kept.content(hexed(b"before 5")) == b"before 5"
    kept.prune(at(monkeypatch, 500))
    assert states(kept) == [(3, DONE)]
    assert files(kept, "contents") == {hexed(b"before 40"), hexed(b"after 40")}


def test_too_much_is_forgotten_oldest_first(kept: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        run(kept, str(number), plan=Plan((Replace("a.md", b"%d" % number * 100, b"%d" % (number - 1) * 100),)))
    # Every text but the first is shared by two operations, and counts once.
    monkeypatch.setattr(journal, "KEEP_BYTES", 350)
    kept.prune(clock.now_ns())
    assert [number for number, _ in states(kept)] == [4, 5]
    assert sum(os.stat(os.path.join(kept.folder, "contents", name)).st_size for name in files(kept, "contents")) == 300
    monkeypatch.setattr(journal, "KEEP_BYTES", 1)
    kept.prune(clock.now_ns())
    assert [number for number, _ in states(kept)] == [5]


def test_what_is_unfinished_is_not_forgotten(kept: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 0)
    kept.begin(PLAN, ("killed",))
    run(kept, "after", plan=Plan((Create("b.md", b"b"),)))
    kept.prune(at(monkeypatch, 100))
    assert states(kept) == [(1, INTENDED), (2, DONE)]
    assert kept.content(hexed(b"old b")) == b"old b"


def test_pruning_comes_by_itself(kept: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 0)
    for number in range(15):
        run(kept, str(number), plan=Plan((Create("a.md", b"%d" % number),)))
    at(monkeypatch, 60)
    run(kept, "sixteen", plan=Plan((Create("a.md", b"16"),)))
    assert states(kept) == [(16, DONE)]
    assert files(kept, "contents") == {hexed(b"16")}


def test_what_killed_runs_were_writing_into_the_journal_is_taken_away(kept: Journal) -> None:
    run(kept, "one")
    for folder in ("contents", "operations"):
        for name, age in ((".part-1-old", 7200), (".part-1-new", 0)):
            path = os.path.join(kept.folder, folder, name)
            Path(path).write_bytes(b"?")
            os.utime(path, (clock.now_ns() / 1e9 - age,) * 2)
    kept.prune(clock.now_ns())
    assert ".part-1-old" not in files(kept, "contents") | files(kept, "operations")
    assert ".part-1-new" in files(kept, "contents") & files(kept, "operations")


def test_a_journal_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "state").write_bytes(b"a file in the way")
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "state"))
    with pytest.raises(OSError, match="state"):
        Journal(str(tmp_path)).begin(PLAN, ("log",))
