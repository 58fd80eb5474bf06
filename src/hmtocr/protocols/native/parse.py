"""From a raw body to pictures and options: multipart, JSON with Base64, or one picture as it is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError
from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field as FormField
from python_multipart.multipart import File as FormFile
from python_multipart.multipart import parse_options_header

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.native.models import DOCUMENTS, MOST_PICTURES, WARNINGS, Kind, ReadRequest
from hmtocr.protocols.native.problems import ProblemError

RAW_TYPES = (
    "application/octet-stream",
    "application/pdf",
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
)
"""Taken as one picture; what it really is, its bytes tell."""
MULTIPART = "multipart/form-data"
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}
_OPTIONS = ("documents", "portraits", "warnings")
MOST_REPEATED = 16
"""In one form, of one option: a form of a hundred thousand parts is not worth the time to take them apart."""
_NEITHER = f"a part is neither a file nor one of {', '.join(_OPTIONS)}"
_COUNT = f"1 to {MOST_PICTURES} parts with a file name are needed, one a picture"


@dataclass(frozen=True, slots=True)
class Options:
    """What is wanted of each picture."""

    documents: tuple[str, ...] | None = None
    portraits: bool = False
    warnings: bool | tuple[str, ...] = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pictures, in the order sent, and the options."""

    images: tuple[bytes, ...] = field(repr=False)
    options: Options


def parse(request: Request, options: Options) -> Wanted:
    """Pictures and options; those in the body go before `options`, which are the query's.

    Raises:
        ProblemError: what is wrong with the body.
    """
    kind, parameters = parse_options_header(request.header("content-type") or "")
    name = kind.decode("latin-1").lower()
    if name == "application/json":
        return _from_json(request.body, options)
    if name == MULTIPART:
        return _from_multipart(request.body, parameters.get(b"boundary", b""), options)
    if name in RAW_TYPES:
        return Wanted((request.body,), options)
    raise ProblemError("unsupported-media-type", f"send {MULTIPART}, application/json or a picture's own type")


def _from_json(body: bytes, options: Options) -> Wanted:
    try:
        told = ReadRequest.model_validate_json(body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        if any(fault["type"] == "json_invalid" for fault in faults):
            raise ProblemError("malformed", "the body is not JSON") from None
        raise ProblemError("invalid", tell_faults((fault["loc"], fault["msg"]) for fault in faults)) from None
    given = told.model_fields_set
    options = replace(
        options,
        documents=options.documents if told.documents is None else tuple(told.documents),
        portraits=told.portraits if "portraits" in given else options.portraits,
        warnings=_kinds(told.warnings) if "warnings" in given else options.warnings,
    )
    return Wanted(tuple(_decode(text, place) for place, text in enumerate(told.images)), options)


def _decode(text: str, place: int) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ProblemError("invalid", f"images.{place}: not Base64 (without a data: prefix)") from None


def _from_multipart(body: bytes, boundary: bytes, options: Options) -> Wanted:
    """Every part that has a file name is a picture; the others are options."""
    if not boundary:
        raise ProblemError("malformed", "the multipart type names no boundary")
    texts: dict[str, list[str]] = {}
    images: list[bytes] = []
    ends: list[bool] = []

    def on_field(part: FormField) -> None:
        told = texts.setdefault((part.field_name or b"").decode("latin-1"), [])
        told.append((part.value or b"").decode("latin-1"))
        if len(texts) > len(_OPTIONS) or len(told) > MOST_REPEATED:
            raise ProblemError("invalid", _NEITHER)

    def on_file(part: FormFile) -> None:
        if len(images) == MOST_PICTURES:
            raise ProblemError("invalid", _COUNT)
        part.file_object.seek(0)
        images.append(part.file_object.read())

    # Pictures are never written to disk, however large.
    config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1}
    try:
        parser = FormParser(MULTIPART, on_field, on_file, lambda: ends.append(True), boundary=boundary, config=config)
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise ProblemError("malformed", "the body is not the multipart form that its type names") from None
    if not ends:
        # The parser is content with less: the part that breaks off would be missing without a word.
        raise ProblemError("malformed", "the form breaks off before its last boundary")
    for name, told in texts.items():
        options = _with_option(options, name, told)
    if not images:
        raise ProblemError("invalid", _COUNT)
    return Wanted(tuple(images), options)


def _with_option(options: Options, name: str, told: Sequence[str]) -> Options:
    if name == "documents":
        return replace(options, documents=read_documents(told))
    if name == "warnings":
        return replace(options, warnings=read_warnings(told))
    if name not in _OPTIONS:
        raise ProblemError("invalid", _NEITHER)
    if len(told) > 1 or told[0] not in _BOOLEANS:
        raise ProblemError("invalid", f"{name}: true or false, once")
    return replace(options, portraits=_BOOLEANS[told[0]])


def read_documents(texts: Iterable[str]) -> tuple[str, ...] | None:
    """Names of documents, one or several with commas in each text; None where there is none.

    Raises:
        ProblemError: an unknown one.

    >>> read_documents(["hk-id,mo-id", "hmt-permit"]), read_documents([])
    (('hk-id', 'mo-id', 'hmt-permit'), None)
    """
    names = tuple(name.strip() for text in texts for name in text.split(","))
    if not set(names) <= set(DOCUMENTS):
        raise ProblemError("invalid", f"documents: of {', '.join(DOCUMENTS)}")
    return names or None


def read_warnings(texts: Iterable[str]) -> bool | tuple[str, ...]:
    """Kinds of risk signals, one or several with commas in each text; "true" is all of them, "false" none.

    Raises:
        ProblemError: an unknown one.

    >>> read_warnings(["glare,blur", "covered"]), read_warnings(["false"]), read_warnings([])
    (('glare', 'blur', 'covered'), False, True)
    """
    names = tuple(name.strip() for text in texts for name in text.split(","))
    if not set(names) <= set(WARNINGS):
        raise ProblemError("invalid", f"warnings: true, false, or of {', '.join(WARNINGS[2:])}")
    if not names or "true" in names:
        return True
    return tuple(name for name in names if name != "false") or False


def _kinds(told: bool | list[Kind]) -> bool | tuple[str, ...]:
    return told if isinstance(told, bool) else tuple(told)


def tell_faults(faults: Iterable[tuple[tuple[int | str, ...], str]]) -> str:
    """Places and what is wrong there, without what was sent."""
    return "; ".join(f"{'.'.join(map(str, place)) or 'body'}: {message}" for place, message in faults)
