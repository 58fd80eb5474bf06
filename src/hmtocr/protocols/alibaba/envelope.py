"""The envelopes that answers travel in: JSON, and XML for those who ask for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote
from uuid import uuid4
from xml.sax.saxutils import escape

from hmtocr.protocols.alibaba.errors import AlibabaError
from hmtocr.protocols.alibaba.head import ACTION
from hmtocr.protocols.exchange import Answer

# The SDKs compare these for equality.
_JSON, _XML = "application/json;charset=utf-8", "text/xml;charset=utf-8"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


def success(data: str, *, xml: bool) -> Answer:
    """An answer with Data. It never has a Code: some clients take any for an error."""
    answer = _answer(200, f"{ACTION}Response", {"RequestId": _request_id(), "Data": data}, (), xml)
    return replace(answer, api=ACTION)


def failure(error: AlibabaError, host: str, *, xml: bool) -> Answer:
    """An answer with an error; `host` is the one that was called."""
    told = {
        "RequestId": _request_id(),
        "HostId": host,
        "Code": error.code,
        "Message": error.message,
        "Recommend": f"https://api.aliyun.com/troubleshoot?q={quote(error.code)}&product=ocr-api",
    }
    answer = _answer(error.status, "Error", told, error.headers, xml)
    return replace(answer, api="" if error.code == "InvalidAction.NotFound" else ACTION, code=error.code)


def _answer(status: int, root: str, told: Mapping[str, str], headers: tuple[tuple[str, str], ...], xml: bool) -> Answer:
    if xml:
        members = "".join(f"<{name}>{escape(_NOT_XML.sub('?', text))}</{name}>" for name, text in told.items())
        text = f'<?xml version="1.0" encoding="UTF-8"?><{root}>{members}</{root}>'
    else:
        text = json.dumps(told, ensure_ascii=False)
    kept = (("Content-Type", _XML if xml else _JSON), ("x-acs-request-id", told["RequestId"]), *headers)
    return Answer(status, text.encode("utf-8", "replace"), kept)


def _request_id() -> str:
    return str(uuid4()).upper()
