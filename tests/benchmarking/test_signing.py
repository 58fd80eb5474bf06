"""What the load's clients sign is accepted by the server's verifiers, which the vendors' own SDKs were tested with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from benchmarks.signing import (
    Body,
    Signer,
    alibaba_body,
    huawei_body,
    sign_alibaba,
    sign_huawei,
    sign_tencent,
    tencent_body,
)

from hmtocr.protocols.alibaba import sign as alibaba
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei import sign as huawei
from hmtocr.protocols.tencent import sign as tencent

SECRETS: Mapping[str, str] = {
    "TENCENT_SECRET_ID": "AKIDtest",
    "TENCENT_SECRET_KEY": "secret-of-tencent",
    "HUAWEI_AK": "HUAWEIAKTEST",
    "HUAWEI_SK": "secret-of-huawei",
    "HUAWEI_PROJECT_ID": "0123456789abcdef0123456789abcdef",
    "ALIBABA_AK": "LTAItest",
    "ALIBABA_SK": "secret-of-alibaba",
}


def _tencent(request: Request) -> bool:
    told = tencent.parse_authorization(request.header("authorization") or "")
    stamp = request.header("x-tc-timestamp") or ""
    return told is not None and tencent.verify_v3(request, told, stamp, SECRETS["TENCENT_SECRET_KEY"])


def _huawei(request: Request) -> bool:
    told = huawei.parse_authorization(request.header("authorization") or "")
    return told is not None and huawei.verify(request, told, SECRETS["HUAWEI_SK"])


def _alibaba(request: Request) -> bool:
    told = alibaba.parse_authorization(request.header("authorization") or "")
    return told is not None and alibaba.verify_acs3(request, told, SECRETS["ALIBABA_SK"])


@pytest.mark.parametrize(
    ("make", "sign", "genuine"),
    [
        (tencent_body, sign_tencent, _tencent),
        (huawei_body, sign_huawei, _huawei),
        (alibaba_body, sign_alibaba, _alibaba),
    ],
)
def test_signed_requests_are_genuine(
    make: Callable[[bytes], Body], sign: Signer, genuine: Callable[[Any], bool]
) -> None:
    signed = sign(make(b"\xff\xd8\xff a picture"), "127.0.0.1:8080", SECRETS)
    request = Request("POST", signed.path, tuple(signed.headers.items()), signed.body)
    assert genuine(request)
    assert not genuine(replace(request, body=request.body + b" "))
