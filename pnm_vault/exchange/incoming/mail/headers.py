"""What the header of one message says. Source: RFC 5322, RFC 2047, RFC 2369 (lists), RFC 3834 (machines)."""

from collections.abc import Iterable
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_tz

from pnm_vault.exchange.incoming.mail.mbox import LONGEST_HEADER
from pnm_vault.exchange.incoming.participants import address_of, participant_of
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.incoming import Participant
from pnm_vault.model.record import Record
from pnm_vault.patterns import pattern_of

_NAMES = (
    "from to cc bcc date subject list-id list-unsubscribe list-post precedence auto-submitted delivered-to "
    "x-original-to envelope-to x-gm-labels x-gmail-labels x-spam-flag x-spam-status x-mozilla-status feedback-id"
)
_WANTED = frozenset(_NAMES.split())
_SINGLE = pattern_of(r'(?:"([^"\\]*)"\s*|([^"<>,;:()\\]*))<([^<>\s@"(),;:]+@[^<>\s@"(),;:]+)>')
_LONGEST_LIST = 10_000  # characters of a list of addresses; a longer one is to a crowd in any case
_LONGEST_WORDS = 2_000
_SUBJECT = 120
_FIRST_DAY = date(1982, 8, 13)  # of RFC 822: what is dated earlier was written by a clock that is wrong
_DELETED = 0x0008  # X-Mozilla-Status: taken away, and still in the file until it is compacted

# By Gmail and by the folders of mail programs, in English, German, French, Italian and Spanish.
_LABELS = {
    "spam": "spam|junk|junk e-mail|junk-e-mail|bulk mail|werbung|posta indesiderata|correo no deseado|indésirables",
    "trash": "trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöschte elemente|corbeille|cestino|"
    "papelera",
    "draft": "draft|drafts|entwurf|entwürfe|brouillons|bozze|borradores|outbox",
    "sent": "sent|sent mail|sent items|sent messages|gesendet|gesendete elemente|envoyés|messages envoyés|"
    "posta inviata|inviati|enviados|enviado",
    "chat": "chat|chats",
}
_KINDS = {word: kind for kind, words in _LABELS.items() for word in words.split("|")}


class Heading(Record, frozen=True):
    """What a header says.

    `day` is that of the sender's own clock, None where there is none that can be. `labels` are some of `spam`, `trash`,
    `draft`, `sent` and `chat`. `for_many` is said of what machines send to whoever is on a list, `by_machine` of what
    nobody wrote. `delivered` are the addresses at which it arrived. A header with neither sender nor date is none.
    """

    is_message: bool
    day: date | None = None
    senders: tuple[Participant, ...] = ()
    to: tuple[Participant, ...] = ()
    copied: tuple[Participant, ...] = ()
    subject: str = ""
    labels: frozenset[str] = frozenset()
    for_many: bool = False
    by_machine: bool = False
    delivered: tuple[str, ...] = ()


def read_header(header: bytes) -> Heading:
    """Read a header; never raises, whatever it holds."""
    fields = _fields_of(header[:LONGEST_HEADER].decode("latin-1"))
    if "from" not in fields and "date" not in fields:
        return Heading(False)
    return Heading(
        is_message=True,
        day=_day(fields.get("date", [""])[0]),
        senders=_addresses(fields.get("from", [])[:1]),
        to=_addresses(fields.get("to", [])),
        copied=_addresses([*fields.get("cc", []), *fields.get("bcc", [])]),
        subject=one_line(_words(_text(fields.get("subject", [""])[0])))[:_SUBJECT],
        labels=_labels(fields),
        for_many=_is_for_many(fields),
        by_machine=fields.get("auto-submitted", ["no"])[0].lower()[:2] != "no",
        delivered=_delivered(fields),
    )


def _fields_of(text: str) -> dict[str, list[str]]:
    """Give the values of the fields that are wanted by their names in lower case, unfolded."""
    fields: dict[str, list[list[str]]] = {}
    pieces: list[str] | None = None
    for line in text.split("\n"):
        if line[:1] in (" ", "\t"):
            if pieces is not None:
                pieces.append(line)
            continue
        name, _, value = line.partition(":")
        name = name.rstrip().lower()
        pieces = [value] if name in _WANTED else None
        if pieces is not None:
            fields.setdefault(name, []).append(pieces)
    return {name: ["".join(one).replace("\r", "").strip() for one in values] for name, values in fields.items()}


def kinds_of(labels: Iterable[str]) -> frozenset[str]:
    """Say which of `spam`, `trash`, `draft`, `sent` and `chat` are among labels or names of folders."""
    return frozenset([_KINDS[label] for label in map(_bare, labels) if label in _KINDS])


def _bare(label: str) -> str:
    return label.strip(" \"'.").casefold().removeprefix("inbox.").removeprefix("[gmail]/")


def _labels(fields: dict[str, list[str]]) -> frozenset[str]:
    stated = [*fields.get("x-gmail-labels", []), *fields.get("x-gm-labels", [])]
    found = kinds_of(label for one in stated for label in _words(_text(one)).split(","))
    spam = (
        fields.get("x-spam-flag", [""])[0][:3].lower() == "yes"
        or fields.get("x-spam-status", [""])[0][:3].lower() == "yes"
    )
    status = fields.get("x-mozilla-status", ["0"])[0].strip()[:8]
    deleted = bool(status) and status.isascii() and status.isalnum() and _is_deleted(status)
    return found | ({"spam"} if spam else set()) | ({"trash"} if deleted else set())


def _is_deleted(status: str) -> bool:
    try:
        return bool(int(status, 16) & _DELETED)
    except ValueError:
        return False


def _is_for_many(fields: dict[str, list[str]]) -> bool:
    if "list-id" in fields or "list-unsubscribe" in fields or "list-post" in fields or "feedback-id" in fields:
        return True
    return fields.get("precedence", [""])[0].strip().lower() in ("bulk", "list", "junk")


def _delivered(fields: dict[str, list[str]]) -> tuple[str, ...]:
    stated = [*fields.get("delivered-to", []), *fields.get("x-original-to", []), *fields.get("envelope-to", [])]
    return tuple(dict.fromkeys(filter(None, [address_of(one.strip("<> ")) for one in stated[:20]])))


def _day(stated: str) -> date | None:
    try:
        read = parsedate_tz(stated[:100])
        day = date(*read[:3]) if read is not None else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day is not None and day >= _FIRST_DAY else None


def _addresses(stated: list[str]) -> tuple[Participant, ...]:
    found = []
    for value in map(_text, stated[:5]):
        single = _SINGLE.fullmatch(value)
        for name, address in [(single[1] or single[2], single[3])] if single else _listed(value[:_LONGEST_LIST]):
            if known := address_of(address):
                found.append(participant_of(_words(name), known))
    return tuple(found)


def _listed(value: str) -> list[tuple[str, str]]:
    if "@" not in value:
        return []
    try:
        return getaddresses([value])
    except (RecursionError, ValueError, IndexError, TypeError):  # a thousand brackets within each other
        return []


def _text(value: str) -> str:
    """Give a value whose bytes stand for characters as text: UTF-8, else as it was before there was UTF-8."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value


def _words(text: str) -> str:
    """Give a text with its encoded words decoded; as written where they cannot be."""
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text[:_LONGEST_WORDS])
    except (HeaderParseError, ValueError):
        return text
    return "".join([_decoded(*piece) for piece in pieces])


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "utf-8", "replace")
    except (LookupError, UnicodeError, ValueError):
        return piece.decode("utf-8", "replace")
