"""Bytes that no honest client sends, and paths that one may: the daemons answer or hang up, and live on."""
import os
import random
import socket
import struct
import unittest

from apache import cluster_under_test

RPC_HELLO = b"hrpc\x09\x00\x00"
OPERATIONS = [80, 81, 82, 83, 84, 85, 86, 87, 88, 127]


def frame(body):
    return struct.pack(">i", len(body)) + body


def rpc_inputs():
    noise = random.Random(11)
    yield "noise", noise.randbytes(4096)
    yield "nothing", b""
    yield "half a hello", RPC_HELLO[:3]
    yield "a web browser", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    for version in (0, 4, 8, 10, 255):
        yield f"version {version}", b"hrpc" + bytes([version, 0, 0])
    for auth in (0x50, 0x7F, 0xFF):
        yield f"authentication {auth}", b"hrpc\x09\x00" + bytes([auth])
    for length in (-1, -2**31, 2**31 - 1, 128 << 20, 0):
        yield f"length {length}", RPC_HELLO + struct.pack(">i", length)
    yield "a frame that never comes", RPC_HELLO + struct.pack(">i", 1000) + b"short"
    yield "a varint without end", RPC_HELLO + frame(b"\xff" * 64)
    yield "a header longer than its frame", RPC_HELLO + frame(b"\xff\x7f\x08\x02")
    for i in range(50):
        yield f"noise in a frame {i}", RPC_HELLO + frame(noise.randbytes(noise.randrange(1, 300)))


def transfer_inputs():
    noise = random.Random(12)
    yield "noise", noise.randbytes(4096)
    yield "nothing", b""
    for version in (0, 27, 29, 0xFFFF):
        yield f"version {version}", struct.pack(">HB", version, 81)
    for operation in (0, 1, 79, 100, 255):
        yield f"unknown operation {operation}", struct.pack(">HB", 28, operation) + b"\x00"
    for operation in OPERATIONS:
        hello = struct.pack(">HB", 28, operation)
        yield f"operation {operation} without a message", hello
        yield f"operation {operation} with an empty message", hello + b"\x00"
        yield f"operation {operation}, length without end", hello + b"\xff" * 16
        yield f"operation {operation}, two gigabytes", hello + b"\xff\xff\xff\xff\x07"
        for _ in range(5):
            body = noise.randbytes(noise.randrange(1, 120))
            yield f"operation {operation} with noise", hello + bytes([len(body)]) + body


def send(port, data):
    """Sends, says that nothing more comes, and reads until the other end is done."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except TimeoutError:
            raise
        except OSError:  # the other end hung up first
            pass


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster_under_test(datanodes=1)
        cls.addClassCleanup(cls.cluster.close)
        cls.source = cls.cluster.folder / "source"
        cls.source.write_text("hello\n")

    def still_works(self):
        for daemon in self.cluster.daemons():
            self.assertTrue(daemon.running(), daemon.name)
        self.cluster.hdfs("dfs", "-put", "-f", self.source, "/works")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/works").stdout, "hello\n")

    def throw(self, port, inputs):
        for name, data in inputs:
            with self.subTest(name):
                send(port, data)
        self.still_works()

    def test_namenode(self):
        self.throw(self.cluster.namenode_port, rpc_inputs())

    def test_datanode_transfer_port(self):
        self.throw(self.cluster.datanode_ports[0][0], transfer_inputs())

    def test_datanode_rpc_port(self):
        self.throw(self.cluster.datanode_ports[0][1], rpc_inputs())

    def test_two_hundred_silent_connections(self):
        # Nobody else waits for them.
        ports = [self.cluster.namenode_port, self.cluster.datanode_ports[0][0]]
        silent = [socket.create_connection(("127.0.0.1", port)) for port in ports for _ in range(100)]
        self.still_works()
        for connection in silent:
            connection.close()

    def test_paths_that_are_no_utf8(self):
        # The shell is given raw bytes; whatever the answer is, nobody falls over.
        for path in (b"/\xff\xfe", b"/a\x01b", b"/tab\there", b"/new\nline", b"/" + b"x/" * 4000, b"/\xc3\x28"):
            with self.subTest(path[:20]):
                self.cluster.hdfs("dfs", "-mkdir", os.fsdecode(path), check=False, text=False)
        self.still_works()
