"""A script of a test as two processes at once, each of one thread since it forks."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.vaults import REPOSITORY


def run_in_two(script: Sequence[str], folder: Path, *words: str) -> int:
    """Run `python SCRIPT FOLDER/PART WORDS PART 2` for both parts; gives the sum of what they print."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", *script, str(folder / str(part)), *words, str(part), "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            text=True,
        )
        for part in range(2)
    ]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(trouble for _, trouble in said)
    return sum(int(out) for out, _ in said)
