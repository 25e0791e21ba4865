"""A function on the official Python client."""


def handler(event, context):
    if "fail" in event:
        raise RuntimeError(event["fail"])
    print("python says hello")
    client = context.client_context.custom["who"] if context.client_context else None
    return {"echo": event, "request": context.aws_request_id, "arn": context.invoked_function_arn, "client": client}
