"""What tests of several rooms share: a script in two processes at once, the patterns of a module."""

import importlib
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pnm_vault.patterns import WaitingPattern
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


def patterns_in(module: str) -> dict[str, re.Pattern[str]]:
    """Give the patterns of a module by their names there."""
    held: dict[str, Any] = vars(importlib.import_module(module))
    return {key: held[key] for key in held if isinstance(held[key], re.Pattern | WaitingPattern)}
