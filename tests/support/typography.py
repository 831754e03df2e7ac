"""French as a careful colleague writes it: what can be checked without reading it."""

from __future__ import annotations

import re

NBSP = "\u00a0\u202f"
_RULES: tuple[tuple[str, str], ...] = (
    (rf"[^{NBSP}\s]?[^{NBSP}][;?»]", "a no-break space before ; ? »"),
    (rf"(?<=[^{NBSP}\d]):(?=\s|$)", "a no-break space before :"),
    (rf"«[^{NBSP}]|«$", "a no-break space after «"),
    (r"!", "no exclamation mark"),
    (r"'", "’ instead of '"),
    (r'["“”]', "« » instead of English quotation marks"),
    (r"\.\.\.", "… instead of three points"),
    (r"\boe(?=uvr|il)|\bcoeur|\bvoeu|\bsoeur", "œ in one letter"),
)
_ENGLISH = re.compile(
    r"\b(?:the|and|your|with|please|cannot|error|failed|file|files|password|attachment|"
    r"recipient|send|sent|draft|open|close|cancel|seal|sealed|settings|warning|of|was|were|is|not|"
    r"email|e-mail)\b",
    re.IGNORECASE,
)
_WITHOUT_ACCENT = re.compile(
    r"\b(?:deja|apres|tres|etre|meme|piece|pieces|numero|recu|protege|protegee|securite|verifie|"
    r"verifier|etablissement|donnees|reponse|chiffree|envoye|envoyee|copie e|cle|cles|echec|"
    r"systeme|probleme|reessayer|reessayez|deuxieme|reseau|acces|jusqu.a|fenetre|controle|"
    r"[Aa] verifier)\b",
    re.IGNORECASE,
)
_NOT_PROSE = re.compile(
    r"`[^`]*`|\{\w+\}|\bhttps?://\S+|--[a-z][\w-]*|\b[\w-]+\.(?:toml|json|eml|pem|pdf)\b"
    rf"|(?<=«[{NBSP}])[a-z_-]+(?: [a-z_-]+)*(?=[{NBSP}]»)"
)
_FAMILIAR = re.compile(r"\b(?:tu|toi|ton|tes|peux-tu|veux-tu)\b", re.IGNORECASE)
_JARGON = re.compile(r"\b(?:crypt(?:er|é|ée|age|ez)|encrypt\w*|décrypt\w*|mot de passes)\b", re.I)


def french_faults(text: str) -> list[str]:
    """Give what is wrong in ``text``, each fault with the words around it.

    Left out, because it is not prose: places ``{…}``, code between backquotes, options, file names,
    addresses, and words of settings quoted in « » in lower case without accents.
    """
    bare = _NOT_PROSE.sub("x", text)
    faults = [
        f"{say}: …{bare[max(0, match.start() - 15) : match.end() + 15]}…"
        for pattern, say in _RULES
        for match in re.finditer(pattern, bare)
    ]
    for words, say in (
        (_ENGLISH, "English left"),
        (_WITHOUT_ACCENT, "an accent is missing"),
        (_FAMILIAR, "vous, not tu"),
        (_JARGON, "chiffrer, not crypter"),
    ):
        faults += [f"{say}: {match[0]}" for match in words.finditer(bare)]
    return faults
