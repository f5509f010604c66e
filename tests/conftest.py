"""What every test stands on: caches and state of its own, and vaults to run on."""

import shutil
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from pnm_vault.pipeline.questions import meaning
from tests import examples, scratch
from tests.gits import OWN_GIT
from tests.vaults import FIGURE, REPOSITORY, write

# Whoever starts the tests in the background has Ctrl-C ignored in them, and in every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HOMES = count()

scratch.choose()
settings.load_profile(examples.HOUSE)


@pytest.fixture(scope="session", autouse=True)
def memory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give memory back that the folders of this run took; after a failure they stay to be looked at."""
    yield
    folder = tmp_path_factory.getbasetemp()
    if folder.is_relative_to(scratch.MEMORY) and not request.session.testsfailed:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep caches, locks and trust of a test apart from those of the person who runs it.

    Nothing is made: most tests write nothing there, and `mktemp` looks through all folders that there are already.
    """
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(HOMES))
    monkeypatch.setenv("PNM_CACHE", str(home / "cache"))
    monkeypatch.setenv("PNM_STATE", str(home / "state"))
    monkeypatch.delenv("PNM_VAULT", raising=False)
    # Answers do not hang on what is installed; tests/pipeline/test_meaning.py has the model that is.
    monkeypatch.setattr(meaning, "load_model", lambda: None)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Copy the example vault."""
    return Path(shutil.copytree(REPOSITORY / "example_vault", tmp_path / "example"))


@pytest.fixture
def make_vault(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Write a small vault from paths and contents."""

    def make(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "vault"
        (root / ".obsidian").mkdir(parents=True, exist_ok=True)
        write(root, files)
        return root

    return make


@pytest.fixture
def own_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git read no settings but those of the repository it works in."""
    home = tmp_path_factory.mktemp("git-home")
    (home / ".gitconfig").write_text('[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.delenv("GIT_DIR", raising=False)
    monkeypatch.delenv("GIT_WORK_TREE", raising=False)
    for name, value in OWN_GIT.items():
        monkeypatch.setenv(name, value)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the long tests count: faults injected, kills survived, races run (their lines that begin with it)."""
    passed = terminalreporter.stats.get("passed", [])
    lines = [line for report in passed for line in report.capstdout.splitlines() if line.startswith(FIGURE)]
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line.removeprefix(FIGURE))
