// Tencent Cloud's Node.js SDK of the mainland's cloud. Calls as in tencent.py: endpoint, id, key, token, region, sign,
// method, language, action, parameters, protocol.
const fs = require("fs");
const { ocr } = require("tencentcloud-sdk-nodejs-ocr");

async function answer(call) {
  const { endpoint, protocol = "http", method = "POST" } = call;
  const client = new ocr.v20181119.Client({
    credential: { secretId: call.id, secretKey: call.key, token: call.token },
    region: call.region ?? "ap-hongkong",
    profile: {
      signMethod: call.sign,
      language: call.language,
      httpProfile: { protocol: protocol + "://", endpoint, reqMethod: method, reqTimeout: 30 },
    },
  });
  try {
    return { Response: await client[call.action](call.parameters) };
  } catch (error) {
    return { error: { code: error.code, message: error.message, request: error.requestId } };
  }
}

async function main() {
  const answers = [];
  for (const call of JSON.parse(fs.readFileSync(0, "utf8")).calls) answers.push(await answer(call));
  console.log(JSON.stringify({ answers }));
}
main();
