"""The same vault on the same day gives the same review notes on every machine; what differs is only what must."""

import os
import random
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.gits import begin, git, needs_git
from tests.pipeline.test_golden import GOLDEN, NOTES
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]


def golden() -> dict[str, bytes]:
    return {name: (GOLDEN / name).read_bytes() for name in NOTES}


def test_an_old_locale_and_another_umask_do_not_show(example: Path, tmp_path: Path) -> None:
    own = {"PNM_CACHE": str(tmp_path / "c"), "PNM_STATE": str(tmp_path / "s"), "PATH": os.environ["PATH"]}
    odd = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TZ": "Asia/Kathmandu"}
    command = [sys.executable, "-m", "pnm_vault", "--vault", str(example), "--today", "2026-11-23", "regenerate"]
    subprocess.run(command, env={**own, **odd}, check=True, capture_output=True, umask=0o077)
    assert reviews(example) == golden()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_and_age_of_files_do_not_show(example: Path, tmp_path: Path, seed: int) -> None:
    """Each machine lists its folders in an order of its own, and a clone is as old as its checkout."""
    files = [path for path in sorted(example.rglob("*")) if path.is_file()]
    chance = random.Random(seed)
    chance.shuffle(files)
    other = tmp_path / "other"
    for path in files:
        copy = other / path.relative_to(example)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        age = chance.randrange(1_000_000_000)
        os.utime(copy, (age, age))
    regenerate(other)
    assert reviews(other) == golden()


def test_names_whose_accents_are_stored_apart_give_the_same_lines(example: Path) -> None:
    """Old disks of macOS do so. The order of lines that are equal otherwise may be another one."""
    changed = 0
    for path in [path for path in example.rglob("*.md") if not path.name.isascii()]:
        apart = path.with_name(unicodedata.normalize("NFD", path.name))
        path.rename(apart)
        changed += apart.name != path.name
    assert changed
    regenerate(example)
    for name, content in golden().items():
        assert sorted(reviews(example)[name].splitlines()[:-1]) == sorted(content.splitlines()[:-1]), name
    # And what came by way of such a machine is right here.
    before = reviews(example)
    assert regenerate(example).changes == ()
    assert reviews(example) == before


def test_a_mark_made_elsewhere_is_carried_out_where_accents_are_stored_apart(make_vault: MakeVault) -> None:
    name = unicodedata.normalize("NFD", "People/José Álvarez.md")
    root = make_vault({"pnm.toml": "", name: "---\ntype: contact\n---\n\n- [ ] call José 📅 2026-11-20\n"})
    os.utime(root / name, (1_700_000_000, 1_700_000_000))  # nobody is editing it
    regenerate(root)
    page = root / "Reviews" / "Follow-ups.md"
    text = page.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    page.write_text(text.replace("- [ ] call", "- [x] call"), "utf-8")
    [outcome] = regenerate(root).outcomes
    assert not outcome.reason
    assert "- [x] call José" in (root / name).read_text("utf-8")


def test_links_in_another_case_and_form_lead_to_the_same(make_vault: MakeVault) -> None:
    """What a link means is never asked of the disk, which on some machines takes one case for the other."""
    found = []
    for link in ("Ana Núñez", "ANA núñez", unicodedata.normalize("NFD", "ana Núñez")):
        ben = f"---\ntype: contact\nknows: '[[{link}]]'\n---\n\n## Log\n\n- 2026-11-01 Call\n"
        ana = "---\ntype: contact\nbirthday: 12-01\n---\n\n## Log\n\n- 2026-11-01 Call\n"
        root = make_vault({"pnm.toml": "", "People/Ben.md": ben, "People/Ana Núñez.md": ana})
        regenerate(root)
        found.append(reviews(root))
    assert found[0] == found[1] == found[2]


@needs_git
@pytest.mark.usefixtures("own_git")
def test_a_checkout_with_line_ends_of_windows(example: Path, tmp_path: Path) -> None:
    """Line ends are no change: nothing is written for them, and what is written has those of its note."""
    (example / ".gitattributes").unlink()
    regenerate(example)
    assert reviews(example) == golden()
    begin(example)
    git(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", str(example), "windows")
    windows = tmp_path / "windows"
    assert all(b"\r\n" in content for content in reviews(windows).values())
    assert regenerate(windows).changes == ()
    for day in (1, 2):
        regenerate(example, EXAMPLE_DAY + timedelta(day))
        assert regenerate(windows, EXAMPLE_DAY + timedelta(day)).report.replaced
    there = reviews(windows)
    assert all(content.count(b"\r\n") == content.count(b"\n") for content in there.values())
    assert {name: content.replace(b"\r\n", b"\n") for name, content in there.items()} == reviews(example)


def test_another_day_in_between_leaves_no_trace(example: Path) -> None:
    """Two machines on both sides of midnight: whoever writes last decides, by the day alone."""
    regenerate(example)
    regenerate(example, EXAMPLE_DAY + timedelta(1))
    regenerate(example, EXAMPLE_DAY - timedelta(1))
    regenerate(example)
    assert reviews(example) == golden()


def test_a_day_changes_only_what_hangs_on_it(example: Path) -> None:
    regenerate(example, date(2026, 11, 24))
    before = reviews(example)
    regenerate(example, date(2026, 11, 25))
    after = reviews(example)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"Agenda.md", "Reconnect.md", "Follow-ups.md", "Dates ahead.md", "Events and communities.md"}
    for name in changed:
        old, new = set(before[name].splitlines()), set(after[name].splitlines())
        assert len(old ^ new) <= max(12, len(old) // 4), name


def newer(text: str) -> str:
    """What a later version might have made: other words in its markers, other lines between them."""
    lines = text.splitlines()
    lines[0] = lines[0].replace("format=1", "format=2 kind=weekly")
    lines[-1] = lines[-1].replace(" -->", " sums:3 -->")
    return "\n".join([*lines[:3], "- [x] of a new sort <!-- pnm:sort2 xyz -->", *lines[3:]]) + "\n"


def test_the_note_of_a_later_version_is_left_alone(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regenerate(example)
    page = example / "Reviews" / "Agenda.md"
    other = example / "Reviews" / "Reconnect.md"
    page.write_text(newer(page.read_text("utf-8")).replace("- [ ]", "- [x]", 1), "utf-8")
    kept = page.read_bytes()
    notes = {path: path.read_bytes() for path in (example / "Contacts").rglob("*.md")}
    other.unlink()
    words = ["--vault", str(example), "--today", "2026-11-23"]
    assert program.run([*words, "regenerate"]) == 1
    said = capsys.readouterr().err
    assert "Reviews/Agenda.md:0: error: A later version of pnm made this note, so it was left alone" in said
    assert "[review-newer]" in said
    assert page.read_bytes() == kept
    assert {path: path.read_bytes() for path in notes} == notes
    assert reviews(example)["Reconnect.md"] == golden()["Reconnect.md"]
    assert program.run([*words, "doctor", "--quiet"]) == 0
    assert "[review-newer]" in capsys.readouterr().out


def test_settings_of_a_later_version_stop_everything(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({"pnm.toml": "[review]\nof_tomorrow = 3\n"})
    write(root, {"People/Ann.md": "---\ntype: contact\n---\n"})
    assert program.run(["--vault", str(root), "regenerate"]) == 3
    assert not reviews(root)
