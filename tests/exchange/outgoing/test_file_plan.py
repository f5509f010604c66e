"""Which files of an export are written: nothing that is not ours is ever touched without a word."""

from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.exchange.outgoing.file_plan import plan_files
from pnm_vault.model.plan import Create, Remove, Replace

folders = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([b"1", b"2", b"3"]))
lists = st.dictionaries(st.sampled_from("abcd"), st.sets(st.sampled_from(["1", "2", "3"])))


@given(folders, folders, lists, st.booleans())
def test_only_what_we_wrote_is_touched(
    wanted: dict[str, bytes], present: dict[str, bytes], written: dict[str, set[str]], force: bool
) -> None:
    planned = plan_files(wanted, present, written, bytes.decode, force=force)
    after = dict(present)
    for step in planned.plan.steps:
        ours = not isinstance(step, Create) and step.expected.decode() in written.get(step.path, ())
        if isinstance(step, Create):
            assert step.path not in present
            after[step.path] = step.content
        elif isinstance(step, Replace):
            assert ours or force
            assert step.expected == present[step.path] != step.content
            after[step.path] = step.content
        else:
            assert isinstance(step, Remove)
            assert ours
            assert step.path not in wanted
            del after[step.path]
    left = dict(planned.left)
    assert {name for name in wanted if after.get(name) != wanted[name]} == left.keys() & wanted.keys()
    assert not (force and left.keys() & wanted.keys())
    for name, content in present.items():
        if name not in wanted and name not in written:
            assert after[name] == content


@given(folders, folders, lists)
def test_planning_again_after_it_leaves_nothing_to_do(
    wanted: dict[str, bytes], present: dict[str, bytes], written: dict[str, set[str]]
) -> None:
    first = plan_files(wanted, present, written, bytes.decode, force=True)
    gone = {step.path for step in first.plan.steps if isinstance(step, Remove)}
    after = {name: content for name, content in {**present, **wanted}.items() if name not in gone}
    ours = {name: {content.decode()} for name, content in wanted.items()}
    again = plan_files(wanted, after, ours, bytes.decode)
    assert (again.plan.steps, again.left, set(again.unchanged)) == ((), (), set(wanted))
