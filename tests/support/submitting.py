"""Submitting one mail through SMTP, as the outbox does."""

from __future__ import annotations

import asyncio
from typing import Any

from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Submission
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Step
from sceau.settings.schema import AccountSettings
from support.held_mails import outgoing


def account(port: int, **more: Any) -> AccountSettings:
    """Give an account on this machine's ``port``, in clear unless ``more`` says otherwise."""
    values = {"host": "127.0.0.1", "security": "none", "timeout": 5.0, **more}
    return AccountSettings(kind="smtp", port=port, **values)


def submit(
    to: AccountSettings,
    mail: Outgoing | None = None,
    password: str | None = None,
    *,
    steps: list[Step] | None = None,
    final_timeout: float = 5,
) -> Submission:
    """Submit ``mail``, and give what came of it; ``steps`` gets what was told meanwhile."""
    way = SmtpWayOut(to, password, final_timeout=final_timeout)
    told = steps if steps is not None else []
    return asyncio.run(way.submit(mail or outgoing(), told.append))
