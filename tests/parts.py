"""What tests of several rooms share: a script in two processes at once, the patterns of modules, how long one takes."""

import ctypes  # noqa: F401 - loaded before anybody forks
import gc
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import pnm_vault
from pnm_vault.patterns import WaitingPattern
from tests.vaults import REPOSITORY


def get_ready_to_fork() -> None:
    """Load the whole program and compile its patterns once, so that no child has to.

    All that there is then is out of the collector's sight: it would write into memory that is shared until then.
    """
    for found in pkgutil.walk_packages(pnm_vault.__path__, "pnm_vault."):
        if not found.name.endswith("__main__"):
            for held in vars(importlib.import_module(found.name)).values():
                if isinstance(held, WaitingPattern):
                    _ = held.groups
    gc.collect()
    gc.freeze()


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


def patterns_of(package: str, modules: Iterable[str]) -> list[tuple[str, re.Pattern[str]]]:
    """Give the patterns of modules of a package as `module.NAME`; each module has to have one."""
    found = {name: patterns_in(f"{package}.{name}") for name in modules}
    assert [name for name, held in found.items() if not held] == []
    return [(f"{name}.{key}", one) for name, held in found.items() for key, one in held.items()]


def assert_quick(name: str, pattern: re.Pattern[str], text: str, cap: float, ways: Sequence[str] = ("search",)) -> None:
    """A pattern is through with a text in less than `cap` seconds of processor time, if need be at the third try."""

    def seconds() -> float:
        began = process_time()
        for way in ways:
            getattr(pattern, way)(text)
        return process_time() - began

    took = seconds()
    took = min(took, seconds(), seconds()) if took > cap else took
    assert took <= cap, f"{name} took {took:.3f} s on {len(text)} characters of {text[:20]!r}"
