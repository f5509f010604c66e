"""Values made inert: nothing that a contact's field says can act in a review note.

Two kinds of readers are kept in mind. CommonMark readers (Git hosts, Obsidian) honour a backslash before any ASCII
punctuation. Plugins that scan the raw text (Templater's `<%`, comments in `%%`, Dataview's `key:: value`) do not, so
the characters of such a pair never stand side by side. Every value is made safe for every place, at the start of a line
or in the middle of it, beside other text or values: nothing depends on what a template puts around it.

Sources: CommonMark 0.31, sections 2.4 and 6; Obsidian help, "Obsidian Flavored Markdown", "Internal links", "Tags";
Dataview docs, "Adding metadata"; Tasks docs, "Tasks Emoji Format"; CVE-2021-42057 (queries run from note text).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from pnm_vault.patterns import pattern_of

LIMIT = 200
_PATH_LIMIT = 400

# Byte order marks, zero width spaces, bidi marks, embeddings, overrides and isolates, interlinear annotation marks,
# lone surrogates, non-characters. Joiners (U+200C, U+200D) stay: emoji and several scripts need them.
_DROP = pattern_of(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]+"
)
_SPACE = pattern_of(r"[\s\x00-\x1f\x7f-\x9f]+")

# The signs by which the Tasks plugin reads dates, recurrence, actions and ids from the end of a task line.
_TASK_SIGN = pattern_of(
    "([\u2795\u23f3\u231b\u2705\u274c\u26d4\U0001f3c1\U0001f4c5\U0001f4c6\U0001f501\U0001f5d3\U0001f6eb\U0001f194]\ufe0f?)"
    " *(?=[A-Za-z0-9])"
)

_ESCAPE = pattern_of(
    r"""
      [\\`*\[\]<{}|~$^]                          # code, emphasis, links, HTML, placeholders, tables, math, block ids
    | (?<![^\W_])_ | _(?![^\W_])                 # emphasis, but not inside a word
    | ^[-+](?=[\ +-]|$)                          # a list item, a rule, front matter
    | (?:(?<=^\d)|(?<=^\d\d)|(?<=^\d{3})|(?<=^\d{4})|(?<=^\d{5})|(?<=^\d{6})|(?<=^\d{7})|(?<=^\d{8})|(?<=^\d{9}))
      [.)](?=\ |$)                               # a numbered item
    | ^> | (?<=^.)> | (?<=[%\-]{2})> | (?<=%)>   # a quote, the end of a comment or of a template tag
    | (?<![^\W_])\#(?!\ ) | ^\#                  # a tag, a heading; "C#" and "no # 5" stay
    | %(?![ ,.;:)]) | (?<=[%<{])% | ^%           # comments, template tags; "50% of" stays
    | =(?==) | (?<==)= | ^= | =$                 # highlights, underlined headings, inline queries
    | :(?=:) | (?<=:): | ^: | :$                 # Dataview fields
    | (?<!http)(?<!https):(?=//)                 # schemes other than these two do not become links
    | (?:(?<=javascript)|(?<=vbscript)|(?<=obsidian)|(?<=data)|(?<=file)|(?<=blob)):(?=\S)
    | &(?=\#|[a-z][a-z0-9]*;)                    # HTML entities; "R&D" stays
    | !(?=\[) | (?<=<)! | !$                     # images, embeds, HTML comments
    """,
    re.VERBOSE | re.IGNORECASE,
)

# What would end a wikilink, act inside one, or name no file to Obsidian.
_NO_LINK = pattern_of(
    "[\\[\\]|#^\\\\<>%`{}*~$:\x00-\x1f\x7f-\x9f\u2028\u2029]|==|&(?=#|[A-Za-z][A-Za-z0-9]*;)|^\\s|\\s$"
)
_FRIENDLIER = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "<": "‹", ">": "›", "`": "'"})

_SCHEMES = ("http", "https", "mailto", "tel")
_URL_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/?#@:;=&+,%!~")


class Safe(str):
    """Markdown that is put into a note as it is. Any text operation on it gives plain text again, which is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text itself: the mark by which the template engine knows text that needs no escaping."""
        return self


def one_line(text: str, limit: int = LIMIT) -> str:
    """Return `text` as one line of at most `limit` characters, without control characters; otherwise as it was."""
    if len(text) > 8 * limit:
        text = text[: 8 * limit]
    text = _SPACE.sub(" ", _DROP.sub("", text)).strip()
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return text


_AT_THE_END = {"\\:": "&#58;", "\\<": "&lt;"}


# A page names the same contacts again and again, and a watch makes it anew with nearly the same words.
@lru_cache(maxsize=4096)
def md(text: str, limit: int = LIMIT) -> str:
    """Return `text` as one line of Markdown that shows it and does nothing else, wherever it is put.

    Control characters and line ends become a space, invisible direction marks are dropped, `limit` counts characters
    before escaping. A web address stays readable (and clickable where the reader makes it so); it never loads anything.
    Not meant for the inside of a code span, where a backslash does not escape: use `code`.
    """
    escaped = _ESCAPE.sub(r"\\\g<0>", _TASK_SIGN.sub(r"\1: ", one_line(text, limit)))
    # What follows may go on with a colon or a `!`, and a backslash before the first sign would not part the two.
    entity = _AT_THE_END.get(escaped[-2:])
    return escaped[:-2] + entity if entity else escaped


def code(text: str) -> str:
    """Return `text` as a code span; all but letters, digits and `-_./` becomes a space so that no query can run."""
    kept = " ".join(re.sub(r"[^A-Za-z0-9_./-]", " ", text[: 8 * LIMIT]).split())[:LIMIT]
    return f"`{kept}`" if kept else ""


@lru_cache(maxsize=4096)
def wikilink(path: str, name: str) -> str:
    """Return a link to the note at `path` (vault-relative) that shows `name`; without `.md`, as Obsidian writes it.

    A path that no wikilink can hold gives the escaped name alone.
    """
    target = path[:-3] if path[-3:].lower() == ".md" else path
    if not target or len(target) > _PATH_LIMIT or _NO_LINK.search(target) or _DROP.search(target):
        return md(name)
    shown = _shown(name)
    return f"[[{target}|{shown}]]" if shown and shown != target else f"[[{target}]]"


def url(text: str) -> str:
    """Return a web, mail or phone address that is safe as a link target, percent-encoded; empty if it is none."""
    address = one_line(text, 2000)
    scheme, colon, rest = address.partition(":")
    if not colon or not rest or scheme.lower() not in _SCHEMES:
        return ""
    return "".join(
        char if char in _URL_SAFE else "".join(f"%{byte:02X}" for byte in char.encode("utf-8")) for char in address
    )


def link(place: Mapping[str, object]) -> str:
    """Return `wikilink` of a mapping with `path` and `name`; without a path, for want of a note, the name."""
    if not place["path"]:
        return md(str(place["name"]))
    return wikilink(str(place["path"]), str(place["name"]))


def _shown(name: str) -> str:
    """Return `name` fit to stand inside a wikilink, where no escape is honoured: what could act is left out.

    The brackets stand for what surrounds the name in the link; taking a character out can bring two others together,
    hence the loop (it ends: the text gets shorter each time).
    """
    shown = _TASK_SIGN.sub(r"\1: ", one_line(name))
    if not _ESCAPE.search(f"({shown})"):
        return shown
    shown = shown.translate(_FRIENDLIER)
    while _ESCAPE.search(f"({shown})"):
        shown = _ESCAPE.sub("", f"({shown})")[1:-1]
    return " ".join(shown.split())
