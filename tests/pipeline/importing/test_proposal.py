"""What is proposed: three values decide about each field, and nothing that the owner wrote is ticked to be replaced."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from pnm_vault.model.incoming import Stated
from tests.pipeline.importing.made_imports import contact, fields_of, import_all, proposed, reading

Make = Callable[[dict[str, str | bytes]], Path]

ANN = "---\ntype: person\nrole: Engineer\nemail: ann@lee.example\nbirthday: 1980-04-15\n---\n# Ann Lee\n"
EMAIL = ("email", "ann@lee.example")
CONNECTED = replace(
    contact("Ann Lee", EMAIL, ("met_on", "2019-03-12"), ("how_met", "LinkedIn"), key="in"), format="linkedin"
)


def test_somebody_without_a_note_is_new_and_ticked(make_vault: Make) -> None:
    found = proposed(make_vault({"People/Ann Lee.md": ANN}), reading(contact("Bo Chen", ("email", "bo@chen.example"))))
    assert [(one.contact.name, one.ticked) for one in found.news] == [("Bo Chen", True)]
    assert (found.changes, found.doubles, found.same) == ((), (), 0)


def test_what_the_note_lacks_is_ticked_and_what_it_says_is_not_proposed(make_vault: Make) -> None:
    read = reading(contact("Ann Lee", EMAIL, ("email", "ann@new.example"), ("phone", "+39 040 123456")))
    found = proposed(make_vault({"People/Ann Lee.md": ANN}), read)
    assert fields_of(found.changes) == [("email", "", "ann@new.example", True), ("phone", "", "+39 040 123456", True)]
    assert not found.news


def test_an_entry_goes_by_the_company_that_it_keeps(make_vault: Make) -> None:
    """The second one has an address that the note gets from the first: it is the same contact now, not only later."""
    root = make_vault({"People/Ann Lee.md": ANN})
    new = ("email", "ann@new.example")
    read = reading(
        contact("Ann Lee", EMAIL, new, key="a"), contact("Ann Lee", new, ("phone", "+39 040 123456"), key="b")
    )
    found = proposed(root, read)
    assert fields_of(found.changes) == [("email", "", "ann@new.example", True), ("phone", "", "+39 040 123456", True)]
    assert not (found.news or found.doubles)
    assert import_all(root, read).written.plan.steps
    assert import_all(root, read).written.plan.steps == ()


def test_whoever_is_surely_somebody_in_doubt_is_in_doubt_too(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": "---\ntype: person\n---\n# Ann Lee\n"})
    read = reading(contact("Ann Lee", EMAIL, ("email", "ann@new.example"), key="a"), contact("0", EMAIL, key="b"))
    found = proposed(root, read)
    assert [(one.contact.name, [each.path for each in one.seen]) for one in found.doubles] == [
        ("0", ["People/Ann Lee.md"]),
        ("Ann Lee", ["People/Ann Lee.md"]),
    ]
    assert not (found.news or found.changes)


def test_whoever_is_surely_two_contacts_is_asked_about(make_vault: Make) -> None:
    bo = "---\ntype: person\nemail: bo@chen.example\n---\n# Bo Chen\n"
    root = make_vault({"People/Ann Lee.md": ANN, "People/Bo Chen.md": bo})
    shared, work = ("phone", "+39 040 123456"), ("email", "x@work.example")
    entries = (
        contact("Ann Lee", EMAIL, shared, key="a"),
        contact("Bo Chen", ("email", "bo@chen.example"), work, key="b"),
        contact("Bo Chen", shared, work, key="c"),
    )
    found = proposed(root, reading(*entries))
    assert not found.news


def test_a_value_that_is_said_in_other_signs_is_no_news(make_vault: Make) -> None:
    note = ANN.replace(
        "birthday", "phone: 040 123-456\nurl: https://www.example.org/Ann/\nplace: Trieste, Italy\nbirthday"
    )
    said = (("phone", "+39 040 123456"), ("url", "http://example.org/ann"), ("place", "Trieste"), ("role", "ENGINEER"))
    read = reading(contact("Ann Lee", ("email", "ANN@lee.example"), ("birthday", "--04-15"), *said))
    found = proposed(make_vault({"People/Ann Lee.md": note}), read)
    assert found.changes == ()
    assert found.same == 1


def test_a_job_that_differs_is_a_question_with_the_old_and_the_new(make_vault: Make) -> None:
    found = proposed(make_vault({"People/Ann Lee.md": ANN}), reading(contact("Ann Lee", EMAIL, ("role", "Designer"))))
    assert fields_of(found.changes) == [("role", "Engineer", "Designer", False)]


def test_a_later_export_updates_what_the_owner_left_as_it_came(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    import_all(root, reading(contact("Ann Lee", EMAIL, ("time_zone", "Europe/Rome"), key="a"), day="2026-01-01"))
    later = reading(contact("Ann Lee", EMAIL, ("time_zone", "Europe/Vienna"), key="a"), day="2026-02-01")
    assert fields_of(proposed(root, later).changes) == [("time_zone", "Europe/Rome", "Europe/Vienna", True)]


def test_a_job_is_asked_even_where_the_owner_left_it_as_it_came(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    import_all(root, reading(contact("Ann Lee", EMAIL, ("role", "Engineer"), key="a"), day="2026-01-01"))
    found = proposed(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer"), key="a"), day="2026-02-01"))
    assert [(one.new, one.ticked, one.why) for one in found.changes] == [("Designer", False, "changed")]


def test_what_the_owner_changed_since_is_kept_while_the_source_says_what_it_said(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    read = reading(contact("Ann Lee", EMAIL, ("time_zone", "Europe/Rome"), key="a"))
    import_all(root, read)
    note = root / "People/Ann Lee.md"
    note.write_text(note.read_text("utf-8").replace("Europe/Rome", "Europe/Paris"), "utf-8")
    assert proposed(root, read).changes == ()
    other = reading(contact("Ann Lee", EMAIL, ("time_zone", "Europe/Vienna"), key="a"))
    assert fields_of(proposed(root, other).changes) == [("time_zone", "Europe/Paris", "Europe/Vienna", False)]


def test_what_the_owner_took_out_of_a_list_is_not_added_again(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    read = reading(contact("Ann Lee", EMAIL, ("email", "old@lee.example"), key="a"))
    import_all(root, read)
    note = root / "People/Ann Lee.md"
    note.write_text(note.read_text("utf-8").replace("  - old@lee.example\n", ""), "utf-8")
    assert "old@lee" not in note.read_text("utf-8")
    assert proposed(root, read).changes == ()


def test_an_older_export_overwrites_no_newer_fact(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    import_all(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer"), key="a"), day="2026-06-01"))
    older = reading(contact("Ann Lee", EMAIL, ("role", "Engineer"), ("phone", "+39 040 1"), key="a"), day="2026-01-01")
    found = proposed(root, older)
    assert found.changes == ()
    assert ("older than what is known", 2) in found.left


def test_what_an_entry_says_of_its_own_day_goes_before_that_of_the_file(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    import_all(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer"), key="a", day=date(2026, 6, 1))))
    older = contact("Ann Lee", EMAIL, ("role", "Engineer"), key="a", day=date(2026, 1, 1))
    assert proposed(root, reading(older, day="2026-11-01")).changes == ()


def test_a_fact_that_the_owner_confirmed_later_is_not_asked_again(make_vault: Make) -> None:
    note = ANN.replace("birthday", "confirmed: [role 2026-11-01]\nbirthday")
    root = make_vault({"People/Ann Lee.md": note})
    assert proposed(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer")), day="2026-10-01")).changes == ()
    newer = proposed(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer")), day="2026-11-20"))
    assert fields_of(newer.changes) == [("role", "Engineer", "Designer", False)]


def test_a_date_without_its_year_never_takes_the_place_of_one_with_it(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN.replace("1980-04-15", '"04-15"')})
    read = reading(contact("Ann Lee", EMAIL, ("birthday", "1980-04-15")))
    assert fields_of(proposed(root, read).changes) == [("birthday", "--04-15", "1980-04-15", False)]


def test_another_name_is_a_question_and_a_longer_form_of_the_same_is_none(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN})
    assert proposed(root, reading(contact("Ann Marie Lee", EMAIL))).changes == ()
    found = proposed(root, reading(contact("Annie Leigh", EMAIL)))
    told = [one[2:] for one in fields_of(found.changes)]
    assert told == [("Annie Leigh", False)] or [one.contact.name for one in found.doubles] == ["Annie Leigh"]


def test_words_that_the_note_has_already_are_not_added(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN + "\nShe likes plums.\n"})
    found = proposed(root, reading(contact("Ann Lee", EMAIL, words="She likes plums.\nAllergic to nuts")))
    assert fields_of(found.changes) == [("words", "", "Allergic to nuts", True)]


def test_two_entries_of_one_contact_make_one_note(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    one = contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"), key="a")
    other = contact("Ann Lee", EMAIL, ("role", "Engineer"), key="b")
    [new] = proposed(root, reading(one, other)).news
    assert new.sources == ("vcard:a", "vcard:b")
    assert {stated.field for stated in new.contact.stated} == {"email", "phone", "role"}


def test_the_fuller_name_of_two_entries_names_the_note(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    short = contact("Tom", ("phone", "+49 172 5550099"), key="a")
    full = contact("Thomas Becker", ("phone", "0172 5550099"), key="b")
    for entries in ((short, full), (full, short)):
        [new] = proposed(root, reading(*entries)).news
        assert new.contact.name == "Thomas Becker"
        assert ("aliases", "Tom") in [(stated.field, stated.text) for stated in new.contact.stated]


def test_the_day_of_a_connection_is_not_when_you_met_a_contact(make_vault: Make) -> None:
    """Whoever has a note, or stands in another address book, was known before both pressed a button."""
    root = make_vault({"People/Ann Lee.md": ANN})
    assert fields_of(proposed(root, reading(CONNECTED)).changes) == []


def test_nor_is_it_of_somebody_new_who_stands_in_an_address_book_too(make_vault: Make) -> None:
    root = make_vault({"Me.md": ""})
    [alone] = proposed(root, reading(CONNECTED)).news
    assert alone.contact.texts("met_on") == ("2019-03-12",)
    card = contact("Ann Lee", EMAIL)
    for entries in ((CONNECTED, card), (card, CONNECTED)):
        [new] = proposed(root, reading(*entries)).news
        assert not new.contact.texts("met_on")
        assert not new.contact.texts("how_met")


def test_of_two_who_are_new_and_likely_the_same_one_is_ticked(make_vault: Make) -> None:
    root = make_vault({"People/Bo Chen.md": "---\ntype: person\n---\n# Bo Chen\n"})
    one = contact("Ann Lee", ("organisation", "Fernhill Press"), key="a")
    other = contact("Ann Lee", ("organisation", "Fernhill Press"), ("phone", "+39 040 123456"), key="b")
    found = proposed(root, reading(one, other)).news
    assert [one.ticked for one in found] in ([True], [True, False], [False, True])


def test_a_name_that_a_contact_has_is_never_ticked_as_new(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN})
    found = proposed(root, reading(contact("Ann Lee", ("birthday", "1950-01-01"))))
    assert not [one for one in found.news if one.ticked]


def test_what_is_about_a_private_contact_is_hidden(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN.replace("role", "private: true\nrole")})
    found = proposed(root, reading(contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"))))
    assert found.hidden == {found.changes[0].key}


def test_an_address_book_knows_again_what_was_exported_to_it(make_vault: Make) -> None:
    from pnm_vault.exchange.outgoing.exported import uid_of

    root = make_vault({"People/Ann Lee.md": "---\ntype: person\n---\n"})
    entry = contact("Somebody Else", ("phone", "+39 040 123456"), key=uid_of("contact", "People/Ann Lee.md"))
    assert proposed(root, reading(entry)).found == {f"vcard:{entry.key}": "People/Ann Lee.md"}


def test_dates_of_their_own_come_with_their_label(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN.replace("birthday", "important_dates: ['name day: 11-03']\nbirthday")})
    entry = contact("Ann Lee", EMAIL)
    stated = (
        *entry.stated,
        Stated("important_dates", "--11-03", "Name day"),
        Stated("important_dates", "--12-01", "move"),
    )
    from msgspec.structs import replace

    assert fields_of(proposed(root, reading(replace(entry, stated=stated))).changes) == [
        ("important_dates", "", "move: --12-01", True)
    ]
