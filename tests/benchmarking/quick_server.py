"""`hmtocr serve` with a reader that reads the same number off every picture at once: the clients are what is tested."""

from __future__ import annotations

from hmtocr.cli import app
from hmtocr.reading import Card, Field, Reading
from hmtocr.server import readers

NUMBER = "A123456(3)"
QUAD = ((0.0, 0.0), (856.0, 0.0), (856.0, 540.0), (0.0, 540.0))


class QuickReader:
    """Stands in for hmtocr.Reader."""

    def read(self, _: bytes, **__: object) -> Reading:
        """One Hong Kong card with that number."""
        fields = {"number": Field(NUMBER, NUMBER, 0.99, QUAD, ())}
        return Reading(856, 540, (Card("hk-id", "2018", "front", QUAD, 0.9, fields),))


if __name__ == "__main__":
    readers.reader_processes = lambda count, _: readers.Readers(count, QuickReader)
    app()
