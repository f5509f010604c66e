"""Measure what the pictures cost: to draw them, and in `pnm regenerate` when one note changed.

`python -m benchmarks.pictures`, or `--contacts 500 5000 10000 --runs 5`. What the figures mean: docs/benchmarks.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

from benchmarks.make_vault import TODAY, make_vault
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.pictures import draw_pictures, own_note
from pnm_vault.review.pictures.album import picture_texts

# A day of contact that the pictures show, and that no note about a period tells of.
EARLIER = "2025-12-03"


def drawing(vault: str, runs: int) -> tuple[float, float, int]:
    """Give the seconds for what the pictures show, those for their texts, and the bytes of these."""
    shown: list[float] = []
    written: list[float] = []
    with open_session(vault, TODAY) as session:
        session.refresh()
        session.picture()
        for _ in range(runs):
            start = time.perf_counter()
            pictures = draw_pictures(session)
            middle = time.perf_counter()
            texts = picture_texts(pictures, own_note(session), 0)
            shown.append(middle - start)
            written.append(time.perf_counter() - middle)
    return min(shown), min(written), sum(len(text.encode()) for text in texts.values())


def changing(vault: str, line: str, runs: int) -> float:
    """Give the seconds of a whole `pnm regenerate` after one log line was added."""
    with open_session(vault, TODAY) as session:
        note = os.path.join(session.root, *min(session.index().contacts).split("/"))
    seen: list[float] = []
    for run in range(runs + 1):
        with open(note, "a", encoding="utf-8") as file:
            file.write(f"- {line}: run {run} of the measurement\n")
        start = time.perf_counter()
        pnm(vault, "regenerate")
        seen.append(time.perf_counter() - start)
    return min(seen[1:])


def pnm(vault: str, *words: str) -> None:
    """Run `pnm` as a process."""
    command = [sys.executable, "-m", "pnm_vault", "--vault", vault, "--today", TODAY.isoformat(), "-q", *words]
    subprocess.run(command, check=True)


def main() -> None:
    """Print a line for each size: the best of the runs, which the rest of the machine disturbs least."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contacts", type=int, nargs="+", default=[500, 5000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    print("contacts   shown   texts    size | one note changed, today: without   with | last year: without    with")
    for contacts in asked.contacts:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PNM_CACHE"], os.environ["PNM_STATE"] = f"{folder}/cache", f"{folder}/state"
            vault = os.path.join(folder, "vault")
            make_vault(vault, contacts)
            pnm(vault, "regenerate")
            without = [changing(vault, day, asked.runs) for day in (TODAY.isoformat(), EARLIER)]
            pnm(vault, "map")
            pnm(vault, "regenerate")
            kept = [changing(vault, day, asked.runs) for day in (TODAY.isoformat(), EARLIER)]
            shown, written, size = drawing(vault, asked.runs)
            print(
                f"{contacts:>8}  {1000 * shown:>3.0f} ms  {1000 * written:>3.0f} ms  {size / 1000:>3.0f} kB |"
                f"  {1000 * without[0]:>28.0f} ms  {1000 * kept[0]:>4.0f} ms |"
                f"  {1000 * without[1]:>14.0f} ms  {1000 * kept[1]:>4.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
