"""Settings as they were read last time: the same as read anew, whatever was touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.errors import SettingsError
from pnm_vault.model.settings import Settings
from pnm_vault.vault import config, kept_settings
from pnm_vault.vault.config import effective_settings, render_settings
from pnm_vault.vault.kept_settings import settings_of
from pnm_vault.vault.places import cache_folder
from tests.vaults import REPOSITORY

OWN = """[vault]
daily_folder = "Journal"
ignore = ["Old", "*.draft.md"]
[cadence]
default = 90
friend = "30..45"
[time.minutes]
call = 20
[fields]
last_contact = ["seen", "zuletzt"]
[categories]
Kollegin = "colleague"
"""
PLUGINS: dict[str, str | bytes] = {
    ".obsidian/daily-notes.json": '{"folder": "Journal", "format": "DD.MM.YYYY"}',
    ".obsidian/templates.json": '{"folder": "Vorlagen/"}',
}
MakeVault = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often settings are read from their texts."""
    counted: list[str] = []

    def read(root: str) -> Settings:
        counted.append(root)
        return effective_settings(root)

    monkeypatch.setattr(config, "effective_settings", read)
    return counted


def place() -> Path:
    (found,) = Path(cache_folder()).glob("*.settings")
    return found


@pytest.mark.parametrize("own", [OWN, "", None])
def test_settings_are_read_once_and_are_the_same_from_then_on(
    make_vault: MakeVault, reads: list[str], own: str | None
) -> None:
    root = str(make_vault(PLUGINS if own is None else {**PLUGINS, "pnm.toml": own}))
    first = settings_of(root)
    assert [settings_of(root), settings_of(root)] == [first, first]
    assert first == effective_settings(root)
    assert render_settings(settings_of(root)) == render_settings(first)
    assert len(reads) == 1
    assert os.name == "nt" or place().stat().st_mode & 0o077 == 0


def test_settings_of_the_example_survive_being_kept(reads: list[str]) -> None:
    root = str(REPOSITORY / "example_vault")
    assert settings_of(root) == settings_of(root) == effective_settings(root)
    assert len(reads) == 1


def test_every_text_that_is_read_counts(make_vault: MakeVault, reads: list[str]) -> None:
    """Each file by its content, whatever its time stamp says."""
    root = make_vault({"x.md": "x"})
    steps = {
        "pnm.toml": ["", OWN, OWN.replace("Journal", "Tagebuch")],
        ".obsidian/daily-notes.json": ['{"format": "DD.MM.YYYY"}', '{"format": "YYYY.MM.DD"}'],
        ".obsidian/plugins/periodic-notes/data.json": ['{"daily": {"enabled": true, "format": "YYYYMMDD"}}'],
        ".obsidian/community-plugins.json": ['["periodic-notes"]', '["templater-obsidian"]'],
        ".obsidian/plugins/templater-obsidian/data.json": ['{"templates_folder": "T"}', '{"templates_folder": "U"}'],
        ".obsidian/templates.json": ['{"folder": "T"}'],
    }
    for name, texts in steps.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        for text in texts:
            (root / name).write_text(text)
            os.utime(root / name, (1_700_000_000, 1_700_000_000))
            assert settings_of(str(root)) == effective_settings(str(root))
            assert settings_of(str(root)) == effective_settings(str(root))
    (root / "pnm.toml").unlink()
    assert settings_of(str(root)) == effective_settings(str(root))
    assert len(reads) == sum(map(len, steps.values())) + 1


def test_faults_are_told_each_time_and_keep_nothing(make_vault: MakeVault) -> None:
    root = make_vault({"pnm.toml": "[vault]\nfolder = 3\n"})
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"pnm\.toml:2"):
            settings_of(str(root))
    assert not os.path.exists(cache_folder())
    (root / "pnm.toml").unlink()
    (root / "pnm.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        settings_of(str(root))


@pytest.mark.parametrize("damage", ["cut", "empty", "bent", "gone", "folder"])
def test_what_is_kept_may_be_damaged(make_vault: MakeVault, damage: str) -> None:
    root = str(make_vault({"pnm.toml": OWN}))
    wanted = settings_of(root)
    content = place().read_bytes()
    if damage == "cut":
        place().write_bytes(content[:-1])
    elif damage == "empty":
        place().write_bytes(b"")
    elif damage == "bent":
        place().write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    else:
        kept = place()
        kept.unlink()
        if damage == "folder":
            kept.mkdir()
    assert settings_of(root) == wanted
    assert damage == "folder" or place().read_bytes() == content


def test_another_program_reads_anew(make_vault: MakeVault, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(make_vault({"pnm.toml": OWN}))
    settings_of(root)
    monkeypatch.setattr(kept_settings, "program_stamp", lambda: b"another")
    assert settings_of(root) == effective_settings(root)
    assert len(reads) == 2


def test_texts_that_change_while_they_are_read_are_not_kept(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"pnm.toml": OWN})

    def read(given: str) -> Settings:
        settings = effective_settings(given)
        (root / "pnm.toml").write_text("")
        return settings

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(config, "effective_settings", read)
        settings_of(str(root))
    assert settings_of(str(root)) == Settings()


def test_where_nothing_is_to_be_kept_nothing_is_written(make_vault: MakeVault, reads: list[str]) -> None:
    root = str(make_vault({"pnm.toml": OWN}))
    assert settings_of(root, kept=False) == settings_of(root, kept=False)
    assert len(reads) == 2
    assert not os.path.exists(cache_folder())
