"""An export put into its file or folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pnm_vault.exchange.outgoing.file_plan import plan_files
from pnm_vault.model.record import Record
from pnm_vault.vault import export_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Written(Record, frozen=True):
    """What became of an export: paths below the folder it went to. `left` pairs a path with the reason."""

    created: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def write_export(
    output: str, files: Mapping[str, bytes] | bytes, *, force: bool = False, spared: frozenset[str] = frozenset()
) -> Written:
    """Write one file, or the files of a folder by their names; those `spared` stay although they are not among them.

    What pnm wrote is known by its digest. The list of digests grows before anything is written and shrinks after it, so
    that a run which is killed in the middle leaves nothing that the next one would not know.

    Raises:
        PnmError: the place cannot be used.
    """
    if isinstance(files, bytes):
        folder, name = export_files.place_of(output)
        target, wanted = os.path.join(folder, name), {name: files}
    else:
        folder = target = export_files.make_folder(output)
        wanted = dict(files)
    digest = export_files.content_digest
    written = export_files.written_before(target)
    present = export_files.read_present(folder, {**wanted, **written})
    in_play = {name: digests for name, digests in written.items() if name not in spared}
    planned = plan_files(wanted, present, in_play, digest, force=force)
    fresh = {name: digest(content) for name, content in wanted.items()}
    if planned.plan.steps:
        export_files.remember_written(target, _both(written, fresh))
    report = export_files.carry_out(folder, planned.plan)
    left = (*planned.left, *report.skipped)
    ours = _kept(written, fresh, {*dict(left), *spared})
    if planned.plan.steps or ours != written:
        export_files.remember_written(target, ours)
    return Written(report.created, report.replaced, report.removed, planned.unchanged, left)


def _both(written: Mapping[str, tuple[str, ...]], fresh: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {**written, **{name: (*written.get(name, ()), digest) for name, digest in fresh.items()}}


def _kept(
    written: Mapping[str, tuple[str, ...]], fresh: Mapping[str, str], left: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Give what is ours now: what was written, or was there just so; of what was left, what was ours before."""
    kept = {name: digests for name, digests in written.items() if name in left}
    return kept | {name: (digest,) for name, digest in fresh.items() if name not in left}
