"""How a message or a part is protected: S/MIME (RFC 8551), PGP/MIME (RFC 3156), inline PGP."""

from __future__ import annotations

from sceau.mail.content import encoding_of
from sceau.mail.model import Protection
from sceau.mail.names import lenient_base64
from sceau.mail.structure import Part

PKCS7 = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
SIGNATURES = frozenset(
    (
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    )
)

# The content types of RFC 5652 and RFC 5083, as they stand at the head of the DER.
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_ENVELOPED_DATA = bytes.fromhex("2a864886f70d010703")
_AUTH_ENVELOPED_DATA = bytes.fromhex("2a864886f70d0109100117")
_HEAD = 128


def part_protection(raw: bytes, part: Part) -> Protection:
    """Say what the part itself is: a signed or an encrypted container, or neither."""
    if part.media_type == "multipart/signed":
        return Protection.SIGNED
    if part.media_type == "multipart/encrypted" or is_bare_pgp(part):
        return Protection.ENCRYPTED
    if part.media_type not in PKCS7:
        return Protection.NONE
    head = raw[part.body_start : min(part.body_end, part.body_start + 2 * _HEAD)]
    content = lenient_base64(head) if encoding_of(raw, part) == "base64" else head
    declared = part.type_parameters.get("smime-type", "").lower()
    if _SIGNED_DATA in content[:_HEAD] or declared in ("signed-data", "certs-only"):
        return Protection.SIGNED
    if _ENVELOPED_DATA in content[:_HEAD] or _AUTH_ENVELOPED_DATA in content[:_HEAD]:
        return Protection.ENCRYPTED
    if declared == "compressed-data":
        return Protection.NONE
    name = part.type_parameters.get("name", "").lower()
    return Protection.SIGNED if name.endswith((".p7s", ".p7c")) else Protection.ENCRYPTED


def is_bare_pgp(part: Part) -> bool:
    """Whether the part holds PGP/MIME whose multipart a server renamed.

    Exchange makes it a multipart/mixed, at most with an empty text before.
    """
    return any(child.media_type == "application/pgp-encrypted" for child in part.children[:2])


def covering(raw: bytes, part: Part) -> Protection:
    """Say what covers ``part``: changing it would break that signature or encryption."""
    for one in (part, *part.ancestors()):
        found = part_protection(raw, one)
        if found is not Protection.NONE:
            return found
    return Protection.NONE


def is_machinery(part: Part) -> bool:
    """Whether ``part`` is what a client needs to check or decrypt, and no attachment of anyone's.

    That is the signature of a multipart/signed, and everything in an encrypted multipart.
    """
    parent = part.parent
    if parent is None:
        return False
    if parent.media_type == "multipart/signed":
        return part is not parent.children[0] and (
            part.media_type in SIGNATURES
            or part.media_type == parent.type_parameters.get("protocol", "").lower()
        )
    if any(one.media_type == "multipart/encrypted" for one in part.ancestors()):
        return True
    if is_bare_pgp(parent):
        at = next(
            place
            for place, child in enumerate(parent.children)
            if child.media_type == "application/pgp-encrypted"
        )
        return any(one is part for one in parent.children[at : at + 2])
    return False


def message_protection(raw: bytes, root: Part, text: str) -> Protection:
    """Say how the message as a whole is protected; ``text`` is its readable body.

    *Signed* wherever a signed container stands in it; *encrypted* only where nothing is left clear
    beside it, so that a clear attachment next to an encrypted one is not taken for protected.
    """
    outer = root
    while part_protection(raw, outer) is Protection.NONE and len(outer.children) == 1:
        outer = outer.children[0]
    if outer.media_type == "multipart/signed" and outer.children:
        outer = outer.children[0]
    if part_protection(raw, outer) is Protection.ENCRYPTED:
        return Protection.ENCRYPTED
    head = text.lstrip()[:64]
    if head.startswith("-----BEGIN PGP MESSAGE-----"):
        return Protection.ENCRYPTED
    if head.startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        return Protection.SIGNED
    if any(covering(raw, leaf) is Protection.SIGNED for leaf in root.leaves()):
        return Protection.SIGNED
    return Protection.NONE
