"""Obsidian's own settings, as far as they are of use."""

import json
from pathlib import Path

import pytest

from pnm_vault.model.settings import ObsidianSettings
from pnm_vault.vault.obsidian import read_obsidian


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
        },
    ) == ObsidianSettings(True, "Journal/Days", "YYYY/MM/DD", ("Templates",), "T.md")


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


def test_periodic_notes_that_are_on_say_all_of_the_daily_notes(tmp_path: Path) -> None:
    """Its empty folder is the vault itself, and its empty format the usual one, whatever the built-in plugin says."""
    files: dict[str, object] = {
        "daily-notes.json": {"folder": "D", "format": "YYYYMMDD"},
        "plugins/periodic-notes/data.json": {"daily": {"enabled": True}},
        "community-plugins.json": ["periodic-notes"],
    }
    assert configure(tmp_path, files) == ObsidianSettings(daily=True)


@pytest.mark.parametrize(
    ("templates", "templater", "plugins", "folders"),
    [
        ({"folder": "Templates"}, {"templates_folder": "Extras/Templater/"}, True, ("Templates", "Extras/Templater")),
        ({"folder": "T"}, {"templates_folder": "T"}, True, ("T",)),
        ({}, {"templates_folder": "T"}, True, ("T",)),
        ({}, {"templates_folder": "T"}, False, ()),
        ({"folder": ""}, {"templates_folder": ""}, True, ()),
        ({"folder": "/"}, {"templates_folder": "../x"}, True, ()),
        ([], [], True, ()),
    ],
)
def test_both_plugins_name_template_folders(
    tmp_path: Path, templates: object, templater: object, plugins: bool, folders: tuple[str, ...]
) -> None:
    files = {
        "templates.json": templates,
        "plugins/templater-obsidian/data.json": templater,
        "community-plugins.json": ["templater-obsidian"] if plugins else ["dataview"],
    }
    assert configure(tmp_path, files).templates == folders


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
        {"folder": {"a": 1}},
    ],
    ids=range(12),
)
def test_anything_odd_is_left_out(tmp_path: Path, content: object) -> None:
    names = (
        "daily-notes.json",
        "templates.json",
        "community-plugins.json",
        "plugins/periodic-notes/data.json",
        "plugins/templater-obsidian/data.json",
    )
    found = configure(tmp_path, dict.fromkeys(names, content))
    assert found in (ObsidianSettings(), ObsidianSettings(daily=True))


def test_a_byte_order_mark_and_the_root_folder(tmp_path: Path) -> None:
    found = configure(tmp_path, {"daily-notes.json": b'\xef\xbb\xbf{"format": " YYYY-MM-DD ", "folder": "/"}'})
    assert found == ObsidianSettings(True, "", "YYYY-MM-DD")


def test_a_folder_of_another_name_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / ".obsidian-mobile").mkdir()
    (tmp_path / ".obsidian-mobile" / "templates.json").write_text('{"folder": "T"}')
    assert read_obsidian(str(tmp_path)) == ObsidianSettings()
