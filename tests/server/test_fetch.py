"""Pictures by URL, from a site on loopback whose answers are written byte for byte."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from hmtocr.errors import FetchError, FetchFailedError, FetchRefusedError, FetchTooLargeError
from hmtocr.server.fetch import Fetcher

PICTURE = b"\xff\xd8 a picture of no card"
AUTHORITIES = ssl.create_default_context()
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(status: str = "200 OK", body: bytes = PICTURE, length: bool = True, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return answer(status, b"", Location=to)


class Site:
    """Runs while one URL is fetched; notes the heads of the requests that it got."""

    def __init__(self, pages: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> None:
        self.pages = pages
        self.tls = tls
        self.heads: list[str] = []
        self.port = 0
        self.connections: list[asyncio.WriteTransport] = []

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer.transport)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            page = self.pages[head.split(" ")[1].lstrip("/")]
            if isinstance(page, bytes):
                writer.write(page.replace(b"PORT", str(self.port).encode()))
                await writer.drain()
            else:
                await page(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def fetch(
        self,
        url: str,
        *,
        allow: Sequence[str] = ("pictures.example",),
        addresses: Sequence[Sequence[str]] = (("127.0.0.1",),),
        largest: int = 1000,
        seconds: float = 3,
        verify: ssl.SSLContext = AUTHORITIES,
    ) -> bytes:
        """What the URL gives; "PORT" in it is the site's. A further look-up gives the next of `addresses`."""
        looked_up = iter(addresses)

        async def resolve(host: str, port: int) -> Sequence[str]:
            self.looked_up = (host, port)
            return next(looked_up)

        async def run() -> bytes:
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
            self.port = server.sockets[0].getsockname()[1]
            async with server:
                hosts = frozenset(host.replace("PORT", str(self.port)) for host in allow)
                fetch = Fetcher(hosts, resolve=resolve, verify=verify, seconds=seconds)
                try:
                    return await fetch(url.replace("PORT", str(self.port)), largest=largest)
                finally:
                    # What is open when the loop ends is complained of whenever it is collected, in any other test.
                    for connection in self.connections:
                        connection.abort()
                    await asyncio.sleep(0.01)

        return asyncio.run(run())


def test_an_allowed_host_gives_its_picture() -> None:
    site = Site({"card.jpg?a=%20b": answer()})
    assert site.fetch("http://Pictures.Example:PORT/card.jpg?a=%20b#part") == PICTURE
    assert site.looked_up == ("pictures.example", site.port)
    (head,) = site.heads
    assert head.startswith("GET /card.jpg?a=%20b HTTP/1.1\r\n")
    assert f"Host: pictures.example:{site.port}\r\n" in head
    assert "Accept-Encoding: identity\r\n" in head
    assert "cookie" not in head.lower()


@pytest.mark.parametrize(
    "allow",
    [
        (),
        ("other.example",),
        ("example",),
        ("pictures.example.org",),
        ("pictures.example:1",),
        (".pictures.example",),
        ("127.0.0.1",),
    ],
)
def test_any_other_host_is_refused_and_not_even_looked_up(allow: Sequence[str]) -> None:
    with pytest.raises(FetchRefusedError, match="not one that pictures may be fetched from"):
        Site({}).fetch("http://pictures.example:PORT/", allow=allow, addresses=())


@pytest.mark.parametrize("allow", ["pictures.example", "pictures.example:PORT"])
def test_the_very_host_may_be_private(allow: str) -> None:
    assert Site({"": answer()}).fetch("http://pictures.example:PORT/", allow=[allow]) == PICTURE


def test_a_trailing_dot_names_the_same_host() -> None:
    assert Site({"": answer()}).fetch("http://pictures.example.:PORT/") == PICTURE


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_host_of_an_allowed_domain_may_not(address: str) -> None:
    site = Site({"": answer()})
    with pytest.raises(FetchRefusedError, match="not a public one"):
        site.fetch("http://pictures.example:PORT/", allow=[".example"], addresses=[[address]])
    assert site.heads == []


def test_one_private_address_among_public_ones_refuses_all() -> None:
    with pytest.raises(FetchRefusedError, match="not a public one"):
        Site({}).fetch("http://pictures.example/", allow=[".example"], addresses=[["8.8.8.8", "127.0.0.1"]])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://pictures.example/a.jpg",
        "file:///etc/hostname",
        "gopher://pictures.example/",
        "data:image/jpeg;base64,AAAA",
        "//pictures.example/a.jpg",
        "pictures.example/a.jpg",
        "http:///a.jpg",
        "",
        "http://user@pictures.example/",
        "http://user:password@pictures.example/",
        "http://pictures.example@elsewhere.example/",
        "http://pictures.example\\@elsewhere.example/",
        "http://pictures.example/\r\nX-Header: 1",
        "http://pictures.example /",
        "http://pictures.example:99999/",
        "http://pictures.example:0/",
        "http://[pictures.example/",
        "http://pictures.example/" + "a" * 9000,
    ],
)
def test_urls_that_are_none_of_http_and_https_with_a_plain_host(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        Site({}).fetch(url, addresses=())


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "[::ffff:7f00:1]", "localhost", "0"])
def test_no_other_way_of_writing_an_address_gets_in(host: str) -> None:
    with pytest.raises(FetchRefusedError):
        Site({}).fetch(f"http://{host}:PORT/", allow=["127.0.0.1", ".example"], addresses=())


def test_the_address_that_was_checked_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time (DNS rebinding) has no second time."""
    connected: list[object] = []
    real = asyncio.BaseEventLoop.create_connection

    async def note(self: Any, factory: Any, host: Any = None, port: Any = None, **options: Any) -> Any:
        connected.append(host)
        return await real(self, factory, "127.0.0.1", port, **options)

    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", note)
    monkeypatch.setattr(socket, "getaddrinfo", _no_look_up)
    got = Site({"": answer()}).fetch(
        "http://pictures.example:PORT/", allow=[".example"], addresses=[["8.8.8.8"], ["127.0.0.1"]]
    )
    assert got == PICTURE
    assert connected == ["8.8.8.8"]


def _no_look_up(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
    assert host in ("127.0.0.1", "8.8.8.8"), "only addresses are left to connect to"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


def test_the_next_address_is_tried_where_nobody_answers() -> None:
    assert Site({"": answer()}).fetch("http://pictures.example:PORT/", addresses=[["::1", "127.0.0.1"]]) == PICTURE


def test_a_host_without_an_address_or_a_server() -> None:
    with pytest.raises(FetchFailedError, match="no address"):
        Site({}).fetch("http://pictures.example/", addresses=[[]])
    with pytest.raises(FetchFailedError, match="could not be reached"):
        Site({}).fetch("http://pictures.example:1/")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 For Good"])
def test_redirects_within_the_allowed_are_followed(status: str) -> None:
    site = Site({"old": moved("/new", status), "new": answer()})
    assert site.fetch("http://pictures.example:PORT/old", addresses=[["127.0.0.1"]] * 2) == PICTURE
    assert len(site.heads) == 2


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://elsewhere.example/", "not one that pictures"),
        ("http://127.0.0.1:PORT/", "not one that pictures"),
        ("//169.254.169.254/latest/meta-data", "not one that pictures"),
        ("http://inside.cdn.example/", "not a public one"),
        ("ftp://pictures.example/", "none of http or https"),
        ("file:///etc/hostname", "none of http or https"),
        ("http://user:secret@pictures.example/", "user's name"),
    ],
)
def test_redirects_are_checked_like_the_first_url(to: str, why: str) -> None:
    site = Site({"": moved(to)})
    with pytest.raises(FetchRefusedError, match=why):
        site.fetch(
            "http://pictures.example:PORT/",
            allow=["pictures.example", ".cdn.example"],
            addresses=[["127.0.0.1"], ["10.0.0.1"]],
        )
    assert len(site.heads) == 1


def test_redirects_look_the_host_up_again_and_check_that() -> None:
    with pytest.raises(FetchRefusedError, match="not a public one"):
        Site({"": moved("http://b.cdn.example:PORT/")}).fetch(
            "http://pictures.example:PORT/",
            allow=["pictures.example", ".cdn.example"],
            addresses=[["127.0.0.1"], ["127.0.0.1"]],
        )


@pytest.mark.parametrize("to", ["/", ""])
def test_loops_end(to: str) -> None:
    site = Site({"": moved(to)})
    with pytest.raises(FetchFailedError, match="more than 3 redirects"):
        site.fetch("http://pictures.example:PORT/", addresses=[["127.0.0.1"]] * 9)
    assert len(site.heads) == 4


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "404 Not Found", "500 Oh", "206 Partial"])
def test_anything_but_200_is_no_picture(status: str) -> None:
    with pytest.raises(FetchFailedError, match=f"status {status[:3]}"):
        Site({"": answer(status, b"")}).fetch("http://pictures.example:PORT/")


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(body=b"", length=False))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _drip_head(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    await _drip(writer)


async def _silent(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _slow_redirect(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.15)
    writer.write(moved("/"))


@pytest.mark.parametrize("page", [_drip, _drip_head, _silent, _slow_redirect])
def test_the_time_is_for_the_whole_of_it(page: Answer) -> None:
    start = time.perf_counter()
    with pytest.raises(FetchFailedError, match=r"within 0\.4 s"):
        Site({"": page}).fetch("http://pictures.example:PORT/", addresses=[["127.0.0.1"]] * 9, seconds=0.4)
    assert time.perf_counter() - start < 2


def test_a_slow_look_up_counts_too() -> None:
    async def resolve(_: str, __: int) -> Sequence[str]:
        await asyncio.sleep(30)
        return ()

    fetch = Fetcher(frozenset(["pictures.example"]), resolve=resolve, seconds=0.1)
    with pytest.raises(FetchFailedError, match=r"within 0\.1 s"):
        asyncio.run(fetch("http://pictures.example/", largest=9))


def test_three_seconds_unless_told() -> None:
    assert Fetcher(frozenset())._seconds == 3


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(body=b"", length=False))
    while True:
        writer.write(b"x" * 4096)
        await writer.drain()


async def _endless_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(body=b"", length=False, Transfer_Encoding="chunked"))
    while True:
        writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        await writer.drain()


@pytest.mark.parametrize("page", [answer(body=b"x" * 1001), _endless, _endless_chunks])
def test_larger_than_allowed_is_cut_off_while_it_comes(page: Answer) -> None:
    with pytest.raises(FetchTooLargeError, match="more than 1000 bytes"):
        Site({"": page}).fetch("http://pictures.example:PORT/", largest=1000)


def test_exactly_as_large_as_allowed() -> None:
    body = b"x" * 1000
    assert Site({"": answer(body=body)}).fetch("http://pictures.example:PORT/", largest=1000) == body
    chunked = answer(body=b"3e8\r\n" + body + b"\r\n0\r\n\r\n", length=False, Transfer_Encoding="chunked")
    assert Site({"": chunked}).fetch("http://pictures.example:PORT/", largest=1000) == body


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_compressed_answers_are_refused_so_that_none_can_swell(coding: str) -> None:
    bomb = gzip.compress(b"\0" * 10**6)
    assert len(bomb) < 2000
    with pytest.raises(FetchFailedError, match="compressed"):
        Site({"": answer(body=bomb, Content_Encoding=coding)}).fetch("http://pictures.example:PORT/", largest=5000)


def test_a_body_that_breaks_off() -> None:
    with pytest.raises(FetchFailedError, match="could not be reached"):
        Site({"": answer(body=PICTURE).replace(b"Length: 2", b"Length: 9")}).fetch("http://pictures.example:PORT/")


def test_what_is_no_http() -> None:
    with pytest.raises(FetchFailedError, match="could not be reached"):
        Site({"": b"SSH-2.0-OpenSSH_9.9\r\n"}).fetch("http://pictures.example:PORT/")


def test_no_proxy_and_no_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine pictures.example login me password secret\nmachine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site = Site({"": answer()})
    assert site.fetch("http://pictures.example:PORT/") == PICTURE
    assert "authorization" not in site.heads[0].lower()


@pytest.mark.parametrize(
    ("host", "trusted", "good"),
    [("pictures.example", True, True), ("pictures.example", False, False), ("other.example", True, False)],
)
def test_https_wants_a_trusted_certificate_for_the_name(
    host: str, trusted: bool, good: bool, certificate: Path
) -> None:
    """The connection is made to an address, the certificate must still be the name's."""
    ours, theirs = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate)
    if trusted:
        ours.load_verify_locations(certificate)
    asked: list[str] = []
    theirs.sni_callback = lambda _, name, __: asked.append(name)
    site = Site({"": answer()}, theirs)
    if good:
        assert site.fetch(f"https://{host}:PORT/", allow=[host], verify=ours) == PICTURE
    else:
        with pytest.raises(FetchFailedError, match=r"could not be reached \(ConnectError\)"):
            site.fetch(f"https://{host}:PORT/", allow=[host], verify=ours)
        assert site.heads == []
    assert asked == [host]


@pytest.mark.parametrize("page", [b"nonsense\r\n\r\n", answer("404 No"), moved("ftp://secret.example/?token=hush")])
def test_neither_the_error_nor_the_log_holds_the_url(page: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    with pytest.raises(FetchError) as told:
        Site({"?token=hush": page}).fetch("http://pictures.example:PORT/?token=hush")
    assert "hush" not in f"{told.value} {caplog.text}"
    assert told.value.__cause__ is None
