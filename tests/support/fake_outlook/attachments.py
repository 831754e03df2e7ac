"""Attachments."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any, ClassVar

from sceau.hooks.outlook.objects import Refused
from support.fake_outlook.base import FAILED, INVALID, NOT_FOUND, Collection, Fake, World
from support.fake_outlook.people import PropertyAccessor

CANNOT_SAVE = 0x80070020
"""ERROR_SHARING_VIOLATION, as where another program holds the file."""


class Attachment(Fake):
    """One attachment. ``kind`` is of OlAttachmentType; Outlook counts some bytes more than the
    content has."""

    readable = frozenset(
        {"FileName", "Type", "Size", "PropertyAccessor", "PathName", "Index", "Position"}
    )
    writable: ClassVar[dict[str, Any]] = {"DisplayName": str}
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"SaveAsFile": (str,), "Delete": ()}

    def __init__(
        self,
        world: World,
        among: Attachments,
        name: str,
        content: bytes,
        *,
        kind: int = 1,
        where: str = "",
        tags: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(world)
        self._FileName, self._DisplayName, self._Type = name, name, kind
        self._PathName, self._Position = where, 0
        self.content, self._among = content, among
        self.tags = dict(tags or {})
        self.locked = False

    def _get_Size(self) -> int:  # noqa: N802
        return len(self.content) + 192

    def _get_Index(self) -> int:  # noqa: N802
        return self._among.list.index(self) + 1

    def _get_PropertyAccessor(self) -> PropertyAccessor:  # noqa: N802
        return PropertyAccessor(self.world, self.tags)

    def _do_SaveAsFile(self, path: str) -> None:  # noqa: N802
        if self.locked:
            raise Refused(CANNOT_SAVE)
        if self._Type in (4, 6, 7):
            raise Refused(FAILED)
        written = self.content
        if self._Type == 5:  # an item is written as .msg anew each time
            self._among.saved += 1
            written += self._among.saved.to_bytes(4, "big")
        try:
            Path(path).write_bytes(written)
        except OSError:
            raise Refused(NOT_FOUND) from None

    def _do_Delete(self) -> None:  # noqa: N802
        self._among.list.remove(self)
        self._among.changed()
        self.kills()


class Attachments(Collection):
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        **Collection.methods,
        "Add": ((str, Fake), None, int, int, str),
        "Remove": (int,),
    }

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.list: list[Attachment] = []
        self.saved = 0
        self.refuses_add = False
        self.changed: Any = lambda: None

    def members(self) -> list[Attachment]:
        return self.list

    def put_in(self, name: str, content: bytes, **more: Any) -> Attachment:
        """Attach something, as a person does."""
        one = Attachment(self.world, self, name, content, **more)
        self.list.append(one)
        self.changed()
        return one

    def _do_Add(self, source: Any, kind: int = 1, position: int = 1, shown: str = "") -> Attachment:  # noqa: N802
        if not isinstance(source, str) or kind != 1:
            raise Refused(INVALID)  # only files by value are used here
        if self.refuses_add:
            raise Refused(CANNOT_SAVE)
        try:
            content = Path(source).read_bytes()
        except OSError:
            raise Refused(NOT_FOUND) from None
        return self.put_in(PureWindowsPath(source.replace("/", "\\")).name, content)

    def _do_Remove(self, number: int) -> None:  # noqa: N802
        if not 1 <= number <= len(self.list):
            raise Refused(INVALID)
        self.list[number - 1]._do_Delete()
