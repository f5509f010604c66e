import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.sync.git.marked_lines import ChangedByHandError, add_lines, has_lines, take_lines

WANTED = ("*.md merge=pnm", ".trash/")
FILES = st.one_of(
    st.none(),
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"*.jpg", b"# mine", b"", b" ", b"\xef\xbb\xbf!x", b"caf\xc3\xa9"]), max_size=5).flatmap(
        lambda lines: st.sampled_from([b"\n".join(lines), b"\r\n".join(lines), b"\n".join([*lines, b""])])
    ),
).filter(lambda content: not has_lines(content))  # drawn from our own source, a mark of ours is possible
BELOW = st.binary(min_size=1, max_size=20).filter(lambda content: not has_lines(content))
# However busy the machine is.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("content", "above"),
    [
        (None, b""),
        (b"", b"\n"),
        (b"*.jpg\n", b"*.jpg\n"),
        (b"*.jpg", b"*.jpg\n"),
        (b"*.jpg\r\nx", b"*.jpg\r\nx\r\n"),
        (b"*.jpg\r\n", b"*.jpg\r\n"),
    ],
)
def test_lines_come_last_in_the_form_of_the_file(content: bytes | None, above: bytes) -> None:
    after = add_lines(content, WANTED)
    assert after.startswith(above)
    assert has_lines(after)
    end = b"\r\n" if b"\r\n" in above else b"\n"
    assert after.removeprefix(above).count(end) == after.removeprefix(above).count(b"\n") == 4
    assert end + b".trash/" + end in after


@UNHURRIED
@given(FILES)
def test_taking_them_away_gives_every_byte_back(content: bytes | None) -> None:
    assert take_lines(add_lines(content, WANTED), WANTED) == content


@UNHURRIED
@given(FILES, BELOW)
def test_what_is_written_below_since_stays_on_lines_of_its_own(content: bytes | None, more: bytes) -> None:
    after = take_lines(add_lines(content, WANTED) + more, WANTED)
    above = content or b""
    if content is not None and not content.endswith(b"\n"):
        above += b"\r\n" if b"\r\n" in content[: content.find(b"\n") + 1] else b"\n"
    assert after == above + more


def test_further_lines_join_those_that_are_there() -> None:
    once = add_lines(add_lines(b"x\n", WANTED[:1]), WANTED[1:])
    assert once == add_lines(b"x\n", WANTED)


@pytest.mark.parametrize("cut", [0, -1])
def test_one_mark_alone_is_left_alone(cut: int) -> None:
    lines = add_lines(None, WANTED).splitlines(keepends=True)
    del lines[cut]
    with pytest.raises(ChangedByHandError):
        take_lines(b"".join(lines), WANTED)
    with pytest.raises(ChangedByHandError):
        add_lines(b"".join(lines), WANTED)


def test_a_line_of_somebody_elses_between_the_marks_is_left_alone() -> None:
    content = add_lines(None, WANTED).replace(b".trash/", b"secret/")
    with pytest.raises(ChangedByHandError):
        take_lines(content, WANTED)


def test_a_file_without_lines_of_ours_stays() -> None:
    assert take_lines(b"x\n", WANTED) == b"x\n"
