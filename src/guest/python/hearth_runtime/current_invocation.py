"""What log records say about the invocation they belong to."""

request_id = ""
tenant_id = None
