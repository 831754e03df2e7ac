"""A stand-in for the Thunderbird add-on: it speaks native messaging to a real ``sceau-host`` and
holds compose windows as Thunderbird does. It is strict: a frame that is too large, of the wrong
form, or out of turn fails the test.
"""

from __future__ import annotations

import asyncio
import hashlib
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from sceau.hooks import frames
from support.command import SOURCES
from support.compose_stand_in import Compose

HOST = SOURCES.parent / ".venv" / "bin" / "sceau-host"
SECONDS = 30.0
_LENGTH = struct.Struct("=I")


class Ended:
    """How a click ended: ``left``, or kept with a ``sentence``; ``shown`` once a window was."""

    def __init__(self) -> None:
        self.left = False
        self.sentence = ""
        self.remaining: tuple[str, ...] = ()
        self.shown = False
        self.edits: frames.Edits | None = None


class AddOn:
    """The add-on in one Thunderbird profile, connected through one ``sceau-host``.

    ``tamper`` is called with the compose window after the Edits were made in it, before it is read
    back; ``refuse`` makes Thunderbird's own sending fail with this error; ``added`` are addresses
    that another add-on puts in after the release; ``sending`` is how long, in seconds, Thunderbird
    takes to send. Faults: ``silent_after`` never says what became of a mail, ``deaf`` takes no
    piece of a file, ``lazy`` never makes the Edits. ``wanted`` counts the files that were asked
    for once more.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.tamper: Callable[[Compose], None] = lambda _: None
        self.refuse = ""
        self.added: tuple[str, ...] = ()
        self.sending = 0.0
        self.silent_after = self.deaf = self.lazy = False
        self.wanted = 0
        self.largest = 0
        self._answers: dict[str, asyncio.Queue[Any]] = {}
        self._got: asyncio.Queue[frames.Got] = asyncio.Queue()
        self._composes: dict[str, Compose] = {}
        self._other: asyncio.Queue[Any] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()

    # -- frames ----------------------------------------------------------------------------

    async def say(self, frame: Any) -> None:
        """Send one frame."""
        body = msgspec.json.encode(frame)
        assert len(body) <= frames.LARGEST_FRAME
        assert self.process.stdin is not None
        self.process.stdin.write(_LENGTH.pack(len(body)) + body)
        await self.process.stdin.drain()

    async def next(self) -> Any:
        """Give the next frame; none once the host has ended."""
        assert self.process.stdout is not None
        try:
            (length,) = _LENGTH.unpack(await self.process.stdout.readexactly(_LENGTH.size))
        except asyncio.IncompleteReadError:
            return None
        assert length <= frames.LARGEST_FRAME, "Thunderbird would cut the port"
        self.largest = max(self.largest, length)
        body = await self.process.stdout.readexactly(length)
        return msgspec.json.decode(body, type=frames.FromHelper)

    async def greet(self, **more: Any) -> Any:
        """Say hello; give the answer."""
        values = {"protocol": frames.PROTOCOL, "version": "0.1.0", "client": "153.0", **more}
        await self.say(frames.Hello(**values))
        answer = await asyncio.wait_for(self.next(), SECONDS)
        if isinstance(answer, frames.Welcome):
            self._listening = asyncio.create_task(self._listen())
        return answer

    async def ping(self, number: int = 1) -> frames.Pong:
        """Ask whether somebody is there."""
        await self.say(frames.Ping(number=number))
        answer = await asyncio.wait_for(self._other.get(), SECONDS)
        assert isinstance(answer, frames.Pong)
        assert answer.number == number
        return answer

    async def tell_unchecked(self, *mails: frames.UncheckedMail) -> int:
        """Tell what left without the check; give how many of those the journal has."""
        await self.say(frames.Unchecked(mails=mails))
        answer = await asyncio.wait_for(self._other.get(), SECONDS)
        assert isinstance(answer, frames.Noted)
        return answer.count

    async def _listen(self) -> None:
        while (frame := await self.next()) is not None:
            match frame:
                case frames.Got():
                    self._got.put_nowait(frame)
                case frames.Want():
                    self.wanted += 1
                    compose = self._composes[frame.compose]
                    self._sending = asyncio.create_task(self.attach(compose, frame.attachment))
                case frames.Chunk():
                    self._answers[self._click_of(frame.compose)].put_nowait(frame)
                case frames.Pong() | frames.Noted():
                    self._other.put_nowait(frame)
                case _:
                    self._answers[frame.request].put_nowait(frame)
        self.lost.set()
        for waiting in self._answers.values():
            waiting.put_nowait(None)

    def answers(self, request: str) -> asyncio.Queue[Any]:
        """Give what is still said of this click."""
        return self._answers[request]

    def _click_of(self, compose: str) -> str:
        return f"{compose}.{self._composes[compose].clicks}"

    # -- what a person does ----------------------------------------------------------------

    async def open(self, compose: Compose) -> Compose:
        """Open a compose window."""
        self._composes[compose.name] = compose
        await self.say(frames.Opened(compose=compose.name))
        return compose

    async def attach(self, compose: Compose, number: int) -> None:
        """Let a file that was put into the window travel to the helper."""
        name, content, media_type = compose.files[number]
        stamp = compose.stamp(number)
        await self.say(
            frames.Attached(
                compose=compose.name,
                attachment=number,
                name=name,
                media_type=media_type,
                size=len(content),
                stamp=stamp,
            )
        )
        for offset in range(0, len(content) or 1, frames.LARGEST_CHUNK):
            piece = content[offset : offset + frames.LARGEST_CHUNK]
            await self.say(
                frames.Chunk(
                    compose=compose.name,
                    attachment=number,
                    stamp=stamp,
                    offset=offset,
                    data=piece,
                    last=offset + len(piece) >= len(content),
                )
            )
            got = await asyncio.wait_for(self._got.get(), SECONDS)
            assert got.offset == offset + len(piece)

    async def seal(self, compose: Compose, *chosen: int) -> Ended:
        """Click *Encrypt attachments*, or choose it for some, and see it through to its end."""
        return await self.click(compose, purpose="seal", chosen=chosen)

    async def click(self, compose: Compose, **more: Any) -> Ended:
        """Click Send and see it through to its end."""
        self._composes[compose.name] = compose
        compose.clicks += 1
        request = self._click_of(compose.name)
        answers = self._answers[request] = asyncio.Queue()
        await self.say(
            frames.Send(compose=compose.name, request=request, details=compose.details(), **more)
        )
        return await _Click(self, compose, request, answers).see_through()

    async def close(self, compose: Compose) -> None:
        """Force a compose window closed."""
        await self.say(frames.Closed(compose=compose.name))

    async def end(self) -> int:
        """Thunderbird quits; give how the host ended."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = await asyncio.wait_for(self.process.wait(), 5)
        if self._listening is not None:
            await self._listening
        return code


class _Click:
    """One click, as the add-on goes on after it."""

    def __init__(
        self, add_on: AddOn, compose: Compose, request: str, answers: asyncio.Queue[Any]
    ) -> None:
        self._add_on = add_on
        self._compose = compose
        self._request = request
        self._answers = answers
        self._files: dict[int, tuple[frames.SealedFile, bytearray]] = {}
        self._ended = Ended()
        self._held = 0
        self._new: list[int] = []

    async def see_through(self) -> Ended:
        while True:
            frame = await asyncio.wait_for(self._answers.get(), SECONDS)
            match frame:
                case None:
                    self._ended.sentence = "the port was cut"
                    return self._ended
                case frames.Shown():
                    self._ended.shown = True
                case frames.Keep():
                    self._ended.sentence, self._ended.remaining = frame.sentence, frame.remaining
                    return self._ended
                case frames.SealedFile():
                    self._files[frame.attachment] = (frame, bytearray())
                case frames.Chunk():
                    await self._take(frame)
                case frames.Edits():
                    assert self._ended.edits is None, "Edits came twice"
                    self._ended.edits = frame
                    await self._make(frame)
                case frames.Release():
                    await self._release(frame)
                    if frame.copy == 0:
                        return self._ended
                case _:
                    raise AssertionError(f"out of turn: {type(frame).__name__}")

    async def _take(self, frame: frames.Chunk) -> None:
        announced, content = self._files[frame.attachment]
        assert frame.offset == len(content), "a gap"
        assert len(frame.data) <= frames.LARGEST_CHUNK
        if self._add_on.deaf:
            return
        content += frame.data
        assert frame.last == (len(content) == announced.size)
        assert self._answers.qsize() < frames.IN_FLIGHT, "too many pieces on their way"
        await self._add_on.say(
            frames.Got(compose=frame.compose, attachment=frame.attachment, offset=len(content))
        )

    async def _make(self, edits: frames.Edits) -> None:
        if self._add_on.lazy:
            return
        compose, replaced = self._compose, []
        for field in ("to", "cc", "bcc", "subject"):
            if getattr(edits, field) is not None:
                compose.fields[field] = getattr(edits, field)
        for number in edits.replace:
            announced, content = self._files[number]
            assert len(content) == announced.size
            await self._take_out(number)
            now = compose.put(announced.name, bytes(content), announced.media_type)
            digest = hashlib.sha256(content).hexdigest()
            replaced.append(frames.Replaced(was=number, now=now, digest=digest))
        for one in edits.rename:
            _, content, media_type = compose.files[one.attachment]
            compose.files[one.attachment] = (one.name, content, media_type)
        for number in edits.remove:
            await self._take_out(number)
        for number in edits.add:
            announced, content = self._files[number]
            now = compose.put(announced.name, bytes(content), announced.media_type)
            digest = hashlib.sha256(content).hexdigest()
            replaced.append(frames.Replaced(was=number, now=now, digest=digest))
            self._new.append(now)
        if edits.body is not None:
            compose.fields["text"] = edits.body
        self._add_on.tamper(compose)
        self._each, self._replaced = edits.each, tuple(replaced)
        await self._made(1 if len(edits.each) > 1 else 0)

    async def _take_out(self, number: int) -> None:
        del self._compose.files[number]
        await self._add_on.say(frames.Removed(compose=self._compose.name, attachment=number))

    async def _made(self, copy: int) -> None:
        details = self._compose.details()
        if copy:
            to = (frames.Written(text=self._each[copy]),)
            details = msgspec.structs.replace(details, to=to, cc=(), bcc=())
        await self._add_on.say(
            frames.Made(
                compose=self._compose.name,
                request=self._request,
                copy=copy,
                details=details,
                replaced=self._replaced,
            )
        )

    async def _release(self, frame: frames.Release) -> None:
        refused = self._add_on.refuse
        if not refused:
            whole = self._compose.fields
            if frame.copy:
                self._compose.fields = {**whole, "to": (self._each[frame.copy],), "cc": ()}
            self._compose.leave()
            self._compose.fields = whole
        self._ended.left = not refused and frame.copy == 0
        fields = self._compose.sent[-1][0] if self._compose.sent else self._compose.fields
        people = [one for name in ("to", "cc", "bcc") for one in fields[name]]
        texts = [one.text if isinstance(one, frames.Written) else one for one in people]
        if refused:
            for number in self._new:  # as the add-on does: what was not there before goes again
                await self._take_out(number)
        if self._add_on.silent_after:
            return
        await asyncio.sleep(self._add_on.sending)
        await self._add_on.say(
            frames.After(
                compose=self._compose.name,
                request=self._request,
                copy=frame.copy,
                left=not refused,
                message_id="" if refused else "sent.1@valmont.example",
                recipients=() if refused else (*texts, *self._add_on.added),
                error=refused,
            )
        )
        if frame.copy and not refused:
            await self._made((frame.copy + 1) % len(self._each))


@asynccontextmanager
async def add_on(
    environment: Mapping[str, str], host: Path = HOST, *, greeted: bool = True
) -> AsyncIterator[AddOn]:
    """Start ``sceau-host`` as Thunderbird does, with the add-on at its other end."""
    process = await asyncio.create_subprocess_exec(
        str(host),
        "/nowhere/manifest.json",
        "sceau@sceau.invalid",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=dict(environment),
    )
    one = AddOn(process)
    try:
        if greeted:
            answer = await one.greet()
            assert isinstance(answer, frames.Welcome), answer
        yield one
    finally:
        if process.returncode is None:
            await one.end()
