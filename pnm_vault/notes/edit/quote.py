"""Values and keys of properties as YAML that every reader reads as the same text.

Plain text is written without quotes only where PyYAML (YAML 1.1), YAML 1.2 core and npm yaml (Obsidian's parser) all
read exactly that text; anything else is quoted. What may stay plain is listed, not what may not, so that what nobody
thought of is quoted.

Source: YAML 1.1 type repository (bool, int, float, timestamp); YAML 1.2.2, chapter 10.3; measured with PyYAML 6.0.3
and npm yaml 2.7.0.
"""

from datetime import date, datetime

from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.patterns import pattern_of

MAX_VALUE = 5_000
MAX_NUMBER = 2**53 - 1  # npm yaml reads larger ones rounded

Scalar = str | int | date

# A letter first; then nothing that begins a comment, ends a key or opens anything. `2 weeks` reads as text everywhere.
_PLAIN = pattern_of(r"(?:[^\W\d_]|[0-9]{1,6} [^\W\d_]{2})(?:[^:#\x00-\x1f\x7f]|:(?=[^\s])|(?<! )#)*\Z")
_OPENS = pattern_of(r"\[\[|\{\{|\]\(|<%|%%|[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_IN_FLOW = pattern_of(r"[,\[\]{}:#?\"'&*!|>%@`\\]")
_TYPED_WORDS = "y yes n no on off true false null nan inf infinity"
_TYPED = frozenset(_TYPED_WORDS.split())
_PLAIN_KEY = pattern_of(r"[^\W\d_](?:[\w \-./()]*[\w\-./()])?\Z")
_BREAKS = pattern_of(r"(?<![\t ])[\t ]*+[\r\n\x0b\x0c\x85\u2028\u2029][\s\x85]*+")
_UNPRINTABLE = pattern_of("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def one_line(text: str) -> str:
    """Fold a text of several lines into one; white space at its ends stays where no line break is."""
    return _BREAKS.sub(" ", text.strip("\r\n\x0b\x0c\x85\u2028\u2029"))


def write_scalar(value: Scalar, *, flow: bool = False, mark: str = "") -> str:
    """Write one value; `flow`: inside `[...]`; `mark`: the quote to use where quotes are needed or `mark` is given.

    Text of several lines is folded. A day is written bare, text that looks like one in quotes.

    Raises:
        EditRefusedError: it is too long, holds control characters, or is a number that Obsidian would round.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > MAX_NUMBER:
            raise EditRefusedError("edit-value", "A number this long is rounded by Obsidian: give it as text.")
        return str(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = one_line(value)
    if len(text) > MAX_VALUE:
        raise EditRefusedError(
            "edit-value", f"A property of more than {MAX_VALUE} characters belongs into the text of the note."
        )
    if _UNPRINTABLE.search(text):
        raise EditRefusedError(
            "edit-value", "The value holds control characters, which no YAML may hold: leave them out."
        )
    if not mark and is_plain(text, flow=flow):
        return text
    return quote(text, mark)


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Tell whether a text may be written without quotes."""
    if _PLAIN.match(text) is None or text[-1] in " :" or text.lower() in _TYPED:
        return False
    if not text.isprintable() or _OPENS.search(text):
        return False
    return not flow or _IN_FLOW.search(text) is None


def quote(text: str, mark: str = "") -> str:
    r"""Put quotes around one line of text: `mark` or double ones; single ones where escapes would be needed."""
    if "\\" in text or (mark or '"') == "'" or '"' in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def write_key(key: str) -> str:
    """Write the name of a new property.

    Raises:
        EditRefusedError: no YAML line may begin with it.
    """
    if not key or key != key.strip() or len(key) > 100 or not key.isprintable() or key == "<<":
        raise EditRefusedError(
            "edit-key", "The name of a property is one short line of text without spaces at its ends."
        )
    plain = _PLAIN_KEY.match(key) is not None and key.lower() not in _TYPED
    return key if plain else quote(key)
