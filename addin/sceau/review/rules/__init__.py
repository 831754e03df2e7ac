"""The rules, in the order their Findings are told within one level.

A new rule is one module here and one line below. Its ``ID`` is what the settings name it by.
"""

from __future__ import annotations

from sceau.review.rules import (
    added_recipient,
    consumer_sharing_link,
    first_time_recipient,
    forwarded_health_data,
    health_data,
    hidden_data,
    homonym,
    identifier,
    large_mail,
    long_history,
    lookalike_address,
    malformed_address,
    missing_attachment,
    mixed_patients,
    mssante,
    no_recipient,
    not_examined,
    password_given,
    password_in_mail,
    personal_mailbox,
    reply_all,
    role_address,
    unprotected_attachment,
    unusual_companion,
    visible_recipients,
    weak_protection,
    wrong_person,
)
from sceau.review.rules.kinds import AttachmentRule, ContentRule, MailRule

MAIL_RULES: tuple[MailRule, ...] = (
    no_recipient,
    malformed_address,
    password_given,
    lookalike_address,
    homonym,
    visible_recipients,
    mssante,
    consumer_sharing_link,
    missing_attachment,
    long_history,
    large_mail,
)

ATTACHMENT_RULES: tuple[AttachmentRule, ...] = (
    password_in_mail,
    unprotected_attachment,
    weak_protection,
    hidden_data,
)

CONTENT_RULES: tuple[ContentRule, ...] = (
    health_data,
    identifier,
    wrong_person,
    mixed_patients,
    forwarded_health_data,
    unusual_companion,
    added_recipient,
    personal_mailbox,
    role_address,
    reply_all,
    first_time_recipient,
)

RULE_IDS: tuple[str, ...] = (
    *(rule.ID for rule in MAIL_RULES),
    *(rule.ID for rule in ATTACHMENT_RULES),
    *(rule.ID for rule in CONTENT_RULES),
    not_examined.ID,
)
"""Every id a Finding can carry, in the order they are told."""

THRESHOLDS: frozenset[str] = frozenset({large_mail.ID, long_history.ID, reply_all.ID})
"""The rules that count, and whose number the settings may change."""
