"""Obsidian's own folder, whatever it is called, and which hidden names may be written in it."""

import json
from pathlib import Path

import pytest

from pnm_vault.vault.folder import Refused, parts_of
from pnm_vault.vault.obsidian_folder import ObsidianFolder, name_beside, read_obsidian_folder
from tests.vaults import write


def test_no_folder(tmp_path: Path) -> None:
    write(tmp_path, {".git/config": "", ".vscode/app.json": "{}", "a.md": ""})
    assert read_obsidian_folder(str(tmp_path)) == ObsidianFolder()


def test_a_folder_of_another_name_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path, {".config-desk/app.json": "{}", ".config-desk/core-plugins.json": "{}", ".a/app.json": "{}"})
    assert read_obsidian_folder(str(tmp_path)).path == ".config-desk"
    (tmp_path / ".obsidian").mkdir()
    assert read_obsidian_folder(str(tmp_path)).path == ".obsidian"


@pytest.mark.parametrize(
    ("plugins", "off"),
    [
        ({"bases": True, "templates": False}, ("templates",)),
        ({"bases": False}, ("bases",)),
        ({}, ()),
        (["templates"], ("bases",)),
        (3, ()),
    ],
)
def test_what_is_switched_off(tmp_path: Path, plugins: object, off: tuple[str, ...]) -> None:
    write(tmp_path, {".obsidian/core-plugins.json": json.dumps(plugins)})
    assert read_obsidian_folder(str(tmp_path)).off == off


@pytest.mark.parametrize(
    ("text", "folder"),
    [('{"folder": "/Forms/"}', "Forms"), ('{"folder": "../x"}', ""), ("{", ""), ("[]", ""), ('{"folder": 3}', "")],
)
def test_the_folder_of_templates(tmp_path: Path, text: str, folder: str) -> None:
    write(tmp_path, {".obsidian/templates.json": text})
    assert read_obsidian_folder(str(tmp_path)).templates == folder


def test_a_folder_that_lies_elsewhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "vault/.obsidian").symlink_to(tmp_path / "shared", target_is_directory=True)
    found = read_obsidian_folder(str((tmp_path / "vault").resolve()))
    assert (found.path, found.inside) == (".obsidian", False)


def test_a_name_that_some_systems_take_for_the_same_is_there(tmp_path: Path) -> None:
    write(tmp_path, {"contacts.BASE": ""})
    assert name_beside(str(tmp_path), "Contacts.base") == "contacts.BASE"
    assert name_beside(str(tmp_path), "Templates/Contact.md") == ""


@pytest.mark.parametrize("path", [".obsidian/types.json", ".config-desk/appearance.json", ".obsidian/snippets/pnm.css"])
def test_what_obsidian_reads_may_be_written(path: str) -> None:
    assert parts_of(path) == tuple(path.split("/"))


@pytest.mark.parametrize(
    "path",
    [
        *(".obsidian", ".obsidian/app.json", ".obsidian/plugins/types.json", ".obsidian/snippets/own.css"),
        *(
            ".git/types.json",
            ".GIT/types.json",
            "../types.json",
            "./types.json",
            "..a/types.json",
            ".a/.b/types.json",
            "a/.b/types.json",
        ),
        *(".a/../types.json", ".a//types.json", ".obsidian/types.json\n", ".obsidian/.types.json"),
    ],
)
def test_nothing_else_that_is_hidden(path: str) -> None:
    with pytest.raises(Refused):
        parts_of(path)
