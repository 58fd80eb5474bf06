"""Pictures made in memory, decoded: every format, mode and turn, and every refusal."""

from __future__ import annotations

import base64
import contextlib
import io
import struct
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageFile

from hmtocr import errors
from hmtocr.image.decode import DecodeLimits, Picture, decode, decode_pages

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """Red, green over blue, white: any turn or mirroring shows."""
    image = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, place in zip((RED, GREEN, BLUE, WHITE), ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        image.paste(Image.new("RGB", half, colour), (place[0] * half[0], place[1] * half[1]))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file of that kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def assert_quarters(picture: Picture, tolerance: int = 12) -> None:
    """The four colours stand where `quarters` puts them."""
    height, width = picture.pixels.shape[:2]
    for colour, (x, y) in zip((RED, GREEN, BLUE, WHITE), ((1, 1), (3, 1), (1, 3), (3, 3)), strict=True):
        seen = picture.pixels[y * height // 4, x * width // 4].astype(int)
        assert np.abs(seen - colour).max() <= tolerance, (colour, seen)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("BMP", "BMP"), ("GIF", "GIF"), ("TIFF", "TIFF"), ("WEBP", "WebP")],
)
def test_every_format_is_told_by_its_content(kind: str, name: str) -> None:
    picture = decode(saved(quarters(), kind))
    assert (picture.format, picture.width, picture.height, picture.scale) == (name, 96, 64, 1.0)
    assert picture.pixels.shape == (64, 96, 3)
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.flags.c_contiguous
    assert_quarters(picture)


def test_heic_is_read_upright() -> None:
    heif = pytest.importorskip("pillow_heif")
    out = io.BytesIO()
    heif.from_pillow(quarters()).save(out, quality=95)
    picture = decode(out.getvalue())
    assert (picture.format, picture.width, picture.height) == ("HEIF", 96, 64)
    assert_quarters(picture, tolerance=25)


@pytest.mark.parametrize(
    ("module", "data"), [("pillow_heif", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), ("pypdfium2", b"%PDF-1.7")]
)
def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch, module: str, data: bytes) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.UnsupportedFormatError, match=r"pip install 'hmtocr\[(heic|pdf)\]'"):
        decode(data)


def test_pdf_gives_its_pages_at_a_bounded_size() -> None:
    pytest.importorskip("pypdfium2")
    pages = [quarters(), quarters(64, 96)]
    data = saved(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=24)
    first, second = decode_pages(data)
    assert (first.format, first.width, first.height) == ("PDF", 800, 534)
    assert (second.width, second.height) == (534, 800)
    assert_quarters(first)
    assert decode(data).pixels.shape == first.pixels.shape
    assert max(decode(data, DecodeLimits(enough=200)).pixels.shape) <= 400
    with pytest.raises(errors.ImageTooLargeError, match="2 pages"):
        list(decode_pages(data, DecodeLimits(max_pages=1)))
    for broken in (data[:100], b"%PDF-1.4"):
        with pytest.raises(errors.TruncatedImageError, match="PDF is cut off"):
            decode(broken)
        with pytest.raises(errors.TruncatedImageError, match="PDF is cut off"):
            list(decode_pages(broken))


def test_decode_pages_of_a_picture_is_that_picture() -> None:
    (page,) = decode_pages(saved(quarters(), "PNG"))
    assert_quarters(page)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("value", range(1, 9))
def test_exif_orientation_is_undone(kind: str, value: int) -> None:
    turns = Image.Transpose
    held = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }
    image = quarters().transpose(held[value]) if value in held else quarters()
    exif = Image.Exif()
    exif[0x0112] = value
    options = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    picture = decode(saved(image, kind, exif=exif, **options))
    assert (picture.width, picture.height) == (96, 64)
    assert_quarters(picture, tolerance=20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    image = Image.new("L", (64, 48), 255)
    image.paste(0, (0, 0, 32, 48))
    if mode in ("I;16", "I", "F"):
        wide = np.asarray(image, np.uint16) * 257
        image = {
            "I;16": Image.fromarray(wide),
            "I": Image.fromarray(wide.astype(np.int32)),
            "F": Image.fromarray(np.asarray(image, np.float32) / 255),
        }[mode]
    elif mode == "PA":
        image = image.convert("LA")
    else:
        image = image.convert(mode)
    picture = decode(saved(image, "TIFF"))
    assert picture.pixels.shape == (48, 64, 3)
    assert picture.pixels[24, 8].max() < 10
    assert picture.pixels[24, 56].min() > 245


def test_cmyk_jpeg_is_not_inverted() -> None:
    assert_quarters(decode(saved(quarters().convert("CMYK"), "JPEG", quality=95)), tolerance=25)


def test_transparency_is_laid_on_white() -> None:
    image = quarters().convert("RGBA")
    image.putalpha(0)
    assert decode(saved(image, "PNG")).pixels.min() == 255
    palette = quarters().quantize(8)
    palette.info["transparency"] = palette.getpixel((0, 0))
    assert tuple(decode(saved(palette, "PNG", transparency=palette.getpixel((0, 0)))).pixels[0, 0]) == WHITE
    half = Image.new("RGBA", (64, 64), (0, 0, 0, 128))
    assert abs(int(decode(saved(half, "WEBP", lossless=True)).pixels[0, 0, 0]) - 127) <= 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_frame(kind: str) -> None:
    data = saved(quarters(), kind, save_all=True, append_images=[Image.new("RGB", (96, 64))], duration=50)
    assert_quarters(decode(data), tolerance=30)


def test_a_large_jpeg_is_decoded_at_the_scale_that_is_enough() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = decode(saved(quarters(4032, 3024).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif))
    assert (picture.width, picture.height, picture.scale) == (4032, 3024, 2.0)
    assert picture.pixels.shape == (1512, 2016, 3)
    assert_quarters(picture)
    odd = decode(saved(quarters(4001, 2001), "JPEG"))
    assert (odd.width, odd.height, odd.pixels.shape[:2]) == (4001, 2001, (1001, 2001))
    assert decode(saved(quarters(3600, 80), "JPEG")).scale == 1.0


def test_no_bytes() -> None:
    with pytest.raises(errors.EmptyImageError, match="empty"):
        decode(b"")


@pytest.mark.parametrize("data", [b"hello", bytes(4000), b"BM not a bitmap at all, but a sentence", b"\xff"])
def test_not_a_picture(data: bytes) -> None:
    with pytest.raises(errors.NotAnImageError, match="send JPEG"):
        decode(data)


def test_base64_text_is_told_apart() -> None:
    with pytest.raises(errors.NotAnImageError, match="Base64"):
        decode(base64.b64encode(saved(quarters(), "PNG")))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"8BPS\0\1" + bytes(40), "PSD"),
        (b"\0\0\1\0\1\0" + bytes(40), "ICO"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1B", "AVIF"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "video"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40), "JPEG 2000"),
        (b"PK\3\4" + bytes(40), "ZIP"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "CR2"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
    ],
)
def test_known_but_not_read(data: bytes, name: str) -> None:
    with pytest.raises(errors.UnsupportedFormatError, match=f"{name}.*convert it"):
        decode(data)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nearly nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8193, 100), (100, 8193), (60_000, 60_000), (12_000, 9_000)])
def test_too_many_pixels_are_refused_from_the_header(size: tuple[int, int]) -> None:
    with pytest.raises(errors.ImageTooLargeError, match=f"{size[0]} x {size[1]}.*scale it down"):
        decode(png_header(*size))


def test_the_limits_are_the_callers() -> None:
    data = saved(quarters(), "PNG")
    with pytest.raises(errors.ImageTooLargeError, match="MB"):
        decode(data, DecodeLimits(max_bytes=len(data) - 1))
    with pytest.raises(errors.ImageTooLargeError):
        decode(data, DecodeLimits(max_pixels=96 * 64 - 1))
    assert decode(data, DecodeLimits(max_bytes=len(data), max_pixels=96 * 64, max_side=96)).width == 96


def test_too_many_bytes_by_default() -> None:
    with pytest.raises(errors.ImageTooLargeError, match="20 MB"):
        decode(b"\xff\xd8\xff" + bytes(20 * 2**20))


def test_too_small() -> None:
    with pytest.raises(errors.ImageTooSmallError, match="96 x 31"):
        decode(saved(quarters(96, 32).crop((0, 0, 96, 31)), "PNG"))
    assert decode(saved(quarters(32, 32), "PNG")).width == 32


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP"])
def test_a_file_cut_off_is_told_apart(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (80, 120, 3), np.uint8)
    data = saved(Image.fromarray(noise), kind)
    for part in (0.02, 0.3, 0.6, 0.9):
        with pytest.raises(errors.TruncatedImageError, match="cut off or damaged"):
            decode(data[: max(24, int(len(data) * part))])


def test_damage_is_an_error_of_ours_or_a_picture() -> None:
    rng = np.random.default_rng(2)
    files = [saved(quarters(), k) for k in ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP")]
    for _ in range(300):
        data = bytearray(files[int(rng.integers(len(files)))])
        for at in rng.integers(0, len(data), 8):
            data[int(at)] = int(rng.integers(256))
        with contextlib.suppress(errors.ImageError):
            assert decode(bytes(data)).pixels.shape[2] == 3


def test_odd_tags_neither_warn_nor_fail() -> None:
    # pytest turns every warning into an error here, as `python -W error` does for users.
    broken_exif = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(range(200))
    assert decode(saved(quarters(), "JPEG", exif=broken_exif)).width == 96
    assert decode(saved(quarters(), "PNG", exif=broken_exif)).width == 96
    tiff = bytearray(saved(quarters(), "TIFF", tiffinfo={0x0131: "software"}))
    (directory,) = struct.unpack_from("<L", tiff, 4)
    entry = tiff.index(struct.pack("<HH", 0x0131, 2), directory)
    struct.pack_into("<L", tiff, entry + 4, 2**30)
    assert_quarters(decode(bytes(tiff)))


def test_threads_decode_alike_and_globals_stay() -> None:
    files = [saved(quarters(), k) for k in ("JPEG", "PNG", "TIFF", "WEBP", "PDF")] * 8
    alone = [decode(f).pixels for f in files]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda f: decode(f).pixels, files))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    assert Image.MAX_IMAGE_PIXELS == 89_478_485
