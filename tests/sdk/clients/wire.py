"""What an SDK cannot be told to do wrong: its requests are changed on their way out, after they were signed.

Also the cloud's own host names are pointed at this machine, as a company's DNS would. The SDKs' files stay as they are:
only the HTTP library under them, and the resolver, are wrapped.

A change has method, path, body (a text), headers and query (each a mapping; a null takes the name away, and a list
sends it as often as it has members).
"""

import contextlib
import socket
from unittest import mock
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from urllib3 import HTTPHeaderDict

REAL_LOOKUP = socket.getaddrinfo


@contextlib.contextmanager
def changed(adapters, change):
    """Requests that go through this module `requests.adapters` are changed so, if there is a change."""
    real = adapters.HTTPAdapter.send

    def send(self, request, *args, **kwargs):
        spoil(request, change)
        return real(self, request, *args, **kwargs)

    with mock.patch.object(adapters.HTTPAdapter, "send", send) if change else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def resolved(wanted):
    """Every host name is this machine's, if that is wanted."""

    def look_up(_, *args, **kwargs):
        return REAL_LOOKUP("127.0.0.1", *args, **kwargs)

    with mock.patch.object(socket, "getaddrinfo", look_up) if wanted else contextlib.nullcontext():
        yield


def spoil(request, change):
    request.method = change.get("method", request.method)
    if "body" in change:
        request.body = change["body"].encode()
        request.headers["Content-Length"] = str(len(request.body))
    parts = urlsplit(request.url)
    query = replaced(parse_qsl(parts.query, keep_blank_values=True), change.get("query", {}))
    request.url = urlunsplit(parts._replace(path=change.get("path", parts.path), query=urlencode(query)))
    headers = replaced(request.headers.items(), change.get("headers", {}))
    request.headers = HTTPHeaderDict()
    for name, value in headers:
        request.headers.add(name, value)


def replaced(pairs, values):
    low = {name.lower() for name in values}
    kept = [(name, value) for name, value in pairs if name.lower() not in low]
    for name, value in values.items():
        kept += [(name, one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return kept
