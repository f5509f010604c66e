"""What a watch has to endure: to be stopped and woken, a queue that overflows, and the wish to end at any moment."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline import test_answers_killed as scene
from tests.pipeline.test_watch import contact, from_scratch, git, small, watching
from tests.pipeline.test_watch_answers import calm, lines_of, open_lines, quiet, tick
from tests.vaults import EXAMPLE_DAY, FIGURE, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify, and signals as Unix has them")

TORTURE = os.environ.get("PNM_TORTURE") == "1"
NOTES = 5000 if TORTURE else 300
ALL = "[watch]\nquiet = 0.1\nmax_wait = 1.0\n[review]\nlines = 10000\n"
PATIENCE = 120.0


def many(words: str) -> dict[str, str | bytes]:
    return {f"People/P{number}.md": contact(f"{words} {number}.") for number in range(NOTES)}


def test_all_is_seen_after_it_was_suspended(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under torture more happens meanwhile than the system's queue holds, so that it overflows."""
    root = make_vault({"pnm.toml": ALL, **many("greet")})
    with watching(root) as run:
        run.until(lambda: run.page().count("greet ") == NOTES, PATIENCE)
        run.process.send_signal(signal.SIGSTOP)
        for round_ in range(4):
            write(root, many(f"round{round_}"))
        (root / "People/P0.md").unlink()
        (root / "People/P1.md").rename(root / "People/New.md")
        run.process.send_signal(signal.SIGCONT)
        run.until(lambda: run.page().count("round3 ") == NOTES - 1 and "|P0]]" not in run.page(), PATIENCE)
        run.until(lambda: "|New]]" in run.page() and "|P1]]" not in run.page(), PATIENCE)
        expected = from_scratch(root, tmp_path, monkeypatch)
        run.until(lambda: reviews(root) == expected, PATIENCE)
    print(f"{FIGURE}{4 * NOTES} saves while it was suspended, {NOTES} of {NOTES} notes as they are")


@pytest.mark.skipif(not TORTURE or shutil.which("git") is None, reason="takes a minute, and git")
def test_a_checkout_of_five_thousand_notes(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"pnm.toml": ALL, ".gitignore": "Reviews/\n", **many("first")})
    git(root, "init", "-q", "-b", "one")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    git(root, "checkout", "-q", "-b", "two")
    write(root, many("second"))
    git(root, "commit", "-q", "-a", "-m", "two")
    with watching(root) as run:
        run.until(lambda: run.page().count("second ") == NOTES, PATIENCE)
        for branch, words in (("one", "first"), ("two", "second"), ("one", "first")):
            git(root, "checkout", "-q", branch)
            run.until(lambda words=words: run.page().count(f"{words} ") == NOTES, PATIENCE)  # type: ignore[misc]
        expected = from_scratch(root, tmp_path, monkeypatch)
        run.until(lambda: reviews(root) == expected, PATIENCE)


def test_a_mark_made_while_it_was_suspended_is_carried_out(make_vault: MakeVault) -> None:
    root = calm(make_vault(small()))
    page, note = root / "Reviews/Reconnect.md", root / "People/Ann.md"
    with watching(root, code=quiet(0.3)) as run:
        run.process.send_signal(signal.SIGSTOP)
        tick(page, "Ann", "coffee")
        run.process.send_signal(signal.SIGCONT)
        run.until(lambda: "coffee" in note.read_text(encoding="utf-8"))
        run.until(lambda: not open_lines(page, "Ann"))
    assert lines_of(note, "coffee") == ["- 2026-11-23: coffee"]


def test_a_mark_is_carried_out_without_events(make_vault: MakeVault) -> None:
    refuse = (
        "import errno\n"
        "from watchdog.observers.api import BaseObserver\n"
        "def refuse(self): raise OSError(errno.ENOSPC, 'inotify watch limit reached')\n"
        "BaseObserver.start = refuse\n"
    )
    root = calm(make_vault({**small(), "pnm.toml": "[watch]\nquiet = 0.1\nmax_wait = 1.0\npoll = 0.2\n"}))
    note = root / "People/Ann.md"
    with watching(root, code=refuse + quiet(0.3)) as run:
        tick(root / "Reviews/Reconnect.md", "Ann", "coffee")
        run.until(lambda: "coffee" in note.read_text(encoding="utf-8"))


SLOW_PLACES = {
    "before the lock": "from pnm_vault.pipeline import answering as place; name = '_marked'",
    "while it is planned": "from pnm_vault.pipeline.writing import answers as place; name = 'edit_content'",
    "in the journal": "from pnm_vault.vault import journal as place; name = 'sync_file'",
    "in a note": "from pnm_vault.vault import write as place; name = 'sync_file'",
    "after the exchange": "from pnm_vault.vault import user_file as place; name = 'put_back_if_other'",
    "in the look after": "from pnm_vault.vault import write_user as place; name = 'look_again'",
    "in the pages": "from pnm_vault.pipeline import run as place; name = 'plan_pages'",
}


@pytest.mark.parametrize("where", SLOW_PLACES if TORTURE else ["while it is planned", "after the exchange"])
def test_it_ends_soon_while_marks_are_carried_out(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each note is whole, old or new; what was begun is done, and the next run does the rest, once."""
    monkeypatch.setattr(scene, "COUNT", 4)
    root = scene.make_vault(tmp_path)
    slow = (
        f"{quiet(0.0)}import sys, time\n{SLOW_PLACES[where]}\nreal = getattr(place, name)\n"
        "def slowly(*given, **named):\n"
        "    print('working', file=sys.stderr, flush=True)\n"
        "    time.sleep(0.1)\n"
        "    return real(*given, **named)\n"
        "setattr(place, name, slowly)\n"
    )
    with watching(root, code=slow, once=True) as run:
        run.until_said("working")
        time.sleep(0.05)
        took = run.stop()
    print(f"{FIGURE}ended in {took:.2f} s {where}")
    assert took < 10  # two seconds are the aim; a busy machine is no failure
    scene.check_whole(root, where)
    for _ in range(2):
        scene.settle(root)
        regenerate(root, EXAMPLE_DAY)
    scene.check_done(root, where)


def test_eighty_marks_do_not_keep_it_from_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 40
    monkeypatch.setattr(scene, "COUNT", count)
    root = scene.make_vault(tmp_path)
    with watching(root, code=quiet(0.0), once=True) as run:
        run.until(lambda: (root / "People/C0.md").read_bytes().decode() == scene.wanted(0))
        took = run.stop()
    done = sum((root / f"People/C{n}.md").read_bytes().decode() == scene.wanted(n) for n in range(count))
    print(f"{FIGURE}ended in {took:.2f} s when {done} of {count} notes had been written")
    assert took < 10  # two seconds are the aim; a busy machine is no failure
    scene.check_whole(root, "many")
    for _ in range(2):
        scene.settle(root)
        regenerate(root, EXAMPLE_DAY)
    scene.check_done(root, "many")
