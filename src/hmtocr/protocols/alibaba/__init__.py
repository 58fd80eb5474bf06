"""Alibaba Cloud's ocr-api, version 2021-07-07: RecognizeHKIdcard as its newest and its older SDKs call it."""

from hmtocr.protocols.alibaba.head import ACTION
from hmtocr.protocols.alibaba.parse import LARGEST_PICTURE
from hmtocr.protocols.alibaba.routes import answer, claims
from hmtocr.protocols.exchange import Dialect

DIALECT = Dialect("alibaba", claims, LARGEST_PICTURE, answer, (ACTION,))
"""Claims what is sent to "/" with the vendor's own headers or parameters."""
