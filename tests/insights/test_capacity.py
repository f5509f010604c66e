from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.looking_back.capacity import Alive, alive_on, by_day, capacity_of

START = date(2025, 1, 1)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def ordinals(*days: str) -> list[int]:
    return sorted(date.fromisoformat(day).toordinal() for day in days)


def test_by_hand() -> None:
    """On 31 October the 90 days begin on 3 August; on 30 September they began on 3 July."""
    days = {
        "kept": ordinals("2026-07-20", "2026-10-20"),
        "first day of the window": ordinals("2026-08-03"),
        "a day too early": ordinals("2026-08-02"),
        "new": ordinals("2026-10-31"),
        "planned": ordinals("2026-11-01"),
        "long ago": ordinals("2025-02-01"),
        "never": [],
    }
    capacity = capacity_of(days, *OCTOBER, START)
    assert capacity is not None
    assert capacity.now == Alive(OCTOBER[1], 3, OCTOBER[0], 1, 1)
    assert capacity.came == ("new",)
    assert capacity.went == ("a day too early",)
    third = Alive(date(2026, 9, 30), 3, date(2026, 7, 1), 3, 0)
    assert capacity.quarters[-1] == third
    assert [one.until for one in capacity.quarters] == [
        date(2025, 12, 31),
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
    ]


def test_nothing_is_said_of_the_first_90_days_of_a_log() -> None:
    days = {"a": ordinals("2026-10-30")}
    assert capacity_of(days, *OCTOBER, None) is None
    assert capacity_of(days, *OCTOBER, date(2026, 8, 4)) is None
    young = capacity_of(days, *OCTOBER, date(2026, 8, 3))
    assert young is not None
    assert young.now == Alive(OCTOBER[1], 1)
    assert young.quarters == ()
    old = capacity_of(days, *OCTOBER, date(2026, 7, 3))
    assert old is not None
    assert (old.now.came, old.now.went) == (1, 0)


contacts = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(date.toordinal), unique=True, max_size=8).map(sorted),
)


@given(contacts, st.sampled_from("abcdef"), st.dates(*OCTOBER))
def test_a_contact_day_more_in_the_period_never_lowers_what_is_alive(
    days: dict[str, list[int]], who: str, day: date
) -> None:
    before = capacity_of(days, *OCTOBER, START)
    more = {**days, who: sorted({*days.get(who, []), day.toordinal()})}
    after = capacity_of(more, *OCTOBER, START)
    assert before is not None and after is not None
    assert after.now.alive >= before.now.alive
    assert after.now.alive <= before.now.alive + 1
    assert after.quarters == before.quarters


@given(contacts)
def test_what_came_and_went_adds_up(days: dict[str, list[int]]) -> None:
    capacity = capacity_of(days, *OCTOBER, START)
    assert capacity is not None
    before = alive_on(by_day(days), OCTOBER[0].toordinal() - 1)
    came, went = capacity.now.came, capacity.now.went
    assert came is not None and went is not None
    assert capacity.now.alive == len(before) + came - went
    assert (len(capacity.came), len(capacity.went)) == (came, went)
    assert alive_on(by_day(days), OCTOBER[1].toordinal()) == before - {*capacity.went} | {*capacity.came}


@given(contacts, st.dates(date(2024, 1, 1), date(2026, 7, 2)) | st.dates(date(2026, 11, 1), date(2027, 12, 31)))
def test_days_that_no_window_holds_change_nothing_now(days: dict[str, list[int]], day: date) -> None:
    """The windows of the end and of the day before the beginning hold 3 July to 31 October."""
    before = capacity_of(days, *OCTOBER, START)
    after = capacity_of({**days, "z": [day.toordinal()]}, *OCTOBER, START)
    assert before is not None and after is not None
    assert after.now == before.now


def test_the_end_of_the_calendar() -> None:
    last = date.max
    found = capacity_of({"a": [last.toordinal()]}, last - timedelta(days=30), last, START)
    assert found is not None
    assert found.now.alive == 1
