"""`pnm watch` as its owner meets it: the real command beside real saves, and its inner life with a clock of our own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.errors import VaultBusyError
from pnm_vault.pipeline import Session, open_session, readiness
from pnm_vault.pipeline import watching as watching_room
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.pipeline.watching import StopRequest, WatchRun, watch
from pnm_vault.vault import clock
from pnm_vault.vault.hints import HeldDeletions
from tests.vaults import DAILY_PAGES, EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]

unix = pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
# Only what never comes is waited for so long: a busy machine is late.
LATE = 60.0
NOTES = 2000 if os.environ.get("PNM_TORTURE") else 300
QUICK = "[watch]\nquiet = 0.1\nmax_wait = 1.0\n"
FOLLOW_UPS = "Reviews/Follow-ups.md"


def contact(task: str) -> str:
    """A contact whose task stands on the page of follow-ups, where it tells which version of the note was read."""
    return f"---\ncadence: 30\nlast_contact: 2026-09-01\n---\n- [ ] {task} 📅 2026-11-25\n"


def small(**more: str) -> dict[str, str | bytes]:
    people = {f"People/{name}.md": contact(f"greet {name}") for name in ("Ann", "Bob", "Cy", "Dee", "Eve", "Flo")}
    return {"pnm.toml": QUICK, **people, **more}


def until(true: Callable[[], bool], why: Callable[[], str] = str, seconds: float = LATE) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, why()
        time.sleep(0.01)


def slowness() -> float:
    """Tell how many times longer than alone on the machine a piece of work takes just now; at least 1."""
    began, worked = time.monotonic(), time.process_time()
    while time.process_time() - worked < 0.2:
        pass
    return max(1.0, (time.monotonic() - began) / 0.2)


class Watching:
    """`pnm watch` on a vault, with all that it says."""

    def __init__(self, root: Path, *words: str, code: str = "", day: date | None = EXAMPLE_DAY) -> None:
        self.root = root
        begin = ["-c", f"{code}\nfrom pnm_vault.cli.main import main\nmain()"] if code else ["-m", "pnm_vault"]
        today = ["--today", day.isoformat()] if day else []
        environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, *begin, "--vault", str(root), *today, "watch", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environ,
        )
        self.out: list[str] = []
        self.err: list[str] = []
        pipes = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in pipes]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(pipe: object, lines: list[str]) -> None:
        lines.extend(iter(pipe.readline, ""))  # type: ignore[attr-defined]

    def story(self) -> str:
        return f"out: {''.join(self.out)}\nerr: {''.join(self.err)}"

    def until(self, true: Callable[[], bool], seconds: float = LATE) -> None:
        until(lambda: true() or self.process.poll() is not None, self.story, seconds)
        assert true(), self.story()

    def until_said(self, words: str) -> None:
        self.until(lambda: any(words in line for line in self.err))

    def said(self, words: str) -> int:
        return sum(words in line for line in self.err)

    def page(self, path: str = FOLLOW_UPS) -> str:
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def until_shown(self, words: str, path: str = FOLLOW_UPS) -> None:
        self.until(lambda: words in self.page(path))

    def stop(self, number: int = signal.SIGTERM) -> float:
        """End it, and give the seconds that took."""
        asked = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(LATE)
        took = time.monotonic() - asked
        for reader in self._readers:
            reader.join(LATE)
        assert code == 0, self.story()
        return took


@contextmanager
def watching(
    root: Path, *words: str, code: str = "", day: date | None = EXAMPLE_DAY, once: bool = False
) -> Iterator[Watching]:
    """Watch a vault; the first review notes are there when the block begins, unless it is to begin at `once`."""
    run = Watching(root, *words, code=code, day=day)
    try:
        run.until_said("Watching ")
        run.until(lambda: once or bool(run.out))
        yield run
        if run.process.poll() is None:
            run.stop()
        assert "Traceback" not in run.story()
    finally:
        run.process.kill()
        run.process.wait()
        for pipe in (run.process.stdout, run.process.stderr):
            if pipe is not None:
                pipe.close()


def from_scratch(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Give the review notes that a first look at the vault makes."""
    copy = Path(shutil.copytree(root, tmp_path / "from scratch", ignore=shutil.ignore_patterns(".git", "Reviews")))
    with monkeypatch.context() as patch:
        patch.setenv("PNM_CACHE", str(tmp_path / "another cache"))
        regenerate(copy, force=True)
    return reviews(copy)


# --- what changes in the vault --------------------------------------------------------------------


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def truncated_then_written(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.flush()
        time.sleep(0.3)  # longer than the quiet period
        file.write(text[:20])
        file.flush()
        time.sleep(0.3)
        file.write(text[20:])


def renamed_over(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def as_vim_saves(path: Path, text: str) -> None:
    swap, probe, backup = path.with_name(f".{path.name}.swp"), path.with_name("4913"), path.with_name(f"{path.name}~")
    swap.write_text("b0VIM", encoding="utf-8")
    probe.touch()
    probe.unlink()
    path.rename(backup)
    time.sleep(0.3)
    path.write_text(text, encoding="utf-8")
    backup.unlink()
    swap.unlink()


def test_every_way_of_saving_is_picked_up(make_vault: MakeVault) -> None:
    root = make_vault(small())
    with watching(root) as run:
        for save in (in_place, truncated_then_written, renamed_over, as_vim_saves):
            save(root / "People/Ann.md", contact(f"think of {save.__name__}"))
            run.until_shown(f"think of {save.__name__} ")
            assert run.page().count("|Ann]]") == 1
        assert run.err == [f"Watching {root}; Ctrl-C stops.\n"]
        assert all(re.fullmatch(r"(\d+ notes? (changed|gone)[,;] )*wrote .*", line.strip()) for line in run.out)


def test_new_renamed_and_deleted_notes(make_vault: MakeVault) -> None:
    root = make_vault(small())
    with watching(root) as run:
        write(root, {"People/Gus.md": contact("greet Gus")})
        run.until_shown("greet Gus ")

        began = time.monotonic()
        (root / "People/Gus.md").rename(root / "People/Gustav.md")
        (root / "People/Ann.md").unlink()
        seen: set[tuple[int, int]] = set()

        def both_done() -> bool:
            page = run.page()
            seen.add((page.count("greet Gus "), page.count("greet Ann ")))
            return "|Gustav]]" in page and "|Gus]]" not in page and "greet Ann " not in page

        run.until(both_done)
        assert time.monotonic() - began > 1.5, "what is gone is held for two seconds"
        assert not {(0, 0), (0, 1)} & seen, "a renamed contact is never lost"
        assert (1, 1) in seen
        run.until(lambda: any(" gone; wrote " in line for line in run.out))


def test_a_contact_stays_while_its_file_is_empty_for_a_moment(make_vault: MakeVault) -> None:
    root = make_vault(small())
    ann = root / "People/Ann.md"
    with watching(root) as run:
        before = reviews(root)
        emptied = time.monotonic()
        ann.write_bytes(b"")
        while True:
            found = reviews(root)
            if time.monotonic() - emptied > 1.2:
                break  # after two seconds it would be believed; on a busy machine this look may come so late
            assert found == before
            time.sleep(0.02)
        ann.write_text(contact("write on"), encoding="utf-8")
        run.until_shown("write on ")
        assert "greet Ann " not in run.page()


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Me", "-c", "user.email=me@example.org", "-c", "gc.auto=0"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_checkout_of_another_branch(make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"People/Person {n}.md": contact(f"greet number {n}") for n in range(NOTES)}
    root = make_vault({"pnm.toml": QUICK + "[review]\nlines = 5000\n", ".gitignore": "Reviews\n", **many})
    git(root, "init", "-q", "-b", "winter")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "winter")
    git(root, "checkout", "-q", "-b", "summer")
    for n in range(NOTES):
        write(root, {f"People/Person {n}.md": contact(f"visit number {n}")})
    for n in range(0, NOTES, 10):
        (root / f"People/Person {n}.md").rename(root / f"People/Somebody {n}.md")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "summer")
    git(root, "checkout", "-q", "winter")
    with watching(root) as run:
        run.until(lambda: run.page().count("greet number ") == NOTES, 120)
        git(root, "checkout", "-q", "summer")
        wanted = from_scratch(root, tmp_path, monkeypatch)
        run.until(lambda: reviews(root) == wanted, 120)
        assert run.err == [f"Watching {root}; Ctrl-C stops.\n"]


# --- settings -------------------------------------------------------------------------------------


def test_settings_are_read_again_and_faulty_ones_do_no_harm(make_vault: MakeVault) -> None:
    root = make_vault({**small(), "pnm.toml": QUICK + "[review]\nfolder = 'Out'\n"})
    settings = root / "pnm.toml"
    out = "Out/Follow-ups.md"
    with watching(root) as run:
        run.until_shown("greet Ann ", out)

        settings.write_text("[review]\nfoldr = 'Out'\nitems = 'many'\n", encoding="utf-8")
        run.until_said("stay in force")
        assert run.said("pnm.toml:2: ") == run.said("pnm.toml:3: ") == 1
        write(root, {"People/Ann.md": contact("meet all the same")})
        run.until_shown("meet all the same ", out)
        write(root, {"People/Ann.md": contact("meet again")})
        run.until_shown("meet again ", out)
        assert run.said("stay in force") == 1

        settings.write_bytes(b"")  # as editors do for a moment
        time.sleep(0.2)
        settings.write_text(QUICK + "[review]\nfolder = 'Elsewhere'\n", encoding="utf-8")
        run.until_shown("meet again ", "Elsewhere/Follow-ups.md")
        run.until_said("The settings were read again.")  # what was said is heard later than the page is seen
        assert run.said("That is settled") == run.said("The settings were read again.") == 1
        assert not (root / "Reviews").exists()


def test_notes_that_are_wanted_no_more_go_while_it_runs(make_vault: MakeVault) -> None:
    root = make_vault(small())
    network = root / "Reviews" / "Network.md"
    with watching(root) as run:
        run.until_shown("greet Ann ")
        run.until(network.exists)
        (root / "pnm.toml").write_text(QUICK + "[review]\nnotes = ['few']\n", encoding="utf-8")
        run.until(lambda: not network.exists())
        run.until(lambda: any("took away Reviews/Mentoring.md, " in line for line in run.out))
        write(root, {"People/Ann.md": contact("meet again")})
        run.until_shown("meet again ")
        (root / "pnm.toml").write_text(QUICK, encoding="utf-8")
        run.until(network.exists)


# --- review notes in other hands ------------------------------------------------------------------


def test_a_deleted_review_note_comes_back_and_what_the_user_wrote_stays(make_vault: MakeVault) -> None:
    root = make_vault(small())
    page = root / FOLLOW_UPS
    with watching(root) as run:
        before = page.read_bytes()
        page.unlink()
        run.until(lambda: run.page().encode() == before)

        own = "My own thoughts, *with* care.\n\n"
        page.write_text(own + run.page(), encoding="utf-8")
        write(root, {"People/Ann.md": contact("knit")})
        run.until_shown("knit ")
        assert run.page().startswith(own + "<!-- pnm:begin")


# --- the watch itself -----------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["refused", "asked for"])
def test_without_events_it_looks_for_itself(way: str, make_vault: MakeVault) -> None:
    poll = "poll = 0.2\n" if way == "asked for" else ""
    root = make_vault({**small(), "pnm.toml": QUICK + poll})
    refuse = (
        "import errno\n"
        "from watchdog.observers.api import BaseObserver\n"
        "def refuse(self): raise OSError(errno.EMFILE, 'inotify instance limit reached')\n"
        "BaseObserver.start = refuse\n"
    )
    with watching(root, code=refuse if way == "refused" else "") as run:
        assert run.said("looking for changes every 2 seconds instead") == (way == "refused")
        write(root, {"People/Ann.md": contact("look round")})
        run.until_shown("look round ")


@unix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_in_the_middle_of_a_run(number: signal.Signals, make_vault: MakeVault) -> None:
    # So many that processes are forked to read them.
    root = make_vault({f"People/Person {n}.md": contact(f"greet {n}") * 20 for n in range(1600)})
    for wait in (0.3, 0.2, 0.1):
        with watching(root, once=True) as run:
            time.sleep(wait)
            took = run.stop(number)
            assert not reviews(root)
            assert run.err == [f"Watching {root}; Ctrl-C stops.\n"]
            assert run.out == []
        if took < 2.0 * slowness():
            return
    pytest.fail(f"it took {took:.1f} s to end, three times over")  # once may be the machine's doing


def test_many_notes_are_read_by_several_processes(make_vault: MakeVault) -> None:
    root = make_vault({f"People/Person {n}.md": contact(f"greet {n}") for n in range(1600)})
    with watching(root) as run:
        assert "greet 1 " in run.page()


@unix
def test_a_write_under_way_is_finished_before_it_ends(make_vault: MakeVault) -> None:
    slow = (
        "import sys, time\n"
        "from pnm_vault.vault import temporary\n"
        "sync = temporary.sync_file\n"
        "def slowly(handle):\n"
        "    print('writing', file=sys.stderr)\n"
        "    time.sleep(0.15)\n"
        "    sync(handle)\n"
        "temporary.sync_file = slowly\n"
    )
    root = make_vault(small())
    with watching(root, code=slow, once=True) as run:
        run.until_said("writing")
        run.stop()
        assert len(reviews(root)) == DAILY_PAGES + 1
        assert not [path for path in (root / "Reviews").iterdir() if path.name.startswith(".")]


class Inside:
    """The watch in a thread of this process, with what it tells and how often it does what costs time."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, *, follow_clock: bool = False) -> None:
        self.root = root
        self.runs: list[WatchRun] = []
        self.said: list[str] = []
        self.looks: list[tuple[str, ...] | None] = []
        self.made: list[Regenerated] = []
        self.fault: Exception | None = None
        refresh, make = Session.refresh, Session.regenerate

        def counted_refresh(session: Session, *args: object) -> object:
            self.looks.append(args[0] if args else None)  # type: ignore[arg-type]
            return refresh(session, *args)  # type: ignore[arg-type]

        def counted_regenerate(session: Session, **words: Any) -> Regenerated:
            if self.fault is not None:
                raise self.fault
            self.made.append(make(session, **words))
            return self.made[-1]

        monkeypatch.setattr(Session, "refresh", counted_refresh)
        monkeypatch.setattr(Session, "regenerate", counted_regenerate)
        self.stop = StopRequest()
        self.thread = threading.Thread(target=self._watch, args=(follow_clock,), daemon=True)

    def _watch(self, follow_clock: bool) -> None:
        day = None if follow_clock else EXAMPLE_DAY
        watch(
            lambda: open_session(str(self.root), day),
            self.runs.append,
            self.said.append,
            self.stop,
            follow_clock=follow_clock,
        )

    def until(self, true: Callable[[], bool]) -> None:
        until(true, lambda: f"{self.runs}\n{self.said}\n{self.looks}")

    def errors(self) -> list[str]:
        return [run.error for run in self.runs if run.error]

    def __enter__(self) -> "Inside":
        self.thread.start()
        self.until(lambda: bool(self.looks))
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.ask(break_off=False)
        self.thread.join(LATE)
        assert not self.thread.is_alive()


def settled(root: Path) -> Path:
    """Give a vault whose notes were saved long ago: they need not be read again for their fresh time stamps."""
    for note in (root / "People").iterdir():
        os.utime(note, (1_700_000_000, 1_700_000_000))
    return root


def until_quiet(inside: Inside, seconds: float = 1.0) -> tuple[int, int]:
    """Wait until nothing has been done for so long; gives how often the vault was looked at and pages were made."""
    end = time.monotonic() + LATE
    while True:
        before = len(inside.looks), len(inside.made)
        time.sleep(seconds)
        if before == (len(inside.looks), len(inside.made)):
            return before
        assert time.monotonic() < end, f"it never falls quiet: {inside.looks}"


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is held for two seconds be held for a moment."""
    monkeypatch.setattr(watching_room, "SETTLE", 0.2)
    monkeypatch.setattr(watching_room, "HeldDeletions", lambda: HeldDeletions(0.2))


def test_what_fails_while_it_gets_ready_ends_nothing(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = settled(make_vault(small()))
    asked: list[Session] = []

    def fail(session: Session) -> None:
        asked.append(session)
        raise ValueError("nobody waits for this")

    monkeypatch.setattr(readiness, "make_ready", fail)
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: bool(asked))
        write(root, {"People/Ann.md": contact("be seen")})
        inside.until(lambda: len(inside.runs) == 2)
        assert (inside.errors(), len(asked)) == ([], 1), "once for each session"


def test_after_a_save_it_falls_quiet(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = settled(make_vault(small()))
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        assert (inside.runs[0].changed, len(inside.runs[0].written)) == (6, DAILY_PAGES + 1)
        before, _ = until_quiet(inside)  # the events of our own writing have arrived
        write(root, {"People/Ann.md": contact("be seen")})
        inside.until(lambda: len(inside.runs) == 2)
        assert inside.runs[1].changed == 1
        assert FOLLOW_UPS in inside.runs[1].written
        # What follows is a look at everything, when the note's time stamp can be believed.
        inside.until(lambda: inside.looks[-1] is None)
        until_quiet(inside)
        first, *more, last = inside.looks[before:]
        assert first == ("People/Ann.md",), "the note alone, not the vault, is looked at first"
        assert last is None
        assert len(more) <= 1, "one save may be told twice, by a machine that is busy"
        assert len(inside.runs) == 2


def test_review_notes_as_they_were_left_cost_no_look(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = settled(make_vault(small()))
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        looks, made = until_quiet(inside)
        renamed_over(root / FOLLOW_UPS, (root / FOLLOW_UPS).read_text(encoding="utf-8"))
        inside.until(lambda: len(inside.made) > made)
        assert len(inside.looks) == looks
        assert all(not done.changes for done in inside.made[made:])
        assert len(inside.runs) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (RuntimeError("odd"), "RuntimeError: odd"),
        (OSError(5, "Input/output error"), "OSError: [Errno 5] Input/output error"),
        (VaultBusyError("Another pnm is writing.", "Wait."), "Another pnm is writing.\nWait."),
    ],
)
def test_an_error_is_told_once_and_the_watch_goes_on(
    fault: Exception, said: str, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    root = make_vault(small())
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        inside.fault = fault
        looks = len(inside.looks)
        write(root, {"People/Ann.md": contact("carry on")})
        inside.until(lambda: len(inside.looks) > looks + 1)
        assert inside.errors() == [said]
        assert bool(inside.runs[1].trace) == (not isinstance(fault, VaultBusyError))
        inside.fault = None
        inside.until(lambda: inside.runs[-1].settled)
        assert "carry on " in (root / FOLLOW_UPS).read_text(encoding="utf-8")
        assert sum(run.settled for run in inside.runs) == 1
        assert inside.errors() == [said]


def test_another_error_is_told_too(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    with Inside(make_vault(small()), monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        for fault in (ValueError("one"), ValueError("two"), ValueError("one")):
            inside.fault = fault
            write(inside.root, {"People/Ann.md": contact("try")})
            inside.until(lambda: inside.errors()[-1:] == [f"ValueError: {inside.fault}"])
        assert len(inside.errors()) == 3


def test_at_midnight_the_day_changes(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2026, 11, 25)
    monkeypatch.setattr(clock, "today", lambda: day)
    root = make_vault(small())
    with Inside(root, monkeypatch, follow_clock=True) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        page = root / FOLLOW_UPS
        assert "Due before today" not in page.read_text(encoding="utf-8")
        time.sleep(0.6)
        day = date(2026, 11, 26)
        inside.until(lambda: len(inside.runs) == 2)  # told after the page is written
        assert "Due before today" in page.read_text(encoding="utf-8")


def test_a_day_that_was_named_stays(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    day = EXAMPLE_DAY
    monkeypatch.setattr(clock, "today", lambda: day)
    with Inside(settled(make_vault(small())), monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        looks, _ = until_quiet(inside)
        day = date(2027, 1, 1)
        time.sleep(0.5)
        assert len(inside.looks) == looks


def test_a_vault_that_suddenly_looks_empty_is_left_alone_until_it_is_back(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    root = make_vault(small())
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        before = reviews(root)
        (root / "People").rename(root / ".away")
        inside.until(lambda: len(inside.runs) == 2)
        assert inside.runs[1].error.startswith("6 of 6 contacts are gone at once")
        looks = len(inside.looks)
        inside.until(lambda: len(inside.looks) > looks + 3)  # it tries again meanwhile
        assert len(inside.runs) == 2
        assert reviews(root) == before
        (root / ".away").rename(root / "People")
        inside.until(lambda: len(inside.runs) > 2)
        assert inside.runs[2].settled
        assert reviews(root) == before
        write(root, {"People/Ann.md": contact("go on")})
        inside.until(lambda: b"go on " in reviews(root)["Follow-ups.md"])
        assert len(inside.errors()) == 1


def test_contacts_removed_with_force_elsewhere_are_believed(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    root = make_vault(small())
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        shutil.rmtree(root / "People")
        write(root, {"People/Zoe.md": contact("greet Zoe")})
        inside.until(lambda: bool(inside.errors()))
        assert b"greet Ann " in reviews(root)["Follow-ups.md"]
        regenerate(root, force=True)
        write(root, {"People/Zoe.md": contact("thank Zoe")})
        inside.until(lambda: b"thank Zoe " in reviews(root)["Follow-ups.md"])
        inside.until(lambda: any(run.settled for run in inside.runs))
        assert len(inside.errors()) == 1


def test_a_review_note_in_an_editors_hands_is_written_later(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    root = make_vault(small())
    swap = root / "Reviews/.Follow-ups.md.swp"
    with Inside(root, monkeypatch) as inside:
        inside.until(lambda: len(inside.runs) == 1)
        before = reviews(root)["Follow-ups.md"]
        swap.write_text("b0VIM", encoding="utf-8")
        write(root, {"People/Ann.md": contact("wait"), "People/Hal.md": contact("greet Hal")})
        inside.until(lambda: b"|Hal]]" in reviews(root)["Reconnect.md"])
        inside.until(lambda: any(run.skipped for run in inside.runs))
        until_quiet(inside)  # waiting for the editor costs nothing
        assert reviews(root)["Follow-ups.md"] == before
        assert [run.skipped for run in inside.runs if run.skipped] == [((FOLLOW_UPS, "being edited right now"),)]
        swap.unlink()
        inside.until(lambda: inside.runs[-1] == WatchRun(written=(FOLLOW_UPS,)))
        assert b"wait " in reviews(root)["Follow-ups.md"]
