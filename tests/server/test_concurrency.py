"""64 threads of mixed cards in several dialects get, answer for answer, what one thread gets; each call counts once.

A reading takes over a second of a core. So that this ends within a minute on two cores, each kind of call is really
read once by one thread and then twice by many; further ones of that kind are given that first reading, after a
wait, and only what surrounds the reader is tried by them.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import json
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from hmtocr import Reader
from hmtocr.accounts.database import Database
from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.service import create_key, open_accounts
from hmtocr.reading import Reading
from hmtocr.server.assemble import assembled
from hmtocr.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples"
THREADS, REAL = 64, 3
JSON = {"Content-Type": "application/json"}


class SparingReader:
    """Really reads each picture, with the same options, REAL times; then repeats what it has read first."""

    def __init__(self) -> None:
        self.reader = Reader(threads=1)
        self.lock = threading.Lock()
        self.first: dict[object, Reading] = {}
        self.calls: Counter[object] = Counter()

    def read(
        self, data: bytes, *, documents: Collection[str] | None = None, portraits: bool = True, warnings: bool = True
    ) -> Reading:
        asked = (hashlib.sha256(data).digest(), documents and tuple(documents), portraits, warnings)
        with self.lock:
            self.calls[asked] += 1
            real = self.calls[asked] <= REAL
        if not real:
            time.sleep(0.02)
            return self.first[asked]
        reading = self.reader.read(data, documents=documents, portraits=portraits, warnings=warnings)
        with self.lock:
            self.first.setdefault(asked, reading)
        return reading


@dataclass(frozen=True)
class Clients:
    """Calls of each kind, with a key's secrets as `hmtocr keys create --format env` names them."""

    address: tuple[str, int]
    secrets: Mapping[str, str]
    numbers: Iterator[int]

    def native(self, picture: str, query: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.secrets['HMTOCR_KEY']}", "Content-Type": "image/jpeg"}
        return self.post(f"/v1/read{query}", load(picture), headers)

    def huawei(self, picture: str, api: str, token: str) -> Any:
        path = f"/v2/{self.secrets['HUAWEI_PROJECT_ID']}/ocr/{api}"
        return self.post(path, json.dumps({"image": encoded(picture)}).encode(), {"X-Auth-Token": token, **JSON})

    def tencent(self, picture: str, action: str) -> Any:
        body, now = json.dumps({"ImageBase64": encoded(picture)}).encode(), int(time.time())
        date = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d")
        host = f"{self.address[0]}:{self.address[1]}"
        canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{sha256(body)}"
        text = f"TC3-HMAC-SHA256\n{now}\n{date}/ocr/tc3_request\n{sha256(canonical.encode())}"
        key = b"TC3" + self.secrets["TENCENT_SECRET_KEY"].encode()
        for part in (date, "ocr", "tc3_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        scope = f"{self.secrets['TENCENT_SECRET_ID']}/{date}/ocr/tc3_request"
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        told = f"TC3-HMAC-SHA256 Credential={scope}, SignedHeaders=content-type;host, Signature={signature}"
        named = {"X-TC-Action": action, "X-TC-Version": "2018-11-19", "X-TC-Timestamp": str(now)}
        return self.post("/", body, {"Authorization": told, **named, **JSON})

    def alibaba(self, picture: str) -> Any:
        query = {
            "Action": "RecognizeHKIdcard",
            "Version": "2021-07-07",
            "Format": "JSON",
            "AccessKeyId": self.secrets["ALIBABA_AK"],
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": f"nonce-{next(self.numbers)}",
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        text = f"POST&%2F&{quote(urlencode(sorted(query.items()), quote_via=quote), safe='')}"
        key = f"{self.secrets['ALIBABA_SK']}&".encode()
        query["Signature"] = b64encode(hmac.digest(key, text.encode(), "sha1")).decode()
        return self.post(f"/?{urlencode(query)}", load(picture), {"Content-Type": "application/octet-stream"})

    def token(self) -> str:
        """For the header X-Auth-Token."""
        domain, user, password = (self.secrets[f"HUAWEI_IAM_{name}"] for name in ("DOMAIN", "USER", "PASSWORD"))
        told = {"user": {"name": user, "password": password, "domain": {"name": domain}}}
        identity = {"auth": {"identity": {"methods": ["password"], "password": told}}}
        return self.send("/v3/auth/tokens", json.dumps(identity).encode(), JSON).headers["X-Subject-Token"]

    def post(self, target: str, body: bytes, headers: Mapping[str, str]) -> Any:
        """Status and JSON of the answer, without what is drawn anew for each."""
        response = self.send(target, body, headers)
        told = json.loads(response.told)
        for one in (told, told.get("Response", {})):
            one.pop("RequestId", None)
        return response.status, told

    def send(self, target: str, body: bytes, headers: Mapping[str, str]) -> Any:
        connection = http.client.HTTPConnection(*self.address, timeout=120)
        try:
            connection.request("POST", target, body, dict(headers))
            response = connection.getresponse()
            response.told = response.read()  # type: ignore[attr-defined]
            return response
        finally:
            connection.close()

    def kinds(self) -> dict[str, Callable[[], Any]]:
        token = self.token()
        return {
            "native": lambda: self.native("hk-id-2018", "?portraits=true"),
            "native, one document": lambda: self.native("mo-id-2023", "?documents=mo-id"),
            "tencent HKIDCardOCR": lambda: self.tencent("hk-id-2018", "HKIDCardOCR"),
            "tencent HmtResidentPermitOCR": lambda: self.tencent("hmt-permit-front", "HmtResidentPermitOCR"),
            "huawei hk-id-card": lambda: self.huawei("hk-id-2003", "hk-id-card", token),
            "huawei macao-id-card": lambda: self.huawei("mo-id-2013", "macao-id-card", token),
            "alibaba": lambda: self.alibaba("hk-id-2018"),
        }


def load(picture: str) -> bytes:
    return (EXAMPLES / f"{picture}.jpg").read_bytes()


def encoded(picture: str) -> str:
    return b64encode(load(picture)).decode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def usage(settings: Settings) -> int:
    """Calls that the database has counted."""
    database = Database.open(settings)
    try:
        return sum(one.calls for one in Keeper(database).usage("crowd"))
    finally:
        database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, threads=4, queue=THREADS, deadline=300, permit_rate=0)


def test_many_threads_get_what_one_gets_and_each_call_counts_once(
    settings: Settings, listen: Callable[..., Any]
) -> None:
    reader, numbers = SparingReader(), itertools.count()
    accounts = open_accounts(settings)
    with assembled(settings, accounts, reader) as app:
        secrets = create_key(accounts, "crowd").env()
        server = listen(app)
        kinds = Clients(server.address, secrets, numbers).kinds()
        alone = {kind: call() for kind, call in kinds.items()}
        for kind, (status, told) in alone.items():
            assert status == 200, (kind, told)
            assert "Error" not in told.get("Response", {}), (kind, told)
        assert usage(settings) == len(kinds)

        asked = [kind for kind, _ in zip(itertools.cycle(kinds), range(THREADS), strict=False)]
        gate = threading.Barrier(THREADS)

        def call(kind: str) -> Any:
            gate.wait(30)
            return kinds[kind]()

        with ThreadPoolExecutor(THREADS) as crowd:
            answers = list(crowd.map(call, asked))
        server.stop()
    accounts.close()
    for kind, answer in zip(asked, answers, strict=True):
        assert answer == alone[kind], kind
    assert usage(settings) == len(kinds) + THREADS

    again = open_accounts(settings)
    with assembled(settings, again, reader) as app:
        server = listen(app)
        for kind, repeat in Clients(server.address, secrets, numbers).kinds().items():
            assert repeat() == alone[kind], kind
        server.stop()
    again.close()
    assert usage(settings) == 2 * len(kinds) + THREADS
