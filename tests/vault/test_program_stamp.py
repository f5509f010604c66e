"""What tells that the program itself is another one."""

import shutil
from pathlib import Path

from pnm_vault.vault.places import program_stamp


def make_program(folder: Path) -> Path:
    folder.mkdir()
    (folder / "cli").mkdir()
    (folder / "__init__.py").write_text("one\n")
    (folder / "cli/log.py").write_text("two\n")
    return folder


def stamp(package: Path) -> bytes:
    program_stamp.cache_clear()
    return program_stamp(str(package))


def test_each_file_of_a_checkout_counts(tmp_path: Path) -> None:
    package = make_program(tmp_path / "program")
    first = stamp(package)
    assert stamp(package) == first
    (package / "cli/log.py").write_text("three\n")
    second = stamp(package)
    (package / "cli/set.py").write_text("four\n")
    third = stamp(package)
    (package / "cli/log.py").unlink()
    assert len({first, second, third, stamp(package)}) == 4


def test_an_installed_program_is_another_one_when_it_is_installed_again(tmp_path: Path) -> None:
    package = make_program(tmp_path / "program")
    (package / "templates").mkdir()
    first = stamp(package)
    assert stamp(package) == first
    old = package.rename(tmp_path / "old")
    make_program(package)
    (package / "templates").mkdir()
    shutil.copystat(old / "__init__.py", package / "__init__.py")  # as where all files bear the day of a release
    assert stamp(package) != first


def test_a_process_looks_at_its_program_once(tmp_path: Path) -> None:
    package = make_program(tmp_path / "program")
    first = stamp(package)
    (package / "cli/log.py").write_text("three\n")
    assert program_stamp(str(package)) == first
