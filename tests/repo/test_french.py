"""The checker of French itself: what it must find, and what it must let stand."""

from __future__ import annotations

import pytest

from support.typography import french_faults

WRONG = {
    "a space that may break before a colon": "Mot de passe : 1234",
    "no space before a question mark": "Envoyer?",
    "a space that may break before a semicolon": "Parti ; rien à faire",
    "a space that may break inside guillemets": "Ouvrez « Brouillons »",
    "no space inside guillemets": "Ouvrez «Brouillons»",
    "a typewriter's apostrophe": "L'envoi",
    "English quotation marks": 'Ouvrez "Brouillons"',
    "an exclamation mark": "Envoyé !",
    "three points": "Examen en cours...",
    "English left": "Le fichier is not là",
    "a missing accent": "Le fichier est deja la",
    "tu": "Vérifie ton message",
    "jargon": "Crypter la pièce jointe",
}
RIGHT = {
    "guillemets and signs with no-break spaces": "« Bilan.pdf » est-il protégé\u00a0? Oui\u00a0: avec Sceau\u00a0; voilà.".replace(  # noqa: E501
        "« ", "«\u00a0"
    ).replace(" »", "\u00a0»"),
    "a time of day": "Envoyé à 10:32",
    "a place to be filled": "{name}\u00a0: {count} fichiers",
    "a command between backquotes": "Lancez `sceau seal --as=pdf: 'x'!`",
    "an address": "Voyez https://exemple.example/a?b",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_fault_is_found(text: str) -> None:
    assert french_faults(text)


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_good_french_stands(text: str) -> None:
    assert not french_faults(text)
