import pickle
from datetime import date

from pnm_vault.model.settings import ReviewSettings, Settings, VaultSettings
from pnm_vault.notes.rules import build_rules, plain_folder


def test_folders_are_case_folded_and_closed() -> None:
    vault = VaultSettings(
        contacts=("People/", "./Work/Folk", ""), templates=("T",), meetings=("M\\N",), daily_folder="Log"
    )
    rules = build_rules(Settings(vault=vault, review=ReviewSettings(folder="Out", templates="T/pnm")))
    assert rules.contacts == ("people/", "work/folk/")
    assert rules.templates == ("t/", "t/pnm/")
    assert rules.meetings == ("m/n/",)
    assert (rules.daily_folder, rules.review, rules.me) == ("log/", "out/", "me.md")


def test_own_spellings_and_categories_win() -> None:
    rules = build_rules(Settings(fields={"last_contact": ("Zuletzt-gesehen", "role")}, categories={"Pal": "Friend"}))
    assert rules.spellings["zuletztgesehen"] == "last_contact"
    assert rules.spellings["role"] == "last_contact"
    assert rules.spellings["birthday"] == "birthday"
    assert rules.categories == {"pal": "friend"}


def test_rules_travel_to_other_processes() -> None:
    rules = build_rules(Settings(vault=VaultSettings(daily_format="DD.MM.YYYY")))
    copy = pickle.loads(pickle.dumps(rules))
    assert copy == rules
    assert copy.daily_format.day_of("02.01.2026") == date(2026, 1, 2)


def test_folder_names_are_compared_without_numbers_and_marks() -> None:
    assert [plain_folder(name) for name in ("04_PEOPLE", "1. People", "Daily Notes", "2024")] == [
        "people",
        "people",
        "dailynotes",
        "",
    ]
