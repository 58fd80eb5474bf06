"""What FastAPI cannot see by itself of the API: bodies that are parsed raw, and problems."""

from __future__ import annotations

from typing import Any

from hmtocr.protocols.native.models import DOCUMENTS, MOST_PICTURES, WARNINGS, Problem, ReadRequest
from hmtocr.protocols.native.parse import MOST_REPEATED, MULTIPART, RAW_TYPES
from hmtocr.protocols.native.problems import MEDIA_TYPE, PROBLEMS

_WARNING = {"type": "string", "enum": list(WARNINGS)}
_BINARY = {"type": "string", "format": "binary"}
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}

READ_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["images"],
                    "additionalProperties": False,
                    "properties": {
                        "images": {"type": "array", "items": _BINARY, "minItems": 1, "maxItems": MOST_PICTURES},
                        "documents": {
                            "type": "array",
                            "items": {"type": "string", "enum": list(DOCUMENTS)},
                            "maxItems": MOST_REPEATED,
                        },
                        "portraits": {"type": "boolean"},
                        # A form cannot tell true from "true", nor one of anything from a list of one.
                        "warnings": {
                            "anyOf": [
                                {"type": "boolean"},
                                _WARNING,
                                {"type": "array", "items": _WARNING, "maxItems": MOST_REPEATED},
                            ]
                        },
                    },
                }
            },
            "application/json": {"schema": {"$ref": "#/components/schemas/ReadRequest"}},
            **{kind: {"schema": _BINARY} for kind in RAW_TYPES},
        },
    }
}
"""Of POST /v1/read."""


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with."""
    return {
        status: {
            "description": " ".join(title for code, title in PROBLEMS.values() if code == status),
            "content": _PROBLEM,
        }
        for status in statuses
    }


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with the models that only raw parts of it name."""
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    for model in (Problem, ReadRequest):
        told = model.model_json_schema(ref_template="#/components/schemas/{model}")
        parts.update(told.pop("$defs", {}))
        parts[model.__name__] = told
    # FastAPI's own shape of a validation error, in place of which ours is told.
    for name in ("HTTPValidationError", "ValidationError"):
        parts.pop(name, None)
    return schema
