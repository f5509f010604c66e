"""Killed while marks are being carried out: nothing lost, nothing doubled, and the next run finishes the job."""

import os
from pathlib import Path

import pytest

from pnm_vault.review.answers import Mark
from pnm_vault.review.plan import answers_on
from tests.parts import run_in_two
from tests.vaults import FIGURE, REPOSITORY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

TORTURE = os.environ.get("PNM_TORTURE") == "1"
CALM = 1_700_000_000
COUNT = 6
CHANGING = ("exchange", "replace", "link", "unlink", "write", "fsync", "mkdir")
LINE = "- 2026-08-01: tea\n"


def note(number: int) -> str:
    ends = "\r\n" if number % 2 else "\n"
    text = f"---\ncadence: 30 # days\n---\n# Contact {number}\n\n## Log\n{LINE}- [ ] write to them, number {number}\n"
    return text.replace("\n", ends)


def wanted(number: int) -> str:
    """Give the note as it must be in the end: one line of the log more, the task ticked, no other byte changed."""
    ends = "\r\n" if number % 2 else "\n"
    text = note(number).replace(LINE.replace("\n", ends), f"- 2026-11-23: words {number}{ends}{LINE.strip()}{ends}")
    task = f"- [ ] write to them, number {number}"
    return text.replace(task, task.replace("[ ]", "[x]") + " ✅ 2026-11-23")


def make_vault(top: Path) -> Path:
    """Make a vault whose review notes have two marks for each contact."""
    from datetime import date

    from pnm_vault.pipeline import open_session

    root = top / "v"
    (root / "People").mkdir(parents=True)
    (root / ".obsidian").mkdir()
    for number in range(COUNT):
        (root / f"People/C{number}.md").write_bytes(note(number).encode())
    settle(root)
    with open_session(str(root), date(2026, 11, 23)) as session:
        session.regenerate()
    for page, words in (("Reconnect", "words "), ("Follow-ups", "")):
        path = root / f"Reviews/{page}.md"
        lines = path.read_text("utf-8").split("\n")
        for number in range(COUNT):
            at = next(at for at, line in enumerate(lines) if f"People/C{number}|" in line and "- [ ]" in line)
            lines[at] = lines[at].replace("[ ]", "[x]") + (f" {words}{number}" if words else "")
        path.write_text("\n".join([*lines[:-1], "mine", ""]), "utf-8")
    settle(root)
    return root


def settle(root: Path) -> None:
    for path in root.rglob("*.md"):
        os.utime(path, (CALM, CALM))


def regenerate(root: Path) -> None:
    from datetime import date

    from pnm_vault.pipeline import finish_interrupted, open_session

    with open_session(str(root), date(2026, 11, 23)) as session:
        finish_interrupted(session.root)
        session.regenerate()


def check_whole(root: Path, where: object) -> None:
    """At every instant a note is what it was, or what it is to be; it may have got the line or the tick alone."""
    for number in range(COUNT):
        text = (root / f"People/C{number}.md").read_bytes().decode()
        assert text in (note(number), wanted(number)), (where, text)
    for page in (root / "Reviews").glob("*.md"):
        content = page.read_bytes().decode()
        assert content.startswith("<!-- pnm:begin ") and "<!-- pnm:end " in content, where


def check_done(root: Path, where: object) -> None:
    """After the next run all is carried out, once; the owner's line is there; nothing is left lying about."""
    for number in range(COUNT):
        assert (root / f"People/C{number}.md").read_bytes().decode() == wanted(number), where
    for page, name in (("Reconnect", "reconnect"), ("Follow-ups", "follow-ups")):
        content = (root / f"Reviews/{page}.md").read_bytes()
        assert [one for one in answers_on(content, name).answers if one.mark is not Mark.NONE] == [], where
        assert content.decode().endswith("\nmine\n"), where
    left = [path.name for path in root.rglob("*") if path.name.startswith(".pnm")]
    assert left == [], where


KILL = """
import os, random, shutil, signal, sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[2]]
from tests.parts import get_ready_to_fork
from tests.pipeline import test_answers_killed as scene
from pnm_vault.vault import user_file, write
from pnm_vault.pipeline.writing import answers
from pnm_vault.pipeline import run

top, part, parts = Path(sys.argv[1]), int(sys.argv[3]), int(sys.argv[4])
user_file._SOON_SECONDS = user_file._KEEP_SECONDS = 0.0
real_fsync = os.fsync
os.environ["PNM_STATE"], os.environ["PNM_CACHE"] = str(top / "state"), str(top / "cache")
top.mkdir()
get_ready_to_fork()
scene.make_vault(top)

def fresh(name):
    here = top / name
    for part in ("v", "state", "cache"):
        if (top / part).exists():
            shutil.copytree(top / part, here / part)
    os.environ["PNM_STATE"], os.environ["PNM_CACHE"] = str(here / "state"), str(here / "cache")
    return here / "v"

def finish(root, where):
    scene.check_whole(root, where)
    scene.settle(root)
    for _ in range(2):
        scene.regenerate(root)
        scene.settle(root)
    scene.check_done(root, where)
    shutil.rmtree(root.parent)

def strike(name, number, when):
    real, calls = getattr(user_file if name == "exchange" else os, name), [0]
    def last(*given, **named):
        calls[0] += 1
        if calls[0] != number:
            return real(*given, **named)
        if name == "write":
            real(given[0], bytes(given[1])[: 3 if when == "before" else None])
        elif when == "after":
            real(*given, **named)
        os._exit(9)
    for place in (user_file, write) if name == "exchange" else (os,):
        setattr(place, name, last)

points = 0
stride = 1 if scene.TORTURE else 3
for name in scene.CHANGING[part::parts]:
    for when in ("before", "after") if name in ("exchange", "replace", "link", "unlink", "write") else ("before",):
        number = 1
        while True:
            root = fresh(f"{name}{when}{number}")
            child = os.fork()
            if child == 0:
                os.fsync = lambda handle: None
                strike(name, number, when)
                scene.regenerate(root)
                os._exit(0)
            killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
            finish(root, (name, when, number))
            points += killed
            if not killed:
                break
            number += stride

chance = random.Random(part)
for round in range(300 if scene.TORTURE else 12):
    root = fresh(f"random{round}")
    child = os.fork()
    if child == 0:
        scene.regenerate(root)
        os._exit(0)
    time.sleep(chance.uniform(0, 0.1))
    os.kill(child, signal.SIGKILL)
    points += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    finish(root, ("random", round))
print(points)
"""


def test_killed_at_each_call_and_at_random(tmp_path: Path) -> None:
    points = run_in_two(["-c", KILL], tmp_path, str(REPOSITORY))
    print(f"{FIGURE}kills survived while marks were carried out: {points}")
    assert points >= (350 if TORTURE else 40)


def test_the_scene_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that nobody kills does what the others are held to; a plan that forgets a mark would be noticed."""
    root = make_vault(tmp_path)
    check_whole(root, "before")
    with pytest.raises(AssertionError):
        check_done(root, "before")
    regenerate(root)
    check_done(root, "after")
