"""Sentences of the demo's plans, comments and notes, to be put together. The braces are those of the wishes."""

SITUATIONS = {
    "organisation": (
        ("I dag ligger det meste hos {few} personer, og de kender {group} bedst.",
         "Vi er {n} aktive i bestyrelse og udvalg, og {few} af os har mere at lave, end vi kan nå.",
         "Aftaler om {room} og {kit} ligger i hovedet på {few} af os.",
         "Bestyrelsen mødes {few} gange i kvartalet, men {the_coaches} hos {group} er sjældent med.",
         "Det går godt {where}, men {home} ved vi ikke altid, hvem der gør hvad."),
        ("Ressourcepersonen bruger {n} timer om måneden på det, andre kunne gøre.",
         "Når en holder op, går der {months} uger, før en ny kan det hele.",
         "Efter {event} talte vi om at dele opgaverne på ny.",
         "{Partner} {near} siger, at vi er lette at få fat i, men svære at få svar fra.",
         "Siden {month} har vi haft et fælles drev, som {few} bruger."),
    ),
    "volunteers": (
        ("Vi har {n} {coaches}, og {few} af dem har sagt, at det er sidste år.",
         "Forældrene til {group} kører og vasker tøj, men få vil stå {where}.",
         "{Few} unge {helpers} begyndte i {month}, og de gør det godt.",
         "Der er altid nogen til {event}; det er hver uge, det kniber.",
         "De fleste frivillige bor {near} og har selv gået hos {group}."),
        ("Vi spørger mest dem, vi kender i forvejen.", "Ingen har fortalt de nye, hvad man må sige nej til.",
         "De, der stopper, siger, at de stod alene de første {months} uger.",
         "Når vi spørger direkte, siger {n} ud af tyve ja.",
         "Kvinder er der færrest af: {few} i alt."),
    ),
    "collaborations": (
        ("Vi kender {partner} {near} godt og {other} kun af navn.",
         "Siden {month} har vi haft {few} møder med {partner} {near}.",
         "{Partner} {near} sender af og til børn hen til {group}.",
         "Vi har {few} aftaler på papir, og resten er venskaber.",
         "Der er mange om {room} {near}, og vi taler for lidt sammen."),
        ("Når en ansat skifter job, begynder vi forfra.", "Alle parter har travlt i {month}.",
         "{Other} vil gerne, men mangler en, der tager telefonen.",
         "Sidste forløb havde {n} børn, og {few} blev medlemmer.",
         "Vi mangler at fortælle, hvad {partner} selv får ud af det."),
    ),
    "retention": (
        ("Hos {group} holdt {n} op i løbet af {season}.",
         "De fleste, der stopper {near}, gør det i {month}.",
         "Vi ser det for sent: først efter {months} uger spørger nogen, hvor et barn blev af.",
         "{Kit} koster penge, og det nævner {few} familier.",
         "De ældste hos {group} vil hellere være sammen end {compete}."),
        ("{The_coaches} ved godt, hvem der er ved at glide ud, men ikke, hvad de skal gøre.",
         "Overgangen fra ét hold til det næste er det svære.", "Vi har prøvet at ringe, og det virker.",
         "Flere flytter fra området og kunne blive, hvis nogen tog dem med.",
         "Det er ikke sporten, der er problemet, siger de, men tiden."),
    ),
    "recruitment": (
        ("Vi får {n} nye børn om året {near}, og kun {few} af dem er piger.",
         "Familier {near} kender os af navn, men ved ikke, hvordan man begynder.",
         "Vores {opening} i {month} havde {n} børn.",
         "Der er plads hos {group}, men ikke hos alle andre.",
         "Mange {near} går ikke til noget, når de er fyldt {n}."),
        ("De, der kommer, er fulgt af en ven.", "Kontingentet er en hindring, før nogen har spurgt.",
         "Vi står sjældent, hvor børnene er om eftermiddagen.", "Sedler virker ikke; det gør mennesker.",
         "Vores hjemmeside siger ikke, hvad man skal have med."),
    ),
    "parents": (
        ("{Few} ud af ti forældre til {group} kender navnet på en af {the_coaches}.",
         "Forældrene {near} venter i bilen eller går hjem igen.",
         "Ved {event} så vi {n} forældre, og {few} tog fat.",
         "Vi skriver meget, og {few} familier læser det.",
         "Mødrene kommer; fædrene {near} har vi kun få af."),
        ("De, vi har spurgt, siger, at de ikke vidste, de måtte.", "Arbejdstider er den største hindring.",
         "Vi har ikke haft et forældremøde siden {month}.", "Når der er mad, kommer også dem, vi sjældent ser.",
         "Sproget er sjældent det, der skiller; det er tiden."),
    ),
}  # fmt: skip
SIGNS = (
    "Vi ser på det sammen i {month}.",
    "{The_coaches} skriver ned, hvad de lægger mærke til hos {group}.",
    "Det kan mærkes på {group}, og de siger det selv.",
    "Det holder også, når det er koldt og mørkt.",
    "{Partner} {near} kan bekræfte det.",
    "Ressourcepersonen tæller op {few} gange om året.",
    "Vi spørger {n} familier {near}.",
    "Det står i referatet fra {month}.",
)
REASONS = (
    ("Hos {group} er der venteliste, og vi kan ikke tage flere ind, før vi har {room} til dem.",
     "Vi arbejdede med området i forrige periode, og det kører nu {near} uden særlig indsats.",
     "Vi har sagt ja til {few} områder og vil hellere gøre dem ordentligt.",
     "Bestyrelsen er ny og vil lære {group} at kende, før den begynder her.",
     "{Partner} {near} tager sig af det, og vi bakker op."),
    ("Vi ser på det igen i {month}.", "Ændrer det sig, skriver vi en ny revision.",
     "Ressourcepersonen holder øje med det på statusmøderne.", "{The_coaches} er enige."),
)  # fmt: skip
INTRODUCTIONS = (
    ("{Club} har i mange år samlet børn og unge {near} om {sport}.",
     "Vi er en forening, hvor {group} er lige så vigtige som dem, der vinder.",
     "Når man kommer til {club} første gang, skal man have lyst til at komme igen.",
     "{Club} ligger, hvor børnene bor: {near}."),
    ("Planen er skrevet på {few} aftener {home} af bestyrelse, {coaches} og {n} forældre.",
     "Vi har spurgt {group}, deres forældre og {partner} {near}, før vi skrev.",
     "Den bygger på det, vi lærte i den forrige periode, og på samtaler med {partner} {near}.",
     "Ressourcepersonen har ført pennen, og {n} andre har læst med."),
    ("Det vigtigste for os er, at børn {near} bliver, også når livet er besværligt.",
     "Om {few} år vil vi kunne se, at flere unge {near} har et sted at høre til.",
     "Vi lover ikke flere medlemmer, men at {group} får nogen, der lægger mærke til dem.",
     "Vi har valgt få mål, som vi kan huske uden at slå op."),
)  # fmt: skip
LASTING = (
    ("Siden begyndelsen er bestyrelsen gået fra {few} til {n} medlemmer.",
     "Da partnerskabet begyndte, kendte ingen hos {partner} {near} os; nu ringer de først.",
     "Det største er, at {group} i dag har voksne, der selv er vokset op hos os.",
     "Før var der ingen piger {where}; i dag er hvert tredje barn en pige."),
    ("Lektiecaféen {home} kører videre med {n} frivillige uden tilskud.",
     "Udlånet af {kit} er blevet en vane, som forældrene selv passer.",
     "Aftalen med {partner} {near} er skrevet ned og har overlevet {few} ledere.",
     "{The_coaches} får en makker, når de begynder, og bliver {few} år i snit."),
    ("Bestyrelsen taler om {group} på hvert møde, og det gjorde den ikke før.",
     "I dag tager {n} af de unge selv ansvar for {event}.",
     "Familier {near} ved, at man kan være med, også når pengene er små.",
     "Vi har {few} gange fået nye penge, fordi vi kunne vise, hvad der virker {near}."),
    ("Det bliver stående, også når ressourcepersonen skifter.", "Det koster os {n} timer om måneden at holde ved lige.",
     "Vi mangler stadig at gøre det samme for {group}.", "Andre foreninger {near} har taget idéen til sig."),
)  # fmt: skip
NEWS = (
    (
        "Siden planen blev godkendt, er {n} nye begyndt hos {group}.",
        "{Partner} {near} er kommet med siden {month}, og det ændrer billedet.",
        "Vi har fået {room} to gange mere om ugen end dengang.",
    ),
    ("Derfor tør vi sigte højere.", "Vi har rettet målet efter det.", "Det har {the_coaches} bedt os skrive ind."),
)
QUESTIONS = (
    ("Godt mål.", "Det er tydeligt, at I kender {group}.", "Tak for et grundigt afsnit om, hvordan det går {near}.",
     "Her mangler jeg lidt.", "Jeg blev klogere af at læse om {partner} {near}."),
    ("Hvem gør det, hvis ressourcepersonen er væk i {months} uger?",
     "Kan I sætte et tal på, så vi kan se forskel i {month}?",
     "Er {n} realistisk, når I har {few} {coaches} til det?",
     "Hvad siger {group} selv til det?", "Har {partner} {near} sagt ja, eller er det et ønske?",
     "Skriv gerne, hvad der skal ske før {season}."),
)  # fmt: skip
ANSWERS = (
    ("Det har vi talt om {home}.", "God pointe.", "Ja, det har I ret i.", "Vi har spurgt {group}.",
     "{Partner} {near} har svaret."),
    ("{Few} af {the_coaches} kan tage over, og det står nu i indsatserne.",
     "Vi har skrevet {n} i stedet, det tror vi på.", "De vil gerne, bare det ikke bliver om {month}.",
     "Vi har flyttet det til efter {season}.", "Aftalen er mundtlig; vi får den på skrift i {month}."),
)  # fmt: skip
NOTES = {
    "not_started": (
        ("Vi er ikke kommet i gang hos {group}.", "Det må vente: {few} af {the_coaches} har været væk i {months} uger.",
         "Der har ikke været {room} {near} siden {month}."),
        ("Vi begynder efter {season}.", "Bestyrelsen tager det op i {month}.", "Datoen er sat, og {n} har meldt sig."),
    ),
    "under_way": (
        ("Vi er begyndt hos {group}, og {n} er med.", "{Partner} {near} har været med fra {month}.",
         "Det går fremad, langsommere end vi troede, {where}.", "{Few} af de planlagte ting er gjort.",
         "Efter {event} kom der gang i det.", "De første {months} uger var svære, men nu kender {group} det."),
        ("Det næste er at få {the_coaches} med.", "Vi mangler {few} frivillige for at nå det hele.",
         "Familierne {near} spørger selv til det.", "I {month} ser vi, om det holder.",
         "{Other} har spurgt, om de må være med.", "Ressourcepersonen følger op om {few} uger."),
    ),
    "achieved": (
        ("Målet er nået: {group} klarer det selv nu.", "Det lykkedes {few} måneder før, vi havde regnet med.",
         "Vi nåede det i {month} med god hjælp fra {partner} {near}.", "Alle {n} er med endnu."),
        ("Vi holder ved og taler om det {home} hvert halve år.", "{The_coaches} har taget det over.",
         "Vi fejrede det ved {event}.", "Det bliver en del af hverdagen {near}."),
    ),
    "changed": (
        ("Målet er ændret: {group} var færre, end vi troede.", "Vi gør det nu sammen med {other} i stedet.",
         "{Partner} {near} fik ny ledelse i {month}, så vi lagde det om."),
        ("Tallet er sat ned til {n}.", "Vi prøver {few} gange og ser.", "Det nye passer bedre til {the_coaches}."),
    ),
    "dropped": (
        ("Vi har opgivet det, fordi {room} ikke kunne skaffes {near}.",
         "{Group} havde ikke brug for det, viste det sig efter {months} uger.",
         "{Partner} {near} kunne ikke være med alligevel."),
        ("Kræfterne bruges nu på {few} andre mål.", "Vi lærte, at {month} er for sent.",
         "Måske tager {other} det op."),
    ),
}  # fmt: skip
MONTHS = ("januar", "februar", "marts", "april", "maj", "august", "september", "oktober", "november")
SEASONS = ("sommerferien", "efterårssæsonen", "vinteren", "foråret", "næste sæson")
FEW = ("to", "tre", "fire", "fem")
