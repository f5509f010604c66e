"""What a power cut would keep while marks are carried out, and what it costs to put a note in its place for good."""

import os
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from pnm_vault.model.plan import Plan, Replace
from pnm_vault.vault import swap, user_file, write
from pnm_vault.vault.write_user import apply_user
from tests.pipeline import test_answers_killed as scene
from tests.vaults import FIGURE

TORTURE = os.environ.get("PNM_TORTURE") == "1"
COUNT = 3


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="which file is synced is seen on Linux")
def test_the_journal_lasts_before_the_first_note_and_the_notes_before_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene, "COUNT", COUNT)
    root = scene.make_vault(tmp_path)
    log: list[str] = []
    fsync, replace, exchange = os.fsync, os.replace, swap.exchange

    def note_fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        where = "page" if "/Reviews" in path else "note" if path.startswith(str(root)) else "journal"
        log.append(f"sync {where} {'folder' if os.path.isdir(path) else 'file'}")
        fsync(handle)

    def note_replace(old: str, new: str, **named: int) -> None:
        if "journal" in new:
            log.append(f"name {os.path.splitext(new)[1] or '.content'}")
        replace(old, new, **named)

    def note_exchange(first: str, second: str, folder: int | None) -> bool:
        log.append(f"name {'note' if second.startswith('C') else 'page'}")
        return exchange(first, second, folder)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    for place in (user_file, write):
        monkeypatch.setattr(place, "exchange", note_exchange)
    scene.regenerate(root)
    scene.check_done(root, "order")
    texts = 2 * COUNT
    begin = next(at for at, step in enumerate(log) if step == "sync journal file" and log[at + 1] == step)
    contents = ["sync journal file"] * texts + ["name .content"] * texts + ["sync journal folder"]
    intention = ["sync journal file", "name .intended", "sync journal folder"]
    notes = ["sync note file", "name note"] * COUNT + ["sync note folder"]
    settled = ["name .done", "sync journal folder"]
    pages = [step for step in log if "page" in step]
    assert log[begin:] == [*contents, *intention, *notes, *settled, *pages]
    assert pages == ["sync page file", "name page"] * (len(pages) // 2) + ["sync page folder"]
    assert len(pages) > 3


@pytest.mark.skipif(sys.platform == "win32", reason="measured where files are synced as on Linux")
def test_what_a_placed_note_costs(tmp_path: Path) -> None:
    """Printed, not held against a limit: fifteen milliseconds are the aim, and the disk decides."""
    root = os.path.realpath(tmp_path)
    times = []
    for number in range(100 if TORTURE else 5):
        before, after = b"line\n" * 200, b"line\n" * 200 + b"%d\n" % number
        (tmp_path / f"{number}.md").write_bytes(before)
        began = time.perf_counter()
        done = apply_user(root, Plan((Replace(f"{number}.md", after, before),)), ("log",), at_once=(f"{number}.md",))
        times.append(time.perf_counter() - began)
        assert done.report.skipped == ()
    waited = user_file._SOON_SECONDS
    print(
        f"{FIGURE}a placed note: {median(times) * 1000:.1f} ms, of which {waited * 1000:.0f} ms of waiting for editors"
    )
    steps = []
    for number in range(100 if TORTURE else 5):
        steps.append(Replace(f"{number}.md", b"new %d\n" % number, (tmp_path / f"{number}.md").read_bytes()))
    began = time.perf_counter()
    done = apply_user(root, Plan(tuple(steps)), ("log",), at_once=[step.path for step in steps])
    took = time.perf_counter() - began
    assert done.report.skipped == ()
    print(f"{FIGURE}each of {len(steps)} notes placed together: {took * 1000 / len(steps):.1f} ms")
