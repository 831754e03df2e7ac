"""Finding folders: by what they are for, and by the name a person gives them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.hooks.imap.folders import Folder, by_name, by_use, listed, place_for


def folders(*names: str, separator: str = "/", **uses: str) -> list[Folder]:
    """Give folders; ``uses`` names the one with an attribute (``sent="Envoyés"``)."""
    told = {name: frozenset({f"\\{use}"}) for use, name in uses.items()}
    return [Folder(one, separator, told.get(one, frozenset())) for one in names]


class Listing:
    """A server's answer to LIST, as the library gives it."""

    def __init__(self, *names: str | bytes) -> None:
        self._names = names

    def list_folders(self) -> list[tuple[tuple[bytes, ...], bytes, str | bytes]]:
        return [((b"\\HasNoChildren",), b"/", one) for one in self._names]


@pytest.mark.parametrize("name", ["À vérifier", "À vérifier".encode()], ids=["decoded", "in UTF-8"])
def test_names_are_read_whether_the_library_decoded_them_or_not(name: str | bytes) -> None:
    found = listed(Listing("INBOX", name))  # type: ignore[arg-type]
    assert by_name(found, "à vérifier") == "À vérifier"


BY_USE = {
    "as the server says, whatever its name": (
        folders("INBOX", "Sent", "Partis", sent="Partis"),
        "\\Sent",
        "Partis",
    ),
    "by its usual name where the server does not say": (
        folders("INBOX", "Brouillons", "Sent"),
        "\\Drafts",
        "Brouillons",
    ),
    "the one nearest to the top": (
        folders("INBOX/Archives/Sent", "INBOX/Sent"),
        "\\Sent",
        "INBOX/Sent",
    ),
    "as Exchange calls it in French": (
        folders("INBOX", "Éléments envoyés"),
        "\\Sent",
        "Éléments envoyés",
    ),
    "none": (folders("INBOX", "Divers"), "\\Trash", None),
}


@pytest.mark.parametrize(("there", "use", "found"), BY_USE.values(), ids=BY_USE)
def test_a_folder_is_found_by_its_use(there: list[Folder], use: str, found: str | None) -> None:
    assert by_use(there, use) == found


BY_NAME = {
    "as it is": (folders("INBOX", "À vérifier"), "À vérifier"),
    "in another case": (folders("INBOX", "À VÉRIFIER"), "À VÉRIFIER"),
    "with its accents apart": (
        folders(unicodedata.normalize("NFD", "À vérifier")),
        unicodedata.normalize("NFD", "À vérifier"),
    ),
    "under INBOX": (folders("INBOX", "INBOX.À vérifier", separator="."), "INBOX.À vérifier"),
    "the whole name before the end of one": (
        folders("Équipe/À vérifier", "À vérifier"),
        "À vérifier",
    ),
    "not one that only begins so": (folders("À vérifier plus tard"), None),
    "not one without its accents": (folders("A verifier"), None),
}


@pytest.mark.parametrize(("there", "found"), BY_NAME.values(), ids=BY_NAME)
def test_a_folder_is_found_by_its_name(there: list[Folder], found: str | None) -> None:
    assert by_name(there, "À vérifier") == found


PLACES = {
    "at the top": (folders("INBOX", "Sent"), "À vérifier"),
    "under INBOX, where everything is": (
        folders("INBOX", "INBOX.Sent", "INBOX.Drafts", separator="."),
        "INBOX.À vérifier",
    ),
    "under inbox as the server writes it": (
        folders("Inbox", "Inbox/Sent"),
        "Inbox/À vérifier",
    ),
    "in a mailbox with nothing in it": (folders("INBOX"), "À vérifier"),
    "on a server without a hierarchy": (folders("INBOX", "Sent", separator=""), "À vérifier"),
}


@pytest.mark.parametrize(("there", "place"), PLACES.values(), ids=PLACES)
def test_a_new_folder_goes_beside_the_others(there: list[Folder], place: str) -> None:
    assert place_for(there, "À vérifier") == place


_NAMES = st.lists(st.text(min_size=1, max_size=20), max_size=8)


@given(_NAMES, st.sampled_from(["/", ".", "\\", ""]), st.text(min_size=1, max_size=12))
def test_whatever_the_names_are_what_is_found_is_there(
    names: list[str], separator: str, wanted: str
) -> None:
    there = folders(*names, separator=separator)
    found = by_name(there, wanted)
    assert found is None or found in names
    assert place_for(there, wanted).endswith(wanted)
