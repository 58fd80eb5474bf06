// Tencent Cloud's Node.js SDK of the international cloud. Calls as in tencent.py: endpoint, id, key, token, region, sign
// (without it, the SDK's own default), method, action, parameters, protocol.
const fs = require("fs");
const { common, ocr } = require("tencentcloud-sdk-nodejs-intl-en");

function answer(call) {
  const { Client, Models } = ocr.v20181119;
  const http = new common.HttpProfile((call.protocol ?? "http") + "://", call.endpoint, call.method ?? "POST", 30);
  const credential = new common.Credential(call.id, call.key, call.token);
  const client = new Client(credential, call.region, new common.ClientProfile(call.sign, http));
  const request = new Models[call.action + "Request"]();
  request.from_json_string(JSON.stringify(call.parameters));
  return new Promise((resolve) => {
    client[call.action](request, (error, response) => {
      const told = error && { code: error.code, message: error.message, request: error.requestId };
      resolve(error ? { error: told } : { Response: JSON.parse(response.to_json_string()) });
    });
  });
}

async function main() {
  const answers = [];
  for (const call of JSON.parse(fs.readFileSync(0, "utf8")).calls) answers.push(await answer(call));
  console.log(JSON.stringify({ answers }));
}
main();
