"""The judge is right about the labelled pairs as often as it is meant to be; `pytest -s` prints the figures."""

from pnm_vault.insights.identity.evidence import LIKELY, POSSIBLE, Evidence, Verdict, compare
from pnm_vault.insights.identity.trait_book import TraitBook
from tests.insights.identity.labelled_pairs import DIFFERENT, SAME, Labelled


def score_of(pair: Labelled) -> float:
    evidence = compare(pair.one, pair.other)
    return evidence.score if evidence is not None else 0.0


def precision_and_recall(bound: float) -> tuple[float, float]:
    right = sum(score_of(pair) >= bound for pair in SAME)
    wrong = sum(score_of(pair) >= bound for pair in DIFFERENT)
    return right / (right + wrong), right / len(SAME)


def test_the_set_is_large_enough_to_say_anything() -> None:
    assert len(SAME) >= 60
    assert len(DIFFERENT) >= 80


def test_bounds_are_where_the_labelled_pairs_put_them() -> None:
    print(f"\n{len(SAME)} pairs are one contact, {len(DIFFERENT)} are two")
    for bound in (0.3, 0.4, 0.5, LIKELY, 0.7, 0.8, 0.9):
        precision, recall = precision_and_recall(bound)
        print(f"from {bound:.1f} on: precision {precision:.2f}, recall {recall:.2f}")
    precision, recall = precision_and_recall(LIKELY)
    assert precision == 1.0, "what is called likely is right"
    assert recall >= 0.98
    precision, recall = precision_and_recall(POSSIBLE)
    assert recall == 1.0, "what is one is at least called possible"
    assert precision >= 0.85
    # The bound lies in the middle of what it parts: the surest that are two, and the least sure that are one.
    surest_of_two = max(map(score_of, DIFFERENT))
    least_sure = sorted(map(score_of, SAME))[1]
    assert surest_of_two < LIKELY <= least_sure


def test_certain_is_never_wrong() -> None:
    verdicts = [found.verdict for pair in DIFFERENT if (found := compare(pair.one, pair.other)) is not None]
    assert Verdict.CERTAIN not in verdicts


def test_comparing_does_not_depend_on_which_comes_first() -> None:
    for pair in (*SAME, *DIFFERENT):
        one, other = compare(pair.one, pair.other), compare(pair.other, pair.one)
        assert (one and (one.score, one.verdict)) == (other and (other.score, other.verdict)), pair.what


def test_the_book_finds_whatever_comparing_all_would_find() -> None:
    for pair in (*SAME, *DIFFERENT):
        found = TraitBook.of({"one.md": pair.one}).near(pair.other)
        evidence: Evidence | None = compare(pair.other, pair.one)
        assert [match.evidence for match in found] == ([] if evidence is None else [evidence]), pair.what


def test_a_book_of_all_labelled_contacts_finds_each_pair_among_the_others() -> None:
    book = TraitBook.of({f"{at:03}.md": pair.one for at, pair in enumerate(SAME)})
    for at, pair in enumerate(SAME):
        assert f"{at:03}.md" in [match.path for match in book.near(pair.other)], pair.what
