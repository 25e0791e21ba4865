"""A function's life, told by the newest boto3. Prints one JSON document of what it saw."""

import io
import json
import sys
import time
import zipfile

import boto3

endpoint = sys.argv[1]
session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
client = session.client("lambda", endpoint_url=endpoint)
logs = session.client("logs", endpoint_url=endpoint)
sts = session.client("sts", endpoint_url=endpoint)

code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("app.py", "def handler(event, context):\n    print('seen', event)\n    return {'got': event}\n")

client.create_function(
    FunctionName="cycle",
    Runtime="python3.11",
    Role="arn:aws:iam::000000000000:role/x",
    Handler="app.handler",
    Code={"ZipFile": code.getvalue()},
    Tags={"team": "food"},
)
client.get_waiter("function_active_v2").wait(FunctionName="cycle", WaiterConfig={"Delay": 1})
answer = client.invoke(FunctionName="cycle", Payload=json.dumps({"n": 1}), LogType="Tail")
payload = json.load(answer["Payload"])

client.update_function_configuration(FunctionName="cycle", Timeout=7, Environment={"Variables": {"COLOUR": "blue"}})
client.get_waiter("function_updated_v2").wait(FunctionName="cycle", WaiterConfig={"Delay": 1})
configuration = client.get_function_configuration(FunctionName="cycle")

missing = None
try:
    client.get_function(FunctionName="nobody")
except client.exceptions.ResourceNotFoundException as error:
    missing = error.response["Error"]["Message"]

lines = []
for _ in range(100):
    try:
        lines = [event["message"] for event in logs.filter_log_events(logGroupName="/aws/lambda/cycle")["events"]]
    except logs.exceptions.ResourceNotFoundException:
        pass  # the log comes a moment after the answer, and its group with it
    if any(line.startswith("REPORT") for line in lines):
        break
    time.sleep(0.1)

client.delete_function(FunctionName="cycle")
names = [f["FunctionName"] for page in client.get_paginator("list_functions").paginate() for f in page["Functions"]]
json.dump(
    {
        "status": answer["StatusCode"],
        "payload": payload,
        "timeout": configuration["Timeout"],
        "variables": configuration["Environment"]["Variables"],
        "missing": missing,
        "seen": [line for line in lines if line.startswith("seen")],
        "account": sts.get_caller_identity()["Account"],
        "left": names,
    },
    sys.stdout,
)
