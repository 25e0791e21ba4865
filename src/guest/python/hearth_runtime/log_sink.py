"""Where log records go: to the telemetry descriptor, one frame each, so that a message of many lines stays one event;
or to standard output where there is no such descriptor."""

import os
import sys
import time

# Frame types by level of the `logging` module, in tens: not set, debug, info, warning, error, critical.
TEXT_FRAMES = tuple((0xA55A0003 | mask).to_bytes(4, "big") for mask in (0, 8, 12, 16, 20, 24))
JSON_FRAMES = tuple((0xA55A0002 | mask).to_bytes(4, "big") for mask in (0, 8, 12, 16, 20, 24))
ERROR_LEVEL = 4


class StandardOutput:
    """Line breaks within a message become carriage returns, which the platform does not take for the end of a line."""

    def log(self, message, frame_type=None):
        sys.stdout.write(message)

    def log_error(self, lines, is_json):
        sys.stdout.write("\r".join(lines) + "\n")


class Telemetry:
    """Frame: type (4 bytes), length (4), time in microseconds (8), message; all big-endian."""

    def __init__(self, fd):
        self._fd = fd

    def log(self, message, frame_type=None):
        content = message.encode("utf-8", "replace")
        micros = time.time_ns() // 1000
        frame = (frame_type or TEXT_FRAMES[0]) + len(content).to_bytes(4, "big") + micros.to_bytes(8, "big") + content
        while frame:
            try:
                frame = frame[os.write(self._fd, frame) :]
            except BlockingIOError:
                time.sleep(0.005)

    def log_error(self, lines, is_json):
        self.log("\n".join(lines), (JSON_FRAMES if is_json else TEXT_FRAMES)[ERROR_LEVEL])


def take_log_sink():
    """The descriptor is the platform's; the function does not see its name."""
    fd = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
    return StandardOutput() if fd is None else Telemetry(int(fd))


class Unbuffered:
    """A stream that holds nothing back: what was printed before a crash or a freeze is in the log."""

    def __init__(self, stream):
        self.stream = stream

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        pass

    def __getattr__(self, attr):
        return getattr(self.stream, attr)

    def write(self, msg):
        self.stream.write(msg)
        self.stream.flush()

    def writelines(self, msgs):
        self.stream.writelines(msgs)
        self.stream.flush()
