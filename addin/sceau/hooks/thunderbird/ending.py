"""What became of a mail that Thunderbird sends, as the window shows it."""

from __future__ import annotations

from sceau.desk.view import Outcome
from sceau.hooks.thunderbird.client_words import ClientHook, of_client
from sceau.hooks.thunderbird.conversation import Conversation
from sceau.phrases import Phrase, phrase


def outcome_of(talk: Conversation, *, sealed: bool, hook: ClientHook = "thunderbird") -> Outcome:
    """Give how it ended, in the client that ``hook`` names. ``sealed`` says whether there is a
    password to pass on where it left."""
    details = _details(talk, hook)
    left, refused = len(talk.left), talk.refused
    if talk.unknown:
        return Outcome(
            tone="warn",
            sentence=of_client(hook, "not-known"),
            details=details,
            next=of_client(hook, "not-known.next"),
            left=True,
        )
    if refused is not None or left < talk.count or not left:
        partly = phrase("outbox.partly", left=left, count=talk.count)
        return Outcome(
            tone="block" if refused is not None else "warn",
            sentence=partly if left else phrase("confirm.ended.kept"),
            details=details,
            next=of_client(hook, "stays-open"),
            left=bool(left),
        )
    later = any(one.mode == "later" for one in talk.left)
    return Outcome(
        tone="warn" if talk.added else "good",
        sentence=of_client(hook, "later") if later else phrase("outbox.sent", count=left),
        details=details,
        next=phrase("confirm.ended.next.password") if sealed else None,
        left=True,
    )


def is_told_by_client(
    talk: Conversation, *, sealed: bool, hook: ClientHook = "thunderbird"
) -> bool:
    """Say whether the client itself has told all there is to tell: that it sends, or, Thunderbird
    in its own dialog, why it did not. Outlook says nothing where a program had it send. ``sealed``
    says whether files of the mail are sealed."""
    if sealed or talk.unknown or talk.added or talk.kept is not None:
        return False
    if hook == "outlook" and talk.refused is not None:
        return False
    return len(talk.left) == talk.count or talk.count == 1


def _details(talk: Conversation, hook: ClientHook) -> tuple[Phrase, ...]:
    details: list[Phrase] = []
    if talk.added:
        addresses = ", ".join(talk.added)
        details.append(of_client(hook, "added", count=len(talk.added), addresses=addresses))
    if talk.refused is not None and talk.refused.error:
        details.append(of_client(hook, "said", text=talk.refused.error))
    if talk.kept is not None:
        details.append(talk.kept)
    return tuple(details)
