"""hmtocr's own API: `POST /v1/read` and `GET /v1/documents`, with bearer keys and problem+json (RFC 9457)."""

API = "read"
"""The name that keys are enabled for."""
