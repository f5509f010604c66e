"""Likeness in meaning, where the extra `[semantic]` is installed: a second signal beside the words, never in its place.

Review notes do not use it: they must be the same on every machine, whatever is installed there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import msgspec

from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.model.record import Row
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# At this likeness four of five pairs are right, and half of the right ones are found; without the synonyms a quarter is
# (tests/pipeline/test_meaning.py: 30 asks, 50 offers).
CUT = 0.30
PACKAGE = "wordllama"
_ROWS = 512
_ABSENT = "Words alone are compared. pip install 'pnm-vault[semantic]' adds likeness in meaning (docs/matching.md)."
_FAILED = "The extra [semantic] cannot be used, so words alone are compared: {}."


# A text, and the same followed by phrases of the same meaning.
Saying: TypeAlias = tuple[str, str]


class Model(Protocol):
    """Something that tells how alike texts are in meaning."""

    name: str
    """The model with its version: another one may answer otherwise."""

    def alike(self, first: Sequence[Saying], second: Sequence[Saying], least: float) -> list[tuple[int, int, float]]:
        """Return the pairs (by their places) that are alike at least so much, with how much: 0 to 1, two digits.

        It is the mean of how alike they are in their own words, and with the phrases of the same meaning.
        """
        ...


class Meaning(Row, frozen=True):
    """The model, or None with the reason why there is none, to be told."""

    model: Model | None
    trouble: str = ""


def find_meaning(load: Callable[[], Model | None] | None = None) -> Meaning:
    """Load the model that is installed. Never raises: without one, or with one that fails, words alone have to do."""
    try:
        model = (load or load_model)()
    except Exception as error:  # whatever a foreign package, its native code or its data may raise
        return Meaning(None, _FAILED.format(f"{error.__class__.__name__}: {error}"[:200].rstrip(".")))
    return Meaning(model, "" if model is not None else _ABSENT)


def load_model() -> Model | None:
    """Load the model of the extra `[semantic]`; None where it is not installed."""
    from importlib.util import find_spec

    return _WordLlama() if find_spec(PACKAGE) is not None else None


def untold(session: Session, meaning: Meaning) -> str:
    """Give why there is no model, unless it was told before in this vault."""
    told = meaning.trouble.encode()
    if not told or session.cache.state("meaning-told") == told:
        return ""
    session.cache.commit({}, {"meaning-told": told})
    return meaning.trouble


def alike_to(model: Model, question: str, texts: Sequence[str], synonyms: Synonyms) -> dict[str, float]:
    """Return the texts that are alike in meaning to a question, with how much."""
    distinct = sorted(set(texts))
    found = model.alike(_sayings([question], synonyms), _sayings(distinct, synonyms), CUT)
    return {distinct[place]: likeness for _, place, likeness in found}


def alike_pairs(
    session: Session, model: Model, asks: Sequence[str], offers: Sequence[str]
) -> dict[tuple[str, str], float]:
    """Return the asks and offers that are alike in meaning. Kept in the cache under what they rest on."""
    synonyms = build_synonyms(session.own_synonyms())
    first, second = sorted(set(asks)), sorted(set(offers))
    said, offered = _sayings(first, synonyms), _sayings(second, synonyms)
    basis = digest_of(msgspec.msgpack.encode((model.name, CUT, said, offered)))
    stored = session.cache.state("meaning")
    kept = msgspec.msgpack.decode(stored, type=tuple[bytes, list[tuple[int, int, float]]]) if stored else None
    if kept is None or kept[0] != basis:
        kept = (basis, model.alike(said, offered, CUT))
        session.cache.commit({}, {"meaning": msgspec.msgpack.encode(kept)})
    return {(first[one], second[two]): likeness for one, two, likeness in kept[1]}


def _sayings(texts: Sequence[str], synonyms: Synonyms) -> list[Saying]:
    return [(text, synonyms.with_phrases(text, every_word_of(text))) for text in texts]


class _WordLlama:
    """The static model that lies inside the package `wordllama`."""

    def __init__(self) -> None:
        import os
        from importlib.metadata import version

        import wordllama

        self.name = f"{PACKAGE} {version(PACKAGE)}"
        # Its own folder holds weights and tokenizer; a plain `load()` looks elsewhere and goes to the network.
        folder = os.path.dirname(wordllama.__file__)
        self._model: Any = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)

    def alike(self, first: Sequence[Saying], second: Sequence[Saying], least: float) -> list[tuple[int, int, float]]:
        if not first or not second:
            return []
        others = self._embed(second)
        found: list[tuple[int, int, float]] = []
        for start in range(0, len(first), _ROWS):
            # Two digits: the last ones differ from one processor to the next.
            likeness = (self._embed(first[start : start + _ROWS]) @ others.T / 2).round(2)
            for row, column in zip(*(likeness >= least - 0.001).nonzero(), strict=True):
                found.append((start + int(row), int(column), min(1.0, round(float(likeness[row, column]), 2))))
        return found

    def _embed(self, sayings: Sequence[Saying]) -> Any:
        """Return both vectors of each saying as one, so that the product of two is the sum of both likenesses."""
        from numpy import concatenate

        return concatenate([self._model.embed(list(texts), norm=True) for texts in zip(*sayings, strict=True)], axis=1)
