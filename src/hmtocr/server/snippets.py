"""Snippets that read an example card with each vendor's SDK, ready to paste into a shell: for `hmtocr serve --dev`."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from urllib.parse import urlsplit

CARD = "examples/hk-id-2018.jpg"
"""In the repository; small enough for a command line."""
_OPENING = """\
# Each snippet below reads §card; paste it into a shell in the folder that holds it, or give another path.
# HTTP_PROXY and http_proxy must be unset: the SDKs would send through that proxy what is for §host.
"""


class _Text(Template):
    """Shell, Python and JavaScript have a use for "$" and for braces, none for this sign."""

    delimiter = "§"


_SNIPPETS: tuple[tuple[str, str], ...] = (
    (
        "curl, the native API",
        """\
curl -sS -H 'Authorization: Bearer §HMTOCR_KEY' -H 'Content-Type: image/jpeg' --data-binary @§card §url/v1/read
""",
    ),
    (
        "curl, Huawei Cloud by token",
        """\
TOKEN=$(curl -sS -D - -o /dev/null -H 'Content-Type: application/json' §url/v3/auth/tokens --data-binary @- <<'END' |
{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "§HUAWEI_IAM_USER",
 "password": "§HUAWEI_IAM_PASSWORD", "domain": {"name": "§HUAWEI_IAM_DOMAIN"}}}}}}
END
  tr -d '\\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p')
printf '{"image": "%s"}' "$(base64 < §card | tr -d '\\n')" |
  curl -sS -H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json' --data-binary @- \\
    §url/v2/§HUAWEI_PROJECT_ID/ocr/hk-id-card
""",
    ),
    (
        "Python, Tencent Cloud: pip install tencentcloud-sdk-python-intl-en (or -common and -ocr of the mainland)",
        """\
python3 - §card <<'END'
import base64, sys
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client
profile = ClientProfile(httpProfile=HttpProfile(protocol="§scheme", endpoint="§host"))
client = ocr_client.OcrClient(Credential("§TENCENT_SECRET_ID", "§TENCENT_SECRET_KEY"), "ap-hongkong", profile)
request = models.HKIDCardOCRRequest()
request.ImageBase64 = base64.b64encode(open(sys.argv[1], "rb").read()).decode()
print(client.HKIDCardOCR(request).to_json_string(ensure_ascii=False))
END
""",
    ),
    (
        "Command line, Tencent Cloud: pip install tccli",
        """\
tccli ocr HKIDCardOCR --ImageBase64 "$(base64 < §card | tr -d '\\n')" --endpoint §url --region ap-hongkong \\
  --secretId §TENCENT_SECRET_ID --secretKey §TENCENT_SECRET_KEY
""",
    ),
    (
        "Node.js, Tencent Cloud of the mainland: npm install tencentcloud-sdk-nodejs-ocr",
        """\
node - §card <<'END'
const { ocr } = require("tencentcloud-sdk-nodejs-ocr");
const client = new ocr.v20181119.Client({
  credential: { secretId: "§TENCENT_SECRET_ID", secretKey: "§TENCENT_SECRET_KEY" },
  region: "ap-hongkong",
  profile: { httpProfile: { protocol: "§scheme://", endpoint: "§host" } },
});
const ImageBase64 = require("fs").readFileSync(process.argv[2]).toString("base64");
client.HKIDCardOCR({ ImageBase64 }).then((answer) => console.log(JSON.stringify(answer)));
END
""",
    ),
    (
        "Node.js, Tencent Cloud International: npm install tencentcloud-sdk-nodejs-intl-en",
        """\
node - §card <<'END'
const { common, ocr } = require("tencentcloud-sdk-nodejs-intl-en");
const profile = new common.ClientProfile("TC3-HMAC-SHA256", new common.HttpProfile("§scheme://", "§host", "POST"));
const credential = new common.Credential("§TENCENT_SECRET_ID", "§TENCENT_SECRET_KEY");
const client = new ocr.v20181119.Client(credential, "ap-hongkong", profile);
const request = new ocr.v20181119.Models.HKIDCardOCRRequest();
request.ImageBase64 = require("fs").readFileSync(process.argv[2]).toString("base64");
client.HKIDCardOCR(request, (error, answer) => console.log(error ?? answer.to_json_string()));
END
""",
    ),
    (
        "Python, Huawei Cloud: pip install huaweicloudsdkocr",
        """\
python3 - §card <<'END'
import base64, sys
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkocr.v1 import HkIdCardRequestBody, OcrClient, RecognizeHkIdCardRequest
credentials = BasicCredentials("§HUAWEI_AK", "§HUAWEI_SK", "§HUAWEI_PROJECT_ID")
client = OcrClient.new_builder().with_credentials(credentials).with_endpoint("§url").build()
image = base64.b64encode(open(sys.argv[1], "rb").read()).decode()
print(client.recognize_hk_id_card(RecognizeHkIdCardRequest(body=HkIdCardRequestBody(image=image))))
END
""",
    ),
    (
        "Python, Huawei Cloud's IAM: pip install huaweicloudsdkiam",
        """\
python3 - <<'END'
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkiam.v3 import IamClient, KeystoneListProjectsRequest
credentials = GlobalCredentials("§HUAWEI_AK", "§HUAWEI_SK", "§HUAWEI_IAM_DOMAIN")
client = IamClient.new_builder().with_credentials(credentials).with_endpoint("§url").build()
print(client.keystone_list_projects(KeystoneListProjectsRequest(name="ap-southeast-1")))
END
""",
    ),
    (
        "Node.js, Huawei Cloud, which has no OCR package: npm install @huaweicloud/huaweicloud-sdk-core uuid@8",
        """\
node - §card <<'END'
const { BasicCredentials } = require("@huaweicloud/huaweicloud-sdk-core");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");
const credential = new BasicCredentials().withAk("§HUAWEI_AK").withSk("§HUAWEI_SK").withProjectId("§HUAWEI_PROJECT_ID");
const builder = new ClientBuilder((hcClient) => hcClient).withCredential(credential).withEndpoint("§url");
builder.build().sendRequest({
  method: "POST", url: "/v2/{project_id}/ocr/hk-id-card", contentType: "application/json",
  queryParams: {}, pathParams: {}, headers: { "Content-Type": "application/json" },
  data: { image: require("fs").readFileSync(process.argv[2]).toString("base64") },
}).then((answer) => console.log(JSON.stringify(answer)));
END
""",
    ),
    (
        "Python, Alibaba Cloud: pip install alibabacloud-ocr-api20210707",
        """\
python3 - §card <<'END'
import sys
from alibabacloud_ocr_api20210707.client import Client
from alibabacloud_ocr_api20210707.models import RecognizeHKIdcardRequest
from alibabacloud_tea_openapi.models import Config
keys = {"access_key_id": "§ALIBABA_AK", "access_key_secret": "§ALIBABA_SK"}
client = Client(Config(**keys, endpoint="§host", protocol="§scheme"))
print(client.recognize_hkidcard(RecognizeHKIdcardRequest(body=open(sys.argv[1], "rb"))).body.data)
END
""",
    ),
    (
        "Python, Alibaba Cloud's older core: pip install aliyun-python-sdk-core",
        """\
python3 - §card <<'END'
import sys
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
request = CommonRequest("§host", "2021-07-07", "RecognizeHKIdcard")
request.set_protocol_type("§scheme")
request.set_method("POST")
request.set_content(open(sys.argv[1], "rb").read())
request.set_content_type("application/octet-stream")
client = AcsClient("§ALIBABA_AK", "§ALIBABA_SK", "cn-hangzhou")
print(client.do_action_with_exception(request).decode())
END
""",
    ),
    (
        "Node.js, Alibaba Cloud: npm install @alicloud/ocr-api20210707 @alicloud/openapi-core",
        """\
node - §card <<'END'
const { default: Client, RecognizeHKIdcardRequest } = require("@alicloud/ocr-api20210707");
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const keys = { accessKeyId: "§ALIBABA_AK", accessKeySecret: "§ALIBABA_SK" };
const client = new Client(new $OpenApiUtil.Config({ ...keys, endpoint: "§host", protocol: "§scheme" }));
const body = require("fs").createReadStream(process.argv[2]);
client.recognizeHKIdcard(new RecognizeHKIdcardRequest({ body })).then((answer) => console.log(answer.body.data));
END
""",
    ),
)
"""Title and text. @alicloud/pop-core has none: it sends no picture, only the Url of one."""


def snippets(base_url: str, secrets: Mapping[str, str]) -> str:
    """All of them, each under a line that begins with "### " and before an empty one.

    `base_url` is the server's, without a slash at its end; `secrets` are a key's, by the names that
    `hmtocr keys create --format env` prints.

    Raises:
        KeyError: one of those names is missing.
    """
    parts = urlsplit(base_url)
    values = {**secrets, "url": base_url, "scheme": parts.scheme, "host": parts.netloc, "card": CARD}
    told = [_OPENING, *(f"### {title}\n{text}" for title, text in _SNIPPETS)]
    return "\n".join(_Text(text).substitute(values) for text in told)
