"""Everything that is claimed can be looked up: each proof stands verbatim at its path and line."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.model.source import Source
from pnm_vault.pipeline import open_session
from tests.vaults import EXAMPLE_DAY, regenerate


def lines_of(root: Path, path: str) -> list[str]:
    text = (root / path).read_bytes().decode("utf-8-sig", errors="replace")
    return re.split(r"\r\n|\n|\r", text)


def check(root: Path, path: str, line: int, text: str) -> None:
    assert (root / path).is_file(), path
    if line:
        assert text in lines_of(root, path)[line - 1], (path, line, text)
        assert text, (path, line)


def proofs_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"path", "line", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from proofs_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from proofs_in(child)


@pytest.mark.parametrize(
    "arguments",
    [
        ["stale", "--all"],
        ["introductions", "--limit", "200"],
        ["acquainted", "--limit", "500"],
        ["follow-ups"],
        ["dates", "--days", "366"],
        ["today"],
        ["show", "Giulia"],
    ],
)
def test_every_proof_in_json(example: Path, arguments: list[str]) -> None:
    command = [
        sys.executable,
        "-m",
        "pnm_vault",
        "--vault",
        str(example),
        "--today",
        "2026-11-23",
        "--json",
        *arguments,
    ]
    printed = subprocess.run(command, capture_output=True, check=True, env=dict(os.environ)).stdout
    proofs = list(proofs_in(json.loads(printed)))
    assert proofs, arguments
    for proof in proofs:
        check(example, proof["path"], proof["line"], proof["text"])


def test_every_interaction_of_every_contact(example: Path) -> None:
    seen = 0
    with open_session(str(example), EXAMPLE_DAY) as session:
        for tie in session.picture().network.ties:
            record = session.record(tie.path)
            sources = [item.source for item in record.interactions]
            sources += [item.source for item in record.follow_ups]
            for source in sources:
                assert isinstance(source, Source)
                check(example, source.path, source.line, source.text)
                seen += 1
    assert seen > 150


def test_every_proof_link_on_a_note_leads_to_a_note_that_names_the_day(example: Path) -> None:
    regenerate(example)
    text = (example / "Reviews/Reconnect.md").read_text(encoding="utf-8")
    links = re.findall(r"\[\[([^\]|]+)\|(\d{4}-\d\d-\d\d)\]\]", text)
    assert len(links) > 5
    for target, day in links:
        note = example / f"{target}.md"
        assert note.is_file(), target
        date.fromisoformat(day)
