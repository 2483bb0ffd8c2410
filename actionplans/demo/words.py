"""The words of each sport, and how places are named: what the demo's plans are put together from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Craft:
    """How people of one activity speak. `groups` are definite plurals, `where` and `home` places with a preposition."""

    sport: str
    groups: tuple[str, ...]
    coaches: str
    the_coaches: str
    helpers: str
    session: str
    where: str
    home: str
    room: str
    kit: str
    opening: str
    event: str
    compete: str


BALL = ("U8-børnene", "U9-drengene", "U10-pigerne", "U11-drengene", "U12-pigerne", "U13-drengene", "U14-pigerne",
        "U15-drengene", "U17-pigerne", "U19-drengene")  # fmt: skip
BELTS = ("minierne på 5–7 år", "de 8–10-årige", "børneholdet", "pigeholdet", "de gule og orange bælter",
         "teenageholdet", "torsdagsholdet", "de grønne bælter", "begynderne over 12 år")  # fmt: skip

CRAFTS = {
    "fodbold": Craft("fodbold", BALL, "trænere", "trænerne", "hjælpetrænere", "træning", "på banen", "i klubhuset",
                     "baneplads", "støvler og benskinner", "boldskole", "lørdagsstævnet", "spille turnering"),
    "håndbold": Craft("håndbold", BALL, "trænere", "trænerne", "hjælpetrænere", "træning", "i hallen", "i klublokalet",
                      "halplads", "sko og harpiksfri bolde", "boldleg for begyndere", "julestævnet",
                      "spille i den høje række"),
    "basketball": Craft("basketball", BALL, "trænere", "trænerne", "hjælpetrænere", "træning", "i hallen",
                        "i klublokalet", "halplads", "indendørssko", "streetkurve for begyndere", "grand prix-stævnet",
                        "spille kampe"),
    "floorball": Craft("floorball", BALL, "trænere", "trænerne", "hjælpetrænere", "træning", "i hallen",
                       "i klublokalet", "halplads", "stave og beskyttelsesbriller", "stavskole", "ministævnet",
                       "spille kampe"),
    "judo": Craft("judo", BELTS, "trænere", "trænerne", "hjælpeinstruktører", "træning", "på måtten", "i dojoen",
                  "måtteplads", "judodragter", "faldskole", "klubstævnet", "gå til stævner"),
    "taekwondo": Craft("taekwondo", BELTS, "instruktører", "instruktørerne", "hjælpeinstruktører", "træning",
                       "på gulvet", "i træningssalen", "salplads", "dragter og puder", "prøvehold", "gradueringen",
                       "gå til graduering"),
    "muay thai": Craft("muay thai", BELTS, "trænere", "trænerne", "hjælpetrænere", "træning", "i gymmet", "i gymmet",
                       "plads i gymmet", "handsker og skinnebensbeskyttere", "bokseleg", "klubdagen", "gå kampe"),
    "svømning": Craft("svømning", ("plaskeholdet", "begynderne på 6–8 år", "de 9–11-årige", "crawlholdet",
                                   "pigeholdet", "ungdomsholdet", "søndagsholdet", "livredderholdet"),
                      "undervisere", "underviserne", "hjælpere i vandet", "svømning", "i bassinet",
                      "i klublokalet ved bassinet", "bassintid", "badetøj og svømmebriller", "vandtilvænning",
                      "klubmesterskabet", "svømme på tid"),
    "gymnastik": Craft("gymnastik", ("puslingeholdet", "springmyrerne", "rytmepigerne", "springdrengene",
                                     "de 10–13-årige", "forældre-barn-holdet", "ungdomsholdet", "parkourholdet"),
                       "instruktører", "instruktørerne", "hjælpeinstruktører", "træning", "i salen", "i klublokalet",
                       "saltid", "gymnastikdragter", "åben sal", "forårsopvisningen", "være med i opvisningen"),
    "rollespil": Craft("rollespil", ("de 8–10-årige", "lørdagsspillerne", "nybegynderne", "pigegruppen",
                                     "de 13–16-årige", "bordrollespillerne", "feriespillerne", "værkstedsholdet"),
                       "spilledere", "spillederne", "hjælpespilledere", "spil", "i skoven", "i værkstedet", "lokaler",
                       "kapper og skumsværd", "prøvespil", "sommerscenariet", "have en hovedrolle"),
    "street": Craft("street", ("breakerne på 7–10 år", "skaterne", "pigeholdet", "parkourholdet", "de 11–13-årige",
                               "danserne over 14 år", "fredagsholdet", "begynderne"),
                    "undervisere", "underviserne", "hjælpeundervisere", "træning", "på gulvet", "i gadehallen",
                    "haltid", "skateboards og hjelme", "åbent gulv", "gadefesten", "gå i battle"),
    "leg og fritid": Craft("leg og friluftsliv", ("de mindste på 6–8 år", "mellemgruppen", "tweenholdet",
                                                  "pigeklubben", "de 10–12-årige", "juniorlederne", "bålholdet",
                                                  "onsdagsgruppen"),
                           "ledere", "lederne", "juniorledere", "møder", "i haven", "i lejrhytten", "lokaler",
                           "soveposer og regntøj", "legedage", "sommerlejren", "være med på de lange ture"),
    "flere aktiviteter": Craft("dans og boldspil", ("danseholdet på 7–9 år", "pigeholdet", "de 10–12-årige",
                                                    "teenagegruppen", "boldholdet", "sangholdet", "søndagsholdet",
                                                    "de ældste piger"),
                               "holdledere", "holdlederne", "hjælpere", "øvning", "i salen", "i klublokalet",
                               "lokaler", "sko og kostumer", "prøveuger", "forårsforestillingen", "optræde"),
}  # fmt: skip

PLACES = {
    "Brønshøj-Husum": "i Brønshøj", "Valby": "i Valby", "Nørrebro": "på Nørrebro", "Østerbro": "på Østerbro",
    "Amager Øst": "på Østamager", "Amager Vest": "på Vestamager", "Bispebjerg": "i Nordvest",
    "Vesterbro/Kongens Enghave": "i Sydhavnen", "Tingbjerg/Utterslevhuse": "i Tingbjerg",
    "Mjølnerparken": "i Mjølnerparken", "Aldersrogade": "omkring Aldersrogade", "Lundtoftegade": "i Lundtoftegade",
    "Hørgården": "i Hørgården", "Bispeparken": "i Bispeparken", "Stærevej": "på Stærevej",
    "Gadelandet/Husumgård": "i Husumgård", "Degnegården": "i Degnegården",
}  # fmt: skip
CITYWIDE = ("på Nørrebro", "i Sydhavnen", "på Amager", "i Nordvest", "i Brønshøj", "på Østerbro")

PARTNERS = ("skolen", "fritidsklubben", "biblioteket", "beboerhuset", "ungdomsklubben", "SFO'en", "boligforeningen",
            "medborgerhuset", "ungdomsskolen", "naboklubben")  # fmt: skip
