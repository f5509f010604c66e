"""Patterns that are compiled late do what compiled ones do."""

import re

import pytest

from pnm_vault.patterns import pattern_of


@pytest.mark.parametrize("ask", ["match", "search", "fullmatch", "findall", "split"])
def test_it_answers_as_a_compiled_one(ask: str) -> None:
    late, at_once = pattern_of("(A)b", re.IGNORECASE), re.compile("(A)b", re.IGNORECASE)
    for text in ("", "ab", "xABx"):
        for _ in range(2):
            one, other = getattr(late, ask)(text), getattr(at_once, ask)(text)
            assert one == other or (one.span(), one.groups()) == (other.span(), other.groups())
    assert late.sub("-", "xabx") == "x-x"
    assert [found.span() for found in late.finditer("abab", 1)] == [(2, 4)]
    assert (late.pattern, late.flags) == (at_once.pattern, at_once.flags)


def test_it_is_compiled_once_and_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    really = re.compile

    def compile_it(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return really(text, flags)

    monkeypatch.setattr(re, "compile", compile_it)
    late = pattern_of("a+")
    assert compiled == []
    assert late.search("baa") and not late.match("baa")
    assert compiled == ["a+"]


def test_what_no_pattern_has_it_has_not_either() -> None:
    with pytest.raises(AttributeError):
        getattr(pattern_of("a"), "nothing")  # noqa: B009 - not there
    with pytest.raises(re.error):
        pattern_of("(").match("x")
