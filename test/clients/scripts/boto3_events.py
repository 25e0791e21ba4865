"""EventBridge by boto3: a bus, a rule, targets, events, and what is refused. Prints one JSON document of what it saw."""

import datetime
import json
import sys
import time

import boto3

settings = {
    "endpoint_url": sys.argv[1],
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "region_name": "us-east-1",
}
events = boto3.client("events", **settings)
logs = boto3.client("logs", **settings)
GROUP = "/aws/events/boto3"
ARN = f"arn:aws:logs:us-east-1:000000000000:log-group:{GROUP}"

logs.create_log_group(logGroupName=GROUP)
bus = events.create_event_bus(Name="boto3", Tags=[{"Key": "team", "Value": "a"}])["EventBusArn"]
pattern = {"source": [{"prefix": "shop."}], "detail": {"total": [{"numeric": [">", 100]}]}}
events.put_rule(Name="large", EventBusName="boto3", EventPattern=json.dumps(pattern))
events.put_targets(
    Rule="large",
    EventBusName="boto3",
    Targets=[
        {
            "Id": "log",
            "Arn": ARN,
            "InputTransformer": {
                "InputPathsMap": {"total": "$.detail.total", "type": "$.detail-type"},
                "InputTemplate": '{"timestamp": <aws.events.event.ingestion-time>, "message": "<type> of <total>"}',
            },
        }
    ],
)


def entry(source, total):
    now = datetime.datetime.now(datetime.timezone.utc)
    detail = json.dumps({"total": total})
    return {"Source": source, "DetailType": "Order", "Detail": detail, "EventBusName": bus, "Time": now}


answer = events.put_events(Entries=[entry("shop.web", 500), entry("shop.web", 50), entry("other", 500), entry("aws.x", 1)])
for _ in range(200):
    seen = [event["message"] for event in logs.filter_log_events(logGroupName=GROUP)["events"]]
    if seen:
        break
    time.sleep(0.05)


def refusal(action):
    try:
        action()
    except events.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return None


refused = [
    refusal(lambda: events.describe_rule(Name="nobody")),
    refusal(lambda: events.put_rule(Name="bad", EventPattern="{}")),
    refusal(lambda: events.delete_rule(Name="large", EventBusName="boto3")),
]
events.remove_targets(Rule="large", EventBusName="boto3", Ids=["log"])
events.delete_rule(Name="large", EventBusName="boto3")
tags = events.list_tags_for_resource(ResourceARN=bus)["Tags"]
events.delete_event_bus(Name="boto3")
print(
    json.dumps(
        {
            "failed": answer["FailedEntryCount"],
            "codes": [one.get("ErrorCode") for one in answer["Entries"]],
            "seen": seen,
            "refused": refused,
            "tags": tags,
            "buses": [one["Name"] for one in events.list_event_buses()["EventBuses"]],
        }
    )
)
