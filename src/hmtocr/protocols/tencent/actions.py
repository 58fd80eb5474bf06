"""The three actions of ocr 2018-11-19 and the two editions of the cloud, as tables."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from hmtocr.risk.kinds import CODES

VERSION = "2018-11-19"
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the vendor's two clouds: ocr.tencentcloudapi.com and ocr.intl.tencentcloudapi.com.

    Attributes:
        language: of messages where the caller names none.
        base64_limit: characters of Base64 that a picture may have.
        hk_url_limit: the same for a Hong Kong card's picture that comes by URL.
        sexes: how HKIDCardOCR spells "M" and "F".
    """

    name: Literal["intl", "mainland"]
    language: str
    base64_limit: int
    hk_url_limit: int
    sexes: Mapping[str, str]


INTL = Edition("intl", "en-US", 7 * _MB, 3 * _MB, MappingProxyType({"M": "Male", "F": "Female"}))
MAINLAND = Edition("mainland", "zh-CN", 10 * _MB, 10 * _MB, MappingProxyType({"M": "男M", "F": "女F"}))
_ROOT = "tencentcloudapi.com"


def edition_of(
    host: str, default: Literal["intl", "mainland"], mainland_hosts: Container[str] = frozenset()
) -> Edition:
    """The edition that a Host header names; another host's is the one set by the operator.

    Args:
        host: as sent, with or without a port.
        default: for hosts that are neither the vendor's nor in `mainland_hosts`.
        mainland_hosts: further hosts, in lower case and without a port, for which it is the mainland's.

    >>> edition_of("ocr.tencentcloudapi.com", "intl").name, edition_of("ocr.intl.tencentcloudapi.com:443", "intl").name
    ('mainland', 'intl')
    >>> edition_of("127.0.0.1:8080", "mainland").name
    'mainland'
    >>> edition_of("OCR.example.com:8443", "intl", {"ocr.example.com"}).name
    'mainland'
    """
    name = _host_name(host)
    if name in mainland_hosts:
        return MAINLAND
    if name == _ROOT or name.endswith(f".{_ROOT}"):
        return INTL if name.removesuffix(f".{_ROOT}").split(".")[-1] == "intl" else MAINLAND
    return MAINLAND if default == "mainland" else INTL


def product_of(host: str) -> str | None:
    """The product that a Host header of the vendor's domain names; None for any other host.

    >>> [product_of(host) for host in ("cvm.tencentcloudapi.com", "ocr.ap-guangzhou.tencentcloudapi.com", "cvm.local")]
    ['cvm', 'ocr', None]
    """
    name = _host_name(host)
    return name.split(".")[0] if name.endswith(f".{_ROOT}") else None


def _host_name(host: str) -> str:
    """Without port, and without the scheme that some clients put into the header.

    >>> _host_name("http://OCR.tencentcloudapi.com:8080")
    'ocr.tencentcloudapi.com'
    """
    return host.rpartition("//")[2].partition(":")[0].lower()


@dataclass(frozen=True, slots=True)
class Action:
    """What an action takes, and which codes its page has for what goes wrong.

    Attributes:
        document: whose cards it reads.
        strings, booleans: parameters by type.
        signals: the warning codes that its page lists.
        no_card_code: the picture shows no such card.
        empty_code: there is no picture, or one of no bytes.
        warnings_failed_code: risk signals could not be measured.
        arrears_code: the account is in arrears.
    """

    name: str
    document: str
    strings: frozenset[str]
    booleans: frozenset[str]
    signals: frozenset[int]
    no_card_code: str
    empty_code: str
    warnings_failed_code: str
    arrears_code: str

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of risk signals behind the codes that its page lists."""
        return frozenset(kind for kind, code in CODES.items() if code in self.signals)


_SIGNALS = frozenset({-9101, -9102, -9103, -9104, -9107, -9108})

HKID = Action(
    "HKIDCardOCR",
    "hk-id",
    strings=frozenset({"ImageBase64", "ImageUrl"}),
    booleans=frozenset({"ReturnHeadImage", "DetectFake"}),
    signals=_SIGNALS,
    no_card_code="FailedOperation.NoHKIDCard",
    # The page of this action has no EmptyImageError.
    empty_code="InvalidParameterValue.InvalidParameterValueLimit",
    warnings_failed_code="FailedOperation.WarningServiceFailed",
    arrears_code="ResourceUnavailable.InArrears",
)
PERMIT = Action(
    "HmtResidentPermitOCR",
    "hmt-permit",
    strings=frozenset({"ImageBase64", "ImageUrl", "CardSide"}),
    booleans=frozenset({"CropPortrait"}),
    # Its page names these three only.
    signals=frozenset({-9102, -9103, -9104}),
    no_card_code="FailedOperation.ImageNoText",
    empty_code="FailedOperation.EmptyImageError",
    # The page of this action has neither WarningServiceFailed nor InArrears.
    warnings_failed_code="FailedOperation.OcrFailed",
    arrears_code="ResourcesSoldOut.ChargeStatusException",
)
MACAO = Action(
    "RecognizeMacaoIDCardOCR",
    "mo-id",
    strings=frozenset({"ImageUrl", "BackImageUrl", "ImageBase64", "BackImageBase64", "Config"}),
    booleans=frozenset(),
    signals=_SIGNALS,
    no_card_code="FailedOperation.ImageNoSpecifiedCard",
    empty_code="FailedOperation.EmptyImageError",
    warnings_failed_code="FailedOperation.WarningServiceFailed",
    arrears_code="ResourceUnavailable.InArrears",
)
ACTIONS: Mapping[str, Action] = MappingProxyType({action.name: action for action in (HKID, PERMIT, MACAO)})
