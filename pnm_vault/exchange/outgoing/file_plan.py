"""Which files of an export are to be written: those that are new, and those that hold just what was written last."""

from collections.abc import Callable, Collection, Mapping

from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record

_NOT_OURS = "it is not what pnm wrote there last (--force writes over it)"
_NO_MORE = "it was changed since pnm wrote it, and is exported no more"


class FilePlan(Record, frozen=True):
    """What to do in one folder, by the names in it. `left` pairs a file that stays as it is with the reason."""

    plan: Plan = Plan()
    unchanged: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def plan_files(
    wanted: Mapping[str, bytes],
    present: Mapping[str, bytes],
    written: Mapping[str, Collection[str]],
    digest: Callable[[bytes], str],
    *,
    force: bool = False,
) -> FilePlan:
    """Plan the files of one export, by name.

    `present` is what lies there now, `written` the digests of what earlier exports wrote under each name. A file that
    somebody else made or changed stays, unless `force`; one that is exported no more goes only when nobody changed it,
    `force` or not.
    """
    steps: list[Create | Replace | Remove] = []
    unchanged: list[str] = []
    left: list[tuple[str, str]] = []
    for name, content in wanted.items():
        there = present.get(name)
        if there is None:
            steps.append(Create(name, content))
        elif there == content:
            unchanged.append(name)
        elif force or digest(there) in written.get(name, ()):
            steps.append(Replace(name, content, there))
        else:
            left.append((name, _NOT_OURS))
    for name in sorted(written.keys() - wanted.keys()):
        if name in present:
            if digest(present[name]) in written[name]:
                steps.append(Remove(name, present[name]))
            else:
                left.append((name, _NO_MORE))
    return FilePlan(Plan(tuple(steps)), tuple(unchanged), tuple(left))
