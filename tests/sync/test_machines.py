"""Two and three machines with one vault: whatever is done on them, and in whatever order they merge, nothing is lost.

Words that occur once (`lou12lou`) stand for what somebody wrote. One that nobody took out again is in the vault in
the end. Their letters are none that the sums on review notes are made of. What the machines may differ in, and what
is accepted, is in docs/sync.md.
"""

import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from pnm_vault.model.settings import Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from tests.gits import needs_git
from tests.sync.machines import Machine, begin_vault, quick_driver, real_driver, scratch, words_in
from tests.vaults import FIGURE

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="the driver speaks through named pipes")]

LONG = bool(os.environ.get("PNM_TORTURE"))
LIVED: Counter[str] = Counter()
# Histories that one run lives through; `make torture` has many.
HISTORIES = int(os.environ.get("PNM_HISTORIES", "2000" if LONG else "12"))
NAMES = ("Ann Lee", "Ben Roy", "Cy Dee")
ABOUT = {
    "Ann Lee": "We met at school in Graz.\n\nShe sings alto and keeps bees behind the house.",
    "Ben Roy": "From the climbing hall.\n\nHis brother runs the bakery, open on Sundays too.",
    "Cy Dee": "Neighbour of my aunt.\n\nTeaches maths, plays chess by post, has two cats.",
    "Dot Fay": "Runs the night train to Zagreb.\n\nCollects maps of towns that are no more.",
}
numbers = st.integers(0, 10**6)
edits = st.sampled_from(("log", "touch", "set", "tag", "tell", "ask", "tick", "delete"))


def note(name: str, role: str = "", day: str = "2026-08-01") -> str:
    about = ABOUT.get(name, f"{name} again.")
    return (
        f"---\ntype: contact\ncadence: 30\nrole: {role or 'baker'}\nlast_contact: {day}\ntags: [friend]\n---\n"
        f"# {name}\n\n{about}\n\n## Next\n\n- [ ] ring {name.split()[0]} 📅 2026-11-20\n\n"
        f"## Log\n\n- {day}: tea with {name}\n"
    )


@cache
def origin(driver: str) -> Path:
    folder = scratch("origin") / "vault"
    files = {f"People/{name}.md": note(name) for name in NAMES}
    files |= {"pnm.toml": "", ".gitattributes": "*.md merge=pnm\n", ".obsidian/app.json": "{}\n"}
    begin_vault(folder, files, driver)
    return folder


class Machines(RuleBasedStateMachine):
    """Machines that share a vault, each with a day of its own."""

    @initialize(number=st.integers(2, 3), real=st.integers(0, 39))
    def begin(self, number: int, real: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pnm-machines-"))
        # A share of the histories goes the real way in all: with the driver of `pnm git setup`, and fetching.
        driver = quick_driver() if real else real_driver()
        sees = number if real > 4 else 0
        self.machines = [Machine(self.folder, f"m{at}", origin(driver), sees) for at in range(number)]
        self.count = 0
        self.written: set[str] = set()
        self.gone: set[str] = set()
        self.ticked: set[str] = set()
        self.listed = False

    def word(self) -> str:
        self.count += 1
        return f"lou{self.count}lou"

    def write(self, machine: Machine, path: str, text: str) -> None:
        machine.write(path, text)
        self.written |= words_in([text])

    def machine(self, which: int) -> Machine:
        return self.machines[which % len(self.machines)]

    def edit(self, which: int, nth: int, change: Callable[[str], str]) -> None:
        """Edit one of the contacts' notes; words that are in it no more are taken out on purpose."""
        machine = self.machine(which)
        notes = machine.notes()
        if notes:
            path = notes[nth % len(notes)]
            before = machine.read(path)
            after = change(before)
            self.write(machine, path, after)
            self.gone |= words_in([before]) - words_in([after])

    @rule(which=numbers, nth=numbers, day=st.integers(10, 23))
    def log(self, which: int, nth: int, day: int) -> None:
        line = f"- 2026-11-{day}: {self.word()} coffee\n"
        self.edit(which, nth, lambda text: text.replace("## Log\n\n", f"## Log\n\n{line}", 1))

    @rule(which=numbers, nth=numbers, day=st.integers(10, 23))
    def touch(self, which: int, nth: int, day: int) -> None:
        self.edit(which, nth, lambda text: re.sub(r"last_contact: .*", f"last_contact: 2026-11-{day}", text, count=1))

    @rule(which=numbers, nth=numbers)
    def set(self, which: int, nth: int) -> None:
        word = self.word()
        self.edit(which, nth, lambda text: re.sub(r"role: .*", f"role: {word}", text, count=1))

    @rule(which=numbers, nth=numbers)
    def tag(self, which: int, nth: int) -> None:
        word = self.word()
        self.edit(which, nth, lambda text: re.sub(r"tags: \[(.*)\]", rf"tags: [\1, {word}]", text, count=1))

    @rule(which=numbers, nth=numbers)
    def tell(self, which: int, nth: int) -> None:
        word = self.word()
        self.edit(which, nth, lambda text: text.replace("\n\n## Next", f" {word}.\n\n## Next", 1))

    @rule(which=numbers, nth=numbers)
    def ask(self, which: int, nth: int) -> None:
        line = f"- [ ] ask {self.word()} 📅 2026-11-21\n"
        self.edit(which, nth, lambda text: text.replace("## Next\n\n", f"## Next\n\n{line}", 1))

    @rule(which=numbers, nth=numbers, day=st.integers(20, 26))
    def tick(self, which: int, nth: int, day: int) -> None:
        def change(text: str) -> str:
            lines = text.split("\n")
            at = [at for at, line in enumerate(lines) if re.match(r"- \[ \] ask lou", line)]
            if at:
                lines[at[0]] = lines[at[0]].replace("[ ]", "[x]") + f" ✅ 2026-11-{day}"
                self.ticked |= words_in([lines[at[0]]])
            return "\n".join(lines)

        self.edit(which, nth, change)

    @rule(which=numbers, nth=numbers, day=st.integers(24, 30))
    def put_off(self, which: int, nth: int, day: int) -> None:
        self.edit(which, nth, lambda text: re.sub(r"(- \[ \] ask \w+ 📅) \S+", rf"\1 2026-11-{day}", text, count=1))

    @rule(which=numbers, nth=numbers, to=st.sampled_from(("Ann Bell", "Ben Fox", "Cy Lund", "Dot Fay")))
    def rename(self, which: int, nth: int, to: str) -> None:
        machine = self.machine(which)
        notes = machine.notes()
        if notes and not (machine.root / f"People/{to}.md").exists():
            (machine.root / notes[nth % len(notes)]).rename(machine.root / f"People/{to}.md")

    @rule(which=numbers, nth=numbers)
    def delete(self, which: int, nth: int) -> None:
        machine = self.machine(which)
        notes = machine.notes()
        if len(notes) > 1:
            path = notes[nth % len(notes)]
            self.gone |= words_in([machine.read(path)])
            (machine.root / path).unlink()

    @rule(which=numbers, name=st.sampled_from(("Dot Fay", "Ann Lee")))
    def make(self, which: int, name: str) -> None:
        machine = self.machine(which)
        if not (machine.root / f"People/{name}.md").exists():
            self.write(machine, f"People/{name}.md", note(name, self.word(), "2026-09-01"))

    @rule(which=numbers, days=st.integers(1, 3))
    def wait(self, which: int, days: int) -> None:
        self.machine(which).today += timedelta(days)

    @rule(which=numbers)
    def commit(self, which: int) -> None:
        self.machine(which).commit()

    @rule(which=numbers)
    def regenerate(self, which: int) -> None:
        self.machine(which).regenerate()

    @rule(which=numbers, nth=numbers, page=st.sampled_from(("Agenda", "Reconnect")), said=st.booleans())
    def mark(self, which: int, nth: int, page: str, said: bool) -> None:
        """Mark a contact on a review note as done, with a word."""
        machine = self.machine(which)
        path = f"Reviews/{page}.md"
        if not (machine.root / path).exists():
            return
        lines = machine.read(path).split("\n")
        at = [at for at, line in enumerate(lines) if line.startswith("- [ ] ") and "<!-- pnm:contact" in line]
        if at:
            chosen = at[nth % len(at)]
            lines[chosen] = lines[chosen].replace("[ ]", "[x]", 1) + (f" {self.word()} call" if said else "")
            self.write(machine, path, "\n".join(lines))

    @rule(which=numbers, nth=numbers)
    def mark_follow_up(self, which: int, nth: int) -> None:
        """Tick a task on a review note."""
        machine = self.machine(which)
        if not (machine.root / "Reviews/Follow-ups.md").exists():
            return
        lines = machine.read("Reviews/Follow-ups.md").split("\n")
        at = [at for at, line in enumerate(lines) if re.match(r"- \[ \] [Aa]sk lou", line)]
        if at:
            chosen = at[nth % len(at)]
            lines[chosen] = lines[chosen].replace("[ ]", "[x]", 1)
            self.ticked |= words_in([lines[chosen]])
            self.write(machine, "Reviews/Follow-ups.md", "\n".join(lines))

    @rule(which=numbers, other=numbers, rebase=st.booleans())
    def pull(self, which: int, other: int, rebase: bool) -> None:
        here, there = self.machine(which), self.machine(other)
        if here is there:
            return
        here.commit()
        there.commit()
        commit = here.fetch(there)
        self.merged(here, here.rebase(commit) if rebase else here.merge(commit))

    @rule(which=numbers, other=numbers, nth=numbers, kinds=st.tuples(edits, edits), day=st.integers(20, 23))
    def meet(self, which: int, other: int, nth: int, kinds: tuple[str, str], day: int) -> None:
        """Both write into the same note, and merge at the same time."""
        for machine, kind in zip((which, other), kinds, strict=True):
            if kind in ("log", "touch", "tick"):
                getattr(self, kind)(machine, nth, day)
            else:
                getattr(self, kind)(machine, nth)
        self.cross(which, other)

    @rule(which=numbers, other=numbers)
    def cross(self, which: int, other: int) -> None:
        """Both merge the other's work at the same time: they come to the same bytes at once."""
        here, there = self.machine(which), self.machine(other)
        if here is there:
            return
        here.commit()
        there.commit()
        theirs, mine = here.fetch(there), there.fetch(here)
        left, right = here.merge(theirs), there.merge(mine)
        self.merged(here, left)
        self.merged(there, right)
        if not left and not right:
            assert here.files() == there.files()

    def merged(self, machine: Machine, left: list[str]) -> None:
        """Check what a merge gave: each note without a fault, but for those that git lists."""
        self.listed |= bool(left)
        rules = build_rules(Settings())
        for path, text in machine.files().items():
            assert not re.search(r"^(<<<<<<<|>>>>>>>|=======$)", text, re.M), f"{path}\n{text}"
            if path.startswith("People/"):
                found = [one for one in parse_note(path, text, rules).problems if one.code != "merge-conflict"]
                assert not found, f"{path}: {found}\n{text}"

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        try:
            self.end()
            LIVED["all"] += 1
            LIVED["listed"] += self.listed
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def end(self) -> None:
        """Let all machines come together, and look for everything."""
        for machine in self.machines:
            machine.commit()
        first, *others = self.machines
        for other in others:
            self.merged(first, first.merge(first.fetch(other)))
        for other in others:
            assert not other.merge(other.fetch(first))
            assert other.files() == first.files()
        self.nothing_lost(first)
        day = max(machine.today for machine in self.machines) + timedelta(1)
        for machine in self.machines:
            machine.regenerate(day)
        made = first.files()
        for other in others:
            assert other.files() == made
        self.nothing_lost(first)
        for machine in self.machines:
            machine.commit()
        for other in others:
            assert not other.merge(other.fetch(first))
            assert other.files() == made

    def nothing_lost(self, machine: Machine) -> None:
        files = machine.files()
        kept = words_in(files.values())
        assert self.written - self.gone <= kept, (self.written - self.gone - kept, files)
        lines = [line for text in files.values() for line in text.split("\n")]
        for word in self.ticked & kept - self.gone:
            assert any(word in line and "[x]" in line for line in lines), (word, files)


TestMachines = Machines.TestCase
# Without making a failing history smaller: with a real git that takes longer than to read it.
TestMachines.settings = settings(
    deadline=None,
    max_examples=HISTORIES,
    stateful_step_count=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],  # however busy the machine is
)


def test_how_much_they_lived_through() -> None:
    """Comes after them, and says how much was tried."""
    told = (
        f"{LIVED['all']} histories of two or three machines, {LIVED['listed']} of them with something that git listed"
    )
    print(f"{FIGURE}{told}: nothing lost")
