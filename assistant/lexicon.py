"""Words that turn what a sentence says: how sure, how many, how much, who says so; and words that say the same or the opposite.

Plain data, read by `claims`. Every entry is folded (lower case, no accents). `*` at the end stands for any ending.
"""

# Each is looked for as whole words in a stretch of text. What the evidence has and the sentence has not, or the other way round,
# is a feature of the pair; which of those matter was learned.
CHANNELS: dict[str, str] = {
    "must": "moet moeten moest moesten verplicht verplichte verplichting* dient dienen vereist vereiste noodzakelijk eist eisen behoort "
    "behoren afdwing* dwing* onmisbaar voorgeschreven gehouden_om nodig",
    "should": "advies adviezen adviseer* aanbevel* aanbevolen beveelt raadt aanraden aangeraden wenselijk pleit pleiten bepleit zou_moeten "
    "zouden_moeten roept oproep stelt_voor voorstel* tip verstandig beter_is",
    "can": "kan kunnen kon konden mag mogen mocht mochten mogelijk mogelijke mogelijkheid mogelijkheden vrijwillig* keuze kiezen vrij_om optie "
    "desgewenst eventueel ruimte_om toegestaan",
    "doubt": "zou zouden misschien wellicht mogelijk waarschijnlijk lijkt lijken vermoed* onzeker onduidelijk onbekend onderzoekt verken* "
    "denkbaar niet_zeker nog_niet",
    "want": "wil willen wilde wilden wens* wenst hoopt hopen hoopte beoog* streeft streven naar_wens ambitie* plan plannen "
    "voornemen* van_plan gaan_we zal zullen verwacht* overweegt overwegen toekomst voorgenomen droom*",
    "try": "pilot* proef* experiment* proeftuin* probeer* proberen uitprober* tijdelijk* voorlopig* project",
    "all": "alle allemaal ieder iedere iedereen elk elke altijd overal volledig* geheel gehele hele zonder_uitzondering "
    "per_definitie alles helemaal automatisch beide allebei",
    "most": "veelvoorkomend* meeste meestal vaak grotendeels veel vele velen merendeel meerderheid doorgaans gewoonlijk regelmatig ruime",
    "some": "enkele sommige sommigen soms aantal paar deel deels gedeelte gedeeltelijk bepaalde af_en_toe een_van enige incidenteel minderheid",
    "few": "weinig zelden nauwelijks amper beperkt beperkte schaars",
    "only": "alleen uitsluitend enkel slechts louter enige exclusief pas",
    "also": "ook eveneens tevens daarnaast niet_alleen naast zowel",
    "least": "minstens minimaal ten_minste tenminste op_zijn_minst meer_dan ruim vanaf minimum langer_dan hoger_dan",
    "most_of": "hoogstens maximaal ten_hoogste niet_meer_dan minder_dan nog_geen maximum korter_dan lager_dan krap bijna",
    "about": "ongeveer circa zo'n rond rondom bijna naar_schatting gemiddeld grofweg",
    "said": "volgens vindt vinden vond vonden meent menen zegt zeggen zei stelt_dat stellen_dat denkt denken noemt noemen aldus ervaart ervaren "
    "geeft_aan geven_aan gaf_aan gaven_aan gelooft mening opvatting indruk in_de_ogen merkt merken benadruk* betoog* waarschuw* verwacht "
    "adviseert adviseren raadt beveelt pleit constateer* signaleer* vertel* beschrijf* schrijft hoopt",
    "proven": "bewezen bewijs bewijst aangetoond aantoon* toont tonen blijkt bleek wetenschappelijk* vaststa* vaststaat staat_vast feit "
    "onderzoek evaluatie gegarandeerd garand* zeker resultaat",
    "law": "wet wettelijk* wetgeving artikel verplicht verplichte juridisch* landelijke_regel* besluit verordening",
    "up": "toenemende meer hoger hogere groter grotere stijg* steeg stegen gestegen toename neemt_toe nam_toe namen_toe nemen_toe toegenomen groei* "
    "groeide vaker sterker versterk* verbeter* beter verhoog* vergroot* uitbreid* uitgebreid breid* breidt* langer sneller verdubbel* extra",
    "down": "minder lager lagere kleiner kleinere daal* daling gedaald afname neemt_af nam_af namen_af nemen_af afgenomen krimp* "
    "zwakker verzwak* verslechter* slechter verlaag* verklein* beperk* verminder* terugdring* teruggedrongen korter trager bezuinig* "
    "halveer* gehalveerd kort_op reduc*",
    "good": "succes* positief positieve goed goede tevreden blij enthousiast winst voordeel voordelen kans kansen lukt lukte gelukt "
    "slaagt geslaagd helpt hielp bevorder* waardevol* effectief effectieve stimuleer* soepel",
    "bad": "mislukt* negatief negatieve slecht slechte ontevreden nadeel nadelen risico* probleem problemen faalt gefaald "
    "moeilijk moeizaam lastig belemmer* hinder* bemoeilijk* verlies ineffectief tekort* knelpunt* zorgen_over stroef",
    "before": "voordat vooraf eerst eerder tevoren voorafgaand alvorens vroeger",
    "after": "na nadat achteraf later daarna vervolgens pas_daarna naderhand nadien",
    "until": "totdat uiterlijk",
    "since": "sinds vanaf sindsdien",
    "done": "is_ge* zijn_ge* was_ge* werd werden inmiddels al reeds afgerond klaar",
    "stop": "stop* gestopt beeindig* afgeschaft schrap* geschrapt sluit gesloten verdween verdwenen opgeheven vervalt vervallen afgebouwd",
    "start": "start* gestart begon begonnen begint beginnen opgericht opgezet opent geopend ingevoerd invoer* lanceer*",
    "cause": "door doordat omdat want dankzij waardoor zodat leidt leiden leidde zorgt_voor zorgen_voor zorgde_voor daardoor gevolg "
    "veroorza* komt_door resulteer* vanwege wegens oorzaak maakt_dat effect reden",
    "despite": "ondanks hoewel toch echter al_is ook_al niettemin",
    "if": "alleen_als mits tenzij wanneer indien zodra voorwaarde op_voorwaarde",
    "forever": "structureel structurele blijvend* permanent* vast vaste definitief definitieve duurzaam",
    "free": "gratis kosteloos",
    "first": "eerste eersten enige uniek unieke grootste beste belangrijkste hoogste laagste meest minst snelste kleinste laatste",
    "direct": "direct meteen onmiddellijk rechtstreeks zelfstandig",
    "others": "andere anderen ander extern externe buitenstaander* derden",
}
NEGATIONS = frozenset("niet geen nooit nergens niemand niets zonder noch evenmin geenszins".split())
# Says no without a word for it. A prefix "on-" is seen by `claims` itself.
SOFT_NEGATIONS = (
    "ontbreek* ontbrak gebrek weiger* wees_af afgewezen tegen uitblijf* bleef_uit verbied* verbod* verboden stop* gestopt schrap* geschrapt "
    "vervalt vervallen mist missen miste tekort* nauwelijks amper zelden vrijgesteld vrijstelling ontheffing in_plaats voorkom* vermijd* "
    "te_weinig gratis kosteloos onvoldoende onmogelijk beeindig* afgeschaft mislukt* los_van buiten "
    "belemmer* los afzonderlijk alleen slechts minder weinig "
    "nadeel risico* moeilijk lastig uitgesloten overbodig leeg verlies verdwijn* pas anders behalve uitgezonderd maar"
)
# Not a negation: "niet alleen ... maar ook", "niet meer dan" (an amount).
NO_NEGATIONS = (
    "niet alleen",
    "niet slechts",
    "niet enkel",
    "niet meer dan",
    "niet minder dan",
    "nog geen",
    "niet uitsluitend",
    "zonder meer",
)

# Each line: left | right. A word of one side in the sentence against one of the other side in the evidence.
OPPOSITES = """
meer hoger hogere groter vaker langer | minder lager lagere kleiner zeldener korter
stijgen stijging groeien groei toenemen toename | dalen daling krimpen krimp afnemen afname
versterken verbeteren verbetering vergroten verhogen | verzwakken verslechteren verslechtering verkleinen verlagen
uitbreiden bevorderen stimuleren | inkrimpen belemmeren hinderen ontmoedigen
sneller snel vroeg vroeger eerder eerst vooraf voordat | langzamer traag laat later achteraf nadat
begin starten beginnen start openen oprichten invoeren | eind einde stoppen eindigen sluiten opheffen afschaffen
verplicht verplichting verplichte | vrijwillig vrijwillige vrij facultatief
gratis kosteloos | betaald betalen eigen bijdrage
structureel permanent blijvend vast vaste structurele | tijdelijk tijdelijke incidenteel incidentele eenmalig flexibel
intern interne binnen | extern externe buiten
samen gezamenlijk gezamenlijke collectief collectieve | apart afzonderlijk los individueel individuele alleen zelfstandig
landelijk landelijke rijk centraal | lokaal lokale gemeentelijk gemeentelijke regionaal regionale decentraal
publiek publieke | privaat private particulier
jong jonge jongere jongste | oud oude oudere oudste
primair basisschool basisscholen basisonderwijs | voortgezet middelbare middelbaar vo
klein kleine kleinschalig kleinste | groot grote grootschalig grootste
positief positieve tevreden succesvol succes geslaagd | negatief negatieve ontevreden mislukt mislukking onsuccesvol
makkelijk gemakkelijk eenvoudig eenvoudige | moeilijk lastig ingewikkeld ingewikkelde complex
goedkoop goedkoper | duur duurder
voordeel winst kans | nadeel verlies risico
toestaan toegestaan mogen | verbieden verboden verbod
accepteren aannemen aanvaarden instemmen goedkeuren | weigeren afwijzen verwerpen afkeuren
bekend duidelijk helder | onbekend onduidelijk vaag
voldoende genoeg toereikend | onvoldoende tekort ontoereikend
nieuw nieuwe | bestaand bestaande
formeel formele | informeel informele
preventief preventie voorkomen | curatief genezen
licht lichte | zwaar zware
minstens minimaal minimum tenminste | hoogstens maximaal maximum
altijd steeds alle iedereen elke iedere | soms nooit enkele sommige geen niemand
geven leveren bieden verstrekken | krijgen ontvangen vragen
betalen financieren bekostigen | ontvangen verdienen besparen
jongen jongens | meisje meisjes
voor | tegen na
meeste meerderheid | minste minderheid
sterk sterke sterker | zwak zwakke zwakker
hoog hoge | laag lage
breed brede | smal smalle
open | gesloten dicht
vertrouwen | wantrouwen
eerste | laatste
voorkomen vermijden verminderen | veroorzaken vergroten
vereenvoudigen | bemoeilijken
direct meteen | later uiteindelijk
dagelijks | wekelijks maandelijks jaarlijks
wekelijks | maandelijks jaarlijks
maandelijks | jaarlijks
dag dagen | week weken maand maanden jaar
week weken | maand maanden jaar uur
maand maanden | jaar uur
ochtend | middag avond
aansluiten meedoen deelnemen | afhaken uitstappen stoppen
gelijk gelijke zelfde | verschillend verschillende anders
gevuld vol | leeg
verticaal | horizontaal
aanbod | vraag
oorzaak | gevolg
theorie | praktijk
wettelijk wet | advies handreiking afspraak
verplichten | adviseren aanraden vragen uitnodigen
dwingen | uitnodigen
vervangen | aanvullen ondersteunen
"""

# Who may act. One that the evidence does not name, in place of one that it does, is another claim.
ACTORS = frozenset(
    """gemeente gemeenten school scholen schoolbestuur schoolbesturen samenwerkingsverband rijk ministerie provincie jeugdhulp jeugdhulpaanbieder
    zorgaanbieder aanbieder kinderopvang ouder ouders vader moeder jongere jongeren leerling leerlingen kind kinderen peuter student studenten
    leraar leraren leerkracht docent wijkteam politie ggd bibliotheek wethouder raad gemeenteraad college directeur directie coach jongerenwerker
    jongerenwerk welzijnswerk vrijwilliger inwoner bewoner werkgever bedrijf onderzoeker inspectie kwartiermaker minister staatssecretaris kabinet
    kamer regisseur begeleider professional beleidsmaker ambtenaar coordinator intern huisarts jeugdarts verpleegkundige psycholoog orthopedagoog
    logopedist sportvereniging vereniging stichting zorgverzekeraar verzekeraar vng nji ocw vws universiteit hogeschool mbo rechter burgemeester
    leerplichtambtenaar wijkagent opvoeder buurt buurvrouw pleegouder gezin gezinnen regio werkgroep stuurgroep projectleider kerngroep""".split()
)

# One line: words that may stand for each other in policy Dutch.
SYNONYMS = """
gemeente stad gemeentelijk gemeentebestuur
geld budget financiering middelen bekostiging subsidie financieel financieren betalen bekostigen bedrag bijdrage
kosten uitgaven prijs uitgeven kosten
begin start beginnen starten aanvang oprichten opzetten opstarten opgezet
einde eind stoppen eindigen beeindigen afronden aflopen ophouden
ouder vader moeder verzorger opvoeder
kind leerling jeugdige jeugd
jongere puber tiener jeugd jongvolwassene
peuter kleuter
school onderwijs schoolbestuur onderwijsinstelling basisschool lesgeven
leraar leerkracht docent onderwijzer juf meester
hulp ondersteuning steun begeleiding bijstand helpen ondersteunen begeleiden bijstaan steunen
zorg jeugdhulp jeugdzorg hulpverlening
samenwerken samenwerking samen gezamenlijk optrekken bundelen
partner partij organisatie instelling samenwerkingspartner
afspraak afspreken overeenkomst overeenkomen convenant
overleg gesprek praten bespreken overleggen spreken bijeenkomst vergadering
plan aanpak werkwijze methode manier werkplan programma
doel bedoeling streven beogen ambitie mikken
resultaat opbrengst effect gevolg uitkomst opleveren
belangrijk essentieel cruciaal wezenlijk onmisbaar
nodig noodzakelijk vereisen vereist
verplicht moeten verplichting dienen
mogelijk kunnen mogelijkheid
medewerker werknemer personeel beroepskracht professional kracht collega vakman
vrijwilliger vrijwilligerswerk
wijk buurt dorp kern
bewoner inwoner burger
dichtbij nabij buurt nabijheid
verbinden koppelen linken verbinding aanhaken
delen uitwisselen doorgeven verspreiden
kennis informatie gegevens weten inzicht
ervaring ervaren meemaken
leren leer opsteken les ontwikkelen
onderzoek studie onderzoeken nagaan uitzoeken
onderzoeker wetenschapper
probleem knelpunt moeilijkheid obstakel hindernis belemmering
lastig moeilijk ingewikkeld complex
makkelijk gemakkelijk eenvoudig simpel laagdrempelig
snel vlug gauw vlot
vroeg vroegtijdig tijdig
vaak dikwijls regelmatig veel
voorkomen vermijden preventie preventief tegengaan
verminderen afnemen dalen minder terugdringen verlagen daling afname kleiner inperken
vergroten toenemen stijgen groeien verhogen uitbreiden groei toename stijging meer
verbeteren versterken beter verbetering versterking
krijgen ontvangen toegekend toekennen
geven bieden verstrekken leveren aanbieden verschaffen beschikbaar verlenen
maken opstellen ontwikkelen schrijven vormgeven ontwerpen maken
vinden menen oordelen denken opvatting mening standpunt
zeggen aangeven stellen vertellen noemen melden laten weten benadrukken
adviseren aanraden aanbevelen advies aanbeveling tip raden bevelen
vragen verzoeken verlangen
inkopen inkoop contracteren aanbesteden inkoopt aankopen kopen
baan werk functie arbeid beroep
taak opdracht rol verantwoordelijkheid klus
verantwoordelijk verantwoordelijkheid aansprakelijk
leiding leiden aansturen regie regisseren coordineren sturing
netwerk verband samenwerkingsverband keten
groep team club ploeg
plek plaats locatie ruimte
huis thuis woning wonen
thuiszitter thuiszitten verzuim uitval uitvallen schooluitval
jaar jaarlijks jaren
kans mogelijkheid gelegenheid
arm armoede armoedig
gezin gezinnen familie huishouden
gezond gezondheid
sport sporten bewegen beweging
spelen spel
samenkomen ontmoeten ontmoeting bijeenkomen treffen
wachtlijst wachttijd wachten
regel wet voorschrift regelgeving wetgeving bepaling
toestemming instemming akkoord goedkeuring
meedoen deelnemen participeren participatie deelname betrekken inspraak betrokken meepraten
kiezen keuze besluiten beslissen besluit beslissing
bepalen vaststellen
uitvoeren uitvoering doen verrichten realiseren
gebruiken inzetten benutten toepassen gebruik inzet
zien kijken waarnemen signaleren opmerken
weten kennen bekend
vertrouwen vertrouwd
aandacht oog focus
goed prima sterk
nieuw vernieuwend innovatief vernieuwing
samenhang samenhangend integraal integrale
grens overgang drempel
overgang overstap doorstroom overstappen doorstromen
regio regionaal streek
lokaal plaatselijk
landelijk nationaal
wethouder bestuurder
politiek raad gemeenteraad raadslid raadsleden
ambtenaar beleidsmedewerker beleidsmaker
beleid beleidsplan
vereniging club
hulpverlener zorgverlener jeugdhulpverlener therapeut behandelaar
arts dokter huisarts jeugdarts
beperking handicap gehandicapt
gedrag gedragsproblemen
taal taalontwikkeling lezen
opvoeden opvoeding opvoedvraag grootbrengen
opgroeien groot worden
veilig veiligheid
stap fase stadium
voorbeeld praktijkvoorbeeld
voorwaarde eis criterium
evaluatie evalueren terugkijken evaluatief
meten monitoren monitor bijhouden volgen
bestaan bestaand
duren looptijd lopen
bijhouden registreren vastleggen opschrijven
tevreden blij positief enthousiast
kunnen lukken
samenstellen vormen bestaan
gesprekspartner aanspreekpunt contactpersoon
brengen leiden
vanaf sinds
ongeveer circa rond
basis fundament grondslag
kern hoofdzaak
gelijk gelijkwaardig
verschil verschillen onderscheid
soort type
doelgroep publiek
buiten extern
eigen zelf
inkomen salaris loon
ziek ziekte
hulpvraag vraag behoefte
toezicht controle controleren inspecteren inspectie
ondertekenen tekenen handtekening
hoofd directeur leidinggevende schoolleider
vrij vrijgesteld ontheffing vrijstelling
opvang kinderopvang bso kinderdagverblijf
inrichten organiseren regelen
laten toestaan
cursus training scholing opleiding trainen
docenten leraren
melden doorgeven
klas lokaal groep
lijst overzicht
verhaal vertelling
kosteloos gratis
omgeving leefwereld leefomgeving
volwassene
klaar gereed af
houden behouden vasthouden
trekken aantrekken
groei
bereiken bereik halen
fysiek lichamelijk
mentaal psychisch geestelijk
opbouwen bouwen
aanjagen stimuleren bevorderen aanmoedigen
aansluiten aansluiting passen passend
rekening rekenen
bedrijf werkgever onderneming ondernemer
tegelijk gelijktijdig tegelijkertijd
ruzie conflict onenigheid
schuld schulden
bezoek bezoeken langskomen
gezamenlijke gemeenschappelijk gedeeld
document stuk notitie rapport publicatie
wens verlangen willen
vooraf tevoren
langdurig lang
zwaar ernstig
doorgaan voortzetten vervolgen doorzetten
vervangen aflossen
deskundigheid expertise vakkennis kunde
vorm invulling vormgeving inhoud
overig ander resterend
zelden sporadisch
tellen hebben omvatten bevatten
onderdeel deel opnemen integreren
gelijk zelfde dezelfde overeenkomen samenvallen
ontstaan voortkomen
bemiddelen bemiddelaar
bibliotheek bieb
onvoorwaardelijk altijd
beschouwen zien opvatten
richten inzetten zich
toekomst later
motiveren stimuleren prikkelen
bedreigen dreigen
lid deelnemer
eenmaal keer maal
bundelen samenbrengen verzamelen
adviesrapport advies rapport
ingang start
duidelijk helder concreet
vastlopen stilvallen
aanwezig present
kwetsbaar risico
dagelijks alledaags gewoon
zelfstandig zelf
inzien begrijpen snappen
invoeren introduceren
loslaten opgeven
overeenstemming eensgezindheid consensus eens
"""
PREPOSITIONS = frozenset(
    """aan achter bij binnen boven buiten door in langs met na naar naast om onder op over per rond rondom sinds te tegen tegenover tijdens tot
    tussen uit van vanaf vanuit via volgens voor vanwege wegens zonder dankzij ondanks dan""".split()
)
DETERMINERS = frozenset(
    "de het een deze die dit dat hun zijn haar ons onze elk elke ieder iedere alle veel enkele sommige geen twee drie".split()
)
AUXILIARIES = frozenset(
    """is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden mag mogen mocht moet moeten moest wil willen
    wilde zal zullen zou zouden gaat gaan ging doet doen deed blijft bleef komt kwam laat laten liet""".split()
)
CONNECTIVES = (
    # (pattern, whether the cause stands before it). The first that is found in a sentence counts.
    (
        r"\b(?:leidt|leiden|leidde|leidden) tot\b|\bzorg(?:t|en|de|den) (?:er)?voor\b|\bwaardoor\b|\bzodat\b|\bveroorza\w+|\bdaardoor\b",
        True,
    ),
    (r"\bresulteer\w+ in\b|\bmaak(?:t|te) (?:dat|mogelijk)\b|\bals gevolg\b(?! van)|\bhelp(?:t|en)? om\b", True),
    (r"\bomdat\b|\bdoordat\b|\bwant\b|\bdankzij\b|\bals gevolg van\b|\bkom(?:t|en) door\b|\bvanwege\b|\bwegens\b|\bdoor\b", False),
)
ORDERINGS = (
    (r"\bvoordat\b|\bvoorafgaand aan\b|\balvorens\b|\bvoor\b|\bwaarna\b|\bdaarna\b|\bvervolgens\b|\bgevolgd door\b", True),
    (r"\bnadat\b|\bna\b|\bpas als\b", False),
)
COMPARISONS = ((r"\b(?:meer|hoger|groter|vaker|beter|sterker|sneller|liever|eerder|langer|minder|lager) dan\b|\bdan\b", True),)
# Words with a meaning that never act and are never acted upon.
ADVERBS = frozenset(
    """daarnaast daarbij daarom daardoor hierbij hierdoor bovendien verder vervolgens tegelijk inmiddels steeds eerst dan dus echter namelijk samen
    vaak soms altijd graag beter goed snel sneller weer al nog ook alleen vooral eigenlijk juist zelfs bijvoorbeeld onder_meer niet geen""".split()
)
