"""schemathesis takes the native API's own description at its word: no 5xx, and no answer that is not described."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr.errors import ImageTooLargeError, ImageTooSmallError, TruncatedImageError
from hmtocr.reading import Card, CardWarning, Check, Field, Portrait, Reading

QUAD = ((0.0, 0.0), (9.5, 0.0), (9.5, 6.0), (0.0, 6.0))
FACE = Card(
    "mo-id",
    "2013",
    "front",
    QUAD,
    0.98,
    {"surname_en": Field("CHAN", "CHAN", 0.9, QUAD, (("CHAM", 0.05),)), "sex": Field("M", "M", 1.0, QUAD)},
    (Check("dates.order", None, ("birth_date",), "nothing to go by"), Check("mrz.check", False, ("mrz1",))),
    (CardWarning(-9103, "glare", 0.8, ("sex",)),),
    (Portrait("large", QUAD, b"\xff\xd8 a face"),),
)
BACK = replace(FACE, side="back", fields={}, checks=(), warnings=(), portraits=())
CARDS = (Reading(10, 7, (FACE, BACK)), Reading(10, 7, ()))
FAULTS = (ImageTooSmallError("too few pixels"), ImageTooLargeError("too many"), TruncatedImageError("it breaks off"))
KEY = "hmt_bearer-of-the-test"


class Reader:
    """Pictures come to these ends in turn."""

    def __init__(self, *outcomes: Reading | Exception) -> None:
        self.outcomes = itertools.cycle(outcomes)

    def read(self, _: bytes, **__: Any) -> Reading:
        outcome = next(self.outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.mark.parametrize(
    ("outcomes", "options", "codes"),
    [
        (CARDS, ["--max-examples", "50"], {"200", "invalid", "malformed", "not-authenticated"}),
        # No description can tell which bytes are a picture: that valid requests are accepted is not asked for here.
        (
            CARDS + FAULTS,
            ["--max-examples", "30", "--phases", "fuzzing", "--exclude-checks", "positive_data_acceptance"],
            {"200", "image-too-small", "image-too-large", "image-unreadable"},
        ),
    ],
)
def test_no_5xx_and_no_breach_of_the_description(
    outcomes: Sequence[Reading | Exception],
    options: Sequence[str],
    codes: set[str],
    assemble: Callable[..., Any],
    listen: Callable[..., Any],
    tmp_path: Path,
) -> None:
    live = assemble(reader=Reader(*outcomes))
    host, port = listen(live.app).address
    url = f"http://{host}:{port}/openapi.json"
    command = [sys.executable, "-m", "schemathesis.cli", "run", url, "--header", f"Authorization: Bearer {KEY}"]
    done = subprocess.run(
        [*command, "--seed", "1", "--continue-on-failure", "--no-color", *options],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    # It got as far as each of these.
    assert codes <= {line["code"] for line in live.logged}
