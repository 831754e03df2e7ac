"""A few people, files and readings for tests of the review."""

from __future__ import annotations

import msgspec

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.context import Context
from sceau.review.memory import Known, Memory
from sceau.review.reading.model import FileReading, Opening
from sceau.settings.schema import Settings

PATIENT = Recipient(field="to", address="marie.durand@orange.fr")
OTHER = Recipient(field="cc", address="paul.petit@gmail.com")
COLLEAGUE = Recipient(field="to", address="dr.martin@clinique-exemple.fr")
SENDER = Recipient(field="to", address="secretariat@clinique-exemple.fr")
REPORT = Attachment(id="2", name="bilan.pdf", media_type="application/pdf", size=1000)
LETTER = Attachment(id="3", name="lettre.pdf", media_type="application/pdf", size=1000)
OPEN = FileReading(kind="pdf", opening=Opening.ANYONE, pages=1)
CLOSED = FileReading(kind="pdf", opening=Opening.PASSWORD)
WORD = FileReading(kind="zip")
KNOWN = Memory([Known(address=one.address, count=3) for one in (PATIENT, OTHER)])
QUIET = Context(Settings(window="when-needed"), memory=KNOWN)


def mail(*recipients: Recipient, files: tuple[Attachment, ...] = (), **more: object) -> Mail:
    """Give a mail of the clinic's secretariat, to one patient unless told otherwise."""
    return msgspec.convert(
        {
            "sender": SENDER,
            "recipients": recipients or (PATIENT,),
            "attachments": files,
            **more,
        },
        Mail,
        from_attributes=True,
    )
