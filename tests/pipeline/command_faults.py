"""Whole commands with every call to the system made to fail in turn, each in a process of its own: the scenes.

`python -m tests.pipeline.command_faults FOLDER SCENE STRIDE PART PARTS` prints how many faults were injected, or what
did not hold.
"""

import errno
import json
import os
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.main import run
from pnm_vault.review.answers import Mark
from pnm_vault.review.plan import answers_on
from pnm_vault.vault import user_file, write
from tests.parts import get_ready_to_fork
from tests.pipeline import test_answers_killed as marks

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
CHANGING = ("exchange", "write", "fsync", "replace", "link", "unlink", "mkdir", "fchmod", "rmdir", "rename", "utime")
LOOKING = ("open", "read", "close", "stat", "lstat", "fstat", "listdir", "scandir", "listxattr", "readlink")
# Calls that name no file: so their errors do not either.
_BY_HANDLE = ("write", "fsync", "read", "close", "fchmod", "fstat", "listxattr")

SCENES: dict[str, tuple[str, ...]] = {
    "regenerate": ("regenerate",),
    "log": ("log", "C0 and C1: tea in the garden +send them the plan"),
    "log a new name": ("log", "--create", "C0 and Zoe Zander: met at the lake"),
    "new": ("new", "Zoe Zander"),
    "rename": ("rename", "C0", "Cara"),
    "merge": ("merge", "C0", "C2", "--yes"),
    "met": ("met", "Fair", "C0: wants the plan", "C2, Zoe Zander"),
    "introduce": ("introduce", "C0", "C1", "--yes", "C0", "--yes", "C1", "--made"),
    "resolve": ("resolve", "--yes"),
    "import": ("import", "HERE/contacts.vcf", "--yes"),
    "undo": ("undo",),
}
CARDS = b"""BEGIN:VCARD
VERSION:3.0
UID:one
FN:Zoe Zander
EMAIL:zoe@zander.example
NOTE:met at the lake
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:two
FN:C0
EMAIL:c0@mill.example
TEL:+39 040 123456
END:VCARD
"""


class Ran(NamedTuple):
    """What a command did in a process of its own.

    `struck` counts the calls that were made to fail, `made` those of each name where none was meant to.
    """

    code: int
    said: str
    struck: int
    made: dict[str, int]


class Strike(NamedTuple):
    """The n-th call of `name` fails with `error`, and all later ones too if it is `sticky`. `exchanging`: see below."""

    name: str
    number: int
    error: int
    sticky: bool
    exchanging: bool


def places_of(name: str) -> tuple[Any, ...]:
    return (user_file, write) if name == "exchange" else (os,)


def exchange_never() -> None:
    """Make this system one that cannot exchange two files."""
    for place in places_of("exchange"):
        place.exchange = lambda *_: False


def count_calls(made: Counter[str]) -> None:
    """Count in this process how often each call is made."""

    def counting(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            made[name] += 1
            return real(*given, **named)

        return call

    for name in (*CHANGING, *LOOKING):
        for place in places_of(name):
            if hasattr(place, name):
                setattr(place, name, counting(name, getattr(place, name)))


def strike(wanted: Strike) -> list[int]:
    """Make calls fail in this process; gives a list that grows by each failure."""
    if not wanted.exchanging:
        exchange_never()
    places = places_of(wanted.name)
    calls = [0]
    struck: list[int] = []
    real: Callable[..., object] = getattr(places[0], wanted.name)

    def fail(*given: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == wanted.number or (wanted.sticky and calls[0] > wanted.number):
            struck.append(calls[0])
            if wanted.name == "close":
                real(*given)
            file = () if wanted.name in _BY_HANDLE else given[:1]
            raise OSError(wanted.error, os.strerror(wanted.error), *file)
        return real(*given, **named)

    for place in places:
        setattr(place, wanted.name, fail)
    return struck


def run_apart(
    here: Path,
    words: tuple[str, ...],
    wanted: Strike | None = None,
    *,
    short: bool = False,
    exchanging: bool = True,
) -> Ran:
    """Run `pnm` in a child of this process, which must have one thread only."""
    os.environ["PNM_STATE"], os.environ["PNM_CACHE"] = str(here / "state"), str(here / "cache")
    told, result = here / "said", here / "result"
    child = os.fork()
    if child == 0:
        code, struck, made = 70, [0] * (wanted is None), Counter[str]()
        kept = dict(vars(os))
        with told.open("w", encoding="utf-8") as out:
            sys.stdout = sys.stderr = out
            user_file._SOON_SECONDS = user_file._KEEP_SECONDS = 0.0
            os.fsync = lambda fd: None
            if short:
                real = os.write
                os.write = lambda handle, content: real(handle, bytes(content)[:7])
            try:
                if wanted is not None:
                    struck = strike(wanted)
                elif not short:
                    if not exchanging:
                        exchange_never()
                    count_calls(made)
                code = run(["--vault", str(here / "v"), "--today", "2026-11-23", *words], Invocation())
            except BaseException:
                traceback.print_exc()
            vars(os).update(kept)
        result.write_text(json.dumps([code, len(struck), made]))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    code, number, calls = json.loads(result.read_text())
    return Ran(code, told.read_text(encoding="utf-8"), number, calls)


def make_scene(top: Path, name: str) -> None:
    """Make the vault of a scene, with the cache of a run before it."""
    top.mkdir(parents=True)
    os.environ["PNM_STATE"], os.environ["PNM_CACHE"] = str(top / "state"), str(top / "cache")
    marks.COUNT = 3
    root = marks.make_vault(top)
    if name != "regenerate":
        shutil.rmtree(root / "Reviews")
        (root / "Notes").mkdir()
        (root / "Notes/Trip.md").write_bytes(b"With [[C0]] and [[People/C0|her]], not [[C1]].\r\n")
        (root / "Fair.md").write_bytes(b"---\r\ntype: event\r\ndate: 2026-11-20\r\npeople: '[[C0]]'\r\n---\r\n")
        (root / "People/C2.md").write_bytes(b"---\ncadence: 30\nknows: '[[C0]]'\n---\n## Log\n- 2026-08-01: tea")
        if name == "import":
            (root / "People/C0.md").write_bytes(
                b"---\nemail: c0@mill.example\n---\n# C0\n\n## Log\n- 2026-08-01: tea\n"
            )
            (top / "contacts.vcf").write_bytes(CARDS)
        if name == "resolve":
            copy = root / "People/C2.sync-conflict-20261018-093012-K7Q2ABC.md"
            copy.write_bytes((root / "People/C2.md").read_bytes() + b"\n- 2026-08-02: lunch\n")
        marks.settle(root)
        assert run_apart(top, ("regenerate",)).code == 0
        marks.settle(root)
    if name == "undo":
        assert run_apart(top, SCENES["log"]).code == 0
        marks.settle(root)


def fresh(base: Path, here: Path) -> Path:
    """Put a scene where it was made: the journal and the cache of a vault go by its path."""
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(base, here)
    return here / "v"


def tree(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {path: place.read_bytes() for path, place in found.items() if not place.name.startswith(".pnm-")}


def states_of(number: int) -> tuple[bytes, ...]:
    """Give what a note with two marks may hold when one of the two could not be read or carried out."""
    before, after = marks.note(number), marks.wanted(number)
    task = f"- [ ] write to them, number {number}"
    ticked = task.replace("[ ]", "[x]") + " ✅ 2026-11-23"
    return tuple(text.encode() for text in (before, after, before.replace(task, ticked), after.replace(ticked, task)))


class Scene:
    """One command on one vault, and what must hold after each fault."""

    def __init__(self, top: Path, name: str) -> None:
        self.base, self.here, self.name = top / "base", top / "now", name
        self.words = tuple([word.replace("HERE", str(self.here)) for word in SCENES[name]])
        make_scene(self.here, name)
        shutil.copytree(self.here, self.base)
        self.before = tree(self.here / "v")
        self.after: dict[str, bytes] = {}
        self.made = {exchanging: self._made(exchanging) for exchanging in (True, False)}
        assert self.before != self.after
        self.faults = 0
        self.wrong: list[str] = []

    def _made(self, exchanging: bool) -> dict[str, int]:
        """Run without a fault; gives how often each call is made then, and so how many there are to fail."""
        root = fresh(self.base, self.here)
        ran = run_apart(self.here, self.words, exchanging=exchanging)
        assert ran.code == 0, ran
        found = tree(root)
        assert found == (self.after or found), exchanging
        self.after = found
        return ran.made

    def try_and_note(self, where: Strike) -> None:
        """Try a fault and note what did not hold."""
        before = self.faults
        try:
            self.try_one(where)
            assert self.faults > before, (self.name, where, "there is no such call")
        except AssertionError as error:
            self.wrong.append(str(error))

    def try_one(self, where: Strike | None, short: bool = False) -> Ran:
        """Run with a fault, look, run again without, look again."""
        here = self.here
        root = fresh(self.base, here)
        ran = run_apart(here, self.words, where, short=short)
        self.faults += ran.struck
        about = (self.name, where, ran)
        assert "Traceback" not in ran.said, about
        assert "went wrong inside" not in ran.said and ran.code != 70, about
        found = tree(root)
        self._check_whole(found, about)
        if ran.code == 0 and "could not be looked into" not in ran.said:  # a folder in which links could not follow
            # What cannot be looked at for a moment is missing on the pages of that run, which is told as a problem.
            unseen = " in the vault; pnm doctor lists them" in ran.said or (where is not None and where.name == "lstat")
            self._check_done(found, about, pages=not unseen)
        elif found != self.after:
            assert ran.said.strip(), about
        self._run_again(here, found, about)
        return ran

    def _check_whole(self, found: dict[str, bytes], about: object) -> None:
        assert not [path for path in found if "kept by pnm" in path], about
        for path in {*self.before, *self.after, *found}:
            content = found.get(path)
            if self.name == "regenerate" and path.startswith("People/"):
                assert content in states_of(int(path[8])), (path, content, about)
            elif path.startswith("Reviews/") and self.name == "regenerate":
                assert content is None or content.startswith(b"<!-- pnm:begin "), (path, about)
                assert path not in self.before or (content or b"").count(b"<!-- pnm:end ") == 1, (path, about)
                if b"\nmine\n" in self.before.get(path, b""):
                    assert content is not None and content.endswith(b"\nmine\n"), (path, about)
            else:
                assert content in (self.before.get(path), self.after.get(path)), (path, content, about)

    def _check_done(self, found: dict[str, bytes], about: object, *, pages: bool = True) -> None:
        if self.name != "regenerate":
            assert found == self.after, about
            return
        seen = [path for path in found if pages or not path.startswith("Reviews/")]
        assert [path for path in seen if found[path] != self.after.get(path)] == [], about
        for page, name in (("Reconnect", "reconnect"), ("Follow-ups", "follow-ups")):
            answers = answers_on(found[f"Reviews/{page}.md"], name).answers
            assert [one for one in answers if one.mark is not Mark.NONE] == [], about

    def _run_again(self, here: Path, found: dict[str, bytes], about: object) -> None:
        root = here / "v"
        marks.settle(root)
        if self.name == "regenerate":
            ran = run_apart(here, self.words)
            assert ran.code == 0, (about, ran)
            self._check_done(tree(root), (about, ran))
        else:
            self._there_and_back(here, found, about)
        if list(root.rglob(".pnm-*")):  # the next change in the same folder takes away what could not be taken away
            for words in (("log", "C0 and C2: once more +ring them"), ("regenerate",)):
                ran = run_apart(here, words)
                assert ran.code == 0, (about, ran)
                marks.settle(root)
        left = [path.name for path in root.rglob(".pnm-*")]
        assert left == [], (left, about)

    def _there_and_back(self, here: Path, found: dict[str, bytes], about: object) -> None:
        """Whatever was done can be taken back, and then the command does all of it."""
        root, back = here / "v", ("undo",)
        if self.name == "undo":
            ran = run_apart(here, back)
            # A run that could not even say how far it had come is finished by this one, which then has nothing to do.
            assert ran.code in (0, 1), (about, ran)
            assert tree(root) == self.after, (about, ran)
            return
        while tree(root) != self.before:
            ran = run_apart(here, back)
            assert ran.code == 0, (about, ran)
            marks.settle(root)
        ran = run_apart(here, self.words)
        assert ran.code == 0, (about, ran)
        assert tree(root) == self.after, (about, ran)


def main() -> None:
    """Try one scene, or a part of its faults."""
    top, name = Path(sys.argv[1]), sys.argv[2]
    stride, part, parts = (int(word) for word in sys.argv[3:])
    get_ready_to_fork()
    scene = Scene(top, name)
    if part == 0:
        ran = scene.try_one(None, short=True)
        assert ran.code == 0, ran
    count = 0
    modes = [(False, True), (True, False), (True, True), (False, False)]
    for call in (*CHANGING, *LOOKING)[part::parts]:
        if call != "exchange" and not hasattr(os, call):
            continue
        for sticky, exchanging in modes[: 4 if stride == 1 else 2]:
            if call == "lstat" and sticky:
                continue  # no system lets a file be read and written whose name it never shows
            count += 1
            # Every stride begins somewhere else, so that all of them together come by most calls.
            step = stride if call in CHANGING else 4 * stride if stride > 1 else 1
            for number in range(1 + count % min(stride, 4), scene.made[exchanging].get(call, 0) + 1, step):
                error = ERRORS[(number + count) % len(ERRORS)]
                scene.try_and_note(Strike(call, number, error, sticky, exchanging))
    print(scene.faults)
    for wrong in scene.wrong[:20]:
        print(wrong, file=sys.stderr)
    sys.exit(bool(scene.wrong))


if __name__ == "__main__":
    main()
