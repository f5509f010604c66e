"""Marks on review notes while `pnm watch` runs, and while editors save the same notes all the time."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.test_watch import small, watching
from tests.vault.test_write_user_races import EDITOR
from tests.vaults import FIGURE

MakeVault = Callable[[dict[str, str | bytes]], Path]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")

TORTURE = os.environ.get("PNM_TORTURE") == "1"
RACE_SECONDS = 60.0 if TORTURE else 5.0
STYLES = ("truncate", "overwrite", "append", "rename", "backup")
LONG_AGO = 1_700_000_000


def quiet(seconds: float) -> str:
    return (
        "from pnm_vault.pipeline import answering, watching\n"
        f"answering.ANSWER_QUIET = watching.ANSWER_QUIET = {seconds}\n"
    )


def open_lines(page: Path, name: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [line for line in text.split("\n") if f"|{name}]]" in line and line.startswith("- [ ] ")]


def tick(page: Path, name: str, words: str) -> None:
    """Set the first open box of a contact and write behind it, by a new file as phones and sync services do."""
    text = page.read_text(encoding="utf-8")
    line = open_lines(page, name)[0]
    beside = page.with_name(".sync.tmp")
    beside.write_text(text.replace(line, line.replace("[ ]", "[x]", 1) + f" {words}"), encoding="utf-8")
    beside.replace(page)


def calm(root: Path) -> Path:
    for path in root.glob("People/*.md"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return root


def lines_of(note: Path, words: str) -> list[str]:
    return [line for line in note.read_text(encoding="utf-8").split("\n") if words in line]


def test_a_tick_is_carried_out_when_the_page_has_been_left_alone(make_vault: MakeVault) -> None:
    root = calm(make_vault(small()))
    page, note = root / "Reviews/Reconnect.md", root / "People/Ann.md"
    with watching(root, code=quiet(0.3)) as run:
        tick(page, "Ann", "yesterday: coffee")
        run.until(lambda: "coffee" in note.read_text(encoding="utf-8"))
        run.until(lambda: "|Ann]]" not in page.read_text(encoding="utf-8"))
        run.until_said("Ann: in touch on 2026-11-22")
        assert run.said("To take it back: pnm undo") == 1
        time.sleep(1.0)
        assert lines_of(note, "coffee") == ["- 2026-11-22: coffee"]
        assert run.said("Carried out") == 1


def test_who_ticks_a_box_may_go_on_to_write_beside_it(make_vault: MakeVault) -> None:
    root = calm(make_vault(small()))
    page, note = root / "Reviews/Reconnect.md", root / "People/Ann.md"
    with watching(root, code=quiet(2.5)) as run:
        tick(page, "Ann", "")
        for words in ("a long talk", " about bees"):
            time.sleep(0.8)
            text = page.read_text(encoding="utf-8")
            line = next(line for line in text.split("\n") if line.startswith("- [x]"))
            page.write_text(text.replace(line, line.rstrip() + " " + words.strip()), encoding="utf-8")
        run.until(lambda: "bees" in note.read_text(encoding="utf-8"))
        assert lines_of(note, "talk") == ["- 2026-11-23: a long talk about bees"]


def test_a_mark_that_cannot_be_carried_out_is_told_once(make_vault: MakeVault) -> None:
    root = calm(make_vault(small()))
    page = root / "Reviews/Reconnect.md"
    with watching(root, code=quiet(0.3)) as run:
        tick(page, "Ann", "2026-02-30: coffee")
        run.until_said("[mark-refused]")
        run.until(lambda: "Not carried out" in page.read_text(encoding="utf-8"))
        (root / "People/Bob.md").write_text("---\ncadence: 30\n---\n- [ ] something new 📅 2026-11-25\n", "utf-8")
        run.until_shown("something new")
        assert run.said("[mark-refused]") == 1
        assert lines_of(page, "2026-02-30: coffee") == [*lines_of(page, "- [x] [[People/Ann|")]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the exchange of names is tried on Linux")
def test_editors_race_with_the_watch_and_with_commands(make_vault: MakeVault) -> None:
    """Five editors save five notes all the time, each in its way, while ticks come in and `pnm log` is given."""
    names = ["Ann", "Bob", "Cy", "Dee", "Eve"]
    root = calm(make_vault(small()))
    with watching(root, code=quiet(0.2)):
        editors = {
            name: subprocess.Popen(
                [sys.executable, "-c", EDITOR, str(root / f"People/{name}.md"), style, "0.4", str(RACE_SECONDS)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name, style in zip(names, STYLES, strict=True)
        }
        logged = ticked = 0
        while any(editor.poll() is None for editor in editors.values()):
            name = random.choice(names)
            command = [sys.executable, "-m", "pnm_vault", "--vault", str(root), "--today", "2026-11-23", "log"]
            given = subprocess.run([*command, f"{name}: logged {logged} times"], capture_output=True, text=True)
            assert given.returncode in (0, 1, 5), given.stderr
            assert "Traceback" not in given.stderr
            logged += given.returncode == 0
            page = root / "Reviews/Follow-ups.md"
            if open_lines(page, name):
                tick(page, name, f"ticked {ticked}")
                ticked += 1
        saves, lost = 0, []
        for name, editor in editors.items():
            out, trouble = editor.communicate()
            assert editor.returncode == 0, trouble
            saves += int(out)
            kept = [path.read_bytes() for path in root.glob(f"People/{name}*") if path.suffix == ".md"]
            lines = {line for text in kept for line in text.splitlines()}
            wanted = [b"editor %d end" % number for number in range(1, int(out) + 1)]
            lost += [(name, line) for line in wanted if line not in lines]
    print(
        f"{FIGURE}beside the watch: {saves} saves by editors, {logged} lines logged, {ticked} ticks, {len(lost)} lost"
    )
    assert lost == []
    assert saves > 10 and logged > 0
    assert [path for path in root.rglob(".pnm-*") if not re.search(r"\.sync", path.name)] == []
