"""vCards as they come in: what each line means."""

from pnm_vault.exchange.incoming.vcard import read, recognises
from pnm_vault.model.incoming import Incoming, IncomingContact, Owner, Stated

NOBODY = Owner()


def cards(*bodies: str, version: str = "3.0", owner: Owner = NOBODY) -> Incoming:
    text = "".join([f"BEGIN:VCARD\nVERSION:{version}\n{body.strip()}\nEND:VCARD\n" for body in bodies])
    return read(text.encode(), "book.vcf", owner)


def card(*lines: str, version: str = "3.0") -> IncomingContact:
    [contact] = cards("\n".join(["FN:Ann Lee", *lines]), version=version).contacts
    return contact


def test_a_card_of_apple() -> None:
    [one] = cards(
        """N:Lee;Ann;;;
FN:Ann Lee
item1.EMAIL;type=INTERNET:ann@example.org
item1.X-ABLabel:_$!<Other>!$_
TEL;type=CELL;type=VOICE;type=pref:+39 040 555 0100
BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15
X-FOO;bar=1:hm"""
    ).contacts
    assert (one.format, one.file, one.line, one.name) == ("vcard", "book.vcf", 1, "Ann Lee")
    assert one.stated == (
        Stated("email", "ann@example.org", "other", 5),
        Stated("phone", "+39 040 555 0100", "cell", 7),
        Stated("birthday", "--04-15", "", 8),
    )
    assert one.kept == ("X-FOO;BAR=1:hm",)


def test_a_file_is_known_by_its_first_line() -> None:
    assert recognises("any.txt", b"\xef\xbb\xbfbegin:vcard\r\nVERSION:3.0\r\n")
    assert recognises("book.VCF", b"junk")
    assert not recognises("book.vcf", b"BEGIN:VCALENDAR\r\n")
    assert not recognises("mail.eml", b"From: a@example.org\n\nBEGIN:VCARD\n")
