import pytest

from pnm_vault.review.escape import Safe, code, link, md, one_line, url, wikilink


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee",
        "Anne-Marie O'Neil (née Bø)",
        "C++ and C#, R&D at AT&T",
        "snake_case, 10:30, 50% of it, no # 5",
        "-5 degrees, +32 2 555 12 34",
        "a = b, a -> b, either/or; why? Yes! Then.",
        "ann@example.org, https://example.org/a_b?x=1&y=2#part",
        "Łukasz Żółć, 李小龍, محمد, 👩‍💻",
        "1.5 hours, 3) and 2.",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert md(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[[Ann|x]]", r"\[\[Ann\|x\]\]"),
        ("![[Secret]]", r"\!\[\[Secret\]\]"),
        ("![x](http://e.org/x.png)", r"\!\[x\](http://e.org/x.png)"),
        ("[x](javascript:alert(1))", r"\[x\](javascript\:alert(1))"),
        ("`$= dv.pages()`", r"\`\$= dv.pages()\`"),
        ("<% tp.x %>", r"\<\% tp.x \%\>"),
        ("{{x}} {% y %}", r"\{\{x\}\} \{\% y \%\}"),
        ("%%c%%", r"\%\%c\%\%"),
        ("==h== ~~s~~ **b** _i_", r"\=\=h\=\= \~\~s\~\~ \*\*b\*\* \_i\_"),
        ("due:: today", r"due\:\: today"),
        ("#tag and #2", r"\#tag and \#2"),
        ("x ^id", r"x \^id"),
        ("- [x] done", r"\- \[x\] done"),
        ("1. one", r"1\. one"),
        ("2026) one", r"2026\) one"),
        ("> quote", r"\> quote"),
        ("---", r"\---"),
        ("===", r"\=\=\="),
        ("# head", r"\# head"),
        ("&lt;b&gt; &#60;", r"\&lt;b\&gt; \&\#60;"),
        ("<!-- pnm:end agenda -->", r"\<\!-- pnm:end agenda --\>"),
        ("obsidian://open?vault=x", r"obsidian\://open?vault=x"),
        ("$5", r"\$5"),
        (r"a\b", r"a\\b"),
        ("Hey!", r"Hey\!"),
    ],
)
def test_what_could_act_is_escaped(text: str, escaped: str) -> None:
    assert md(text) == escaped


def test_a_value_is_one_line_without_hidden_characters() -> None:
    assert md(" a\r\n\tb\u2028c\x00d\x85e\u202ef\ud800g\ufeff \x1b[31m") == r"a b c d efg \[31m"
    assert one_line("") == ""


def test_the_limit_counts_characters_before_escaping() -> None:
    assert md("a" * 201) == "a" * 199 + "…"
    assert md("*" * 200) == r"\*" * 200
    assert md("abc def", 5) == "abc…"
    assert len(md("name " * 2000)) <= 200


@pytest.mark.parametrize("text", ["📅 2026-01-01", "done ✅2026-01-01", "🔁 every day", "🏁 delete", "🗓️ 2026-01-01"])
def test_a_date_sign_of_the_tasks_plugin_loses_its_date(text: str) -> None:
    sign = text[text.index(next(char for char in text if ord(char) > 0x2000)) :]
    assert ": " in md(text)
    assert sign not in md(text)


def test_a_wikilink_shows_the_name() -> None:
    assert wikilink("People/Ann Lee.md", "Ann Lee") == "[[People/Ann Lee|Ann Lee]]"
    assert wikilink("Ann Lee.md", "Ann Lee") == "[[Ann Lee]]"
    assert wikilink("People/Ann_Lee.MD", "Ann & Bo") == "[[People/Ann_Lee|Ann & Bo]]"
    assert wikilink("Boards/Plan.canvas", "Plan") == "[[Boards/Plan.canvas|Plan]]"


@pytest.mark.parametrize("char", list("[]|#^\\<>%`{}*~$:\n\x00\x7f\u2028\u202e\ud800"))
def test_a_path_that_no_link_can_hold_gives_the_name_alone(char: str) -> None:
    assert wikilink(f"People/Ann{char}Lee.md", "Ann") == "Ann"
    assert wikilink(f"People/Ann{char}Lee.md", "[[A]]") == r"\[\[A\]\]"


@pytest.mark.parametrize("path", ["", ".md", " Ann.md", "Ann .md", "a==b.md", "&lt;.md", "x" * 401 + ".md"])
def test_other_paths_without_a_link(path: str) -> None:
    assert wikilink(path, "Ann") == "Ann"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann [PhD]", "Ann (PhD)"),
        ("Ann|Bo", "Ann/Bo"),
        ("]] <% x %> [[", ")) ‹% x › (("),
        ("#work Ann", "work Ann"),
        ("==a=\\=b==", "ab"),
        ("1. Ann", "1. Ann"),
        ("Ann\nLee", "Ann Lee"),
    ],
)
def test_the_shown_name_keeps_inside_the_link(name: str, shown: str) -> None:
    assert wikilink("People/x.md", name) == f"[[People/x|{shown}]]"


@pytest.mark.parametrize("name", ["", "***", "\x00", "$~^"])
def test_a_name_of_nothing_shows_the_path(name: str) -> None:
    assert wikilink("People/x.md", name) == "[[People/x]]"


def test_a_code_span_cannot_hold_a_query() -> None:
    assert code("yaml-syntax") == "`yaml-syntax`"
    assert code("$= dv.pages() ``` x") == "`dv.pages x`"
    assert code("``\n=") == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a b?x=1#y", "https://example.org/a%20b?x=1#y"),
        ("HTTP://example.org/(x)<y>é", "HTTP://example.org/%28x%29%3Cy%3E%C3%A9"),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
        ("tel:+3225551234", "tel:+3225551234"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("obsidian://open", ""),
        ("//example.org", ""),
        ("example.org", ""),
        ("https:", ""),
    ],
)
def test_only_web_mail_and_phone_addresses_are_links(text: str, address: str) -> None:
    assert url(text) == address


def test_a_change_of_marked_text_gives_plain_text() -> None:
    assert type(Safe("[[a]]").upper()) is str
    assert type(Safe("[[a]]")[1:]) is str
    assert Safe("x").__html__() == "x"


@pytest.mark.parametrize("char", list("\\`*_{}[]()<>#+-.!|$%^~=:&@ 1a\n\u2028"))
def test_no_text_makes_it_slow(char: str) -> None:
    assert len(md(char * 60_000)) <= 400
    assert len(wikilink("People/x.md", char * 60_000)) <= 600
    assert len(wikilink(char * 60_000, "x")) <= 600


def test_where_there_is_no_note_a_link_is_its_name() -> None:
    assert link({"path": "Reviews/Network.md", "name": "Network"}) == "[[Reviews/Network|Network]]"
    assert link({"path": "", "name": "[[Network]]"}) == md("[[Network]]")
