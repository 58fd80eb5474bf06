"""The two calls, as FastAPI routes; the body comes raw from the server's capture, so that its size is bounded."""

# Without postponed annotations: FastAPI must see the dependencies that are local to native_router.
import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi import Request as HttpRequest
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from hmtocr.accounts.key import Key
from hmtocr.documents import DOCUMENTS, FACES
from hmtocr.errors import AccountError, BusyError, ImageError, WarningsFailedError
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.native import API
from hmtocr.protocols.native.models import (
    DocumentNames,
    DocumentOut,
    DocumentsAnswer,
    FaceOut,
    PictureOut,
    ReadAnswer,
    ReadingOut,
    WarningNames,
)
from hmtocr.protocols.native.openapi import READ_BODY, answers
from hmtocr.protocols.native.parse import Options, parse, read_documents, read_warnings
from hmtocr.protocols.native.problems import ProblemError, from_account, from_image
from hmtocr.protocols.services import Services
from hmtocr.reading import Reading
from hmtocr.risk.kinds import chosen

CAPTURED = "hmtocr.request"
"""Where in the ASGI scope the server puts the captured request."""
_BEARER = HTTPBearer(auto_error=False, description="The key that `hmtocr keys create` shows as HMTOCR_KEY.")
_OPENAPI_DOCUMENTS = "Only these; all if absent. Also several with commas."
_OPENAPI_WARNINGS = (
    "The risk signals to measure, where the key has them: true or absent all, false none. Also several with commas."
)


def native_router(services: Services) -> APIRouter:
    """The routes under `/v1`, with these services."""
    router = APIRouter(prefix="/v1", tags=["hmtocr"])

    async def key(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Key:
        found = None if given is None else await services.accounts.by_bearer(given.credentials)
        if found is None or found.state == "disabled" or (found.expires or float("inf")) <= services.clock():
            raise ProblemError("not-authenticated")
        return found

    @router.post(
        "/read",
        operation_id="read",
        summary="Read the cards in pictures",
        responses=answers(400, 401, 403, 408, 413, 415, 422, 429, 500, 503),
        openapi_extra=READ_BODY,
        response_model_exclude_unset=True,
    )
    async def read(
        http: HttpRequest,
        key: Annotated[Key, Depends(key)],
        *,
        documents: Annotated[
            list[DocumentNames],
            # The description alone says that there is one at least: FastAPI would hold none at all against it.
            Query(default_factory=list, description=_OPENAPI_DOCUMENTS, json_schema_extra={"minItems": 1}),
        ],
        portraits: Annotated[bool, Query(description="Cut the portraits out, as JPEG in Base64.")] = False,
        warnings: Annotated[
            list[WarningNames],
            Query(default_factory=list, description=_OPENAPI_WARNINGS, json_schema_extra={"minItems": 1}),
        ],
    ) -> ReadAnswer:
        """One to 16 pictures, each with any number of cards, make one call and count once.

        Where none of the pictures can be read, the first one's problem is the answer; else each has its own place in
        `pictures`, a reading or a problem.
        """
        captured: Request = http.scope[CAPTURED]
        if captured.oversized:
            raise ProblemError("too-large", f"{services.settings.native_largest} bytes at the most")
        wanted = parse(captured, Options(read_documents(documents), portraits, read_warnings(warnings)))
        try:
            await services.accounts.admit(key, API)
        except AccountError as error:
            raise from_account(error) from error
        told = [await _read(image, wanted.options, key, services) for image in wanted.images]
        first = told[0]
        if isinstance(first, ProblemError) and all(isinstance(one, ProblemError) for one in told):
            raise first
        return ReadAnswer(pictures=[_picture(one, wanted.options.portraits) for one in told])

    @router.get(
        "/documents",
        operation_id="documents",
        summary="What can be read",
        responses=answers(401),
        dependencies=[Depends(key)],
    )
    async def documents() -> DocumentsAnswer:
        """Documents, their designs and sides, and the fields that may be printed on each."""
        return DOCUMENTS_ANSWER

    return router


async def _read(image: bytes, options: Options, key: Key, services: Services) -> Reading | ProblemError:
    try:
        return await services.recognise(
            image,
            documents=options.documents,
            portraits=options.portraits,
            warnings=chosen(key.warnings.intersection(chosen(options.warnings))),
        )
    except ImageError as error:
        return from_image(error)
    except BusyError as error:
        raise ProblemError("busy") from error
    except WarningsFailedError as error:
        raise ProblemError("warnings-failed") from error


def _picture(told: Reading | ProblemError, portraits: bool) -> PictureOut:
    if isinstance(told, ProblemError):
        return PictureOut(problem=told.problem)
    return PictureOut(reading=ReadingOut.model_validate(_with_portraits(told, portraits)))


def _with_portraits(reading: Reading, portraits: bool) -> dict[str, Any]:
    members = reading.to_dict()
    if portraits:
        for card, told in zip(reading.cards, members["cards"], strict=True):
            for portrait, entry in zip(card.portraits, told["portraits"], strict=True):
                entry["jpeg"] = base64.b64encode(portrait.jpeg).decode("ascii")
    return members


def _documents() -> DocumentsAnswer:
    return DocumentsAnswer(
        documents=[
            DocumentOut.model_validate(
                {
                    "document": document,
                    "faces": [
                        FaceOut.model_validate(
                            {"design": face.design, "side": face.side, "fields": [spec.name for spec in face.fields]}
                        )
                        for face in FACES
                        if face.document == document
                    ],
                }
            )
            for document in DOCUMENTS
        ]
    )


DOCUMENTS_ANSWER = _documents()
"""It never changes."""
