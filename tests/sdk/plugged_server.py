"""`hmtocr serve` with a reader that does as the "picture" says, for what no picture brings about by itself.

Such a picture is the first bytes of a JPEG and a word: the name of an exception, "slow", or anything else for a card
that is found and of which nothing can be read. All else, from the command line to the wire, is the server's own.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from hmtocr import errors
from hmtocr.cli import app
from hmtocr.reading import Card, Reading
from hmtocr.server import readers

MARK = b"\xff\xd8\xff "
SLOW_SECONDS = 1.0
FAULTS: dict[str, type[Exception]] = {
    fault.__name__: fault for fault in (RuntimeError, errors.ModelError, errors.WarningsFailedError)
}
QUAD = ((100, 50), (956, 50), (956, 590), (100, 590))
DESIGNS = {"hk-id": "2018", "mo-id": "2023", "hmt-permit": "taiwan"}


class PluggedReader:
    """Stands in for hmtocr.Reader."""

    def read(self, data: bytes, *, documents: Collection[str] | None = None, **_: bool) -> Reading:
        """As the picture says."""
        word = data.removeprefix(MARK).decode()
        if word in FAULTS:
            raise FAULTS[word]("as the test wants it")
        if word == "slow":
            time.sleep(SLOW_SECONDS)
        (document,) = documents or ("hk-id",)
        return Reading(1056, 640, (Card(document, DESIGNS[document], "front", QUAD, 0.9, {}),))


if __name__ == "__main__":
    readers.reader_processes = lambda count, _: readers.Readers(count, PluggedReader)
    app()
