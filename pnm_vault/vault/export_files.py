"""Files for other programs, anywhere on the disk, and a list of what was written, kept in the state folder.

The list is what tells our own files from somebody's: a digest of the content is exact, where a mark inside the file
would survive an edit by the program that reads it.
"""

import json
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Replace, WriteReport
from pnm_vault.vault.folder import Refused, open_folder
from pnm_vault.vault.places import digest_of, state_folder
from pnm_vault.vault.swap import sync_folder
from pnm_vault.vault.temporary import sweep, write_beside
from pnm_vault.vault.write import THERE, give_new_name, remove_file, replace_file, why_of


def is_folder(path: str) -> bool:
    """Tell whether a path on the command line means a folder: it is one, or is written with a slash at its end."""
    return os.path.isdir(path) or path.endswith(("/", os.sep))


def place_of(path: str) -> tuple[str, str]:
    """Give the real folder and the name of a file to write, links followed.

    Raises:
        PnmError: there is no such folder.
    """
    folder, name = os.path.split(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise PnmError(f"There is no folder {folder}.", "Make it first.")
    return folder, name


def make_folder(path: str) -> str:
    """Give the real path of a folder, which is made where there is none.

    Raises:
        PnmError: it cannot be made.
    """
    real = os.path.realpath(path)
    try:
        os.makedirs(real, exist_ok=True)
    except OSError as error:
        raise PnmError(f"The folder {path} cannot be made: {why_of(error)}.") from error
    return real


def read_present(folder: str, names: Iterable[str]) -> dict[str, bytes]:
    """Read those files that are there.

    Raises:
        PnmError: one cannot be read, or is no ordinary file.
    """
    found: dict[str, bytes] = {}
    with open_folder(folder, (), make=False) as place:
        for name in names:
            try:
                if not stat.S_ISREG(place.look(name).st_mode):
                    raise PnmError(f"{os.path.join(folder, name)} is not an ordinary file.")
                found[name] = place.read(name)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise PnmError(f"{os.path.join(folder, name)} cannot be read: {why_of(error)}.") from error
    return found


def carry_out(folder: str, plan: Plan) -> WriteReport:
    """Carry out a plan for one folder; a step that cannot be done is skipped with the reason, and the rest goes on."""
    done: dict[str, list[str]] = {"create": [], "replace": [], "remove": []}
    skipped: list[tuple[str, str]] = []
    with open_folder(folder, (), make=False) as place:
        sweep(place)
        for step in plan.steps:
            try:
                if isinstance(step, Create):
                    temporary = write_beside(place, step.content, None)
                    try:
                        give_new_name(place, temporary, step.path)
                    finally:
                        place.forget(temporary)
                elif isinstance(step, Replace):
                    replace_file(place, step.path, step)
                else:
                    remove_file(place, step.path, step.expected)
            except FileExistsError:
                skipped.append((step.path, THERE))
            except Refused as refusal:
                skipped.append((step.path, str(refusal)))
            except OSError as error:
                skipped.append((step.path, why_of(error)))
            else:
                done[str(step.__struct_config__.tag)].append(step.path)
        if plan.steps:
            with suppress(OSError):  # a power cut may take the new names back; another export writes them again
                sync_folder(place.path)
    return WriteReport(tuple(done["create"]), tuple(done["replace"]), tuple(done["remove"]), tuple(skipped))


def content_digest(content: bytes) -> str:
    """Give what a content is remembered by."""
    return digest_of(content).hex()


def written_before(target: str) -> dict[str, tuple[str, ...]]:
    """Give what earlier exports wrote to a target (the real path of a file or folder): digests by name.

    A list that cannot be read counts as none: then nothing is taken for our own.
    """
    try:
        with open(_list_of(target), encoding="utf-8") as file:
            kept = json.load(file)
        return {str(name): tuple(map(str, digests)) for name, digests in kept["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember_written(target: str, digests: Mapping[str, Sequence[str]]) -> None:
    """Keep what was written to a target, in the place of what was kept before.

    Raises:
        PnmError: it cannot be kept.
    """
    path = _list_of(target)
    content = json.dumps({"target": target, "files": {name: list(each) for name, each in sorted(digests.items())}})
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        temporary = f"{path}.{os.getpid()}.tmp"
        with open(temporary, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError as error:
        raise PnmError(f"What was exported cannot be remembered: {why_of(error)}.", f"Look at {path}.") from error


def _list_of(target: str) -> str:
    return os.path.join(state_folder(), "exports", f"{digest_of(os.fsencode(target)).hex()}.json")
