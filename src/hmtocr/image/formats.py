"""Tells by its first bytes what a file is; names and extensions are never asked."""

from __future__ import annotations

from hmtocr.errors import EmptyImageError, NotAnImageError, UnsupportedFormatError

ACCEPTED = ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WebP")
"""Read by every installation; HEIF and PDF are read where their extras are installed."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"II+\0", "TIFF"),
    (0, b"MM\0+", "TIFF"),
    (8, b"WEBPVP8", "WebP"),
)
# (offset, bytes, what people call it): recognised so that the message can say more than "not a picture".
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (8, b"CR\x02\0", "a camera's raw file (CR2)"),
    (0, b"8BPS", "Photoshop (PSD)"),
    (0, b"\0\0\1\0", "an icon (ICO)"),
    (0, b"\0\0\2\0", "a cursor (CUR)"),
    (0, b"icns", "an icon (ICNS)"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (0, b"II\xbc", "JPEG XR"),
    (0, b"%!PS", "PostScript"),
    (0, b"\xc5\xd0\xd3\xc6", "PostScript"),
    (0, b"gimp xcf", "GIMP (XCF)"),
    (0, b"qoif", "QOI"),
    (0, b"DDS ", "DDS"),
    (0, b"\x76\x2f\x31\x01", "OpenEXR"),
    (0, b"#?RADIANCE", "Radiance HDR"),
    (128, b"DICM", "DICOM"),
    (0, b"AT&TFORM", "DjVu"),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile (WMF)"),
    (40, b" EMF", "a Windows metafile (EMF)"),
    (0, b"PK\x03\x04", "a ZIP archive or an Office document"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document"),
    (0, b"\x1a\x45\xdf\xa3", "a video (Matroska, WebM)"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_CONVERT = "convert it to JPEG or PNG"


def sniff(data: bytes) -> str:
    """The format of `data`: "JPEG", "PNG", "BMP", "GIF", "TIFF", "WebP", "HEIF" or "PDF".

    >>> sniff(bytes.fromhex("ffd8ffe0") + bytes(40))
    'JPEG'

    Raises:
        EmptyImageError: no bytes.
        UnsupportedFormatError: a known format that is not read.
        NotAnImageError: nothing known.
    """
    if not data:
        raise EmptyImageError("the file is empty: send the bytes of a picture")
    head = bytes(data[:1024])
    # A raw camera file is a TIFF too, so the others that are told by a later byte come first.
    other = next((name for at, magic, name in _OTHERS if head.startswith(magic, at)), None)
    other = other or _iso_media(head) or _markup(head)
    if other == "HEIF":
        return other
    if other is not None:
        raise UnsupportedFormatError(f"this is {other}, which is not read: {_CONVERT}")
    for at, magic, name in _MAGIC:
        if head.startswith(magic, at):
            return name
    if _is_bmp(head):
        return "BMP"
    # Readers of PDF allow some bytes of rubbish before the header (ISO 32000-1, annex H, note 13).
    if b"%PDF-" in head:
        return "PDF"
    raise NotAnImageError(_not_an_image(head))


def _iso_media(head: bytes) -> str | None:
    """HEIF, AVIF and video share one container (ISO/IEC 14496-12) and differ in their brands."""
    if head[4:8] != b"ftyp":
        return None
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[i : i + 4] for i in range(16, min(size, len(head)), 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    if brands & {b"crx "}:
        return "a camera's raw file (CR3)"
    if brands & {b"mif1", b"msf1"}:
        return "HEIF"
    return "a video (MP4, MOV)"


def _markup(head: bytes) -> str | None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in text:
        return "SVG"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "a web page (HTML)"
    return None


def _is_bmp(head: bytes) -> bool:
    """Two letters are little to go by: the size of the header that follows must be a known one too."""
    return head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124)


def _not_an_image(head: bytes) -> str:
    if head.startswith(
        (b"/9j/", b"iVBORw0KGgo", b"R0lGOD", b"UklGR", b"JVBERi0", b"data:image/", b"data:application/")
    ):
        return "this is the Base64 text of a picture, not its bytes: decode it first (base64.b64decode)"
    return f"this is no picture format known to hmtocr: send {', '.join(ACCEPTED)}, HEIC or PDF"
