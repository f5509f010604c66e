"""What Outlook calls its columns, in English, German and French, and what each of them says.

Source: tables as Outlook (desktop and web) writes them in the three languages; every language of Outlook has its own
names, and other programs write those of one of them too.
"""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "title": "anrede | titre",
        "first name": "vorname | prénom",
        "middle name": "weitere vornamen | zweiter vorname | deuxième prénom",
        "last name": "nachname | nom",
        "suffix": "suffix | namenszusatz | suffixe",
        "nickname": "spitzname | surnom",
        "given yomi": "yomi vorname | prénom yomi",
        "surname yomi": "yomi nachname | nom yomi",
        "company yomi": "yomi firma | société yomi",
        "company": "firma | société",
        "department": "abteilung | service",
        "job title": "position | fonction | titre (2)",
        "business street": "straße geschäftlich | rue (bureau)",
        "business street 2": "straße geschäftlich 2 | rue (bureau) 2",
        "business street 3": "straße geschäftlich 3 | rue (bureau) 3",
        "business city": "ort geschäftlich | ville (bureau)",
        "business state": "region geschäftlich | bundesland/kanton geschäftlich | dép/région (bureau)",
        "business postal code": "postleitzahl geschäftlich | code postal (bureau)",
        "business country/region": "business country | land/region geschäftlich | land geschäftlich "
        "| pays/région (bureau) | pays (bureau)",
        "business po box": "postfach geschäftlich | b.p. professionnelle",
        "home street": "straße privat | rue (domicile)",
        "home street 2": "straße privat 2 | rue (domicile) 2",
        "home street 3": "straße privat 3 | rue (domicile) 3",
        "home city": "ort privat | ville (domicile)",
        "home state": "bundesland/kanton privat | region privat | dép/région (domicile)",
        "home postal code": "postleitzahl privat | code postal (domicile)",
        "home country/region": "home country | land/region privat | land privat | pays/région (domicile) "
        "| pays (domicile)",
        "home po box": "postfach privat | boîte postale du domicile",
        "other street": "weitere straße | rue (autre)",
        "other street 2": "weitere straße 2 | rue (autre) 2",
        "other street 3": "weitere straße 3 | rue (autre) 3",
        "other city": "weiterer ort | ville (autre)",
        "other state": "weiteres/r bundesland/kanton | weitere region | dép/région (autre)",
        "other postal code": "weitere postleitzahl | code postal (autre)",
        "other country/region": "other country | weiteres/e land/region | weiteres land | pays/région (autre) "
        "| pays (autre)",
        "other po box": "weiteres postfach | autre boîte postale",
        "assistant's phone": "telefon assistent | téléphone de l'assistant(e)",
        "business fax": "fax geschäftlich | télécopie (bureau)",
        "home fax": "fax privat | télécopie (domicile)",
        "other fax": "weiteres fax | télécopie (autre)",
        "business phone": "telefon geschäftlich | telefon (geschäftlich) | téléphone (bureau)",
        "business phone 2": "telefon geschäftlich 2 | telefon (geschäftlich 2) | téléphone 2 (bureau)",
        "callback": "rückmeldung | rappel",
        "car phone": "autotelefon | téléphone (voiture)",
        "company main phone": "telefon firma | téléphone société",
        "home phone": "telefon privat | telefon (privat) | téléphone (domicile)",
        "home phone 2": "telefon privat 2 | telefon (privat 2) | téléphone 2 (domicile)",
        "isdn": "isdn | rnis",
        "mobile phone": "mobiltelefon | tél. mobile",
        "other phone": "weiteres telefon | téléphone (autre)",
        "pager": "pager | récepteur de radiomessagerie",
        "primary phone": "haupttelefon | téléphone principal",
        "radio phone": "mobiltelefon 2 | funktelefon | radio téléphone",
        "tty/tdd phone": "telefon für hörbehinderte | téléphone tdd/tty",
        "telex": "telex | télex",
        "e-mail address": "e-mail-adresse | adresse de messagerie | adresse de courrier",
        "e-mail 2 address": "e-mail 2: adresse | adresse de messagerie 2 | adresse de courrier 2",
        "e-mail 3 address": "e-mail 3: adresse | adresse de messagerie 3 | adresse de courrier 3",
        "e-mail type": "e-mail-typ | type de messagerie",
        "e-mail 2 type": "e-mail 2: typ | type de messagerie 2",
        "e-mail 3 type": "e-mail 3: typ | type de messagerie 3",
        "e-mail display name": "e-mail: angezeigter name | nom complet de l'adresse de messagerie",
        "e-mail 2 display name": "e-mail 2: angezeigter name | nom complet de l'adresse de messagerie 2",
        "e-mail 3 display name": "e-mail 3: angezeigter name | nom complet de l'adresse de messagerie 3",
        "anniversary": "jahrestag | anniversaire de mariage ou fête",
        "assistant's name": "assistent(in) | name assistent | nom de l'assistant(e)",
        "birthday": "geburtstag | anniversaire",
        "categories": "kategorien | catégories",
        "children": "kinder | enfants",
        "gender": "geschlecht | sexe",
        "hobby": "hobby | hobbies | hobbys | passe-temps",
        "initials": "initialen | initiales",
        "internet free busy": "internet frei/gebucht | disponibilité internet",
        "keywords": "stichwörter | mots clés",
        "language": "sprache | langue",
        "location": "ort | emplacement",
        "manager's name": "name des/r vorgesetzten | responsable",
        "mileage": "reisekilometer | kilométrage",
        "notes": "notizen | notes",
        "office location": "büro | bureau",
        "personal web page": "persönliche webseite | page web personnelle",
        "priority": "priorität | priorité",
        "private": "privat | privé",
        "profession": "beruf | profession",
        "referred by": "empfohlen von | recommandé par",
        "sensitivity": "vertraulichkeit | critère de diffusion",
        "spouse": "partner | partner/in | conjoint(e)",
        "web page": "webseite | page web",
    }
)
"""Each column by its English name, with what it is called in German and French (plain, divided by `|`)."""

PHONES: Mapping[str, str] = MappingProxyType(
    {
        "primary phone": "",
        "mobile phone": "mobile",
        "home phone": "home",
        "home phone 2": "home",
        "business phone": "work",
        "business phone 2": "work",
        "company main phone": "company",
        "other phone": "other",
        "car phone": "car",
        "radio phone": "mobile",
        "isdn": "isdn",
    }
)
"""The columns of numbers on which one calls the contact, with their labels; fax and pager are words."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "business fax": "Fax (work)",
        "home fax": "Fax (home)",
        "other fax": "Fax (other)",
        "assistant's phone": "Assistant's phone",
        "callback": "Callback number",
        "pager": "Pager",
        "tty/tdd phone": "TTY/TDD phone",
        "telex": "Telex",
        "department": "Department",
        "given yomi": "Given name, as it is read",
        "surname yomi": "Last name, as it is read",
        "company yomi": "Company, as it is read",
        "internet free busy": "Internet free busy",
        "language": "Language",
        "mileage": "Mileage",
        "office location": "Office",
    }
)
"""The columns that no field holds, with the label of their line of words."""


def _spellings() -> dict[str, str]:
    table = {name: name for name in NAMES}
    for name, others in NAMES.items():
        table |= {other.strip().casefold(): name for other in others.split("|")}
    return table


ENGLISH: Mapping[str, str] = MappingProxyType(_spellings())
"""The English name of a column by its plain name in any of the three languages."""
