"""Files that are broken or made to do harm: each costs what is broken, a Problem, and a bounded time."""

import random
import time

import pytest
import vobject

from benchmarks.import_cards import make_book
from pnm_vault.exchange.incoming.cards import cutting as cards
from pnm_vault.exchange.incoming.cards.vcard import read
from pnm_vault.model.incoming import Incoming, Owner

OPEN = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\n"
END = b"END:VCARD\n"
BINARY = random.Random(1).randbytes(300_000)


def told(content: bytes) -> Incoming:
    return read(content, "book.vcf", Owner())


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "No vCard begins"),
        (b"\n \n", 0, "No vCard begins"),
        (BINARY, 0, "No vCard begins"),
        (b"PK\x03\x04" + BINARY, 0, "No vCard begins"),
        (b"Name,E-mail\nAnn,ann@example.org\n", 0, "No vCard begins"),
        (END, 0, "No vCard begins"),
        (OPEN + END + OPEN, 5, "cut off"),
        (OPEN + END + b"\n" + OPEN + b"EMAIL:ann@exam", 6, "cut off"),
        (b"BEGIN:VCARD\n" * 1365, 1365, "cut off"),
        (b"BEGIN:VCARD\nAGENT:\n" * 1000, 2, "cut off"),
    ],
)
def test_of_a_file_that_is_cut_off_or_none_nothing_is_taken(content: bytes, line: int, words: str) -> None:
    found = told(content)
    [problem] = found.problems
    assert (problem.path, problem.severity, problem.code) == ("book.vcf", "error", "bad-import-file")
    assert words in problem.message
    assert problem.line >= line
    assert (found.contacts, found.skipped) == ((), ())


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        (b"BEGIN:VCARD\nFN:Bo\n" + OPEN.replace(b"Ann", b"Cy") + END, 5),  # no END
        (b"stray words\nand more\n", 5),
        (OPEN.replace(b"Ann", b"") + END, 5),
        (OPEN + b"no colon here\n" + END, 8),
        (OPEN + b";:\n" + END, 8),
        (OPEN + b"BEGIN:VEVENT\n" + END, 8),
        (OPEN + b"X;a=" + b"," * 40 + b"\n" + END, 8),
        (OPEN + b"X-A:b\n" * 10_001 + END, 5),
        (OPEN + b"NOTE:" + b"a" * 200_001 + b"\n" + END, 8),
        (OPEN + b"NOTE:" + b"\n a" * 400_001 + b"\n" + END, 5),
        (OPEN + BINARY.replace(b"\n", b"") + b"\n" + END, 8),
    ],
)
def test_one_bad_card_costs_one_card_at_most(bad: bytes, line: int) -> None:
    found = told(OPEN + END + bad + OPEN.replace(b"Ann", b"Dee") + END)
    assert (found.contacts[0].name, found.contacts[-1].name) == ("Ann", "Dee")
    assert {problem.code for problem in found.problems} == {"bad-import-entry"}
    assert found.problems[0].line == line


def test_a_card_that_does_not_end_is_read_up_to_the_next() -> None:
    found = told(OPEN + b"TEL:1\n" + OPEN.replace(b"Ann", b"Bo") + END)
    assert [(one.name, one.line) for one in found.contacts] == [("Ann", 1), ("Bo", 5)]
    assert [problem.line for problem in found.problems] == [1]


@pytest.mark.parametrize(
    "content",
    [
        OPEN + b"END:VCARD" + OPEN.lower().replace(b"ann", b"Bo") + b"end:vcard" + OPEN + b"TEL:1\n" + END,
        b"\xef\xbb\xbf" + OPEN + END + b"\xef\xbb\xbf" + OPEN.replace(b"Ann", b"Bo") + END + OPEN + b"TEL:1\n" + END,
        (OPEN + END + OPEN.replace(b"Ann", b"Bo") + END + OPEN + b"TEL;X=y:\n 1\n" + END).replace(b"\n", b"\r\r\n"),
    ],
)
def test_files_that_were_put_together_or_sent_as_text_are_read(content: bytes) -> None:
    found = told(content)
    assert [one.name for one in found.contacts] == ["Ann", "Bo", "Ann"]
    assert (found.contacts[-1].texts("phone"), found.problems) == (("1",), ())


def test_a_dangling_backslash_ends_nothing() -> None:
    [one] = told(OPEN + b"NOTE:a\\\nNICKNAME:x\\,y\\\nADR:;;\\;;a\\\n" + END).contacts
    assert (one.words.splitlines()[0], one.texts("aliases")) == ("a\\", ("x,y\\",))


def test_problems_and_depth_have_an_end() -> None:
    found = told(b"BEGIN:VCARD\n" * 5000 + END)
    assert len(found.problems) == 1001
    assert found.problems[-1].message == cards.MORE_PROBLEMS
    nested = told(b"BEGIN:VCARD\nFN:A\nAGENT:\n" * 20 + END * 20)
    assert nested.problems


def test_a_file_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MAX_FILE", 50)
    [problem] = told(OPEN + b" " * 50 + END).problems
    assert problem.code == "bad-import-file"


def test_a_card_too_large_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MAX_CARD", 200)
    found = told(OPEN + END + OPEN + b"NOTE:" + b"a" * 200 + b"\n" + END)
    assert (len(found.contacts), [problem.line for problem in found.problems]) == (1, [5])


STEPS = {
    "folds": (OPEN + b"NOTE:", b"\n a", b"\n" + END),
    "properties": (OPEN, b"X-A:b\n", END),
    "e-mails": (OPEN, b"EMAIL:a@b\n", END),
    "groups": (OPEN + b"CATEGORIES:", b"a,", b"\n" + END),
    "escapes": (OPEN + b"NOTE:", b"\\n", b"\n" + END),
    "parameters": (OPEN + b"X", b";a=,", b":\n" + END),
    "quotes": (OPEN + b"X;a=", b'";', b":\n" + END),
    "soft breaks": (OPEN + b"NOTE;ENCODING=QUOTED-PRINTABLE:", b"=\n", b"\n" + END),
    "cards": (b"", OPEN + END, b""),
    "begins": (b"", b"BEGIN:VCARD\n", b""),
    "agents": (b"", b"BEGIN:VCARD\nAGENT:\n", b""),
    "ends": (OPEN, END, b""),
    "glued": (OPEN, b"END:VCARDBEGIN:VCARD", b"\n"),
    "blanks": (OPEN + b"X:", b" ", b"\n" + END),
    "line ends": (OPEN, b"\r", END),
}


@pytest.mark.parametrize("name", STEPS)
def test_time_grows_with_the_size_and_no_faster(name: str) -> None:
    """Measured by what a size costs beside eight times as much; quadratic work would take 64 times as long."""
    start, step, end = STEPS[name]

    def seconds(size: int) -> float:
        content = start + step * (size // len(step)) + end
        began = time.process_time()
        told(content)
        return time.process_time() - began

    small = min(seconds(10_000) for _ in range(3))
    assert min(seconds(80_000) for _ in range(2)) < 24 * max(small, 0.0005)


def test_reading_takes_at_most_three_times_what_vobject_alone_takes() -> None:
    book = make_book(100)

    def theirs() -> int:
        return len(list(vobject.readComponents(book.decode())))

    def seconds(work: object) -> float:
        began = time.process_time()
        assert (theirs() if work is theirs else len(told(book).contacts)) == 100
        return time.process_time() - began

    assert min(seconds(told) for _ in range(3)) < 3 * min(seconds(theirs) for _ in range(3))
