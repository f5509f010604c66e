"""Names in the words of a meeting."""

import pytest

from pnm_vault.exchange.incoming.calendars.summary_names import birthday_in, names_in


@pytest.mark.parametrize(
    ("summary", "names"),
    [
        ("Lunch with Ann Lee", ["Ann Lee"]),
        ("Lunch with Ann Lee and Bruno Kos", ["Ann Lee", "Bruno Kos"]),
        ("Coffee w/ Ann, Bruno & Carla (near the station)", ["Ann", "Bruno", "Carla"]),
        ("Call with Ann Lee about the budget", ["Ann Lee"]),
        ("Call with Ann Lee - Budget", ["Ann Lee"]),
        ("Mittagessen mit Anna von der Heide", ["Anna von der Heide"]),
        ("Caffè con Paola", ["Paola"]),
        ("Déjeuner avec Élodie et Zoé", ["Élodie", "Zoé"]),
        ("Tea with 王芳", ["王芳"]),
        ("Ann <> Nora", ["Ann"]),
        ("Intro: Ann Lee <> Bruno Kos", ["Ann Lee", "Bruno Kos"]),
        ("Ann Lee <-> me", ["Ann Lee"]),
        ("1:1 Ann / Nora", ["Ann"]),
        ("Nora Bassani/Ann Lee", ["Ann Lee"]),
        ("Ann / Bruno", []),
        ("Lunch / Dinner", []),
        ("Meeting with HR", []),
        ("Planning with the team", []),
        ("Q3 with Q4", []),
        ("Within Ann", []),
        ("Dinner with me", []),
        ("with", []),
        ("", []),
        ("Lunch with " + "Ann " * 500, ["Ann Ann Ann Ann"]),
    ],
)
def test_names_are_where_the_words_say_so(summary: str, names: list[str]) -> None:
    assert list(names_in(summary, ("Nora Bassani",))) == names


@pytest.mark.parametrize(
    ("summary", "birthday"),
    [
        ("Ann Lee's birthday", ("Ann Lee", None)),
        ("Ann Lee's Birthday!", ("Ann Lee", None)),
        ("Ann Lee's birthday (1983)", ("Ann Lee", 1983)),
        ("Ann Lee's 43rd birthday", ("Ann Lee", None)),
        ("Birthday Ann Lee", ("Ann Lee", None)),
        ("Ann Lee B-Day", ("Ann Lee", None)),
        ("Geburtstag: Ann Lee (*1983)", ("Ann Lee", 1983)),
        ("Cumpleaños de Ann Lee", ("Ann Lee", None)),
        ("🎂 Ann Lee", ("Ann Lee", None)),
        ("Ann Lee 🎂 (43)", ("Ann Lee", None)),
        ("王芳の誕生日🎂", ("王芳", None)),
        ("My birthday", None),
        ("Happy birthday!", None),
        ("Ann's birthday dinner", None),
        ("Lunch with Ann Lee", None),
        ("🎂", None),
        ("", None),
    ],
)
def test_birthdays(summary: str, birthday: tuple[str, int | None] | None) -> None:
    assert birthday_in(summary) == birthday
