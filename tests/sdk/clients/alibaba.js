// Alibaba Cloud's two SDKs for Node.js: that of ocr-api, and pop-core where a call says pop. Calls as in
// alibaba_tea.py: endpoint, id, key, token, file or url, signature, protocol; method and action
// with pop.
const fs = require("fs");
const { Readable } = require("stream");
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const Ocr = require("@alicloud/ocr-api20210707");
const Pop = require("@alicloud/pop-core");
const $dara = require("@darabonba/typescript");

async function tea(call) {
  const { id, key, token, endpoint, signature } = call;
  const keys = { accessKeyId: id, accessKeySecret: key, securityToken: token, signatureAlgorithm: signature };
  const client = new Ocr.default(new $OpenApiUtil.Config({ ...keys, endpoint, protocol: call.protocol ?? "http" }));
  const request = new Ocr.RecognizeHKIdcardRequest({ url: call.url });
  if (call.file) request.body = Readable.from([fs.readFileSync(call.file)]);
  const options = new $dara.RuntimeOptions({ readTimeout: 30000, connectTimeout: 30000 });
  const response = await client.recognizeHKIdcardWithOptions(request, options);
  const { requestId, code, data } = response.body;
  return { status: response.statusCode, RequestId: requestId, Code: code, Data: JSON.parse(data) };
}

async function pop(call) {
  const keys = { accessKeyId: call.id, accessKeySecret: call.key, securityToken: call.token };
  const endpoint = (call.protocol ?? "http") + "://" + call.endpoint;
  const client = new Pop({ ...keys, endpoint, apiVersion: call.version ?? "2021-07-07" });
  const parameters = call.url === undefined ? {} : { Url: call.url };
  const options = { method: call.method ?? "GET", timeout: 30000 };
  const told = await client.request(call.action ?? "RecognizeHKIdcard", parameters, options);
  return { ...told, Data: JSON.parse(told.Data) };
}

async function answer(call) {
  try {
    return await (call.pop ? pop(call) : tea(call));
  } catch (error) {
    const { code, message, data } = error;
    return { error: { code, message, type: error.name, request: error.requestId ?? data?.RequestId } };
  }
}

async function main() {
  const answers = [];
  for (const call of JSON.parse(fs.readFileSync(0, "utf8")).calls) answers.push(await answer(call));
  console.log(JSON.stringify({ answers }));
}
main();
