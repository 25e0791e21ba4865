"""EventBridge Scheduler by boto3: a group, schedules that fire at a queue, and what is refused. Prints what it saw."""

import datetime
import json
import sys

import boto3

settings = {
    "endpoint_url": sys.argv[1],
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "region_name": "us-east-1",
}
scheduler = boto3.client("scheduler", **settings)
sqs = boto3.client("sqs", **settings)
ROLE = "arn:aws:iam::000000000000:role/r"

url = sqs.create_queue(QueueName="boto3-schedules")["QueueUrl"]
queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
group = scheduler.create_schedule_group(Name="boto3", Tags=[{"Key": "team", "Value": "a"}])["ScheduleGroupArn"]


def create(name, expression, **more):
    target = {"Arn": queue, "RoleArn": ROLE, "Input": name}
    window = {"Mode": "OFF"}
    return scheduler.create_schedule(
        Name=name, GroupName="boto3", ScheduleExpression=expression, FlexibleTimeWindow=window, Target=target, **more
    )["ScheduleArn"]


def refusal(action):
    try:
        action()
    except scheduler.exceptions.ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return None


start = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(seconds=2)
arn = create("rate", "rate(1 day)", StartDate=start, ActionAfterCompletion="DELETE", EndDate=start + datetime.timedelta(1))
create("far", "cron(0 9 ? * 2#1 2199)", ScheduleExpressionTimezone="Asia/Tokyo")
fired = []
for _ in range(3):
    fired += [one["Body"] for one in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10).get("Messages", [])]
    if fired:
        break
on_time = datetime.datetime.now(datetime.timezone.utc) >= start
told = scheduler.get_schedule(Name="rate", GroupName="boto3")
refused = [
    refusal(lambda: create("rate", "rate(1 day)")),
    refusal(lambda: create("bad", "cron(0 9 * * * *)")),
    refusal(lambda: scheduler.get_schedule(Name="nobody")),
]
pages = scheduler.get_paginator("list_schedules").paginate(GroupName="boto3", PaginationConfig={"PageSize": 1})
names = [one["Name"] for page in pages for one in page["Schedules"]]
tags = scheduler.list_tags_for_resource(ResourceArn=group)["Tags"]
scheduler.delete_schedule(Name="far", GroupName="boto3")
scheduler.delete_schedule_group(Name="boto3")
print(
    json.dumps(
        {
            "arn": arn,
            "fired": fired,
            "onTime": on_time,
            "start": told["StartDate"] == start,
            "policy": told["Target"]["RetryPolicy"],
            "refused": refused,
            "names": names,
            "tags": tags,
        }
    )
)
