"""Reading a PDF: who opens it, whether it is signed, whole, how many pages."""

from __future__ import annotations

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.pdf_encryption import weakness
from sceau.review.reading.pdf_traces import pdf_traces
from sceau.seal.pdf_source import open_pdf

_OPENING = {
    "none": Opening.ANYONE,
    "owner": Opening.OWNER_ONLY,
    "password": Opening.PASSWORD,
    "unknown": Opening.UNKNOWN,
}


def read_pdf(content: bytes) -> FileReading:
    """Read a PDF without a password. Raises nothing for what it holds, except ``MemoryError``."""
    state, pdf = open_pdf(content)
    hidden: tuple[str, ...] = ()
    if pdf is not None:
        hidden = pdf_traces(pdf)
        pdf.close()
    problem = None
    if state.damaged:
        problem = phrase("reading.problem.damaged")
    elif state.protection == "unknown":
        problem = phrase("reading.problem.other-protection")
    return FileReading(
        kind="pdf",
        opening=_OPENING[state.protection],
        signed=state.signed,
        damaged=state.damaged,
        pages=state.pages,
        weakness=weakness(content) if state.protection == "password" else "",
        problem=problem,
        hidden=hidden,
        removable=state.protection == "none" and not state.signed,
    )
