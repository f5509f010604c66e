from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.review.diff import diff_plan


def test_a_plan_reads_as_unified_diffs() -> None:
    plan = Plan((Create("R/A.md", b"one\ntwo\n"), Replace("R/B.md", b"a\nc\n", b"a\nb\n"), Remove("R/C.md", b"x\n")))
    assert diff_plan(plan) == (
        "--- /dev/null\n+++ b/R/A.md\n@@ -0,0 +1,2 @@\n+one\n+two\n"
        "--- a/R/B.md\n+++ b/R/B.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
        "--- a/R/C.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    )


def test_an_empty_plan_has_no_diff() -> None:
    assert diff_plan(Plan()) == ""


def test_a_missing_line_end_is_told() -> None:
    assert diff_plan(Plan((Replace("A.md", b"a\n", b"a"),))) == (
        "--- a/A.md\n+++ b/A.md\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
    )


def test_nothing_in_a_diff_can_steer_a_terminal() -> None:
    text = diff_plan(Plan((Replace("A\x1b.md", "x\x1b]0;t\x07\u202e\x9b\tz\n".encode(), b"\xff\r\n"),)))
    assert text == "--- a/A\ufffd.md\n+++ b/A\ufffd.md\n@@ -1 +1 @@\n-\ufffd\n+x\ufffd]0;t\ufffd\ufffd\ufffd\tz\n"


def test_a_change_of_line_ends_alone_is_named() -> None:
    assert diff_plan(Plan((Replace("A.md", b"a\r\n", b"a\n"),))) == "--- a/A.md\n+++ b/A.md\n"
