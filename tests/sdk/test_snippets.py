"""What `hmtocr serve --dev` prints runs as printed: each snippet is pasted into a shell where its SDK is installed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
ENVIRONMENTS = {
    "curl, the native API": None,
    "curl, Huawei Cloud by token": None,
    "Python, Tencent Cloud": "tencent-intl",
    "Command line, Tencent Cloud": "tencent-cli",
    "Node.js, Tencent Cloud of the mainland": "node",
    "Node.js, Tencent Cloud International": "node",
    "Python, Huawei Cloud": "clouds",
    "Python, Huawei Cloud's IAM": "clouds",
    "Node.js, Huawei Cloud, which has no OCR package": "node",
    "Python, Alibaba Cloud": "clouds",
    "Python, Alibaba Cloud's older core": "clouds",
    "Node.js, Alibaba Cloud": "node",
}
"""Where each snippet, by the beginning of its title, finds its SDK."""


@pytest.fixture(scope="module")
def printed(start_server: Callable[..., Any]) -> Mapping[str, str]:
    """The snippets by title, from the output of a server that was started with --dev."""
    text = start_server("--dev").log.read_text("utf-8")
    _, *parts = HEADING.split(text)
    # What comes after the last blank line of a snippet was printed by others.
    return {
        title.partition(": ")[0]: body.split("\n\n")[0] for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_snippet_is_tried(printed: Mapping[str, str]) -> None:
    assert printed.keys() == ENVIRONMENTS.keys()


@pytest.mark.parametrize("title", ENVIRONMENTS)
def test_runs_as_printed(
    title: str, printed: Mapping[str, str], variables: Mapping[str, str], sdk_environment: Callable[[str], Path]
) -> None:
    name, path = ENVIRONMENTS[title], variables["PATH"]
    if name == "node":
        variables = {**variables, "NODE_PATH": str(sdk_environment(name) / "node_modules")}
    elif name is not None:
        variables = {**variables, "PATH": f"{sdk_environment(name) / 'bin'}:{path}"}
    done = _pasted(printed[title], variables)
    if done.returncode and "timeout" in done.stderr.lower():
        # SDKs give up after 5 to 10 seconds by default; on a machine that is busy with other things, ask once more.
        done = _pasted(printed[title], variables)
    assert done.returncode == 0, done.stderr
    assert ("ap-southeast-1" if "IAM" in title else "CHUK, Tai-wa") in done.stdout, done.stdout + done.stderr


def _pasted(snippet: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", snippet], cwd=ROOT, env=variables, capture_output=True, text=True, timeout=90, check=False
    )
