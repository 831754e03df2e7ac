"""Random messages, built piece by piece, so that tests know every byte's place beforehand."""

from __future__ import annotations

import base64
from typing import NamedTuple

from hypothesis import strategies as st


class Drawn(NamedTuple):
    """A message; its recipients' addresses; the section numbers of its attachments; and, for each
    of these, what stands before its header and what stands behind its body."""

    raw: bytes
    addresses: tuple[str, ...]
    files: tuple[str, ...]
    around: dict[str, tuple[bytes, bytes]]


class _File(NamedTuple):
    header: bytes
    body: bytes


_names = st.sampled_from(
    (
        "",
        "Jeanne Moreau",
        '"Moreau, Jeanne"',
        "=?utf-8?Q?Moreau,_Zo=C3=A9?=",
        "Zoé",
        "J.\r\n Moreau",
    )
)
_locals = st.sampled_from([f"personne{number}" for number in range(8)])
_separators = st.sampled_from((", ", ",", ",\r\n ", " , ", "; "))
_ends = st.sampled_from((b"\r\n", b"\n"))


@st.composite
def _mailbox(draw: st.DrawFn) -> tuple[str, str]:
    address = f"{draw(_locals)}@example.org"
    name = draw(_names)
    comment = draw(st.sampled_from(("", " (au cabinet)")))
    return address, (f"{name} <{address}>" if name else address) + comment


@st.composite
def _field(draw: st.DrawFn, name: str) -> tuple[list[str], str]:
    boxes = draw(st.lists(_mailbox(), min_size=1, max_size=4))
    text = boxes[0][1]
    for _, box in boxes[1:]:
        text += draw(_separators) + box
    if ";" not in text and draw(st.booleans()):
        text = f"Patients: {text};"
    return [address for address, _ in boxes], f"{name}: {text}\r\n"


@st.composite
def _leaf(draw: st.DrawFn) -> _File | bytes:
    """Draw a text (bytes) or a file."""
    if draw(st.booleans()):
        content = draw(st.text(alphabet="aé-\n ", max_size=60))
        return (
            b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
            + content.replace("\n", "\r\n").encode()
        )
    name = draw(st.sampled_from(("bilan.pdf", "=?UTF-8?Q?r=C3=A9sultat.pdf?=", "a;b (c).pdf")))
    fields = [
        f'Content-Type: application/pdf;\r\n name="{name}"',
        f'Content-Disposition: attachment; filename="{name}"; size=12',
        "Content-Transfer-Encoding: base64",
        "Content-Description: bilan",
        "X-Attachment-Id: f_1",
    ]
    chosen = draw(st.permutations(fields))
    content = draw(st.binary(max_size=200))
    header = "".join(f"{one}\r\n" for one in chosen)
    return _File(header.encode() + b"\r\n", base64.encodebytes(content).replace(b"\n", b"\r\n"))


_trees = st.recursive(
    _leaf(), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=8
).filter(lambda tree: isinstance(tree, list))


@st.composite
def mails(draw: st.DrawFn) -> Drawn:
    """Draw a message with recipients and a tree of parts, in CRLF or LF."""
    addresses: list[str] = []
    header = "From: Cabinet <secretariat@cabinet-exemple.fr>\r\n"
    for name in ("To", "Cc", "Bcc"):
        if name == "To" or draw(st.booleans()):
            found, text = draw(_field(name))
            addresses += found
            header += text
    if draw(st.booleans()):
        header += "Message-ID: <un@cabinet-exemple.fr>\r\nReferences: <zero@example.org>\r\n"
    header += "Subject: Bilan\r\nX-Long: " + "a" * draw(st.integers(0, 200)) + "\r\n"
    pieces: list[bytes] = [header.encode()]
    spans: list[tuple[str, int, int]] = []
    tree = draw(_trees)
    closed = draw(st.booleans())
    _write(tree, "", "b", pieces, spans, closed)
    end = draw(_ends)

    def joined(some: list[bytes]) -> bytes:
        return b"".join(some).replace(b"\r\n", end)

    around = {
        section: (joined(pieces[:start]), joined(pieces[stop:])) for section, start, stop in spans
    }
    return Drawn(joined(pieces), tuple(addresses), tuple(one[0] for one in spans), around)


def _write(
    tree: object,
    section: str,
    boundary: str,
    pieces: list[bytes],
    spans: list[tuple[str, int, int]],
    closed: bool,
) -> None:
    if isinstance(tree, _File):
        spans.append((section, len(pieces), len(pieces) + 2))
        pieces += (tree.header, tree.body)
    elif isinstance(tree, bytes):
        pieces.append(tree)
    elif isinstance(tree, list):
        pieces.append(f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n".encode())
        for number, child in enumerate(tree, 1):
            pieces.append(f"\r\n--{boundary}\r\n".encode())
            inner = f"{section}.{number}" if section else str(number)
            _write(child, inner, f"{boundary}{number}", pieces, spans, True)
        if closed:
            pieces.append(f"\r\n--{boundary}--\r\n".encode())
