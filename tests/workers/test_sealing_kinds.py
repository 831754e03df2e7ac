"""Every format is sealed in a worker, within its sandbox: nothing it needs is missing there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sceau.errors import PasswordRefused
from sceau.workers.pool import Workers
from support.office_files import office
from support.pictures import picture

PASSWORD = "abcd-2345-wxyz-6789"


@pytest.mark.parametrize(
    ("make", "format", "media_type"),
    [
        (lambda: picture("JPEG"), "pdf", "application/pdf"),
        (lambda: office("docx"), "office", "wordprocessingml"),
        (lambda: b"Observations.", "envelope", "application/pdf"),
    ],
    ids=["a photo", "a Word file", "a text"],
)
def test_other_kinds_are_sealed_within_the_limits(
    make: Callable[[], bytes], format: str, media_type: str
) -> None:
    async def job() -> None:
        async with Workers() as workers:
            sealed = await workers.seal(make(), "fichier", PASSWORD)
            assert sealed.format == format
            assert media_type in sealed.media_type
            assert sealed.why is not None
            await workers.unseal(sealed.content, PASSWORD)
            with pytest.raises(PasswordRefused):
                await workers.unseal(sealed.content, "autre")

    asyncio.run(job())
