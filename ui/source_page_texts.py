"""The Dutch texts of the window that shows a page of a publication. Plain constants."""

SCRIPT = {
    "pageTitle": "{short}, bladzijde {page}",
    "pageOf": "{page} van {pages}",
    "back": "Vorige",
    "pageBack": "Vorige bladzijde",
    "on": "Volgende",
    "pageOn": "Volgende bladzijde",
    "pageLarger": "Groter",
    "pageWhole": "Open de hele PDF",
    "pageWindow": "opent in een nieuw venster",
    "pageText": "Tekst van deze bladzijde",
    "pageSays": "Op deze bladzijde staat",
    "pageArea": "De bladzijde als plaatje; schuif om alles te zien",
    "pageLoading": "De bladzijde wordt opgehaald …",
    "pageFailed": "De bladzijde tonen lukte niet. Open de hele PDF of probeer het nog eens.",
    "close": "Sluiten",
}
LITERALLY = "Gemarkeerd is de zin waarop het antwoord steunt."
IN_OTHER_WORDS = "Onze kaart vertelt dit in eigen woorden. Gemarkeerd is wat daar op deze bladzijde het meest op lijkt."
NOT_FOUND_ON_PAGE = (
    "De zin zelf is op deze bladzijde niet teruggevonden, soms omdat die in een figuur staat. Lees de bladzijde zelf na."
)
ALT = "Bladzijde {page} van {document}. De tekst staat onder het plaatje."
ALT_NO_TEXT = (
    "Bladzijde {page} van {document}. Van deze bladzijde is geen doorzoekbare tekst; waarschijnlijk is het een titel of een figuur."
)
NO_SUCH_PAGE = "Deze bladzijde is er niet."
BUSY = "Er worden nu te veel bladzijden getekend. Lees de tekst hieronder, open de hele PDF of probeer het zo nog eens."
NOT_DRAWN = "Deze bladzijde is niet te tonen: {reason}"
