"""Where the tests write: many small files, and without this half of their time is waiting for the disk.

Whether something lasts is asserted by the order of calls; `make torture` and tests/vault/test_on_disk.py use the disk.
"""

import os

MEMORY = "/dev/shm"
ROOM = 2 << 30
CHOSEN = "PYTEST_DEBUG_TEMPROOT"  # where pytest begins its folders, when it is set


def choose() -> None:
    """Let the folders of this run lie in memory, where there is room and programs may be started (hooks of git)."""
    chosen = {CHOSEN, "TMPDIR"} & os.environ.keys()
    if os.environ.get("PNM_TORTURE") != "1" and not chosen and in_memory():
        os.environ[CHOSEN] = MEMORY


def in_memory() -> bool:
    """Tell whether this machine has a file system in memory that will do."""
    if not os.path.ismount(MEMORY) or not os.access(MEMORY, os.W_OK | os.X_OK):
        return False
    about = os.statvfs(MEMORY)
    return about.f_bavail * about.f_frsize >= ROOM and not about.f_flag & os.ST_NOEXEC
