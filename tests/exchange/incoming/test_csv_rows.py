"""Tables with every mistake that programs and hands make: no cell gets lost, and no bytes stop the reading."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.exchange.incoming import encodings
from pnm_vault.exchange.incoming.encodings import decode
from pnm_vault.exchange.incoming.reading import Reading
from pnm_vault.exchange.incoming.tables import csv_rows
from pnm_vault.exchange.incoming.tables.csv_rows import Table, has_header, read_table
from pnm_vault.model.incoming import Incoming, Owner
from tests.exchange.outgoing.made_contacts import NASTY

HEADER = ("name", "two", "three")


def is_header(names: Sequence[str]) -> bool:
    return names[:1] == ["name"] and len(names) > 1


def read(content: bytes | str) -> tuple[Table | Incoming, Reading]:
    reading = Reading("csv", "x.csv", Owner())
    content = content.encode() if isinstance(content, str) else content
    return read_table(content, reading, is_header, "contacts", 20), reading


def rows(content: bytes | str) -> list[tuple[int, tuple[str, ...]]]:
    table, _ = read(content)
    assert isinstance(table, Table), table
    return [(row.line, row.cells) for row in table.rows]


def problems(content: bytes | str) -> list[tuple[int, str]]:
    table, reading = read(content)
    found = table if isinstance(table, Incoming) else reading.incoming()
    return [(one.line, one.message) for one in found.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_table_is_the_same_however_it_is_written(delimiter: str, end: str, encoding: str) -> None:
    text = end.join([delimiter.join(one) for one in [HEADER, ("Zoë", "a", "b"), ("Bo", "", "c")]])
    assert rows(text.encode(encoding)) == [(2, ("Zoë", "a", "b")), (3, ("Bo", "", "c"))]


cells = st.text(
    st.one_of(
        st.sampled_from(NASTY.replace("\x00", "").replace("\ud800", "") + '",;\t\n\r'),
        st.characters(codec="utf-8", exclude_characters="\x00"),
    ),
    max_size=30,
)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_csv_writes_is_read_back(table: list[list[str]], delimiter: str, end: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, ["é", "é", "é"], *table])
    wanted = list(dict.fromkeys(tuple(row) for row in [["é", "é", "é"], *table] if any(cell.strip() for cell in row)))
    odd = sum(map(out.getvalue().count, encodings._NOT_TEXT)) * 100 > len(out.getvalue())
    if not odd:
        assert [found for _, found in rows(out.getvalue())] == wanted


@given(st.binary(max_size=300))
def test_no_bytes_stop_it(content: bytes) -> None:
    read(content)
    read(b"name,two\n" + content)
    read("name;two\n".encode("utf-16") + content)
    has_header(content, is_header)


def test_lines_are_those_of_an_editor() -> None:
    assert rows('name,two\n"a\nb",1\r\n"c\r\nd",2\ne,3') == [(2, ("a\nb", "1")), (4, ("c\r\nd", "2")), (6, ("e", "3"))]


def test_a_header_may_come_late_and_a_spreadsheet_may_say_the_delimiter() -> None:
    assert rows('Notes:\n"One, two, three, four\nfive"\n\nname,two\na,b') == [(6, ("a", "b"))]
    assert rows("sep=;\nname;two,too\na,b;c") == [(3, ("a,b", "c"))]


def test_the_delimiter_is_what_fits_most_rows() -> None:
    assert rows("name;two\nAnn;plums, pears, figs and nuts\nBo;x, y") == [
        (2, ("Ann", "plums, pears, figs and nuts")),
        (3, ("Bo", "x, y")),
    ]


def test_empty_rows_and_doubles_are_counted() -> None:
    table, reading = read("name,two\na,1\n\n , \na,1\nb,2\n")
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == ["a", "b"]
    assert reading.incoming().skipped == (("nothing in it", 1), ("the same entry again", 1))


def test_a_row_with_too_many_cells_costs_itself_and_one_with_too_few_nothing() -> None:
    text = "name,two,three\na,Acme, Inc,c\nb,2\nd,2,3,,\n"
    assert rows(text) == [(3, ("b", "2", "")), (4, ("d", "2", "3"))]
    assert [line for line, _ in problems(text)] == [2, 3]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    text = 'name,two\na,"1\nb,2\nc,3\n'
    assert rows(text) == [(3, ("b", "2")), (4, ("c", "3"))]
    assert [line for line, _ in problems(text)] == [2]
    assert rows('name,two\nb,5" pipe\n') == [(2, ("b", '5" pipe'))]
    assert rows('name,two\nb,"x ""y"""') == [(2, ("b", 'x "y"'))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name,two\nb,2\na,"She likes\nplums and\nfi', 3),
        ('name,two\nb,2\na,"She', 3),
        ("name,two,three\nb,2,3\na,2", 3),
        ("name,two\nb,2\na", 3),
    ],
)
def test_of_a_file_that_was_cut_off_nothing_is_read(text: str, line: int) -> None:
    table, _ = read(text)
    assert isinstance(table, Incoming)
    assert [(one.line, one.code) for one in table.problems] == [(line, "bad-import-file")]


def test_a_last_row_without_line_end_is_whole_when_others_are_as_short() -> None:
    assert len(rows("name,two,three\nb,2\na,2")) == 2
    assert len(rows("name,two,three\na,2")) == 1
    assert len(rows("name,two,three\nb,2,3\na,2\n")) == 2


def test_an_endless_cell_costs_one_row_and_the_limit_of_the_process_stays() -> None:
    assert csv.field_size_limit() == csv_rows.MAX_CELL
    text = f'name,two\na,1\n"{"x" * 200_000}",2\nb,3\n'
    assert rows(text) == [(2, ("a", "1")), (4, ("b", "3"))]
    assert [line for line, _ in problems(text)] == [3]
    assert csv.field_size_limit() == csv_rows.MAX_CELL
    assert rows(f'name,two\na,1\n"{"x" * 200_000}",2\n') == [(2, ("a", "1"))]


def test_open_quotes_without_number_are_given_up() -> None:
    line = '"' + "x" * 200_000 + "\n"
    text = "name,two\n" + line * 3
    assert len(problems(text)) <= csv_rows.MAX_AGAIN + 1
    many = "name,two\n" + '"a\n' * 5_001
    assert len(problems(many)) < 60


def test_bounds_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MAX_ROWS", 3)
    assert len(rows("name,two\n" + "".join([f"a,{number}\n" for number in range(9)]))) == 3
    assert problems("name,two\n" + "".join([f"a,{number}\n" for number in range(9)]))[0][0] == 5
    wide = "name," + ",".join(map(str, range(1_001)))
    assert "1000 columns" in problems(wide)[0][1]
    monkeypatch.setattr(csv_rows, "MAX_BYTES", 10)
    assert "MB" in problems("name,two\na,b\n")[0][1]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"PK\x03\x04name,two\n", "workbook"),
        (bytes(range(256)) * 20, "no text"),
        (b"", "No line"),
        (b"a,b\n", "No line"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(content: bytes, word: str) -> None:
    assert word in problems(content)[0][1]


def test_stray_bytes_are_told() -> None:
    assert rows(b"name,two\nAn\x00n,1\n" * 1 + b"Bo,2\n" * 60) == [(2, ("Ann", "1")), (3, ("Bo", "2"))]
    assert problems(b"name,two\nAn\x00n,1\n" + b"Bo,2\n" * 60)[0][1].startswith("1 NUL")
    assert problems(b"name,two\nA,1\nZo\x81,2\n")[0][0] == 3


def test_old_encodings_are_told_apart() -> None:
    assert decode("Name,Größe\nJörg,Café".encode("cp1252")) == "Name,Größe\nJörg,Café"
    assert decode("名前,よみ\n森,もり\n谷,たに".encode("cp932")) == "名前,よみ\n森,もり\n谷,たに"
    assert decode("naïve café".encode()[:-1], cut=True) == "naïve caf"
    assert decode("ab".encode("utf-16") + b"c", cut=True) == "ab"
