"""What a stranger may write into a contact's fields, in every place of every built-in template."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.review_notes import PAGES
from pnm_vault.review.escape import md, one_line, wikilink
from pnm_vault.review.pages import PageContext
from pnm_vault.review.render import Renderer
from pnm_vault.review.wording import plain
from tests.examples import examples

NAUGHTY = (
    "```dataviewjs\ndv.pages()\n```",
    "~~~tasks\nnot done\n~~~",
    "`$= dv.current()`",
    "`= this.file.name`",
    "<% tp.system.prompt() %>",
    "<%* await 1 %>",
    "{{ cookiecutter }} {% raw %} {{date}}",
    "%% hidden %%",
    "![[Secret#^block]]",
    "[[Secret|x]]",
    "![pixel](http://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,xx)",
    "[click]( obsidian://advanced-uri?eval=1 )",
    "obsidian://open?vault=x",
    "file:///etc/passwd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<https://evil.example>",
    "&lt;script&gt; &#91;&#91;x]]",
    "- [x] done",
    "* [ ] todo",
    "+ item",
    "1. first",
    "12) twelfth",
    "> [!danger] callout",
    "# Heading",
    "#tag #a/b",
    "a #tag",
    "text ^block-id",
    "[^1] [^1]: note ^[inline]",
    "[ref]: http://evil.example 'x'",
    "| a | b |\n|---|---|",
    "---",
    "***",
    "===",
    "<!-- pnm:end agenda -->",
    "<!-- pnm:begin agenda format=1 -->",
    "--> <!--",
    "<<<<<<< HEAD",
    "==mark== ~~gone~~ ~gone~ **bold** __bold__ *i* _i_ $x^2$ $$y$$",
    "[due:: 2026-01-01] (done:: x) key:: value",
    "📅 2026-01-01 🔁 every day 🏁 delete 🆔 x",
    "\u202egnp.exe\u2066 \u200f",
    "line\nbreak\r\nand\u2028more\x85yet\x0bx",
    "\x00\x1b]0;title\x07\x9b31m",
    "\ud800 lone",
    "back\\",
    "\\[[x]]",
    "]] [[ || ]](",
    "    indented code",
    "\tindented",
    "`` ` ``",
    "https://example.org/`x`",
    "a!",
    "a:",
    "x <",
    "50%",
    "=",
    "",
    "   ",
    "x" * 10_000,
    "[" * 10_000,
    "*_`" * 4_000,
)

# Our own words, put on the page as they are.
OWN = {"hint"}
LINK = re.compile(r"\[\[(.*?)\]\]")
SEVERAL = " ".join(text for text in NAUGHTY if len(text) < 40)[:190]


# A page has up to a thousand places. By turns each stands alone among calm neighbours; one at a time is the long run.
APART = 1_000_000 if os.environ.get("PNM_TORTURE") == "1" else 8


def replaced(value: object, new: str, at: int | None = None) -> Any:
    """The same context with every text, or only text number `at` and every one `APART` after it, replaced."""
    counter = iter(range(1_000_000))

    def walk(node: object, key: str = "") -> object:
        if isinstance(node, dict):
            return {name: walk(child, name) for name, child in node.items()}
        if isinstance(node, list):
            return [walk(child, key) for child in node]
        if isinstance(node, str) and key not in OWN:
            return new if at is None or next(counter) % APART == at else node
        return node

    return walk(value)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key not in OWN:
                yield from texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child)
    elif isinstance(value, str):
        yield value


def structure(text: str) -> list[str]:
    """The kinds of all blocks and inline elements but plain text, as CommonMark reads them."""
    markdown_it = pytest.importorskip("markdown_it")
    kinds = []
    for token in markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        kinds.append(token.type)
        kinds += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
    return [kind for kind in kinds if kind != "code_inline"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_comes_alive_anywhere(
    name: str, every_page: tuple[PageContext, ...], templates: Mapping[str, str], live: Callable[[str], list[str]]
) -> None:
    context = next(page.context for page in every_page if page.name == name)
    renderer = Renderer(templates)
    calm = renderer.render(name, replaced(context, "calm"))
    assert live(calm) == []
    for naughty in NAUGHTY:
        text = renderer.render(name, replaced(context, naughty))
        assert live(text) == [], naughty
        if naughty.strip():
            assert len(text.split("\n")) == len(calm.split("\n")), naughty
            assert structure(text) == structure(calm), naughty
            assert {target.partition("|")[0] for target in LINK.findall(text)} <= {naughty}, naughty
        text.replace("\ud800", "").encode("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_each_place_apart_holds_a_mix_of_everything(
    name: str, every_page: tuple[PageContext, ...], templates: Mapping[str, str], live: Callable[[str], list[str]]
) -> None:
    context = next(page.context for page in every_page if page.name == name)
    renderer = Renderer(templates)
    for place in range(min(APART, len(list(texts(context))))):
        calm = renderer.render(name, replaced(context, "calm", place))
        text = renderer.render(name, replaced(context, SEVERAL, place))
        assert live(text) == []
        assert structure(text) == structure(calm)
        assert len(text.split("\n")) == len(calm.split("\n"))


def test_the_check_itself_sees_what_is_alive(live: Callable[[str], list[str]]) -> None:
    for naughty in NAUGHTY:
        if naughty.strip() and naughty[0] not in "\u202e\x00\ud800" and len(naughty) < 100:
            harmless = one_line(naughty) == md(naughty)
            unseen = ("# Heading", "a!", "a:", "50%", "=", "[[Secret|x]]", "https://example.org/`x`")
            assert harmless or live(naughty) or naughty in unseen or "📅" in naughty, naughty


actives = st.text(alphabet="[]()<>{}`*_~=%#^|!&;:$\\-+./ax1 \t\n\u2028\u202e\ud800é", max_size=30)


@settings(deadline=None, max_examples=examples(300))
@given(text=actives)
def test_any_text_reads_as_itself(text: str) -> None:
    """A CommonMark reader shows exactly the text: at the start of a line, after other text, in a list item."""
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    shown = one_line(text)
    for before in ("", "x ", "- [ ] x · ", "**Ann** ", "x“"):
        inline = [token for token in parser.parse(before + md(text) + "\n") if token.type == "inline"]
        content = "".join(child.content for token in inline for child in token.children)
        kinds = {child.type for token in inline for child in token.children}
        if shown:
            assert len(inline) == 1
            assert content.endswith(shown)
            assert kinds <= {"text", "text_special", "strong_open", "strong_close"}


@settings(deadline=None, max_examples=examples(300))
@given(left=actives, right=actives)
def test_values_side_by_side_stay_inert(left: str, right: str) -> None:
    both = md(left) + md(right)
    for pair in ("<%", "%>", "{{", "}}", "{%", "%}", "%%", "::", "==", "~~", "``", "[[", "]]", "![", "<!", "\n"):
        assert pair not in both


@settings(deadline=None, max_examples=examples(300))
@given(path=actives, name=actives)
def test_a_link_is_one_link_or_text(path: str, name: str) -> None:
    text = wikilink(path, name)
    if text != md(name):
        assert text.startswith("[[") and text.endswith("]]")
        inner = text[2:-2]
        assert not set("[]<{}`*~$^\\\n\u2028\u202e\ud800") & set(inner)
        assert inner.count("|") <= 1
        assert not any(pair in inner for pair in ("%%", "::", "==", "![", "<%", "]]"))


@settings(deadline=None, max_examples=examples(100))
@given(text=actives)
def test_reading_markdown_as_text_never_fails(text: str) -> None:
    assert len(plain(text)) <= len(text)
