"""Opening and writing PDFs in memory, as fast as from a disk and never on one.

qpdf reads a Python stream in thousands of small calls and writes one in millions; what has a file
descriptor it maps and writes by itself, in half the time. Linux has files that live in memory
alone (``memfd_create``). Elsewhere it is the stream: a clear copy on disk is not worth the time.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import closing
from typing import Any, BinaryIO

import pikepdf

_SAMPLE = 2**20
_SPARSE = 64


def is_sparse(content: bytes) -> bool:
    """Tell whether a PDF is a few large objects, scanned pages mostly, by its first MiB."""
    return len(content) > _SAMPLE and content.count(b"endobj", 0, _SAMPLE) < _SPARSE


def opened(content: bytes, password: str = "") -> pikepdf.Pdf:
    """Open a PDF held in memory. Raises what ``pikepdf.open`` raises."""
    # a few large reads cost less than the copy
    if sys.platform != "linux" or is_sparse(content):
        return pikepdf.open(io.BytesIO(content), password=password)
    source = _memory_file()
    try:
        source.write(content)
        source.seek(0)
        pdf = pikepdf.open(source, password=password, access_mode=pikepdf.AccessMode.mmap)
    finally:
        # the mapping stays for as long as the document is open
        source.close()
    return pdf


def written(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """Give the bytes ``pdf.save(…, **options)`` writes."""
    if sys.platform != "linux":
        out = io.BytesIO()
        pdf.save(out, **options)
        return out.getvalue()
    with closing(_memory_file()) as target:
        pdf.save(target, **options)
        target.seek(0)
        return target.read()


def _memory_file() -> BinaryIO:
    if sys.platform != "linux":
        raise OSError("Linux alone has files in memory")
    return os.fdopen(os.memfd_create("pdf", os.MFD_CLOEXEC), "w+b", buffering=0)
