"""What all fake objects have in common: the members of their class, and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from sceau.hooks.outlook.objects import Busy, Gone, Refused

UNKNOWN_NAME = 0x80020006
MEMBER_NOT_FOUND = 0x80020003
TYPE_MISMATCH = 0x80020005
BAD_COUNT = 0x8002000E
INVALID = 0x80070057
NOT_FOUND = 0x8004010F
DELETED = 0x8004010A
ABORTED = 0x80004004
FAILED = 0x80004005
CALL_REJECTED = 0x80010001
NOT_THERE = 0x800706BA


class Fake:
    """One object. ``readable`` and ``writable`` name the properties, with the types a writable one
    takes; ``methods`` the methods, with the types of their arguments (those after the first
    ``None`` may be left out). Each property ``Name`` is the attribute ``_Name`` or the method
    ``_get_Name``; each method the method ``_do_Name``."""

    class_number: ClassVar[int] = 0
    readable: ClassVar[frozenset[str]] = frozenset()
    writable: ClassVar[dict[str, type | tuple[type, ...]]] = {}
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {}

    def __init__(self, world: World) -> None:
        self.world = world
        self.dead = 0

    def get(self, name: str) -> Any:
        self._alive()
        if name == "Class" and self.class_number:
            return self.class_number
        if name not in self.readable and name not in self.writable:
            raise Refused(MEMBER_NOT_FOUND if name in self.methods else UNKNOWN_NAME)
        computed = getattr(self, f"_get_{name}", None)
        return computed() if computed is not None else getattr(self, f"_{name}")

    def put(self, name: str, value: Any) -> None:
        self._alive()
        if name not in self.writable:
            known = name in self.readable or name in self.methods
            raise Refused(MEMBER_NOT_FOUND if known else UNKNOWN_NAME)
        _check(value, self.writable[name])
        setter = getattr(self, f"_put_{name}", None)
        if setter is not None:
            setter(value)
        else:
            setattr(self, f"_{name}", value)

    def call(self, name: str, *arguments: Any) -> Any:
        self._alive()
        if name not in self.methods:
            raise Refused(MEMBER_NOT_FOUND if name in self.readable else UNKNOWN_NAME)
        kinds = self.methods[name]
        needed = kinds.index(None) if None in kinds else len(kinds)
        allowed = [one for one in kinds if one is not None]
        if not needed <= len(arguments) <= len(allowed):
            raise Refused(BAD_COUNT)
        for value, kind in zip(arguments, allowed, strict=False):
            _check(value, kind)
        return getattr(self, f"_do_{name}")(*arguments)

    def same(self, other: Any) -> bool:
        return self is other

    def kills(self, code: int = DELETED) -> None:
        """The object is not there any more: whatever is asked of it is refused with ``code``."""
        self.dead = code

    def _alive(self) -> None:
        self.world.answers()
        if self.dead == NOT_THERE:
            raise Gone(NOT_THERE)
        if self.dead:
            raise Refused(self.dead)


class World:
    """Whether Outlook answers at all: ``busy`` calls are rejected, ``gone`` it was killed."""

    def __init__(self) -> None:
        self.busy = 0
        self.gone = False

    def answers(self) -> None:
        if self.gone:
            raise Gone(NOT_THERE)
        if self.busy:
            self.busy -= 1
            raise Busy(CALL_REJECTED)


class Collection(Fake):
    """A collection that counts from 1."""

    readable = frozenset({"Count"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"Item": ((int, str),)}

    def members(self) -> list[Any]:
        raise NotImplementedError

    def _get_Count(self) -> int:  # noqa: N802 - the names are Outlook's
        return len(self.members())

    def _do_Item(self, number: int | str) -> Any:  # noqa: N802
        members = self.members()
        if isinstance(number, str) or not 1 <= number <= len(members):
            raise Refused(INVALID)
        return members[number - 1]


def _check(value: Any, kind: Any) -> None:
    wrong_bool = isinstance(value, bool) and kind is int
    if kind is not object and (wrong_bool or not isinstance(value, kind)):
        raise Refused(TYPE_MISMATCH)
