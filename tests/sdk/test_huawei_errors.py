"""Every error code of Huawei Cloud that the server knows, as the exceptions of the vendor's SDKs tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

APIS = ("hk-id-card", "macao-id-card")
TOO_LARGE = 10 * 2**20 + 4
"""Characters of Base64."""

Call = dict[str, Any]


class Calls:
    """Makes calls of the clients clients/huawei.py and clients/huawei.js."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        """Take what is called from the fixtures, and a token from IAM."""
        self.server, self.plugged, self.busy = map(request.getfixturevalue, ("server", "plugged", "busy"))
        self.refused, self.temporary = map(request.getfixturevalue, ("refused", "temporary"))
        self.base64_of, self.url_of = map(request.getfixturevalue, ("base64_of", "url_of"))
        self.broken, good = request.getfixturevalue("broken")
        self.secrets = request.getfixturevalue("secrets")
        made = {live.endpoint: live.make_key("huawei") for live in (self.plugged, self.busy)}
        self.keys = {self.server.endpoint: self.secrets, self.broken.endpoint: good, **made}
        late = self.server.make_key("disabled-later")
        asked = [self.ask_token(), self.ask_token(late)]
        answers = request.getfixturevalue("run_python")("clouds", "huawei.py", calls=asked)
        self.token, self.late_token = (answer["X-Subject-Token"] for answer in answers)
        self.server.set_state("disabled-later", "disabled")

    def call(
        self,
        api: str = "hk-id-card",
        picture: str | None = "hk-id-2018",
        body: Mapping[str, Any] | None = None,
        *,
        at: Any = None,
        by: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Call:
        """A call of an API with a picture, at a server, by a key; options are those of the client."""
        live = at or self.server
        secrets = by or self.keys[live.endpoint]
        given = {} if picture is None else {"image": self.base64_of(picture)}
        named = {"id": secrets["HUAWEI_AK"], "key": secrets["HUAWEI_SK"], "project": secrets["HUAWEI_PROJECT_ID"]}
        return {"endpoint": live.endpoint, **named, "api": api, "body": {**given, **(body or {})}, **options}

    def ask_token(self, secrets: Mapping[str, str] | None = None, **options: Any) -> Call:
        """A call of IAM; without a project it is for the only one that the user has."""
        secrets = secrets or self.secrets
        user = {"user": secrets["HUAWEI_IAM_USER"], "password": secrets["HUAWEI_IAM_PASSWORD"]}
        named = {**user, "domain": secrets["HUAWEI_IAM_DOMAIN"], "project": None}
        return self.call("token", None, by=secrets, **{**named, **options})

    def by_token(self, token: str | list[str], **wire: Any) -> Call:
        """A call with a token in place of the signature that the SDK made."""
        return self.call(wire={"headers": {"X-Auth-Token": token, "Authorization": None}, **wire})

    def of(self, condition: str) -> list[Call]:
        """What brings a condition about; where it is about pictures, with either API."""
        call = self.call
        match condition:
            case "an API that is not there":
                return [call("id-card"), call(wire={"method": "PUT"})]
            case "an unknown AK":
                return [call(id="NOBODYSACCESSKEY")]
            case "a disabled key":
                return [call(by=self.refused["disabled"])]
            case "an expired key":
                return [call(by=self.refused["expired"])]
            case "a wrong SK":
                return [call(key="wrong"), call("projects", None, key="wrong", name="any")]
            case "a changed body":
                return [call(wire={"body": "{}"})]
            case "a malformed Authorization":
                return [call(wire={"headers": {"Authorization": "nonsense"}})]
            case "neither token nor signature":
                return [call(wire={"headers": {"Authorization": None}})]
            case "a clock that is wrong":
                return [call(skew=seconds) for seconds in (-910, 910)]
            case "a token that is none":
                return [self.by_token("nonsense"), self.by_token("x" + self.token)]
            case "an expired token":
                return [self.by_token(self.token.rpartition(".")[0] + ".1")]
            case "an empty token":
                return [self.by_token("")]
            case "two tokens":
                return [self.by_token([self.token, self.late_token])]
            case "a token of a key that was disabled":
                return [self.by_token(self.late_token)]
            case "a wrong security token":
                return [call(by=self.temporary, token=token) for token in (None, "wrong")]
            case "another project":
                return [call(project="0" * 32)]
            case "a body over 10 MB":
                return [call(picture=None, fill={"image": 11 * 2**20})]
            case "a body that is not JSON":
                return [self.by_token(self.token, body=text) for text in ("neither", "[]")]
            case "arrears":
                return [call(by=self.refused["arrears"])]
            case "a suspended account":
                return [call(by=self.refused["suspended"])]
            case "an API that the key may not call":
                return [call(api, by=self.refused["not-enabled"]) for api in APIS]
            case "more calls a second than the key may make":
                return [call(picture="text", by=self.refused["slow"]) for _ in range(6)]
            case "a quota that is used up":
                return [call(by=self.refused["used-up"])]
            case "a full queue":
                return [call(at=self.busy, picture="plug-slow") for _ in range(2)]
            case "accounts that cannot be looked up":
                return [call(at=self.broken, picture="text")]
            case "a broken URL":
                return [call(picture=None, body={"url": url}) for url in ("http://a/卡.jpg", "http://a/%zz", "a.jpg")]
            case "a URL that cannot be fetched":
                urls = (self.url_of("no-such-file"), "http://10.0.0.1/a.jpg")
                return [call(api, None, {"url": url}) for api in APIS for url in urls]
            case "neither image nor url":
                return [call(api, None) for api in APIS]
            case "both image and url":
                return [call(api, body={"url": self.url_of("hk-id-2018")}) for api in APIS]
            case "a parameter of the wrong type":
                flags = [call(api, body={"return_portrait_image": "yes"}) for api in APIS]
                return [*flags, call("macao-id-card", "mo-id-2013", {"side": "left"})]
            case "what is no picture":
                return [call(api, name) for api in APIS for name in ("picture", "cut", "text")]
            case "what is not Base64":
                texts = ("no Base64!", f"data:image/jpeg;base64,{self.base64_of('hk-id-2018')}")
                return [call(api, None, {"image": text}) for api in APIS for text in texts]
            case "a picture that is too small":
                return [call(api, "tiny") for api in APIS]
            case "a picture that is too large":
                by_url = [call(picture=None, body={"url": self.url_of("large")})]
                return [call(api, None, fill={"image": TOO_LARGE}) for api in APIS] + by_url
            case "a picture without such a card":
                other_side = call("macao-id-card", "mo-id-2013", {"side": "back"})
                return [*(call(api, "no-card") for api in APIS), other_side]
            case "a card that cannot be read":
                words = ("ModelError", "unreadable")
                return [call(api, f"plug-{word}", at=self.plugged) for api in APIS for word in words]
            case "an unexpected fault":
                return [call(api, "plug-RuntimeError", at=self.plugged) for api in APIS]
        raise AssertionError(condition)

    def of_iam(self, condition: str) -> list[Call]:
        """What IAM refuses."""
        match condition:
            case "a wrong password":
                return [self.ask_token(password="wrong"), self.ask_token(user="nobody")]
            case "a password of a disabled key":
                return [self.ask_token(self.refused["disabled"])]
            case "a token for another project":
                return [self.ask_token(project="0" * 32)]
            case "a request for a token that cannot be understood":
                return [self.ask_token(wire={"body": text}) for text in ("neither", '{"auth": {}}')]
        raise AssertionError(condition)


CONDITIONS = {
    "an API that is not there": ("APIGW.0101", 404),
    "an unknown AK": ("APIGW.0301", 401),
    "a disabled key": ("APIGW.0301", 401),
    "an expired key": ("APIGW.0301", 401),
    "a wrong SK": ("APIGW.0301", 401),
    "a changed body": ("APIGW.0301", 401),
    "a malformed Authorization": ("APIGW.0301", 401),
    "neither token nor signature": ("APIGW.0301", 401),
    "a clock that is wrong": ("APIGW.0301", 401),
    "a token that is none": ("APIGW.0301", 401),
    "an expired token": ("APIGW.0307", 401),
    "more calls a second than the key may make": ("APIGW.0308", 429),
    "a quota that is used up": ("APIGW.0308", 429),
    "a full queue": ("APIGW.0308", 429),
    "a token of a key that was disabled": ("ModelArts.0203", 401),
    "an empty token": ("ModelArts.4101", 401),
    "two tokens": ("ModelArts.4103", 401),
    "a body over 10 MB": ("ModelArts.4104", 400),
    "a body that is not JSON": ("ModelArts.4105", 400),
    "arrears": ("ModelArts.4106", 403),
    "a wrong security token": ("ModelArts.4107", 401),
    "another project": ("ModelArts.4203", 403),
    "an API that the key may not call": ("ModelArts.4204", 403),
    "accounts that cannot be looked up": ("ModelArts.4301", 500),
    "an unexpected fault": ("ModelArts.4301", 500),
    "a broken URL": ("ModelArts.4601", 400),
    "a URL that cannot be fetched": ("ModelArts.4603", 400),
    "a suspended account": ("ModelArts.6201", 403),
    "neither image nor url": ("AIS.0101", 400),
    "both image and url": ("AIS.0101", 400),
    "a parameter of the wrong type": ("AIS.0101", 400),
    "what is no picture": ("AIS.0102", 400),
    "what is not Base64": ("AIS.0102", 400),
    "a picture that is too small": ("AIS.0103", 400),
    "a picture that is too large": ("AIS.0103", 400),
    "a picture without such a card": ("AIS.0104", 400),
    "a card that cannot be read": ("AIS.0105", 400),
}
"""Conditions, and the vendor's code and HTTP status for each."""
OF_IAM = {
    "a wrong password": 401,
    "a password of a disabled key": 401,
    "a token for another project": 401,
    "a request for a token that cannot be understood": 400,
}
"""Conditions in which IAM refuses, and the HTTP status, which is the code too."""
OF_NODE = ("a wrong SK", "an unknown AK", "a wrong security token", "another project", "arrears", "a full queue")
PICTURES_OF_NODE = ("a picture without such a card", "neither image nor url", "accounts that cannot be looked up")


def slugs(conditions: Mapping[str, Any]) -> list[str]:
    return [condition.replace(" ", "-") for condition in conditions]


@pytest.fixture(scope="module")
def calls(request: pytest.FixtureRequest) -> Calls:
    return Calls(request)


@pytest.fixture(scope="module")
def told(calls: Calls, run_python: Callable[..., Any]) -> Mapping[str, list[Call]]:
    """All answers by condition, from one run of the SDK."""
    made = {name: calls.of(name) for name in CONDITIONS} | {name: calls.of_iam(name) for name in OF_IAM}
    answers = iter(run_python("clouds", "huawei.py", calls=[call for part in made.values() for call in part]))
    return {condition: [next(answers) for _ in part] for condition, part in made.items()}


@pytest.mark.parametrize(
    ("condition", "code", "status"), [(c, *t) for c, t in CONDITIONS.items()], ids=slugs(CONDITIONS)
)
def test_codes(told: Mapping[str, list[Call]], condition: str, code: str, status: int) -> None:
    """The code, the status, the class of exception that goes with it, a message and the request's id."""
    errors = [answer["error"] for answer in told[condition]]
    if condition.startswith("more calls"):  # of which the first are let in
        errors = [error for error in errors if error["code"] != "AIS.0102"]
    assert errors
    for error in errors:
        assert (error["code"], error["status"]) == (code, status), error
        assert error["type"] == ("ServerResponseException" if status >= 500 else "ClientRequestException")
        assert error["message"]
        assert len(error["request"]) == 32


@pytest.mark.parametrize(("condition", "status"), OF_IAM.items(), ids=slugs(OF_IAM))
def test_iam(told: Mapping[str, list[Call]], condition: str, status: int) -> None:
    """IAM's errors have Keystone's shape, which the SDK understands too."""
    for answer in told[condition]:
        error = answer["error"]
        assert (error["status"], str(error["code"])) == (status, str(status)), error
        assert error["message"]
        assert len(error["request"]) == 32


def test_node(calls: Calls, run_node: Callable[..., Any]) -> None:
    made = {name: calls.of(name) for name in (*OF_NODE, *PICTURES_OF_NODE)}
    answers = iter(run_node("huawei.js", calls=[call for part in made.values() for call in part]))
    for condition, part in made.items():
        for _ in part:
            error = next(answers)["error"]
            assert (error["code"], error["status"]) == CONDITIONS[condition], error
            assert error["message"]
            assert len(error["request"]) == 32
