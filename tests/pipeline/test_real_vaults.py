"""Vaults that other people published: real input, nothing changed to suit us."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from pnm_vault.review.page_names import PAGES
from tests.vaults import REPOSITORY, regenerate, reviews

VAULTS = REPOSITORY.parent / "shared" / "vaults"
EXPECTED = {
    "kepano-obsidian": ("Kevin Kelly", "Paul Chambers", "Steph Ango"),
    "arkan-vault-template": ("Alice Martin", "Bob Dupont", "Startup XYZ"),
}
LAST_CONTACT = {
    "kepano-obsidian": {"Steph Ango": date(2023, 9, 12)},
    "arkan-vault-template": {
        "Alice Martin": date(2026, 3, 30),
        "Bob Dupont": date(2026, 3, 30),
        "Startup XYZ": date(2026, 3, 25),
    },
}

pytestmark = pytest.mark.skipif(not VAULTS.is_dir(), reason="the published vaults are not part of this repository")


@pytest.fixture(params=EXPECTED)
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    source = VAULTS / str(request.param)
    target = tmp_path / source.name
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    return target


def test_contacts_are_found_and_nothing_else_is_taken_for_one(vault: Path) -> None:
    with open_session(str(vault), date(2026, 11, 23)) as session:
        ties = session.picture().network.ties
    assert tuple(sorted(tie.name for tie in ties)) == EXPECTED[vault.name]


def test_last_contact_is_the_newest_of_everything(vault: Path) -> None:
    with open_session(str(vault), date(2026, 11, 23)) as session:
        last = {tie.name: tie.last for tie in session.picture().network.ties if tie.last is not None}
    assert last == LAST_CONTACT[vault.name]


def test_six_notes_and_the_same_bytes_twice(vault: Path) -> None:
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    done = regenerate(vault)
    assert len(done.report.created) == len(PAGES)
    assert done.report.skipped == ()
    first = reviews(vault)
    assert regenerate(vault).changes == ()
    shutil.rmtree(vault / "Reviews")
    regenerate(vault)
    assert reviews(vault) == first
    assert {path: path.read_bytes() for path in before} == before


def test_a_tool_that_is_new_to_a_vault_does_not_shower_it_with_problems(vault: Path) -> None:
    assert regenerate(vault).problems <= 3
