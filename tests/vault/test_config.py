"""pnm.toml: read with every fault at once, written so that it reads back."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pnm_vault.errors import SettingsError
from pnm_vault.model.settings import (
    CATEGORIES,
    FIELDS,
    CadenceSettings,
    CaptureSettings,
    ImportSettings,
    MinuteSettings,
    ReviewSettings,
    Settings,
    TimeSettings,
    VaultSettings,
    WatchSettings,
)
from pnm_vault.vault.config import (
    effective_settings,
    read_settings,
    render_settings,
    setting_docs,
    setting_doubts,
    settings_stamp,
)
from pnm_vault.vault.setting_table import SETTINGS
from pnm_vault.vault.toml_lines import key_lines

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def read(root: Path, text: str | bytes) -> Settings:
    (root / "pnm.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(str(root))


def faults(root: Path, text: str | bytes) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(root, text)
    assert caught.value.exit_code == 3
    return caught.value.message.split("\n")


def test_without_a_file_everything_is_at_its_default(tmp_path: Path) -> None:
    assert read_settings(str(tmp_path)) == Settings()
    assert read(tmp_path, "") == Settings()
    assert read(tmp_path, "[vault]\n[review]\n[cadence]\n[watch]\n[capture]\n[fields]\n[categories]\n") == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        r"""
        [vault]
        contacts = ["People/", './Work\Clients']
        ignore = ["Archive", "*.excalidraw.md"]
        templates = "Templates"
        daily_folder = ""
        daily_format = "YYYY/YYYY-MM-DD"
        meetings = []
        me = "People/Me"
        [review]
        folder = "Reviews/pnm"
        templates = "My Templates"
        items = 3
        lines = 10
        dates_ahead = 0
        introductions = 0
        briefs = false
        [cadence]
        default = 90
        Friend = "6 weeks"
        "#Book Club" = "monthly"
        acquaintance = "never"
        [time]
        minutes_per_week = 120
        [time.minutes]
        call = 20
        follow_up = 5
        [watch]
        quiet = 1
        max_wait = 2.5
        rescan = 60
        poll = 0
        [capture]
        into = "Daily"
        [fields]
        last_contact = "zuletzt"
        birthday = ["Geburtstag", "geb."]
        [categories]
        Pal = "friend"
        boss = "Colleague"
        """,
    )
    assert found == Settings(
        vault=VaultSettings(
            contacts=("People", "Work/Clients"),
            ignore=("Archive", "*.excalidraw.md"),
            templates=("Templates",),
            daily_folder="",
            daily_format="YYYY/YYYY-MM-DD",
            meetings=(),
            me="People/Me.md",
        ),
        review=ReviewSettings("Reviews/pnm", "My Templates", 3, 10, 0, 0, briefs=False),
        cadence=CadenceSettings(default=90, by={"friend": 42, "book club": 30, "acquaintance": 0}),
        time=TimeSettings(120, MinuteSettings(call=20, follow_up=5)),
        watch=WatchSettings(1.0, 2.5, 60.0, 0.0),
        capture=CaptureSettings("daily"),
        fields={"last_contact": ("zuletzt",), "birthday": ("Geburtstag", "geb.")},
        categories={"pal": "friend", "boss": "colleague"},
    )
    assert isinstance(found.watch.quiet, float)


def test_what_is_left_out_of_what_comes_in(tmp_path: Path) -> None:
    settings = tmp_path / "pnm.toml"
    settings.write_text('[import]\nexclude = ["*@lists.example", " Holidays "]\n', "utf-8")
    assert read_settings(str(tmp_path)).incoming.exclude == ("*@lists.example", "Holidays")
    settings.write_text('[import]\nexclude = "Holidays"\n', "utf-8")
    assert read_settings(str(tmp_path)).incoming.exclude == ("Holidays",)
    settings.write_text('[import]\nexclude = ["a", 7, ""]\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(str(tmp_path))
    assert "pnm.toml:2: import.exclude must be text in quotes, not 7; must be one line of text" in caught.value.message


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    text = """# my settings
oops = 1
items = 4
review = { folder = "..", items = 0, lines = true }

[vualt]
contacts = "People"

[vault]
contacts = [
    "../outside",
    "C:/Users",
]
daily_folder = "/etc"
daily_formt = "YYYY"
me = ""
ignore = ["x/../../y"]

[cadence]
friend = "whenever"
"Friend " = 5
default = -1
x = 1.5

[watch]
quiet = nan
poll = "fast"

[fields]
email = ["e", 3]
name = ""

[categories]
pal = "frend"
chum = 3
"""
    assert faults(tmp_path, text) == [
        "pnm.toml:2: oops stands outside any section",
        "pnm.toml:3: items stands outside any section; it belongs under [review]",
        "pnm.toml:4: review.folder must be a path inside the vault, without `..`, not '..'",
        "pnm.toml:4: review.items must be from 1 to 100, not 0",
        "pnm.toml:4: review.lines must be a whole number, not true",
        "pnm.toml:6: there is no section [vualt] (did you mean vault?)",
        "pnm.toml:10: vault.contacts must be a path inside the vault, without `..`, not '../outside'; "
        "must be a path inside the vault, not 'C:/Users'",
        "pnm.toml:14: vault.daily_folder must be a path inside the vault, not '/etc'",
        "pnm.toml:15: there is no setting daily_formt in [vault] (did you mean daily_format?)",
        "pnm.toml:16: vault.me must name a note",
        "pnm.toml:17: vault.ignore must name a folder, a note or a pattern inside the vault, not 'x/../../y'",
        'pnm.toml:20: cadence.friend must be days, or words such as "monthly", "6 weeks" or "never", not \'whenever\'',
        "pnm.toml:22: cadence.default must be from 0 (never) to 36500 days, not -1",
        'pnm.toml:23: cadence.x must be days, or words such as "monthly", "6 weeks" or "never", not 1.5',
        "pnm.toml:26: watch.quiet must be from 0.05 to 3600 seconds, not nan",
        "pnm.toml:27: watch.poll must be a number of seconds, not 'fast'",
        "pnm.toml:30: fields.email must be text in quotes, not 3",
        "pnm.toml:31: fields.name must be the name of a property, or a list of them",
        "pnm.toml:34: categories.pal must be one of friend, family, colleague, classmate, mentor, mentee, "
        "acquaintance, not 'frend' (did you mean friend?)",
        "pnm.toml:35: categories.chum must be text in quotes, not 3",
    ]


def test_faults_of_a_table_in_a_table_are_told_with_their_line(tmp_path: Path) -> None:
    text = """[review]
briefs = "no"

[time]
minutes_per_week = "an hour"
minutes_per_day = 3

[time.minutes]
call = 0
meting = 60
"""
    assert faults(tmp_path, text) == [
        "pnm.toml:2: review.briefs must be true or false, without quotes, not 'no'",
        "pnm.toml:5: time.minutes_per_week must be a whole number, not 'an hour'",
        "pnm.toml:6: there is no setting minutes_per_day in [time] (did you mean minutes_per_week?)",
        "pnm.toml:9: time.minutes.call must be from 1 to 1440, not 0",
        "pnm.toml:10: there is no setting meting in [time.minutes] (did you mean meeting?)",
    ]
    assert faults(tmp_path, "[time]\n\nminutes = 5\n") == ["pnm.toml:3: [time.minutes] must be a table"]
    assert faults(tmp_path, "minutes_per_week = 5\n") == [
        "pnm.toml:1: minutes_per_week stands outside any section; it belongs under [time]"
    ]


def test_a_table_in_a_table_can_be_written_in_every_way_of_toml(tmp_path: Path) -> None:
    wanted = TimeSettings(90, MinuteSettings(call=5))
    for text in (
        "[time]\nminutes_per_week = 90\nminutes.call = 5\n",
        "[time]\nminutes_per_week = 90\nminutes = { call = 5 }\n",
        "[time.minutes]\ncall = 5\n[time]\nminutes_per_week = 90\n",
        "time = { minutes_per_week = 90, minutes = { call = 5 } }\n",
    ):
        assert read(tmp_path, text).time == wanted


def test_own_spellings_are_of_properties_that_are_known(tmp_path: Path) -> None:
    text = '[fields]\nlast_contct = "zuletzt"\ncompany = "Firma"\n"Last Contact" = "zuletzt"\nNext-Contact = "bald"\n'
    assert faults(tmp_path, text) == [
        "pnm.toml:2: there is no property last_contct in [fields] (did you mean last_contact?)",
        "pnm.toml:3: there is no property company in [fields] (docs/note-format.md lists them)",
    ]


def test_the_same_cadence_twice_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, '[cadence]\nfriend = 5\n"Friend" = 6\n"#" = 7\n') == [
        "pnm.toml:3: cadence.friend is set twice",
        "pnm.toml:4: a name in [cadence] is empty",
    ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ('".obsidian/x"', "hidden"),
        ('"a/.git"', "hidden"),
        (r"'\\server\share'", "inside the vault"),
        (r"'D:x'", "inside the vault"),
        ('"a/../../b"', "without `..`"),
        ('"a\\u0000b"', "control character"),
        ('"."', "of its own"),
        ('""', "of its own"),
        ("3", "text in quotes, not 3"),
        ("[1]", "text in quotes, not a list"),
        ("{a = 1}", "text in quotes, not a table"),
        ("2026-01-01", "text in quotes, not 2026-01-01"),
    ],
)
def test_the_review_folder_stays_in_the_vault(tmp_path: Path, value: str, fault: str) -> None:
    (told,) = faults(tmp_path, f"[review]\n\nfolder = {value}\n")
    assert told.startswith("pnm.toml:3: review.folder ")
    assert fault in told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[vault\n", 1),
        ('[vault]\ncontacts = ["a"\n', 2),
        ("[vault]\nme = 'x'\nme = 'y'\n", 3),
        ("[vault]\n\nme = \n", 3),
        ("[vault]\n[vault]\n", 2),
        ("a = 0123\n", 1),
        ('x = """\n\n', 1),
        ("a = " + "[" * 5000, 1),
    ],
)
def test_what_is_not_toml_is_told_by_the_parser(tmp_path: Path, text: str, line: int) -> None:
    (told,) = faults(tmp_path, text)
    assert told.startswith(f"pnm.toml:{line}: cannot be read as TOML: ") or line == 1
    assert "(at line" not in told


def test_windows_text_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, b'\xef\xbb\xbf[vault]\r\nme = "Ich.md"\r\n').vault.me == "Ich.md"
    assert faults(tmp_path, b"[review]\r\n\r\nitems = 0\r\n")[0].startswith("pnm.toml:3: ")


def test_what_is_not_utf8_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, b'[vault]\nme = "J\xf6rg"\n') == ["pnm.toml:2: is not valid UTF-8 from here on"]


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "pnm.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read: is a directory"):
        read_settings(str(tmp_path))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ('"daily"', 1),
        ('"Weekly"', 7),
        ('"bi-weekly"', 14),
        ('"monthly"', 30),
        ('"quarterly"', 91),
        ('"half-yearly"', 182),
        ('"yearly"', 365),
        ('"3 months"', 91),
        ('"every 2 weeks"', 14),
        ('"every month"', 30),
        ('"a year"', 365),
        ('"10days"', 10),
        ('"45"', 45),
        ('"never"', 0),
        ("0", 0),
        ("36500", 36500),
    ],
)
def test_cadence_in_words(tmp_path: Path, words: str, days: int) -> None:
    assert read(tmp_path, f"[cadence]\nfriend = {words}\n").cadence.by == {"friend": days}


def test_a_wish_and_a_limit(tmp_path: Path) -> None:
    text = '[cadence]\nchoir = "monthly..quarterly"\nfriend = "30 .. 3 months"\nx = 9\ndefault = "90..1 year"\n'
    assert read(tmp_path, text).cadence == CadenceSettings(
        default=90, default_latest=365, by={"choir": 30, "friend": 30, "x": 9}, latest={"choir": 91, "friend": 91}
    )


@pytest.mark.parametrize("words", ["quarterly..monthly", "30..30", "never..30", "30..never", "30..", "..30", "1..2..3"])
def test_a_limit_that_cannot_be_meant(tmp_path: Path, words: str) -> None:
    (told,) = faults(tmp_path, f'[cadence]\n\nfriend = "{words}"\n')
    assert told.startswith("pnm.toml:3: cadence.friend must ")


@pytest.mark.parametrize("words", ["true", "36501", '"0 weeks"', '"every"', '"999 years"', '"two weeks"', '""', '"-3"'])
def test_cadence_that_says_nothing(tmp_path: Path, words: str) -> None:
    (told,) = faults(tmp_path, f"[cadence]\nfriend = {words}\n")
    assert told.startswith("pnm.toml:2: cadence.friend must be ")


def test_an_unreadable_pattern_is_a_fault(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, '[vault]\nignore = ["[z-a].md"]\n')
    assert "pattern that cannot be read" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("QQ", "must name a day by year, month and day, such as YYYY-MM-DD, not 'QQ'"),
        ("", "must name a day by year, month and day, such as YYYY-MM-DD, not ''"),
        ("[YYYY-MM-DD]", "must name a day"),
        ("GGGG-[W]WW-E", "must name a day"),
        ("YYYY-DDDD", "must name a day"),
        ("yyyy-mm-dd", "holds 'yyyy', which pnm cannot read; text as it is stands in [brackets]"),
        ("YYYY-MM-DD hh.mm a", "holds 'hh', which"),
        ("YYYY-MM-DD journal", "holds 'a', which"),
        ("YYYY-Mo-Do", "holds 'Mo', which"),
        ("YYYYYY-MM-DD", "holds 'YYYYYY', which"),
        ("YYYY-MM-DD" * 30, "is longer than"),
    ],
)
def test_a_format_that_names_no_day_is_a_fault(tmp_path: Path, text: str, told: str) -> None:
    (fault,) = faults(tmp_path, f'[vault]\ndaily_format = "{text}"\n')
    assert fault.startswith(f"pnm.toml:2: vault.daily_format {told}")


@pytest.mark.parametrize(
    "text",
    [
        "YYYYMMDD",
        "[Log] YYYY/MM MMMM/Do",
        "dddd, MMMM Do YYYY",
        "YY.M.D",
        "YYYY/[W]ww/YYYY-MM-DD ddd HH:mm",
        "Ü_YYYY-MM-DD",
    ],
)
def test_formats_that_name_a_day_are_taken_as_they_are(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f'[vault]\ndaily_format = "{text}"\n').vault.daily_format == text


@pytest.mark.parametrize(
    ("text", "line", "folder", "other"),
    [
        ('[review]\nfolder = "P"\n[vault]\ncontacts = ["x", "P"]', 2, "P", "vault.contacts (P)"),
        ('[vault]\ncontacts = "P"\n[review]\nfolder = "p/Q"', 4, "p/Q", "vault.contacts (P)"),
        ('[vault]\n\ncontacts = "reviews/P"', 3, "Reviews", "vault.contacts (reviews/P)"),
        ('[vault]\ntemplates = "T"\n[review]\nfolder = "T/R"', 4, "T/R", "vault.templates (T)"),
        ('[vault]\nmeetings = "Reviews/1:1"', 2, "Reviews", "vault.meetings (Reviews/1:1)"),
        ('[review]\ntemplates = "R"\nfolder = "R"', 3, "R", "review.templates (R)"),
        ('[review]\nfolder = "Templates"', 2, "Templates", "review.templates (Templates/pnm)"),
    ],
)
def test_the_review_folder_lies_apart_from_others(
    tmp_path: Path, text: str, line: int, folder: str, other: str
) -> None:
    assert faults(tmp_path, text) == [
        f"pnm.toml:{line}: review.folder ({folder}) and {other} must lie apart: nothing but pnm's own notes is kept in "
        "the review folder"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[review]\nfolder = "A/R"\n[vault]\nignore = ["x", "A"]', "4: vault.ignore (A) leaves out the review folder"),
        ('[vault]\nignore = ["Rev*"]', "2: vault.ignore (Rev*) leaves out the review folder (Reviews), which"),
        ('[vault]\nignore = ["Reviews/*.md"]', "2: vault.ignore (Reviews/*.md) leaves out the review folder"),
    ],
)
def test_the_review_folder_is_looked_at(tmp_path: Path, text: str, told: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(f"pnm.toml:{told}")


@pytest.mark.parametrize(
    "text",
    [
        '[vault]\nmeetings = "Work"\ndaily_folder = "Reviews/Daily"\n[review]\nfolder = "Work/Reviews"',
        '[vault]\ncontacts = "Rev"\nignore = ["Reviews old", "*.excalidraw.md"]',
        '[vault]\ncontacts = "A/People"\n[review]\nfolder = "A/Reviews"',
        '[vault]\ncontacts = "A"\ntemplates = "A/T"',
    ],
)
def test_what_goes_together_is_no_fault(tmp_path: Path, text: str) -> None:
    read(tmp_path, text)


def test_a_fault_of_the_review_folder_is_told_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, '[review]\nfolder = "../x"\n[vault]\ncontacts = "Reviews"')) == 1


def test_folders_that_are_not_there_or_never_looked_at_are_doubted(tmp_path: Path) -> None:
    for folder in ("People", "Old/People", "Forms/People", "Daily"):
        (tmp_path / folder).mkdir(parents=True)
    text = """[vault]
contacts = [
    "people", "Poeple", "Old/People", "Forms/People",
]
ignore = ["Old", "daily", "*.excalidraw.md", "x/**"]
templates = ["Forms", "Vorlagen"]
daily_folder = "Daily/2026"
meetings = []
me = "Old/Me"

[review]
folder = "Not made yet"
templates = "My Templates"
"""
    assert (read(tmp_path, text).vault.contacts, setting_doubts(str(tmp_path))[0].path) == (
        ("people", "Poeple", "Old/People", "Forms/People"),
        "pnm.toml",
    )
    found = [(doubt.line, doubt.code, doubt.message.partition(":")[0]) for doubt in setting_doubts(str(tmp_path))]
    assert found == [
        (2, "setting-not-there", "vault.contacts names Poeple, but there is no such folder"),
        (2, "setting-left-out", "vault.contacts names Old/People, but vault.ignore (Old) leaves it out"),
        (
            2,
            "setting-left-out",
            "vault.contacts names Forms/People, but vault.templates (Forms) makes templates of all notes there",
        ),
        (5, "setting-not-there", "vault.ignore names daily, but there is no such folder or note"),
        (6, "setting-not-there", "vault.templates names Vorlagen, but there is no such folder"),
        (7, "setting-not-there", "vault.daily_folder names Daily/2026, but there is no such folder"),
        (9, "setting-not-there", "vault.me names Old/Me.md, but there is no such note"),
        (13, "setting-not-there", "review.templates names My Templates, but there is no such folder"),
    ]


def test_without_a_file_nothing_is_doubted(tmp_path: Path) -> None:
    assert setting_doubts(str(tmp_path)) == ()


def test_gaps_are_filled_from_obsidian(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "daily-notes.json").write_text('{"folder": "Journal", "format": "DD.MM.YYYY"}')
    (tmp_path / ".obsidian" / "templates.json").write_text('{"folder": "Vorlagen/"}')
    (tmp_path / ".obsidian" / "app.json").write_text('{"userIgnoreFilters": ["People/"]}')
    vault = effective_settings(str(tmp_path)).vault
    assert (vault.daily_folder, vault.daily_format, vault.templates) == ("Journal", "DD.MM.YYYY", ("Vorlagen",))
    assert vault.ignore == ()
    (tmp_path / "pnm.toml").write_text('[vault]\ndaily_folder = ""\ntemplates = []\n')
    vault = effective_settings(str(tmp_path)).vault
    assert (vault.daily_folder, vault.daily_format, vault.templates) == ("", "DD.MM.YYYY", ())


def test_the_stamp_of_the_settings_moves_with_each_file(tmp_path: Path) -> None:
    seen = {settings_stamp(str(tmp_path))}
    (tmp_path / "pnm.toml").write_text("")
    seen.add(settings_stamp(str(tmp_path)))
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "templates.json").write_text("{}")
    seen.add(settings_stamp(str(tmp_path)))
    assert len(seen) == 3
    assert settings_stamp(str(tmp_path)) in seen


def test_keys_are_found_on_their_lines() -> None:
    text = """a = 1 # b = 2
"quo ted".x = '''
fake = 1
[fake]
'''
[ t . "u.v" ]
  w = [ # ]
    "]", '[', 3,
  ]
x.y = { z = "}" , q = 1 }
s = "a \\" # b"

[[rows]]
k = \"\"\"
[no]
\\\"\"\" still
\"\"\"
[[rows]]
k2 = 1
["\\u0061\\tb"]
"""
    assert dict(key_lines(text)) == {
        ("a",): 1,
        ("quo ted",): 2,
        ("quo ted", "x"): 2,
        ("t",): 6,
        ("t", "u.v"): 6,
        ("t", "u.v", "w"): 7,
        ("t", "u.v", "x"): 10,
        ("t", "u.v", "x", "y"): 10,
        ("t", "u.v", "s"): 11,
        ("rows",): 13,
        ("rows", "k"): 14,
        ("rows", "k2"): 19,
        ("a\tb",): 20,
    }


@given(st.text(alphabet="[]{}\"'=.,#\n\\ ab1", max_size=40))
@hypothesis_settings(deadline=None)
def test_the_search_for_lines_ends_on_any_text(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in key_lines(text).values())


def test_a_rendered_file_explains_every_setting(tmp_path: Path) -> None:
    text = render_settings(Settings(), {"vault.contacts": "312 notes were found in People."})
    assert "# 312 notes were found in People.\n# contacts = []" in text
    for setting in SETTINGS:
        assert f"[{setting.section}]\n" in text
        if setting.key != "*":
            assert f"\n# {setting.key} = " in text
    assert all(len(line) <= 110 for line in text.splitlines())
    assert read(tmp_path, text) == Settings()
    # Every line that is commented out is a setting as good as any.
    live = re.sub(r"^# (\S+ = .*)$", r"\1", text, flags=re.MULTILINE)
    assert read(tmp_path, live).cadence == CadenceSettings(default=90, by={"friend": 42})


def test_what_obsidian_is_set_to_and_pnm_cannot_read_is_commented_out(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "daily-notes.json").write_text('{"folder": "Journal", "format": "gggg-[W]ww-E"}')
    vault = effective_settings(str(tmp_path)).vault
    text = render_settings(Settings(vault=vault))
    assert '\n# daily_format = "gggg-[W]ww-E"\n' in text
    assert read(tmp_path, text).vault.daily_folder == "Journal"
    assert effective_settings(str(tmp_path)).vault == vault


names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="./\\:#"), min_size=1, max_size=6
).map(lambda text: f"x{text.strip()}")
folders = st.lists(names, min_size=1, max_size=2).map("/".join)
words = names.map(str.casefold).map(str.strip).filter(lambda word: word != "default")
some_settings = st.builds(
    Settings,
    vault=st.builds(
        VaultSettings,
        contacts=st.lists(folders, max_size=2).map(tuple),
        ignore=st.lists(st.sampled_from(["Archive", "*.x.md", "a/**"]), max_size=2).map(tuple),
        templates=st.lists(folders, max_size=1).map(tuple),
        daily_folder=folders | st.just(""),
        daily_format=st.sampled_from(["YYYY-MM-DD", "YYYY/MM/[d]DD", "Do MMMM YYYY", "DD.M.YY ddd"]),
        meetings=st.lists(folders, max_size=1).map(tuple),
        me=folders.map(lambda path: f"{path}.md"),
    ),
    review=st.builds(
        ReviewSettings, folder=folders, templates=folders, items=st.integers(1, 100), briefs=st.booleans()
    ),
    cadence=st.builds(
        CadenceSettings,
        default=st.none() | st.integers(0, 36500),
        by=st.dictionaries(words, st.integers(0, 36500), max_size=2),
    )
    | st.builds(
        lambda default, by: CadenceSettings(
            default=default, default_latest=default + 7, by=by, latest={name: days + 1 for name, days in by.items()}
        ),
        st.integers(1, 9000),
        st.dictionaries(words, st.integers(1, 9000), max_size=2),
    ),
    time=st.builds(
        TimeSettings,
        minutes_per_week=st.none() | st.integers(0, 10080),
        minutes=st.builds(MinuteSettings, call=st.integers(1, 1440)),
    ),
    watch=st.builds(WatchSettings, quiet=st.floats(0.05, 3600), poll=st.floats(0, 86400)),
    incoming=st.builds(ImportSettings, exclude=st.lists(names, max_size=2).map(tuple)),
    fields=st.dictionaries(st.sampled_from(FIELDS), st.lists(names, min_size=1, max_size=2).map(tuple), max_size=2),
    categories=st.dictionaries(words, st.sampled_from(CATEGORIES), max_size=2),
)


def apart(wanted: Settings) -> bool:
    """Tell whether the review folder lies apart from the others, as it must."""
    inside = [wanted.review.templates, *wanted.vault.contacts, *wanted.vault.templates, *wanted.vault.meetings]
    review = f"{wanted.review.folder}/".casefold()
    others = [f"{folder}/".casefold() for folder in inside]
    return not any(review.startswith(other) or other.startswith(review) for other in others)


@given(some_settings.filter(apart))
@hypothesis_settings(deadline=None, max_examples=60)
def test_rendered_settings_read_back(tmp_path_factory: pytest.TempPathFactory, wanted: Settings) -> None:
    assert read(tmp_path_factory.mktemp("v"), render_settings(wanted)) == wanted


def test_every_setting_is_documented_and_no_other() -> None:
    parts = re.split(r"^## (.+)$", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    told: list[tuple[str, str, str, str, str]] = []
    for heading, text in sections.items():
        entries = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
        for name, entry in zip(entries[1::2], entries[2::2], strict=True):
            key = "*" if name == "Any name" else name.strip("`")
            meaning, _, facts = entry.partition("\n- Value: ")
            value = facts.splitlines()[0].split(", ")
            kind = facts.splitlines()[0] if not value[-1][:1].isdigit() else ", ".join(value[:-1])
            default = re.search(r"^- Default: `(.*)`$", facts, flags=re.MULTILINE)
            told.append((heading.strip("[]"), key, kind, default[1] if default else "-", " ".join(meaning.split())))
            assert "- Example: `" in facts
    assert told == list(setting_docs())


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.high], ids=lambda one: one.key)
def test_bounds_are_documented_and_kept(tmp_path: Path, setting: object) -> None:
    assert isinstance(setting, type(SETTINGS[0]))
    assert f"- Value: {setting.kind}, {setting.low:g} to {setting.high:g}\n" in DOCS.read_text(encoding="utf-8")
    for value in (setting.low, setting.high):
        read(tmp_path, f"[{setting.section}]\n{setting.key} = {value}\n")
    for value in (setting.low - 1, setting.high + 1):
        assert len(faults(tmp_path, f"[{setting.section}]\n{setting.key} = {value}\n")) == 1


def test_examples_are_good(tmp_path: Path) -> None:
    for setting in SETTINGS:
        line = setting.example if setting.key == "*" else f"{setting.key} = {setting.example}"
        assert f"- Example: `{line}`" in DOCS.read_text(encoding="utf-8")
        read(tmp_path, f"[{setting.section}]\n{line}\n")
