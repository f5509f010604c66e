"""Intended changes to files, as data: nothing here touches the disk."""

from pnm_vault.model.record import Row


class RenderedPage(Row, frozen=True):
    """A review note as it should be: a vault-relative path and the text of our region with LF line ends.

    `name` (`agenda`) is what the region's marker lines are told apart by.
    """

    path: str
    text: str
    name: str


class Create(Row, frozen=True, tag="create"):
    """Write a note that must not exist yet."""

    path: str
    content: bytes


class Replace(Row, frozen=True, tag="replace"):
    """Replace a note that must still hold exactly `expected`."""

    path: str
    content: bytes
    expected: bytes


class Remove(Row, frozen=True, tag="remove"):
    """Remove a note that must still hold exactly `expected`."""

    path: str
    expected: bytes


class Plan(Row, frozen=True):
    """Changes in the order in which they are carried out. Empty: everything is as it should be."""

    steps: tuple[Create | Replace | Remove, ...] = ()


class WriteReport(Row, frozen=True):
    """What became of a plan: vault-relative paths, in plan order. `skipped` pairs a path with the reason."""

    created: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
