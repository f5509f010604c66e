"""Mailboxes where they lie: read, and left as they are."""

import os
from pathlib import Path

import pytest

from pnm_vault.vault.mailboxes import LONGEST_HEADER, headers_in_maildir, is_maildir, pieces_of


def maildir(root: Path, files: dict[str, bytes]) -> Path:
    for folder in {Path(path).parts[:-2] for path in files} | {()}:
        for part in ("cur", "new", "tmp"):
            root.joinpath(*folder, part).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (root / path).write_bytes(content)
    return root


def seen(root: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }


def test_the_headers_of_all_folders_and_nothing_of_bodies(tmp_path: Path) -> None:
    root = maildir(
        tmp_path / "Mail",
        {
            "cur/2:2,S": b"From: b@example.com\r\n\r\nbody",
            "cur/1:2,DT": b"From: a@example.com\n\nbody",
            "new/3": b"From: c@example.com",
            "tmp/4": b"From: d@example.com\n\n",
            ".Sent/cur/5;2,": b"From: e@example.com\n\n",
            "Archive/Trash/new/6": b"From: f@example.com\n\n",
            ".Lists.Choir/cur/7!2,T": b"From: g@example.com\n\n",
        },
    )
    before = seen(root)
    assert is_maildir(str(root))
    assert list(headers_in_maildir(str(root))) == [
        (0, b"X-GM-LABELS: Draft,Trash\nFrom: a@example.com\n"),
        (0, b"From: b@example.com\r\n"),
        (0, b"From: c@example.com"),
        (0, b"X-GM-LABELS: Choir,Trash\nFrom: g@example.com\n"),
        (0, b"X-GM-LABELS: Sent\nFrom: e@example.com\n"),
        (0, b"X-GM-LABELS: Trash\nFrom: f@example.com\n"),
    ]
    assert seen(root) == before


def test_no_link_is_followed_and_what_cannot_be_read_has_no_header(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"From: secret@example.com\n\n")
    root = maildir(tmp_path / "Mail", {"cur/1": b"From: a@example.com\n\n"})
    (root / "cur/2").symlink_to(tmp_path / "secret")
    (root / "cur/3").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(root / "cur/4")
    (root / "away").symlink_to(tmp_path)
    headers = [header for _, header in headers_in_maildir(str(root))]
    assert headers[0] == b"From: a@example.com\n"
    assert set(headers[1:]) == {b""}


def test_a_header_is_bounded(tmp_path: Path) -> None:
    root = maildir(tmp_path / "Mail", {"cur/1": b"From: " + b"x" * (2 * LONGEST_HEADER)})
    [(_, header)] = headers_in_maildir(str(root))
    assert len(header) == LONGEST_HEADER


def test_a_folder_of_other_things_is_none(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    assert not is_maildir(str(tmp_path))


def test_a_file_is_given_in_pieces(tmp_path: Path) -> None:
    content = os.urandom(2_500_000)
    (tmp_path / "All.mbox").write_bytes(content)
    pieces = list(pieces_of(str(tmp_path / "All.mbox")))
    assert b"".join(pieces) == content and max(map(len, pieces)) <= 1024 * 1024


def test_a_pipe_is_no_mailbox(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not an ordinary file"):
        list(pieces_of(str(tmp_path / "pipe")))
