"""Bytes that no honest client sends, and paths that one may: the daemons answer or hang up, and live on.

What is by chance has a seed and a limit in time; MAMMOTH_SEED and MAMMOTH_FUZZ_SECONDS change them.
"""
import getpass
import os
import random
import socket
import struct
import time
import unittest

from apache import cluster_under_test
from hostile import (CRC32, EDGES, RPC_HELLO, Chance, RpcConnection, RpcFrames, exchange, frame, operation, packet)
from messages import Messages

OPERATIONS = {
    80: "OpWriteBlockProto", 81: "OpReadBlockProto", 82: "OpReadBlockProto", 83: "OpReplaceBlockProto",
    84: "OpCopyBlockProto", 85: "OpBlockChecksumProto", 86: "OpTransferBlockProto",
    87: "OpRequestShortCircuitAccessProto", 88: "ReleaseShortCircuitAccessRequestProto",
    89: "ShortCircuitShmRequestProto", 90: "OpBlockGroupChecksumProto", 127: "OpCustomProto"}
SERVER = "org.apache.hadoop.hdfs.server.protocol."
CLIENT = "org.apache.hadoop.hdfs.protocol."
NAMENODE_SERVICES = {
    "ClientNamenodeProtocol": CLIENT + "ClientProtocol", "DatanodeProtocolService": SERVER + "DatanodeProtocol",
    "NamenodeProtocolService": SERVER + "NamenodeProtocol",
    "HAServiceProtocolService": "org.apache.hadoop.ha.HAServiceProtocol",
    "GetUserMappingsProtocolService": "org.apache.hadoop.tools.GetUserMappingsProtocol"}
DATANODE_SERVICES = {"ClientDatanodeProtocolService": CLIENT + "ClientDatanodeProtocol",
                     "InterDatanodeProtocolService": SERVER + "InterDatanodeProtocol"}
SECONDS = float(os.environ.get("MAMMOTH_FUZZ_SECONDS", 10))  # for each port
SEED = int(os.environ.get("MAMMOTH_SEED", 1))

INVALID, TOO_LONG, LONG_NAME = "InvalidPathException", "IOException", "FSLimitException$PathComponentTooLongException"
LETTERS_199 = b"/" + b"d" * 199
# path -> what mkdirs, create and rename to it say; "" is success. Looking it up never fails.
PATHS = {
    b"/a/../b": INVALID, b"/a/..": INVALID, b"/a/./b": INVALID, b"//a": INVALID, b"/a//b": INVALID, b"/a:b": INVALID,
    b"/...": "", b"/..\\..": "", b"/a\x01b": "", b"/a\nb": "", b"/a\x00b": "",
    b"/\xff\xfe": "", b"/\xc3": "", b"/\xc0\xaf": "", b"/\xed\xa0\x80": "",
    b"/" + b"n" * 255: "", b"/" + b"n" * 256: LONG_NAME,
    b"/" + "é".encode() * 127: "", b"/" + "é".encode() * 128: LONG_NAME,
    LETTERS_199 * 40: "", LETTERS_199 * 40 + b"d": TOO_LONG, b"/d" * 1000: "", b"/d" * 1001: TOO_LONG}


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
    for code in (0, 1, 79, 100, 255):
        yield f"unknown operation {code}", struct.pack(">HB", 28, code) + b"\x00"
    for code in OPERATIONS:
        hello = struct.pack(">HB", 28, code)
        yield f"operation {code} without a message", hello
        yield f"operation {code} with an empty message", hello + b"\x00"
        yield f"operation {code}, length without end", hello + b"\xff" * 16
        yield f"operation {code}, two gigabytes", hello + b"\xff\xff\xff\xff\x07"
        yield f"operation {code}, a length that never comes", hello + b"\xff\xff\x3f"
        for _ in range(5):
            body = noise.randbytes(noise.randrange(1, 120))
            yield f"operation {code} with noise", hello + bytes([len(body)]) + body


def packet_inputs(messages):
    """What follows a WRITE_BLOCK that was accepted."""
    good = packet(messages, 0, 0, b"x" * 1000)
    for length in (-1, 0, 3, 4, 1 << 20, (16 << 20) + 1, 2**31 - 1, -2**31):
        yield f"packet length {length}", struct.pack(">i", length) + good[4:]
    for length in (-1, 0, 1, 1000, 0x7FFF):
        yield f"packet header length {length}", good[:4] + struct.pack(">h", length) + good[6:]
    for length in (-1, 0, 999, 1001, 2**31 - 1):
        yield f"data length {length}", packet(messages, 0, 0, b"x" * 1000, dataLen=length)
    for offset in (-1, 1, 2**62):
        yield f"offset {offset}", packet(messages, 0, offset, b"x" * 1000)
    yield "a wrong checksum", good[:-1] + b"y"
    yield "an ack of nobody", packet(messages, -2, 0, b"")
    yield "the last packet first", packet(messages, 7, 0, b"", last=True)
    yield "half a packet", good[:500]


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.messages = Messages()
        cls.cluster = cluster_under_test(datanodes=1)
        cls.addClassCleanup(cls.cluster.close)
        cls.source = cls.cluster.folder / "source"
        cls.source.write_text("hello\n")
        cls.block = cls.stored_block("/target")  # to be shot at
        cls.kept = random.Random(1).randbytes(300_000)
        (cls.cluster.folder / "kept").write_bytes(cls.kept)
        cls.cluster.hdfs("dfs", "-put", cls.cluster.folder / "kept", "/kept")
        cls.cluster.hdfs("dfs", "-mkdir", "/fuzz")
        cls.cluster.hdfs("dfs", "-chmod", "777", "/fuzz")

    @classmethod
    def stored_block(cls, path):
        cls.cluster.hdfs("dfs", "-put", cls.source, path)
        meta, = cls.cluster.data_folder(0).glob("current/BP-*/current/finalized/**/blk_*.meta")
        pool = meta.relative_to(cls.cluster.data_folder(0)).parts[1]
        _, block_id, stamp = meta.stem.split("_")
        return {"poolId": pool, "blockId": int(block_id), "generationStamp": int(stamp), "numBytes": 6}

    def still_works(self):
        for daemon in self.cluster.daemons():
            self.assertTrue(daemon.running(), f"{daemon.name}:\n{daemon.sanitizer_reports()}")
            self.assertEqual(daemon.sanitizer_reports(), "", daemon.name)
        self.cluster.hdfs("dfs", "-put", "-f", self.source, "/works")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/works").stdout, "hello\n")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/kept", text=False).stdout, self.kept)

    def throw(self, port, inputs):
        for name, data in inputs:
            with self.subTest(name):
                exchange(port, data)
        self.still_works()

    def test_namenode(self):
        self.throw(self.cluster.namenode_port, rpc_inputs())

    def test_datanode_transfer_port(self):
        self.throw(self.cluster.datanode_ports[0][0], transfer_inputs())

    def test_datanode_rpc_port(self):
        self.throw(self.cluster.datanode_ports[0][1], rpc_inputs())

    def test_what_an_rpc_server_answers(self):
        user = getpass.getuser()
        for port, protocol in ((self.cluster.namenode_port, CLIENT + "ClientProtocol"),
                               (self.cluster.datanode_ports[0][1], CLIENT + "ClientDatanodeProtocol")):
            frames = RpcFrames(self.messages, user, protocol)
            cases = {
                "RpcNoSuchMethodException": [frames.call("fly", b""), frames.call("", b"")],
                "RpcNoSuchProtocolException": [RpcFrames(self.messages, user, "org.x").call("mkdirs", b"")],
                "RPC$VersionMismatch": [RpcFrames(self.messages, user, protocol, 2).call("getFsStats", b"")],
                "RpcServerException": [frames.call("fly", b"", rpcKind=1), frames.call("fly", b"", rpcOp=1),
                                       frames.call("fly", b"", rpcKind=77), frame(frames.header(-7)),
                                       frame(b"\x05\x01"), frame(b"")],
                "closed": [struct.pack(">i", length) for length in (-1, -2, 2**31 - 1, 129 << 20)]}
            for expected, inputs in cases.items():
                for data in inputs:
                    with self.subTest(port=port, data=data[:60]), RpcConnection(port, frames) as connection:
                        self.assertEqual(connection.exchange(data)[0], expected)

    def test_what_other_versions_of_rpc_are_told(self):
        for port in (self.cluster.namenode_port, self.cluster.datanode_ports[0][1]):
            for version, told in ((0, False), (2, True), (4, True), (8, True), (10, True), (255, False)):
                with self.subTest(port=port, version=version):
                    answer = exchange(port, b"hrpc" + bytes([version, 0, 0]) + bytes(4))
                    self.assertEqual(b"RPC$VersionMismatch" in answer, told)

    def test_operations_that_are_none_are_met_with_a_close(self):
        port = self.cluster.datanode_ports[0][0]
        for data in (b"\x00\x1b\x51", b"\x00\x1c\x00\x00", b"\x00\x1c\x51\x00", b"\x00\x1c\x51\x03abc",
                     b"\x00\x1c\x51\xff\xff\xff\xff\x07", b"\x00\x1c\x52\x00", b"\x00\x1c\x5a\x00"):
            with self.subTest(data):
                self.assertEqual(exchange(port, data), b"")

    def test_packets_of_a_write(self):
        def inputs():
            for index, (name, data) in enumerate(packet_inputs(self.messages)):
                block = self.block | {"blockId": 1 << 40 | index, "numBytes": 0}
                yield name, self.write_block(block) + data
        self.throw(self.cluster.datanode_ports[0][0], inputs())

    def write_block(self, block, **changes):
        header = {"baseHeader": {"block": block}, "clientName": "hostile"}
        values = {"header": header, "stage": "PIPELINE_SETUP_CREATE", "pipelineSize": 1, "minBytesRcvd": 0,
                  "maxBytesRcvd": 0, "latestGenerationStamp": block["generationStamp"], "requestedChecksum": CRC32}
        return operation(self.messages, 80, "OpWriteBlockProto", values | changes)

    def test_two_hundred_silent_connections(self):
        # Nobody else waits for them.
        ports = [self.cluster.namenode_port, self.cluster.datanode_ports[0][0]]
        silent = [socket.create_connection(("127.0.0.1", port)) for port in ports for _ in range(100)]
        self.still_works()
        for connection in silent:
            connection.close()

    def test_paths(self):
        masked = {"perm": 0o755}
        for path, expected in PATHS.items():
            frames = RpcFrames(self.messages, getpass.getuser())
            with self.subTest(path[:20]), RpcConnection(self.cluster.namenode_port, frames) as connection:
                def say(method, **values):
                    return connection.call(method, values)[0]
                create = {"masked": {"perm": 0o644}, "clientName": "hostile", "createFlag": 1, "createParent": True,
                          "replication": 1, "blockSize": 1 << 20}
                self.assertEqual(say("getFileInfo", src=path), "")
                self.assertEqual(say("mkdirs", src=path, masked=masked, createParent=True), expected)
                self.assertEqual(say("delete", src=path, recursive=True), "")
                self.assertEqual(say("create", src=path, **create), expected)
                self.assertEqual(say("getListing", src=path, startAfter=b"", needLocation=False), "")
                self.assertEqual(say("delete", src=path, recursive=True), "")
                self.assertEqual(say("mkdirs", src="/from", masked=masked, createParent=True), "")
                self.assertEqual(say("rename", src="/from", dst=path), expected)
        self.still_works()

    def test_paths_that_are_no_utf8(self):
        # The shell is given raw bytes; whatever the answer is, nobody falls over.
        for path in (b"/\xff\xfe", b"/a\x01b", b"/tab\there", b"/new\nline", b"/" + b"x/" * 4000, b"/\xc3\x28"):
            with self.subTest(path[:20]):
                self.cluster.hdfs("dfs", "-mkdir", os.fsdecode(path), check=False, text=False)
        self.still_works()

    # --- by chance ---------------------------------------------------------------------------------

    def pool(self):
        """Values that lead somewhere; never to the block of /kept, which must be there in the end."""
        with RpcConnection(self.cluster.namenode_port,
                           RpcFrames(self.messages, getpass.getuser(), SERVER + "DatanodeProtocol")) as connection:
            info = self.messages.decode("VersionResponseProto", connection.call("versionRequest", b"")[1])["info"]
        paths = [b"/", b"/fuzz", b"/fuzz/a", b"/fuzz/a/b", b"/fuzz/b", b"/target", *(b"/fuzz" + path for path in PATHS)]
        nodes = [b"fuzz-1", b"fuzz-2", b""]
        return {
            **dict.fromkeys(("src", "dst", "target", "trg", "srcs", "path", "paths", "parent"), paths),
            "poolId": [self.block["poolId"]], "blockPoolId": [self.block["poolId"]],
            "hadoop.hdfs.ExtendedBlockProto": [self.block, self.block, self.block | {"numBytes": 1 << 40},
                                               self.block | {"generationStamp": 1}],
            "blockId": [self.block["blockId"], *EDGES], "generationStamp": [self.block["generationStamp"], 1],
            "storageInfo": [self.messages.decode("NamespaceInfoProto", info)["storageInfo"]],
            "datanodeUuid": nodes, "storageUuid": [b"DS-1", b"DS-2"], "storageID": [b"DS-1"], "softwareVersion": [b"3.4.2"],
            "ipAddr": [b"127.0.0.1", b"::1", b"x"], "xferPort": [0, 1, 2, 65536], "masked": [{"perm": 0o777}],
            "clientName": [b"hostile", b""], "createFlag": [1, 2, 3, 4], "blockSize": [1 << 20],
            "replication": [1, 3], "requestedChecksum": [CRC32], "targets": [b""]}

    def rpc_chance(self, port, services):
        """Connections with some twenty calls each; the last is damaged as a frame, others only within."""
        chance = Chance(self.messages, random.Random(SEED), self.pool())
        calls = 0
        for _ in self.while_time():
            service = chance.random.choice([next(iter(services)), *services])
            frames = RpcFrames(self.messages, "mallory", services[service])
            data = frames.greeting()
            for _ in range(20):
                method, request = chance.random.choice(list(self.messages.services[service].items()))
                body = chance.message(request)
                call = frames.call(method, chance.mutate(body) if chance.random.random() < 0.3 else body)
                data += call
                calls += 1
            self.exchange_in_time(port, data[:-len(call)] + chance.mutate(call))
        self.assertGreater(calls, 1000)
        self.still_works()

    def while_time(self):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            yield

    def exchange_in_time(self, port, data):
        try:
            return exchange(port, data, timeout=2)
        except TimeoutError:  # it waits for somebody else, whom chance has named
            return None

    def test_namenode_by_chance(self):
        self.rpc_chance(self.cluster.namenode_port, NAMENODE_SERVICES)

    def test_datanode_rpc_port_by_chance(self):
        self.rpc_chance(self.cluster.datanode_ports[0][1], DATANODE_SERVICES)

    def test_datanode_transfer_port_by_chance(self):
        chance = Chance(self.messages, random.Random(SEED), self.pool())
        connections = 0
        for _ in self.while_time():
            code, name = chance.random.choice(list(OPERATIONS.items()))
            if chance.random.random() < 0.4:
                block = self.block | {"blockId": 1 << 41 | chance.random.randrange(50), "numBytes": 0}
                stage = chance.random.choice((0, 1, 3, 5, 6, 6, 6, 7, 8))
                data = self.write_block(block, stage=stage)
                data += b"".join(packet(self.messages, seqno, 1000 * seqno, chance.random.randbytes(1000))
                                 for seqno in range(chance.random.randrange(4)))
            else:
                data = operation(self.messages, code, name, chance.message(name))
            self.exchange_in_time(self.cluster.datanode_ports[0][0],
                                  chance.mutate(data) if chance.random.random() < 0.7 else data)
            connections += 1
        self.assertGreater(connections, 200)
        self.still_works()

    def test_zz_all_stop_in_good_order(self):
        # Last, because nothing is left of the cluster; leaks are told of at the end of a process.
        for daemon in self.cluster.daemons():
            self.assertEqual(daemon.stop(), 0, daemon.tail())
            self.assertEqual(daemon.sanitizer_reports(), "", daemon.name)
