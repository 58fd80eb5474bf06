"""The API's description as one page without scripts, so that it can be read where there is no network."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "code,pre{font:14px/1.45 ui-monospace,monospace;background:#f3f3f0;border-radius:4px}code{padding:.1em .3em}"
    "pre{padding:.8rem;overflow:auto}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;border-top:1px solid #ddd;padding:.3rem .6rem .3rem 0}"
    "h2{margin-top:2.5rem}summary{cursor:pointer}"
)
_EXAMPLE = """curl -H "Authorization: Bearer $HMTOCR_KEY" -F images=@card.jpg {base}/v1/read
curl -H "Authorization: Bearer $HMTOCR_KEY" -H "Content-Type: image/jpeg" --data-binary @card.jpg {base}/v1/read"""


def render_page(schema: Mapping[str, Any]) -> str:
    """An HTML page of an OpenAPI description: its operations, then its models."""
    info = schema["info"]
    parts = [
        f"<h1>{_text(info['title'])} {_text(info['version'])}</h1><p>{_text(info['description'])}</p>",
        '<p>For programs: <a href="openapi.json">openapi.json</a>.</p>',
        f"<pre>{_text(_EXAMPLE.format(base='http://localhost:8080'))}</pre>",
        *(
            _operation(path, method, told)
            for path, methods in schema["paths"].items()
            for method, told in methods.items()
        ),
        "<h2>Models</h2>",
        *(_model(name, told) for name, told in sorted(schema["components"]["schemas"].items())),
    ]
    head = f"<meta charset=utf-8><title>{_text(info['title'])}</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>"


def _operation(path: str, method: str, told: Mapping[str, Any]) -> str:
    parts = [
        f"<h2><code>{method.upper()} {_text(path)}</code> {_text(told.get('summary', ''))}</h2>",
        f"<p>{_text(told.get('description', ''))}</p>",
    ]
    if told.get("parameters"):
        rows = (
            (f"<code>{_text(p['name'])}</code>", _shape(p["schema"]), _text(p.get("description", "")))
            for p in told["parameters"]
        )
        parts.append("<h3>In the query</h3>" + _table(rows))
    if "requestBody" in told:
        kinds = (
            (f"<code>{_text(kind)}</code>", _shape(body["schema"]))
            for kind, body in told["requestBody"]["content"].items()
        )
        parts.append("<h3>Body, one of</h3>" + _table(kinds))
    answers = (
        (
            f"<code>{_text(status)}</code>",
            _text(answer["description"]),
            ", ".join(_shape(body["schema"]) for body in answer.get("content", {}).values()),
        )
        for status, answer in told["responses"].items()
    )
    return "".join(parts) + "<h3>Answers</h3>" + _table(answers)


def _model(name: str, told: Mapping[str, Any]) -> str:
    required = told.get("required", ())
    rows = (
        (
            f"<code>{_text(member)}</code>{'' if member in required else ' (optional)'}",
            _shape(shape),
            _text(shape.get("description", "")),
        )
        for member, shape in told.get("properties", {}).items()
    )
    return f'<h3 id="{_text(name)}">{_text(name)}</h3><p>{_text(told.get("description", ""))}</p>{_table(rows)}'


def _shape(schema: Mapping[str, Any]) -> str:
    """A type in words, with links to models."""
    if "$ref" in schema:
        name = _text(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_shape(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " | ".join(_text(json.dumps(one)) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"array of {_shape(schema['items'])}" if "items" in schema else "array"
    if schema.get("type") == "object" and "additionalProperties" in schema and schema["additionalProperties"]:
        return f"object of {_shape(schema['additionalProperties'])}"
    if "properties" in schema:
        return "form of " + ", ".join(f"<code>{_text(n)}</code> ({_shape(s)})" for n, s in schema["properties"].items())
    return _text(" ".join(str(schema[key]) for key in ("type", "format") if key in schema))


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


def _text(text: object) -> str:
    return html.escape(str(text))
