// Not a test: functions that stream, for `streaming.test.ts`.

/** Does what the event says, on the managed Node.js runtimes. */
export const NODE = `
const { setTimeout: sleep } = require("node:timers/promises");
const acts = {
  async text(stream) {
    stream.setContentType("text/plain");
    for (const word of ["one ", "two ", "three"]) { stream.write(word); await sleep(20); }
    stream.end();
  },
  async http(inner) {
    const stream = awslambda.HttpResponseStream.from(inner, { statusCode: 201, headers: { "x-a": "b" }, cookies: ["c=d"] });
    stream.write("created");
    stream.end();
  },
  async throws(stream) { stream.write("half"); await sleep(20); throw new TypeError("no good"); },
  async throwsAtOnce() { throw new TypeError("no good"); },
  async exits(stream) { stream.write("half"); await sleep(50); process.exit(3); },
  async hangs(stream) { stream.write("half"); await sleep(60_000); },
  async much(stream, { mib }) {
    const block = Buffer.alloc(65_536, "x");
    for (let n = 0; n < mib * 16; n++) if (!stream.write(block)) await new Promise((done) => stream.once("drain", done));
    await new Promise((done) => stream.end(done));
    console.log("all", mib, "written");
  },
};
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  console.log("handling", event.act, context.awsRequestId);
  await acts[event.act](stream, event);
});
exports.buffered = async (event) => {
  if (event.act === "throws") throw new TypeError("no good");
  return { got: event };
};
`;

/** A custom runtime on a bare socket, which streams two pieces and, if asked to, fails in its trailers or breaks off. */
export const BOOTSTRAP = `#!/usr/bin/python3
import base64, json, os, socket, time, urllib.error, urllib.request
api = os.environ["AWS_LAMBDA_RUNTIME_API"]
host, port = api.split(":")
def following():
    while True:
        try:
            return urllib.request.urlopen(f"http://{api}/2018-06-01/runtime/invocation/next")
        except urllib.error.HTTPError:  # the end of the connection that broke off was not noticed yet
            time.sleep(0.02)
while True:
    with following() as event:
        identifier = event.headers["Lambda-Runtime-Aws-Request-Id"]
        act = json.load(event).get("act")
    stream = socket.create_connection((host, int(port)))
    def send(*lines):
        stream.sendall("".join(line + "\\r\\n" for line in lines).encode())
    send(f"POST /2018-06-01/runtime/invocation/{identifier}/response HTTP/1.1", f"Host: {api}",
         "Content-Type: text/event-stream", "Lambda-Runtime-Function-Response-Mode: streaming",
         "Transfer-Encoding: chunked", "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body", "")
    send("5", "data:")
    send("3", " ab")
    if act == "breaks":
        stream.close()
        continue
    if act == "fails":
        error = base64.b64encode(json.dumps({"errorType": "Custom.Oops", "errorMessage": "on purpose"}).encode()).decode()
        send("0", "Lambda-Runtime-Function-Error-Type: Custom.Oops", f"Lambda-Runtime-Function-Error-Body: {error}", "")
    else:
        send("0", "")
    stream.recv(65536)
    stream.close()
`;
