"""Links to notes: wikilinks and Markdown links, in running text and in the values of fields."""

import re
from functools import lru_cache
from unicodedata import normalize

from pnm_vault.model.contact import Link
from pnm_vault.patterns import pattern_of

# Every inner class stops at a bracket, so that no character is looked at more than a few times.
_LINK = pattern_of(
    r"(?<!!)\[(?:"
    r"\[([^\[\]\n]++)\]\]"
    r"|[^\[\]\n]*+\]\((?:<([^<>\n]*+)>|([^()<>\s]*+(?:\([^()\s]*+\)[^()\s]*+)*))"
    r"(?:[ ]{1,4}(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\))"
)
_SCHEME = pattern_of(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:|//")
_ATTACHMENT = pattern_of(
    r"\.(?:png|jpe?g|gif|bmp|svg|webp|avif|heic|pdf|mp3|m4a|wav|ogg|flac|3gp|mp4|mov|mkv|webm|canvas|base|html?|csv|"
    r"txt|docx?|xlsx?|pptx?|zip|ics|vcf|eml|excalidraw)\Z",
    re.IGNORECASE,
)
_DAY_NAME = pattern_of(r"(?:\A|/)\d{4}-\d\d-\d\d\Z")
_BETWEEN = pattern_of(r"\A[\s,;&/+]*+(?:(?:and|und|et|y|e)\b[\s,;]*+)?\Z")
_NAMES = pattern_of(r"[,;\n]")
_STRUCK = pattern_of(r"~~(?=[^\s~])[^~\n]*+(?:~(?!~)[^~\n]*+)*~~")

Span = tuple[str, int, int]  # target, where the link begins and where it ends


@lru_cache(maxsize=4096)  # what a note links it links more than once, and each link is read more than once
def clean_target(text: str) -> str:
    """Reduce what stands between the brackets to the target: no display text, subpath or `.md`; `""` for this note."""
    bar = text.find("|")
    if bar >= 0:
        text = text[:bar].rstrip("\\")
    mark = text.find("#")
    if mark >= 0:
        text = text[:mark]
    if "\\" in text:
        text = text.replace("\\", "/")
    if not text.isascii():
        text = normalize("NFC", text.replace("\xa0", " "))
    text = text.strip()
    return text[:-3] if text[-3:].lower() == ".md" else text


def link_spans(text: str) -> list[Span]:
    """Find the links to notes in a piece of text, in order; embeds, attachments and addresses outside are none."""
    spans: list[Span] = []
    for match in _LINK.finditer(text):
        wiki = match[1]
        if wiki is not None:
            target = clean_target(wiki)
        else:
            address = match[2] if match[2] is not None else match[3]
            if _SCHEME.match(address):
                continue
            # The subpath goes before decoding: a decoded %23 belongs to the name, a decoded %7C is no display text.
            path = address.partition("#")[0]
            target = _clean_decoded(_decode(path) if "%" in path else path)
        if target and not ("." in target[-12:] and _ATTACHMENT.search(target)) and "://" not in target:
            spans.append((target, match.start(), match.end()))
    return spans


def unstruck(text: str) -> str:
    """Take out what is struck through, `~~[[Ann]]~~`."""
    return _STRUCK.sub("", text) if "~~" in text else text


def is_struck(text: str) -> bool:
    """Tell whether a text is struck through as a whole."""
    return "~~" in text and not unstruck(text).strip()


def _decode(path: str) -> str:
    from urllib.parse import unquote  # only few notes need it

    return unquote(path)


def _clean_decoded(path: str) -> str:
    text = normalize("NFC", path.replace("\\", "/").replace("\xa0", " ")).strip()
    return text[:-3] if text[-3:].lower() == ".md" else text


def find_links(text: str) -> tuple[str, ...]:
    """Return the targets of the links in `text`, in order, each once."""
    spans = link_spans(text)
    if len(spans) == 1:
        return (spans[0][0],)
    return tuple(dict.fromkeys([span[0] for span in spans]))


def is_day_name(target: str) -> bool:
    """Tell whether a link leads to a daily note by its name (`2026-08-14`, `Daily/2026-08-14`)."""
    return target[-1:].isdigit() and _DAY_NAME.search(target) is not None


def holds_link(text: str) -> bool:
    """Tell whether a field's text may hold a link rather than plain names."""
    return "[[" in text or "](" in text


def split_link_values(text: str) -> tuple[str, ...]:
    """Split the text of a field into targets: every link in it; without any link, names parted by comma or semicolon.

    A name beside a link (`[[Ann]], Bob Lee`) counts where commas part them. Addresses outside the vault are left out.
    """
    text = text[:10_000]
    if not holds_link(text):
        parts = [part for part in _NAMES.split(text) if "://" not in part]
        return tuple(dict.fromkeys([name for part in parts if (name := clean_target(part))]))
    targets: list[str] = []
    end = 0
    spans = link_spans(text)
    if len(spans) == 1 and spans[0][2] - spans[0][1] == len(text):  # as in most lists: one link, and nothing beside it
        return (spans[0][0],)
    for target, start, stop in spans:
        targets += _names_beside(text[end:start], bool(end))
        targets.append(target)
        end = stop
    if spans:
        targets += _names_beside(text[end:], True)
    return tuple(dict.fromkeys(targets))


def _names_beside(text: str, after_link: bool) -> list[str]:
    """Return the whole names between two links; a remark next to a link (`[[Ann]] (sister)`) is none."""
    if _BETWEEN.match(text) or not ("," in text or ";" in text):
        return []
    parts = _NAMES.split(text)
    # What touches a link without a comma between is a remark about it.
    kept = parts[1:] if after_link else parts[:-1]
    return [name for part in kept if (name := clean_target(part)) and "[" not in name and "]" not in name]


def distinct_links(found: dict[int, tuple[str, ...]]) -> tuple[Link, ...]:
    """Return every target once with its first line; `found` maps lines, in order, to their targets."""
    first: dict[str, int] = {}
    for line, targets in found.items():
        for target in targets:
            if target not in first:
                first[target] = line
    return tuple([Link(target, line) for target, line in first.items()])
