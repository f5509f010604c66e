"""What a watcher hears, kept until it is worth acting on. No disk and no clock here: paths and times are arguments.

A hint says "look here again" and nothing more: kernels drop, merge and reorder events, and editors save in five
different ways, so what a file is now is always asked of the file itself.
"""

import unicodedata
from collections.abc import Callable, Iterable

from pnm_vault.model.record import Row

# An empty file this young is an editor between truncating and writing; a missing one is between two renames.
SETTLE = 2.0
# So many paths at once are a checkout or a sync: one look at everything is cheaper and misses nothing.
MANY_PATHS = 500

# Changes there come from other machines or from the host, and the kernel reports none of them.
NETWORK_FILE_SYSTEMS = frozenset(
    (
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "drvfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "prl_fs",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
    )
)


class Hints(Row, frozen=True):
    """Where to look again.

    `paths` are vault-relative notes with `/`, NFC-normalised (for comparing, not for opening: the name on the disk may
    be in another form) and sorted. `rescan` means that anything may have changed: look at everything.
    """

    paths: tuple[str, ...]
    rescan: bool


def is_note(path: str) -> bool:
    """Tell whether a vault-relative path may be a note: Markdown, outside dot folders, no temporary name."""
    name = path.rpartition("/")[2]
    if name[-3:].lower() != ".md" or name.startswith(("~$", "~syncthing~")):
        return False
    return not in_dot_folder(path)


def in_dot_folder(path: str) -> bool:
    """Tell whether a vault-relative path is hidden, or lies in a hidden folder such as `.git` or `.obsidian`."""
    return path.startswith(".") or "/." in path


def shapes_everything(path: str, folder: bool) -> bool:
    """Tell whether a change at this vault-relative path may touch any note or page: folders, settings, templates."""
    if in_dot_folder(path):
        return False
    return folder or path == "pnm.toml" or path.endswith((".j2", ".jinja", ".jinja2"))


def file_system_type(mountinfo: str, path: str) -> str:
    """Give the type of the file system that holds an absolute, resolved path; empty when unknown.

    `mountinfo` is the text of /proc/self/mountinfo. Source: proc_pid_mountinfo(5).
    """
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        mount, separator, rest = line.partition(" - ")
        fields = mount.split(" ")
        if not separator or len(fields) < 5:
            continue
        point = _unescape(fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        # Of two mounts at the same place the later one hides the earlier.
        if inside and len(point) >= best:
            best, kind = len(point), rest.split(" ")[0]
    return kind


def _unescape(field: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, character)
    return field


class Pending:
    """Changes heard of and not yet handed on: held until all is quiet for a while, but never too long.

    `quiet` is the silence awaited after the last change, `max_wait` the longest that the first one may wait; seconds.
    """

    def __init__(self, quiet: float, max_wait: float) -> None:
        self._quiet = quiet
        self._max_wait = max_wait
        self._paths: set[str] = set()
        self._rescan = False
        self._first: float | None = None
        self._last = 0.0
        self._later: dict[str, float] = {}

    def add(self, path: str, at: float) -> None:
        """Note that a file changed at the time `at`."""
        self._paths.add(unicodedata.normalize("NFC", path))
        self._touch(at)

    def add_everything(self, at: float) -> None:
        """Note that anything may have changed at the time `at`."""
        self._rescan = True
        self._touch(at)

    def add_later(self, paths: Iterable[str], due: float) -> None:
        """Ask for another look at these paths at the time `due`; an earlier wish for the same path stands.

        The empty path is the vault itself: a look at everything.
        """
        for path in paths:
            key = unicodedata.normalize("NFC", path)
            self._later[key] = min(due, self._later.get(key, due))

    def _touch(self, at: float) -> None:
        if self._first is None:
            self._first = self._last = at
        self._last = max(self._last, at)

    def due(self) -> float | None:
        """Give the time at which to hand on what is here; None when there is nothing."""
        if self._first is not None:
            return min(self._last + self._quiet, self._first + self._max_wait)
        return min(self._later.values(), default=None)

    def take(self, now: float) -> Hints:
        """Hand on everything that is here, with the later looks that are due, and start afresh."""
        ripe = [path for path, due in self._later.items() if due <= now]
        for path in ripe:
            del self._later[path]
        paths = tuple(sorted(self._paths.union(ripe) - {""}))
        hints = Hints(paths, self._rescan or "" in ripe or len(paths) > MANY_PATHS)
        self._paths.clear()
        self._rescan = False
        self._first = None
        return hints


class HeldDeletions:
    """Notes that seem to be gone, held until they have been gone for a while.

    Many programs save by moving the old file away and the new one in, and a checkout deletes before it creates.
    """

    def __init__(self, hold: float = SETTLE) -> None:
        self._hold = hold
        self._since: dict[str, float] = {}

    def add(self, path: str, now: float) -> None:
        """Note that a path was found missing; the first time counts."""
        self._since.setdefault(path, now)

    def confirm(self, now: float, exists: Callable[[str], bool]) -> tuple[str, ...]:
        """Give the paths, sorted, that have been missing for the whole time; those that came back are forgotten."""
        gone = []
        for path, since in sorted(self._since.items()):
            if exists(path):
                del self._since[path]
            elif now - since >= self._hold:
                del self._since[path]
                gone.append(path)
        return tuple(gone)
