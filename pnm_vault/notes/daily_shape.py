"""Which folder and Moment format make a note's path the day that it names."""

from functools import lru_cache

from pnm_vault.notes.values.daily_format import DailyFormat, compile_daily_format

_STEM_FORMATS = (
    "YYYY-MM-DD",
    "YYYYMMDD",
    "YYYY_MM_DD",
    "YYYY.MM.DD",
    "YYYY-MM-DD ddd",
    "YYYY-MM-DD dddd",
    "YYYY-MM-DD-dddd",
    "YYYY-MM-DD_dddd",
    "YYYY-MMM-DD",
    "MMMM Do, YYYY",
    "dddd, MMMM Do YYYY",
)
# The names of months are free in other languages than English: such a folder counts only below one for its year.
_FOLDER_FORMATS = (
    "YYYY/MMMM",
    "YYYY",
    "YYYY-MM",
    "YYYY_MM",
    "YYYYMM",
    "MM",
    "MM-MMMM",
    "MM MMMM",
    "MM. MMMM",
    "YYYY-MM MMMM",
)


def daily_shape(path: str) -> tuple[str, str] | None:
    """Give the folder and Moment format that make a note's path a day, or None when its name is not a day.

    `Journal/2026/03/2026-03-30.md` is `("Journal", "YYYY/MM/YYYY-MM-DD")`.
    """
    folder, _, name = path.rpartition("/")
    stem = name[:-3]
    if not any(character.isdigit() for character in stem):
        return None
    stem_shape = next((shape for shape in _STEM_FORMATS if compile_once(shape).day_of(stem) is not None), None)
    if stem_shape is None:
        return None
    parts = folder.split("/") if folder else []
    tail, shape = stem, stem_shape
    while parts and (found := _with_folders(parts, tail, shape)) is not None:
        parts, tail, shape = found
    return "/".join(parts), shape


@lru_cache(maxsize=1024)
def compile_once(shape: str) -> DailyFormat:
    """Compile a Moment format, each once."""
    return compile_daily_format(shape)


def _with_folders(parts: list[str], tail: str, shape: str) -> tuple[list[str], str, str] | None:
    """Move the last folder, or two, from `parts` to the day's name, where they are a part of the day; else None."""
    for folder in _FOLDER_FORMATS:
        depth = folder.count("/") + 1
        longer = f"{folder}/{shape}"
        longer_tail = "/".join((*parts[-depth:], tail))
        if len(parts) >= depth and compile_once(longer).day_of(longer_tail) is not None:
            return parts[:-depth], longer_tail, longer
    return None
