"""The child process in which a template from the vault is rendered: JSON in, JSON out, within bounds."""

import json
import sys

from pnm_vault.review.render import TemplateProblem, render


def main() -> None:
    """Read one job from standard input and write `{"text": ...}` or the problem to standard output."""
    job = json.loads(sys.stdin.buffer.read())
    # Imported before memory is bounded: a bound that the program itself does not fit in would be its own fault.
    from pnm_vault.review.render_engine import Engine  # noqa: F401

    _bound(job["seconds"], job["memory"])
    try:
        answer: dict[str, object] = {"text": render(job["name"], job["context"], job["templates"])}
    except TemplateProblem as problem:
        answer = {
            "template": problem.template,
            "line": problem.line,
            "message": problem.message,
            "code": problem.code,
        }
    sys.stdout.write(json.dumps(answer))


def _bound(seconds: float, memory: int) -> None:
    """Bound memory and processor time, and allow no file to be written, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    limits = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, value in limits:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # macOS refuses some bounds; the time limit of the parent still holds
            continue
