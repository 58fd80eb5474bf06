"""`hmtocr serve` as an operator starts it; the process itself where that matters, else up to where it would serve."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hmtocr.cli import app, serving
from hmtocr.server.listen import Place


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The accounts' folder, set through the environment."""
    for name in list(os.environ):
        if name.startswith("HMTOCR_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HMTOCR_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


class Served:
    """Stands for the server: notes where it would listen, and ends at once."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.delays: list[int] = []

    def __call__(self, _: object, place: Place) -> Served:
        self.places.append(place)
        return self

    def run(self, sockets: list[socket.socket]) -> None:
        assert sockets[0].getsockname()[1] == self.places[-1].port
        with socket.create_connection(sockets[0].getsockname()[:2]), sockets[0].accept()[0] as accepted:
            self.delays.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


class Ready:
    """Stands for the processes that read."""

    def ready(self) -> None:
        """Nothing will be read."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    served = Served()
    monkeypatch.setattr(serving, "make_server", served)
    monkeypatch.setattr("hmtocr.server.readers.reader_processes", lambda *_: nullcontext(Ready()))
    monkeypatch.setattr(serving, "configure_libraries", lambda: None)
    return served


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["serve", *map(str, arguments)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_options_go_before_the_environment_and_that_before_the_file(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hmtocr.toml"
    file.write_text('host = "127.0.0.3"\nport = 0\nconnections = 7\n')
    run("--config", file)
    monkeypatch.setenv("HMTOCR_HOST", "127.0.0.2")
    run("--config", file)
    result = run("--config", file, "--host", "127.0.0.1")
    assert [place.host for place in served.places] == ["127.0.0.3", "127.0.0.2", "127.0.0.1"]
    assert {place.connections for place in served.places} == {7}
    assert result.stderr == f"hmtocr serves at http://127.0.0.1:{served.places[-1].port}\n"
    assert result.stdout == ""


def test_an_answer_does_not_wait_until_its_beginning_is_acknowledged(served: Served) -> None:
    run("--port", 0)
    run("--host", "::1", "--port", 0)
    assert all(served.delays)
    assert len(served.delays) == 2


def test_the_address_may_be_one_of_ipv6(served: Served) -> None:
    assert "http://[::1]:" in run("--host", "::1", "--port", 0).stderr
    assert served.places[0].host == "::1"


def test_dev_prints_snippets_for_a_key_and_leaves_nothing_behind(
    served: Served, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    told = run("--dev", "--port", 0).stdout
    assert f"http://127.0.0.1:{served.places[0].port}/v1/read" in told
    assert "Authorization: Bearer " in told
    assert "Tencent Cloud" in told
    assert "§" not in told
    assert not data.exists()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert run("--dev", "--port", 0).stdout != told


def test_dev_leaves_the_database_of_the_settings_alone(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HMTOCR_DATABASE_URL", f"sqlite:///{tmp_path / 'real.db'}")
    monkeypatch.setenv("HMTOCR_SECRET_KEY", "nonsense")
    run("--dev", "--port", 0)
    assert served.places
    assert not (tmp_path / "real.db").exists()


def test_threads_0_is_automatic_here_too(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMTOCR_THREADS", "0")
    run("--port", 0)
    assert served.places


def _pem(path: Path, text: str = "no PEM") -> Path:
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda home: ["--tls-cert", home / "missing.pem"], "there is no file"),
        (lambda home: ["--tls-cert", home], "there is no file"),
        (lambda home: ["--tls-cert", _pem(home / "a.pem")], "TLS cannot be served with"),
        (lambda home: ["--tls-cert", _pem(home / "a.pem"), "--tls-key", home / "no.pem"], "there is no file"),
        (lambda home: ["--tls-key", _pem(home / "a.pem")], "no certificate to go with it"),
        (lambda home: ["--config", home / "missing.toml"], "cannot be read"),
        (lambda home: ["--config", _pem(home / "a.toml", "ports = 1")], "there is no setting ports"),
        (lambda _: ["--host", "256.1.1.1"], "cannot listen at 256.1.1.1"),
        (lambda _: ["--host", "192.0.2.1"], "cannot listen at 192.0.2.1"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(
    make: Callable[[Path], list[object]], why: str, served: Served, tmp_path: Path
) -> None:
    told = run("--port", 0, *make(tmp_path), code=1).stderr
    assert told.startswith("hmtocr serve: ")
    assert why in told
    assert len(told.splitlines()) == 1
    assert served.places == []


def test_a_port_in_use(served: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = run("--port", port, code=1).stderr
    assert told == f"hmtocr serve: cannot listen at 127.0.0.1, port {port}: Address already in use\n"
    assert served.places == []


def test_a_port_that_there_is_not() -> None:
    run("--port", 65536, code=2)


def test_accounts_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMTOCR_SECRET_KEY", "nonsense")
    assert run("--port", 0, code=1).stderr.startswith("hmtocr serve: ")
    monkeypatch.delenv("HMTOCR_SECRET_KEY")
    monkeypatch.setenv("HMTOCR_DATABASE_URL", "postgresql://me:hush@127.0.0.1:1/hmtocr")
    told = run("--port", 0, code=1).stderr
    assert told.startswith("hmtocr serve: ")
    assert "hush" not in told


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts the command itself; with its port once it serves."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> tuple[subprocess.Popen[str], str]:
        program = [sys.executable, "-c", "from hmtocr.cli import app; app()", "serve", "--port", "0", *arguments]
        log = (tmp_path / "log").open("w+")
        running.append(
            subprocess.Popen(program, cwd=tmp_path, stdout=log, stderr=log, text=True, start_new_session=True)
        )
        end = time.monotonic() + 60
        while "serves at" not in (told := (tmp_path / "log").read_text()):
            assert running[-1].poll() is None, told
            assert time.monotonic() < end
            time.sleep(0.1)
        log.close()
        return running[-1], told.partition("serves at ")[2].split()[0]

    yield start
    for one in running:
        one.kill()
        one.wait()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_it_serves_until_a_signal_and_ends_well(name: str, process: Callable[..., Any], tmp_path: Path) -> None:
    running, url = process()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(50):
        try:
            with opener.open(f"{url}/v2/health/ready", timeout=5) as answer:
                assert answer.status == 200
            break
        except ConnectionError:
            time.sleep(0.1)
    running.send_signal(signal.Signals[name])
    assert running.wait(20) == 0
    last = (tmp_path / "log").read_text().splitlines()[-1]
    assert '"event": "request"' in last
    assert '"dialect": "native"' in last
    assert "Traceback" not in (tmp_path / "log").read_text()


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no /proc to tell which processes there are")
def test_the_processes_that_read_end_with_it_however_it_ends(process: Callable[..., Any]) -> None:
    running, _ = process()
    children = _children(running.pid)
    assert children
    running.kill()
    running.wait()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{child}").is_dir() for child in children):
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_to_all_its_processes_loses_nothing(name: str, process: Callable[..., Any], tmp_path: Path) -> None:
    running, url = process("--dev")
    example = (Path(__file__).parents[2] / "examples" / "hk-id-2018.jpg").read_bytes()
    bearer = next(line for line in (tmp_path / "log").read_text().splitlines() if "Authorization: Bearer " in line)
    key = bearer.partition("Bearer ")[2].partition("'")[0]
    asked = urllib.request.Request(
        f"{url}/v1/read", example, {"Authorization": f"Bearer {key}", "Content-Type": "image/jpeg"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with ThreadPoolExecutor(1) as aside:
        answer = aside.submit(lambda: opener.open(asked, timeout=30).read())
        while b"\nhmtocr_reading 1.0" not in opener.open(f"{url}/metrics").read() and not answer.done():
            time.sleep(0.01)
        os.killpg(running.pid, signal.Signals[name])
        assert b"hk-id" in answer.result()
    assert running.wait(20) == 0
