"""As much of IAM v3 as callers of the OCR need: a token for a password, and the ids of projects and domains."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from hmtocr.accounts.key import Key
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei.authenticate import is_good, open_token
from hmtocr.protocols.huawei.errors import IamError
from hmtocr.protocols.services import Services

_REGION = "ap-southeast-1"
"""The project's name where the caller gives none: the region in which the vendor offers this API."""


async def create_token(request: Request, services: Services) -> tuple[dict[str, Any], str]:
    """The body and the token of an answer to `POST /v3/auth/tokens`; a signature on it is not looked at.

    Raises:
        IamError: unreadable, or nobody has that password.
    """
    try:
        auth = json.loads(request.body)["auth"]
        user = auth["identity"]["password"]["user"]
        names = (user["domain"]["name"], user["name"], user["password"])
        methods, scope = auth["identity"]["methods"], auth.get("scope") or {}
        project, domain = scope.get("project"), scope.get("domain")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IamError(HTTPStatus.BAD_REQUEST, "The request body is invalid.") from None
    well_formed = all(isinstance(part, dict) for part in (project, domain) if part is not None)
    if methods != ["password"] or not well_formed or not all(isinstance(name, str) for name in names):
        raise IamError(HTTPStatus.BAD_REQUEST, "The request body is invalid.")
    key = await services.accounts.by_password(*names)
    if key is None or not is_good(key, services):
        raise IamError(HTTPStatus.UNAUTHORIZED, "The username or password is wrong.")
    scoped = _scope(key, project, domain)
    token, ends = await open_token(key, services)
    home = _domain(key)
    told = {
        "catalog": [],
        "expires_at": _moment(ends),
        "issued_at": _moment(services.clock()),
        "methods": ["password"],
        **scoped,
        "roles": [{"id": "0", "name": "te_admin"}],
        "user": {
            "domain": home,
            "id": _ident("user", key.domain, key.user),
            "name": key.user,
            "password_expires_at": "",
        },
    }
    return {"token": told}, token


def list_projects(request: Request, key: Key) -> dict[str, Any]:
    """The answer to `GET /v3/projects`: the key's one project, under the name that is asked for."""
    name = parse_qs(request.query).get("name", [_REGION])[0]
    project = {
        "description": "",
        "domain_id": _domain(key)["id"],
        "enabled": True,
        "id": key.project_id,
        "is_domain": False,
        "links": {"self": f"/v3/projects/{key.project_id}"},
        "name": name,
        "parent_id": _domain(key)["id"],
    }
    return {"links": {"next": None, "previous": None, "self": "/v3/projects"}, "projects": [project]}


def list_domains(key: Key) -> dict[str, Any]:
    """The answer to `GET /v3/auth/domains`, which SDKs ask where they were given no domain id."""
    domain = {**_domain(key), "description": "", "enabled": True, "links": {"self": "/v3/domains"}}
    return {"links": {"next": None, "previous": None, "self": "/v3/auth/domains"}, "domains": [domain]}


def _scope(key: Key, project: Mapping[str, Any] | None, domain: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the token is for; without a scope, the user's domain."""
    home = _domain(key)
    if project is not None:
        if project.get("id", key.project_id) != key.project_id:
            raise IamError(HTTPStatus.UNAUTHORIZED, "The project is not the user's.")
        return {"project": {"domain": home, "id": key.project_id, "name": str(project.get("name", _REGION))}}
    if domain is not None and any(domain.get(part, home[part]) != home[part] for part in ("id", "name")):
        raise IamError(HTTPStatus.UNAUTHORIZED, "The domain is not the user's.")
    return {"domain": home}


def _domain(key: Key) -> dict[str, str]:
    return {"id": _ident("domain", key.domain), "name": key.domain}


def _ident(*parts: str) -> str:
    """32 hexadecimal digits that stay the same for a name."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:32]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
