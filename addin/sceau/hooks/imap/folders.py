"""Finding folders: by what they are for, and by the name a person gives them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from imapclient import IMAPClient

_USUAL = {
    "\\drafts": ("drafts", "draft", "brouillons", "brouillon", "entwürfe"),
    "\\sent": (
        *("sent", "sent items", "sent messages", "sent mail"),
        *("envoyés", "éléments envoyés", "messages envoyés", "gesendet"),
    ),
    "\\trash": ("trash", "deleted items", "deleted messages", "corbeille", "éléments supprimés"),
}
"""What the folders are called where the server does not say which is which (RFC 6154)."""


class Folder(NamedTuple):
    """A folder: its whole name, what separates its parts, and its attributes in lower case."""

    name: str
    separator: str
    attributes: frozenset[str]

    @property
    def last(self) -> str:
        """The last part of the name, as it is compared."""
        part = self.name.rpartition(self.separator)[2] if self.separator else self.name
        return _plain(part)


def listed(client: IMAPClient) -> list[Folder]:
    """Give every folder of the account."""
    found = []
    for attributes, separator, name in client.list_folders():
        told = frozenset(one.decode("ascii", "replace").lower() for one in attributes)
        between = separator.decode("ascii", "replace") if separator else ""
        if "\\nonexistent" not in told and "\\noselect" not in told:
            # in UTF-8 the library leaves names as they came
            text = name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
            found.append(Folder(text, between, told))
    return found


def by_use(folders: Sequence[Folder], use: str) -> str | None:
    """Give the folder that is for ``use`` (``\\Drafts``): as the server says, else the one nearest
    to the top with a usual name."""
    wanted = use.lower()
    for one in folders:
        if wanted in one.attributes:
            return one.name
    usual = [one.name for one in folders if one.last in _USUAL[wanted]]
    return min(usual, key=len, default=None)


def by_name(folders: Sequence[Folder], name: str) -> str | None:
    """Give the folder with exactly this name, else the one nearest to the top that ends with it,
    whatever the case and however its accents are written."""
    wanted = _plain(name)
    whole = [one.name for one in folders if _plain(one.name) == wanted]
    ending = [one.name for one in folders if one.last == wanted]
    return min(whole or ending, key=len, default=None)


def place_for(folders: Sequence[Folder], name: str) -> str:
    """Give the whole name of a new folder: beside the others, which some servers want under
    INBOX."""
    others = [one for one in folders if one.name.upper() != "INBOX"]
    for one in others:
        prefix = f"INBOX{one.separator}" if one.separator else ""
        if prefix and not one.name.upper().startswith(prefix.upper()):
            return name
    if others and others[0].separator:
        return f"{others[0].name[:5]}{others[0].separator}{name}"
    return name


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
