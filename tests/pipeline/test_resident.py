"""A session that stays open while the vault is lived in, as a watch keeps one: it answers as a first look would."""

import shutil
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.tables import TABLES
from tests.pipeline.test_incremental import LONG, Vault, note_texts, paths


class Resident(Vault):
    """One session for all of it. Sometimes it is told where to look, and sometimes another process was there before."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.resident = self.session("kept")

    @rule(path=paths, text=note_texts)
    def save(self, path: str, text: str) -> None:
        """Save a note and say so."""
        self.edit(path, text)
        self.resident.refresh((path,))

    @rule()
    def write_pages(self) -> None:
        self.resident.refresh()
        self.resident.regenerate(look=False)

    @rule(days=st.integers(-3, 10))
    def wait(self, days: int) -> None:
        self.today += timedelta(days)
        self.resident.today = self.today

    @rule(path=paths, text=note_texts)
    def another_process_looks_first(self, path: str, text: str) -> None:
        self.edit(path, text)
        with self.session("kept") as other:
            other.regenerate()

    @invariant()
    def agrees_with_a_first_look(self) -> None:
        if not hasattr(self, "resident"):
            return
        shutil.rmtree(self.folder / "fresh", ignore_errors=True)
        with self.session("fresh") as fresh:
            self.resident.refresh()
            assert self.resident.picture() == fresh.picture()
            assert self.resident.index() == fresh.index()
            for table in TABLES:
                assert dict(self.resident.table(table)) == dict(fresh.table(table))
            assert answer_all(self.resident, ()) == answer_all(fresh, ())

    def teardown(self) -> None:
        if hasattr(self, "resident"):
            self.resident.__exit__(None, None, None)
        super().teardown()


TestResident = Resident.TestCase
TestResident.settings = settings(deadline=None, max_examples=300 if LONG else 8, stateful_step_count=40 if LONG else 12)
