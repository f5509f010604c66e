"""Those who take part in a meeting or a mail: what a source writes of them, as the rest of the house knows them."""

from collections.abc import Iterable

from pnm_vault.exchange.incoming.exclusions import untagged
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.incoming import Owner, Participant
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.patterns import pattern_of

_ADDRESS = pattern_of(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]]{1,255}")
_LONGEST = 100  # characters of a name
# What stands behind a comma without being a first name.
_TITLES = "ab ag bv cpa dds esq gmbh inc jr kg llc llp ltd ma mba md msc oy phd plc sa sr"
_NO_FIRST_NAMES = frozenset(_TITLES.split())


def address_of(text: str) -> str:
    """Give an e-mail address in lower case, without `mailto:`; empty for what is none."""
    bare = text.strip()
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0].strip()
    return bare.lower() if _ADDRESS.fullmatch(bare) else ""


def participant_of(name: str, address: str) -> Participant:
    """Make a participant of a name as displayed and an address as `address_of` gives it.

    `Lee, Ann` is turned round. A name that only repeats an address is none.
    """
    shown = one_line(name[: _LONGEST * 4]).strip("\"'‘’“” ")[:_LONGEST].strip()
    if "@" in shown:
        return Participant("", address or address_of(shown))
    return Participant(_turned_round(shown), address)


def is_owner(owner: Owner, participant: Participant) -> bool:
    """Tell whether a participant is the owner of the vault: by address, and by name.

    Beside an address that is not known to be the owner's only the whole name counts: everybody has had addresses that
    they forgot, and others have the same first name.
    """
    email = participant.email
    if email and (email in owner.emails or untagged(email) in owner.emails):
        return True
    return has_whole_name(participant, owner.names) if email else _has_name(participant, owner.names)


def has_whole_name(participant: Participant, names: Iterable[str]) -> bool:
    """Tell whether a participant's name is one of these and has several words."""
    return " " in participant.name and _has_name(participant, names)


def guessed_owner(file: str, found: tuple[str, ...], without: str, severity: Severity) -> Problem:
    """Say which addresses count as the owner's, Me.md having none; where none was found, what comes of it."""
    if found:
        message = (
            f"Me.md has no e-mail: {', '.join(found)} counts as yours here. Put your addresses into its property email."
        )
        return Problem(file, 0, Severity.INFO, "owner-address", message)
    message = f"Which address is yours cannot be told: {without}. Put your addresses into the property email of Me.md."
    return Problem(file, 0, severity, "owner-address", message)


def once_each(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Give each address once, and each name where there is no address, in their order; the fullest name counts."""
    found: dict[str, Participant] = {}
    for one in participants:
        key = one.email or one.name.casefold()
        if key and len(one.name) > len(found[key].name if key in found else ""):
            found[key] = one
        elif key:
            found.setdefault(key, one)
    return tuple(found.values())


def _has_name(participant: Participant, names: Iterable[str]) -> bool:
    return bool(participant.name) and participant.name.casefold() in [name.casefold() for name in names]


def _turned_round(name: str) -> str:
    last, comma, first = name.partition(", ")
    if (
        not comma
        or "," in first
        or not last
        or first.split(" ")[0].rstrip(".").replace(".", "").casefold() in _NO_FIRST_NAMES
    ):
        return name
    return f"{first} {last}" if first[:1].isalpha() and last[:1].isalpha() else name
