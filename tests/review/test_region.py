import pytest

from pnm_vault.review.region import Merged, begin_line, end_line, is_ours, merge_region, read_region

PAGE = "# Agenda\n\n- [ ] Ann\n"
REGION = (
    "<!-- pnm:begin agenda format=1 · made by pnm: tick and write here, the rest is made anew -->\n"
    "\n# Agenda\n\n- [ ] Ann\n\n"
    "<!-- pnm:end agenda -->"
)


def note(inside: str = "old\n", name: str = "agenda") -> str:
    return f"{begin_line(name)}\n{inside}{end_line(name)}"


def test_a_new_note_is_the_region() -> None:
    assert merge_region(None, PAGE, "agenda") == Merged(REGION + "\n", None)


@pytest.mark.parametrize("before", ["", "---\ntags: [x]\n---\n", "\ufeff", "\ufeffMy words\n", "a\r\n", "\u2028 x\n"])
@pytest.mark.parametrize("after", ["", "\n", "\nMy words", "\n\n\n", "\nold mac\rline", "\n```\n"])
def test_text_outside_stays(before: str, after: str) -> None:
    assert merge_region(before + note() + after, PAGE, "agenda") == Merged(before + REGION + after, None)


def test_the_region_takes_the_line_ends_of_its_first_line() -> None:
    existing = f"mine\n{note()}\nmine\n".replace("\n", "\r\n")
    merged = merge_region(existing, PAGE, "agenda").text
    assert merged == f"mine\n{REGION}\nmine\n".replace("\n", "\r\n")
    assert merge_region(merged, PAGE, "agenda").text == merged
    assert merge_region(merged, PAGE.replace("\n", "\r\n"), "agenda").text == merged


def test_conflict_marks_inside_go_and_outside_stay() -> None:
    conflict = "<<<<<<< HEAD\n- [ ] Bo\n=======\n- [ ] Cy\n>>>>>>> other\n"
    assert merge_region(note(conflict), PAGE, "agenda").text == REGION
    assert merge_region(conflict + note(), PAGE, "agenda").text == conflict + REGION


def test_an_older_notice_and_an_empty_region_are_ours() -> None:
    old = "<!-- pnm:begin agenda format=1 -->\n<!-- pnm:end agenda -->"
    assert merge_region(old, PAGE, "agenda").text == REGION


def test_another_region_may_stand_beside_ours_but_not_inside() -> None:
    other = note(name="dates")
    assert merge_region(f"{other}\n{note()}\n{other}", PAGE, "agenda").text == f"{other}\n{REGION}\n{other}"
    assert merge_region(note(other + "\n"), PAGE, "agenda").problem == "review-markers"


@pytest.mark.parametrize(
    "text", ["", "\n", "My own agenda\n", "a <!-- pnm:begin agenda format=1 -->", "<!-- pnm: x -->"]
)
def test_a_note_without_markers_is_not_ours(text: str) -> None:
    assert not is_ours(text)
    assert merge_region(text, PAGE, "agenda") == Merged(None, "review-not-ours")


@pytest.mark.parametrize(
    "text",
    [
        begin_line("agenda"),
        end_line("agenda"),
        f"{end_line('agenda')}\n{begin_line('agenda')}",
        f"{note()}\n{note()}",
        f"{begin_line('agenda')}\n{note()}",
        f"{note()}\n{end_line('agenda')}",
        note(name="dates"),
        note().replace(" format=1", ""),
        note().replace("format=1", "format=one"),
        note().replace("format=1", "format=99999999"),
        note().replace("end agenda -->", "end agenda"),
        note().replace("anew -->", "anew"),
        "  " + note(),
        note().replace("agenda -->", "-->"),
        f"{note()}\n\t<!-- pnm:begin agenda",
        f"{note()}\n<!-- pnm:end agenda",
        f"\ufeff{note()}\n{begin_line('agenda')}",
    ],
)
def test_damaged_or_doubled_markers_are_left_alone(text: str) -> None:
    assert merge_region(text, PAGE, "agenda") == Merged(None, "review-markers")


@pytest.mark.parametrize(
    "text",
    [
        note().replace("format=1", "format=2"),
        note().replace("format=1", "format=2 in=de"),
        note().replace("format=1", "format=2").replace("pnm:end agenda", "pnm:end agenda sums=3,4"),
        note().replace("format=1", "format=2") + "<!-- pnm:begin ahead format=2 · new -->\n<!-- pnm:end -->\n",
        note().replace("format=1", "format=2").replace("\n", "\r\n"),
    ],
)
def test_a_later_format_is_left_alone(text: str) -> None:
    """Whatever a later version makes of its markers: nobody is told to delete its note."""
    assert merge_region(text, PAGE, "agenda") == Merged(None, "review-newer")
    assert read_region(text, "agenda") is None


def test_a_page_with_markers_of_its_own_is_refused() -> None:
    assert merge_region(None, f"x\n{end_line('agenda')}\n", "agenda") == Merged(None, "template-error")


def test_many_markers_take_no_long_time() -> None:
    text = "<!-- pnm:begin agenda format=1 " * 20_000 + "\n" + "<!-- pnm:end\n" * 20_000
    assert merge_region(text, PAGE, "agenda").text is None
