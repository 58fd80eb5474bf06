"""Tencent Cloud's API 3.0, product ocr, version 2018-11-19, as its SDKs of either cloud speak it."""

from hmtocr.protocols.exchange import Dialect
from hmtocr.protocols.tencent.actions import ACTIONS
from hmtocr.protocols.tencent.head import LARGEST_BODY
from hmtocr.protocols.tencent.routes import answer, claims

DIALECT = Dialect("tencent", claims, LARGEST_BODY, answer, tuple(ACTIONS))
"""Claims everything at "/" that is not Alibaba Cloud's."""
