"""E-mail addresses, telephone numbers and pages in the form in which they are compared."""

import re
from enum import StrEnum

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# What is left of a number without country and area is compared; fewer digits are an extension, not a number.
LEAST_DIGITS = 7
# A number with its country has so many digits more than the same one without.
MOST_COUNTRY_DIGITS = 4

_EXTENSION = pattern_of(r"(?:\s*(?:ext\.?|x|#|;ext=|durchwahl|int\.)\s*[0-9]{1,6})\s*\Z", re.IGNORECASE)
_TRUNK = pattern_of(r"\(0\)")
_SHARED_WORDS = (
    "info office contact kontakt contatti contacto hello hallo hi mail post team sales support admin reception home "
    "family familie famiglia familia service help enquiries inquiries welcome studio shop press newsletter noreply "
    "no-reply bookings secretary sekretariat segreteria verwaltung buero"
)
_SHARED = frozenset(_SHARED_WORDS.split())
_FREE_MAIL_WORDS = (
    "gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac aol gmx web proton protonmail pm mail "
    "email posteo mailbox fastmail libero virgilio tiscali alice orange wanadoo free laposte sfr t-online freenet "
    "yandex ya rambler qq 163 126 naver hanmail daum uol bol terra zoho tutanota tuta hey comcast verizon "
    "btinternet sky bluewin example"
)
_FREE_MAIL = frozenset(_FREE_MAIL_WORDS.split())
_SECOND_LEVEL_WORDS = "co com org net ac gov edu"
_SECOND_LEVEL = frozenset(_SECOND_LEVEL_WORDS.split())
_PROFILES = {
    "twitter.com": "x.com", "x.com": "x.com", "github.com": "github.com", "instagram.com": "instagram.com",
    "facebook.com": "facebook.com", "xing.com": "xing.com", "gitlab.com": "gitlab.com", "t.me": "t.me",
    "bsky.app": "bsky.app", "threads.net": "threads.net", "orcid.org": "orcid.org", "youtube.com": "youtube.com",
}  # fmt: skip


class UrlKind(StrEnum):
    """How much a page tells about who somebody is."""

    PROFILE = "profile"
    PAGE = "page"
    SITE = "site"


class Phone(Row, frozen=True):
    """The digits of a number.

    With `country` they begin with the country's, without `00` or `+`; else they are without the `0` before the area's.
    """

    digits: str
    country: bool

    @property
    def key(self) -> str:
        """Return the last digits, which all spellings of the number share."""
        return self.digits[-LEAST_DIGITS:]


def email_key(text: str) -> str:
    """Give an address in small letters; empty where it is none. `ann+news@…` stays another address than `ann@…`."""
    found = text.strip().strip("<>").removeprefix("mailto:").casefold()
    name, at, host = found.rpartition("@")
    return found if at and name and "." in host and " " not in found else ""


def is_shared_mailbox(key: str) -> bool:
    """Tell whether an address is likely that of an office or a household rather than of one contact."""
    return key.partition("@")[0].partition("+")[0] in _SHARED


def firm_of_address(key: str) -> str:
    """Give the word by which a firm is known in its addresses (`acme` of `ann@mail.acme.co.uk`); empty: free mail."""
    labels = key.partition("@")[2].split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return labels[-1] if labels and labels[-1] not in _FREE_MAIL else ""


def phone_of(text: str) -> Phone | None:
    """Read a number in any spelling; None where there are too few digits to tell anybody by."""
    written = _TRUNK.sub("", _EXTENSION.sub("", text)).strip().removeprefix("tel:").strip()
    digits = "".join([sign for sign in written if sign.isascii() and sign.isdigit()])
    country = written.lstrip(" (").startswith("+")
    if not country and digits.startswith("00"):
        country, digits = True, digits[2:]
    if not country:
        digits = digits.removeprefix("0")
    return Phone(digits, country) if len(digits) >= LEAST_DIGITS else None


def same_phone(one: Phone, other: Phone) -> bool:
    """Tell whether two numbers are one, and their countries do not contradict each other."""
    if one.digits == other.digits:
        return True
    if one.country and other.country:
        return False
    longer, shorter = sorted((one, other), key=lambda phone: -len(phone.digits))
    if longer.country != shorter.country and not longer.country:
        return False
    spare = len(longer.digits) - len(shorter.digits)
    return spare <= MOST_COUNTRY_DIGITS and longer.digits.endswith(shorter.digits) and (longer.country or spare == 1)


def url_key(text: str) -> tuple[str, UrlKind] | None:
    """Give a page without scheme, `www.`, query and closing slash, and what kind it is; None where it is no address."""
    rest = text.strip().strip("<>").casefold().partition("://")[2] or text.strip().strip("<>").casefold()
    address, _, _ = rest.partition("#")
    address, _, query = address.partition("?")
    host, _, path = address.partition("/")
    host = host.removeprefix("www.").removeprefix("m.")
    path = path.strip("/")
    if "." not in host or " " in address or "@" in host:
        return None
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        parts = path.split("/")
        if len(parts) > 1 and parts[0] in ("in", "pub"):
            return f"linkedin.com/in/{_decoded(parts[1])}", UrlKind.PROFILE
        return f"linkedin.com/{path}", UrlKind.SITE
    if host in _PROFILES and path:
        if query and path == "profile.php":
            return f"{host}/{path}?{query}", UrlKind.PROFILE
        parts = path.removeprefix("profile/").removeprefix("@").split("/")
        return f"{_PROFILES[host]}/{parts[0]}", UrlKind.PROFILE if len(parts) == 1 else UrlKind.PAGE
    if path.startswith("@") and "/" not in path:
        return f"{host}/{path}", UrlKind.PROFILE
    return f"{host}/{path}".rstrip("/"), UrlKind.PAGE if path else UrlKind.SITE


def _decoded(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text).casefold() if "%" in text else text
