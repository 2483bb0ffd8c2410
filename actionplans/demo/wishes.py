"""The goals that the demo's clubs choose from, by focus area: what, how it is seen, what is counted, and what is done.

In braces stand the club's own words (`actionplans.demo.words.Craft`), places, partners and numbers.
"""

from dataclasses import dataclass

CLUB, BOARD, LEAD = "Bestyrelsen", "Formanden", "Ressourcepersonen"


@dataclass(frozen=True)
class Wish:
    """`counted` is what a number counts, from about `low` to about `high` (fewer, where fewer is better)."""

    aim: str
    sign: str
    doings: tuple[tuple[str, str], ...]
    counted: str = ""
    low: int = 0
    high: int = 0


ORGANISATION = (
    Wish("Opgaverne omkring {group} er delt, så ingen står alene med mere end {few} af dem.",
         "Der hænger en liste med navne {home}, og den passer også efter {season}.",
         (("Skriver alle opgaver op på et fællesmøde i {month}", CLUB), ("Finder en makker til hver opgave", LEAD),
          ("Ser listen igennem hvert halve år", BOARD)), "opgaver med navn på", 6, 18),
    Wish("Bestyrelsen og {the_coaches} mødes fast, så det, vi opdager hos {group} {near}, når frem til dem, der "
         "beslutter.", "Referaterne viser mindst {n} punkter om året, som {the_coaches} har taget op.",
         (("Lægger møderne i kalenderen for hele året", BOARD), ("Samler punkter hos {the_coaches} ugen før", LEAD)),
         "fællesmøder om året", 1, 4),
    Wish("Den, der får et job hos os {near}, får en skriftlig velkomst, så det, vi ved om {group}, ikke forsvinder "
         "med én person.", "En ny kan finde nøgler, aftaler og telefonnumre på {few} dage uden at spørge.",
         (("Skriver velkomsten sammen med den, der kender {group} bedst", LEAD), ("Prøver den af på en ny", CLUB))),
    Wish("Unge fra {group} er med til at bestemme, hvad vi skal bruge kræfter på {near}.",
         "Mindst {n} forslag fra de unge er taget op inden for {months} måneder.",
         (("Holder pizzamøde for de unge i {month}", LEAD), ("Giver de unge en plads på bestyrelsens møder", CLUB),
          ("Fortæller på opslagstavlen, hvad forslagene blev til", "Ungegruppen")), "forslag fra unge", 0, 6),
    Wish("Vi søger penge i god tid og sammen med {partner} {near}, så tilbuddet til {group} ikke hænger i én "
         "ansøgning.", "Kassereren kan i {month} sige, hvad der er penge til de næste {months} måneder.",
         (("Laver et årshjul med frister", "Kassereren"), ("Skriver én fælles beskrivelse, som kan bruges igen", LEAD)),
         "sendte ansøgninger", 1, 5),
    Wish("Ressourcepersonens tid er lagt i en plan for året, så besøg {near} ikke bliver skubbet af opgaver {home}.",
         "Kalenderen viser {few} faste eftermiddage om måneden ude hos andre.",
         (("Flytter nøgler og udlån til en vagt hos {group}", BOARD), ("Aftaler faste besøgsdage i {month}", LEAD)),
         "timer om ugen hos andre", 2, 8),
    Wish("Kontingent og fripladser er lette at finde ud af {near}, så {group} aldrig bliver mødt med en rykker som det "
         "første.", "Ingen familie {near} er meldt ud, før nogen har talt med den mindst {few} gange.",
         (("Skriver en kort vejledning om fripladser", "Kassereren"), ("Ringer til familier i {month}", LEAD))),
)  # fmt: skip

VOLUNTEERS = (
    Wish("Flere forældre {near} har en lille, fast opgave hos {group} og ved {event}.",
         "Alle vagter er besat {few} uger før, uden at vi rykker.",
         (("Deler opgaverne op i bidder på en time", LEAD), ("Spørger forældrene én for én i {month}", "Holdlederne"),
          ("Takker med kage bagefter", CLUB)), "forældre med en fast opgave", 6, 22),
    Wish("Unge {near} begynder som {helpers} hos {group}.",
         "Mindst {n} unge har haft en vagt hver uge i {months} måneder.",
         (("Spørger de ældste på holdene i {month}", "{The_coaches}"),
          ("Holder et lille kursus over {few} aftener", LEAD)),
         "unge {helpers}", 2, 11),
    Wish("Nye {coaches} hos {group} får en makker det første halve år og bliver længere {near}.",
         "Mindst {n} af de nye er her stadig efter {season}.",
         (("Finder en makker, før den nye begynder", LEAD), ("Spiser sammen den første måned", CLUB)),
         "nye, der er blevet", 2, 8),
    Wish("Vi har {coaches} nok til at åbne et hold mere {near} ved siden af {group}.",
         "Holdet er begyndt senest i {month} og har {few} voksne, der skiftes.",
         (("Slår opgaven op hos {partner} {near}", LEAD), ("Lader interesserede prøve tre gange", "{The_coaches}"),
          ("Aftaler vilkår og kørepenge", BOARD)), "{coaches} i alt", 9, 15),
    Wish("De frivillige omkring {group} kan tale med børn og unge {near}, som har det svært.",
         "Mindst {n} har været på kursus, og alle ved, hvem de ringer til.",
         (("Finder et kursus sammen med de andre klubber", LEAD), ("Øver svære samtaler på et møde i {month}", "Alle")),
         "frivillige på kursus", 0, 9),
    Wish("Kvinder {near} finder vej til opgaver som {coaches} hos {group}.",
         "De er selv med til at vælge tid og sted, og {few} af dem har nøgle.",
         (("Spørger mødre og storesøstre i {month}", LEAD),
          ("Lægger tiden til {session}, så den passer til skoledagen", CLUB)),
         "kvinder blandt {the_coaches}", 2, 7),
    Wish("De frivillige {near} får en tak, de kan mærke, og bliver et år mere hos {group}.",
         "{n} siger ja igen i {month}, før vi har spurgt to gange.",
         (("Holder en årlig aften med mad og historier", CLUB),
          ("Skriver et kort om det, hver enkelt har gjort", LEAD))),
)  # fmt: skip

COLLABORATIONS = (
    Wish("Børn prøver {sport} i skoletiden sammen med {partner} {near}, et forløb hvert halve år.",
         "Mindst {n} af dem kommer forbi {group} bagefter.",
         (("Lægger datoer med {partner} i {month}", LEAD), ("Sender de samme to {coaches} hver gang", "{The_coaches}"),
          ("Giver alle en seddel med hjem", LEAD)), "børn, der har prøvet", 24, 90),
    Wish("Vi og {partner} {near} ringer til hinanden, når en gruppe unge mangler et sted at være, og {group} kan tage "
         "imod.", "Begge parter kan nævne {few} gange, hvor det har gjort en forskel.",
         (("Aftaler én fast kontakt hvert sted", LEAD), ("Mødes til kaffe i {month}", "Begge parter"))),
    Wish("Vi holder en åben dag {near} sammen med {partner} og {other}.",
         "Mindst {n} familier siger, at de ikke kendte {group} i forvejen.",
         (("Nedsætter en lille gruppe i {month}", LEAD), ("Låner borde og telt af {other}", CLUB),
          ("Stiller {few} {helpers} til rådighed", "{The_coaches}")), "deltagere på den åbne dag", 60, 180),
    Wish("De voksne fra {partner} {near} kender {the_coaches} ved navn og følger selv de nye hen til {group}.",
         "Mindst {n} er fulgt på plads på {months} måneder.",
         (("Inviterer de ansatte med til {session}", LEAD), ("Hænger et billede af {the_coaches} op", CLUB)),
         "fulgt på plads", 3, 16),
    Wish("Vi deler {room} med {partner} {near}, så {group} kan samles en gang mere om ugen.",
         "Skemaet holder i {months} måneder uden aflysninger.",
         (("Lægger de to skemaer oven på hinanden", BOARD), ("Skriver aftalen på én side i {month}", LEAD)),
         "timer om ugen, der deles", 0, 4),
    Wish("En forening mere er med {near}, så den, der vælger {sport} fra, finder noget andet sammen med {partner}.",
         "{n} unge har skiftet uden at falde ud imellem.",
         (("Besøger foreninger i {month}", LEAD), ("Laver en fælles prøvemåned for {group}", "Begge foreninger"))),
    Wish("Børn, der er hjemme i ferien, kan dyrke {sport} hos os og {partner} {near}.",
         "Der er {n} eller flere hver dag, og {few} af {group} hjælper til.",
         (("Søger penge til mad i {month}", "Kassereren"), ("Lægger vagtplan for {the_coaches}", LEAD)),
         "feriedage med aktivitet", 3, 12),
)  # fmt: skip

RETENTION = (
    Wish("Færre stopper, når {group} skal videre til det næste hold {near}.",
         "Alle har prøvet det nye hold mindst {few} gange inden {season}.",
         (("Lader de to hold øve sammen i {month}", "{The_coaches}"), ("Taler med dem, der tøver", LEAD)),
         "udmeldte i overgangen", 16, 6),
    Wish("Alle hos {group} bliver ringet op, når de har været væk {few} gange i træk.",
         "{n} familier {near} har sagt, at opkaldet var grunden til, at de kom igen.",
         (("Fører en enkel liste over fremmøde", "{The_coaches}"), ("Ringer hver mandag", LEAD))),
    Wish("Børn {near}, der ikke vil {compete}, kan blive hos {group} for fællesskabets skyld.",
         "Holdet har mindst {n} faste i {month}.",
         (("Laver et hold uden krav", "{The_coaches}"),
          ("Spørger dem, der er stoppet {near}, hvad der skulle til", LEAD)),
         "faste på holdet", 5, 18),
    Wish("{Kit} er aldrig grunden til at holde op {near}: {group} kan låne hos os.",
         "Ingen {near} har i {months} måneder sagt fra af den grund.",
         (("Samler brugt udstyr ind i {month}", "Forældrene"), ("Låner ud uden skema", "Vagten {home}")),
         "sæt til udlån", 8, 30),
    Wish("{Group} kan komme en time før, få noget at spise og hjælp til lektier sammen med børn fra {partner} {near}.",
         "De, der kommer, er også dem, der bliver: {n} af dem er her efter {season}.",
         (("Finder to studerende som lektiehjælpere", LEAD), ("Køber ind sammen med {partner} {near}", LEAD)),
         "børn og unge i lektiecaféen", 4, 17),
    Wish("Piger {near} bliver lige så længe i {sport} som drenge og har {few} kvinder blandt {the_coaches} at se op "
         "til.",
         "Forskellen er højst {few} på et år, viser listerne {home}.",
         (("Holder en pigedag i {month}", "{The_coaches}"), ("Spørger pigerne, hvad der mangler {home}", LEAD)),
         "piger, der er blevet et år", 10, 24),
    Wish("Unge {near}, der falder fra {group} omkring de femten år, får en opgave hos os i stedet for at sige farvel.",
         "{n} unge {near} har haft en opgave i mere end {months} måneder.",
         (("Viser de unge, hvad man kan blive", LEAD), ("Betaler kursus for dem, der vil", BOARD)),
         "unge med en opgave", 2, 9),
)  # fmt: skip

RECRUITMENT = (
    Wish("Flere børn {near} begynder på vores {opening}, som {few} af {the_coaches} står for.",
         "{n} af dem er rykket op til {group} inden for et år.",
         (("Deler plakater ud hos {partner} i {month}", LEAD), ("Holder {few} gratis gange", "{The_coaches}")),
         "nye børn", 8, 32),
    Wish("Vi er til at se {near} hver måned, så {sport} er noget, man kender, før man kommer til {group}.",
         "Når vi spørger de nye, har mindst {n} mødt os ude først.",
         (("Tager {kit} med ud på pladsen", "{The_coaches}"),
          ("Aftaler steder med {partner} for {months} måneder", LEAD)),
         "besøg om året", 3, 12),
    Wish("Den første gang er god: den nye hos {group} bliver hentet i døren og fulgt de første {few} gange.",
         "{n} af de seneste tyve nye {near} kommer stadig.",
         (("Har en vært ved døren {home}", "Forældrene"), ("Skriver til familien dagen efter", LEAD)),
         "nye, der bliver", 7, 16),
    Wish("Familier {near} kender kontingentstøtten, og hos {group} tager det fem minutter at søge den.",
         "Kassereren har i {month} hjulpet {n} familier uden at sende dem videre.",
         (("Står ved døren de første uger af sæsonen", "Kassereren"), ("Oversætter vejledningen", LEAD)),
         "familier med støtte", 5, 20),
    Wish("Piger {near} har et hold, hvor de trygt kan begynde med {sport}, ved siden af {group}.",
         "De kommer også, når det er mørkt i {month}: mindst {n} hver gang.",
         (("Finder to kvindelige {coaches}", LEAD), ("Går sammen med pigerne hjem", "Forældrene")),
         "piger på holdet", 0, 15),
    Wish("Den, der begynder sent {near}, kan være med: {group} har en indgang uden krav.",
         "{n} begyndere {near} er der stadig efter {few} måneder.",
         (("Bytter opvarmningen ud med lege", "{The_coaches}"), ("Fortæller om det hos {partner}", LEAD))),
    Wish("Børn, der har mødt os hos {partner} {near}, bliver medlemmer og finder plads hos {group}.",
         "Halvdelen er kommet af sig selv inden {season}, og {n} har taget en ven med.",
         (("Inviterer hele klassen i {month}", LEAD), ("Giver de første {few} gange", CLUB)),
         "nye medlemmer derfra", 4, 18),
)  # fmt: skip

PARENTS = (
    Wish("Forældre {near} mødes over kaffe ved {session} hos {group} en gang om måneden.",
         "Snakken går på flere sprog, og {few} forældre laver kaffen uden os.",
         (("Stiller kaffe og stole frem {home}", LEAD), ("Inviterer nye forældre i {month}", "Forældrene")),
         "forældre til kaffe", 4, 16),
    Wish("Beskeder om {group} til forældre {near} er korte, på deres sprog og i god tid.",
         "Ingen er blevet væk fra {event}, fordi beskeden ikke kom frem, på {months} måneder.",
         (("Samler alt i én besked om ugen", LEAD), ("Finder {few} forældre, der oversætter", "Forældrene"))),
    Wish("Fædre {near} har deres egen vej ind til {group}.",
         "{n} fædre har været med {where} mindst {few} gange.",
         (("Holder en far-og-barn-dag i {month}", "{The_coaches}"), ("Ringer til fædre selv", LEAD)),
         "fædre, der hjælper", 2, 10),
    Wish("Vi har talt med alle forældre til nye hos {group} inden for {few} uger.",
         "Vi ved, hvad hver familie {near} har lyst til at hjælpe med, når {season} er slut.",
         (("Tager en snak på en bænk {where}", "{The_coaches}"), ("Holder øje med, hvem der mangler", LEAD)),
         "samtaler med nye forældre", 4, 21),
    Wish("En gruppe forældre {near} er værter og tager imod familier hos {group}.",
         "Værterne klarer {few} gange om måneden selv og har {n} nye familier i snak.",
         (("Giver værterne en jakke med navn", CLUB), ("Mødes en gang om måneden", LEAD)),
         "forældreværter", 0, 7),
    Wish("Forældre {near} hepper på alle, og {group} kan mærke det {where}.",
         "Der har været højst {few} sure episoder ved {event} på {months} måneder.",
         (("Laver tre enkle regler med forældrene i {month}", LEAD), ("Roser højt", "Alle"))),
    Wish("Hele familien prøver {sport} sammen med {group} {few} gange om året.",
         "Mindst {n} voksne {near} er kommet igen.",
         (("Lægger familiedagen i {month}", CLUB), ("Spiser sammen bagefter {home}", "Forældrene")),
         "familier på familiedagen", 6, 24),
)  # fmt: skip

WISHES = {
    "organisation": ORGANISATION, "volunteers": VOLUNTEERS, "collaborations": COLLABORATIONS, "retention": RETENTION,
    "recruitment": RECRUITMENT, "parents": PARENTS,
}  # fmt: skip
