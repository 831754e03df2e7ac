"""Files as many programs write them, and public ones that packages bring: what is sealed in tests.

Each is a sentence, who made it, and how; all say « Bilan de Jeanne Exemple » or show the drawing of
:mod:`support.pictures`.
"""

from __future__ import annotations

import importlib.resources
import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import img2pdf
import pikepdf
import pypdfium2
from PIL import Image

from support.pictures import picture

TEXT = "Bilan de Jeanne Exemple"
POSTSCRIPT = f"""%!PS-Adobe-3.0
/Helvetica findfont 18 scalefont setfont
1 1 3 {{ /n exch def
  72 700 moveto ({TEXT}, page ) show n 3 string cvs show
  0.2 n mul 0.4 0.7 setrgbcolor 72 300 200 200 rectfill 0 setgray
  showpage
}} for
"""
PAGE = f"""<!doctype html><meta charset="utf-8"><title>{TEXT}</title>
<h1>{TEXT}</h1><p>Poids : 70 kg</p><svg width="90" height="90"><circle cx="45" cy="45" r="40"
fill="teal" opacity="0.5"/></svg><p style="break-before: page">Seconde page</p>"""


class Made(NamedTuple):
    """A file: who makes it (``by``: a Debian package, or one of PyPI), and how, in a folder."""

    by: str
    make: Callable[[Path], bytes]


def run(*line: str | Path, folder: Path) -> None:
    """Run a program that makes a file."""
    subprocess.run(
        [str(one) for one in line],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )


def _base(folder: Path) -> Path:
    """A PDF of three pages by Ghostscript, that others then change."""
    made = folder / "base.pdf"
    if not made.exists():
        (folder / "base.ps").write_text(POSTSCRIPT, encoding="latin-1")
        run("gs", "-q", "-sDEVICE=pdfwrite", "-o", made, "base.ps", folder=folder)
    return made


def _of(*line: str) -> Callable[[Path], bytes]:
    """A program that makes « out.pdf » from « base.pdf »."""

    def make(folder: Path) -> bytes:
        _base(folder)
        run(*line, folder=folder)
        return (folder / "out.pdf").read_bytes()

    return make


def _ghostscript(*switches: str) -> Callable[[Path], bytes]:
    return _of("gs", "-q", "-sDEVICE=pdfwrite", *switches, "-o", "out.pdf", "base.pdf")


def _separated(folder: Path) -> bytes:
    run("pdfseparate", "-f", "2", "-l", "2", _base(folder), "page-%d.pdf", folder=folder)
    return (folder / "page-2.pdf").read_bytes()


def _of_a_picture(*line: str, kind: str = "PNG") -> Callable[[Path], bytes]:
    def make(folder: Path) -> bytes:
        (folder / "in").write_bytes(picture(kind))
        run(*line, folder=folder)
        return (folder / "out.pdf").read_bytes()

    return make


def _chromium(folder: Path) -> bytes:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    run(
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
        *(f"--user-data-dir={folder / 'profile'}", "--print-to-pdf=out.pdf", "page.html"),
        folder=folder,
    )
    return (folder / "out.pdf").read_bytes()


def _pillow(_: Path) -> bytes:
    out = io.BytesIO()
    pages = [Image.open(io.BytesIO(picture("PNG"))), Image.open(io.BytesIO(picture("JPEG")))]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def _img2pdf(_: Path) -> bytes:
    made: bytes = img2pdf.convert([picture("JPEG"), picture("PNG", mode="P")])
    return made


def _pdfium(folder: Path) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument(_base(folder)) as source, pypdfium2.PdfDocument.new() as made:
        made.import_pages(source, [2, 0])
        made.save(out)
    return out.getvalue()


def _pikepdf(folder: Path) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(_base(folder)) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.pages[1].rotate(90, relative=True)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


PDFS: dict[str, Made] = {
    "PostScript printed": Made("ghostscript", lambda folder: _base(folder).read_bytes()),
    "printed as PDF 1.3": Made("ghostscript", _ghostscript("-dCompatibilityLevel=1.3")),
    "printed for archives (PDF/A-2)": Made("ghostscript", _ghostscript("-dPDFA=2")),
    "printed for the web": Made("ghostscript", _ghostscript("-dFastWebView=true")),
    "printed for a press": Made("ghostscript", _ghostscript("-dPDFSETTINGS=/prepress")),
    "drawn by cairo": Made("poppler-utils", _of("pdftocairo", "-pdf", "base.pdf", "out.pdf")),
    "two joined": Made("poppler-utils", _of("pdfunite", "base.pdf", "base.pdf", "out.pdf")),
    "one page taken out": Made("poppler-utils", _separated),
    "linearized": Made("qpdf", _of("qpdf", "--linearize", "base.pdf", "out.pdf")),
    "object streams": Made("qpdf", _of("qpdf", "--object-streams=generate", "base.pdf", "out.pdf")),
    "no object streams": Made(
        "qpdf", _of("qpdf", "--object-streams=disable", "base.pdf", "out.pdf")
    ),
    "written to be read by people": Made("qpdf", _of("qpdf", "--qdf", "base.pdf", "out.pdf")),
    "nothing compressed": Made(
        "qpdf",
        _of("qpdf", "--stream-data=uncompress", "--decode-level=all", "base.pdf", "out.pdf"),
    ),
    "an owner password alone": Made(
        "qpdf",
        _of("qpdf", "--encrypt", "", "owner", "256", "--print=none", "--", "base.pdf", "out.pdf"),
    ),
    "pages turned": Made("qpdf", _of("qpdf", "--rotate=+90:2", "base.pdf", "out.pdf")),
    "cleaned and shortened": Made(
        "mupdf-tools", _of("mutool", "clean", "-ggggz", "base.pdf", "out.pdf")
    ),
    "cleaned and inflated": Made(
        "mupdf-tools", _of("mutool", "clean", "-d", "base.pdf", "out.pdf")
    ),
    "a web page printed": Made("chromium", _chromium),
    "a scan with its words": Made(
        "tesseract-ocr", _of_a_picture("tesseract", "in", "out", "-l", "fra", "pdf")
    ),
    "a picture as PDF/A": Made("imagemagick", _of_a_picture("convert", "in", "PDFA:out.pdf")),
    "two pictures": Made("Pillow", _pillow),
    "two pictures, as they are": Made("img2pdf", _img2pdf),
    "pages in another order": Made("pypdfium2", _pdfium),
    "a page twice, another turned": Made("pikepdf", _pikepdf),
}

EVERY = os.environ.get("SCEAU_EVERY_SAMPLE") == "1"
"""Whether all are wanted (``make test-samples``), or those of the everyday run."""

AS_PAGES = (
    *("BMP", "GIF", "HEIC", "JPEG", "PJPEG", "PNG8", "PNG24", "PNG64", "TIFF", "TIFF64", "WEBP"),
    *(("BMP2", "BMP3", "GIF87", "PNG32", "PNG48", "PTIF") if EVERY else ()),
)
"""What ImageMagick writes and becomes pages of a PDF."""

_RARE = (
    *("CIN", "DCX", "FITS", "G3", "HDR", "J2K", "JBIG", "JNG", "MIFF", "MNG", "PAM", "PBM", "PCD"),
    *("PCL", "PFM", "PGM", "PICT", "PSB", "RAS", "SGI", "SUN", "TXT", "VIFF", "WBMP", "XBM"),
    *("XPM", "XWD"),
)
AS_THEY_ARE = (
    *("AVIF", "DDS", "DPX", "GROUP4", "ICO", "JP2", "PCX", "PPM", "PSD", "TGA"),
    *(_RARE if EVERY else ()),
)
"""What it writes and no PDF holds unchanged: sealed as it is, in an envelope."""


def raster(form: str, folder: Path) -> bytes:
    """Give the drawing as ImageMagick writes it in this form."""
    (folder / "in.png").write_bytes(picture("PNG"))
    made = folder / "made"
    run("convert", "in.png", f"{form}:{made}", folder=folder)
    return made.read_bytes()


_OFFICE: dict[str, tuple[str, str]] = {
    "docx": ("fodt", "office"),
    "xlsx": ("fods", "office"),
    "pptx": ("fodp", "office"),
    "odt": ("fodt", "envelope"),
    "ods": ("fods", "envelope"),
    "odp": ("fodp", "envelope"),
    "doc": ("fodt", "envelope"),
    "xls": ("fods", "envelope"),
    "ppt": ("fodp", "envelope"),
    "rtf": ("fodt", "envelope"),
    "pdf": ("fodt", "pdf"),
}
OFFICE = {one: _OFFICE[one] for one in _OFFICE if EVERY or one not in ("ods", "odp", "ppt", "rtf")}
"""What LibreOffice writes from which of :mod:`support.flat_documents`, and what it is sealed in."""

_DOCS = Path("/usr/share/doc")
_LIBREOFFICE = Path("/usr/lib/libreoffice/share")
PUBLIC: dict[str, tuple[str, Path, str]] = {
    "a specification": (
        "shared-mime-info",
        _DOCS / "shared-mime-info/shared-mime-info-spec.pdf",
        "pdf",
    ),
    "another specification": (
        "libimage-exiftool-perl",
        _DOCS / "libimage-exiftool-perl/html/MIE1.1-20070121.pdf",
        "pdf",
    ),
    "a letter to be filled in": (
        "libreoffice-common",
        _LIBREOFFICE / "template/common/officorr/Modern_business_letter_serif.ott",
        "envelope",
    ),
    "a flower": ("libreoffice-common", _LIBREOFFICE / "gallery/flower.gif", "pdf"),
    "the sky": ("libreoffice-common", _LIBREOFFICE / "gallery/sky.gif", "pdf"),
    "a colour profile": (
        "libgs-common",
        Path("/usr/share/color/icc/ghostscript/srgb.icc"),
        "envelope",
    ),
}
"""Files that Debian's packages bring: the package, the place, what they are sealed in."""

DICOM = {
    "a slice of a CT": "CT_small.dcm",
    "a slice of an MRI, big-endian": "MR_small_bigendian.dcm",
    "one without its first 132 bytes": "no_meta.dcm",
    "JPEG 2000 in it": "JPEG2000.dcm",
    "runs of bytes in it": "SC_rgb_rle.dcm",
    "a dose": "rtdose_1frame.dcm",
    "a plan that ends too soon": "rtplan_truncated.dcm",
    "a report": "test-SR.dcm",
    "an ECG": "waveform_ecg.dcm",
}
"""Of pydicom's own tests (MIT; made nameless by them), as its package brings them."""


def dicom(name: str) -> bytes:
    """Give one of these."""
    return (importlib.resources.files("pydicom") / "data/test_files" / name).read_bytes()


def public(path: Path) -> bytes:
    """Give a file a package brings."""
    return path.read_bytes()
