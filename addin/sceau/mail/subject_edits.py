"""What Edits make of the subject: for the Mail shown, and in the message's bytes."""

from __future__ import annotations

from collections.abc import Sequence

from sceau.errors import EditRefused
from sceau.mail.edits import Edit, ReplaceSubject
from sceau.mail.splices import Splice
from sceau.mail.structure import Part, line_end_style
from sceau.mail.writing import clean_name, encoded_words

_LINE = 76
"""Characters of a line of the header, as RFC 5322 section 2.1.1 wants them at most (78), less its
end."""


def edit_subject(subject: str, edits: Sequence[Edit]) -> str:
    """Give the subject after ``edits``.

    Raises EditRefused ``empty-subject`` for one of nothing but blanks.
    """
    for edit in edits:
        if isinstance(edit, ReplaceSubject):
            subject = clean_name(edit.subject)
            if not subject:
                raise EditRefused("empty-subject")
    return subject


def changes_subject(edits: Sequence[Edit]) -> bool:
    """Whether one of ``edits`` changes the subject."""
    return any(isinstance(one, ReplaceSubject) for one in edits)


def subject_splices(raw: bytes, root: Part, subject: str) -> list[Splice]:
    """Give the changes that make ``subject`` the message's only one, where the first stood; behind
    the last header field where there was none."""
    line_end = line_end_style(raw, root).decode("ascii")
    fields = [one for one in root.fields if one.name == "subject"]
    if not fields:
        end = root.fields[-1].end if root.fields else root.start
        return [Splice(end, end, _written("Subject", subject, line_end))]
    first, *others = fields
    name = raw[first.start : first.start + len(first.name)].decode("latin-1")
    return [
        Splice(first.start, first.end, _written(name, subject, line_end)),
        *(Splice(one.start, one.end) for one in others),
    ]


def _written(name: str, subject: str, line_end: str) -> bytes:
    plain = subject.isascii() and "=?" not in subject and len(name) + 2 + len(subject) <= _LINE
    value = subject if plain else encoded_words(subject, line_end)
    return f"{name}: {value}{line_end}".encode("ascii")
