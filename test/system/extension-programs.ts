// Extensions as people write them: programs in the folder `extensions` of a layer.
import type { ZipEntry } from "./zip.ts";

type Files = Readonly<Record<string, ZipEntry>>;

function program(name: string, content: string): Files {
  return { [`extensions/${name}`]: { content, mode: 0o755 } };
}

/** In Python: prints every event, and does what variables of the function say. */
export const WATCHER: Files = program(
  "watcher",
  `#!/usr/bin/env python3
import json, os, sys, time, urllib.request, urllib.error
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension"
def call(method, path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.headers, json.loads(error.read())
def say(*words):
    print("watcher", *words, flush=True)
headers, me = call("POST", "/register",
    {"Lambda-Extension-Name": "watcher", "Lambda-Extension-Accept-Feature": "accountId"}, {"events": ["INVOKE", "SHUTDOWN"]})
say("registered", json.dumps(me))
own = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
if os.environ.get("WATCHER_INIT_ERROR"):
    call("POST", "/init/error", {**own, "Lambda-Extension-Function-Error-Type": "Extension.ConfigInvalid"}, {})
    sys.exit(3)
say("hidden", [name for name in os.environ if name.startswith("_") or name == "LAMBDA_TASK_ROOT"])
while True:
    headers, event = call("GET", "/event/next", own)
    say(json.dumps(event))
    if event["eventType"] == "SHUTDOWN":
        time.sleep(0.1)
        say("late by", int(time.time() * 1000) - event["deadlineMs"] > 0)
        sys.exit(0)
    if os.environ.get("WATCHER_CRASH"):
        sys.exit(7)
    time.sleep(float(os.environ.get("WATCHER_WORKS_S", "0")))
    say("worked")
`,
);

/** In the shell, with curl: registers for nothing, and is never told anything. */
export const IDLER: Files = program(
  "idler",
  `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
id=$(curl -sS -D - -o /dev/null -X POST "$api/register" -H "Lambda-Extension-Name: $(basename "$0")" -d '{"events":[]}' |
  tr -d '\\r' | sed -n 's/^lambda-extension-identifier: //Ip')
echo "idler waits as $id"
curl -sS "$api/event/next" -H "Lambda-Extension-Identifier: $id"
`,
);

/** In the shell, with curl: asks to be told of the end, and stays nevertheless. */
export const HANGER: Files = program(
  "hanger",
  `#!/bin/bash
trap 'echo hanger stays' TERM
api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
id=$(curl -sS -D - -o /dev/null -X POST "$api/register" -H "Lambda-Extension-Name: hanger" -d '{"events":["SHUTDOWN"]}' |
  tr -d '\\r' | sed -n 's/^lambda-extension-identifier: //Ip')
echo "hanger was told $(curl -sS "$api/event/next" -H "Lambda-Extension-Identifier: $id")"
while true; do sleep 1; done
`,
);

/** It cannot be executed: nobody set its permission bits. */
export const FORGOTTEN: Files = { "extensions/forgotten": { content: "#!/bin/sh\n", mode: 0o644 } };

/**
 * In Python: subscribes as `SUBSCRIPTION`, a JSON template of the function, says, and appends what it is sent, one event a
 * line, to a file in the folder of temporary files. With `REFUSALS` it refuses that many requests first.
 */
export const COLLECTOR: Files = program(
  "collector",
  `#!/usr/bin/env python3
import http.server, json, os, socket, socketserver, sys, threading, urllib.request, urllib.error
host = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
path = os.environ.get("TMPDIR", "/tmp") + "/telemetry.jsonl"
open(path, "w").close()
refusals = int(os.environ.get("REFUSALS", "0"))
def keep(events):
    with open(path, "a") as file:
        for event in events:
            file.write(json.dumps(event) + "\\n")
class Http(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global refusals
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refusals -= 1
        if refusals < 0:
            keep(json.loads(body))
        self.send_response(500 if refusals >= 0 else 200)
        self.end_headers()
    do_PUT = do_POST
    def log_message(self, *words):
        pass
class Tcp(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            keep([json.loads(line)])
wanted = json.loads(os.environ["SUBSCRIPTION"])
server = (socketserver.ThreadingTCPServer if wanted["destination"]["protocol"] == "TCP" else http.server.ThreadingHTTPServer)
server = server(("0.0.0.0", 0), Tcp if wanted["destination"]["protocol"] == "TCP" else Http)
port = server.server_address[1]
threading.Thread(target=server.serve_forever, daemon=True).start()
def call(method, path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(host + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.loads(error.read())
_, headers, _ = call("POST", "/2020-01-01/extension/register", {"Lambda-Extension-Name": "collector"}, {"events": ["INVOKE", "SHUTDOWN"]})
own = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
target = wanted["destination"]
if target["protocol"] == "TCP":
    target["port"] = port
elif "URI" not in target:
    target["URI"] = "http://sandbox.localdomain:%d/events" % port
api = "/2020-08-15/logs" if wanted["schemaVersion"] in ("2020-08-15", "2021-03-18") else "/2022-07-01/telemetry"
status, _, answer = call("PUT", api, {**own, "Content-Type": "application/json"}, wanted)
print("subscribed", status, json.dumps(answer), flush=True)
while True:
    _, _, event = call("GET", "/2020-01-01/extension/event/next", own)
    if event["eventType"] == "INVOKE" and os.environ.get("SUBSCRIBES_LATE"):
        status, _, answer = call("PUT", api, own, wanted)
        print("late", status, json.dumps(answer), flush=True)
    if event["eventType"] == "SHUTDOWN":
        types = [json.loads(line)["type"] for line in open(path)]
        print("at the end", types.count("platform.report"), "reports", flush=True)
        sys.exit(0)
`,
);

/** A function with an extension within the runtime: tells how it fared. */
export const INTERNAL = `
import http from "node:http";
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const call = (method, path, headers, body) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, method, path: "/2020-01-01/extension" + path, headers }, (answer) => {
    let text = ""; answer.on("data", (piece) => (text += piece));
    answer.on("end", () => resolve({ id: answer.headers["lambda-extension-identifier"], body: JSON.parse(text) }));
  });
  request.on("error", reject); request.end(body);
});
const register = (name, events) => call("POST", "/register", { "Lambda-Extension-Name": name }, JSON.stringify({ events }));
const seen = [(await register("internal", ["SHUTDOWN"])).body];
const { id } = await register("internal", ["INVOKE"]);
seen.push((await register("internal", ["INVOKE"])).body.errorType);
void (async () => {
  for (;;) seen.push((await call("GET", "/event/next", { "Lambda-Extension-Identifier": id })).body.eventType);
})();
process.on("SIGTERM", () => { console.log("told to end"); process.exit(0); });
let late;
export const handler = async () => {
  late ??= (await register("late", ["INVOKE"])).body.errorType;
  return { seen, late };
};
`;
