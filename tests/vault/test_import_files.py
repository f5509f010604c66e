"""Which files of a folder are read for an import."""

import zipfile
from pathlib import Path

from pnm_vault.vault.import_files import find_files

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEND:VCARD\r\n"


def test_an_archive_in_a_folder_is_read_as_one_that_is_named(tmp_path: Path) -> None:
    """Exports are put into one folder as they were downloaded."""
    (tmp_path / "contacts.vcf").write_text(CARD)
    with zipfile.ZipFile(tmp_path / "Export.ZIP", "w") as archive:
        archive.writestr("Connections.csv", "First Name,Last Name,Connected On\nBo,Chen,01 Jan 2024\n")
        archive.writestr("picture.png", "")
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in find_files(str(tmp_path))]
    assert names == ["Export.ZIP/Connections.csv", "contacts.vcf"]
