"""A plan as a unified diff, for people to read."""

from pnm_vault.model.plan import Create, Plan, Remove, Replace

# What could move the cursor or turn the text around in a terminal is shown as a question mark in a box.
_CONTROLS = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
del _CONTROLS[0x09]
_NO_NEWLINE = "\\ No newline at end of file"


def diff_plan(plan: Plan) -> str:
    """Return what a plan would change as unified diffs, one after the other; empty for an empty plan.

    For reading, not for `patch`: line ends other than LF, and control characters, are not kept.
    """
    return "".join(_diff_step(step) for step in plan.steps)


def _diff_step(step: Create | Replace | Remove) -> str:
    from difflib import unified_diff

    before = [] if isinstance(step, Create) else _lines(step.expected)
    after = [] if isinstance(step, Remove) else _lines(step.content)
    path = step.path.translate(_CONTROLS)
    old = "/dev/null" if isinstance(step, Create) else f"a/{path}"
    new = "/dev/null" if isinstance(step, Remove) else f"b/{path}"
    lines = list(unified_diff(before, after, old, new, lineterm=""))
    if not lines:  # only line ends or control characters differ
        lines = [f"--- {old}", f"+++ {new}"]
    return "\n".join(lines) + "\n"


def _lines(content: bytes) -> list[str]:
    """Split at line feeds alone; a missing last line end is told as `diff` tells it."""
    if not content:
        return []
    lines = [line.removesuffix("\r").translate(_CONTROLS) for line in content.decode("utf-8", "replace").split("\n")]
    if lines[-1]:
        return [*lines[:-1], f"{lines[-1]}\n{_NO_NEWLINE}"]
    return lines[:-1]
