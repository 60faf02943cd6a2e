"""What a client would send that means no good, or that is broken: raw RPC calls, and messages made by chance."""
import os
import socket
import struct
import zlib

from messages import delimited, take_delimited

RPC_HELLO = b"hrpc\x09\x00\x00"
TRANSFER_VERSION = 28
CLIENT_PROTOCOL = "org.apache.hadoop.hdfs.protocol.ClientProtocol"
CRC32 = {"type": "CHECKSUM_CRC32", "bytesPerChecksum": 512}
EDGES = (0, 1, 2, 3, 255, 512, 1 << 16, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1)


def frame(body):
    return struct.pack(">i", len(body)) + body


def exchange(port, data, timeout=20):
    """Sends, says that nothing more comes, and reads until the other end is done: what it said.

    A connection reset counts as an end: that is what unread input makes of a close.
    """
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answer += piece
        except TimeoutError:
            raise
        except OSError:
            pass
    return answer


class RpcFrames:
    """Frames of one caller to one protocol."""

    def __init__(self, messages, user, protocol=CLIENT_PROTOCOL, version=1):
        self.messages, self.user, self.protocol, self.version = messages, user, protocol, version
        self.calls, self.client_id = 0, os.urandom(16)  # a repeated pair is a repeated call

    def header(self, call_id, **changes):
        values = {"rpcKind": "RPC_PROTOCOL_BUFFER", "rpcOp": "RPC_FINAL_PACKET", "callId": call_id,
                  "clientId": self.client_id, "retryCount": 0}
        return delimited(self.messages.encode("RpcRequestHeaderProto", values | changes))

    def greeting(self):
        context = {"userInfo": {"effectiveUser": self.user}, "protocol": self.protocol}
        body = delimited(self.messages.encode("IpcConnectionContextProto", context))
        return RPC_HELLO + frame(self.header(-3, retryCount=-1) + body)

    def call(self, method, body, **header):
        self.calls += 1
        values = {"methodName": method, "declaringClassProtocolName": self.protocol,
                  "clientProtocolVersion": self.version}
        request = delimited(self.messages.encode("RequestHeaderProto", values))
        return frame(self.header(self.calls, **header) + request + delimited(body))


class RpcConnection:
    """One call after the other, for who wants to know each answer."""

    def __init__(self, port, frames, greet=True):
        self.frames = frames
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")
        if greet:
            self.socket.sendall(frames.greeting())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def call(self, method, values, **header):
        """("", the response's bytes), or the simple name of the exception and what it says."""
        request = self.frames.messages.services["ClientNamenodeProtocol"].get(method)
        body = values if isinstance(values, bytes) else self.frames.messages.encode(request, values)
        return self.exchange(self.frames.call(method, body, **header))

    def exchange(self, data):
        """The answer to one frame; ("closed", b"") when there is none."""
        try:
            self.socket.sendall(data)
            length = self.file.read(4)
            answer = self.file.read(struct.unpack(">i", length)[0]) if length else b""
        except ConnectionError:
            answer = b""
        return self._read(answer) if answer else ("closed", b"")

    def _read(self, answer):
        header, end = take_delimited(answer, 0)
        header = self.frames.messages.decode("RpcResponseHeaderProto", header)
        if header["status"] == 0:
            return "", take_delimited(answer, end)[0]
        return header.get("exceptionClassName", b"").decode().rsplit(".", 1)[-1], header.get("errorMsg", b"")


def operation(messages, code, name, values):
    body = values if isinstance(values, bytes) else messages.encode(name, values)
    return struct.pack(">HB", TRANSFER_VERSION, code) + delimited(body)


def packet(messages, seqno, offset, data, last=False, **header):
    values = {"offsetInBlock": offset, "seqno": seqno, "lastPacketInBlock": last, "dataLen": len(data)}
    head = messages.encode("PacketHeaderProto", values | header)
    sums = b"".join(struct.pack(">I", zlib.crc32(data[at:at + 512])) for at in range(0, len(data), 512))
    return struct.pack(">iH", 4 + len(sums) + len(data), len(head)) + head + sums + data


class Chance:
    """Messages and bytes made by chance. `pool` has values that lead somewhere: name of a field -> some of them."""

    def __init__(self, messages, random, pool):
        self.messages, self.random, self.pool = messages, random, pool

    def message(self, name, depth=0):
        out = {}
        for field in self.messages.messages[self.messages.resolve(name)].values():
            if field.label == "repeated":
                out[field.name] = [self._value(field, depth) for _ in range(self.random.choice((0, 0, 1, 2)))]
            elif field.label == "required" or self.random.random() < 0.6 - 0.1 * depth:
                if field.label == "required" and self.random.random() < 0.01:
                    continue
                out[field.name] = self._value(field, depth)
        return self.messages.encode(name, out)

    def _value(self, field, depth):
        kind = self.messages.kind_of(field)
        likely = self.pool.get(field.name) or self.pool.get(kind)
        if likely and self.random.random() < 0.9:
            return self.random.choice(likely)
        if kind in self.messages.messages:
            return self.message(kind, depth + 1) if depth < 8 else b""
        if kind in self.messages.enums and self.random.random() < 0.9:
            return self.random.choice(list(self.messages.enums[kind].values()))
        if kind in ("string", "bytes"):
            return self.random.choice((b"", b"x", b"\xff\xfe\x00", b"../../x", self.random.randbytes(20), b"/" * 300))
        if kind == "bool":
            return self.random.randrange(2)
        if kind in ("float", "double"):
            return self.random.choice((0.0, -1.0, float("inf"), float("nan"), 1e30))
        number = self.random.choice(EDGES) if self.random.random() < 0.5 else self.random.randrange(4096)
        bits = 32 if "32" in kind or kind in self.messages.enums else 64
        number &= (1 << bits) - 1
        return number - (1 << bits) if kind.startswith("s") and number >> (bits - 1) else number

    def mutate(self, data):
        data = bytearray(data)
        for _ in range(self.random.choice((1, 1, 2, 5))):
            at = self.random.randrange(len(data) + 1)
            end = min(len(data), at + self.random.choice((1, 1, 4, 30)))
            data[at:end] = self.random.choice((
                b"", b"\xff" * (end - at), b"\x00" * (end - at), b"\xff\xff\xff\xff\x07", b"\x80" * 11,
                bytes(data[at:end]) * 2, self.random.randbytes(end - at), self.random.randbytes(3)))
        return bytes(data[:self.random.randrange(len(data) + 1)] if self.random.random() < 0.1 else data)
