import os
import time
from pathlib import Path

import pytest

from pnm_vault.cli import main as program

DAY = "2026-11-23"


@pytest.mark.skipif(os.name == "nt", reason="there the system's own call opens it")
def test_the_map_that_was_written_is_opened(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    for name in ("xdg-open", "open"):
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(
            f"#!/bin/sh\necho \"$1\" > '{said}.part' && /bin/mv '{said}.part' '{said}'\n", encoding="utf-8"
        )
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert program.run(["--vault", str(example), "--today", DAY, "-q", "map", "--open"]) == 0
    for _ in range(200):
        if said.exists():
            break
        time.sleep(0.05)
    opened = Path(said.read_text("utf-8").rstrip("\n"))
    assert opened.samefile(example / "Reviews" / "Pictures" / "Network.svg")


def test_where_nothing_can_open_it_the_map_is_written_all_the_same(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program.run(["--vault", str(example), "--today", DAY, "-q", "map", "--open"]) == 1
    assert "Network.svg" in capsys.readouterr().err
    assert (example / "Reviews" / "Pictures" / "Network.svg").exists()


def test_a_note_that_cannot_be_written_is_said(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "Reviews").mkdir()
    (example / "Reviews" / "Pictures.md").write_text("# Mine\n", "utf-8")
    assert program.run(["--vault", str(example), "--today", DAY, "-q", "map"]) == 1
    assert "Reviews/Pictures.md: This note was not made by pnm" in capsys.readouterr().err
    assert (example / "Reviews" / "Pictures.md").read_text("utf-8") == "# Mine\n"


def test_a_vault_without_contacts_has_an_empty_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "empty"
    (root / ".obsidian").mkdir(parents=True)
    assert program.run(["--vault", str(root), "--today", DAY, "map"]) == 0
    assert "0 contacts" in (root / "Reviews" / "Pictures" / "Network.svg").read_text("utf-8")
    assert program.run(["--vault", str(root), "--today", DAY, "map", "--circle", "x"]) == 1
    assert "No note names a circle." in capsys.readouterr().err
