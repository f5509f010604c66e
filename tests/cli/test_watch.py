"""What `pnm watch` prints for a run, for people and as JSON, and how it is asked to stop."""

import json
import signal
import sys
from collections.abc import Iterator

import pytest

from pnm_vault.cli import watch as command
from pnm_vault.cli.invocation import Invocation
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.pipeline.watching import Stopped, StopRequest, WatchRun

NOTHING = WatchRun()
WROTE = WatchRun(changed=1, removed=2, written=("Reviews/Agenda.md", "Reviews/Reconnect.md"))
SKIPPED = WatchRun(changed=3, skipped=(("Reviews/Agenda.md", "being edited right now"),))
LEFT_ALONE = Problem("Reviews/Agenda.md", 0, Severity.ERROR, "review-markers", "The markers are gone.")
FAILED = WatchRun(error="pnm.toml:2: one\npnm.toml:3: two\x1b[2J", trace="Traceback\n  here\x07")


def told(run: WatchRun, invocation: Invocation, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    command._tell(run, invocation)
    said = capsys.readouterr()
    return said.out, said.err


def chosen(**options: object) -> Invocation:
    invocation = Invocation()
    for name, option in options.items():
        setattr(invocation, name, option)
    return invocation


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (WROTE, "1 note changed, 2 notes gone; wrote Reviews/Agenda.md, Reviews/Reconnect.md"),
        (WatchRun(changed=2), "2 notes changed; review notes unchanged"),
        (WatchRun(written=("Reviews/\x1bx.md",)), "wrote Reviews/^[x.md"),
    ],
)
def test_a_run_is_told_in_a_line(run: WatchRun, line: str) -> None:
    assert command.run_line(run) == line


def test_only_what_was_written_is_printed_unless_more_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    line = command.run_line(WROTE) + "\n"
    assert told(WROTE, chosen(), capsys) == (line, "")
    assert told(WROTE, chosen(quiet=True), capsys) == (line, "")
    assert told(WatchRun(changed=1), chosen(), capsys) == ("", "")
    assert told(WatchRun(changed=1), chosen(verbose=True), capsys)[0] == "1 note changed; review notes unchanged\n"


def test_what_was_not_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(SKIPPED, chosen(), capsys) == ("", "not written: Reviews/Agenda.md: being edited right now\n")
    assert told(SKIPPED, chosen(quiet=True), capsys) == ("", "")
    fault = "Reviews/Agenda.md:0: error: The markers are gone. [review-markers]\n"
    assert told(WatchRun(faults=(LEFT_ALONE,)), chosen(), capsys) == ("", fault)


def test_an_error_is_printed_line_by_line_and_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    lines = "pnm: pnm.toml:2: one\n  pnm.toml:3: two^[[2J\n"
    assert told(FAILED, chosen(), capsys) == ("", lines)
    assert told(FAILED, chosen(quiet=True), capsys) == ("", lines)
    assert told(FAILED, chosen(verbose=True), capsys) == ("", lines + "Traceback\n  here^G\n")
    assert told(WatchRun(settled=True), chosen(), capsys)[1].startswith("That is settled;")


@pytest.mark.parametrize("run", [NOTHING, WROTE, SKIPPED, FAILED, WatchRun(faults=(LEFT_ALONE,), settled=True)])
def test_as_json_a_run_is_one_line(run: WatchRun, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(run, chosen(json=True), capsys)
    assert out.count("\n") == 1
    assert "\x1b" not in out
    assert json.loads(out) == {
        "changed": run.changed,
        "removed": run.removed,
        "written": list(run.written),
        "skipped": [{"path": path, "reason": reason} for path, reason in run.skipped],
        "faults": [
            {"path": "Reviews/Agenda.md", "line": 0, "severity": "error"}
            | {"code": "review-markers", "message": "The markers are gone."}
            for _ in run.faults
        ],
        "error": run.error or None,
        "answers": [],
        "moved": [],
        "taken_away": [],
        "ended": [],
        "settled": run.settled,
    }


@pytest.fixture
def own_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_a_signal_breaks_off_a_run_and_a_second_ctrl_c_anything() -> None:
    stop = StopRequest()
    command._listen(stop)
    signal.raise_signal(signal.SIGTERM)
    assert stop()

    stop = StopRequest()
    command._listen(stop)
    with pytest.raises(Stopped), stop.breaking_off():
        signal.raise_signal(signal.SIGINT)
    assert stop()
    with pytest.raises(Stopped), stop.breaking_off():
        pytest.fail("nothing is begun any more")
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_run_that_may_not_be_broken_off_goes_on() -> None:
    stop = StopRequest()
    with stop.breaking_off():
        stop.ask(break_off=False)
        assert stop()
