"""What the files on the command line hold: one page each, or several where a file is a PDF."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hmtocr.errors import HmtocrError
from hmtocr.image.decode import decode_pages
from hmtocr.image.formats import sniff
from hmtocr.reader import Reader
from hmtocr.reading import Reading, Reads
from hmtocr.risk.thresholds import Point

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Page:
    """One picture to read: its file as named by the user, its page (1, 2, ...) in a PDF, and its bytes."""

    file: str
    number: int | None
    data: bytes = field(repr=False)

    @property
    def label(self) -> str:
        """The file, with the page if it has one."""
        return self.file if self.number is None else f"{self.file}, page {self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page, or of a file whose pages could not be had: a reading or an error."""

    page: Page
    reading: Reading | None = None
    error: Exception | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain JSON: the file, the page if it has one, and the reading or the error's type and message."""
        place: dict[str, object] = {"file": self.page.file}
        if self.page.number is not None:
            place["page"] = self.page.number
        if self.reading is not None:
            return place | self.reading.to_dict()
        return place | {"error": {"type": type(self.error).__name__, "message": message(self.error)}}


def message(error: Exception | None) -> str:
    """What to tell the user; the operating system's errors without number and path, which stand elsewhere."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def reader_of(given: Reads | None, risk: Point = "balanced") -> Reads:
    """`given`, which the caller of the app may put into its context, or else a new Reader; `risk` is as of Reader.

    Raises:
        HmtocrError, ValueError: the networks are not there, or a setting is wrong.
    """
    return Reader(risk=risk) if given is None else given


def read_file(file: str, reader: Reads, documents: Collection[str] | None) -> Iterator[Outcome]:
    """Every page of `file` ("-" is standard input), read. Errors of a file or a page become outcomes."""
    try:
        for page in _pages(file):
            yield _read(page, reader, documents)
    except (HmtocrError, OSError) as error:
        yield Outcome(Page(file, None, b""), error=error)


def _read(page: Page, reader: Reads, documents: Collection[str] | None) -> Outcome:
    try:
        return Outcome(page, reading=reader.read(page.data, documents=documents))
    except HmtocrError as error:
        return Outcome(page, error=error)


def _pages(file: str) -> Iterator[Page]:
    data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    if sniff(data) != "PDF":
        yield Page(file, None, data)
        return
    for number, picture in enumerate(decode_pages(data), 1):
        yield Page(file, number, _jpeg(picture.pixels))


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    # The reader takes files. A drawn page is stored nearly without loss and surely within its limits.
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue()
