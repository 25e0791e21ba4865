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

/** It cannot be executed: nobody set its permission bits. */
export const FORGOTTEN: Files = { "extensions/forgotten": { content: "#!/bin/sh\n", mode: 0o644 } };
