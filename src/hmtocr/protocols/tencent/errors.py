"""Tencent Cloud's error codes: what they say in two languages, and which of them our own errors become.

Codes and their meanings follow the vendor's three API pages and its page of common error codes; an answer that
carries one still has HTTP status 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hmtocr import errors
from hmtocr.protocols.tencent.actions import Action

DECODE = "FailedOperation.ImageDecodeFailed"
DOWNLOAD = "FailedOperation.DownLoadError"
EMPTY = "FailedOperation.EmptyImageError"
UNKNOWN = "FailedOperation.UnKnowError"
VALUE_LIMIT = "InvalidParameterValue.InvalidParameterValueLimit"
TOO_LARGE = "LimitExceeded.TooLargeFileError"

MESSAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "UnsupportedProtocol": ("Only GET and POST are supported.", "仅支持 GET 和 POST 请求。"),
        "RequestSizeLimitExceeded": ("The request is larger than allowed.", "请求包超过限制大小。"),
        "InvalidRequest": (
            "The body cannot be taken apart as its Content-Type says: {}.",
            "请求体无法按其 Content-Type 解析：{}。",
        ),
        "AuthFailure.InvalidAuthorization": (
            "The header Authorization is missing or not of the form that TC3-HMAC-SHA256 prescribes.",
            "请求头 Authorization 缺失或不符合 TC3-HMAC-SHA256 的格式。",
        ),
        "AuthFailure.InvalidSecretId": ("The SecretId is not that of an API key.", "密钥非法：不是云 API 密钥类型。"),
        "AuthFailure.SecretIdNotFound": (
            "The SecretId is not found; the key may have been deleted, disabled or be out of date.",
            "密钥不存在，请检查密钥是否已被删除、禁用或过期。",
        ),
        "AuthFailure.SignatureExpire": (
            "The timestamp is more than 5 minutes from the server's time; check the clock.",
            "签名过期：Timestamp 与服务器时间相差不得超过 5 分钟，请校准本地时间。",
        ),
        "AuthFailure.SignatureFailure": (
            "The signature does not match; check the SecretKey and how the request is signed.",
            "签名错误，请检查 SecretKey 和签名的计算过程。",
        ),
        "AuthFailure.TokenFailure": (
            "The token of this temporary key is missing, wrong or expired.",
            "临时密钥的 Token 缺失、错误或已过期。",
        ),
        "MissingParameter": ("The request lacks the required parameter `{}`.", "缺少必要参数 `{}`。"),
        "NoSuchVersion": (
            "There is no such version; this service has 2018-11-19.",
            "接口版本不存在，请使用 2018-11-19。",
        ),
        "NoSuchProduct": ("There is no such product on this server; it has ocr.", "产品不存在，本服务仅提供 ocr。"),
        "InvalidAction": ("This version has no such action.", "接口不存在。"),
        "UnknownParameter": ("The action does not define the parameter `{}`.", "接口未定义参数 `{}`。"),
        "InvalidParameter": ("The parameter `{}` has a wrong type or form.", "参数 `{}` 的类型或格式错误。"),
        "InvalidParameterValue": ("The parameter `{}` has a wrong value.", "参数 `{}` 取值错误。"),
        "InvalidParameter.ConfigFormatError": (
            'Config is not a JSON object such as {{"RetImage":"portrait"}}.',
            'Config 不是合法的 JSON，例如 {{"RetImage":"portrait"}}。',
        ),
        VALUE_LIMIT: ("Incorrect parameter value: {}.", "参数取值错误：{}。"),
        "RequestLimitExceeded": (
            "More requests than this key or this server can take now; try again later.",
            "请求频率超过限制，请稍后重试。",
        ),
        DOWNLOAD: (
            "The file could not be downloaded from the URL, or the URL is not allowed here.",
            "文件下载失败，或该 URL 不被允许访问。",
        ),
        EMPTY: ("The image is empty.", "图片内容为空。"),
        DECODE: (
            "The image could not be decoded; send a whole PNG, JPG or JPEG.",
            "图片解码失败，请使用完整的 PNG、JPG 或 JPEG 图片。",
        ),
        "FailedOperation.NoHKIDCard": ("There is no Hong Kong identity card in the image.", "图片中没有香港身份证。"),
        "FailedOperation.ImageNoSpecifiedCard": (
            "The image does not show the side of the card that it should show.",
            "图片中没有指定的卡证。",
        ),
        "FailedOperation.ImageNoText": (
            "No text of a residence permit was found in the image.",
            "图片中未检测到居住证文本。",
        ),
        "FailedOperation.OcrFailed": ("The card could not be read.", "OCR 识别失败。"),
        UNKNOWN: ("Unknown error.", "未知错误。"),
        "FailedOperation.UnOpenError": ("This API is not activated for this key.", "该密钥尚未开通此服务。"),
        "FailedOperation.WarningServiceFailed": (
            "The card was read, but its warnings could not be determined.",
            "告警服务异常。",
        ),
        TOO_LARGE: ("The image is larger than allowed.", "文件内容太大。"),
        "ResourceUnavailable.InArrears": ("The account is in arrears.", "账号已欠费。"),
        "ResourcesSoldOut.ChargeStatusException": (
            "The billing status does not allow this call: the quota is used up or the account is suspended.",
            "计费状态异常：资源包额度已用尽或账号已停服。",
        ),
        "InternalError": ("Internal error.", "内部错误。"),
    }
)
"""Code to message, in English and in Chinese; `{}` stands for the name that a TencentError is about."""


class TencentError(Exception):
    """The request is answered with one of the vendor's errors.

    Attributes:
        code: a key of MESSAGES.
        about: a parameter's name or a few words; never a value.
    """

    def __init__(self, code: str, about: str = "") -> None:
        """Without values: neither text of a card nor a secret belongs into an error."""
        super().__init__(code)
        self.code = code
        self.about = about

    def message(self, language: str) -> str:
        """For people, in "zh-CN" or else in English."""
        english, chinese = MESSAGES[self.code]
        return (chinese if language == "zh-CN" else english).format(self.about)


def from_image(error: errors.ImageError, action: Action, parameter: str) -> TencentError:
    """What the picture in `parameter` did wrong."""
    match error:
        case errors.EmptyImageError():
            return TencentError(action.empty_code, f"{parameter} is empty")
        case errors.ImageTooLargeError():
            return TencentError(TOO_LARGE)
        case errors.ImageTooSmallError():
            return TencentError(VALUE_LIMIT, f"{parameter} has too few pixels to hold a legible card")
        case _:
            return TencentError(DECODE)


def from_fetch(error: errors.FetchError) -> TencentError:
    """Why a picture did not come from its URL."""
    return TencentError(TOO_LARGE if isinstance(error, errors.FetchTooLargeError) else DOWNLOAD)


def from_account(error: errors.AccountError, action: Action) -> TencentError:
    """Why a key may not make this call."""
    match error:
        case errors.ApiNotEnabledError():
            return TencentError("FailedOperation.UnOpenError")
        case errors.RateExceededError():
            return TencentError("RequestLimitExceeded")
        case errors.ArrearsError():
            return TencentError(action.arrears_code)
        case _:
            return TencentError("ResourcesSoldOut.ChargeStatusException")


def from_recognition(error: errors.HmtocrError, action: Action, parameter: str) -> TencentError:
    """Why a picture was not read."""
    match error:
        case errors.ImageError():
            return from_image(error, action, parameter)
        case errors.BusyError():
            return TencentError("RequestLimitExceeded")
        case errors.WarningsFailedError():
            return TencentError(action.warnings_failed_code)
        case _:
            return TencentError("FailedOperation.OcrFailed")
