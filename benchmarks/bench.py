"""Measure `pnm` as people run it: whole processes, beside bare ones that do the unavoidable part of the work.

`make bench`, or `python -m benchmarks.bench --contacts 1000 10000 --runs 5`. What each row means: docs/benchmarks.md.
"""

import argparse
import compileall
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from random import Random
from statistics import median
from typing import IO, NamedTuple

from benchmarks.make_vault import TODAY, make_vault

# The bare processes: what any program must do that reads every note, that only looks at every note, that is a
# command-line program made with click.
READ_ALL = """
import os, sys
todo = [sys.argv[1]]
while todo:
    with os.scandir(todo.pop()) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                todo.append(entry.path)
            elif entry.name.endswith(".md"):
                with open(entry.path, "rb") as file:
                    file.read()
"""
STAT_ALL = READ_ALL.replace('with open(entry.path, "rb") as file:', "if True:").replace("file.read()", "entry.stat()")
FLOORS = {"read": "walk + read all", "stat": "walk + stat all", "click": "import click"}

# Targets hold from this many contacts on; below it a run is mostly the interpreter's start.
LARGE = 10_000
SETTLE = 2.5  # a note younger than two seconds is read again, since its time stamp may not tell a further change
QUIET = 0.5  # the default of `[watch] quiet`
PATIENCE = 120.0
REVIEWS = "Reviews"


class BenchError(Exception):
    """A process did not do what it was asked to; the rest of the table is still worth having."""


class Row(NamedTuple):
    """One line of the table; times in seconds, `limit` a ratio to the floor, or in `unit` where there is none."""

    figure: str
    values: list[float]
    floor: str = ""
    floors: Sequence[float] = ()
    limit: float | None = None
    unit: str = "ms"


class Bench:
    """One vault with its own cache and state, and the commands to run on it."""

    def __init__(self, folder: str, contacts: int, runs: int) -> None:
        self.contacts = contacts
        self.runs = runs
        self.vault = os.path.join(folder, f"vault-{contacts}")
        self.cache = os.path.join(folder, f"cache-{contacts}")
        state = os.path.join(folder, f"state-{contacts}")
        self.environment = {**os.environ, "PNM_CACHE": self.cache, "PNM_STATE": state, "NO_COLOR": "1"}
        self.environment.pop("PNM_VAULT", None)
        self.notes = make_vault(self.vault, contacts)
        self.random = Random(contacts)
        self.disturbed = 0
        self.failed = 0
        self.rows: list[Row] = []

    def pnm(self, *words: str) -> list[str]:
        return [*pnm_command(), "--vault", self.vault, "--today", str(TODAY), *words]

    def bare(self, script: str) -> float:
        return timed([sys.executable, "-c", script, self.vault], self.environment)[0]

    def regenerate(self) -> float:
        return timed(self.pnm("regenerate"), self.environment)[0]

    def forget(self) -> None:
        """Go back to a vault that `pnm` has never seen."""
        shutil.rmtree(self.cache, ignore_errors=True)
        shutil.rmtree(os.path.join(self.vault, REVIEWS), ignore_errors=True)

    def measure(self) -> None:
        """Fill `rows`; a part that fails is reported and the others go on."""
        time.sleep(SETTLE)
        for part in (self.cold, self.memory, self.warm, self.check, self.watch):
            try:
                part()
            except BenchError as failure:
                self.failed += 1
                print(f"{part.__name__} at {self.contacts} contacts: {failure}", file=sys.stderr)

    def cold(self) -> None:
        floors, alone, values = [], [], []
        self.bare(READ_ALL)
        for _ in range(self.runs):
            self.forget()
            floors.append(self.bare(READ_ALL))
            alone.append(timed(self.pnm("follow-ups", "--quiet"), self.environment)[0])
            self.forget()
            values.append(self.regenerate())
        self.rows.append(Row("first index", alone, "read", floors, 8.0))
        self.rows.append(Row("first index, all pages written", values, "read", floors, 8.0))

    def memory(self) -> None:
        self.forget()
        largest, together = peak_memory(self.pnm("regenerate"), self.environment)
        self.rows.append(Row("peak memory of that", [max(largest, together)], limit=300.0, unit="MB"))

    def warm(self) -> None:
        read, stat, nothing, hidden, shown = [], [], [], [], []
        for _ in range(self.runs):
            time.sleep(SETTLE)
            self.regenerate()
            read.append(self.bare(READ_ALL))
            stat.append(self.bare(STAT_ALL))
            nothing.append(self.regenerate())
            before = self.pages()
            self.log(self.somebody_on_no_page(before))
            hidden.append(self.regenerate())
            self.disturbed += self.pages() != before
            self.log(self.first_on_the_agenda())
            shown.append(self.regenerate())
        self.rows.append(Row("nothing changed", nothing, "stat", stat, 2.5))
        self.rows.append(Row("one note changed, no page affected", hidden, "read", read, 1.5))
        self.rows.append(Row("one note changed, on the Agenda", shown, "read", read, 1.5))

    def check(self) -> None:
        """Time `pnm check` on a vault in which everything is in order; it would end with 1 otherwise."""
        self.regenerate()
        floors, values = [], []
        for _ in range(self.runs):
            floors.append(self.bare(READ_ALL))
            values.append(timed(self.pnm("check", "--quiet"), self.environment)[0])
        self.rows.append(Row("check", values, "read", floors))

    def watch(self) -> None:
        """Time from a save to the page that shows it, less the quiet period that is waited on purpose."""
        words = self.pnm("watch")
        with subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.environment
        ) as process:
            assert process.stderr is not None
            said = Said(process.stderr)
            try:
                said.wait_for("watching")
                values = [self.save_to_page() for _ in range(self.runs)]
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    print("pnm watch did not end within 5 seconds of SIGTERM", file=sys.stderr)
        self.rows.append(Row("save to page under watch, beyond quiet", values, limit=150.0))

    def save_to_page(self) -> float:
        time.sleep(SETTLE)
        pages = [os.path.join(self.vault, REVIEWS, name) for name in ("Agenda.md", "Reconnect.md")]
        contact = self.first_on_the_agenda()
        before = [signature(page) for page in pages]
        self.log(contact)
        began = time.perf_counter()
        while [signature(page) for page in pages] == before:
            if time.perf_counter() - began > 20:
                raise BenchError("no page changed within 20 seconds of a save")
            time.sleep(0.001)
        return time.perf_counter() - began - QUIET

    def pages(self) -> dict[str, str]:
        found = {}
        folder = os.path.join(self.vault, REVIEWS)
        for inside, _, names in sorted(os.walk(folder)):
            for name in names:
                with open(os.path.join(inside, name), encoding="utf-8") as file:
                    found[name] = file.read()
        return found

    def people(self) -> dict[str, str]:
        """Give the contacts' files by stem."""
        found = {}
        for folder, _, names in os.walk(os.path.join(self.vault, "People")):
            found.update({name[:-3]: os.path.join(folder, name) for name in names})
        return found

    def somebody_on_no_page(self, pages: dict[str, str]) -> str:
        """Give the file of a contact whom a further log line moves neither onto a page nor off it, nor in a count."""
        everything = "\n".join(pages.values())
        people = sorted(self.people().items())
        self.random.shuffle(people)
        for stem, path in people:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            recent = re.search(r"^- .{0,4}2026-11-(1\d|2[012])", text, re.MULTILINE)
            cadence = re.search(r"^(cadence|contact.?frequency):", text, re.MULTILINE | re.IGNORECASE)
            if stem not in everything and recent and not cadence:
                return path
        raise BenchError("every contact is on some page")

    def first_on_the_agenda(self) -> str:
        people = self.people()
        for target in re.findall(r"\[\[([^\]|#\\]+)", self.pages()["Agenda.md"]):
            path = people.get(target.rpartition("/")[2].removesuffix(".md"))
            if path:
                return path
        raise BenchError("there is no contact on the Agenda")

    def log(self, path: str) -> None:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"- {TODAY}: Coffee, and news of the others\n")


class Said:
    """What a process writes, read by a thread so that it never has to wait for us."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.text = ""
        self.ended = False
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[bytes]) -> None:
        for line in stream:
            self.text += line.decode("utf-8", "replace")
        self.ended = True

    def wait_for(self, word: str) -> None:
        end = time.monotonic() + PATIENCE
        while word not in self.text.lower():
            if self.ended or time.monotonic() > end:
                raise BenchError(f"it never said {word!r}: {self.text.strip()[-300:]}")
            time.sleep(0.02)


def pnm_command() -> list[str]:
    """Give the `pnm` that belongs to this Python."""
    name = "pnm.exe" if os.name == "nt" else "pnm"
    script = os.path.join(os.path.dirname(sys.executable), name)
    return [script] if os.path.exists(script) else [sys.executable, "-m", "pnm_vault"]


def timed(words: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a process to its end; give its wall time in seconds and the largest memory of any one process in MB."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(words, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment)
        largest = 0.0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            # Kilobytes on Linux, bytes on macOS.
            largest = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
        else:
            process.wait()
        took = time.perf_counter() - began
        if process.returncode:
            output.seek(0)
            raise BenchError(
                f"exit code {process.returncode}: {output.read().decode('utf-8', 'replace').strip()[-300:]}"
            )
    return took, largest


def peak_memory(words: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Give, in MB, the largest memory of any one process and that of all of them together (0 where unknown).

    Together: proportional set sizes, so that pages shared after a fork count once. Looked at every 20 ms.
    """
    over = threading.Event()
    peak = [0.0]

    def look() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], proportional_memory(os.getpid()))

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    try:
        _, largest = timed(words, environment)
    finally:
        over.set()
        looker.join()
    return largest, peak[0]


def proportional_memory(parent: int) -> float:
    """Give the memory of all descendants of a process in MB; 0 where /proc does not tell."""
    total = 0.0
    try:
        threads = os.listdir(f"/proc/{parent}/task")
    except OSError:
        return 0.0
    for thread in threads:
        try:
            with open(f"/proc/{parent}/task/{thread}/children", encoding="ascii") as file:
                children = [int(child) for child in file.read().split()]
        except OSError:
            continue
        for child in children:
            try:
                with open(f"/proc/{child}/smaps_rollup", encoding="ascii") as file:
                    found = re.search(r"^Pss: +(\d+) kB", file.read(), re.MULTILINE)
            except OSError:
                found = None
            total += (int(found[1]) * 1024 / 1e6 if found else 0.0) + proportional_memory(child)
    return total


def signature(path: str) -> tuple[int, int, int]:
    try:
        seen = os.stat(path)
    except OSError:
        return 0, 0, 0
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def start_up(runs: int) -> Row:
    """Measure `pnm --version` beside a bare import of click."""
    environment = dict(os.environ)
    floors, values = [], []
    timed([*pnm_command(), "--version"], environment)
    for _ in range(runs * 3):
        floors.append(timed([sys.executable, "-c", "import click"], environment)[0])
        values.append(timed([*pnm_command(), "--version"], environment)[0])
    return Row("pnm --version", values, "click", floors, 1.6)


def judge(row: Row, binding: bool) -> tuple[list[str], bool]:
    """Give a row's cells, and whether it misses its target."""
    scale = 1000.0 if row.unit == "ms" else 1.0
    value, least = median(row.values) * scale, min(row.values) * scale
    cells = [row.figure, f"{value:.0f} {row.unit}", f"{least:.0f}"]
    measured = value
    if row.floors:
        floor = median(row.floors) * scale
        measured = value / floor
        cells += [f"{FLOORS[row.floor]}: {floor:.0f}", f"{measured:.2f}"]
    else:
        cells += ["", ""]
    if row.limit is None or not binding:
        return [*cells, "", ""], False
    holds = measured <= row.limit
    target = f"<= {row.limit:g} x" if row.floors else f"<= {row.limit:g} {row.unit}"
    return [*cells, target, "yes" if holds else "NO"], not holds


def print_table(title: str, rows: list[Row], binding: bool) -> int:
    """Print rows under a title; return the number of targets missed."""
    heads = ["figure", "median", "min", "floor (median ms)", "ratio", "target", "holds"]
    judged = [judge(row, binding) for row in rows]
    lines = [heads, *(cells for cells, _ in judged)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    print(f"\n{title}")
    for line in lines:
        first, *others = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        print("  ".join([first, *others]).rstrip())
    return sum(missed for _, missed in judged)


def growth(benches: list[Bench]) -> int:
    """Print the cost of a first index per note at each size; return 1 when it grows faster than the vault."""
    costs = []
    for bench in benches:
        cold = next((row for row in bench.rows if row.figure == "first index"), None)
        if cold:
            costs.append((bench.notes, median(cold.values) / bench.notes * 1e6))
    if len(costs) < 2:
        return 0
    holds = costs[-1][1] <= 1.1 * costs[0][1]
    told = ", ".join(f"{cost:.0f} µs at {notes} notes" for notes, cost in costs)
    print(
        f"\nFirst index per note: {told}. Target: no more at the largest than at the smallest, within a tenth: ", end=""
    )
    print("holds." if holds else "MISSED.")
    return int(not holds)


def describe() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return f"Python {version} on {sys.platform}, {os.cpu_count()} cores{load}"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure pnm on made-up vaults, beside bare processes.")
    parser.add_argument("--contacts", type=int, nargs="+", default=[1000, LARGE], help="sizes of the vaults")
    parser.add_argument("--runs", type=int, default=5, help="runs of everything (default: 5)")
    parser.add_argument("--quick", action="store_true", help="the smallest size and two runs, to see that it works")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.contacts, chosen.runs = [min(chosen.contacts)], 2
    return chosen


def main() -> int:
    """Measure, print, and exit with 0 unless `--strict` and a target is missed."""
    chosen = options()
    # pip compiles what it installs; a checkout may never be, where Python is forbidden to do it by the way.
    compileall.compile_dir(os.path.join(os.path.dirname(os.path.dirname(__file__)), "pnm_vault"), quiet=1)
    print(describe(), flush=True)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="pnm-bench-") as folder:
        benches = []
        for contacts in sorted(chosen.contacts):
            bench = Bench(folder, contacts, chosen.runs)
            benches.append(bench)
            bench.measure()
            missed += print_table(f"{contacts} contacts, {bench.notes} notes", bench.rows, contacts >= LARGE)
            missed += bench.failed
            if bench.disturbed:
                print(f"(a page changed after all in {bench.disturbed} of {chosen.runs} runs of 'no page affected')")
            sys.stdout.flush()
        missed += growth(benches)
        try:
            missed += print_table("Start-up", [start_up(chosen.runs)], binding=True)
        except BenchError as failure:
            print(f"start-up: {failure}", file=sys.stderr)
            missed += 1
    return 1 if chosen.strict and missed else 0


if __name__ == "__main__":
    sys.exit(main())
