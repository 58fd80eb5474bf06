"""What the API takes and gives, for the OpenAPI description; `Reading.to_dict()` is the source of the answer."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Document = Literal["hk-id", "mo-id", "hmt-permit"]
DOCUMENTS: tuple[str, ...] = get_args(Document)
DocumentNames = Annotated[str, Field(json_schema_extra={"enum": list(DOCUMENTS)})]
"""Described as one; `parse.read_documents` takes several with commas as well."""
Kind = Literal["covered", "photocopy", "recapture", "tampered", "glare", "blur", "inconsistent"]
WARNINGS: tuple[str, ...] = ("true", "false", *get_args(Kind))
"""What may be told of risk signals where everything is text: all, none, or a kind."""
WarningNames = Annotated[str, Field(json_schema_extra={"enum": list(WARNINGS)})]
"""Described as one; `parse.read_warnings` takes several with commas as well."""
Point = Annotated[list[float], Field(min_length=2, max_length=2)]
Quad = Annotated[
    list[Point],
    Field(
        min_length=4,
        max_length=4,
        description="Four (x, y) pixels of the original picture, clockwise from the thing's own top left.",
    ),
]
Share = Annotated[float, Field(ge=0, le=1)]
MOST_PICTURES = 16
"""In one call."""


class ReadRequest(BaseModel):
    """Pictures in Base64, and what is wanted of them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    images: list[Annotated[str, Field(json_schema_extra={"format": "byte", "contentEncoding": "base64"})]] = Field(
        min_length=1, max_length=MOST_PICTURES
    )
    documents: list[Document] | None = Field(None, min_length=1, description="Only these; all if absent.")
    portraits: bool = Field(False, description="Cut the portraits out, as JPEG in Base64.")
    warnings: bool | list[Kind] = Field(
        True, description="Measure these risk signals, where the key has them; true: all."
    )


class FieldOut(BaseModel):
    """One printed item."""

    text: str = Field(description="Exactly what is printed.")
    value: str = Field(description="Normalised: dates as ISO 8601, sex as M or F, numbers without blanks.")
    confidence: Share = Field(description="Calibrated probability that the text is right.")
    quad: Quad
    alternatives: list[tuple[str, Share]] = Field(description="Other readings that the pixels support, best first.")


class CheckOut(BaseModel):
    """The verdict of one rule."""

    rule: str
    passed: bool | None = Field(description="null: nothing to go by.")
    fields: list[str]
    message: str


class WarningOut(BaseModel):
    """A risk signal."""

    code: int
    kind: str
    score: Share
    fields: list[str]
    quad: Quad | None = Field(None, description="Where on the picture; null for the whole card.")


class PortraitOut(BaseModel):
    """A face printed on the card."""

    kind: Literal["large", "small"]
    quad: Quad
    jpeg: str | None = Field(None, description="A JPEG file in Base64, if asked for.")


class CardOut(BaseModel):
    """One card."""

    document: Document
    design: str
    side: Literal["front", "back"]
    confidence: Share
    quad: Quad
    fields: dict[str, FieldOut] = Field(description="By name; what is not printed is absent.")
    checks: list[CheckOut]
    warnings: list[WarningOut]
    portraits: list[PortraitOut]


class ReadingOut(BaseModel):
    """Everything read from one picture."""

    width: int
    height: int
    cards: list[CardOut] = Field(description="The largest first; empty where there is none.")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="urn:hmtocr:problem: and a name that stays.")
    title: str
    status: int
    detail: str = Field("", description="For people; holds no value.")


class PictureOut(BaseModel):
    """What became of one picture: a reading or a problem."""

    reading: ReadingOut | None = None
    problem: Problem | None = None


class ReadAnswer(BaseModel):
    """One entry for each picture, in the order sent."""

    pictures: list[PictureOut]


class FaceOut(BaseModel):
    """One side of one design, and the fields that may be printed on it."""

    design: str
    side: Literal["front", "back"]
    fields: list[str]


class DocumentOut(BaseModel):
    """A document that can be read."""

    document: Document
    faces: list[FaceOut]


class DocumentsAnswer(BaseModel):
    """All of them."""

    documents: list[DocumentOut]
