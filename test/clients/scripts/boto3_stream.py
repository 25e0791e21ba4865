"""Streamed responses as the newest boto3 reads them. Prints one JSON document of what it saw."""

import base64
import json
import sys

import boto3
from botocore.config import Config

client = boto3.client(
    "lambda",
    endpoint_url=sys.argv[1],
    aws_access_key_id="test",
    aws_secret_access_key="test",
    region_name="us-east-1",
    config=Config(retries={"max_attempts": 1}),
)


def stream(event):
    answer = client.invoke_with_response_stream(
        FunctionName=sys.argv[2], Payload=json.dumps(event), LogType="Tail"
    )
    text, ends = b"", []
    for part in answer["EventStream"]:
        if "PayloadChunk" in part:
            text += part["PayloadChunk"]["Payload"]
        else:
            ends.append(part["InvokeComplete"])
    (end,) = ends
    log = base64.b64decode(end.pop("LogResult")).decode()
    return {
        "version": answer["ExecutedVersion"],
        "bytes": len(text),
        "text": text[:100].decode(),
        "code": end.get("ErrorCode"),
        "message": json.loads(end.get("ErrorDetails", "{}")).get("errorMessage"),
        "reported": "REPORT RequestId: " + answer["ResponseMetadata"]["RequestId"] in log,
    }


json.dump([stream({"act": "text"}), stream({"act": "throws"}), stream({"act": "much", "mib": 7})], sys.stdout)
