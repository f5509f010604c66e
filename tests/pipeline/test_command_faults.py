"""Whole commands with every call to the system made to fail in turn: what they leave, what they say, what comes after.

Afterwards each note is whole, old or new; nothing that was not done is called done; there is no traceback; and the next
run does what is left and leaves nothing lying about.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.command_faults import SCENES
from tests.vaults import FIGURE, REPOSITORY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

TORTURE = os.environ.get("PNM_TORTURE") == "1"


@pytest.mark.parametrize("name", SCENES if TORTURE else ("regenerate", "log", "rename"))
def test_each_call_fails_in_turn(tmp_path: Path, name: str) -> None:
    stride = 1 if TORTURE else 40 if name == "regenerate" else 20
    words = (sys.executable, "-W", "ignore", "-m", "tests.pipeline.command_faults")
    # Two processes at once, each of one thread, since they fork.
    runs = [
        subprocess.Popen(
            [*words, str(tmp_path / str(part)), name, str(stride), str(part), "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            text=True,
        )
        for part in range(2)
    ]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(err for _, err in said)
    faults = sum(int(out) for out, _ in said)
    print(f"{FIGURE}pnm {' '.join(SCENES[name])}: {faults} faults injected")
    assert faults >= (500 if TORTURE else 20)
