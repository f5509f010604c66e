"""What is remembered of imports: the same bytes for the same entries, and damage costs what is damaged."""

from pnm_vault.pipeline.importing.ledger import PLACE, Known, card_uids, kept_lines, read_ledger, write_ledger

ANN = Known("vcard:a", "People/Ann Lee.md", "2026-11-20", {"email": ("0abc",)}, kept=("X-FOO:bar",))
BO = Known("linkedin:b", "People/Bo Chen.md", "2026-11-20", days={"email": ("2026-11-01",)})


def ledger(*entries: Known) -> dict[str, Known]:
    return {one.key: one for one in entries}


def test_what_is_written_is_read_back_and_the_order_does_not_matter() -> None:
    written = write_ledger(ledger(ANN, BO))
    assert read_ledger(written) == (ledger(ANN, BO), ())
    assert write_ledger(ledger(BO, ANN)) == written
    assert list(written) == [PLACE]


def test_a_damaged_line_costs_itself() -> None:
    content = write_ledger(ledger(ANN, BO))[PLACE]
    lines = content.split(b"\n")
    for broken in (b"{", b"\xff\xfe", b"[1]", b'{"key": 7}', b"<<<<<<< ours"):
        found, problems = read_ledger({PLACE: b"\n".join([lines[0], broken, lines[1]])})
        assert found == ledger(ANN, BO)
        assert [(one.path, one.line, one.code) for one in problems] == [(PLACE, 2, "bad-import-entry")]


def test_of_two_lines_for_one_entry_the_newer_counts_with_what_either_refused() -> None:
    older = Known("vcard:a", "Ann.md", "2026-01-01", refused=("k1",), days={"call": ("2026-01-01",)})
    newer = Known("vcard:a", "Ann Lee.md", "2026-02-01", refused=("k2",), days={"call": ("2026-02-01",)})
    wanted = Known(
        "vcard:a", "Ann Lee.md", "2026-02-01", refused=("k1", "k2"), days={"call": ("2026-01-01", "2026-02-01")}
    )
    for pair in ((older, newer), (newer, older)):
        content = b"".join([write_ledger(ledger(one))[PLACE] for one in pair])
        assert read_ledger({PLACE: content}) == (ledger(wanted), ())


def test_what_grows_goes_on_in_further_files() -> None:
    many = ledger(*[Known(f"vcard:{number:05}", "P/X.md", kept=("X-A:" + "a" * 1_000,)) for number in range(2_500)])
    written = write_ledger(many)
    assert list(written) == [PLACE, ".pnm/imports-2.jsonl", ".pnm/imports-3.jsonl"]
    assert max(map(len, written.values())) <= 1_000_000
    assert read_ledger(written) == (many, ())


def test_what_a_card_had_is_given_by_the_note() -> None:
    assert kept_lines(ledger(ANN, BO)) == {"People/Ann Lee.md": ("X-FOO:bar",)}
    assert card_uids(ledger(ANN, BO)) == {"People/Ann Lee.md": "a"}
