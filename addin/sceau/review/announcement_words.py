"""The words that announce an attachment, and those that take the announcement back.

Regular expressions over folded text (:func:`sceau.review.own_words.folded`): small letters, no
accents, plain apostrophes and hyphens, one line. ``DOC`` and ``FILE`` stand for what people attach.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_DOC = (
    "comptes?[ -]rendus?|crs?|documents?|docs?|fichiers?|pdf|ordonnances?|courriers?|lettres?"
    "|factures?|devis|formulaires?|bilans?|resultats?|analyses?|plannings?|dossiers?|certificats?"
    "|attestations?|convocations?|rapports?|tableaux?|listes?|questionnaires?|fiches?|menus?"
    "|regimes?|plans?|programmes?|photos?|images?|radios?|irm|scanners?|echographies?|copies?"
    "|scans?|justificatifs?|contrats?|conventions?|synthese|consignes?|recettes?|rib|notes?|bons?"
    "|feuilles?|prescriptions?|brochures?|livrets?|elements?|exemplaires?|annexes?"
)
_FILE = (
    "reports?|documents?|files?|pdf|letters?|invoices?|forms?|results?|plans?|summary|prescriptions?"
    "|certificates?|copy|copies|lists?|schedule|scans?|images?|photos?|leaflets?|notes?|quote"
    "|questionnaires?|appointment card|diet sheet"
)

_ANNOUNCES = (
    # French
    r"ci[ -]?(?:joint|annexe|attache)e?s?\b",
    r"en (?:pieces?|fichiers?|documents?|dossiers?)[ -](?:joint|attache)e?s?\b",
    r"en p\.?j\b",
    r"en attache\b",
    r"(?:cf\.?|voir|vois) (?:la |les )?p\.?j\.?s?\b",
    r"(?:voir|vois|cf\.?) (?:DOC) (?:joint|annexe)e?s?\b",
    r"\bp\.?j\.?s? ?: ?\S",
    r"pieces? jointes? ?: ?\S",
    r"trouve(?:r|rez|ras|z) (?:[^.!?]{0,60} )?(?:joint|annexe)e?s?\b",
    r"trouve(?:r|rez|ras|z) (?:[^.!?]{0,60} )?en annexe\b",
    r"\b(?:DOC) (?:(?:(?!pieces? joint)[^.!?,]){0,40} )?jointe?s?\b"
    r"(?! par | au telephone| a (?:la|ma|mon) )",
    r"\b(?:je|nous) (?:vous |te |lui |leur |y )?joi(?:ns|gnons)\b"
    r"(?! a (?:vous|eux|elles?|nous|mes|leurs?)\b)",
    r"\bje t'y? ?joins\b",
    r"\b(?:j'ai|nous avons) (?:egalement |aussi |bien )?joint(?:es?|s)? "
    r"(?:l'|(?:le|la|les|un|une|des|mon|ma|mes|notre|nos|votre|vos) )(?:DOC)\b",
    r"\bjoint(?:e|s|es)? a (?:ce|mon|notre) (?:mail|message|courriel|e-?mail|courrier)\b",
    r"\b(?:voir|consulter|lire|dans|ouvrir|connaissance de) la piece jointe",
    r"\b(?:voir|consulter|lire) (?:les )?pieces jointes",
    r"\b(?:j'ai|j'avais|nous avons) oublie (?:de joindre|(?:la|les) pieces? jointes?)",
    # English
    r"\b(?:find|see|review|open|read|view) (?:[^.!?]{0,40} )?"
    r"(?:attached|enclosed|(?:the |this )?attachments?)\b",
    r"\b(?:i|we)(?: have|'ve| am|'m| are|'re)? (?:also |now |just )?"
    r"(?:attach|attached|attaching|enclose|enclosed|enclosing)\b(?! to (?:the|my|our) )",
    r"\b(?:attached|enclosed) (?:is|are|you|please|herewith|below)\b",
    r"\b(?:the|this|an?|my|our) (?:attached|enclosed) (?:[\w-]+ ){0,2}(?:FILE)\b",
    r"\b(?:FILE) (?:is|are) (?:attached|enclosed)\b(?! to (?:the|my|his|her|our) )",
    r"\battached to this (?:mail|e-?mail|message)\b",
    r"\b(?:as|in) (?:an |the |this )?attachments?\b",
    r"\bsee the (?:attached|enclosed)\b",
    r"\bi forgot (?:the attachment|to attach)\b",
    r"\b(?:FILE) (?:attached|enclosed)[ .!:]*$",
)

_DENIES = (
    # French
    r"\bsans (?:aucune? |la |de )?(?:pieces? jointes?|fichiers? joints?|pj)\b",
    r"\b(?:aucune?|pas d[e']|ni|plus de|jamais de) ?"
    r"(?:pieces? jointes?|(?:fichiers?|documents?) joints?|pj|annexes?)\b",
    r"\bn'(?:ai|avons|y a|a) (?:\w+ ){0,2}?(?:pas|rien|aucun) (?:\w+ ){0,3}"
    r"(?:jointe?s?|mis|pieces?|annexes?)\b",
    r"\bn'(?:est|etait) (?:\w+ )?pas (?:\w+ )?(?:jointe?|en piece|en pj|ci[ -])",
    r"\bne (?:vous |te |lui )?"
    r"(?:joins|joignons|mets|mettons|sera|seront|figure|peux|pouvons) (?:\w+ )?(?:pas|rien|plus)\b",
    r"\b(?:pas|rien) (?:ci-joint|en piece jointe)",
    r"\b(?:pu|arrive pas a|parviens pas a|impossible d'|reussi a|peux pas) ?ouvrir\b",
    # English
    r"\b(?:no|without|without any) (?:attachments?|attached files?)\b",
    r"\b(?:not|nothing|isn't|aren't|wasn't|weren't|never|haven't|couldn't|can't|don't|didn't) "
    r"(?:\w+ ){0,2}(?:attach|enclos)",
    r"\b(?:i|we) (?:could not|couldn't|cannot|can't|am unable to|was unable to|are unable to) "
    r"(?:open|read|see|view|find)\b",
)

_ANOTHERS = (
    # What somebody else attached
    r"\b(?:vous|tu|il|elle|ils|elles) (?:m'|(?:me|nous|lui|leur) )?(?:l'|les )?"
    r"(?:avez|aviez|as|avais|ont|avait|avaient|a) (?:\w+ )?"
    r"(?:envoye|joint|mis|transmis|adresse|transfere|remis|fait parvenir)",
    r"\b(?:votre|vos|ta|tes|ton|leur|son|sa) (?:DOC|pieces?|pj) jointe?s?\b",
    r"\b(?:recue?s?|recevoir|attends|attendons)\b",
    r"\b(?:you|they|he|she)(?:'ve| have| had| has)? (?:just )?(?:attached|enclosed|sent|forwarded)",
    r"\b(?:your|their|his|her) (?:[\w-]+ ){0,2}(?:attached|attachments?|enclosed|enclosure)\b",
    r"\b(?:received?|waiting for)\b",
    # What somebody is asked for
    r"\b(?:pouvez|pourriez|peux|pourrais)[ -](?:vous|tu)\b",
    r"\b(?:merci|priere|veuillez|pensez|n'oubliez pas|il faut|il faudra)\b(?: bien)?(?: vouloir)?"
    r"(?: a| de| d')? ?(?:bien )?(?:m'|me |nous |lui )?"
    r"(?:r?envoyer|adresser|transmettre|retourner|joindre|fournir|faire parvenir|mettre|deposer)\b",
    r"\b(?:could|can|would|will) you\b",
    r"\bplease (?:send|attach|return|forward|enclose|e-?mail)\b",
    # What will come another day
    r"\b(?:r?enverr|transmettr|adresser|fer|joindr|mettr|parviendr|communiquer)"
    r"(?:ai|a|ons|ont|ez|as)\b",
    r"\b(?:i|we|he|she|they)(?:'ll| will| shall| would)\b",
    # The small print under a mail
    r"\b(?:confidentiel|confidential|intended|destinataires? designes?|privileged)",
    r"\b(?:imprim(?:er|ez)|printing|print this|virus)\b",
    # People attached to each other, or to a place
    r"\b(?:very|so|deeply|more|emotionally|personally) attached\b",
)

_THIS_MAIL = (
    r"\bci[ -]?(?:joint|annexe|attache)e?s?\b",
    r"^trouve",
    r"^(?:je|nous) ",
    r"^find (?:attached|enclosed)\b",
    r"\boublie\b",
    r"\bforgot\b",
    r"\battached to this\b",
)


class Words(NamedTuple):
    """What is looked for in one folded sentence.

    ``announces`` finds an announcement. ``denies`` is a sentence that speaks of attachments and
    says there is none, or that one cannot be read; ``anothers`` one about an attachment that is
    not this mail's own; ``this_mail`` recognises announcing words that speak of this very mail,
    whoever is asked to do something with it.
    """

    announces: re.Pattern[str]
    denies: re.Pattern[str]
    anothers: re.Pattern[str]
    this_mail: re.Pattern[str]


HINTS = ("joi", "attach", "enclos", "annex", "pj", "p.j")
"""Every announcement holds one of these; most mails hold none, and need no closer look."""


@functools.cache
def words() -> Words:
    """Give the patterns; they are made once, and only when a text holds one of the ``HINTS``."""
    return Words(*map(_any_of, (_ANNOUNCES, _DENIES, _ANOTHERS, _THIS_MAIL)))


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{one})" for one in patterns)
    return re.compile(joined.replace("DOC", _DOC).replace("FILE", _FILE))
