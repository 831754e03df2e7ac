"""The password as the window shows it: in groups, spelt for the telephone, as a QR code."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

import segno

from sceau.desk.view import PasswordPane
from sceau.phrases import phrase, say
from sceau.seal import passwords


def password_pane(
    password: str, kind: Literal["characters", "words"], opens: int, language: Literal["fr", "en"]
) -> PasswordPane:
    """Give what is shown of ``password``, which opens ``opens`` files.

    The QR code holds an ``sms:`` address (RFC 5724) without a number: the phone asks to whom.
    """
    text = say(phrase("confirm.password.sms-text", password=password), language)
    code = segno.make(f"sms:?body={quote(text)}", error="m", micro=False)
    return PasswordPane(
        password=password,
        groups=tuple(passwords.groups(password)),
        spelling=tuple(passwords.spelling(password, language)),
        sms_qr=code.svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        kind=kind,
        opens=opens,
    )
