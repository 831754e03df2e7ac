"""Whom this user writes to: learnt from mails that left, imported when asked, encrypted at rest."""
