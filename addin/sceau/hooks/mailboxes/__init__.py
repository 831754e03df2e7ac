"""Drafts in mailboxes whose server sends them itself: what Exchange and Microsoft 365 share."""
