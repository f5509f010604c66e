"""What a watch does while nobody waits: it changes nothing, and the first save finds everything loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session, readiness
from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.readiness import make_ready
from pnm_vault.review.plan import answers_on
from pnm_vault.vault.trust import trust
from tests.vaults import EXAMPLE_DAY, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = "---\ncadence: 30\nlast_contact: 2026-06-01\n---\n## Log\n\n- 2026-06-01: tea\n"


def files_in(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_it_changes_no_note_and_no_answer(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN, "People/Bob.md": ANN.replace("06-01", "07-01")})
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.regenerate()
        before, serial = files_in(root), session.serial()
        make_ready(session)
        assert (files_in(root), session.serial()) == (before, serial)
        write(root, {"People/Ann.md": f"{ANN}- 2026-11-20: a walk\n"})
        session.refresh(("People/Ann.md",))
        with open_session(str(root), EXAMPLE_DAY) as other:
            assert answer_all(session, ()) == answer_all(other, ())


def test_a_save_finds_the_pages_read_and_the_templates_compiled(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"People/Ann.md": ANN})
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.regenerate()
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert session.regenerate().report.replaced == ()
        make_ready(session)
        monkeypatch.setattr("pnm_vault.review.render_engine.engine_of", None)
        answers_on.cache_clear()
        readiness.read_pages(session, session.page_paths)
        read = answers_on.cache_info().misses
        write(root, {"People/Ann.md": f"{ANN}- 2026-11-20: a walk\n"})
        session.refresh(("People/Ann.md",))
        assert "Reviews/Agenda.md" in session.regenerate(look=False).report.replaced
        assert answers_on.cache_info().misses == read


def test_templates_of_the_vault_are_not_run_for_nothing(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"People/Ann.md": ANN, "Templates/pnm/agenda.md.j2": "own\n"})
    trust(str(root), "Templates/pnm/agenda.md.j2", b"own\n")
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        monkeypatch.setattr("pnm_vault.review.render.render_limited", None)
        make_ready(session)
