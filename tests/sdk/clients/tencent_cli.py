"""tccli, as a shell would run it. Calls as in tencent.py: endpoint, id, key, token, action, parameters, region and
protocol.

Of this process's environment it gets PYTHONPATH alone.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND = Path(sys.executable).with_name("tccli")
FAULT = re.compile(r"code: ?(\S+) message: ?(.*?) requestId: ?(\S+)", re.DOTALL)


def answer(call, home):
    options = {"--secretId": call["id"], "--secretKey": call["key"], "--region": call.get("region", "ap-hongkong")}
    if call.get("token"):
        options["--token"] = call["token"]
    options |= {f"--{name}": str(value) for name, value in call["parameters"].items()}
    words = [word for option in options.items() for word in option]
    # It speaks HTTPS where the endpoint has no scheme; the way to plain HTTP is this.
    endpoint = call["endpoint"] if call.get("protocol") == "https" else "http://" + call["endpoint"]
    command = [str(COMMAND), "ocr", call["action"], *words, "--endpoint", endpoint]
    variables = {"HOME": home, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode == 0:
        return {"Response": json.loads(done.stdout)}
    fault = FAULT.search(done.stderr + done.stdout)
    if fault is None:
        raise SystemExit(f"tccli said: {done.stderr[-800:]} {done.stdout[-800:]}")
    return {"error": {"code": fault[1], "message": fault[2], "request": fault[3].rstrip("]")}}


with tempfile.TemporaryDirectory() as home:
    print(json.dumps({"answers": [answer(call, home) for call in json.load(sys.stdin)["calls"]]}))
