"""The SDKs over TLS: a certificate of a company's own CA, which they are told to trust, and the clouds' host names."""

from __future__ import annotations

import datetime
import ipaddress
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOSTS = {
    "tencent-mainland": "ocr.tencentcloudapi.com",
    "tencent-intl": "ocr.intl.tencentcloudapi.com",
    "huawei": "ocr.ap-southeast-1.myhuaweicloud.com",
    "alibaba": "ocr-api.cn-hangzhou.aliyuncs.com",
}
"""The clouds' own, which a company's DNS can point at this server."""
DAY = datetime.timedelta(days=1)
NAME_EN = "CHUK, Tai-wa"

Call = dict[str, Any]


class Authority:
    """A throw-away certificate authority."""

    def __init__(self) -> None:
        """Make its key and certificate."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA of a company")])
        sign_only = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        draft = self._draft(self.name, self.key.public_key())
        draft = draft.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.certificate = draft.add_extension(sign_only, critical=True).sign(self.key, hashes.SHA256())

    def issue(self, names: list[x509.GeneralName]) -> tuple[bytes, bytes]:
        """A server's certificate for those names and its key, as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        draft = self._draft(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hmtocr")]), key.public_key())
        draft = draft.add_extension(x509.SubjectAlternativeName(names), critical=False)
        draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        certificate = draft.sign(self.key, hashes.SHA256())
        return certificate.public_bytes(serialization.Encoding.PEM), key.private_bytes(*form)

    def _draft(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now, own = datetime.datetime.now(datetime.UTC), self.key.public_key()
        draft = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key)
        draft = draft.serial_number(x509.random_serial_number()).not_valid_before(now - DAY).not_valid_after(now + DAY)
        draft = draft.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        return draft.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False)


@pytest.fixture(scope="module")
def secure(start_server: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server with a certificate for this machine and for the clouds' hosts."""
    home, authority = tmp_path_factory.mktemp("tls"), Authority()
    names = [x509.DNSName("localhost"), *map(x509.DNSName, HOSTS.values())]
    certificate, key = authority.issue([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), *names])
    for name, pem in (("server.pem", certificate), ("server.key", key)):
        (home / name).write_bytes(pem)
    (home / "ca.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    given = ("--tls-cert", str(home / "server.pem"), "--tls-key", str(home / "server.key"))
    return start_server(*given, ca=home / "ca.pem")


@pytest.fixture(scope="module")
def calls(secure: Any, pictures: Mapping[str, Path], base64_of: Callable[[str], str]) -> Mapping[str, Call]:
    """A call of each vendor's API over TLS; whom to trust is not yet told."""
    keys, picture = secure.make_key("tls"), base64_of("hk-id-2018")
    common = {"endpoint": secure.endpoint, "protocol": "https"}
    pairs = {
        name: {"id": keys[f"{name.upper()}_{ident}"], "key": keys[f"{name.upper()}_{secret}"]}
        for name, ident, secret in (
            ("tencent", "SECRET_ID", "SECRET_KEY"),
            ("huawei", "AK", "SK"),
            ("alibaba", "AK", "SK"),
        )
    }
    return {
        "tencent": {**common, **pairs["tencent"], "action": "HKIDCardOCR", "parameters": {"ImageBase64": picture}},
        "huawei": {
            **common,
            **pairs["huawei"],
            "project": keys["HUAWEI_PROJECT_ID"],
            "api": "hk-id-card",
            "body": {"image": picture},
        },
        "alibaba": {**common, **pairs["alibaba"], "file": str(pictures["hk-id-2018"])},
    }


def name_in(answer: Mapping[str, Any]) -> str:
    """The English name, wherever the vendor puts it; else the error."""
    if "Response" in answer:
        return str(answer["Response"]["EnName"])
    if "result" in answer:
        return str(answer["result"]["name_en"])
    return str(answer["Data"]["data"]["nameEn"]) if "Data" in answer else str(answer["error"])


OPTIONS = {
    "tencent-mainland": ("tencent.py", "tencent"),
    "tencent-intl": ("tencent.py", "tencent"),
    "huawei": ("huawei.py", "huawei"),
    "alibaba-tea": ("alibaba_tea.py", "alibaba"),
    "alibaba-core": ("alibaba_core.py", "alibaba"),
}
"""Python SDKs: the client that uses each, and whose API it calls. All have an option for the CA's file."""
VARIABLES = {"huawei": "REQUESTS_CA_BUNDLE", "alibaba-core": "ALIBABA_CLOUD_CA_BUNDLE"}
"""Those that can be told by an environment variable too."""


def environment(sdk: str) -> str:
    return sdk if sdk.startswith("tencent") else "clouds"


@pytest.mark.parametrize("sdk", OPTIONS)
def test_python_trusts_a_ca_by_its_option(
    sdk: str, secure: Any, calls: Mapping[str, Call], run_python: Callable[..., Any]
) -> None:
    script, vendor = OPTIONS[sdk]
    (answer,) = run_python(environment(sdk), script, calls=[{**calls[vendor], "ca": str(secure.ca)}])
    assert name_in(answer) == NAME_EN


@pytest.mark.parametrize("sdk", VARIABLES)
def test_python_trusts_a_ca_by_a_variable(
    sdk: str, secure: Any, calls: Mapping[str, Call], run_python: Callable[..., Any]
) -> None:
    script, vendor = OPTIONS[sdk]
    variables = {VARIABLES[sdk]: str(secure.ca)}
    (answer,) = run_python(environment(sdk), script, variables, calls=[calls[vendor]])
    assert name_in(answer) == NAME_EN


def test_the_command_line_trusts_what_certifi_does(
    secure: Any,
    calls: Mapping[str, Call],
    sdk_environment: Callable[[str], Path],
    run_python: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """tccli has no option and no variable: its certifi's file is the only place for a CA. Here, that of a copy."""
    (certifi,) = (sdk_environment("tencent-cli") / "lib").glob("python*/site-packages/certifi")
    shutil.copytree(certifi, tmp_path / "certifi")
    with (tmp_path / "certifi" / "cacert.pem").open("ab") as bundle:
        bundle.write(secure.ca.read_bytes())
    call = {**calls["tencent"], "parameters": {**calls["tencent"]["parameters"], "ReturnHeadImage": False}}
    variables = {"PYTHONPATH": str(tmp_path)}
    (answer,) = run_python("tencent-cli", "tencent_cli.py", variables, calls=[call])
    assert name_in(answer) == NAME_EN


@pytest.mark.parametrize("script", ["tencent_mainland.js", "tencent_intl.js", "huawei.js", "alibaba.js"])
def test_node_trusts_a_ca_by_a_variable(
    script: str, secure: Any, calls: Mapping[str, Call], run_node: Callable[..., Any]
) -> None:
    vendor = script.partition("_")[0].partition(".")[0]
    (answer,) = run_node(script, {"NODE_EXTRA_CA_CERTS": str(secure.ca)}, calls=[calls[vendor]])
    assert name_in(answer) == NAME_EN


def test_a_ca_that_nobody_trusts_is_refused(
    calls: Mapping[str, Call], run_python: Callable[..., Any], run_node: Callable[..., Any]
) -> None:
    """Verification is on in all of the above: without the CA there is no connection."""
    (python,) = run_python("tencent-intl", "tencent.py", calls=[calls["tencent"]])
    assert "CERTIFICATE_VERIFY_FAILED" in python["error"]["message"]
    (node,) = run_node("alibaba.js", calls=[calls["alibaba"]])
    assert "certificate" in node["error"]["message"]


@pytest.mark.parametrize("host", HOSTS)
def test_the_clouds_host_names_can_be_pointed_here(
    host: str, secure: Any, calls: Mapping[str, Call], run_python: Callable[..., Any]
) -> None:
    """Signatures cover the Host as sent; of Tencent Cloud's it also tells the edition."""
    vendor = host.partition("-")[0]
    script = {"tencent": "tencent.py", "huawei": "huawei.py", "alibaba": "alibaba_tea.py"}[vendor]
    endpoint = secure.endpoint.replace("127.0.0.1", HOSTS[host])
    call = {**calls[vendor], "endpoint": endpoint, "resolve": True, "ca": str(secure.ca)}
    (answer,) = run_python(environment(host), script, calls=[call])
    assert name_in(answer) == NAME_EN
    if vendor == "tencent":
        assert ("HKIDVersion" in answer["Response"]) == (host == "tencent-intl")
