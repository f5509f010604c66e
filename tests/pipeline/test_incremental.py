"""Whatever is edited, renamed or deleted: what an update gives is what a first look would give."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pnm_vault.errors import VaultLooksEmptyError
from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.checking import IndexState, check_vault
from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.tables import TABLES
from pnm_vault.review.region import begin_line, end_line

LONG = bool(os.environ.get("PNM_TORTURE"))
NAMES = ("Ann Lee", "Bob", "José", "Cy")
FOLDERS = ("People", "People/Old", "Notes", "Communities", "Daily")
FIELDS = (
    "type: person",
    "aliases: [Annie, Bob]",
    "cadence: monthly",
    "knows: ['[[Ann Lee]]', '[[Cy]]']",
    "birthday: 1980-02-29",
    "private: true",
    "interests: [bees, chess]",
    "last_contact: 2026-03-04",
    "cadence: sometimes",
    "last_contact: 2026-02-30",
    "role: CEO: Acme",
    "circles: [choir, lab]",
    "circles: Choir",
    "company: Acme",
    "status: archived",
    "suggest: never",
    "type: community",
    "members: ['[[Bob]]', José]",
    "type: event\ndate: 2026-11-25\nexpected: '[[Cy]]'",
    'between: "[[Ann Lee]] and [[José]]"',
    "offers: [a boat of Bob]",
    "role: baker",
    "city: Graz",
    "suggest: never",
    "they_know: [that I cannot swim]",
    "category: family",
    "category: mentor\ngoals: [to speak up]",
    "category: mentee\nlearning: [to listen to Bob]",
    "closeness: 4",
    "last_contact: 2026-11-01",
)
LINES = (
    "- 2026-05-04: coffee",
    "- 2026-11-30: lunch planned with [[Bob]]",
    "- 2024-01-05: a letter from her",
    "- 2025-10-20: met at the lake",
    "- 2026-11-10: tea",
    "- lunch with [[Ann Lee]] and [[José]]",
    "- [ ] call [[Cy]] 📅 2026-11-25",
    "- [x] wrote to [[Bob]] ✅ 2026-06-07",
    "## Looking For",
    "- somebody who keeps bees",
    "## Can Help With",
    "- keeping bees",
    "```",
    "introduced [[Ann Lee]] to [[Cy]]",
    "## Whom to meet",
    "- 2026-11-02: asked Ann Lee",
    "- 2026-11-20: both said yes",
    "- 2026-11-20: thanked for introducing [[Cy]]",
    "introduced by [[Ann Lee]]",
    "- keeping bees = apiary work",
    "- 2026-11-12: session: how to say no #mentoring",
    "- I promised [[Ann Lee]] to send the plan",
)
note_texts = st.builds(
    lambda fields, lines: ("---\n" + "\n".join(fields) + "\n---\n" if fields else "") + "\n".join(lines) + "\n",
    st.lists(st.sampled_from(FIELDS), max_size=5, unique=True),
    st.lists(st.sampled_from(LINES), max_size=6),
)
paths = st.one_of(
    st.builds(lambda folder, name: f"{folder}/{name}.md", st.sampled_from(FOLDERS[:4]), st.sampled_from(NAMES)),
    st.builds(lambda day: f"Daily/2026-11-{day:02d}.md", st.integers(18, 28)),
    st.just("Introductions/Two.md"),
    st.just("Synonyms.md"),
)


class Vault(RuleBasedStateMachine):
    """A vault being lived in, looked at from time to time."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "vault"
        (self.root / ".obsidian").mkdir(parents=True)
        circles = self.root / "Reviews/Circles"
        circles.mkdir(parents=True)
        # As if the owner had asked for them, so that they are kept.
        for name in ("choir (circle)", "Acme (organisation)"):
            (circles / f"{name}.md").write_text(f"{begin_line('circle')}\n{end_line('circle')}\n", encoding="utf-8")
        self.today = date(2026, 11, 23)
        self.clock = 0
        self.earlier: dict[str, tuple[str, int]] = {}

    def session(self, cache: str) -> Session:
        os.environ["PNM_CACHE"] = str(self.folder / cache)
        os.environ["PNM_STATE"] = str(self.folder / "state")
        return open_session(str(self.root), self.today, force=True)

    def settle(self, path: Path) -> None:
        """Give a file a time stamp of its own that is not fresh, as a slower writer would."""
        self.clock += 1
        stamp = 1_700_000_000_000_000_000 + self.clock * 1_000_000
        os.utime(path, ns=(stamp, stamp))

    @rule(path=paths, text=note_texts)
    def edit(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            self.earlier[path] = (target.read_text(encoding="utf-8"), target.stat().st_mtime_ns)
        target.write_text(text, encoding="utf-8")
        self.settle(target)

    @rule(old=paths, new=paths)
    def rename(self, old: str, new: str) -> None:
        if (self.root / old).exists():
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.root / old).replace(self.root / new)

    @rule(path=paths)
    def put_back(self, path: str) -> None:
        """Give a note the text and the stamp that it had before its last edit, as a backup does."""
        if path in self.earlier and (self.root / path).exists():
            text, stamp = self.earlier[path]
            (self.root / path).write_text(text, encoding="utf-8")
            os.utime(self.root / path, ns=(stamp, stamp))

    @rule(path=paths)
    def delete(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)

    @rule(days=st.integers(-3, 10))
    def wait(self, days: int) -> None:
        self.today += timedelta(days)

    @rule()
    def look(self) -> None:
        with self.session("kept") as session:
            session.regenerate()

    @rule()
    def check(self) -> None:
        os.environ["PNM_CACHE"] = str(self.folder / "kept")
        os.environ["PNM_STATE"] = str(self.folder / "state")
        try:
            found = check_vault(str(self.root), self.today)
        except VaultLooksEmptyError:
            return
        assert found.index in (IndexState.EQUAL, IndexState.NONE)
        assert {problem.code for problem in found.problems} <= {"review-outdated", "name-clash"}

    @invariant()
    def agrees_with_a_first_look(self) -> None:
        if not hasattr(self, "root"):
            return
        shutil.rmtree(self.folder / "fresh", ignore_errors=True)
        with self.session("kept") as kept, self.session("fresh") as fresh:
            assert kept.picture() == fresh.picture()
            assert kept.index() == fresh.index()
            assert kept.introductions(50) == fresh.introductions(50)
            assert kept.acquainted(50) == fresh.acquainted(50)
            for table in TABLES:
                assert dict(kept.table(table)) == dict(fresh.table(table))
            assert answer_all(kept, ()) == answer_all(fresh, ())
            for tie in kept.picture().network.ties:
                assert kept.record(tie.path) == fresh.record(tie.path)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)


def test_a_note_that_takes_the_name_of_a_shared_alias_settles_it(
    make_vault: Callable[[dict[str, str | bytes]], Path],
) -> None:
    """A link by that name leads to the new note from then on, so that the alias misleads nobody."""
    shared = "---\ntype: person\naliases: [Bob]\n---\n"
    root = make_vault({"People/Ann Lee.md": shared, "People/José.md": shared})

    def codes() -> list[str]:
        with open_session(str(root), date(2026, 11, 23)) as session:
            return [problem.code for problem in session.picture().problems]

    assert codes() == ["shared-alias"]
    (root / "Bob.md").write_text("no contact\n", encoding="utf-8")
    assert codes() == []
    (root / "Bob.md").unlink()
    assert codes() == ["shared-alias"]


TestVault = Vault.TestCase
TestVault.settings = settings(deadline=None, max_examples=300 if LONG else 12, stateful_step_count=40 if LONG else 12)
