"""The workers: processes that read and seal files, so that a hostile one takes nothing down.

Readers and sealers are apart: sealing 100 MB does not hold up a review. Each is started when it is
needed, stays warm, and leaves after a while with nothing to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from sceau.errors import PasswordRefused, SceauError, SealRefused, ServiceRefused
from sceau.phrases import phrase
from sceau.review.reading.kinds import kind_of
from sceau.review.reading.model import FileReading
from sceau.review.reading.pictured import is_to_recognise, with_recognised
from sceau.review.reading.tesseract import languages
from sceau.seal.sealed import Asked, Cleaned, Opened, Sealed
from sceau.workers import confinement, frames, sandbox
from sceau.workers.lane import Lane, Trouble, WorkerFailed
from sceau.workers.limits import Limits
from sceau.workers.readings import Readings

_MODULE = "sceau.workers.process"


class LimitsInForce(msgspec.Struct, frozen=True, kw_only=True):
    """Which limits hold for workers on this machine: ``sandbox`` (no network, no files),
    ``memory``, ``processor`` time, ``core`` dumps off, ends with its ``parent``."""

    sandbox: bool
    memory: bool
    processor: bool
    core: bool
    parent: bool


def limits_in_force() -> LimitsInForce:
    """Tell which limits hold here, for ``sceau doctor``. The sandbox is tried, once."""
    names = confinement.expected()
    return LimitsInForce(
        sandbox=sandbox.works(),
        memory="memory" in names,
        processor="processor" in names,
        core="core" in names,
        parent="parent" in names,
    )


class Workers:
    """The readers and the sealers, as ``async with Workers() as workers``.

    Leaving ends every process. ``module`` and ``paths`` name another worker program and where it
    is imported from.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        module: str = _MODULE,
        paths: Sequence[Path] = (),
    ) -> None:
        self._limits = limits or Limits()
        self._readers = Lane(self._limits.readers, self._limits, module, paths)
        self._sealers = Lane(self._limits.sealers, self._limits, module, paths)
        self._recognisers = Lane(1, self._limits, module, paths)
        self._readings = Readings()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._readings.clear()
        await asyncio.gather(
            self._readers.close(), self._sealers.close(), self._recognisers.close()
        )

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of the workers there are."""
        return (*self._readers.pids, *self._sealers.pids, *self._recognisers.pids)

    async def warm(self) -> None:
        """Start one reader and one sealer, so that the first file is not waited for.

        Raises :class:`ServiceRefused` ``no-worker``.
        """
        # exceptions as results: else, given up, it would be over with the first of the two, and
        # nobody would wait until the other has ended what it was starting
        ended = await asyncio.gather(
            self._readers.warm(), self._sealers.warm(), return_exceptions=True
        )
        for one in ended:
            if isinstance(one, WorkerFailed):
                raise ServiceRefused("no-worker") from None
            if one is not None:
                raise one

    async def read(self, content: bytes, name: str, media_type: str) -> FileReading:
        """Examine a file. Never raises for what it holds: one that is too large, hangs, crashes
        or exhausts its reader comes back with a ``problem`` that says so. A file read lately is
        not read again."""
        limits = self._limits
        kind = kind_of(content)
        if len(content) > limits.largest:
            limit = limits.largest // 2**20
            return FileReading(kind=kind, problem=phrase("reading.problem.too-large", limit=limit))
        key = await self._readings.key(content, name, media_type)
        if (known := self._readings.known(key)) is not None:
            return known
        seconds = limits.reading(len(content))
        job = frames.ReadJob(limits.allowance(len(content), seconds), name, media_type)
        try:
            answer, text = await self._readers.run(job, content, seconds)
        except WorkerFailed as failure:
            why = phrase(f"reading.problem.{failure.trouble.value}")
            return FileReading(kind=kind, problem=why)
        if isinstance(answer, frames.Read):
            found = msgspec.structs.replace(answer.reading, text=text.decode("utf-8", "replace"))
            self._readings.keep(key, found)
            return found
        return FileReading(kind=kind, problem=phrase("reading.problem.crashed"))

    async def recognise(self, content: bytes, found: FileReading) -> FileReading:
        """Read what is written in the pictures of a file that was read as ``found``: scanned
        pages, a photograph of a letter. Gives ``found`` as it is where there is nothing of the
        kind, where it did not end in time, or where Tesseract is not there. Never raises for what
        the file holds; takes a second or two a page."""
        if not is_to_recognise(found) or not await asyncio.to_thread(languages):
            return found
        key = await self._readings.key(content, "", "", way="recognise")
        if (known := self._readings.known(key)) is None:
            limits = self._limits
            allowance = limits.allowance(len(content), limits.recognise_seconds)
            job = frames.RecogniseJob(allowance, found.kind)
            try:
                answer, text = await self._recognisers.run(job, content, limits.recognise_seconds)
            except WorkerFailed:
                return found
            if not isinstance(answer, frames.Read):
                return found
            known = msgspec.structs.replace(answer.reading, text=text.decode("utf-8", "replace"))
            self._readings.keep(key, known)
        return with_recognised(found, known)

    async def opening(self, content: bytes, passwords: Sequence[str]) -> str:
        """Give the first of ``passwords`` that opens a protected file; empty where none does, or
        where trying did not end in time. Never raises for what the file holds."""
        limits = self._limits
        if not passwords or len(content) > limits.largest:
            return ""
        seconds = limits.reading(len(content))
        job = frames.TryJob(limits.allowance(len(content), seconds), tuple(passwords))
        try:
            answer, _ = await self._readers.run(job, content, seconds)
        except WorkerFailed:
            return ""
        return answer.password if isinstance(answer, frames.Tried) else ""

    async def seal(self, content: bytes, name: str, password: str, asked: Asked = "auto") -> Sealed:
        """Seal a file and verify it, as :func:`sceau.seal.sealing.seal` does.

        Where compressing takes too long it is tried once more without. Raises
        :class:`SealRefused` or :class:`PasswordRefused` for the file and the password,
        ``seal-too-slow``, ``seal-crashed`` and ``seal-memory`` among the reasons, and
        :class:`ServiceRefused` ``no-worker``.
        """
        self._require_size(len(content))
        seconds = self._limits.sealing(len(content))
        allowance = self._limits.allowance(len(content), seconds)
        job = frames.SealJob(allowance, name, password, asked)
        try:
            answer, sealed = await self._sealed_job(job, content, seconds)
        except _TooSlow:
            job = msgspec.structs.replace(job, compress=False)
            answer, sealed = await self._sealed_job(job, content, seconds)
        return _sealed(answer, sealed)

    async def seal_together(
        self, files: Sequence[tuple[str, bytes]], password: str, asked: Asked = "auto"
    ) -> Sealed:
        """Seal files (name, content) as one, as :func:`sceau.seal.sealing.seal_together` does;
        raises what it and :meth:`seal` raise."""
        contents = [content for _, content in files]
        self._require_size(sum(map(len, contents)))
        body = b"".join(contents)
        seconds = self._limits.sealing(len(body))
        job = frames.TogetherJob(
            self._limits.allowance(len(body), seconds),
            tuple(name for name, _ in files),
            tuple(map(len, contents)),
            password,
            asked,
        )
        return _sealed(*await self._sealed_job(job, body, seconds))

    async def letter(
        self, text: str, password: str, *, title: str = "", pictures: Sequence[bytes] = ()
    ) -> Sealed:
        """Put a text into a sealed letter, as :func:`sceau.seal.letter.seal_letter` does; raises
        what it and :meth:`seal` raise."""
        pieces = [text.encode("utf-8", "replace"), *pictures]
        body = b"".join(pieces)
        self._require_size(len(body))
        seconds = self._limits.sealing(len(body))
        allowance = self._limits.allowance(len(body), seconds)
        job = frames.LetterJob(allowance, password, tuple(map(len, pieces)), title)
        return _sealed(*await self._sealed_job(job, body, seconds))

    async def clean(self, content: bytes) -> Cleaned:
        """Take what is hidden out of a file, as :func:`sceau.seal.cleaning.clean.clean` does;
        raises what it and :meth:`seal` raise."""
        self._require_size(len(content))
        seconds = self._limits.sealing(len(content))
        job = frames.CleanJob(self._limits.allowance(len(content), seconds))
        answer, clean = await self._sealed_job(job, content, seconds)
        if not isinstance(answer, frames.Cleaned):
            raise SealRefused("seal-crashed")
        return Cleaned(content=clean, removed=answer.removed)

    async def unseal(self, content: bytes, password: str) -> Opened:
        """Give an open copy of a sealed file, as :func:`sceau.seal.sealing.unseal` does; raises
        what it and :meth:`seal` raise."""
        self._require_size(len(content))
        seconds = self._limits.sealing(len(content))
        allowance = self._limits.allowance(len(content), seconds)
        answer, opened = await self._sealed_job(
            frames.UnsealJob(allowance, password), content, seconds
        )
        if not isinstance(answer, frames.Unsealed):
            raise SealRefused("seal-crashed")
        try:
            contents = frames.parts_of(opened, answer.sizes)
            first, *others = [
                Opened(content=content, name=name)
                for name, content in zip(answer.names, contents, strict=True)
            ]
        except ValueError:
            raise SealRefused("seal-crashed") from None
        return Opened(content=first.content, name=first.name, others=tuple(others))

    def _require_size(self, size: int) -> None:
        if size > self._limits.largest:
            raise SealRefused("too-large", limit=self._limits.largest // 2**20)

    async def _sealed_job(
        self, job: frames.Job, content: bytes, seconds: float
    ) -> tuple[frames.Answer, bytes]:
        try:
            answer, result = await self._sealers.run(job, content, seconds)
        except WorkerFailed as failure:
            raise _told(failure.trouble) from None
        if isinstance(answer, frames.Refused):
            refusal = PasswordRefused if answer.what == "password" else SealRefused
            raise refusal(answer.reason, **answer.values)
        return answer, result


def _sealed(answer: frames.Answer, content: bytes) -> Sealed:
    if not isinstance(answer, frames.Sealed):
        raise SealRefused("seal-crashed")
    return Sealed(
        content=content,
        format=answer.format,
        algorithm=answer.algorithm,
        ending=answer.ending,
        media_type=answer.media_type,
        pages=answer.pages,
        why=answer.why,
        notes=answer.notes,
    )


class _TooSlow(SealRefused):
    """Sealing did not end in time."""


def _told(trouble: Trouble) -> SceauError:
    match trouble:
        case Trouble.TOO_SLOW:
            return _TooSlow("seal-too-slow")
        case Trouble.MEMORY:
            return SealRefused("seal-memory")
        case Trouble.NO_WORKER:
            return ServiceRefused("no-worker")
        case Trouble.CRASHED:
            return SealRefused("seal-crashed")
