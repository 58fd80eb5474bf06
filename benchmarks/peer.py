"""The peer: plain RapidOCR with its defaults, on as many threads as hmtocr, on the same picture."""

from __future__ import annotations

import logging
import unicodedata
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageOps

_FOLDS = str.maketrans({"（": "(", "）": ")", "，": ",", "：": ":", "－": "-", "—": "-", "＜": "<", "＊": "*"})


def peer_text(jpeg: bytes, threads: int = 1) -> str:
    """All that RapidOCR reads, its lines joined, blanks left out, full-width punctuation folded."""
    picture = ImageOps.exif_transpose(Image.open(BytesIO(jpeg))).convert("RGB")
    result = _engine(threads)(np.asarray(picture)[:, :, ::-1])
    return plain("".join(result.txts or ()))


def contains(output: str, text: str) -> bool:
    """Whether a field counts as read by the peer: its text stands anywhere in the output."""
    return plain(text) in output


def plain(text: str) -> str:
    """Without blanks, full-width forms folded."""
    return unicodedata.normalize("NFKC", "".join(text.split())).translate(_FOLDS)


@cache
def _engine(threads: int) -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415  (loads its networks, wanted only where it is compared)

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    options = {"EngineConfig.onnxruntime.intra_op_num_threads": threads, "Global.log_level": "error"}
    return RapidOCR(params=options)
