"""What somebody can be told by, gathered from a note or from a file of another program."""

from collections.abc import Iterable, Iterator

from pnm_vault.insights.identity.addresses import Phone, UrlKind, email_key, phone_of, url_key
from pnm_vault.insights.identity.latin import latin_of
from pnm_vault.insights.identity.names import PersonName, read_name, read_names
from pnm_vault.model.contact import Contact, ImportantDate
from pnm_vault.model.incoming import IncomingContact, Participant
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.values.names import shown_text
from pnm_vault.patterns import pattern_of

MAX_NAMES = 8
MAX_VALUES = 12

_LEGAL_FORMS_WORDS = (
    "gmbh mbh ag kg ohg ug se ev inc incorporated ltd limited llc llp plc corp corporation co company sa sas sarl "
    "spa srl snc sl bv nv ab as oy aps kk pte pty the gbr eg ooo zao"
)
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_WORDS.split())
_WORDS = pattern_of(r"[^\W_]+")
_FULL_DAY = pattern_of(r"\A\s*([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_NO_YEAR = pattern_of(r"\A\s*(?:--|\?{4}-)?([0-9]{2})-?([0-9]{2})\s*\Z")


class Trait(Row, frozen=True):
    """One value: by what it is compared, and as it was written."""

    key: str
    written: str


class Page(Row, frozen=True):
    """A page: its address as compared, how much it tells, and as it was written."""

    key: str
    kind: UrlKind
    written: str


class Number(Row, frozen=True):
    """A telephone number and how it was written."""

    phone: Phone
    written: str


class Birthday(Row, frozen=True):
    """A birthday; `year` 0: not known."""

    month: int
    day: int
    year: int

    def fits(self, other: "Birthday") -> bool:
        """Tell whether both may be one day: a year that is not known contradicts nothing."""
        years = not self.year or not other.year or self.year == other.year
        return (self.month, self.day) == (other.month, other.day) and years


class Traits(Record, frozen=True):
    """What somebody can be told by. The first of `names` is what they are called, the rest are aliases.

    `guessed` is a name read from an e-mail address, where there is no other.
    """

    names: tuple[PersonName, ...] = ()
    guessed: PersonName | None = None
    emails: tuple[Trait, ...] = ()
    phones: tuple[Number, ...] = ()
    urls: tuple[Page, ...] = ()
    uids: tuple[str, ...] = ()
    organisations: tuple[Trait, ...] = ()
    roles: tuple[Trait, ...] = ()
    places: tuple[Trait, ...] = ()
    birthdays: tuple[Birthday, ...] = ()


def traits_of(contact: Contact) -> Traits:
    """Gather the traits of a contact of the vault."""
    return _traits(
        (contact.name, *contact.aliases),
        contact.emails,
        contact.phones,
        contact.urls,
        (contact.uid or "",),
        contact.organisations,
        (contact.role or "",),
        (contact.place or "",),
        _birthdays_of(contact.dates),
    )


def traits_of_incoming(contact: IncomingContact) -> Traits:
    """Gather the traits of a contact that a file tells of."""
    first, last = contact.texts("first_name"), contact.texts("last_name")
    full = f"{first[0]} {last[0]}" if first and last else ""
    key = url_key(contact.key)
    return _traits(
        (contact.name, *contact.texts("name"), full, *contact.texts("aliases")),
        contact.texts("email"),
        contact.texts("phone"),
        (*contact.texts("url"), *([contact.key] if key is not None else [])),
        (contact.key, *contact.texts("uid")),
        contact.texts("organisation"),
        (*contact.texts("role"), *contact.texts("job_title")),
        contact.texts("place") or contact.texts("city"),
        tuple([found for text in contact.texts("birthday") if (found := _birthday(text)) is not None]),
    )


def traits_of_participant(participant: Participant) -> Traits:
    """Gather the traits of somebody who took part in an occasion that a file tells of."""
    # Calendars name those without a name by their address.
    name = "" if email_key(participant.name) else participant.name
    return _traits((name,), (participant.email,), (), (participant.url,), (), (), (), (), ())


def _traits(
    names: Iterable[str],
    emails: Iterable[str],
    phones: Iterable[str],
    urls: Iterable[str],
    uids: Iterable[str],
    organisations: Iterable[str],
    roles: Iterable[str],
    places: Iterable[str],
    birthdays: tuple[Birthday, ...],
) -> Traits:
    read = _names(names)
    addresses = _unique([Trait(key, text) for text in emails if (key := email_key(text))])
    return Traits(
        read,
        None if read else _guessed(addresses),
        addresses,
        tuple([Number(phone, text) for text in phones if (phone := phone_of(text)) is not None][:MAX_VALUES]),
        tuple([Page(*found, text) for text in urls if (found := url_key(text)) is not None][:MAX_VALUES]),
        tuple(dict.fromkeys([uid.strip().casefold() for uid in uids if uid.strip()])),
        _unique([Trait(key, text) for text in map(shown_text, organisations) if (key := firm_key(text))]),
        _unique([Trait(key, text) for text in map(shown_text, roles) if (key := _plain(text))]),
        _unique([Trait(key, text) for text in map(shown_text, places) if (key := _plain(text.partition(",")[0]))]),
        birthdays,
    )


def _names(texts: Iterable[str]) -> tuple[PersonName, ...]:
    found: dict[tuple[str, ...], PersonName] = {}
    for text in texts:
        if text and len(found) < MAX_NAMES:
            for name in read_names(text):
                found.setdefault(tuple([word.letters for word in name.words]), name)
    return tuple(found.values())


def _guessed(addresses: Iterable[Trait]) -> PersonName | None:
    """Read a name from `ann.lee@…`: two or three words of letters, none of them a single one."""
    for address in addresses:
        words = address.key.partition("@")[0].replace("_", ".").replace("-", ".").split(".")
        if 2 <= len(words) <= 3 and all(len(word) > 1 and word.isalpha() for word in words):
            return read_name(" ".join(words))
    return None


def _unique(values: list[Trait]) -> tuple[Trait, ...]:
    return tuple({value.key: value for value in reversed(values)}.values())[::-1][:MAX_VALUES]


def firm_key(text: str) -> str:
    """Give the words of an organisation's name without its legal form: `Acme S.r.l.` and `ACME` are one."""
    words = _WORDS.findall(latin_of(text.replace(".", "")))
    return " ".join([word for word in words if word not in _LEGAL_FORMS] or words)


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(latin_of(text)))


def _birthdays_of(dates: Iterable[ImportantDate]) -> tuple[Birthday, ...]:
    return tuple(_each_birthday(dates))


def _each_birthday(dates: Iterable[ImportantDate]) -> Iterator[Birthday]:
    for one in dates:
        if one.label == "birthday":
            yield Birthday(one.month, one.day, one.year or 0)


def _birthday(text: str) -> Birthday | None:
    if match := _FULL_DAY.match(text):
        year = int(match[1])
        return Birthday(int(match[2]), int(match[3]), 0 if year in (0, 1604) else year)
    if match := _NO_YEAR.match(text):
        return Birthday(int(match[1]), int(match[2]), 0)
    return None
