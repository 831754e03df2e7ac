"""A stand-in for a compose window of Thunderbird's: what it holds, and what left from it."""

from __future__ import annotations

import hashlib
from typing import Any

from sceau.hooks import frames


class Compose:
    """A compose window, and what left from it."""

    def __init__(self, name: str, **fields: Any) -> None:
        self.name = name
        self.fields: dict[str, Any] = {
            "sender": "Camille Rousseau <camille.rousseau@ghe-valmont.example>",
            "to": ("Marie Durand <marie.durand@orange.example>",),
            "cc": (),
            "bcc": (),
            "subject": "Votre bilan",
            "text": "Bonjour.",
            **fields,
        }
        self.files: dict[int, tuple[str, bytes, str]] = {}
        self.next = 1
        self.clicks = 0
        self.sent: list[tuple[dict[str, Any], list[tuple[str, bytes]]]] = []

    def put(self, name: str, content: bytes, media_type: str = "application/pdf") -> int:
        """Attach a file; give its number."""
        number, self.next = self.next, self.next + 1
        self.files[number] = (name, content, media_type)
        return number

    def stamp(self, number: int) -> str:
        """What changes when the file does."""
        return hashlib.sha256(self.files[number][1]).hexdigest()[:12]

    def details(self) -> frames.Details:
        """What the window holds, as the add-on reads it."""

        def written(field: str) -> tuple[frames.Written, ...]:
            return tuple(
                one if isinstance(one, frames.Written) else frames.Written(text=one)
                for one in self.fields[field]
            )

        return frames.Details(
            sender=self.fields["sender"],
            to=written("to"),
            cc=written("cc"),
            bcc=written("bcc"),
            subject=self.fields["subject"],
            text=self.fields["text"],
            body=hashlib.sha256(self.fields["text"].encode()).hexdigest(),
            files=tuple(
                frames.File(
                    attachment=number,
                    name=name,
                    media_type=media_type,
                    size=len(content),
                    stamp=self.stamp(number),
                )
                for number, (name, content, media_type) in self.files.items()
            ),
        )

    def leave(self) -> None:
        """Thunderbird sends what the window holds."""
        files = [(name, content) for name, content, _ in self.files.values()]
        self.sent.append((dict(self.fields), files))
