"""What a Verdict changes in a compose window, and whether that is what the window then holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sceau.hooks.frames import (
    LETTER_NUMBER,
    NOT_LISTED,
    After,
    Cut,
    Details,
    Edits,
    File,
    Made,
    Renamed,
    Send,
)
from sceau.hooks.thunderbird.details import addresses_of, mail_of
from sceau.mail.addresses import key
from sceau.mail.edits import (
    Edit,
    OneMailPerRecipient,
    RemoveAttachment,
    RenameAttachment,
)
from sceau.mail.model import Field, Mail, Recipient
from sceau.mail.preview import preview
from sceau.mail.recipient_edits import changes_recipients
from sceau.mail.subject_edits import changes_subject
from sceau.mail.writing import clean_name

_NEEDS_QUOTES = frozenset('()<>[]:;@\\,."')


@dataclass(frozen=True)
class SealedContent:
    """A sealed file, ready to go in the place of an attachment; or a clean or added one, which is
    not ``locked``. Of a letter, ``cover`` is the text that stands in the place of the one in it."""

    name: str
    media_type: str
    content: bytes
    locked: bool = True
    cover: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of its content."""
        return hashlib.sha256(self.content).hexdigest()


class Confirmed:
    """What the person let go: the compose window as it stood at the click, with these Edits.

    ``sealed`` holds the sealed files by the numbers of the attachments they stand for, files that
    are added by their own, and the letter under :data:`LETTER_NUMBER`; ``cut`` is where the history
    stands in the text. Raises :class:`EditRefused` where the Edits cannot be made.
    """

    def __init__(
        self,
        send: Send,
        edits: Sequence[Edit],
        sealed: Mapping[int, SealedContent],
        cut: tuple[Cut, ...] = (),
    ) -> None:
        self._send = send
        self._edits = edits
        self._sealed = {number: (one.name, one.digest) for number, one in sealed.items()}
        self._sizes = {number: len(one.content) for number, one in sealed.items()}
        letter = sealed.get(LETTER_NUMBER)
        self._cover = letter.cover if letter is not None else None
        self._cut = cut
        self.mails = preview(mail_of(send.details), edits)

    def edits(self) -> Edits:
        """Give what the add-on is to change."""
        first = self.mails[0]
        moved = changes_recipients(self._edits)
        alone = any(isinstance(one, OneMailPerRecipient) for one in self._edits)
        return Edits(
            compose=self._send.compose,
            request=self._send.request,
            to=_field(first, "to") if moved else None,
            cc=_field(first, "cc") if moved else None,
            bcc=_field(first, "bcc") if moved else None,
            subject=first.subject if changes_subject(self._edits) else None,
            replace=tuple(one for one in self._sealed if one < NOT_LISTED),
            rename=tuple(Renamed(attachment=id, name=name) for id, name in self._names().items()),
            remove=self._removed(),
            add=self._added(),
            body=self._cover,
            cut=self._cut,
            each=tuple(written(one.recipients[0]) for one in self.mails) if alone else (),
        )

    def is_in(self, made: Made) -> bool:
        """Whether the compose window, read back, holds exactly what was confirmed.

        Compared are the people and their fields, sender, subject, text, and every file: sealed
        ones by name, size and content, others by number, name, size and time of last change. A
        separate mail is a new message: its files are compared by name and size, its text without
        regard to blanks; so is a text from which the history was cut, and one that was put in the
        place of another, with which no picture is left. Where nothing is sent the person may have
        gone on writing: only the sealed files are looked at.
        """
        if made.problem or made.copy >= len(self.mails):
            return False
        if self._send.purpose == "seal":
            return self._sealed_in_place(made)
        was, now = self._send.details, made.details
        same = (
            _people(mail_of(now)) == _people(self.mails[made.copy])
            and addresses_of(now.sender) == addresses_of(was.sender)
            and now.subject == self.mails[made.copy].subject
        )
        if made.copy:
            return same and self._text_alike(now) and self._files_alike(now)
        return same and self._text_same(now) and self._files_same(made)

    def added(self, after: After) -> tuple[str, ...]:
        """Give the addresses the mail went to without having been confirmed: another add-on, or
        the account's own settings, put them there. Entries that are no address are lists."""
        wanted = {key(one.address) for one in self.mails[after.copy].recipients}
        if any(one.kind == "list" for one in self.mails[after.copy].recipients):
            return ()
        sent = [one for text in after.recipients for one in addresses_of(text)]
        return tuple(dict.fromkeys(one for one in sent if "@" in one and one not in wanted))

    # -- the text --------------------------------------------------------------------------

    def _text_same(self, now: Details) -> bool:
        was = self._send.details
        if self._cover is not None or self._cut:
            return now.is_plain == was.is_plain and self._text_alike(now)
        return (now.text, now.body, now.is_plain) == (was.text, was.body, was.is_plain)

    def _text_alike(self, now: Details) -> bool:
        if self._cover is None:
            there = {one.stamp for one in self._send.details.pictures}
            return now.text.split() == self.mails[0].text.split() and (
                {one.stamp for one in now.pictures} <= there
            )
        return now.text.split() == self._cover.split() and not now.pictures

    # -- files -----------------------------------------------------------------------------

    def _names(self) -> dict[int, str]:
        return {
            int(one.attachment): one.name
            for one in self._edits
            if isinstance(one, RenameAttachment)
            and int(one.attachment) < NOT_LISTED
            and int(one.attachment) not in self._sealed
        }

    def _removed(self) -> tuple[int, ...]:
        return tuple(
            int(one.attachment)
            for one in self._edits
            if isinstance(one, RemoveAttachment) and int(one.attachment) < NOT_LISTED
        )

    def _added(self) -> tuple[int, ...]:
        """Give what stood nowhere: the letter, and files the person added."""
        return tuple(sorted(one for one in self._sealed if one >= NOT_LISTED))

    def _staying(self) -> Iterable[tuple[File, str, int]]:
        """Give each file that is to be there, with the name and size it is to have."""
        names, gone = self._names(), set(self._removed())
        new = (File(attachment=one, name="", size=0, stamp="") for one in self._added())
        for file in (*self._send.details.files, *new):
            number = file.attachment
            if number in gone:
                continue
            if number in self._sealed:
                yield file, self._sealed[number][0], self._sizes[number]
            else:
                yield file, names.get(number, file.name), file.size

    def _files_alike(self, now: Details) -> bool:
        wanted = sorted((name, size) for _, name, size in self._staying())
        return sorted((one.name, one.size) for one in now.files) == wanted

    def _sealed_in_place(self, made: Made) -> bool:
        there = {one.attachment: (one.name, one.size) for one in made.details.files}
        put = {one.was: one for one in made.replaced}
        return set(put) == set(self._sealed) and all(
            there.get(put[was].now) == (name, self._sizes[was])
            and put[was].digest.lower() == digest
            and (was == put[was].now or was not in there)
            for was, (name, digest) in self._sealed.items()
        )

    def _files_same(self, made: Made) -> bool:
        found = {one.attachment: one for one in made.details.files}
        put = {one.was: one for one in made.replaced}
        if set(put) != set(self._sealed) or len(found) != len(made.details.files):
            return False
        for file, name, size in self._staying():
            replaced = put.get(file.attachment)
            there = found.pop(replaced.now if replaced else file.attachment, None)
            if there is None or (there.name, there.size) != (name, size):
                return False
            if replaced is None and (there.stamp, there.cloud) != (file.stamp, file.cloud):
                return False
            if replaced and replaced.digest.lower() != self._sealed[file.attachment][1]:
                return False
        return not found


def written(one: Recipient) -> str:
    """Write a recipient as Thunderbird takes it: ``Name <address>`` in Unicode, the name in quotes
    where it holds what would end it (RFC 5322 section 3.2.3); a list as it was given."""
    name = clean_name(one.name)
    if one.kind == "list" or not name:
        return one.address
    if _NEEDS_QUOTES.isdisjoint(name):
        return f"{name} <{one.address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{one.address}>'


def _field(mail: Mail, field: Field) -> tuple[str, ...]:
    return tuple(written(one) for one in mail.recipients if one.field == field)


def _people(mail: Mail) -> list[tuple[str, str]]:
    return sorted((one.field, key(one.address)) for one in mail.recipients)
