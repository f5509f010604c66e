"""Whole commands with every call to the system made to fail in turn: what they leave, what they say, what comes after.

Afterwards each note is whole, old or new; nothing that was not done is called done; there is no traceback; and the next
run does what is left and leaves nothing lying about.
"""

import os
from pathlib import Path

import pytest

from tests.parts import run_in_two
from tests.pipeline.command_faults import SCENES
from tests.vaults import FIGURE

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

TORTURE = os.environ.get("PNM_TORTURE") == "1"


@pytest.mark.parametrize("name", SCENES if TORTURE else ("regenerate", "log", "rename", "import"))
def test_each_call_fails_in_turn(tmp_path: Path, name: str) -> None:
    stride = 1 if TORTURE else 60 if name == "regenerate" else 40
    faults = run_in_two(["-m", "tests.pipeline.command_faults"], tmp_path, name, str(stride))
    print(f"{FIGURE}pnm {' '.join(SCENES[name])}: {faults} faults injected")
    assert faults >= (500 if TORTURE else 20)
