"""What holds of every card: nothing raises, what went out comes back, and what is unknown goes out again."""

import quopri
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.exchange.category_words import CATEGORY_OF
from pnm_vault.exchange.incoming.cards.meaning import STARRED, SYSTEM_GROUPS
from pnm_vault.exchange.incoming.cards.vcard import read, recognises
from pnm_vault.exchange.outgoing.content_line import content_line, escape
from pnm_vault.exchange.outgoing.exported import Exported, Related, one_line, uid_of, without_controls
from pnm_vault.exchange.outgoing.vcard import VERSIONS, card_of
from pnm_vault.model.contact import Contact, ImportantDate
from pnm_vault.model.incoming import IncomingContact, Owner
from tests.exchange.outgoing.made_contacts import UNHURRIED, awkward, contacts, exported, texts

NOBODY = Owner()
FILES = [path.read_bytes() for path in sorted((Path(__file__).parent / "cards").glob("*.vcf"))]
MARKS = ("\r\n", "\n ", "\r", "=", "\\", '"', ":", ";", ",", "\0", "^", "\ufeff", "ä")
WORDS = ("BEGIN:VCARD\r\n", "END:VCARD\r\n", "\nAGENT:\n", ";ENCODING=QUOTED-PRINTABLE", ";ENCODING=b", ";CHARSET=idna")
PIECES = st.sampled_from([*MARKS, *WORDS, "\nN:;\n"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Give one of the files with a few pieces put in or taken out."""
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.sampled_from([0, 0, 1, 2, 40, 400]))
        content = content[:start] + draw(PIECES.map(str.encode) | st.binary(max_size=4)) + content[end:]
    return content


@UNHURRIED
@given(damaged() | st.binary(max_size=300))
@example(b"")
@example("BEGIN:VCARD\nFN:Ä\nEND:VCARD".encode("utf-16"))
def test_no_bytes_raise(content: bytes) -> None:
    recognises("book.vcf", content)
    found = read(content, "book.vcf", NOBODY)
    assert found == read(content, "book.vcf", NOBODY)
    for one in found.contacts:
        assert one.name == one_line(one.name) != ""
        assert len({(value.field, value.text, value.label) for value in one.stated}) == len(one.stated)
        for value in one.stated:
            assert value.text == one_line(value.text) != ""
        for line in one.kept:
            assert "\n" not in without_controls(line)
        for version in VERSIONS:
            card_of(replace(exported(one.name), kept=one.kept), version)


@UNHURRIED
@given(contacts, st.sampled_from(VERSIONS))
def test_what_goes_out_comes_back(one: Exported, version: str) -> None:
    assume(not any(map(means_more, (one.contact.category or "", *one.contact.circles))))
    assume(not any(text.lstrip().lower().startswith(("mailto:", "tel:")) for text in texts_in(one.contact)))
    found = read(card_of(one, version), "book.vcf", NOBODY)
    assert (found.problems, found.skipped) == ((), ())
    [back] = found.contacts
    contact = one.contact
    assert (back.name, back.key, back.kept, back.words) == (one_line(contact.name), one.uid, (), "")
    for field, values in (
        ("aliases", contact.aliases),
        ("organisation", contact.organisations),
        ("role", (contact.role or "",)),
        ("email", contact.emails),
        ("phone", contact.phones),
        ("url", contact.urls),
        ("place", (contact.place or "",)),
        ("time_zone", (contact.time_zone or "",)),
    ):
        assert back.texts(field) == tuple(dict.fromkeys(filter(None, map(one_line, values)))), field
    groups = dict.fromkeys(filter(None, map(one_line, (contact.category or "", *contact.circles))))
    assert back.texts("circles") == tuple(groups)
    assert dates_of(back) == {told(day) for day in contact.dates}
    family = one_line(contact.last_name or "")
    if "," not in family:
        assert back.texts("last_name") == ((family,) if is_told_apart(family, back.name) else ())


@pytest.mark.parametrize("circle", [*CATEGORY_OF, "Friends"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_circle_that_is_called_like_a_category_comes_back_as_a_circle(circle: str, version: str) -> None:
    for category in (None, *sorted(set(CATEGORY_OF.values()))):
        one = exported(category=category, circles=(circle, "choir"))
        [back] = read(card_of(one, version), "book.vcf", NOBODY).contacts
        assert back.texts("category") == (() if category is None else (category,))
        # One of the very name of the category says nothing more than that does.
        assert back.texts("circles") == (("choir",) if circle == category else (circle, "choir"))
        assert back.kept == ()


def test_without_a_word_of_ours_a_group_of_that_name_is_the_category() -> None:
    one = exported(circles=("choir", "rowing"))
    card = card_of(one, "3.0")
    assert b"X-PNM" not in card
    [back] = read(card.replace(b"rowing", b"friends"), "book.vcf", NOBODY).contacts
    assert (back.texts("category"), back.texts("circles")) == (("friend",), ("choir",))


def means_more(group: str) -> bool:
    """Tell whether the name of a group is that of a category, of a star, or of a group that programs make."""
    bare = one_line(group).casefold().removeprefix("* ").removeprefix("system group: ")
    return bare in SYSTEM_GROUPS or bare in STARRED or bare in CATEGORY_OF


def texts_in(contact: Contact) -> tuple[str, ...]:
    return (*contact.emails, *contact.phones)


def dates_of(contact: IncomingContact) -> set[tuple[str, str]]:
    found = {(one.label, one.text) for one in contact.stated if one.field == "important_dates"}
    return found | {(field, text) for field in ("birthday", "anniversary") for text in contact.texts(field)}


def told(day: ImportantDate) -> tuple[str, str]:
    label = one_line(day.label)
    label = label.lower() if label.lower() in ("birthday", "anniversary") else label or "date"
    year = "-" if day.year in (None, 1604) else f"{day.year:04d}"
    return label, f"{year}-{day.month:02d}-{day.day:02d}"


def is_told_apart(family: str, name: str) -> bool:
    """Tell whether nobody could know a family name from the name: several words, or one in front."""
    words = name.replace(",", " ").split()
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].islower():
        begin -= 1
    inside = name.endswith(f" {family}") or name.startswith(f"{family} ")
    return bool(family) and inside and family.split() != words[begin:]


@UNHURRIED
@given(st.lists(awkward, min_size=1, max_size=4), st.sampled_from(VERSIONS))
def test_whom_they_know_comes_back(names: list[str], version: str) -> None:
    one = replace(exported("Ann Lee"), knows=tuple([Related(f"Bo {name}") for name in names]))
    [back] = read(card_of(one, version), "book.vcf", NOBODY).contacts
    assert back.texts("knows") == tuple(dict.fromkeys(one_line(f"Bo {name}") for name in names))


def test_cards_that_name_each_other_by_identifier_are_related() -> None:
    ann, bo = exported("Ann Lee"), exported("Bo Chen")
    ann = replace(ann, knows=(Related("Bo Chen", bo.uid), Related("Cy Dee", uid_of("contact", "Cy Dee.md"))))
    found = read(card_of(ann, "4.0") + card_of(bo, "4.0"), "book.vcf", NOBODY).contacts
    assert [one.texts("knows") for one in found] == [("Bo Chen",), ()]
    assert found[0].kept == (f"RELATED;TYPE=acquaintance:{uid_of('contact', 'Cy Dee.md')}",)


KNOWN = ("X-A", "X-C", "X-I", "X-M", "X-N", "X-P", "X-Q", "X-S", "X-T", "X-Y", "X-G", "ENCODING")
NAMES = st.from_regex(r"X-[A-Z]{1,9}(;[A-Z]{1,5}=[a-z]{1,5}){0,2}", fullmatch=True).filter(
    lambda name: not any(known in name for known in KNOWN)
)


@UNHURRIED
@given(st.lists(st.tuples(NAMES, awkward), max_size=5), st.sampled_from(VERSIONS))
def test_unknown_properties_survive_a_round_trip(unknown: list[tuple[str, str]], version: str) -> None:
    one = exported("Ann Lee", emails=("ann@example.org",))
    lines = b"".join([content_line(name, escape(value)) for name, value in unknown])
    came = read(card_of(one, version).replace(b"END:VCARD", lines + b"END:VCARD"), "book.vcf", NOBODY).contacts[0]
    assert len(came.kept) == len({content_line(name, escape(value)) for name, value in unknown})
    went = card_of(replace(one, kept=came.kept), version)
    for name, value in unknown:
        assert content_line(name, escape(value)) in went
    assert read(went, "book.vcf", NOBODY).contacts[0] == came


@UNHURRIED
@given(texts.map(lambda text: text.replace("\\", "/")), st.integers(10, 76))
def test_quoted_printable_of_phones_is_read(text: str, width: int) -> None:
    """Of vCard 2.1: lines end in `=` and go on below, and no character is escaped but by its bytes."""
    clean = without_controls(text)
    coded = quopri.encodestring(clean.encode(), quotetabs=True).replace(b"=\n", b"").replace(b"\n", b"=0D=0A")
    pieces = [coded[start : start + 3 * width] for start in range(0, len(coded), 3 * width)]
    broken = b"=\r\n".join([piece for piece in pieces if piece])
    if any(piece[-2:-1] == b"=" or piece.endswith(b"=") for piece in pieces):
        broken = coded
    head = b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\n" + head + broken + b"\r\nEND:VCARD\r\n"
    assert read(card, "a.vcf", NOBODY).contacts[0].words == clean.strip()


@UNHURRIED
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=5))
def test_lines_are_counted_as_an_editor_counts_them(blanks: list[tuple[int, str]]) -> None:
    end = blanks[0][1]
    book, begins, line = "", [], 1
    for count, _ in blanks:
        book += end * count + end.join(
            ["BEGIN:VCARD", "VERSION:3.0", "", "FN:Ann", " Lee", "EMAIL:a@b", "END:VCARD", ""]
        )
        begins.append(line + count)
        line += count + 7
    found = read(book.encode(), "a.vcf", NOBODY).contacts
    assert [one.line for one in found] == begins
    assert [one.stated[0].line for one in found] == [begin + 5 for begin in begins]
