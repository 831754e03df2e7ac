"""PDFs made for the tests: whole ones, odd ones and hostile ones, all of invented people."""

from __future__ import annotations

import io
import random
import warnings
import zlib
from collections.abc import Sequence

import pikepdf

CLEAR_TEXT = "Bilan de Jeanne Exemple"
"""What the pages of :func:`report` say."""


def raw(objects: Sequence[bytes], *, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """Write a PDF from the bodies of its objects, the catalogue first."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, keys: bytes = b"") -> bytes:
    """Give the body of a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), keys, data)


def report(pages: int = 3, *, catalogue: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """A small report, a line of text a page. ``catalogue`` goes into the catalogue; ``more`` are
    further objects, numbered from ``4 + 2 * pages``."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (pages, b" ".join(b"%d 0 R" % (4 + 2 * page) for page in range(pages))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for page in range(pages):
        text = f"BT /F1 24 Tf 72 700 Td ({CLEAR_TEXT}, page {page + 1}) Tj ET".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * page)
        )
        objects.append(stream(text))
    return raw([*objects, *more])


def with_form() -> bytes:
    """A report with a text field filled in."""
    field = b"<</FT/Tx/T(nom)/V(Exemple)/Type/Annot/Subtype/Widget/Rect[72 600 300 620]/P 4 0 R>>"
    return report(1, catalogue=b"/AcroForm<</Fields[6 0 R]>>", more=[field])


def with_xfa() -> bytes:
    """A form that carries XFA."""
    return report(
        1,
        catalogue=b"/AcroForm<</Fields[]/XFA 6 0 R>>",
        more=[stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")],
    )


def with_attachment() -> bytes:
    """A report with a file attached."""
    return report(
        1,
        catalogue=b"/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>",
        more=[b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>", stream(b"annexe")],
    )


def with_tags() -> bytes:
    """A tagged report."""
    return report(
        1,
        catalogue=b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R/Lang(fr-FR)",
        more=[
            b"<</Type/StructTreeRoot/K 7 0 R>>",
            b"<</Type/StructElem/S/P/P 6 0 R/Pg 4 0 R/T(Bilan)>>",
        ],
    )


def with_metadata(*, archival: bool = False) -> bytes:
    """A report whose XMP names the patient; ``archival`` makes it say it is PDF/A-1."""
    part = (
        "<rdf:Description rdf:about='' xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'"
        " pdfaid:part='1' pdfaid:conformance='B'/>"
        if archival
        else ""
    )
    xmp = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>"
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>{CLEAR_TEXT}</dc:title></rdf:Description>{part}"
        "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()
    return report(
        1, catalogue=b"/Metadata 6 0 R", more=[stream(xmp, b"/Type/Metadata/Subtype/XML")]
    )


def with_broken_metadata() -> bytes:
    """A report whose XMP is no XML."""
    return report(
        1,
        catalogue=b"/Metadata 6 0 R",
        more=[stream(b"<x:xmpmeta <<< not xml", b"/Type/Metadata/Subtype/XML")],
    )


def with_images(pages: int, size: int) -> bytes:
    """Scanned pages: ``size`` bytes of noise a page, which nothing compresses."""
    chance = random.Random(7)
    side = int(size**0.5)
    objects = [b"", b""]
    kids = []
    for _ in range(pages):
        noise = zlib.compress(chance.randbytes(side * side), 1)
        keys = b"/Type/XObject/Subtype/Image/Filter/FlateDecode/Width %d/Height %d" % (side, side)
        objects.append(stream(noise, keys + b"/BitsPerComponent 8/ColorSpace/DeviceGray"))
        objects.append(stream(b"q 595 0 0 842 0 0 cm /I Do Q"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</XObject<</I %d 0 R>>>>>>" % (len(objects), len(objects) - 1)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(kids))
    return raw(objects)


def dense_text(pages: int, objects_a_page: int) -> bytes:
    """A tagged text document of many small objects, as word processors write them: some 26 kB a
    page with 150 objects."""
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(20_000)]
    objects = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b""]
    kids, elements = [], []
    for page in range(pages):
        lines = (
            f"BT /F1 9 Tf 40 {800 - line * 11} Td ({' '.join(chance.choices(words, k=12))}) Tj ET"
            for line in range(70)
        )
        objects.append(stream(zlib.compress("\n".join(lines).encode()), b"/Filter/FlateDecode"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>/StructParents %d>>" % (len(objects), page)
        )
        kids.append(b"%d 0 R" % len(objects))
        for element in range(objects_a_page):
            title = " ".join(chance.choices(words, k=6)).encode()
            objects.append(
                b"<</Type/StructElem/S/P/P 4 0 R/Pg %s/K %d/T(%s)>>" % (kids[-1], element, title)
            )
            elements.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(kids))
    objects[3] = b"<</Type/StructTreeRoot/K[%s]>>" % b" ".join(elements)
    return raw(objects)


def with_object_streams(source: bytes | None = None) -> bytes:
    """The same document with its objects packed into compressed streams (ISO 32000-2, 7.5.7)."""
    return _saved(source or report(), object_stream_mode=pikepdf.ObjectStreamMode.generate)


def linearized() -> bytes:
    """A report laid out for reading as it comes (Annex F)."""
    return _saved(report(), linearize=True)


def encrypted(revision: int, *, user: str = "ouvre", owner: str = "maison") -> bytes:
    """A report encrypted with the standard security handler, revision 2 to 6."""
    lock = pikepdf.Encryption(
        user=user, owner=owner, R=revision, aes=revision >= 4, metadata=revision >= 4
    )
    with warnings.catch_warnings():
        # revision 5 is on purpose: such files exist
        warnings.simplefilter("ignore", UserWarning)
        return _saved(report(), encryption=lock)


def owner_only(revision: int = 4) -> bytes:
    """A report with an owner password alone, which forbids printing and opens for anyone."""
    allow = pikepdf.Permissions(print_lowres=False, print_highres=False)
    lock = pikepdf.Encryption(
        user="", owner="maison", R=revision, aes=revision >= 4, allow=allow, metadata=revision >= 4
    )
    return _saved(report(), encryption=lock)


def certificate_encrypted() -> bytes:
    """A report for holders of a certificate alone (7.6.5)."""
    lock = b"/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/Length 128>>"
    whole = report()
    return whole.replace(b"/Root 1 0 R>>", b"/Root 1 0 R" + lock + b"/ID[<00><00>]>>")


def signed() -> bytes:
    """A report with a signature field, its value and its byte range."""
    value = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
        b"/ByteRange[0 500 700 900]/Contents<" + b"00" * 64 + b">>>"
    )
    field = b"<</FT/Sig/T(signature)/V 7 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 4 0 R>>"
    return report(1, catalogue=b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>", more=[field, value])


def certified() -> bytes:
    """A report with usage rights, its signature told by the catalogue alone."""
    return report(1, catalogue=b"/Perms<</DocMDP 6 0 R>>", more=[b"<</Type/Sig/Contents<00>>>"])


def append_only() -> bytes:
    """A report that says it may only be appended to."""
    return report(1, catalogue=b"/AcroForm<</Fields[]/SigFlags 3>>")


def to_be_signed() -> bytes:
    """A blank consent form: a signature field nobody has signed."""
    field = b"<</FT/Sig/T(signature)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 4 0 R>>"
    return report(1, catalogue=b"/AcroForm<</Fields[6 0 R]/SigFlags 1>>", more=[field])


def truncated(share: float = 0.5) -> bytes:
    """A document of 18 pages of which only the first ``share`` of the bytes came through."""
    whole = _saved(report(18), linearize=True)
    return whole[: int(len(whole) * share)]


def missing_contents() -> bytes:
    """A report whose second page names contents that are not in the file, and whose
    cross-reference table is wrong, so that a reader mends it and shows that page blank."""
    whole = report(3).replace(b"/Contents 7 0 R", b"/Contents 99 0 R")
    return whole.replace(b"startxref\n", b"startxref\n1")


def wrong_offsets() -> bytes:
    """A whole report whose cross-reference table is wrong: readers mend it, nothing is lost."""
    return report(3).replace(b"startxref\n", b"startxref\n1")


def blank_pages() -> bytes:
    """What is left of a document when all its contents are gone: pages with nothing on them."""
    whole = report(3)
    for page in range(3):
        whole = whole.replace(b"/Contents %d 0 R" % (5 + 2 * page), b"")
    return whole.replace(b"startxref\n", b"startxref\n1")


def empty_page(mode: pikepdf.ObjectStreamMode) -> bytes:
    """A page with something on it, and one whose contents are an empty stream, as scanners leave a
    blank back."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.add_blank_page(page_size=(200, 200))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"q 10 10 50 50 re S Q")
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=mode)
        return out.getvalue()


def no_pages() -> bytes:
    """A document without a page."""
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"])


def page_tree_loop() -> bytes:
    """A page tree that contains itself."""
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])


def deep_page_tree(depth: int = 5_000) -> bytes:
    """A page tree of ``depth`` nested nodes, one page at the bottom."""
    nodes = [
        b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>"
        % (number + 1, b"" if number == 2 else b"/Parent %d 0 R" % (number - 1))
        for number in range(2, depth + 2)
    ]
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth + 1)
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page])


def inflating(megabytes: int = 300) -> bytes:
    """A small file whose page contents inflate to ``megabytes``, through an old filter that
    invites a writer to decode and compress it again, and with object streams."""
    zeros = zlib.compress(b"\n" * (megabytes * 2**20), 9)
    coded = zeros.hex().encode() + b">"
    contents = stream(coded, b"/Filter[/ASCIIHexDecode/FlateDecode]")
    whole = raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            contents,
        ]
    )
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return out.getvalue()


def old_filters() -> bytes:
    """A document with object streams and a stream under ASCII85, which compressing rewrites."""
    packed = pikepdf.open(io.BytesIO(with_object_streams()))
    packed.Root.Old = packed.make_stream(b'87cURD]i,"Ebo80~>', Filter=pikepdf.Name.ASCII85Decode)
    return _written(
        packed,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def _saved(source: bytes, **options: object) -> bytes:
    return _written(pikepdf.open(io.BytesIO(source)), **options)


def _written(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    with pdf:
        pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()
