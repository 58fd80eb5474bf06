"""Fetches pictures from the hosts that the operator allows, and from nowhere else."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx

from hmtocr.errors import FetchFailedError, FetchRefusedError, FetchTooLargeError
from hmtocr.server.addresses import is_public

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to addresses as text."""

_SECONDS = 3.0
_NO_REUSE = httpx.Limits(max_keepalive_connections=0)
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 8192
_HEADERS = {"Accept": "image/*, */*;q=0.5", "Accept-Encoding": "identity", "User-Agent": "hmtocr"}


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether the operator allows a host, and named it so exactly that its address may be a private one."""

    allowed: bool
    private: bool


class Fetcher:
    """Implements `Fetch`: allowed hosts only, every address checked, and the checked one connected to."""

    def __init__(
        self,
        hosts: frozenset[str],
        *,
        resolve: Resolve | None = None,
        verify: ssl.SSLContext | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        """Allow these hosts.

        Args:
            hosts: in lower case. "files.example" allows that host at any port, "files.example:9000" at that port
                alone (an IPv6 address stands in brackets), ".example" every host below that domain. Only the first
                two may have private addresses.
            resolve: in place of the system's resolver.
            verify: in place of the system's and certifi's authorities.
            seconds: for one picture, from the look-up of its host to its last byte, redirects included.
        """
        self._hosts = hosts
        self._resolve = resolve or _system_addresses
        self._verify = verify or _authorities()
        self._seconds = seconds

    async def __call__(self, url: str, *, largest: int) -> bytes:
        """See `hmtocr.protocols.services.Fetch`."""
        try:
            async with (
                asyncio.timeout(self._seconds),
                # No cookies outlive the call, no proxy or credentials come from the environment, and no connection
                # is used again: one to the same address could have been made, and its certificate checked, for
                # another host.
                httpx.AsyncClient(
                    trust_env=False, verify=self._verify, timeout=self._seconds, limits=_NO_REUSE
                ) as client,
            ):
                return await self._follow(client, url, largest)
        except TimeoutError:
            raise FetchFailedError(f"the host did not answer within {self._seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            # The library's own words may hold the URL, and a URL may hold a secret.
            raise FetchFailedError(f"the host could not be reached ({type(error).__name__})") from None

    async def _follow(self, client: httpx.AsyncClient, url: str, largest: int) -> bytes:
        place = parse_url(url)
        for _ in range(_MOST_REDIRECTS + 1):
            addresses = await self._checked(place)
            response = await _connect(client, place, addresses)
            try:
                if response.status_code not in _REDIRECTS:
                    return await _body(response, largest)
                place = parse_url(str(place.join(response.headers.get("location", ""))))
            finally:
                await response.aclose()
        raise FetchFailedError(f"more than {_MOST_REDIRECTS} redirects")

    async def _checked(self, place: httpx.URL) -> Sequence[str]:
        """The host's addresses; one bad one refuses all, since a rebinding host would have another turn."""
        permission = self._permission(place)
        if not permission.allowed:
            raise FetchRefusedError("the host is not one that pictures may be fetched from")
        addresses = await self._resolve(_host(place), _port(place))
        if not addresses:
            raise FetchFailedError("the host has no address")
        if not permission.private and not all(is_public(address) for address in addresses):
            raise FetchRefusedError("the host's address is not a public one")
        return addresses

    def _permission(self, place: httpx.URL) -> Permission:
        host = _host(place)
        name = f"[{host}]" if ":" in host else host
        if {host, name, f"{name}:{_port(place)}"} & self._hosts:
            return Permission(allowed=True, private=True)
        parents = (host[i:] for i, char in enumerate(host) if char == "." and i > 0)
        return Permission(allowed=any(parent in self._hosts for parent in parents), private=False)


def parse_url(text: str) -> httpx.URL:
    """An http or https URL with a host and without user or password.

    Raises:
        FetchRefusedError: it is not.
    """
    if len(text) > _LONGEST_URL or any(char <= " " or char in "\\\x7f" for char in text):
        raise FetchRefusedError("the URL is too long, or holds characters that no URL may hold")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise FetchRefusedError("the URL is not well formed") from None
    if url.scheme not in _PORTS or not url.host:
        raise FetchRefusedError("the URL is none of http or https")
    if url.port is not None and not 0 < url.port < 2**16:
        raise FetchRefusedError("the URL names a port that there is not")
    if url.userinfo or "@" in url.netloc.decode("latin-1"):
        raise FetchRefusedError("the URL holds a user's name")
    return url


async def _connect(client: httpx.AsyncClient, place: httpx.URL, addresses: Sequence[str]) -> httpx.Response:
    """Ask the first address that can be connected to; Host, SNI and certificate are those of the name."""
    for last, address in enumerate(addresses, 1 - len(addresses)):
        request = client.build_request(
            "GET",
            place.copy_with(host=address, fragment=None),
            headers={**_HEADERS, "Host": place.netloc.decode("ascii")},
            extensions={"sni_hostname": _host(place)} if place.scheme == "https" else {},
        )
        try:
            return await client.send(request, stream=True, follow_redirects=False)
        except httpx.ConnectError:
            if last == 0:
                raise
    raise FetchFailedError("the host has no address")


async def _body(response: httpx.Response, largest: int) -> bytes:
    if response.status_code != 200:
        raise FetchFailedError(f"the host answered with status {response.status_code}")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise FetchFailedError("the host compressed its answer although asked not to")
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > largest:
        raise FetchTooLargeError(f"the file has more than {largest} bytes")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > largest:
            raise FetchTooLargeError(f"the file has more than {largest} bytes")
    return bytes(body)


def _host(place: httpx.URL) -> str:
    """In lower case, internationalised names in their ASCII form."""
    return place.raw_host.decode("ascii").lower().rstrip(".")


def _port(place: httpx.URL) -> int:
    return place.port or _PORTS[place.scheme]


async def _system_addresses(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(where[0]) for *_, where in found))


def _authorities() -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    # Besides certifi's: an in-house authority that the machine trusts.
    context.load_default_certs()
    return context
