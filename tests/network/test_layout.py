"""Ties laid out again, of which a few moved, stand as they would where they are laid out for the first time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.insights.catching_up.stale import Ranking, rank_stale
from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.picture import Network, Picture
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network import layout
from pnm_vault.network.build import Rows
from pnm_vault.network.layout import Layout
from pnm_vault.network.ranks import Ranks
from tests.made_ties import bare_tie

TODAY = date(2026, 11, 23)
WORKED_OUT = ("by_path", "places", "names", "private", "active", "standing", "open_ties", "met", "began")

ties = st.builds(
    lambda path, name, silence, strength, **known: bare_tie(
        path,
        name,
        last=None if silence is None else TODAY - timedelta(silence),
        first=None if silence is None else TODAY - timedelta(2 * silence),
        decayed=0.0 if silence is None else strength,
        **known,
    ),
    st.sampled_from("abcdefghij"),
    st.sampled_from(("Ann", "Bob")),
    st.one_of(st.none(), st.integers(0, 900)),
    st.sampled_from((1.0, 1.5, 2.0, 2.0, 8.0)),
    closeness=st.one_of(st.none(), st.integers(1, 5)),
    private=st.booleans(),
    suggest=st.booleans(),
    status=st.sampled_from(Status),
    met=st.one_of(st.none(), st.just(TODAY)),
    cadence=st.one_of(st.none(), st.just(Cadence(30))),
    days=st.sampled_from((0, 2, 6)),
    weight=st.just(4.0),
    log_gap=st.sampled_from((1.0, 3.5)),
)
# A step: some ties as they are from then on, contacts that go, the owner's own pace, and what is asked meanwhile.
steps = st.lists(
    st.tuples(
        st.lists(ties, max_size=4),
        st.sets(st.sampled_from("abcdefghij"), max_size=1),
        st.sampled_from((60.0, 60.0, 60.0, 90.0)),
        st.sampled_from((3.4, 3.4, 3.1)),
        st.sets(st.sampled_from(WORKED_OUT)),
    ),
    max_size=8,
)


@given(st.lists(ties, max_size=10), steps)
@settings(deadline=None, max_examples=200)
def test_a_picture_in_which_ties_moved_is_that_of_a_first_look(
    begin: list[Tie], history: list[tuple[list[Tie], set[str], float, float, set[str]]]
) -> None:
    kept, ranking = Layout(), Ranking()
    rows = Rows(TODAY, ties={tie.path: tie for tie in begin}, half_life=60.0)
    _compare(kept.lay_out(rows), rows, ranking)
    for changed, gone, half_life, gap, asked in history:
        for name in asked:
            getattr(kept.lay_out(rows, moved={}).network, name)
        old = rows.ties
        now = {path: tie for path, tie in {**old, **{tie.path: tie for tie in changed}}.items() if path not in gone}
        rows = Rows(TODAY, ties=now, half_life=half_life, mean_log_gap=gap)
        moved = {path: now.get(path) for path in {**old, **now} if now.get(path) is not old.get(path)}
        _compare(kept.lay_out(rows, moved=moved), rows, ranking)


def _compare(found: Picture, rows: Rows, ranking: Ranking) -> None:
    expected = Layout().lay_out(rows)
    assert found == expected
    for name in WORKED_OUT:
        one, other = getattr(found.network, name), getattr(expected.network, name)
        assert one == other
        assert not isinstance(one, dict) or list(one) == list(other)
    assert ranking.rank(found.network, Settings(), TODAY) == rank_stale(
        expected.network, Settings(), TODAY, waiting=True
    )


def test_many_ties_that_moved_are_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MANY", 1)
    kept = Layout()
    rows = Rows(TODAY, ties={path: bare_tie(path, path, last=TODAY, decayed=1.0) for path in "abc"})
    kept.lay_out(rows)
    now = {path: bare_tie(path, path, last=TODAY, decayed=2.0, private=True) for path in "abc"}
    fresh = Rows(TODAY, ties=now)
    assert kept.lay_out(fresh, moved=dict(now)) == Layout().lay_out(fresh)


def test_equals_share_a_rank_when_one_of_them_leaves() -> None:
    before = tuple(bare_tie(path, path, last=TODAY, decayed=2.0) for path in "abcd")
    ranks = Ranks.of(before, 90.0)
    assert ranks.standings == (0.5, 0.5, 0.5, 0.5)
    louder = bare_tie("b", "b", last=TODAY, decayed=3.0)
    after = (before[0], louder, *before[2:])
    assert ranks.exchanged({1: louder}, after, 90.0).standings == (0.375, 0.875, 0.375, 0.375)
    assert ranks.standings == (0.5, 0.5, 0.5, 0.5)


def test_another_day_or_another_wish_ranks_anew() -> None:
    tie = bare_tie("a", "Ann", last=TODAY - timedelta(200), decayed=1.0)
    network = Network((tie,), standings=(0.5,))
    ranking = Ranking()
    for day in (TODAY, TODAY + timedelta(40), TODAY - timedelta(190), TODAY):
        assert ranking.rank(network, Settings(), day) == rank_stale(network, Settings(), day, waiting=True)
