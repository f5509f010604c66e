"""Pairs of made-up contacts, labelled whether they are one: the bounds of the judge are derived from them."""

from typing import NamedTuple

from pnm_vault.insights.identity.traits import Traits, traits_of
from pnm_vault.model.contact import Contact, ImportantDate


class Labelled(NamedTuple):
    one: Traits
    other: Traits
    what: str


def who(
    name: str,
    *,
    alias: str = "",
    email: str = "",
    phone: str = "",
    url: str = "",
    org: str = "",
    role: str = "",
    place: str = "",
    born: str = "",
) -> Traits:
    """Make the traits of somebody; `born` is YYYY-MM-DD, or MM-DD where the year is not known."""
    dates: tuple[ImportantDate, ...] = ()
    if born:
        *year, month, day = [int(part) for part in born.split("-")]
        dates = (ImportantDate("birthday", month, day, year[0] if year else None, 1),)
    return traits_of(
        Contact(
            "x.md",
            name,
            tuple(filter(None, alias.split("; "))),
            emails=tuple(filter(None, email.split())),
            phones=tuple(filter(None, phone.split(";"))),
            urls=tuple(filter(None, url.split())),
            organisations=tuple(filter(None, org.split(";"))),
            role=role or None,
            place=place or None,
            dates=dates,
        )
    )


def _pair(what: str, one: Traits, other: Traits) -> Labelled:
    return Labelled(one, other, what)


SAME = (
    # The same address.
    _pair("mail", who("Ann Lee", email="ann@lee.example"), who("Ann Lee", email="ANN@lee.example")),
    _pair("mail, short", who("Robert Marsh", email="rm@marsh.example"), who("Bob Marsh", email="rm@marsh.example")),
    _pair("mail, first name only", who("Ann", email="ann@lee.example"), who("Ann Lee", email="ann@lee.example")),
    _pair("mail, no name", who("", email="tova@harbour.example"), who("Tova Lind", email="tova@harbour.example")),
    _pair("mail, typo", who("Jasper Holloway", email="jh@x.example"), who("Jasper Hollloway", email="jh@x.example")),
    _pair("mail, initial", who("P. Okonkwo", email="peter@ok.example"), who("Peter Okonkwo", email="peter@ok.example")),
    _pair("mail, married", who("Ana Kovač", email="ana.k@x.example"), who("Ana Horvat", email="ana.k@x.example")),
    _pair("mail, married, alias", who("Ute Brandt", email="ute@x.example"), who("Ute Wels", alias="Ute Brandt")),
    _pair("mail, nickname", who("Kitty", email="kk@x.example"), who("Karen Kirk", email="kk@x.example")),
    _pair("mail of two", who("Lev Adler", email="a@x.example lev@y.example"), who("Lev Adler", email="lev@y.example")),
    # The same number, in any spelling.
    _pair("phone +/00", who("Ivo Baric", phone="+385 91 555 0101"), who("Ivo Barić", phone="00385915550101")),
    _pair("phone national", who("Mia Fink", phone="0151 555 01234"), who("Mia Fink", phone="+49 151 55501234")),
    _pair("phone (0)", who("Mia Fink", phone="+49 (0)30 5550123"), who("Fink, Mia", phone="030-5550123")),
    _pair("phone US", who("Dale Cho", phone="(555) 010-4477"), who("Dale Cho", phone="+1 555 010 4477")),
    _pair("phone US 1", who("Dale Cho", phone="1-555-010-4477"), who("Dale Cho", phone="555.010.4477")),
    _pair("phone Italy", who("Gino Pavan", phone="+39 040 5550199"), who("Luigi Pavan", phone="040 555 0199")),
    _pair("phone first name", who("Nadia", phone="+33 6 55 50 10 20"), who("Nadia Roux", phone="06 55 50 10 20")),
    # The same page.
    _pair(
        "linkedin",
        who("Katharina Vogt", url="https://www.linkedin.com/in/kvogt/"),
        who("Kathi Vogt-Hansen", url="de.linkedin.com/in/KVogt?trk=x"),
    ),
    _pair("github", who("Ola Berg", url="https://github.com/olab"), who("O. Berg", url="github.com/OlaB/")),
    _pair("mastodon", who("Rui Melo", url="https://soc.example/@rui"), who("Rui Melo", url="http://soc.example/@rui")),
    _pair(
        "linkedin, new firm",
        who("Paul Stern", org="Aster", url="linkedin.com/in/pstern"),
        who("Paul Stern", org="Borealis", url="https://linkedin.com/in/pstern"),
    ),
    _pair(
        "twitter and x", who("Vera Novy", url="https://twitter.com/vnovy"), who("Vera Nový", url="https://x.com/vnovy")
    ),
    # Spellings of a rare name.
    _pair("plain", who("Nora Bassani"), who("Nora Bassani")),
    _pair("case", who("NORA BASSANI"), who("Nora bassani")),
    _pair("accents", who("Zoë Brânză"), who("Zoe Branza")),
    _pair("umlaut", who("Jürgen Kräutler"), who("Juergen Kraeutler")),
    _pair("umlaut left out", who("Jürgen Kräutler"), who("Jurgen Krautler")),
    _pair("sharp s", who("Annika Weiß-Preuß"), who("Annika Weiss-Preuss")),
    _pair("stroke", who("Søren Kjølby"), who("Soren Kjolby")),
    _pair("polish", who("Łukasz Wójtowicz"), who("Lukasz Wojtowicz")),
    _pair("cyrillic", who("Сергей Лебедянский"), who("Sergey Lebedyanskiy")),
    _pair("cyrillic 2", who("Юлия Щербакова"), who("Julia Shcherbakova")),
    _pair("ukrainian", who("Олександр Бондаренко"), who("Oleksandr Bondarenko")),
    _pair("greek", who("Γιώργος Παπαδάκης"), who("Giorgos Papadakis")),
    _pair("comma", who("Bassani, Nora"), who("Nora Bassani")),
    _pair("order", who("Bassani Nora"), who("Nora Bassani")),
    _pair("hungarian", who("Szentesi Boglárka"), who("Boglarka Szentesi")),
    _pair("japanese", who("Haruki Morinaga"), who("Morinaga Haruki")),
    _pair("chinese, joined", who("Ouyang Xiaoming"), who("Xiao-Ming Ouyang")),
    _pair("korean", who("Baek Ji-woo"), who("Jiwoo Baek")),
    _pair("own script", who("山田太郎", org="Hoshi"), who("山田太郎", org="Hoshi")),
    _pair("title", who("Dr. Emil Rauscher"), who("Emil Rauscher")),
    _pair("titles", who("Prof. Dr. Emil Rauscher, PhD"), who("Rauscher, Emil")),
    _pair("particles", who("Pieter van den Bergh"), who("Pieter Van Den Bergh")),
    _pair("particles joined", who("Pieter Vandenbergh"), who("Pieter van den Bergh")),
    _pair("apostrophe", who("Sinéad O'Farrelly"), who("Sinead OFarrelly")),
    _pair("double name", who("Marie-Luise Osterkamp"), who("Marie Luise Osterkamp")),
    _pair("née", who("Ilse Tannhäuser (née Kohlrausch)"), who("Ilse Kohlrausch")),
    _pair("in quotes", who("William “Buzz” Thackeray"), who("Buzz Thackeray")),
    _pair("middle", who("Clara Josephine Winterfeld"), who("Clara Winterfeld")),
    _pair("middle initial", who("Clara J. Winterfeld"), who("Clara Josephine Winterfeld")),
    _pair("typo", who("Emil Rauscher", place="Graz"), who("Emil Rausher", place="Graz")),
    _pair("transposed", who("Tobias Zellweger", org="Aster"), who("Tobias Zellwegre", org="Aster")),
    # Short forms.
    _pair("short en", who("Elizabeth Wexcombe"), who("Liz Wexcombe")),
    _pair("short it", who("Giuseppe Tagliavini"), who("Beppe Tagliavini")),
    _pair("short de", who("Katharina Osterkamp"), who("Käthe Osterkamp")),
    _pair("short ru", who("Aleksandr Voronin"), who("Sasha Voronin")),
    _pair("short es", who("Francisco Olmedo"), who("Paco Olmedo")),
    _pair("two short", who("Rob Thackeray"), who("Bob Thackeray")),
    _pair("alias", who("Margaret Wexcombe", alias="Daisy Wexcombe"), who("Daisy Wexcombe")),
    # A common name, with something more.
    _pair("common, firm", who("Ana Silva", org="Aster Lda"), who("Ana Silva", org="ASTER")),
    _pair("common, birthday", who("John Smith", born="1970-03-04"), who("John Smith", born="1970-03-04")),
    _pair(
        "common, town and role",
        who("Li Wang", place="Graz", role="cellist"),
        who("Wang Li", place="Graz", role="Cellist"),
    ),
    _pair("common, mail", who("Ana Silva", email="ana@s.example"), who("Ana M. Silva", email="ana@s.example")),
    _pair("initial, firm", who("J. Thackeray", org="Aster"), who("Jonas Thackeray", org="Aster GmbH")),
    _pair("initials, firm", who("J.-P. Delorme", org="Aster"), who("Jean-Pierre Delorme", org="Aster")),
    _pair("firm by mail", who("Ina Falk", email="falk@aster.example"), who("Ina Falk", org="Aster")),
    _pair("name by mail", who("", email="jonas.thackeray@aster.example"), who("Jonas Thackeray", org="Aster")),
    _pair(
        "married, birthday",
        who("Ute Brandt", born="1981-07-09", org="Aster"),
        who("Ute Wels", born="1981-07-09", org="Aster"),
    ),
    _pair(
        "new job, rare name",
        who("Anselm Quendler", org="Aster", place="Graz"),
        who("Anselm Quendler", org="Borealis", place="Graz"),
    ),
)

DIFFERENT = (
    # Namesakes.
    _pair("namesakes, firms", who("Ana Silva", org="Aster"), who("Ana Silva", org="Borealis")),
    _pair(
        "namesakes, firms and towns",
        who("John Smith", org="Aster", place="Leeds"),
        who("John Smith", org="Cobalt", place="York"),
    ),
    _pair("namesakes, towns", who("Maria Rossi", place="Trieste"), who("Maria Rossi", place="Bari")),
    _pair("namesakes, birthdays", who("Peter Müller", born="1960-01-02"), who("Peter Müller", born="1988-11-30")),
    _pair(
        "rare namesakes, birthdays", who("Emil Rauscher", born="1960-01-02"), who("Emil Rauscher", born="1991-05-17")
    ),
    _pair(
        "namesakes, profiles",
        who("David Kim", url="linkedin.com/in/dkim1"),
        who("David Kim", url="linkedin.com/in/davidkim-art"),
    ),
    _pair(
        "rare namesakes, profiles",
        who("Emil Rauscher", url="linkedin.com/in/er1"),
        who("Emil Rauscher", url="linkedin.com/in/emilr", place="Graz"),
    ),
    _pair("namesakes, nothing else", who("Wei Wang"), who("Wei Wang", org="Aster")),
    _pair(
        "namesakes, roles",
        who("Thomas Müller", role="baker", place="Graz"),
        who("Thomas Müller", role="notary", place="Wien"),
    ),
    _pair("namesakes, Nguyen", who("Nguyen Van Minh", org="Aster"), who("Minh Nguyen", org="Borealis")),
    _pair(
        "namesakes, Singh",
        who("Amit Singh", org="Aster", place="Delhi"),
        who("Amit Singh", org="Cobalt", place="London"),
    ),
    _pair("namesakes, short", who("Bob Smith", org="Aster"), who("Robert Smith", org="Cobalt")),
    _pair("namesakes, order", who("Kim Lee", org="Aster"), who("Lee Kim", org="Borealis")),
    # Father and son, sisters, twins, couples.
    _pair("father, son", who("John Carver Sr.", place="Leeds"), who("John Carver Jr.", place="Leeds")),
    _pair(
        "father, son, phone",
        who("John Carver Sr.", phone="+44 113 555 0100"),
        who("John Carver, Jr.", phone="+44 113 555 0100"),
    ),
    _pair(
        "father, son, dates",
        who("Luca Pavan", born="1950-02-03", phone="040 555 0122"),
        who("Luca Pavan", born="1979-10-01", phone="040 555 0122"),
    ),
    _pair("the second", who("Henry Thackeray"), who("Henry Thackeray II")),
    _pair("grandson", who("Henry Thackeray III", place="York"), who("Henry Thackeray Jr.", place="York")),
    _pair("couple, mail", who("Ann Marsh", email="marsh@x.example"), who("Tom Marsh", email="marsh@x.example")),
    _pair(
        "couple, family mail",
        who("Ann Marsh", email="family@marsh.example"),
        who("Tom Marsh", email="family@marsh.example"),
    ),
    _pair("couple, phone", who("Ann Marsh", phone="+44 113 555 0200"), who("Tom Marsh", phone="0113 555 0200")),
    _pair("couple, other names", who("Ann Marsh", email="home@x.example"), who("Tom Adler", email="home@x.example")),
    _pair(
        "couple, other names, phone",
        who("Ann Marsh", phone="+44 113 555 0200"),
        who("Tom Adler", phone="+44 113 555 0200"),
    ),
    _pair("couple, page", who("Ann Marsh", url="https://marsh.example/us"), who("Tom Marsh", url="marsh.example/us")),
    _pair("sisters", who("Maria Tagliavini", place="Bari"), who("Marta Tagliavini", place="Bari")),
    _pair("brother, sister", who("Paul Rauscher", place="Graz"), who("Paula Rauscher", place="Graz")),
    _pair("brother, sister 2", who("Mario Pavan", place="Trieste"), who("Maria Pavan", place="Trieste")),
    _pair("brother, sister 3", who("Daniel Kirk", phone="555 010 2233"), who("Daniela Kirk", phone="555 010 2233")),
    _pair(
        "twins", who("Nina Falk", born="1990-01-01", place="Graz"), who("Lena Falk", born="1990-01-01", place="Graz")
    ),
    _pair(
        "twins, phone",
        who("Nina Falk", born="1990-01-01", phone="+43 316 555010"),
        who("Jan Falk", born="1990-01-01", phone="0316 555010"),
    ),
    _pair("siblings, firm", who("Anton Zellweger", org="Zellweger AG"), who("Beat Zellweger", org="Zellweger AG")),
    _pair("husband, wife Russian", who("Alexander Voronin", place="Graz"), who("Alexandra Voronina", place="Graz")),
    _pair(
        "mother, daughter",
        who("Ilse Kohlrausch", place="Wels"),
        who("Elsa Kohlrausch-Adler", place="Linz", org="Aster"),
    ),
    _pair(
        "mother, child, mail",
        who("Ilse Kohlrausch", email="ik@x.example"),
        who("Jonas Kohlrausch", email="ik@x.example"),
    ),
    _pair("cousins", who("Aldo Bassani", role="teacher"), who("Elio Bassani", role="teacher")),
    # Colleagues.
    _pair(
        "colleagues, info", who("Ina Falk", email="info@aster.example"), who("Tova Lind", email="info@aster.example")
    ),
    _pair(
        "colleagues, office phone",
        who("Ina Falk", phone="+43 1 5550100", org="Aster"),
        who("Tova Lind", phone="+43 1 5550100", org="Aster"),
    ),
    _pair("colleagues, site", who("Ina Falk", url="https://aster.example"), who("Tova Lind", url="aster.example/")),
    _pair(
        "colleagues, same first name",
        who("Ina Falk", org="Aster", role="designer"),
        who("Ina Lind", org="Aster", role="designer"),
    ),
    _pair(
        "colleagues, same first name, site",
        who("Ina Falk", url="aster.example", org="Aster"),
        who("Ina Lind", url="aster.example", org="Aster"),
    ),
    _pair("colleagues, same last name", who("Jonas Berg", org="Aster"), who("Ola Berg", org="Aster")),
    _pair("colleagues, initials", who("J. Berg", org="Aster"), who("Ola Berg", org="Aster")),
    _pair("initials, other", who("J. A. Berg"), who("J. B. Berg")),
    _pair("team page", who("Ina Falk", url="aster.example/team"), who("Tova Lind", url="aster.example/team")),
    _pair(
        "successor",
        who("Ina Falk", email="press@aster.example", role="press officer"),
        who("Lev Adler", email="press@aster.example", role="press officer"),
    ),
    _pair(
        "company on linkedin",
        who("Ina Falk", url="linkedin.com/company/aster"),
        who("Lev Adler", url="linkedin.com/company/aster"),
    ),
    # Names alike.
    _pair("one letter, given", who("Karin Osterkamp"), who("Karen Osterkamp")),
    _pair("one letter, given 2", who("Marta Olmedo"), who("Maria Olmedo")),
    _pair("one letter, given 3", who("Andrea Tagliavini"), who("Andreas Tagliavini")),
    _pair("one letter, short family", who("Ann Lee"), who("Ann Lea")),
    _pair("one letter, short family 2", who("Ann Berg"), who("Ann Borg")),
    _pair("two slips", who("Tobais Zellwegre"), who("Tobias Zellweger")),
    _pair("first name alone", who("Ann"), who("Ann Lee")),
    _pair("first name alone, firm", who("Ann", org="Aster"), who("Ann Lee", org="Aster")),
    _pair("last name alone", who("Lee"), who("Ann Lee")),
    _pair("short name alone", who("Sasha"), who("Aleksandr Voronin")),
    _pair("Sasha of both", who("Aleksandr Voronin"), who("Aleksandra Voronin")),
    _pair("Sam of both", who("Samuel Kirk"), who("Samantha Kirk")),
    _pair("Chris of both", who("Christian Wels"), who("Christopher Wels")),
    _pair("Em of both", who("Emma Wexcombe"), who("Emily Wexcombe")),
    _pair("Kim and Kimberly", who("Kim Park", org="Aster"), who("Park Kim-ly", org="Cobalt")),
    _pair("Hanna and Anna", who("Hanna Falk"), who("Anna Falk")),
    _pair("Jan and Ian", who("Jan Falk"), who("Ian Falk")),
    _pair("Frank and Franz", who("Peter Frank"), who("Peter Franz")),
    _pair("Iberian", who("Maria Silva Santos"), who("Maria Costa Santos")),
    _pair("Iberian, firm", who("João Pereira Lima", org="Aster"), who("João Alves Lima", org="Borealis")),
    _pair("middle initials", who("John A. Carver", place="Leeds"), who("John B. Carver", place="Hull")),
    _pair("middle names", who("Clara Josephine Adler"), who("Clara Henriette Adler", place="Graz")),
    _pair("first names swapped with last", who("Martin Paul", org="Aster"), who("Paul Martin", org="Borealis")),
    _pair("same first and town", who("Nora Bassani", place="Trieste"), who("Nora Cossutta", place="Trieste")),
    _pair("same birthday", who("Nora Bassani", born="1980-01-01"), who("Emil Rauscher", born="1980-01-01")),
    _pair("same day of the year", who("Ute Brandt", born="07-09"), who("Ute Wels", born="07-09")),
    _pair("same birthday, first name", who("Ana Kovač", born="01-01"), who("Ana Olmedo", born="01-01", place="Graz")),
    _pair("double names", who("Ilse Adler-Falk"), who("Ilse Berg-Falk", place="Wels", org="Aster")),
    _pair("nothing", who("Nora Bassani"), who("Tova Lind")),
    _pair(
        "all else",
        who("Nora Bassani", org="Aster", place="Graz", role="cellist"),
        who("Tova Lind", org="Aster", place="Graz", role="cellist"),
    ),
    # Numbers and addresses that are not the same.
    _pair(
        "other country",
        who("Ivo Baric", phone="+385 91 555 0101", place="Split"),
        who("Mia Fink", phone="+49 91 555 0101"),
    ),
    _pair("extension", who("Ina Falk", phone="+43 1 5550100 ext. 12"), who("Lev Adler", phone="+43 1 5550100 ext. 13")),
    _pair("short number", who("Ina Falk", phone="112"), who("Lev Adler", phone="112")),
    _pair("tagged mail", who("Ina Falk", email="news+a@x.example"), who("Lev Adler", email="news+b@x.example")),
    _pair(
        "same local part", who("Ina Falk", email="info@aster.example"), who("Lev Adler", email="info@cobalt.example")
    ),
    _pair("own script", who("山田太郎"), who("山田花子")),
    _pair("own script, surname", who("王伟"), who("王芳")),
    _pair("namesakes, Garcia", who("José García", org="Aster"), who("Pepe Garcia", org="Cobalt", place="Vigo")),
    _pair("name by mail, other firm", who("", email="david.kim@aster.example"), who("David Kim", org="Cobalt")),
)
