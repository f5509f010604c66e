"""What is believed of a look at the vault."""

from pnm_vault.pipeline.changes import Changes, compare, hold
from pnm_vault.vault.hints import HeldDeletions

NOW = 10_000_000_000


def test_any_difference_in_a_stamp_counts_even_an_older_time() -> None:
    before = {"a.md": (5, 1, 1), "b.md": (5, 1, 1), "c.md": (5, 1, 1)}
    now = {"a.md": (4, 1, 1), "b.md": (5, 2, 1), "c.md": (5, 1, 1), "d.md": (1, 1, 1)}
    assert compare(before, now, (), NOW) == Changes(("a.md", "b.md", "d.md"), ())


def test_a_note_that_is_gone_is_removed_unless_it_could_not_be_seen() -> None:
    before = {"a.md": (1, 1, 1), "x/b.md": (1, 1, 1), "c.md": (1, 1, 1)}
    assert compare(before, {}, ("x/", "c.md"), NOW).removed == ("a.md",)


def test_a_note_that_is_empty_for_a_moment_is_waited_for() -> None:
    before = {"a.md": (1, 9, 1), "b.md": (1, 9, 1)}
    now = {"a.md": (NOW - 1, 0, 1), "b.md": (NOW - 2_000_000_000, 0, 1), "new.md": (NOW, 0, 2)}
    assert compare(before, now, (), NOW) == Changes(("b.md", "new.md"), (), ("a.md",))


def test_a_removal_is_held_until_it_lasts() -> None:
    held = HeldDeletions(2.0)
    gone = Changes((), ("a.md", "b.md"))
    assert hold(gone, held, 1.0, {}) == Changes((), (), ("a.md", "b.md"))
    assert hold(Changes((), ("b.md",)), held, 2.9, {"a.md": (1, 1, 1)}) == Changes((), (), ("b.md",))
    assert hold(Changes((), ("b.md",)), held, 3.0, {"a.md": (1, 1, 1)}) == Changes((), ("b.md",))
