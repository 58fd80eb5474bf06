"""The names that keys are enabled for: one for each call of a dialect."""

from __future__ import annotations

RESIDENT_PERMIT = "HmtResidentPermitOCR"
API_NAMES = (
    "HKIDCardOCR",
    RESIDENT_PERMIT,
    "RecognizeMacaoIDCardOCR",
    "hk-id-card",
    "macao-id-card",
    "RecognizeHKIdcard",
    "read",
)
"""Tencent Cloud's three, Huawei Cloud's two, Alibaba Cloud's, and that of the native API."""
