"""SNS as boto3 sees it: topics, a real endpoint that confirms itself, filters, batches, pages and exceptions."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3

client = boto3.client(
    "sns", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
messages = []
arrived = threading.Semaphore(0)


class Endpoint(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        messages.append((self.headers["x-amz-sns-message-type"], json.loads(body)))
        self.send_response(200)
        self.end_headers()
        arrived.release()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Endpoint)
threading.Thread(target=server.serve_forever, daemon=True).start()


def wait():
    assert arrived.acquire(timeout=30)


topic = client.create_topic(Name="boto", Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
subscription = client.subscribe(
    TopicArn=topic,
    Protocol="http",
    Endpoint=f"http://127.0.0.1:{server.server_port}/",
    Attributes={"FilterPolicy": json.dumps({"colour": ["red", {"prefix": "gr"}]})},
    ReturnSubscriptionArn=True,
)["SubscriptionArn"]
wait()
confirmed = client.confirm_subscription(TopicArn=topic, Token=messages[0][1]["Token"])["SubscriptionArn"]

client.publish(TopicArn=topic, Message="none")
batch = client.publish_batch(
    TopicArn=topic,
    PublishBatchRequestEntries=[
        {
            "Id": colour,
            "Message": colour,
            "MessageAttributes": {"colour": {"DataType": "String", "StringValue": colour}},
        }
        for colour in ("red", "blue", "green")
    ],
)
wait()
wait()

try:
    client.publish(TopicArn=topic + "x", Message="m")
    missing = None
except client.exceptions.NotFoundException as error:
    missing = error.response["Error"]
try:
    client.publish(TopicArn=topic, Message="m", MessageAttributes={"a": {"DataType": "Nope", "StringValue": "x"}})
    refused = None
except client.exceptions.InvalidParameterValueException as error:
    refused = error.response["Error"]["Code"]

pages = client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
listed = [entry["SubscriptionArn"] == subscription for page in pages for entry in page["Subscriptions"]]
tags = client.list_tags_for_resource(ResourceArn=topic)["Tags"]
client.unsubscribe(SubscriptionArn=subscription)
client.delete_topic(TopicArn=topic)

print(
    json.dumps(
        {
            "same": confirmed == subscription,
            "kinds": [kind for kind, _ in messages],
            "got": sorted(message["Message"] for kind, message in messages if kind == "Notification"),
            "batch": [entry["Id"] for entry in batch["Successful"]],
            "missing": missing,
            "refused": refused,
            "listed": listed,
            "tags": tags,
            "left": client.list_topics()["Topics"],
        }
    )
)
