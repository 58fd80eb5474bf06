"""uvicorn, set so that URLs of 32 KB and odd Hosts come through, and clients that dawdle do not stay."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from hmtocr.errors import ConfigurationError
from hmtocr.server.app import App

_HEAD_BYTES = 128 * 1024
"""Request line and headers together; one more is answered 400. Tencent Cloud's GET may have 32 KB of URL."""
_HEAD_SECONDS = 15.0
"""In which they must have come in; and in which the rest of a body must that was answered before it was complete."""
_IDLE_SECONDS = 30
"""For which a connection without a request is kept: longer than callers pool theirs would save nothing."""
_GRACE_SECONDS = 30
"""For requests that are under way when the server is told to stop."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens; over TLS where there is a certificate.

    Attributes:
        port: 0 for any that is free.
        certificate: PEM file with the certificate and those that it was signed by.
        key: PEM file with its private key.
        connections: that may be open at once; one more is answered 503.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    connections: int = 256

    @property
    def url(self) -> str:
        """What clients of this machine call it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        host = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"


class PatientProtocol(H11Protocol):
    """Closes connections whose request's head, or rest after the answer, does not come in within _HEAD_SECONDS."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection's first request is awaited from here on."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Further requests of a connection are awaited from their first byte on; uvicorn watches it until then."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect()
        elif not self._answered_early:
            self._forget()

    def on_response_complete(self) -> None:
        """A body that is still coming in was too large; uvicorn throws the rest away, however long that takes."""
        super().on_response_complete()
        if self._answered_early:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._forget()
        super().connection_lost(exc)

    @property
    def _answered_early(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY and self.conn.our_state is h11.DONE

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(_HEAD_SECONDS, self.transport.abort)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def check_certificate(certificate: Path | None, key: Path | None) -> None:
    """See that TLS can be served with these files.

    Raises:
        ConfigurationError: it cannot: one is missing or is none, or they do not belong together.
    """
    for file in (certificate, key):
        if file is not None and not file.is_file():
            raise ConfigurationError(f"there is no file {file}")
    if certificate is None:
        if key is not None:
            raise ConfigurationError(f"the private key {key} has no certificate to go with it (tls_cert)")
        return
    try:
        # An empty password: OpenSSL would ask for that of an encrypted key at the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        files = f"{certificate} and {key}" if key is not None else f"{certificate} alone"
        wanted = "a certificate and its own private key are needed, in PEM and without a password"
        raise ConfigurationError(f"TLS cannot be served with {files}: {wanted} ({error})") from None


def make_server(app: App, place: Place) -> uvicorn.Server:
    """A server that is not running yet: `run()` serves until a signal comes, `serve()` in a loop of one's own."""
    options: dict[str, Any] = {}
    if place.certificate is not None:
        options = {"ssl_certfile": place.certificate, "ssl_keyfile": place.key}
    config = uvicorn.Config(
        app,
        host=place.host,
        port=place.port,
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        # The host, client and scheme are taken as they are: signatures cover the Host as sent.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        # uvicorn counts the connection that it has to refuse as well.
        limit_concurrency=place.connections + 1,
        **options,
    )
    return uvicorn.Server(config)
