"""Editors that save the same notes all the time, with every save pattern there is, while pnm changes them.

Every line that an editor wrote must be in the note in the end, or in a file of its own that the report names.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pnm_vault.model.plan import Plan, Replace
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.write_user import apply_user
from tests.vaults import FIGURE

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the exchange of names and leases are tried on Linux"
)

TORTURE = os.environ.get("PNM_TORTURE") == "1"
SECONDS = 300.0 if TORTURE else 2.5
SETTLED_SECONDS = 60.0 if TORTURE else 2.5
NOTES_OF_EACH = 4 if TORTURE else 1
STYLES = ("truncate", "overwrite", "append", "rename", "backup")

# An editor: reads its note, adds a line, saves it in its own way, and pauses. It prints how many lines it wrote.
EDITOR = """
import os, random, sys, time
note, style, pause, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
until = time.monotonic() + seconds
number = 0
while time.monotonic() < until:
    time.sleep(random.uniform(0, 2 * pause))
    line = b"editor %d end\\n" % (number + 1)
    if style == "append":
        with open(note, "ab") as file:
            file.write(line)
        number += 1
        continue
    if style == "overwrite":
        with open(note, "r+b") as file:
            text = file.read() + line
            time.sleep(random.uniform(0, 0.004))
            file.seek(0)
            file.write(text)
            file.truncate()
        number += 1
        continue
    text = open(note, "rb").read() + line
    if style == "truncate":
        with open(note, "wb") as file:
            time.sleep(random.uniform(0, 0.004))
            file.write(text[: len(text) // 2])
            file.flush()
            time.sleep(random.uniform(0, 0.004))
            file.write(text[len(text) // 2 :])
    elif style == "rename":
        with open(note + ".edit", "wb") as file:
            file.write(text)
        os.replace(note + ".edit", note)
    else:
        os.rename(note, note + "~")
        with open(note, "wb") as file:
            time.sleep(random.uniform(0, 0.002))
            file.write(text)
        os.unlink(note + "~")
    number += 1
print(number)
"""


def start(note: Path, style: str, pause: float, seconds: float) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", EDITOR, str(note), style, str(pause), str(seconds)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def read(note: Path) -> bytes | None:
    try:
        return note.read_bytes()
    except FileNotFoundError:
        return None


@pytest.mark.parametrize("given_for_it", [True, False], ids=["at once", "settled"])
def test_no_line_of_an_editor_is_lost(tmp_path: Path, given_for_it: bool) -> None:
    root = Path(os.path.realpath(tmp_path))
    notes = {f"{style} {number}": root / f"{style} {number}.md" for style in STYLES for number in range(NOTES_OF_EACH)}
    for note in notes.values():
        note.write_bytes(b"# Log\n")
    # Editors that pause for longer than the time of settling leave room for those who wait.
    pause, seconds = (0.01, SECONDS) if given_for_it else (1.2, SETTLED_SECONDS)
    editors = {name: start(note, name.partition(" ")[0], pause, seconds) for name, note in notes.items()}
    written = refused = 0
    while any(editor.poll() is None for editor in editors.values()):
        name = random.choice([*notes])
        present = read(notes[name])
        if present is None:
            continue
        path = f"{name}.md"
        done = apply_user(
            str(root),
            Plan((Replace(path, present + b"pnm %d end\n" % written, present),)),
            ("log",),
            at_once=(path,) if given_for_it else (),
        )
        written += len(done.report.replaced)
        refused += len(done.report.skipped)
        time.sleep(0.005)
    lost: list[tuple[str, bytes]] = []
    saves = 0
    elsewhere = 0
    for name, editor in editors.items():
        out, trouble = editor.communicate()
        assert editor.returncode == 0, trouble
        saves += int(out)
        there = set(notes[name].read_bytes().splitlines())
        kept = {line for path in root.glob(f"{name} (kept by pnm *") for line in path.read_bytes().splitlines()}
        wanted = [b"editor %d end" % number for number in range(1, int(out) + 1)]
        elsewhere += sum(line in kept and line not in there for line in wanted)
        everywhere = there | kept
        lost += [(name, line) for line in wanted if line not in everywhere]
    print(f"{FIGURE}{saves} saves by editors, {written} by pnm, {refused} refused, {len(lost)} lost")
    print(f"{FIGURE}{len(notes)} notes, {elsewhere} lines in files of their own")
    assert lost == []
    assert saves > (10_000 if TORTURE and given_for_it else 5)
    if given_for_it:
        assert written > 0
    assert [name for name in os.listdir(root) if name.startswith(".pnm-")] == []
    assert Journal(str(root)).pending() == ()


WRITER = """
import os, sys
sys.path[:0] = [sys.argv[2]]
from pnm_vault.model.plan import Plan, Replace
from pnm_vault.vault.write_user import apply_user
root, who, times = sys.argv[1], sys.argv[3], int(sys.argv[4])
for number in range(times):
    while True:
        present = {name: open(f"{root}/{name}.md", "rb").read() for name in "ab"}
        line = f"{who} {number}\\n".encode()
        plan = Plan(tuple(Replace(f"{name}.md", text + line, text) for name, text in present.items()))
        if not apply_user(root, plan, ("log", who), at_once=("a.md", "b.md")).report.skipped:
            break
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both change the same two notes: every line is there once, in both notes in the same order, and can be undone."""
    root = Path(os.path.realpath(tmp_path))
    times = 100 if TORTURE else 12
    for name in "ab":
        (root / f"{name}.md").write_bytes(b"")
    repository = str(Path(__file__).parents[2])
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WRITER, str(root), repository, who, str(times)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in ("one", "two")
    ]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    first = (root / "a.md").read_bytes()
    assert sorted(first.split(b"\n")) == sorted(
        [b"", *(b"%s %d" % (who, n) for who in (b"one", b"two") for n in range(times))]
    )
    assert (root / "b.md").read_bytes() == first
    assert len(Journal(str(root)).operations()) == 2 * times
    for _ in range(2 * times):
        assert undo(str(root)).refused == ()
    assert [(root / f"{name}.md").read_bytes() for name in "ab"] == [b"", b""]
