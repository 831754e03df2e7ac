"""Views of the confirmation window for tests: invented people, real sentences."""

from __future__ import annotations

from typing import Literal

import msgspec
import segno

from sceau.desk.view import (
    AttachmentRow,
    Chip,
    ConfirmView,
    CureButton,
    FindingRow,
    Outcome,
    PasswordPane,
    Progress,
    RecipientRow,
)
from sceau.phrases import phrase

Language = Literal["fr", "en"]
Theme = Literal["auto", "light", "dark"]

PASSWORD = "mK7R-p3Xf-vT9w-Hq4d"

PANE = PasswordPane(
    password=PASSWORD,
    groups=("mK7R", "p3Xf", "vT9w", "Hq4d"),
    spelling=(
        "m comme Marcel, grand K comme Kléber, 7, grand R comme Raoul",
        "p comme Pierre, 3, grand X comme Xavier, f comme François",
        "v comme Victor, grand T comme Thérèse, 9, w comme William",
        "grand H comme Henri, q comme Quintal, 4, d comme Désiré",
    ),
    sms_qr=segno.make(f"sms:?body=Votre%20mot%20de%20passe%20{PASSWORD}").svg_data_uri(
        scale=4, border=2, dark="#000", light="#fff"
    ),
    kind="characters",
    opens=1,
)

CLAIRE = RecipientRow(
    address="claire.dubois@mail.example",
    name="Claire Dubois",
    local="claire.dubois",
    domain="mail.example",
    field="to",
    group="outside",
    chips=(Chip(phrase("confirm.chip.visible"), "warn"),),
)
MARC = RecipientRow(
    address="m.petit@courrier.example",
    name="Marc Petit",
    local="m.petit",
    domain="courrier.example",
    field="cc",
    group="outside",
    chips=(Chip(phrase("confirm.chip.visible"), "warn"),),
)
MISTYPED = RecipientRow(
    address="jeanne.roux@courrier,example",
    name="Jeanne Roux",
    local="jeanne.roux",
    domain="courrier,example",
    field="to",
    group="check",
    tone="block",
    chips=(Chip(phrase("confirm.chip.malformed-address"), "block"),),
)
SOPHIE = RecipientRow(
    address="sophie.martin@clinique.example",
    name="Sophie Martin",
    local="sophie.martin",
    domain="clinique.example",
    field="cc",
    group="inside",
)
HUGO = RecipientRow(
    address="secretariat@clinique.example",
    name="",
    local="secretariat",
    domain="clinique.example",
    field="bcc",
    group="inside",
    chips=(Chip(phrase("confirm.chip.bcc"), "good"),),
)

REPORT = AttachmentRow(
    id="2",
    name="Bilan diététique.pdf",
    size=1_840_000,
    badge="PDF",
    reading="read",
    can_seal=True,
    tone="warn",
    chips=(Chip(phrase("confirm.chip.open"), "warn"),),
)
LOGO = AttachmentRow(
    id="3",
    name="logo.png",
    size=21_400,
    badge="PNG",
    reading="read",
    why_not=phrase("confirm.why-not.kind"),
)

VISIBLE = FindingRow(
    id="visible-recipients:claire.dubois@mail.example:m.petit@courrier.example",
    tone="warn",
    evidence=phrase("finding.visible-recipients.people", count=2),
    state="open",
    cures=(
        CureButton(0, phrase("cure.to-bcc")),
        CureButton(1, phrase("cure.one-each")),
    ),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.visible-recipients"),
)
UNPROTECTED = FindingRow(
    id="unprotected-attachment:2",
    tone="warn",
    evidence=phrase("finding.unprotected-attachment.open", name="Bilan diététique.pdf"),
    state="open",
    cures=(CureButton(0, phrase("cure.seal")),),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.unprotected-attachment"),
)
MALFORMED = FindingRow(
    id="malformed-address:jeanne.roux@courrier,example",
    tone="block",
    evidence=phrase(
        "finding.malformed-address.meant",
        address="jeanne.roux@courrier,example",
        meant="jeanne.roux@courrier.example",
    ),
    state="open",
    cures=(CureButton(0, phrase("cure.replace-recipient")),),
)

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
    todo=None,
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
