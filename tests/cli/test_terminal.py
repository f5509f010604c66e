"""Names made harmless, columns that line up, colour only where wanted, the progress bar."""

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.cli import terminal
from pnm_vault.cli.terminal import Cell, Progress, Screen, escape_json, plain, shorten, wants_color, width


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_spells_out_what_a_terminal_would_act_upon() -> None:
    assert plain("Ada\x1b[31m Lovelace\x07") == "Ada^[[31m Lovelace^G"
    assert plain("two\nlines\tand\x00") == "two^Jlines^Iand^@"
    assert plain("\x7f\x9b2J") == "^?\\u009b2J"
    assert plain("safe\u202egnp.exe\u2066") == "safe\\u202egnp.exe\\u2066"
    assert plain("half\udcff") == "half\ufffd"


def test_plain_leaves_names_of_the_world_alone() -> None:
    for name in ("Žofia Ćwikła", "李雷", "نجلاء", "Zoë 👩\u200d🔬", "O'Brien-Смит"):
        assert plain(name) == name


@given(st.text(max_size=20))
@settings(deadline=None)
def test_plain_text_has_no_control_and_stays_so(text: str) -> None:
    once = plain(text)
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in once)
    assert not any("\ud800" <= character <= "\udfff" for character in once)
    assert plain(once) == once


@given(st.text(st.characters(exclude_categories=()), max_size=20))
@settings(deadline=None)
def test_escaped_json_means_the_same(text: str) -> None:
    escaped = escape_json(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(escaped) == {"a": text}
    assert "\x9b" not in escaped
    assert "\u202e" not in escaped


def test_width_counts_columns() -> None:
    assert width("Ada") == 3
    assert width("李雷") == 4
    assert width("e\u0301") == 1
    assert width("Ж") == 1


def test_shorten_counts_wide_characters_twice() -> None:
    assert shorten("Ada Lovelace", 12) == "Ada Lovelace"
    assert shorten("Ada Lovelace", 5) == "Ada…"
    assert shorten("李雷李雷", 5) == "李雷…"
    assert shorten("李雷李雷", 4) == "李…"


def test_table_lines_up_wide_names() -> None:
    rows = [[Cell("李雷"), Cell("due")], [Cell("Ada"), Cell("dormant")]]
    assert Screen(False, None).table(rows) == ["  李雷  due", "  Ada   dormant"]


def test_table_cuts_only_the_last_column_and_only_on_a_screen() -> None:
    rows = [[Cell("Ada"), Cell("a long sentence that goes on")]]
    assert Screen(False, 24).table(rows, indent="") == ["Ada  a long sentence th…"]
    assert Screen(False, None).table(rows, indent="") == ["Ada  a long sentence that goes on"]
    assert Screen(False, 80).table([]) == []


def test_a_table_wider_than_the_screen_puts_places_below() -> None:
    rows = [
        [
            Cell("2026-11-24"),
            Cell("Ada", "bold"),
            Cell("send her the book about bridges"),
            Cell("People/Ada.md:4", "dim"),
        ],
        [Cell(""), Cell("Bo Ek"), Cell("call"), Cell("Daily/2026/2026-11-20.md:12", "dim")],
    ]
    assert Screen(False, 48).table(rows) == [
        "  2026-11-24  Ada    send her the book about",
        "                     bridges",
        "      People/Ada.md:4",
        "              Bo Ek  call",
        "      Daily/2026/2026-11-20.md:12",
    ]
    assert Screen(False, 30).table(rows)[0] == "  2026-11-24  Ada    send her the book about bridges"
    assert len(Screen(False, 81).table(rows)) == 2
    assert len(Screen(False, None).table(rows)) == 2
    assert "\x1b[2mPeople/Ada.md:4\x1b[0m" in Screen(True, 48).table(rows)[2]


def test_running_text_is_broken_between_words() -> None:
    screen = Screen(False, 20)
    assert screen.wrapped("Ada looks for 李雷 and friends", "  ") == ["  Ada looks for 李雷", "  and friends"]
    assert screen.wrapped("Donaudampfschifffahrtsgesellschaft", "  ") == ["  Donaudampfschifffahrtsgesellschaft"]
    assert screen.wrapped("a\x1bb", "") == ["a^[b"]
    assert Screen(False, None).wrapped("Ada looks for somebody", "  ") == ["  Ada looks for somebody"]


def test_styles_are_written_only_in_colour() -> None:
    assert Screen(True, None).style("Ada", "bold") == "\x1b[1mAda\x1b[0m"
    assert Screen(True, None).style("\x1b[2J", "red bold") == "\x1b[31;1m^[[2J\x1b[0m"
    assert Screen(False, None).style("Ada", "bold") == "Ada"


def test_colour_is_asked_for_in_the_usual_ways() -> None:
    assert wants_color(Terminal(), None, {})
    assert not wants_color(io.StringIO(), None, {})
    assert not wants_color(Terminal(), None, {"NO_COLOR": "1"})
    assert wants_color(Terminal(), None, {"NO_COLOR": ""})
    assert not wants_color(Terminal(), None, {"TERM": "dumb"})
    assert wants_color(io.StringIO(), None, {"FORCE_COLOR": "1"})
    assert not wants_color(Terminal(), None, {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert not wants_color(Terminal(), False, {"FORCE_COLOR": "1"})


def test_progress_is_silent_for_a_second_then_draws_and_wipes() -> None:
    stream = Terminal()
    with Progress(stream, shown=True) as progress:
        progress(1, 4)
        assert stream.getvalue() == ""
        progress._next = 0.0
        progress(2, 4)
        assert stream.getvalue() == "\rReading the vault [############............] 2/4 notes"
        progress(4, 4)
    assert stream.getvalue().endswith("\r\x1b[K")
    assert stream.getvalue().count("\x1b[K") == 1


def test_progress_never_draws_for_a_pipe_or_when_quiet() -> None:
    for stream, shown in ((io.StringIO(), True), (Terminal(), False)):
        with Progress(stream, shown=shown) as progress:
            progress._next = 0.0
            progress(1, 2)
        assert stream.getvalue() == ""


def test_the_module_of_styles_knows_every_style_in_use() -> None:
    from pnm_vault.cli.regenerate import _DIFF_STYLES
    from pnm_vault.cli.stale import _LABEL_STYLES

    used = {word for style in (*_DIFF_STYLES.values(), *_LABEL_STYLES.values()) for word in style.split()}
    assert used <= set(terminal._STYLES)
