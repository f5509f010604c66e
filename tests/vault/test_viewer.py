import os
import time
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.vault import viewer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there the system's own call opens it")


def program(folder: Path, name: str, text: str) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    script = folder / name
    script.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    script.chmod(0o755)
    return {"PATH": str(folder)}


def test_the_viewer_gets_the_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    said = tmp_path / "said"
    name = "open" if viewer._PLATFORM == "darwin" else "xdg-open"
    environ = program(
        tmp_path / "bin", name, f"/bin/sleep 0.2; echo \"$1\" > '{said}.part'; /bin/mv '{said}.part' '{said}'"
    )
    viewer.open_in_viewer("/a file; echo no", environ)
    assert not said.exists()
    for _ in range(200):
        if said.exists():
            break
        time.sleep(0.05)
    assert said.read_text() == "/a file; echo no\n"


def test_without_a_viewer_the_path_is_said(tmp_path: Path) -> None:
    with pytest.raises(PnmError) as told:
        viewer.open_in_viewer("/vault/Network.svg", {"PATH": str(tmp_path)})
    assert "/vault/Network.svg" in told.value.remedy
