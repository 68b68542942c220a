"""Personal data that many hands type in many ways, and policy questions that look like it but hold none."""

import pytest

from assistant import masked, personal_data

# Written before the rules, and left as they were while the rules were made.
HELD_OUT = [
    ("Onze leerling Youssef is al weken niet op school geweest.", "Youssef"),
    ("Hoe help ik Sanne Bakker, die steeds spijbelt?", "Sanne Bakker"),
    ("mevrouw Van Dijk wil niet meewerken met het wijkteam", "Dijk"),
    ("De vader van Emre drinkt.", "Emre"),
    ("Thijs (8) en Fleur (11) wonen bij hun oma", "Fleur"),
    ("M.A. van den Berg heeft schulden bij de gemeente", "Berg"),
    ("sophie de groot uit klas 3 snijdt zichzelf", "sophie de groot"),
    ("Bel me op 06 48 12 77 30", "48 12"),
    ("Ik ben bereikbaar op +31 (0)6 48127730", "48127730"),
    ("het nummer is 0512 34 56 78", "34 56"),
    ("mail s.bakker apenstaartje hotmail punt com", "hotmail"),
    ("mijn bsn is 204 991 337", "991"),
    ("Zij woont aan het Kerkpad 7", "Kerkpad 7"),
    ("adres: Burgemeester Meineszlaan 45b, 3022 AC Rotterdam", "45b"),
    ("Daan, geb. 14 feb 2013, zit in groep 6", "14 feb"),
    ("rekening NL20 INGB 0001 2345 67", "INGB"),
    ("leerlingnummer 4482913", "4482913"),
    ("dossiernr. 2021/0457 van het meisje", "0457"),
    ("Kim is 13 jaar en heeft anorexia", "Kim"),
    ("Wat doe ik met Ibrahim Kaya uit groep 8?", "Ibrahim Kaya"),
]
HELD_OUT_NONE = [
    "Wat zegt Micha de Winter over opvoeden als samenleving?",
    "Wat deed de Willem van Oranjeschool aan verzuim?",
    "Hoe werkt het Jan Tinbergen College samen met jeugdhulp?",
    "Wat staat er in artikel 8.1 van de Wet passend onderwijs uit 2014?",
    "Hoeveel van de 1.234.567 leerlingen zit thuis?",
    "Werkt de aanpak voor 16- tot 27-jarigen in 2023-2026?",
    "In mei wil de gemeente starten, wie betaalt dat?",
    "Wil de wethouder dat kinderen met autisme naar school gaan?",
    "Roos van Leary in de klas: helpt dat bij pesten?",
    "Kinderen in groep 8 die gepest worden, wat doet de school?",
    "Hoe helpt Humanitas gezinnen met schulden?",
    "Wat kost de pilot, 30 000 euro of 45 000 euro?",
    "Wat verandert er per 1-1-2025 in de Jeugdwet?",
    "Welke gemeente heeft adhd in haar beleid?",
    "Staat het op pagina 12, 13 of 14?",
    "Hoeveel scholen telt Sint Maarten?",
    "Wat doet de Marie Curie Stichting voor thuiszitters?",
    "Wat adviseert de Onderwijsraad over 0-4 jaar en 4-12 jaar?",
    "Van school naar duurzaam werk: wat is route 7?",
    "Wanneer schreef Dijsselbloem zijn rapport over het onderwijs?",
]

# What readers of the first rules reported, and what was thought of while the rules were made.
FOUND = [
    ("Lisa Jansen zit al 3 maanden thuis", "Lisa Jansen"),
    ("Fatima El Amrani heeft autisme", "Fatima El Amrani"),
    ("jan jansen uit groep 6 wordt gepest", "jan jansen"),
    ("Ahmed (12) en zijn zusje Noor (9)", "Noor"),
    ("P. Jansen, klas 2B", "P. Jansen"),
    ("Kan mevrouw De Boer meedoen?", "De Boer"),
    ("dhr. Jan de Vries wil niet", "Jan de Vries"),
    ("Wat zeg ik tegen meneer Yilmaz?", "Yilmaz"),
    ("de moeder van Sem belde", "Sem"),
    ("onze leerling Daan", "Daan"),
    ("Mohammed is 14 en loopt steeds weg", "Mohammed"),
    ("Hoe gaat het met J.P. de Wit?", "J.P. de Wit"),
    ("Waarom zit Lotte al weken thuis?", "Lotte"),
    ("Roos wordt gepest in groep 5", "Roos"),
    ("Anne-Marie van der Meulen, 15 jaar, is zwanger", "Meulen"),
    ("fatima heeft adhd en slaapt slecht", "fatima"),
    ("Bram en Saar zitten al maanden thuis", "Bram"),
    ("Milan uit groep 4 slaat. Wat helpt Milan?", "helpt Milan"),
    ("Wij maken ons zorgen om Aylin Kaya", "Aylin Kaya"),
    ("Het gezin Jansen heeft schulden", "Jansen"),
    ("bel 06 12 34 56 78", "34 56"),
    ("bel 06.12.34.56.78", "34.56"),
    ("bel +31 6 1234 5678", "1234 5678"),
    ("bel 0031612345678", "612345678"),
    ("bel (030) 284 93 00", "284"),
    ("bel 030 123 45 67", "123"),
    ("bel 088-1234567", "1234567"),
    ("jan.de.vries (at) gmail (dot) com", "gmail"),
    ("jan [at] school punt nl", "school"),
    ("nummer 1112.22.333", "1112"),
    ("nummer 1234 56 782", "1234"),
    ("nummer 111-222-333", "222"),
    ("bsn: 123456789", "123456789"),
    ("Laan van Meerdervoort 100", "Meerdervoort"),
    ("Prins Hendrikkade 33-2", "33-2"),
    ("Hij woont op Eikenlo 12a", "Eikenlo"),
    ("postcode 1234 AB", "1234 AB"),
    ("jarig op 5 mei '11, groep 8", "5 mei"),
    ("geb. 2011-05-05", "2011-05-05"),
    ("NL91 ABNA 0417 1643 00", "0417"),
    ("kenteken XX-99-XX", "99"),
]
NONE = [
    "Wat zegt René Peeters over de uitvoering?",
    "Wat vindt Bert Wienen van labels zoals adhd?",
    "Wie is de moeder van Emma?",
    "Wat onderzocht het Verwey-Jonker Instituut?",
    "Wat doet het Jan Brouwer College met leerlingen die thuis zitten?",
    "Wat leert Nelson Mandela ons over opvoeden?",
    "De Anne Frankschool in groep 5 en 6, hoe werkt dat?",
    "Wat regelt Jeugdwet artikel 2.7 voor ouders?",
    "Geldt Wpo 18a ook voor groep 8?",
    "Wat verandert er in de jaren 2023-2026?",
    "Aanpak voor 16-27 jaar",
    "Er ging 1.234.567 euro naar de regio, en 123.456.782 euro naar het Rijk",
    "0-4 jaar, 4-12 jaar en 12+",
    "Mei is een drukke maand, wordt er dan gepest?",
    "Bloem, Roos en Wil zijn groepen op de opvang",
    "Sam is een methode",
    "In 2022 VO en 2023 PO, wat is het verschil?",
    "Vanaf 05-05-2011 gold de regeling",
    "Op 06-12-2025 12 scholen erbij",
    "School zegt A. Wie beslist?",
    "Volgens P. Jansen (2011) en K. Smit e.a. werkt het",
    "Zorgplein 3 jaar later, wat leverde het op?",
    "Wat doet wethouder De Vries in Tilburg?",
    "Mag een school vastleggen dat een leerling ADHD heeft?",
    "Wij hebben 12 leerlingen met autisme in klas 2B",
    "Amsterdam heeft schulden",
    "Ede is 12 scholen rijker",
    "Hoe helpen we kinderen in Den Haag die gepest worden?",
    "Een kind van 8 zit thuis, wie heeft de regie?",
    "Kan mevrouw de wethouder dit beslissen?",
    "Wil Rotterdam in 2030 een kindcentrum in elke wijk?",
    "Wat is de rol van juf of meester bij inclusie?",
    "In de straat 12 gezinnen, wat doet de wijk?",
    "Route 4 en route 7, welke past?",
    "Wat kost 06 en 12 maanden begeleiding?",
    "Lees pagina 030 tot en met 045",
    "De Maria Montessorischool heeft autisme als thema",
    "Hoe werkt Holland Rijnland samen aan 4 doelen?",
    "Wat betekent de brief van 14 mei 2024 voor gemeenten?",
    "Hoe gaat Sint-Michielsgestel om met thuiszitters?",
    "Wat zegt het rapport van M. de Winter over opvoeden?",
]


# A name that may be anybody's is of one person where other data of a person stands.
BESIDE_DATA = [
    (
        "Wie betaalt de zorg op school voor Jan de Vries, 06-12345678?",
        "Wie betaalt de zorg op school voor [verwijderd], [verwijderd]?",
    ),
    ("Vraag het Sanne Bakker via s.bakker@school.nl", "Vraag het [verwijderd] via [verwijderd]"),
    ("Groet, Youssef. Bel mij op 06-12345678", "Groet, [verwijderd]. Bel mij op [verwijderd]"),
    ("sanne bakker, bsn 123456782, welke route past?", "[verwijderd], bsn [verwijderd], welke route past?"),
    ("Wat zegt Bert Wienen over labels? Mail x@y.nl", "Wat zegt Bert Wienen over labels? Mail [verwijderd]"),
    ("Wat doet het Jan Brouwer College? 06-12345678", "Wat doet het Jan Brouwer College? [verwijderd]"),
    ("Wat doet men in Anna Paulowna? Bel 06-12345678", "Wat doet men in Anna Paulowna? Bel [verwijderd]"),
    ("Mei is druk en Roos is een bloem, mail x@y.nl", "Mei is druk en Roos is een bloem, mail [verwijderd]"),
]


@pytest.mark.parametrize(("text", "left"), BESIDE_DATA)
def test_beside_other_data_a_name_alone_is_masked_too(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize(("text", "gone"), HELD_OUT + FOUND)
def test_what_is_of_one_person_is_warned_of_and_masked(text: str, gone: str) -> None:
    assert personal_data(text)
    assert gone not in masked(text)


@pytest.mark.parametrize("text", HELD_OUT_NONE + NONE)
def test_a_question_about_policy_is_left_whole(text: str) -> None:
    assert personal_data(text) == ()
    assert masked(text) == text
