"""A deployment as tools on boto3 make it, with every waiter. Prints one JSON document of what it saw."""

import io
import json
import sys
import zipfile

import boto3

client = boto3.client(
    "lambda",
    endpoint_url=sys.argv[1],
    aws_access_key_id="test",
    aws_secret_access_key="test",
    region_name="us-east-1",
)
NAME = "deployed"
LIVE = {"FunctionName": NAME, "Qualifier": "live"}


def code(number):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("app.py", f"def handler(event, context):\n    return [{number}, context.function_version]\n")
    return content.getvalue()


def wait(waiter, **target):
    client.get_waiter(waiter).wait(FunctionName=NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 10}, **target)


def answer():
    return json.load(client.invoke(**LIVE)["Payload"])


client.create_function(
    FunctionName=NAME,
    Runtime="python3.11",
    Role="arn:aws:iam::000000000000:role/x",
    Handler="app.handler",
    Code={"ZipFile": code(1)},
)
for state in ("function_exists", "function_active", "function_active_v2"):
    wait(state)
first = client.publish_version(FunctionName=NAME)
wait("published_version_active", Qualifier=first["Version"])
client.create_alias(FunctionName=NAME, Name="live", FunctionVersion=first["Version"])
client.add_permission(
    **LIVE, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*", FunctionUrlAuthType="NONE"
)
url = client.create_function_url_config(**LIVE, AuthType="NONE")
seen = [answer()]
client.update_function_code(FunctionName=NAME, ZipFile=code(2))
for state in ("function_updated", "function_updated_v2"):
    wait(state)
second = client.publish_version(FunctionName=NAME)
client.update_alias(FunctionName=NAME, Name="live", FunctionVersion=second["Version"])
seen.append(answer())
policy = json.loads(client.get_policy(**LIVE)["Policy"])
kept = client.get_function_url_config(**LIVE)["FunctionUrl"] == url["FunctionUrl"]
client.delete_function(FunctionName=NAME)
try:
    client.get_alias(FunctionName=NAME, Name="live")
    left = True
except client.exceptions.ResourceNotFoundException:
    left = False
json.dump({"seen": seen, "statements": [s["Sid"] for s in policy["Statement"]], "kept": kept, "left": left}, sys.stdout)
