"""Every format is sealed in a worker, within its sandbox: nothing it needs is missing there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sceau.errors import PasswordRefused, SealRefused
from sceau.workers.pool import Workers
from support.office_files import office
from support.pictures import heic, picture

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


def test_letters_files_together_and_clean_copies_are_made_there_too() -> None:
    async def job() -> None:
        async with Workers() as workers:
            for text in ("Bonjour, été.", "Łódź, Здравствуйте"):
                made = await workers.letter(text, PASSWORD, pictures=[picture("JPEG")])
                assert made.pages == 2
                await workers.unseal(made.content, PASSWORD)
            files = [("Bilan.csv", b"date;poids"), ("Photo.jpg", picture("JPEG"))]
            for asked in ("auto", "7z"):
                made = await workers.seal_together(files, PASSWORD, asked)  # type: ignore[arg-type]
                opened = await workers.unseal(made.content, PASSWORD)
                assert [(one.name, one.content) for one in opened.files] == files
            made_together = await workers.seal_together([files[1]] * 2, PASSWORD)
            assert made_together.pages == 2
            clean = await workers.clean(picture("JPEG", orientation=6))
            assert clean.removed == ("place", "camera")
            sealed = await workers.seal(heic(), "Photo.heic", PASSWORD)
            assert sealed.format == "pdf"
            with pytest.raises(SealRefused, match="not-together"):
                await workers.seal_together(files, PASSWORD, "office")

    asyncio.run(job())
