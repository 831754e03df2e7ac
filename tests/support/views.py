"""Views of the confirmation window for tests: invented people, real sentences."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.view import (
    Chip,
    ConfirmView,
    FindingRow,
    Outcome,
    PasswordPane,
    Progress,
    TextRow,
)
from sceau.phrases import phrase
from support.view_rows import (
    CLAIRE,
    FILE_HEALTH,
    FIXED,
    HEALTH,
    HUGO,
    KNOWN,
    LOGO,
    LONG,
    MALFORMED,
    MARC,
    MISSING,
    MISTYPED,
    NOBODY,
    PANE,
    REPORT,
    SIGNED_FILE,
    SIGNED_HEALTH,
    SIGNED_LONG,
    SOPHIE,
    UNPROTECTED,
    VISIBLE,
)

Language = Literal["fr", "en"]
Theme = Literal["auto", "light", "dark"]

RISKY = ConfirmView(
    revision=1,
    phase="review",
    language="fr",
    theme="light",
    tone="warn",
    risky=True,
    headline=phrase("confirm.headline.several", count=2),
    subject="Votre bilan diététique du 14 novembre",
    counts=(
        phrase("confirm.count.recipients", count=3),
        phrase("confirm.count.outside", count=2),
        phrase("confirm.count.attachments", count=2),
    ),
    recipients=(CLAIRE, MARC, SOPHIE),
    recipient_findings=(VISIBLE,),
    attachments=(REPORT, LOGO),
    attachment_findings=(UNPROTECTED,),
    mail_findings=(),
    can_seal_all=True,
    primary=phrase("confirm.send.plain"),
    primary_icon="send",
    todo=phrase("confirm.todo.open", count=2),
)

CLEAN = msgspec.structs.replace(
    RISKY,
    tone="good",
    risky=False,
    headline=phrase("confirm.headline.clean"),
    counts=(phrase("confirm.count.recipients", count=1),),
    recipients=(msgspec.structs.replace(CLAIRE, chips=()),),
    recipient_findings=(),
    attachments=(),
    attachment_findings=(),
    can_seal_all=False,
    text=TextRow(sealed=False),
    todo=None,
)

ANNOUNCED = msgspec.structs.replace(
    CLEAN,
    tone="warn",
    risky=True,
    headline=phrase("confirm.headline.missing-attachment"),
    mail_findings=(MISSING,),
    todo=phrase("confirm.todo.open", count=1),
)

NOBODY_THERE = msgspec.structs.replace(
    CLEAN,
    tone="block",
    risky=True,
    headline=phrase("confirm.headline.no-recipient"),
    counts=(phrase("confirm.count.recipients", count=0),),
    recipients=(),
    recipient_findings=(msgspec.structs.replace(NOBODY, suggestions=KNOWN),),
    todo=phrase("confirm.todo.block", count=1),
)

ATTACHED = msgspec.structs.replace(
    CLEAN,
    headline=phrase("confirm.headline.ready"),
    mail_findings=(
        msgspec.structs.replace(
            MISSING,
            state="cured",
            tone="good",
            done=phrase("confirm.cured-file"),
            problem=phrase("error.empty-file"),
        ),
    ),
    attachments=(msgspec.structs.replace(REPORT, sealed=True, tone="neutral", chips=()),),
    primary=phrase("confirm.send.seal"),
    primary_icon="lock",
    password=PANE,
)

SEALED = msgspec.structs.replace(
    RISKY,
    tone="good",
    risky=False,
    headline=phrase("confirm.headline.ready"),
    recipients=(
        msgspec.structs.replace(CLAIRE, chips=(Chip(phrase("confirm.chip.bcc"), "good"),)),
        msgspec.structs.replace(MARC, chips=(Chip(phrase("confirm.chip.bcc"), "good"),)),
        SOPHIE,
    ),
    recipient_findings=(msgspec.structs.replace(VISIBLE, state="cured", tone="good"),),
    attachments=(msgspec.structs.replace(REPORT, sealed=True, tone="neutral", chips=()), LOGO),
    attachment_findings=(msgspec.structs.replace(UNPROTECTED, state="cured", tone="good"),),
    can_seal_all=False,
    primary=phrase("confirm.send.seal-bcc"),
    primary_icon="lock",
    password=PANE,
    todo=None,
)

TOLD = msgspec.structs.replace(
    RISKY,
    headline=phrase("confirm.headline.several", count=2),
    recipients=(msgspec.structs.replace(CLAIRE, chips=()),),
    recipient_findings=(),
    attachment_findings=(FILE_HEALTH,),
    mail_findings=(HEALTH,),
    text=TextRow(sealed=False),
)

LETTER = msgspec.structs.replace(
    SEALED,
    recipients=TOLD.recipients,
    recipient_findings=(),
    attachment_findings=(
        msgspec.structs.replace(
            FILE_HEALTH, state="cured", tone="good", done=phrase("confirm.sealed-beforehand")
        ),
    ),
    mail_findings=(
        msgspec.structs.replace(
            HEALTH, state="cured", tone="good", done=phrase("confirm.cured-sealed")
        ),
    ),
    primary=phrase("confirm.send.seal"),
    text=TextRow(sealed=True),
)

SIGNED = msgspec.structs.replace(
    TOLD,
    headline=phrase("confirm.headline.several", count=3),
    attachments=(FIXED,),
    attachment_findings=(SIGNED_FILE,),
    mail_findings=(SIGNED_HEALTH, SIGNED_LONG),
    can_seal_all=False,
    text=None,
    todo=phrase("confirm.todo.open", count=3),
)
HISTORY = msgspec.structs.replace(
    TOLD,
    headline=phrase("confirm.headline.long-history"),
    attachments=(),
    attachment_findings=(),
    mail_findings=(LONG,),
    can_seal_all=False,
    todo=phrase("confirm.todo.open", count=1),
)
CUT = msgspec.structs.replace(
    HISTORY,
    tone="good",
    risky=False,
    headline=phrase("confirm.headline.ready"),
    mail_findings=(
        msgspec.structs.replace(
            LONG, state="cured", tone="good", done=phrase("confirm.cured-cut", count=4)
        ),
    ),
    todo=None,
)

HALFWAY = msgspec.structs.replace(
    SEALED,
    tone="warn",
    risky=True,
    headline=phrase("confirm.headline.visible-recipients"),
    recipients=(CLAIRE, MARC, SOPHIE),
    recipient_findings=(VISIBLE,),
    primary=phrase("confirm.send.seal"),
    todo=phrase("confirm.todo.open", count=1),
)

BLOCKED = msgspec.structs.replace(
    RISKY,
    tone="block",
    headline=phrase("confirm.headline.several", count=3),
    recipients=(MISTYPED, CLAIRE, MARC, SOPHIE, HUGO),
    recipient_findings=(MALFORMED, msgspec.structs.replace(VISIBLE, state="acknowledged")),
    todo=phrase("confirm.todo.block", count=1),
)

READING = msgspec.structs.replace(
    RISKY,
    tone="good",
    risky=False,
    headline=phrase("confirm.headline.reading"),
    recipient_findings=(),
    attachments=(
        msgspec.structs.replace(REPORT, reading="reading", can_seal=False, chips=()),
        msgspec.structs.replace(LOGO, reading="waiting", why_not=None),
    ),
    attachment_findings=(),
    mail_findings=(
        FindingRow(
            id="not-examined:",
            tone="neutral",
            evidence=phrase("finding.not-examined.why.skipped", name="radio.dcm"),
            state="said",
        ),
    ),
    can_seal_all=False,
    reading=Progress(phrase("confirm.reading"), 1, 3),
    can_skip=True,
    todo=phrase("confirm.todo.reading", count=2),
)

WORKING = msgspec.structs.replace(
    SEALED,
    phase="working",
    revision=8,
    progress=Progress(phrase("confirm.working.sealing", name="Bilan diététique.pdf"), 1, 2, True),
)

ENDED = msgspec.structs.replace(
    SEALED,
    phase="ended",
    revision=9,
    outcome=Outcome(
        tone="good",
        sentence=phrase("outbox.sent", count=2),
        next=phrase("confirm.ended.next.password"),
        left=True,
    ),
)

UNSURE = msgspec.structs.replace(
    ENDED,
    password=None,
    outcome=Outcome(
        tone="block",
        sentence=phrase("outbox.unsure"),
        next=phrase("outbox.unsure.next"),
    ),
)

WORDS = msgspec.structs.replace(
    SEALED,
    password=PasswordPane(
        password="rivage-cobalt-melon-azur-tulipe-canot-figue",
        groups=("rivage", "cobalt", "melon", "azur", "tulipe", "canot", "figue"),
        spelling=("rivage", "cobalt", "melon", "azur", "tulipe", "canot", "figue"),
        sms_qr=PANE.sms_qr,
        kind="words",
        opens=2,
    ),
)

HOSTILE_NAME = "<img src=x onerror=globalThis.taken=1>"
HOSTILE_FILE = "facture‮fdp.exe<script>taken=1</script>\x00.pdf"

HOSTILE = msgspec.structs.replace(
    RISKY,
    subject='"><script>globalThis.taken=1</script>‮tluser‬' + "é" * 400,
    recipients=(
        msgspec.structs.replace(CLAIRE, name=HOSTILE_NAME),
        msgspec.structs.replace(
            MARC,
            name="شركة الأمل" + " x" * 300,
            local="a" * 240,
            domain="‮moc.elgoog‬" + ".example" * 12,
        ),
        msgspec.structs.replace(SOPHIE, name="", local="${alert(1)}", domain=""),
    ),
    recipient_findings=(
        msgspec.structs.replace(
            VISIBLE, evidence=phrase("confirm.remove", name=HOSTILE_NAME + "{count}")
        ),
    ),
    attachments=(
        msgspec.structs.replace(REPORT, name=HOSTILE_FILE),
        msgspec.structs.replace(LOGO, name="CON" + "\\..\\" * 80, badge="<b>"),
    ),
)

CROWD = msgspec.structs.replace(
    RISKY,
    counts=(
        phrase("confirm.count.recipients", count=2000),
        phrase("confirm.count.outside", count=2000),
        phrase("confirm.count.attachments", count=500),
    ),
    recipients=tuple(
        msgspec.structs.replace(
            CLAIRE,
            address=f"patient.{number}@mail.example",
            local=f"patient.{number}",
            name=f"Personne {number}",
            group=("check", "outside", "outside", "inside")[number % 4],
        )
        for number in range(2000)
    ),
    attachments=tuple(
        msgspec.structs.replace(REPORT, id=f"{number + 2}", name=f"Bilan {number}.pdf")
        for number in range(500)
    ),
    attachment_findings=tuple(
        msgspec.structs.replace(
            UNPROTECTED,
            id=f"unprotected-attachment:{number + 2}",
            evidence=phrase("finding.unprotected-attachment.open", name=f"Bilan {number}.pdf"),
        )
        for number in range(500)
    ),
)

CHOOSING = msgspec.structs.replace(
    SEALED,
    title=phrase("sealing.window-title"),
    headline=phrase("sealing.headline"),
    tone="neutral",
    risky=False,
    counts=(phrase("confirm.count.attachments", count=1),),
    recipients=(),
    recipient_findings=(),
    attachment_findings=(),
    mail_findings=(),
    primary=phrase("sealing.primary", count=1),
    primary_icon="lock",
    back=phrase("sealing.back"),
    todo=None,
)

VIEWS: dict[str, ConfirmView] = {
    "nothing found": CLEAN,
    "two risks open": RISKY,
    "one risk cured, one open": HALFWAY,
    "sealed and in hidden copy": SEALED,
    "health in the text and in a file": TOLD,
    "the text in a letter, a file sealed beforehand": LETTER,
    "an announced file that is missing": ANNOUNCED,
    "no recipient": NOBODY_THERE,
    "one of two files attached": ATTACHED,
    "a signed mail": SIGNED,
    "a long history": HISTORY,
    "a long history cut": CUT,
    "a blocking address and an acknowledged risk": BLOCKED,
    "files being read": READING,
    "a password of words": WORDS,
    "being sealed": WORKING,
    "sent, password to pass on": ENDED,
    "not known whether it left": UNSURE,
    "files chosen to be sealed": CHOOSING,
    "hostile names": HOSTILE,
    "2,000 recipients and 500 files": CROWD,
}


def dressed(view: ConfirmView, language: Language = "fr", theme: Theme = "light") -> ConfirmView:
    """Give ``view`` in this language and theme."""
    return msgspec.structs.replace(view, language=language, theme=theme)


def later(view: ConfirmView, than: ConfirmView) -> ConfirmView:
    """Give ``view`` as the revision after ``than``."""
    return msgspec.structs.replace(view, revision=than.revision + 1)
