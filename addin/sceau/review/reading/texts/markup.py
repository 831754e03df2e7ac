"""The text of an XML part, with entity expansion off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from sceau.review.reading.texts.gathering import Unreadable


class _Declared(Exception):
    """The document declares an entity: none of ours does, and each could be a bomb."""


def xml_text(
    pieces: Iterable[bytes], ends: Mapping[str, str], *, within: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Give the text of the XML document in ``pieces``.

    ``ends`` says what stands after an element of this local name (a space, a new line).
    ``within`` names the elements whose text counts; all of it does where it is empty. Raises
    :class:`Unreadable` ``damaged``, or ``entities`` for a document that declares its own
    (billion laughs, external files): nothing is expanded or fetched.
    """
    found: list[str] = []
    depth = 0

    def start(name: str, _: object) -> None:
        nonlocal depth
        if _local(name) in within:
            depth += 1

    def end(name: str) -> None:
        nonlocal depth
        local = _local(name)
        if local in within:
            depth -= 1
        if after := ends.get(local):
            found.append(after)

    def data(text: str) -> None:
        if depth or not within:
            found.append(text)

    def declared(*_: object) -> None:
        raise _Declared

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.EntityDeclHandler = declared
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            if found:
                yield "".join(found)
                found.clear()
        parser.Parse(b"", True)
    except _Declared:
        raise Unreadable("entities") from None
    except (expat.ExpatError, ValueError):
        yield "".join(found)
        raise Unreadable("damaged") from None
    yield "".join(found)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
