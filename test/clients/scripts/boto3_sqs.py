"""Queues, told by the newest boto3, which compares the digests of what it gets. Prints one JSON document of what it saw."""

import json
import sys

import boto3

endpoint = sys.argv[1]
session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
client = session.client("sqs", endpoint_url=endpoint)
resource = session.resource("sqs", endpoint_url=endpoint)

queue = resource.create_queue(QueueName="b.fifo", Attributes={"FifoQueue": "true"})
queue.send_messages(
    Entries=[
        {"Id": str(n), "MessageBody": f"m{n}", "MessageGroupId": "g", "MessageDeduplicationId": f"d{n}"}
        for n in range(3)
    ]
)
first = queue.receive_messages(MaxNumberOfMessages=2, WaitTimeSeconds=5)
bodies = [message.body for message in first]
first[0].change_visibility(VisibilityTimeout=60)
for message in first:
    message.delete()
bodies += [message.body for message in queue.receive_messages(AttributeNames=["All"])]

plain = resource.create_queue(QueueName="plain")
plain.send_message(
    MessageBody="é",
    MessageAttributes={
        "text": {"DataType": "String", "StringValue": "é"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    },
)
(message,) = plain.receive_messages(MessageAttributeNames=["All"])
empty = client.receive_message(QueueUrl=plain.url)

try:
    client.get_queue_url(QueueName="none")
    missing = None
except client.exceptions.QueueDoesNotExist as error:
    missing = error.response["Error"]["Code"]

print(
    json.dumps(
        {
            "bodies": bodies,
            "bytes": list(message.message_attributes["bytes"]["BinaryValue"]),
            "empty": "Messages" in empty,
            "missing": missing,
            "arn": plain.attributes["QueueArn"],
            "queues": sorted(each.url.rsplit("/", 1)[1] for each in resource.queues.all()),
        }
    )
)
