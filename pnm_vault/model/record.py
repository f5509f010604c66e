"""The base of every record: frozen, slotted, compared by value."""

from msgspec import Struct


class Record(Struct, frozen=True, gc=False, omit_defaults=True):
    """A frozen record with many optional fields; fields left at their default cost nothing when stored."""


class Row(Struct, frozen=True, gc=False, array_like=True):
    """A frozen record with few fields, almost always all present; stored as an array."""
