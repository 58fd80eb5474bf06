"""A live server on loopback, keys for it, pictures to send, and the official SDKs to send them with."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hmtocr.accounts.database import Database
from hmtocr.accounts.issuer import Issuer
from hmtocr.accounts.keeper import Keeper
from hmtocr.settings import Settings

collect_ignore_glob = ["clients/*"]

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
_START_SECONDS, _CLIENT_SECONDS = 60, 120
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy", "pythondontwritebytecode"})
"""Not handed on: SDKs would send what is for loopback through a proxy, and compile themselves anew at each start."""

Secrets = Mapping[str, str]
"""As `hmtocr keys create --format env` prints them."""


@dataclass(frozen=True)
class Live:
    """A running server.

    Attributes:
        endpoint: host and port, as SDKs want it.
        settings: that it runs with.
        log: what it has printed.
        ca: the certificate that it is to be trusted by; None without TLS.
    """

    endpoint: str
    settings: Settings
    log: Path
    ca: Path | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.ca else 'http'}://{self.endpoint}"

    def make_key(self, name: str, *, state: str = "active", **options: Any) -> Secrets:
        """A key in the server's database; options are those of `Issuer.create`."""
        database = Database.open(self.settings)
        try:
            secrets = Issuer(database).create(name, **options).env()
        finally:
            database.close()
        if state != "active":
            self.set_state(name, state)
        return secrets

    def lend(self, name: str, seconds: int = 900) -> Secrets:
        """Temporary credentials of a key, with their tokens."""
        database = Database.open(self.settings)
        try:
            return Issuer(database).lend(name, seconds).env()
        finally:
            database.close()

    def set_state(self, name: str, state: Any) -> None:
        """From the next second on."""
        database = Database.open(self.settings)
        try:
            Keeper(database).set_state(name, state)
        finally:
            database.close()

    def lose_accounts(self) -> None:
        """As if the database had broken under the running server."""
        with sqlite3.connect(Path(self.settings.data) / "accounts.db") as connection:
            connection.execute("DROP TABLE credentials")
        connection.close()


def clean_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in _PROXIES}
    return {name: value for name, value in kept.items() if not name.startswith("HMTOCR_")} | more


@pytest.fixture(scope="session")
def variables() -> Mapping[str, str]:
    """The environment that clients run in: without proxies."""
    return clean_environment()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Live]]:
    """Starts `hmtocr serve` with options and settings (names without HMTOCR_) and ends it when the session ends.

    `plugged` is that of plugged_server.py; `ca` the certificate to trust it by, where the options give it one.
    """
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str, plugged: bool = False, ca: Path | None = None, **settings: str) -> Live:
        home, port = tmp_path_factory.mktemp("server"), _free_port()
        settings = {"data": str(home / "data"), **settings}
        log = home / "log"
        variables = {f"HMTOCR_{name.upper()}": value for name, value in settings.items()}
        program = [str(HERE / "plugged_server.py")] if plugged else ["-c", "from hmtocr.cli import app; app()"]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, *program, "serve", "--host", "127.0.0.1", "--port", str(port), *options],
                cwd=home,
                env=clean_environment(**variables),
                stdout=out,
                stderr=out,
            )
        running.append(server)
        live = Live(f"127.0.0.1:{port}", Settings(**settings), log, ca)
        _await_ready(live, server)
        return live

    yield start
    for server in running:
        server.terminate()
    for server in running:
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await_ready(live: Live, server: subprocess.Popen[bytes]) -> None:
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=live.ca))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), secure)
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with opener.open(f"{live.url}/v2/health/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not get ready:\n{live.log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Live]) -> Live:
    """The server that most tests talk to: the international edition; it may fetch pictures from 127.0.0.1."""
    return start_server(fetch_allow="127.0.0.1")


@pytest.fixture(scope="session")
def mainland(start_server: Callable[..., Live]) -> Live:
    """A server of the mainland edition."""
    return start_server(tencent_edition="mainland", fetch_allow="127.0.0.1")


@pytest.fixture(scope="session")
def plugged(start_server: Callable[..., Live]) -> Live:
    """A server whose reader does what the pictures "plug-..." say."""
    return start_server(plugged=True)


@pytest.fixture(scope="session")
def busy(start_server: Callable[..., Live]) -> Live:
    """A server that reads one picture at a time, lets none wait, gives up on "slow" ones, and permits one a second."""
    return start_server(plugged=True, threads="1", queue="0", deadline="0.2", permit_rate="1")


@pytest.fixture(scope="session")
def broken(start_server: Callable[..., Live]) -> tuple[Live, Secrets]:
    """A server whose accounts cannot be looked up any more, and a key that was good."""
    live = start_server(plugged=True)
    secrets = live.make_key("good")
    live.lose_accounts()
    return live, secrets


@pytest.fixture(scope="session")
def secrets(server: Live) -> Secrets:
    """A key that may do everything."""
    return server.make_key("all")


@pytest.fixture(scope="session")
def mainland_secrets(mainland: Live) -> Secrets:
    """A key of the mainland server that may do everything."""
    return mainland.make_key("all")


@pytest.fixture(scope="session")
def temporary(server: Live, secrets: Secrets) -> Secrets:
    """Temporary credentials of that key, each with its token."""
    assert secrets
    return server.lend("all")


@pytest.fixture(scope="session")
def refused(server: Live) -> Mapping[str, Secrets]:
    """Keys that are refused, by why."""
    return {
        "not-enabled": server.make_key("not-enabled", apis=("read",)),
        "used-up": server.make_key("used-up", quota=0),
        "arrears": server.make_key("arrears", state="arrears"),
        "suspended": server.make_key("suspended", state="suspended"),
        "disabled": server.make_key("disabled", state="disabled"),
        "expired": server.make_key("expired", expires=time.time() + 0.3),
        "slow": server.make_key("slow", rate=1),
    }


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Pictures by name: those of examples/, some that no card can be read from, and "plug-..." for plugged servers."""
    home = tmp_path_factory.mktemp("pictures")
    made = {path.stem: Path(shutil.copy(path, home)) for path in sorted(EXAMPLES.glob("*.jpg"))}
    blank = Image.new("RGB", (640, 400), (200, 205, 210))
    blank.save(home / "no-card.jpg")
    blank.save(home / "picture.gif")
    blank.resize((12, 9)).save(home / "tiny.png")
    (home / "cut.jpg").write_bytes(made["hk-id-2018"].read_bytes()[:3000])
    (home / "text.jpg").write_bytes(b"This is no picture at all.")
    (home / "empty.jpg").write_bytes(b"")
    (home / "large.jpg").write_bytes(made["hk-id-2018"].read_bytes().ljust(11 * 2**20, b"\0"))
    for word in ("slow", "unreadable", "RuntimeError", "ModelError", "WarningsFailedError"):
        (home / f"plug-{word}.jpg").write_bytes(b"\xff\xd8\xff " + word.encode())
        made[f"plug-{word}"] = home / f"plug-{word}.jpg"
    named = ("no-card.jpg", "picture.gif", "tiny.png", "cut.jpg", "text.jpg", "empty.jpg", "large.jpg")
    return made | {Path(name).stem: home / name for name in named}


@pytest.fixture(scope="session")
def base64_of(pictures: Mapping[str, Path]) -> Callable[[str], str]:
    """The Base64 of a picture."""
    return lambda name: base64.b64encode(pictures[name].read_bytes()).decode()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def url_of(pictures: Mapping[str, Path]) -> Iterator[Callable[[str], str]]:
    """The URL of a picture on a host that the server may fetch from; any other name is answered 404."""
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(pictures["no-card"].parent)))
    thread = threading.Thread(target=files.serve_forever, daemon=True)
    thread.start()
    paths = {name: path.name for name, path in pictures.items()}
    yield lambda name: f"http://127.0.0.1:{files.server_address[1]}/{paths.get(name, name)}"
    files.shutdown()
    files.server_close()
    thread.join()


@pytest.fixture(scope="session")
def sdk_environment() -> Callable[[str], Path]:
    """The folder of an environment of SDKs, built on first use; skips the test where that cannot be done."""
    known: dict[str, subprocess.CompletedProcess[str]] = {}

    def find(name: str) -> Path:
        if name not in known:
            command = [sys.executable, str(HERE / "environments.py"), name]
            known[name] = subprocess.run(command, capture_output=True, text=True, check=False)
        if known[name].returncode:
            pytest.skip(f"the SDKs cannot be installed: {known[name].stderr.strip()}")
        return Path(known[name].stdout.strip())

    return find


@pytest.fixture(scope="session")
def run_python(sdk_environment: Callable[[str], Path]) -> Callable[..., Any]:
    """`run_python("clouds", "huawei.py", calls=[...])` runs clients/huawei.py in that environment, for its answers.

    `variables` are further ones of the process's environment.
    """

    def run(name: str, script: str, variables: Mapping[str, str] | None = None, **told: Any) -> Any:
        command = [str(sdk_environment(name) / "bin" / "python"), str(HERE / "clients" / script)]
        return _client(command, clean_environment(**(variables or {})), told)

    return run


@pytest.fixture(scope="session")
def run_node(sdk_environment: Callable[[str], Path]) -> Callable[..., Any]:
    """`run_node("huawei.js", calls=[...])`, as `run_python`; skips where there is no Node.js."""

    def run(script: str, variables: Mapping[str, str] | None = None, **told: Any) -> Any:
        if shutil.which("node") is None:
            pytest.skip("Node.js is not installed")
        modules = str(sdk_environment("node") / "node_modules")
        environment = clean_environment(NODE_PATH=modules, **(variables or {}))
        return _client(["node", str(HERE / "clients" / script)], environment, told)

    return run


def _client(command: list[str], variables: Mapping[str, str], told: Mapping[str, Any]) -> Any:
    done = subprocess.run(
        command,
        env=variables,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=_CLIENT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command[-1]} failed:\n{done.stderr[-3000:]}"
    # Some SDKs log to standard output before that.
    return json.loads(done.stdout.splitlines()[-1])["answers"]
