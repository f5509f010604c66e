"""What a reader of a note does not see as running text: code, comments, formulas and our own generated region."""

import re

from pnm_vault.patterns import pattern_of

# What may open an inert stretch. The prefix of a fence is bound to the start of its line.
_OPENER = pattern_of(
    r"(?m)^[ \t>]*+(?:[-*+][ \t]++)?(`{3,}+(?=[^`\n]*+$)|~{3,}+)|(%%)|(<!--)|(\$\$)|(`++)|^[ \t]*+(/---contact---/)"
)
_TICKS = pattern_of(r"`++")
_FENCE_END = pattern_of(r"(?m)^[ \t>]*+(`{3,}+|~{3,}+)[ \t]*+$")
_VISIBLE = pattern_of(r"[^\n]++")
_GENERATED_BEGIN = pattern_of(r"(?:%%|<!--)\s{0,9}pnm[: -]{1,3}(?:begin|start)\b")
_GENERATED_END = pattern_of(r"(?:%%|<!--)\s{0,9}pnm[: -]{1,3}end\b")


def may_hold_inert(body: str) -> bool:
    """Tell quickly whether `blank_inert` could change anything."""
    return "`" in body or "%%" in body or "<!--" in body or "~~~" in body or "$$" in body


def blank_inert(body: str) -> str:
    """Replace code, comments and formulas by spaces; every line keeps its place and length.

    Never closed: a fence, a comment or a formula that begins its line runs to the end of the note, as it is shown;
    in the middle of a line (`100%% sure`) the marks are text. A code span ends on its own line.

    Source: Obsidian help: Obsidian Flavored Markdown; CommonMark 0.31, 4.5 and 6.1.
    """
    pieces: list[str] = []
    done = 0
    closers = _Closers(body)
    match = _OPENER.search(body)
    while match is not None:
        end = _end_of(body, match, closers)
        if end > match.start():
            pieces.append(body[done : match.start()])
            pieces.append(_VISIBLE.sub(_spaces, body[match.start() : end]))
            done = end
        match = _OPENER.search(body, max(end, match.end()))
    pieces.append(body[done:])
    return "".join(pieces)


def without_remarks(text: str) -> str:
    """Take comments out of one line and leave its code as written."""
    for opener, closer in (("%%", "%%"), ("<!--", "-->")):
        begin = text.find(opener)
        kept: list[str] = []
        done = 0
        while begin >= 0:
            end = text.find(closer, begin + len(opener))
            if end < 0:
                break
            kept.append(text[done:begin])
            done = end + len(closer)
            begin = text.find(opener, done)
        text = "".join(kept) + text[done:]
    return text


def _spaces(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


class _Closers:
    """Find ends; remembers which ends no longer occur, so that a long run of openers stays linear."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.gone: set[str] = set()
        self.ticks: dict[int, list[int]] = {}
        self.ticks_line = -1

    def find(self, closer: str, start: int) -> int:
        """Return where `closer` ends, from `start` on; -1 when it does not come any more."""
        if closer in self.gone:
            return -1
        at = self.body.find(closer, start)
        if at < 0:
            self.gone.add(closer)
            return -1
        return at + len(closer)

    def find_fence(self, fence: str, start: int) -> int:
        """Return where the line that closes `fence` ends, or the end of the note."""
        for match in _FENCE_END.finditer(self.body, start):
            if match[1][0] == fence[0] and len(match[1]) >= len(fence):
                return match.end()
        return len(self.body)

    def find_ticks(self, start: int, stop: int) -> int:
        """Return where the code span opened by body[start:stop] ends on its line; -1 when it does not."""
        line_end = self.body.find("\n", stop)
        line_end = len(self.body) if line_end < 0 else line_end
        if line_end != self.ticks_line:
            self.ticks_line = line_end
            self.ticks = {}
            for run in _TICKS.finditer(self.body, stop, line_end):
                self.ticks.setdefault(run.end() - run.start(), []).append(run.end())
            for ends in self.ticks.values():
                ends.reverse()
        ends = self.ticks.get(stop - start, [])
        while ends and ends[-1] <= stop:
            ends.pop()
        return ends[-1] if ends else -1


def _end_of(body: str, match: re.Match[str], closers: _Closers) -> int:
    """Return where the stretch ends that `match` opens; its own start when it opens none."""
    start = match.start()
    if match[1]:
        return closers.find_fence(match[1], match.end())
    if match[5]:
        return max(closers.find_ticks(start, match.end()), start)
    if match[6]:
        return start
    closer = "-->" if match[3] else match[2] or match[4]
    generated = closer != "$$" and _GENERATED_BEGIN.match(body, start) is not None
    if generated and "generated" not in closers.gone:
        ending = _GENERATED_END.search(body, match.end())
        if ending is not None:
            end = closers.find(closer, ending.start() + 2)
            return end if end >= 0 else len(body)
        closers.gone.add("generated")
    end = closers.find(closer, match.end())
    if end >= 0:
        return end
    begins_line = start == 0 or body[start - 1] == "\n"
    return len(body) if begins_line and closer != "$$" else start
