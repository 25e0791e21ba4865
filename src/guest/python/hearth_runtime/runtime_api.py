"""A client of the Runtime API (2018-06-01) over one raw keep-alive connection; `http.client` alone would take longer
to import than everything else takes to start."""

import posix
import sys

import _socket

_PREFIX = "/2018-06-01/runtime/"
_HEAD_END = b"\r\n\r\n"
# What most replies fit into; asking for more makes the interpreter map memory for each of them.
_REPLY_BYTES = 65536
_BODY_PIECE_BYTES = 262144
_UNSAFE = {code: " " for code in (*range(32), 127)}


class Invocation:
    """One event: the reply to `next`. Header names are in lower case."""

    __slots__ = ("body", "headers")

    def __init__(self, headers, body):
        self.headers = headers
        self.body = body


class RuntimeApi:
    """One request at a time. Without its Runtime API a runtime has nothing left to do, so a broken connection ends it."""

    def __init__(self, address):
        self._address = address
        self._invocation_id = None
        self._ahead = b""  # of what comes after the reply at hand
        host, _, port = address.rpartition(":")
        self._socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        try:
            self._socket.connect((host, int(port)))
            self._socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        except OSError as error:
            self._give_up(error)

    def assignment(self):
        """Waits for the variables of the function, in a runtime that was started without one. What `code` waits for is
        asked for at the same time, so that nothing need be asked when it comes; and before both to be woken when they are
        about to come."""
        paths = ("wake", "assignment", "code")
        self._send(b"".join(self._request("GET", path, {}, b"", "/hearth/") for path in paths))
        self._receive()
        return self._receive()[1]

    def code(self):
        """Waits for the folders of that function."""
        self._receive()

    def next(self):
        headers, body = self._exchange("GET", "invocation/next", {}, b"")
        self._invocation_id = headers.get("lambda-runtime-invocation-id")
        return Invocation(headers, body)

    def respond(self, request_id, body, content_type):
        headers = {"Content-Type": content_type, **self._echo()}
        self._exchange("POST", f"invocation/{request_id}/response", headers, body)

    def fail(self, request_id, body, error_type, xray_cause):
        headers = {**_error_headers(error_type), **self._echo()}
        if xray_cause:
            headers["Lambda-Runtime-Function-XRay-Error-Cause"] = xray_cause
        self._exchange("POST", f"invocation/{request_id}/error", headers, body)

    def fail_init(self, body, error_type):
        self._exchange("POST", "init/error", _error_headers(error_type), body)

    def _echo(self):
        """Tells one attempt at an event from the next, which has the same request id."""
        return {"Lambda-Runtime-Invocation-Id": self._invocation_id} if self._invocation_id else {}

    def _exchange(self, method, path, headers, body):
        self._send(self._request(method, path, headers, body))
        return self._receive()

    def _request(self, method, path, headers, body, prefix=_PREFIX):
        head = f"{method} {prefix}{path} HTTP/1.1\r\nHost: {self._address}\r\n"
        if method == "POST":
            headers["Content-Length"] = str(len(body))
        for name, value in headers.items():
            head += f"{name}: {value.translate(_UNSAFE)}\r\n"
        return head.encode("utf-8", "replace") + b"\r\n" + body

    def _send(self, content):
        try:
            self._socket.sendall(content)
        except OSError as error:
            self._give_up(error)

    def _receive(self):
        received = self._ahead
        while _HEAD_END not in received:
            received += self._piece(_REPLY_BYTES)
        head, _, body = received.partition(_HEAD_END)
        headers = {}
        for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        if len(body) < length:
            body = self._rest(body, length)
        self._ahead = body[length:]
        return headers, body[:length]

    def _rest(self, body, length):
        pieces = [body]
        missing = length - len(body)
        while missing > 0:
            pieces.append(self._piece(_BODY_PIECE_BYTES))
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def _piece(self, bytes_max):
        try:
            piece = self._socket.recv(bytes_max)
        except OSError as error:
            self._give_up(error)
        if not piece:
            self._give_up("the connection was closed")
        return piece

    def _give_up(self, reason):
        sys.stderr.write(f"The Runtime API at {self._address} cannot be reached: {reason}\n")
        sys.stderr.flush()
        posix._exit(1)


def _error_headers(error_type):
    return {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type}
