// Huawei Cloud's Node.js SDK has a core and no OCR package: a client of the shape that its generator gives, over the
// core's own signing and sending. Calls as in huawei.py: endpoint, id, key, project, token, api, body, name, protocol.
const fs = require("fs");
const { BasicCredentials } = require("@huaweicloud/huaweicloud-sdk-core");
const { ClientBuilder } = require("@huaweicloud/huaweicloud-sdk-core/ClientBuilder");

class Client {
  constructor(hcClient) {
    this.hcClient = hcClient;
  }

  send(call) {
    const common = { queryParams: {}, pathParams: {}, headers: { "Content-Type": "application/json" }, data: {} };
    if (call.api === "projects") {
      const asked = { method: "GET", url: "/v3/projects", queryParams: { name: call.name } };
      return this.hcClient.sendRequest({ ...common, ...asked, contentType: "application/json" });
    }
    const asked = { method: "POST", url: "/v2/{project_id}/ocr/" + call.api, data: call.body };
    return this.hcClient.sendRequest({ ...common, ...asked, contentType: "application/json" });
  }
}

async function answer(call) {
  const credential = new BasicCredentials().withAk(call.id).withSk(call.key).withProjectId(call.project);
  if (call.token) credential.withSecurityToken(call.token);
  const url = (call.protocol ?? "http") + "://" + call.endpoint;
  const builder = new ClientBuilder((hcClient) => new Client(hcClient));
  const client = builder.withCredential(credential).withEndpoint(url).build();
  try {
    const { httpStatusCode, ...rest } = await client.send(call);
    return { status: httpStatusCode, ...rest };
  } catch (error) {
    const told = { status: error.httpStatusCode, code: error.errorCode, message: error.errorMsg ?? error.message };
    return { error: { ...told, request: error.requestId } };
  }
}

async function main() {
  const answers = [];
  for (const call of JSON.parse(fs.readFileSync(0, "utf8")).calls) answers.push(await answer(call));
  console.log(JSON.stringify({ answers }));
}
main();
