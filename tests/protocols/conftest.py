"""A server that is not there: accounts with one key, canned readings, a clock that stands still.

A test takes `world`, changes what it is about (`world.accounts.refusal = QuotaUsedUpError()`), and calls
`asyncio.run(DIALECT.answer(request, world.services))`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from hmtocr.accounts.key import Credential, Key
from hmtocr.documents import face_of
from hmtocr.errors import AccountError, FetchRefusedError
from hmtocr.protocols.services import Services
from hmtocr.reading import Card, CardWarning, Field, Portrait, Quad, Reading
from hmtocr.settings import Settings

NOW = 1795219200.0
"""2026-11-21T00:00:00Z."""
LARGE_JPEG, SMALL_JPEG = b"\xff\xd8 the large portrait", b"\xff\xd8 the small portrait"

TEXTS: Mapping[str, tuple[str, str, str, Mapping[str, str]]] = {
    "hk-2003": (
        "hk-id",
        "2003",
        "front",
        {
            "name_zh": "李智能",
            "name_en": "LEE, Chi Nan",
            "telecode": "2621 2535 5174",
            "birth_date": "01-01-1968",
            "sex": "女 F",
            "symbols": "***AZ",
            "first_issue_date": "(01-79)",
            "issue_date": "15-09-03",
            "number": "C668668(E)",
        },
    ),
    "hk-2018": (
        "hk-id",
        "2018",
        "front",
        {
            "name_zh": "樂永晴",
            "name_en": "LOK, Wing Ching",
            "telecode": "2867 3057 2532",
            "birth_date": "03-06-1985",
            "sex": "男 M",
            "symbols": "***AZ",
            "first_issue_date": "(06-96)",
            "issue_date": "26-11-18",
            "number": "Z683365(5)",
            "window_text": "Z683365",
        },
    ),
    "mo-2013": (
        "mo-id",
        "2013",
        "front",
        {
            "surname_zh": "陳",
            "given_zh": "大文",
            "surname_en": "CHAN",
            "given_en": "TAI MAN",
            "surname_telecode": "7115",
            "given_telecode": "1129 2429",
            "number": "1234567(8)",
            "birth_date": "22-04-1997",
            "sex": "M",
            "height": "1.64",
            "symbols": "ASM",
            "first_issue_date": "06-05-2011",
            "issue_date": "01-08-2014",
            "expiry_date": "01-08-2024",
        },
    ),
    "mo-2013-back": (
        "mo-id",
        "2013",
        "back",
        {
            "resident_type": "澳門特別行政區永久性居民身份證",
            "mrz1": "I<MAC12345678<8<<<<<<<<<<<<<<<",
            "mrz2": "9704220M2408016CHN<<<<<<<<<<<4",
            "mrz3": "CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<",
        },
    ),
    "mo-2023": (
        "mo-id",
        "2023",
        "front",
        {
            "surname_zh": "陳",
            "given_zh": "大文",
            "surname_en": "CHAN",
            "given_en": "TAI MAN",
            "number": "1234567(8)",
            "birth_date": "22-04-1997",
            "sex": "F",
            "issue_date": "01-08-2024",
            "expiry_date": "01-08-2034",
            "resident_type": "澳門非永久性居民身份證",
        },
    ),
    "permit-front": (
        "hmt-permit",
        "taiwan",
        "front",
        {
            "name_zh": "陈小明",
            "sex": "女",
            "birth_date": "1997年6月2日",
            "address": "福建省厦门市思明区样本路1号",
            "number": "830000199706020042",
        },
    ),
    "permit-back": (
        "hmt-permit",
        "taiwan",
        "back",
        {
            "authority": "厦门市公安局思明分局",
            "validity": "2018.09.06-2023.09.06",
            "permit_number": "01234567",
            "issue_count": "01",
        },
    ),
}


def make_card(
    name: str,
    *,
    without: Collection[str] = (),
    warnings: tuple[CardWarning, ...] = (),
    portraits: tuple[Portrait, ...] | None = None,
    confidence: float = 0.99,
    **changed: str,
) -> Card:
    """One of TEXTS as a card, 856 x 540 pixels at (100, 50); each field on a row of its own, 20 pixels high."""
    document, design, side, texts = TEXTS[name]
    face = face_of(document, design, side)
    printed = {key: text for key, text in {**texts, **changed}.items() if key not in without}
    fields = {
        key: Field(text, face.field(key).value(text), 0.98, box(300, 80 + 30 * i, 300 + 20 * len(text), 100 + 30 * i))
        for i, (key, text) in enumerate(printed.items())
    }
    faces = (
        Portrait("large", box(150, 250, 350, 500), LARGE_JPEG),
        Portrait("small", box(700, 350, 790, 480), SMALL_JPEG),
    )
    if portraits is None:
        portraits = () if side == "back" else faces if document == "hk-id" else faces[:1]
    quad = box(100, 50, 956, 590)
    return Card(
        document, design, side, quad, confidence, fields, face.checks(fields), warnings=warnings, portraits=portraits
    )


def box(x0: float, y0: float, x1: float, y1: float) -> Quad:
    """An upright rectangle as a quad."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def make_reading(*cards: Card | str) -> Reading:
    """A picture of 1056 x 640 pixels with these cards (names of TEXTS, or cards)."""
    return Reading(1056, 640, tuple(make_card(card) if isinstance(card, str) else card for card in cards))


@dataclass
class FakeAccounts:
    """One key under all its names; `refusal` is what `admit` raises, `admitted` the calls it let in (key, API)."""

    key: Key
    credentials: dict[tuple[str, str], Credential]
    refusal: AccountError | None = None
    admitted: list[tuple[int, str]] = field(default_factory=list)
    sessions: dict[str, Key] = field(default_factory=dict)
    password: tuple[str, str, str] = ("a-domain", "a-user", "a-password")
    bearer: str = "hmt_bearer-of-the-test"

    async def find(self, dialect: str, identifier: str) -> Credential | None:
        return self.credentials.get((dialect, identifier))

    async def by_password(self, domain: str, user: str, password: str) -> Key | None:
        return self.key if (domain, user, password) == self.password else None

    async def open_session(self, key: Key, seconds: int) -> str:
        token = f"session-{len(self.sessions)}-{seconds}"
        self.sessions[token] = key
        return token

    async def by_session(self, token: str) -> Key | None:
        return self.sessions.get(token)

    async def by_bearer(self, token: str) -> Key | None:
        return self.key if token == self.bearer else None

    async def admit(self, key: Key, api: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.admitted.append((key.ident, api))

    def change_key(self, **changes: Any) -> None:
        """The key with other attributes, under all its names."""
        self.key = replace(self.key, **changes)
        self.credentials = {name: replace(c, key=self.key) for name, c in self.credentials.items()}

    def change_credential(self, dialect: str, identifier: str, **changes: Any) -> None:
        """A credential with other attributes, for example a token."""
        self.credentials[dialect, identifier] = replace(self.credentials[dialect, identifier], **changes)


@dataclass
class FakeRecognise:
    """Answers by the picture's bytes, else with `default`; an exception there is raised."""

    default: Reading | Exception = field(default_factory=lambda: make_reading("hk-2018"))
    answers: dict[bytes, Reading | Exception] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        self.calls.append({"data": data, "documents": documents, "portraits": portraits, "warnings": warnings})
        answer = self.answers.get(data, self.default)
        if isinstance(answer, Exception):
            raise answer
        wanted = tuple(card for card in answer.cards if documents is None or card.document in documents)
        return replace(answer, cards=wanted)


@dataclass
class FakeFetch:
    """Pictures by URL; what is not among them is refused, an exception among them is raised."""

    pictures: dict[str, bytes | Exception] = field(default_factory=dict)
    calls: list[tuple[str, int]] = field(default_factory=list)

    async def __call__(self, url: str, *, largest: int) -> bytes:
        self.calls.append((url, largest))
        found = self.pictures.get(url, FetchRefusedError("not allowed"))
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class FakeNonces:
    """Remembers for good; `seen` tells for how many seconds it was asked to."""

    seen: dict[tuple[str, str], float] = field(default_factory=dict)

    def fresh(self, key: str, nonce: str, seconds: float) -> bool:
        fresh = (key, nonce) not in self.seen
        self.seen.setdefault((key, nonce), seconds)
        return fresh


@dataclass
class World:
    """Everything a dialect can see, each part open to a test."""

    accounts: FakeAccounts
    recognise: FakeRecognise = field(default_factory=FakeRecognise)
    fetch: FakeFetch = field(default_factory=FakeFetch)
    nonces: FakeNonces = field(default_factory=FakeNonces)
    settings: Settings = field(default_factory=Settings)
    now: float = NOW
    make_card: Callable[..., Card] = make_card
    make_reading: Callable[..., Reading] = make_reading

    @property
    def services(self) -> Services:
        return Services(self.settings, self.accounts, self.recognise, self.fetch, self.nonces, lambda: self.now)


@pytest.fixture
def world() -> World:
    """A fresh one. Identifiers: tencent "AKIDtest", huawei "HUAWEIAKTEST", alibaba "LTAItest"; secret "secret-of-X"."""
    key = Key(7, "test", "active", frozenset(), "0123456789abcdef0123456789abcdef", "a-domain", "a-user")
    names = {"tencent": "AKIDtest", "huawei": "HUAWEIAKTEST", "alibaba": "LTAItest"}
    credentials = {(d, i): Credential(key, i, f"secret-of-{d}") for d, i in names.items()}
    return World(FakeAccounts(key, credentials))
