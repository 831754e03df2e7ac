"""Attachments on their way to the helper: whole or not at all, and never older than they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.hooks.frames import LARGEST_CHUNK, LARGEST_FILE, Attached, Chunk, File
from sceau.hooks.thunderbird import files as module
from sceau.hooks.thunderbird.files import Files
from sceau.review.reading.model import FileReading

CONTENT = b"%PDF-1.7 bilan"


def attached(size: int = len(CONTENT), stamp: str = "a", **more: Any) -> Attached:
    return Attached(compose="1", attachment=1, name="a.pdf", size=size, stamp=stamp, **more)


def listed(stamp: str = "a", **more: Any) -> File:
    return File(attachment=1, name="a.pdf", size=len(CONTENT), stamp=stamp, **more)


def chunk(data: bytes, offset: int = 0, stamp: str = "a", last: bool = False) -> Chunk:
    return Chunk(compose="1", attachment=1, stamp=stamp, offset=offset, data=data, last=last)


class Reader:
    """Examines by telling what it was given."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    async def __call__(self, content: bytes, name: str, media_type: str) -> FileReading:
        self.given.append(content)
        return FileReading(kind="pdf", pages=len(content))


def run(story: Callable[[Files, Reader], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        reader = Reader()
        await asyncio.wait_for(story(Files(reader), reader), 10)

    asyncio.run(all_of_it())


@given(st.lists(st.binary(max_size=50), max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_file_in_any_pieces_is_whole_again(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)

    async def story(files: Files, reader: Reader) -> None:
        files.attached(attached(len(whole)))
        at = 0
        for number, piece in enumerate(pieces or [b""]):
            last = number == max(len(pieces), 1) - 1
            assert files.content(listed()) is None
            got = files.chunk(chunk(piece, at, last=last))
            at += len(piece)
            assert got.offset == at
        assert (await files.reading(listed())).pages == len(whole)
        assert reader.given == [whole]
        assert files.content(listed()) == whole

    run(story)


BROKEN: dict[str, list[Chunk]] = {
    "a gap": [chunk(CONTENT[:4]), chunk(CONTENT[5:], 5, last=True)],
    "a piece twice": [chunk(CONTENT[:4]), chunk(CONTENT[:4]), chunk(CONTENT[4:], 4, last=True)],
    "too little": [chunk(CONTENT[:4], last=True)],
    "too much": [chunk(CONTENT + b"!", last=True)],
    "a piece that is too large": [chunk(bytes(LARGEST_CHUNK + 1), last=True)],
}


@pytest.mark.parametrize("pieces", BROKEN.values(), ids=BROKEN)
def test_a_file_that_does_not_come_whole_is_told_as_not_examined(pieces: list[Chunk]) -> None:
    async def story(files: Files, reader: Reader) -> None:
        files.attached(attached())
        for piece in pieces:
            files.chunk(piece)
        found = await files.reading(listed())
        assert found.problem is not None
        assert files.content(listed()) is None
        assert reader.given == []

    run(story)


def test_a_file_that_comes_again_puts_the_first_aside() -> None:
    async def story(files: Files, reader: Reader) -> None:
        files.attached(attached())
        waiting = asyncio.create_task(files.reading(listed()))
        await asyncio.sleep(0)
        files.chunk(chunk(CONTENT[:4]))
        files.attached(attached(stamp="b"))
        files.chunk(chunk(CONTENT[4:], 4, last=True))  # the end of the first: it comes too late
        files.chunk(chunk(CONTENT, stamp="b", last=True))
        assert (await files.reading(listed("b"))).problem is None
        assert files.known(listed()) is None
        assert files.content(listed()) is None
        found = await waiting
        assert found.problem is not None
        assert found.problem.key == "reading.problem.changed"

    run(story)


def test_a_file_asked_for_that_comes_with_other_content_is_told() -> None:
    async def story(files: Files, reader: Reader) -> None:
        waiting = asyncio.create_task(files.reading(listed("a")))
        await asyncio.sleep(0)
        files.attached(attached(stamp="b"))
        found = await waiting
        assert found.problem is not None

    run(story)


NOT_SENT = {
    "unreadable": (attached(problem="unreadable"), "reading.problem.not-there"),
    "said to be too large": (attached(problem="too-large"), "reading.problem.too-large"),
    "too large": (attached(LARGEST_FILE + 1), "reading.problem.too-large"),
}


@pytest.mark.parametrize(("announced", "why"), NOT_SENT.values(), ids=NOT_SENT)
def test_a_file_whose_content_does_not_come_is_told_at_once(announced: Attached, why: str) -> None:
    async def story(files: Files, reader: Reader) -> None:
        files.attached(announced)
        found = files.known(listed())
        assert found is not None
        assert found.problem is not None
        assert found.problem.key == why

    run(story)


def test_one_compose_window_holds_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 20)

    async def story(files: Files, reader: Reader) -> None:
        files.attached(attached())
        files.chunk(chunk(CONTENT, last=True))
        await files.reading(listed())
        files.attached(
            Attached(compose="1", attachment=2, name="b.pdf", size=len(CONTENT), stamp="b")
        )
        found = files.known(File(attachment=2, name="b.pdf", size=len(CONTENT), stamp="b"))
        assert found is not None
        assert found.problem is not None

    run(story)


def test_what_is_removed_or_closed_is_not_held() -> None:
    async def story(files: Files, reader: Reader) -> None:
        files.attached(attached())
        files.chunk(chunk(CONTENT, last=True))
        await files.reading(listed())
        files.close()
        assert files.content(listed()) is None
        assert files.lacks(listed())

    run(story)


def test_a_link_in_the_place_of_a_file_is_not_asked_for() -> None:
    async def story(files: Files, reader: Reader) -> None:
        assert not files.lacks(listed(cloud=True))
        assert files.lacks(listed())

    run(story)
