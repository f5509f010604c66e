"""What is exported of one contact, and the names by which other programs know it again."""

from datetime import date
from uuid import UUID, uuid5

from pnm_vault.model.contact import Contact
from pnm_vault.model.record import Record, Row
from pnm_vault.patterns import pattern_of

PRODUCT = "-//pnm-vault//pnm export//EN"

# Made once for this purpose. It never changes: every identifier that an address book has kept is derived from it.
_NAMESPACE = UUID("5b2e0f4c-6c0a-4d0f-9a53-6f1d0b7c9e21")

# What no text format may carry: controls but for tab and line feed, and the two non-characters that XML forbids.
_FORBIDDEN = pattern_of("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_ENDS = pattern_of("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UUID = pattern_of("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HALVES = pattern_of("[\ud800-\udfff]")


class Related(Row, frozen=True):
    """A contact whom another one knows, or by whom it was introduced; `uid` is empty when it is not exported itself."""

    name: str
    uid: str = ""


class Exported(Record, frozen=True):
    """One contact as it is exported: nothing in it names anybody who stays out.

    `uid` is what address books know it by, `last_contact` the newest day of contact, `strength` 0 to 1 as
    `pnm stale --json` has it (None: no contact recorded). `kept` are lines of a vCard, unfolded, that came in with the
    contact and mean nothing here; they go out as they came.
    """

    uid: str
    contact: Contact
    knows: tuple[Related, ...] = ()
    introduced_by: tuple[Related, ...] = ()
    last_contact: date | None = None
    strength: float | None = None
    kept: tuple[str, ...] = ()


def uid_of(*words: str) -> str:
    """Give the identifier of whatever these words name, the same on every machine: a version 5 UUID as a URN.

    Source: RFC 9562, section 5.5.
    """
    return f"urn:uuid:{uuid5(_NAMESPACE, chr(0).join(words).encode(errors='surrogatepass').hex())}"


def without_controls(text: str) -> str:
    """Give a text without control characters, every line end a line feed, halves of surrogate pairs as U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """Give a text without controls on one line, white space as single spaces."""
    return " ".join(without_controls(text).split())


def file_name(uid: str) -> str:
    """Give the name of the file for one contact: a UUID, of any other `uid` one made of it."""
    known = uid.removeprefix("urn:uuid:")
    return f"{known if _UUID.fullmatch(known) else uid_of('file', uid)[9:]}.vcf"
