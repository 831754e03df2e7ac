"""The rules, in the order their Findings are told within one level.

A new rule is one module here and one line below. Its ``ID`` is what the settings name it by.
"""

from __future__ import annotations

from sceau.review.rules import (
    consumer_sharing_link,
    first_time_recipient,
    identifier,
    lookalike_address,
    malformed_address,
    missing_attachment,
    mssante,
    no_recipient,
    not_examined,
    password_in_mail,
    unprotected_attachment,
    visible_recipients,
    weak_protection,
)
from sceau.review.rules.kinds import AttachmentRule, ContentRule, MailRule

MAIL_RULES: tuple[MailRule, ...] = (
    no_recipient,
    malformed_address,
    lookalike_address,
    visible_recipients,
    mssante,
    identifier,
    consumer_sharing_link,
    missing_attachment,
)

ATTACHMENT_RULES: tuple[AttachmentRule, ...] = (
    password_in_mail,
    unprotected_attachment,
    weak_protection,
)

CONTENT_RULES: tuple[ContentRule, ...] = (first_time_recipient,)

RULE_IDS: tuple[str, ...] = (
    *(rule.ID for rule in MAIL_RULES),
    *(rule.ID for rule in CONTENT_RULES),
    *(rule.ID for rule in ATTACHMENT_RULES),
    not_examined.ID,
)
"""Every id a Finding can carry, in the order they are told."""
