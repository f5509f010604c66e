"""A started watcher, and what it takes to wait for what it hears."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pnm_vault.model.settings import WatchSettings
from pnm_vault.vault.hints import Hints
from pnm_vault.vault.watch import Watcher

QUICK = WatchSettings(quiet=0.05, max_wait=1.0, rescan=300.0)
# Only what never comes is waited for so long: a busy machine delivers late.
DEADLINE = 60.0


@contextmanager
def watching(root: Path, chosen: WatchSettings = QUICK) -> Iterator[tuple[Watcher, list[str]]]:
    """A started watcher whose first look at everything is over, and what it says."""
    said: list[str] = []
    watcher = Watcher(str(root), chosen, said.append)
    watcher.start()
    try:
        assert watcher.wait(deadline()) == Hints((), True)
        yield watcher, said
    finally:
        watcher.stop()


def deadline(seconds: float = DEADLINE) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def wait_for(watcher: Watcher, *paths: str) -> Hints:
    """Wait until hints cover the paths; what is hinted on the way is put together."""
    late = deadline()
    heard: set[str] = set()
    while True:
        hints = watcher.wait(late)
        assert hints is not None, f"never heard of {paths}, only of {sorted(heard)}"
        heard.update(hints.paths)
        if hints.rescan or heard.issuperset(paths):
            return Hints(tuple(sorted(heard)), hints.rescan)


def hear_out(watcher: Watcher, root: Path) -> None:
    """Wait until all that has happened so far was hinted: a note made now is hinted by its name, after the rest."""
    last = root / "the last.md"
    last.write_text("x", encoding="utf-8")
    late = deadline()
    while True:
        hints = watcher.wait(late)
        assert hints is not None, "never heard of the last note"
        if last.name in hints.paths:
            return


def silent(watcher: Watcher, seconds: float = 0.3) -> bool:
    return watcher.wait(deadline(seconds)) is None
