"""Huawei Cloud's OCR API v2 (hk-id-card, macao-id-card) and as much of its IAM v3 as callers of it need."""

from hmtocr.protocols.exchange import Dialect
from hmtocr.protocols.huawei.parse import CARDS, LARGEST_BODY
from hmtocr.protocols.huawei.routes import answer, claims

DIALECT = Dialect("huawei", claims, LARGEST_BODY, answer, tuple(CARDS))
"""Claims what is sent to paths under "/v2/" and "/v3/"."""
