"""What is recognised by its form in folded text: doses, results, measures, codes, ages."""

from __future__ import annotations

import re

from sceau.review.health.everyday import AILMENT

_DIGITS = r"\d{1,5}(?:[ .,]\d{1,3})?"
_NUMBER = rf"(?<![\d,.]){_DIGITS}"

_SOMEBODY = (
    r"hommes?|femmes?|garcon|filles?|fillette|enfant|nourrisson|bebe|dame|patiente?|sujet"
    r"|adolescente?|retraitee?|etudiante?|lyceen(?:ne)?|ouvriere?|agriculteur|agricultrice"
)
_AGE = (
    r"(?:\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|seize|dix-huit"
    r"|(?:vingt|trente|quarante|cinquante|soixante|quatre-vingt)(?:[- ][a-z]+){0,2}?)"
)
CASE = re.compile(
    rf"\b(?:(?:{_SOMEBODY})(?: [a-z]+){{0,3}}?,? (?:agee? )?de"
    r"|(?:mr|mme|monsieur|madame)\b[^!?\n]{1,30}?,?(?: agee? de)?)"
    r" \d{1,3} ?(?:ans|mois|semaines|jours)\b[^.!?\n]{0,140}?"
    r"\b(?:consult(?:e|ait|ant|er)\b|hospitalisee?|admise? (?:en|au|aux|pour|dans|par)|se plai(?:nt"
    r"|gnait)|presente (?:depuis|un tableau|une? episode)|presentait|a presente (?:depuis|un"
    r"|brutalement)|(?:est|etait|a ete) (?:conduite?|amenee?|adressee?|vue?|recue?|operee?|suivie?)"
    r"|recue? pour|vue? pour|suivie (?:pour|depuis)|suivi (?:pour|depuis)|victime d|mordue?|operee?"
    r"|souffr(?:e|ait|ant)|chez qui|remarque depuis|s'est reveillee? avec"
    r"|retrouvee? (?:au sol|inconsciente?)|porteu(?:r|se) d|decrit depuis"
    r"|ne peut plus|ne pouvait plus|ne retrouve plus|avait avale|a avale|ayant (?:comme|pour)"
    r" antecedents?|(?:sans|aux|avec des) antecedents?)"
)
"""How a case is told: somebody of an age, and what they come for, in one sentence."""

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dose", re.compile(rf"{_NUMBER} ?(?:mg|mcg|µg|ug|microgrammes?|ui|units)\b(?!/)")),
    (
        "posology",
        re.compile(
            r"\b\d(?:/\d)? ?(?:cp|cps|cpr|comprimes?|gelules?|gouttes?|bouffees?|ampoules?|sachets?"
            r"|injections?|tablets?|puffs?)\b|\b\d ?x ?\d? ?(?:/|par) ?j(?:our)?\b"
            r"|\b[0-3]-[0-3]-[0-3]\b"
            r"|\bfois par jour\b|\bmatin(?:,| et) ?(?:midi et )?soir\b|\b(?:once|twice) (?:a day"
            r"|daily)\b"
            r"|\bpendant (?:\d|1[0-5]|21) jours\b|\b(?:mg|ui|g) (?:daily|par jour|/ ?j)\b"
        ),
    ),
    (
        "result",
        re.compile(
            rf"{_NUMBER} ?(?:mmol|µmol|umol|nmol|pmol|g|mg|µg|ug|ng|pg|ui|mui|meq|u|iu)/(?:l"
            rf"|dl|ml|24 ?h)\b"
            rf"|{_NUMBER} ?(?:/mm3|g/l|giga/l|ml/min|10\^9)|\b(?:hba1c|tsh|crp|ldl|hdl|inr|psa"
            rf"|dfg|ferritine"
            r"|creatinine|kaliemie|natremie|potassium|sodium|hemoglobine|hb|plaquettes|glycemie"
            r"|dextro|clairance"
            r"|albumine|cholesterol|bnp|lithiemie|vgm|leucocytes)\b.{0,25}?\b\d"
        ),
    ),
    (
        "vital",
        re.compile(
            r"\b(?:ta|pa|tension|pression|bp|blood pressure)\b.{0,20}?\b\d{1,3} ?/ ?\d{1,3}\b"
            r"|\b\d{2,3}/\d{2,3} ?mm ?hg|\b(?:fc|fr|pouls|pulse|heart rate)\b ?[:=a]? ?\d{2,3}\b"
            r"|\b\d{2,3} ?bpm\b"
            r"|\b(?:spo2|sao2|sat(?:uration)?)\b.{0,12}?\d{2,3} ?%|\b(?:t°|temperature|fievre"
            r"|febrile)\b.{0,10}?\b3[5-9|4][.,]?\d?"
            r"|\beva ?[:a=]? ?\d{1,2}(?: ?/ ?10)?\b|\bglasgow\b|\bmmse?\b ?(?:a|=|:)? ?\d"
        ),
    ),
    (
        "measure",
        re.compile(
            rf"\b(?:imc|bmi)\b.{{0,10}}?\d\d|\b\d\d[.,]?\d? ?kg ?/ ?m2|\b(?:poids"
            rf"|weight)\b(?:.{{0,11}}?[^\d,.\n])??{_DIGITS} ?(?:kg|lbs)\b"
            r"|\b(?:elle|il|mme [a-z]+|mr? [a-z]+) pes(?:e|ait) \d{1,3}(?:[.,]\d)? ?(?:kg|kilos)\b"
            r"|\b(?:perte|prise) de \d+(?:[.,]\d)? ?kg\b|\b\d(?:[ .]\d{3})? ?kcal\b"
        ),
    ),
    (
        "stage",
        re.compile(
            r"\b[pc]?t[0-4][a-d]?,? ?n[0-3x],? ?m[01x]\b|\bstade (?:[1-4]|i{1,3}v?)\b"
            r"|\bgir ?[1-6]\b|\b\d{1,2}(?: ?\+ ?\d)? ?sa\b|\b(?:l[1-5]|c[2-7])[- ]?(?:s1"
            r"|[lc][2-7])\b"
        ),
    ),
    ("size", re.compile(r"\b\d{1,3}(?:[.,]\d)?(?: ?[x*] ?\d{1,3}(?:[.,]\d)?)? ?mm\b")),
    (
        "age",
        re.compile(
            r"\b(?:\d{1,3}|un|deux|trois|quatre|cinq|six) ans\b|\b\d{1,3}[- ]year[- ]old\b"
            r"|\bage(?:e)? de \d"
        ),
    ),
    ("care", CASE),
    ("symptom", AILMENT),
    ("code", re.compile(r"\b(?:cim|icd)[- ]?10\b|\([a-t]\d\d\.\d{1,2}\)")),
)
"""Concept, and how it is recognised."""

BUILT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "procedure",
        re.compile(r"^[a-z]{2,}(?:ectom(?:ie|y)|ostom(?:ie|y)|otom(?:ie|y)|pexie|pexy|centese)s?$"),
    ),
    (
        "symptom",
        re.compile(
            r"^[a-z]{2,}(?:algi[ea]|rrhe[ea]|rrhoea|rragie|rrhagia|peni[ea]|plegi[ea]|paresi[es]"
            r"|megal(?:ie|y)|dyni[ea])s?$"
        ),
    ),
)
"""Concept, and how medicine builds a word of Greek ones: there are more than a list can hold."""

BUILT_ALIKE = frozenset({"nostalgie", "nostalgia", "dichotomie", "dichotomy", "trichotomie"})
SHORTEST_BUILT = 8
"""Letters."""

PERSON = re.compile(
    r"\bnee? le \d|(?<!l')(?<!d')\bagee? de \d{1,3} (?:ans|mois|jours|semaines)\b"
    r"|\b\d{1,3}[- ]year[- ]old\b|\bdate de naissance\b"
    r"|\b(?:la|le|ce|cette|mon|ma|votre|the|this) (?:patiente?|residente?|malade)\b"
    r"|\b(?:retraitee?|etudiante?|lyceen(?:ne)?|ouvriere?|agriculteur|agricultrice|fillette|dame"
    r"|adolescente?|bebe) de \d"
    r"|\b(?:patiente?|residente?|enfant|fille|garcon|homme|femme|nourrisson)"
    r"(?: \w+)? (?:de \d|age|vue?|sortie?|qui|admise?|presente|hospitalisee?|suivie?)\b"
    r"|(?<!\btout )(?<!\btoute )(?<!\bchaque )"
    r"\b(?:patiente?|residente?|malade|garcon|homme|femme|nourrisson)(?: [a-z]+){0,2},?"
    rf" (?:de |d'environ |d'){_AGE} ?(?:ans|mois|jours|semaines)\b"
    r"|\b(?:patient|enfant|nourrisson|nouveau-ne|bebe|sujet|adolescent|adulte)e?,? (?:[a-z]+ ){0,5}"
    r"de sexe (?:masculin|feminin)\b|\b(?:quadra|quinqua|sexa|septua|octo|nona)genaire"
    r" (?:a|est|sous|vit|admise?|suivie?|sans|qui|presente|consulte|hospitalisee?)\b"
    rf"|{CASE.pattern}"
    r"|\b(?:she|he|his|her)\b"
    r"|\b(?:elle|il) (?:prend|boit|souffre|presente|vomit|entend|souhaite"
    r"|ronfle|reste"
    r"|refuse|mange|dort|marche|tousse|fume)\b"
    r"|\b(?:mon|ma|votre|son|sa|notre) (?:mari|femme|mere|pere|fils|fille|enfant|epouse|epoux"
    r"|compagne"
    r"|compagnon|bebe|frere|soeur|petit|petite)\b|\b(?:mum|mom|dad) (?:had|has|is|was)\b"
    r"|\byou (?:tested|have|had|are|were)\b|\ble petit [a-z]+\b|\bon (?:a trouve|retire|lui a)\b"
    r"|\b(?:votre|vos|son|sa|ses|your) \w+(?: \w+){0,3} (?:(?:montre|retrouve|confirme|revele"
    r"|objective)(?:nt)?"
    r"|reviennent|revient|(?:est|sont|etait) (?:revenue?s?|ressortie?s?)"
    r"|shows?|(?:is|est|sont) (?:trop|tres|normale?s?|positi(?:f|ve)s?"
    r"|negati(?:f|ve)s?|elevee?s?|basse?s?|bons?|bonnes?|positive|negative|high|low))\b"
)
"""One person is spoken of (folded text)."""

SHE = re.compile(r"\belle (?:a|est)\b")
"""A person, or a thing of that gender, which rules speak of (folded text)."""

NAMED = re.compile(
    r"\b(?:M\.|MM?|Mr|Mme|Mlle|Mrs|Ms|Monsieur|Madame|Mademoiselle)\.? (?!le |la |Docteur"
    r"|Dr)[A-ZÀ-Ý][\w’'-]*"
)
"""A person is named (text as written)."""

GENERAL = re.compile(
    r"\b(?:les personnes|les patients|des patients|les femmes|aux femmes|les hommes|les enfants"
    r"|chez (?:l'|les? )"
    r"(?:adulte|enfant|femme|homme|personne|sujet)s?|la population|en france|par an|(?:journee"
    r"|semaine) mondiale"
    r"|campagne|congres|colloque|conference|formation|brochure|depliant|affiche|atelier"
    r"|webinaire|etude montre"
    r"|une etude|des etudes|recommandations|est definie? par|est une maladie|se soigne|favorise"
    r"|depistage organise"
    r"|depistage d|prevention|facteurs de risque sont|article|revue de|people with|patients with"
    r"|in general"
    r"|faites-vous|proposez-vous|acceptez-vous|do you offer|do you do|infection control"
    r"|awareness|leaflet|workshop|conference|guidelines|research)\b"
)
"""It is spoken in general (folded text)."""

POSSESSIVE = re.compile(r"\b(?:votre|vos|mon|ma|mes|son|sa|ses|your|my|his|her)$")

LAW = re.compile(
    r"\bl'employeur\b|\b(?:le|la|du|de la|les|des) (?:salariee?s?|travailleurs?|assuree?s?"
    r"|beneficiaires?|candidate?s?|fonctionnaires?|praticiens?)\b|\balineas?\b|\bdecret\b"
    r"|\barticles? [lrd]?\.? ?\*?\d|\barrete du\b|\bau sens d[eu]\b|\bdans les conditions\b"
    r"|\bdu (?:present|meme) (?:code|article|chapitre|titre)\b|\bdesignation des maladies\b"
    r"|\baffections? (?:professionnelles?|provoquees?|engendrees?)\b|\bdelai de prise en charge\b"
)
"""It is a rule about everybody (folded text)."""

OFFICIAL = re.compile(
    r"\b(?:est|sont|etre|soit|soient) (?:fixe|defini|determine|precise|prononce|accorde|attribue"
    r"|verse|notifie|subordonne|calcule)e?s?\b|\bmentionnee?s?\b|\bvisee?s? (?:au|aux"
    r"|a l'article)\b|\bprevue?s? (?:au [0-9iv]|aux articles|a l'article|par (?:le|la|les|l'"
    r"|decret))|\ben application d[eu']|\bministres?\b|\bassurances? (?:maladie|vieillesse"
    r"|maternite)\b|\bregimes? (?:general|obligatoires?|de securite sociale|special|speciaux)\b"
    r"|\borganismes?\b|\bl'(?:interesse|assure)e?\b|\bla victime\b|\bcaisses? (?:primaires?"
    r"|nationales?|d'assurance)|\bil est interdit\b|\bau titre d[eu']|\bconformement a"
    r"|\bdispositions\b|\bcode (?:de|du|des)\b|\b(?:sous-section|section|chapitre) [0-9iv]"
    r"|\bl'agent\b|\bles agents\b|\btravaux (?:comportant|exposant|susceptibles|effectues)\b"
    r"|\btaux d'incapacite\b|\bliste (?:indicative|limitative)\b|\bapplicables?\b|\bsous reserve d"
    r"|\bne peu(?:t|vent) (?:pas )?etre\b|\bpour beneficier\b|\ba droit a|\bpour l'application\b"
    r"|\b(?:du|au|le) present (?:article|code|titre|chapitre)\b|\bemployeurs?\b|\bl'autorite\b"
    r"|\b(?:les|des) etablissements\b|\bprofessionnels de sante\b|\bil (?:peut|doit"
    r"|est) (?:demander|etre procede|institue|tenu compte)"
)
"""Law, by-laws and tables of rights, beside :data:`LAW` (folded text)."""

ONE_PERSON = re.compile(
    r"\bnee? le \d|\bagee? de \d{1,3} (?:ans|mois|jours|semaines)\b|\bdate de naissance\b"
    r"|\b\d{1,3}[- ]year[- ]old\b|\b(?:la|cette|ma|mon|ce) patiente?\b|\b(?:she|he|his|her)\b"
)
"""Somebody in particular, as no rule speaks (folded text)."""

RULE = re.compile(
    r"\ben cas d[e']|\bsi (?:vous|le|la|l'|les|elle|il|un|une)\b|\bau moins\b|\blorsqu"
    r"|\b(?:peut|peuvent|doit|doivent) etre\b|\bvous (?:pouvez|devez|avez droit)\b"
    r"|\b(?:toute|une|la) personne\b|\bles personnes\b|\bl'assure\b|\bmaladies? professionnelles?\b"
    r"|\bindemnites?\b|\ballocations?\b|\bprestations?\b|\bcaisses?\b|\bdemarches?\b"
    r"|\bformulaire\b|\bconges?\b|\bpension\b|\binfractions?\b|\bdelits?\b|\bcontraventions?\b"
    r"|\bconduire\b|\bconducteurs?\b|\bvehicules?\b|\bjuges?\b|\binterdite?s?\b|\binterdiction\b"
    r"|\bauteurs? d[eu]|\bvictimes? d[eu']|\bexoneration\b|\bpar la loi\b"
    r"|\btarifs?\b|\bremboursees?\b|\bremboursements?\b|\bcertificat de deces\b"
)
"""Who may have what, and when, as guides for everybody say it (folded text)."""

ADDRESSED = re.compile(r"\b(?:votre|vos|vous|mon|ma|mes|je|your|you|my)\b|\bj'")
"""Somebody is spoken to, or speaks of himself (folded text)."""

NOTE = re.compile(
    r"\bj'ai (?:eu|fait|encore|de la|des|du|un|une|tres|trop|mal|arrete|repris|perdu|pris)\b"
    r"|\bje (?:suis|prends|souffre|ne supporte|ne dors|tousse|saigne|vomis|me sens)\b"
    r"|\bi (?:have|had|stopped|take|took|feel|felt|am)\b"
    r"|\bsince (?:yesterday|last|monday|the)\b"
    r"|\bdepuis (?:un|une|deux|trois|quatre|cinq|six|hier|ce|cette|la|le|l'|les|son|sa|\d)"
    r"|\b(?:cette nuit|ce matin|ce jour|hier soir|last night|this morning|ce midi)\b"
    r"|\ba (?:surveiller|refaire|discuter|renouveler|recontroler|revoir|repetition)\b"
    r"|\b(?:recidivante?s?|recente?s?|severe?s?|bilaterale?s?|moderee?s?|debutante?s?"
    r"|chroniques?)\b"
    r"|\b(?:donnee?s?|faite?s?|posee?s?|refaite?s?|retiree?s?|prescrite?s?|introduite?s?"
    r"|operee?s?|soulagee?s?)\b"
    r"|\b(?:montre|retrouve|confirme|shows?|reveals?|evoque)\b"
    r"|\b(?:debut|suspicion|arret|suite|reprise) d[eu']|\bon suspecte\b"
    r"|\bpendant (?:un|une|deux|trois|six|dix|\d+) (?:jours?|semaines?|mois)\b"
    r"|\b(?:normale?s?|anormale?s?|clear|mieux|sortie?|informee?s?|prevenue?s?) ?[.,!]"
    r"|\best normale?\b|\ben (?:baisse|hausse)\b"
    r"|\bdans (?:un|deux|trois|six|\d+) (?:mois|jours|semaines)\b"
    r"|\b(?:resident|patient|nourrisson|enfant|garcon|fille|homme|femme)e? (?:de|en) \w+"
    r"|\b(?:droite?|gauche|left|right)\b"
)
"""Something that happens to one person is told, as notes do (folded text)."""
