"""A merge killed at each step: nothing is lost or torn, the next run finishes it, and undo gives the same bytes back.

The kills happen in a process of their own, with one thread, which forks a process for each.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.write_user import finish_interrupted
from tests.pipeline.writing.test_contact_merging import AFTER, BOB, ROBERT, VAULT, merge
from tests.pipeline.writing.test_renaming import as_bytes, tree
from tests.pipeline.writing.test_renaming_killed import CALLS, SETTINGS, calm_down, killed, make
from tests.vaults import FIGURE, REPOSITORY

START = """
import os, sys
sys.path[:0] = [sys.argv[2]]
from pathlib import Path
from pnm_vault.vault import user_file
from tests.parts import get_ready_to_fork
from tests.pipeline.writing import test_contact_merging_killed as merging

user_file._SOON_SECONDS = user_file._KEEP_SECONDS = 0.0
os.fsync = lambda handle: None  # a kill does not lose what the system has taken
get_ready_to_fork()
print(merging.try_each_step(Path(sys.argv[1])))
"""


def try_each_step(top: Path) -> int:
    before, after = as_bytes({**SETTINGS, **VAULT}), as_bytes({**SETTINGS, **AFTER})
    points = 0
    for name in CALLS:
        for number in range(1, 200):
            root = make(top / f"{name}{number}", VAULT)
            if not killed(partial(merge, root), name, number):
                break
            points += 1
            found = tree(root)
            assert BOB in found or found[ROBERT] == after[ROBERT], "all that he is stands somewhere"
            assert all(found[path] in (before[path], after[path]) for path in after)
            calm_down(root)
            assert [one.left for one in finish_interrupted(str(root)) if one.left] == []
            found = tree(root)
            assert found in (before, after)
            if found == before:
                merge(root)
            assert tree(root) == after
            assert Journal(str(root)).pending() == ()
            undo(str(root))
            assert tree(root) == before
    return points


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_killed_at_each_step(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, str(tmp_path), str(REPOSITORY)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    print(f"{FIGURE}kills survived by a merge of two notes: {done.stdout.strip()}")
    assert int(done.stdout) >= 20
