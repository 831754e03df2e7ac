"""Whom a text is about: names found by the rules of medical papers, French and English.

« Patient : DURAND Marie », « Nom : … Prénom : … », « Mme Durand, née le 12/03/1950 », « votre
patient M. Petit », « Madame X a été hospitalisée ». Who writes, signs, or is only mentioned is left
out: a name counts where something says that it is the patient's.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator

import msgspec

from sceau.review.names import name_words, same_person
from sceau.review.own_words import folded
from sceau.review.shown import shown

LONGEST = 60_000
"""Characters looked through: papers say at their top whom they are about."""

MOST = 40
"""Persons of one text; a list of patients has more than can be told anyway."""


class Person(msgspec.Struct, frozen=True):
    """Somebody a text is about: the words of the name, the name as written, the birth date (ISO
    8601) where it stands beside it, and how ``sure`` it is that the text is about them: 2 where a
    label or a birth date says it, 1 where only the sentence does."""

    words: tuple[str, ...]
    written: str
    born: str = ""
    sure: int = 1

    def __repr__(self) -> str:
        return f"Person(sure={self.sure})"


_GAP = r"[ \t\u00a0\u202f]+"
_PART = r"(?:[A-ZÀ-ÖØ-Þ](?:[\w'’]|-(?=\w)){0,30}(?![\w'’])\.?)"
_SMALL = r"(?:de|du|des|la|le|d['’]|von|van|der|el|ben|da|dos)"
_NAME = rf"(?<![\w'’-]){_PART}(?:{_GAP}(?:{_SMALL}{_GAP}?){{0,2}}{_PART}){{0,4}}"
_TITLE = (
    r"(?:M\.|Mr\.?|MR|Monsieur|MONSIEUR|Mme\.?|MME|Madame|MADAME|Mlle|MLLE|Mademoiselle"
    r"|Mrs\.?|Ms\.?|Miss|[Ll]['’]enfant|[Ee]nfant|[Bb]ébé)"
)
_DATE = (
    r"(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}(?:er)?[ \u00a0](?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep)\w*\.?[ \u00a0](?:19|20)\d\d)"
)
_BORN = (
    r"(?:[Nn]ée?(?:\([eE]\))?|NÉE?|NEE?(?:\(E\))?|[Dd]ate de naissance|DDN|D\.D\.N\.?|[Bb]orn"
    r"|DOB|[Dd]ate of birth)"
)
_ALSO = rf"(?:,?{_GAP}\(?(?:née?|NÉE|ép\.?|épouse|veuve|vve|usage)\s*:?{_GAP}(?P<also>{_NAME}))?"
_STRONG = (
    r"(?:[Pp]atiente?|PATIENTE?|[Nn]om du patient|[Nn]om de la patiente"
    r"|[Ii]dentité(?: d[ue] (?:la )?patiente?)?|IDENTIT[ÉE](?: DU PATIENT)?"
    r"|(?i:nom[ ,/]*(?:et |& )?pr[ée]noms?|pr[ée]noms?[ ,/]*(?:et |& )?nom)"
    r"|[Rr]ésidente?|[Uu]sag[eè]re?|[Bb]énéficiaire|[Pp]atient['’]s name|[Pp]atient name"
    r"|[Nn]ame of patient|[Ff]ull name)"
)
_WEAK = (
    r"(?:[Cc]oncern(?:e|ant)|[Oo]bjet|OBJET|[Rr]éf(?:érence)?\.?|RE|Re|[Dd]ossier(?: de)?"
    r"|DOSSIER(?: DE)?|[Ss]ubject|[Nn]ame|NAME|[Aa]ssurée?|[Cc]ompte[- ]rendu(?: de)?)"
)
_FAMILY = re.compile(
    r"\b(?:Nom(?: de naissance| d['’]usage| usuel| patronymique| de famille)?"
    r"|NOM(?: DE NAISSANCE| D['’]USAGE| USUEL| PATRONYMIQUE)?|[Ss]urname|[Ll]ast name)"
    rf"\s*:\s*(?P<name>{_NAME})"
)
_GIVEN = re.compile(
    r"\b(?:Prénoms?(?: usuel| de naissance)?|PR[ÉE]NOMS?|[Ff]irst name|[Gg]iven names?)"
    rf"\s*:\s*(?P<name>{_NAME})"
)
_APART = 160  # characters between the two halves of a name in a form
_BORN_WITHIN = 160
_MOST_FORMS = 200

_PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (2, re.compile(rf"\b{_STRONG}\s*[:：][ \t\u00a0]*(?:{_TITLE}{_GAP})?(?P<name>{_NAME}){_ALSO}")),
    (
        2,
        re.compile(
            rf"(?<!Dr )(?<!Pr )(?:\b{_TITLE}{_GAP})?(?P<name>{_NAME}){_ALSO}"
            rf"[ \t\u00a0]*[,;(–-]?\s{{0,2}}{_BORN}\s*(?:le|on|:)?{_GAP}?{_DATE}"
        ),
    ),
    (1, re.compile(rf"\b{_WEAK}\s*[:：]?{_GAP}{_TITLE}{_GAP}(?P<name>{_NAME}){_ALSO}")),
    (
        1,
        re.compile(
            rf"\b(?:[Vv]otre|[Nn]otre|[Mm]on|[Mm]a|[Ll]e|[Ll]a|[Cc]ette|[Cc]e|[Yy]our|[Tt]he)"
            rf"{_GAP}(?:jeune{_GAP})?patiente?,?{_GAP}(?:{_TITLE}{_GAP})?(?P<name>{_NAME}){_ALSO}"
        ),
    ),
    (
        1,
        re.compile(
            rf"\b{_TITLE}{_GAP}(?P<name>{_NAME}){_ALSO},?\s{{1,2}}"
            rf"(?:\(?âgée?|a{_GAP}été|a{_GAP}bénéficié"
            r"|est[ \u00a0](?:hospitalis|suivi|venu|adress|vu|porteu|atteint|sorti|opér|connu)"
            r"|présente|consulte|souffre|\(?\d{1,3}[ \u00a0](?:ans|mois|years)|was |is |has "
            r"|attended|presented)"
        ),
    ),
    (
        1,
        re.compile(
            rf"^[ \t]*(?:{_TITLE}{_GAP})?(?P<name>{_NAME}){_ALSO}[ \t\u00a0]*[-–,(][ \t\u00a0]*"
            r"\d{1,3}[ \u00a0](?:ans|mois|years)\b",
            re.MULTILINE,
        ),
    ),
    (
        1,
        re.compile(
            rf"^[ \t]*{_TITLE}{_GAP}(?P<name>{_PART}{_GAP}{_NAME}){_ALSO}[ \t]*$", re.MULTILINE
        ),
    ),
    (
        1,
        re.compile(
            r"\b(?:[Jj]e vois|[Jj]['’]ai vu|[Aa]i reçu|[Aa]vons reçu|[Aa]i examiné|[Cc]oncernant"
            r"|[Aa]u sujet de|[Rr]ésultats de|[Bb]ilan de|[Oo]rdonnance (?:de|pour)|[Dd]ossier de"
            rf"|I saw|regarding){_GAP}(?:ce jour{_GAP}|en consultation{_GAP})?"
            rf"{_TITLE}{_GAP}(?P<name>{_NAME}){_ALSO}"
        ),
    ),
)
_OTHER_WORDS = """
le la les un une des date ne nee nom prenom prenoms sexe adresse service docteur dr pr professeur
madame monsieur age ipp nir ins tel telephone mobile email mail medecin traitant page compte rendu
consultation hospitalisation bilan ordonnance resultat resultats clinique hopital centre cabinet
unite pole chu chru laboratoire lundi mardi mercredi jeudi vendredi samedi dimanche janvier
fevrier mars avril mai juin juillet aout septembre octobre novembre decembre du au a en pour objet
motif dossier numero n no examen examens prescripteur sejour entree sortie naissance poids taille
imc bonjour cher chere confrere the date birth sex address phone doctor report hospital patient
patiente identite nationale sante securite sociale rue avenue boulevard place france paris lyon
marseille cordialement merci conclusion indication technique antecedents traitement histoire
maladie ddn dob born name visit clinic discharge summary gender nhs ref
"""
_NO_NAME = frozenset(_OTHER_WORDS.split())
_MONTHS = {
    "jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6,
    "jun": 6, "juil": 7, "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


@functools.lru_cache(maxsize=16)
def persons(text: str) -> tuple[Person, ...]:
    """Give whom ``text`` is about, each once: the surest and then the first named first."""
    plain = unicodedata.normalize("NFC", text[:LONGEST])
    found = sorted(_found(plain), key=lambda one: (-one[1].sure, one[0]))
    merged: list[Person] = []
    for _, one in found:
        at = next((n for n, other in enumerate(merged) if same_person(one.words, other.words)), -1)
        if at >= 0:
            merged[at] = _both(merged[at], one)
        elif len(merged) < MOST:
            merged.append(one)
    return tuple(one for one in merged if one.sure > 1 or len(one.words) > 1 or len(merged) == 1)


def _both(one: Person, other: Person) -> Person:
    longer = max((one, other), key=lambda each: len(each.words))
    return Person(longer.words, longer.written, one.born or other.born, max(one.sure, other.sure))


def _found(text: str) -> Iterator[tuple[int, Person]]:
    yield from _in_forms(text)
    for sure, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if _is_of_a_professional(text, match.start("name")):
                continue
            born = iso_date(groups.get("date") or "") or _born_near(
                text, match.start("name"), match.end()
            )
            one = _person(groups["name"], groups.get("also") or "", born, sure)
            if one is not None:
                yield match.start("name"), one


def _in_forms(text: str) -> Iterator[tuple[int, Person]]:
    """Give the names whose two halves stand in two fields."""
    given = list(itertools.islice(_GIVEN.finditer(text), _MOST_FORMS))
    taken: set[int] = set()
    for family in itertools.islice(_FAMILY.finditer(text), _MOST_FORMS):
        near = [
            one
            for one in given
            if one.start() not in taken and abs(one.start() - family.start()) <= _APART
        ]
        if not near:
            continue
        first = min(near, key=lambda one: abs(one.start() - family.start()))
        taken.add(first.start())
        end = max(first.end(), family.end())
        whole = f"{_cut(first['name'])} {_cut(family['name'])}"
        one = _person(whole, "", _born_near(text, family.start(), end), 2)
        if one is not None:
            yield family.start(), one


def _person(name: str, also: str, born: str, sure: int) -> Person | None:
    written = _cut(name)
    words = name_words(f"{written} {_cut(also)}")
    if not words or all(len(one) == 1 for one in words) or len(words[0]) > 30:
        return None
    return Person(words, shown(written, 50), born, sure)


def _cut(name: str) -> str:
    """Give ``name`` up to the first word that is none: ``DURAND Marie Date``."""
    kept: list[str] = []
    for word in name.split():
        plain = folded(word).strip(".'-")
        if plain in _NO_NAME:
            break
        kept.append(word)
    return " ".join(kept).rstrip(".,")


_PROFESSIONAL = re.compile(
    r"(?:\b(?:dr|docteur|pr|professeur|prof|doctor|medecin|infirmiere?|secretaire|signe(?: par)?"
    r"|redige par|valide par|prescripteur|chirurgien|interne|assistante?)\.?\s*:?\s*)$"
)


def _is_of_a_professional(text: str, start: int) -> bool:
    return _PROFESSIONAL.search(folded(text[max(0, start - 24) : start])) is not None


_NEAR = re.compile(rf"{_BORN}\s*(?:le|on|:|\(e\))?\s*:?\s*{_DATE}")


def _born_near(text: str, start: int, end: int) -> str:
    found = _NEAR.search(text, start, min(len(text), end + _BORN_WITHIN))
    return iso_date(found["date"]) if found else ""


def iso_date(written: str) -> str:
    """Give a date as ISO 8601; empty where it is none."""
    parts = re.findall(r"\d+|[^\W\d_]+", folded(unicodedata.normalize("NFC", written)))
    parts = [one for one in parts if one != "er"]
    if len(parts) != 3:
        return ""
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    if not month.isdigit():
        month = str(next((n for name, n in _MONTHS.items() if month.startswith(name)), 0))
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


_GREETING = re.compile(
    rf"^[ \t>]*(?:[Bb]onjour|[Bb]onsoir|BONJOUR|[Cc]hère|[Cc]her|[Dd]ear|[Hh]ello|[Hh]i)[ \u00a0,]+"
    rf"(?P<title>{_TITLE}{_GAP})?(?P<name>{_NAME})[ \u00a0]*[,!.;:]?[ \t]*$",
    re.MULTILINE,
)
_TITLED = re.compile(
    rf"^[ \t]*(?P<title>{_TITLE}){_GAP}(?P<name>{_NAME})[ \u00a0]*,[ \t]*$", re.MULTILINE
)


def greeted(text: str) -> Person | None:
    """Give whom a mail's own words greet by name; none where they greet nobody, a group or a
    colleague."""
    plain = unicodedata.normalize("NFC", text[:2_000])
    for pattern in (_GREETING, _TITLED):
        match = pattern.search(plain)
        if match is not None and not _is_of_a_professional(plain, match.start("name")):
            written = " ".join(((match["title"] or "") + match["name"]).split())
            if folded(match["name"].split()[0]).strip(".") in _TO_MANY:
                return None
            one = _person(match["name"], "", "", 2)
            return None if one is None else Person(one.words, shown(written, 50), "", 2)
    return None


_MANY = """
tous toutes all everyone everybody team equipe docteur dr pr professeur confrere consoeur maitre
collegue collegues monsieur madame mesdames messieurs sir chers cheres cher chere m mme ami amie
colleagues colleague doctor prof both
"""
_TO_MANY = frozenset(_MANY.split())
