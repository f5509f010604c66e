"""Obsidian's own settings, as far as they are of use."""

import json
from pathlib import Path

import pytest

from pnm_vault.vault.obsidian import ObsidianSettings, read_obsidian


def configure(root: Path, files: dict[str, object]) -> ObsidianSettings:
    for name, content in files.items():
        path = root / ".obsidian" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_obsidian(str(root))


def test_without_obsidian_nothing_is_said(tmp_path: Path) -> None:
    assert read_obsidian(str(tmp_path)) == ObsidianSettings()


def test_what_is_read(tmp_path: Path) -> None:
    assert configure(
        tmp_path,
        {
            "daily-notes.json": {"folder": "Journal/Days", "format": "YYYY/MM/DD", "template": "T"},
            "templates.json": {"folder": "/Templates/"},
            "app.json": {"userIgnoreFilters": ["Archive/", "/x.*/", 3], "newLinkFormat": "shortest"},
        },
    ) == ObsidianSettings("Journal/Days", "YYYY/MM/DD", "Templates", ("Archive/", "/x.*/"), "T.md")


PERIODIC = {"daily": {"enabled": True, "folder": "P", "format": "YYYYMMDD"}}


@pytest.mark.parametrize(
    ("periodic", "plugins", "folder"),
    [
        (PERIODIC, ["dataview", "periodic-notes"], "P"),
        (PERIODIC, ["dataview"], "D"),
        (PERIODIC, {}, "D"),
        ({"daily": {"enabled": False, "folder": "P"}}, ["periodic-notes"], "D"),
        ({"daily": 3}, ["periodic-notes"], "D"),
        ([], ["periodic-notes"], "D"),
    ],
)
def test_periodic_notes_where_it_is_on(tmp_path: Path, periodic: object, plugins: object, folder: str) -> None:
    files = {
        "daily-notes.json": {"folder": "D"},
        "plugins/periodic-notes/data.json": periodic,
        "community-plugins.json": plugins,
    }
    assert configure(tmp_path, files).daily_folder == folder


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"null",
        b"[]",
        b"3",
        b"[" * 100_000,
        {"folder": 3, "format": None},
        {"folder": "../out", "format": []},
        {"folder": "C:/x"},
        {"folder": ".hidden"},
        {"userIgnoreFilters": "x"},
        {"folder": {"a": 1}},
    ],
    ids=range(13),
)
def test_anything_odd_is_left_out(tmp_path: Path, content: object) -> None:
    names = (
        "daily-notes.json",
        "templates.json",
        "app.json",
        "community-plugins.json",
        "plugins/periodic-notes/data.json",
    )
    assert configure(tmp_path, dict.fromkeys(names, content)) == ObsidianSettings()


def test_a_byte_order_mark_and_the_root_folder(tmp_path: Path) -> None:
    found = configure(tmp_path, {"daily-notes.json": b'\xef\xbb\xbf{"format": " YYYY-MM-DD ", "folder": "/"}'})
    assert found == ObsidianSettings("", "YYYY-MM-DD")


def test_a_folder_of_another_name_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / ".obsidian-mobile").mkdir()
    (tmp_path / ".obsidian-mobile" / "templates.json").write_text('{"folder": "T"}')
    assert read_obsidian(str(tmp_path)) == ObsidianSettings()
