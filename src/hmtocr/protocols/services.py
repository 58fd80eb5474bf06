"""What a dialect may ask of the server it runs in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from hmtocr.accounts.key import Credential, Key
from hmtocr.reading import Reading
from hmtocr.settings import Settings


class Recognise(Protocol):
    """Reads a picture in a worker thread."""

    async def __call__(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        """As `Reader.read`.

        Raises:
            ImageError: the picture's fault.
            BusyError: the queue is full; at once.
            WarningsFailedError: the card was read, its risk signals could not be measured.
        """
        ...


class Fetch(Protocol):
    """Fetches a picture from a URL, if the operator allows its host."""

    async def __call__(self, url: str, *, largest: int) -> bytes:
        """The body of a 200 answer.

        Raises:
            FetchRefusedError: not allowed: scheme, host, or an address that is none of the public's.
            FetchFailedError: not reached within 3 s, or another status.
            FetchTooLargeError: more than `largest` bytes.
        """
        ...


class Accounts(Protocol):
    """Who may call what. All methods are safe under concurrency; none blocks the event loop."""

    async def find(self, dialect: str, identifier: str) -> Credential | None:
        """The credential with that SecretId (tencent) or access key id (huawei, alibaba); None if unknown."""
        ...

    async def by_password(self, domain: str, user: str, password: str) -> Key | None:
        """The key that an IAM user's password belongs to (huawei), or None."""
        ...

    async def open_session(self, key: Key, seconds: int) -> str:
        """A fresh token that stands for the key for so long (huawei's X-Auth-Token); survives a restart."""
        ...

    async def by_session(self, token: str) -> Key | None:
        """The key of a token that is still good, or None."""
        ...

    async def by_bearer(self, token: str) -> Key | None:
        """The key of a bearer token (native), or None."""
        ...

    async def admit(self, key: Key, api: str) -> None:
        """Let one call in and count it, exactly once.

        Raises:
            AccountError: one of its kinds; then nothing is counted.
        """
        ...


class Nonces(Protocol):
    """Remembers what must not come twice."""

    def fresh(self, key: str, nonce: str, seconds: float) -> bool:
        """Whether this nonce is new for the key; it is then remembered for that long, in bounded memory."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """All of them.

    Attributes:
        clock: seconds since the epoch.
    """

    settings: Settings
    accounts: Accounts
    recognise: Recognise
    fetch: Fetch
    nonces: Nonces
    clock: Callable[[], float]
