"""Rows of the confirmation window for tests: invented people, real sentences."""

from __future__ import annotations

import msgspec
import segno

from sceau.desk.view import (
    AttachmentRow,
    Chip,
    CureButton,
    FindingRow,
    PasswordPane,
    RecipientRow,
    Suggestion,
)
from sceau.phrases import phrase

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
FIXED = msgspec.structs.replace(
    REPORT, can_seal=False, why_not=phrase("confirm.why-not.protected-mail")
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
MISSING = FindingRow(
    id="missing-attachment:",
    tone="warn",
    evidence=phrase("finding.missing-attachment.body", words="vous trouverez ci-joint"),
    state="open",
    cures=(CureButton(0, phrase("cure.attach-file"), "file"),),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.missing-attachment"),
)
NOBODY = FindingRow(
    id="no-recipient:",
    tone="block",
    evidence=phrase("finding.no-recipient"),
    state="open",
    cures=(CureButton(0, phrase("cure.add-recipient"), "address"),),
)
KNOWN = (
    Suggestion("marie.durand@orange.example", "Marie Durand"),
    Suggestion("martin@clinique.example"),
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

HEALTH = FindingRow(
    id="health-data:body",
    tone="warn",
    evidence=phrase("finding.health-data.body-person", words="diabète, HbA1c 9,1 %"),
    state="open",
    cures=(CureButton(0, phrase("cure.seal-body")),),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.health-data"),
)
FILE_HEALTH = FindingRow(
    id="health-data:2",
    tone="warn",
    evidence=phrase(
        "finding.health-data.file-person", name="Bilan diététique.pdf", words="diabète"
    ),
    state="open",
    cures=(CureButton(0, phrase("cure.seal")), CureButton(1, phrase("cure.remove-file"))),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.health-data"),
)
SIGNED_HEALTH = msgspec.structs.replace(HEALTH, cures=(), way_on=phrase("confirm.way-on.signed"))
SIGNED_FILE = msgspec.structs.replace(
    UNPROTECTED,
    evidence=phrase("finding.unprotected-attachment.signed-mail", name="Bilan diététique.pdf"),
    cures=(),
)
LONG = FindingRow(
    id="long-history:body",
    tone="warn",
    evidence=phrase("finding.long-history", count=3),
    state="open",
    cures=(CureButton(0, phrase("cure.cut-history")), CureButton(1, phrase("cure.seal-body"))),
    can_acknowledge=True,
    acknowledge=phrase("confirm.acknowledge.long-history"),
)
SIGNED_LONG = msgspec.structs.replace(LONG, cures=(), way_on=phrase("confirm.way-on.signed"))
