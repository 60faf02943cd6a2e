"""Short-circuit reads: descriptors and shared memory over the DataNode's domain socket, as our client uses them and
byte by byte as Hadoop's does. (An unmodified Java client needs Hadoop's native library, which no registry has.)"""
import array
import mmap
import os
import pathlib
import re
import socket
import stat
import struct
import subprocess
import tempfile
import unittest

from messages import Messages, delimited, take_varint
from mini_cluster import BIN, ROOT, MiniCluster, wait_until

REQUEST_FDS, RELEASE_FDS, REQUEST_SHM = 87, 88, 89
SUCCESS, ERROR, ERROR_INVALID, ERROR_UNSUPPORTED = 0, 1, 3, 7
VALID = 1 << 63
DATA = bytes(i * 7 % 251 for i in range(3_000_001))
messages = Messages()


class Conversation:
    """A client on the domain socket, as far as Hadoop's goes."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(str(path))

    def ask(self, op, kind, values, answer):
        self.socket.sendall(struct.pack(">HB", 28, op) + delimited(messages.encode(kind, values)))
        return self.read(answer)

    def read(self, answer):
        head = b""
        while not head or head[-1] > 127:
            head += self.socket.recv(1)
        length = take_varint(head, 0)[0]
        body = b""
        while len(body) < length:
            body += self.socket.recv(length - len(body))
        decoded = messages.decode(answer, body)
        for name in {"message", "error"} & decoded.keys():
            decoded[name] = bytes(decoded[name]).decode()
        return decoded

    def descriptors(self):
        byte, control, _, _ = self.socket.recvmsg(1, socket.CMSG_SPACE(64))
        found = array.array("i")
        for level, kind, data in control:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                found.frombytes(data)
        return byte, list(found)

    def close(self):
        self.socket.close()


class ShortCircuitTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(dir="/root" if os.geteuid() == 0 else pathlib.Path.home())
        cls.socket_path = pathlib.Path(cls.folder.name) / "dn_PORT"
        cls.cluster = MiniCluster(datanodes=1, replication=1, hdfs_site={
            "dfs.client.read.shortcircuit": "true", "dfs.domain.socket.path": str(cls.socket_path)})
        cls.path = str(cls.socket_path).replace("_PORT", str(cls.cluster.datanodes[0].port))
        local = pathlib.Path(cls.folder.name) / "data"
        local.write_bytes(DATA)
        cls.cluster.hdfs("dfs", "-put", local, "/data")
        cls.program = pathlib.Path(cls.folder.name) / "program"
        subprocess.run(["gcc", "-std=gnu11", "-Wall", "-o", cls.program, ROOT / "tests/interop/short_circuit_program.c",
                        f"-I{ROOT}/libhdfs/include", f"-L{BIN.parent}/lib", "-lhdfs", f"-Wl,-rpath,{BIN.parent}/lib"],
                       check=True)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()
        cls.folder.cleanup()

    def replica(self, length):
        for meta in self.cluster.data_folder(0).rglob("blk_*.meta"):
            block_id, stamp = re.fullmatch(r"blk_(\d+)_(\d+)\.meta", meta.name).groups()
            data = meta.with_name(f"blk_{block_id}")
            if data.exists() and data.stat().st_size == length:
                pool = next(part for part in meta.parts if part.startswith("BP-"))
                return {"poolId": pool, "blockId": int(block_id), "generationStamp": int(stamp), "numBytes": length}, meta
        raise AssertionError("no such replica")

    def fds(self, conversation, block, **more):
        values = {"header": {"block": block}, "maxVersion": 1, **more}
        return conversation.ask(REQUEST_FDS, "OpRequestShortCircuitAccessProto", values, "BlockOpResponseProto")

    def shm(self, conversation):
        answer = conversation.ask(REQUEST_SHM, "ShortCircuitShmRequestProto", {"clientName": "test"},
                                  "ShortCircuitShmResponseProto")
        self.assertEqual(answer["status"], SUCCESS)
        byte, files = conversation.descriptors()
        self.assertEqual((byte, len(files)), (b"\0", 1))
        return answer["id"], files[0], mmap.mmap(files[0], 8192)

    def program_lines(self, *arguments):
        done = self.cluster.run(self.program, str(self.cluster.namenode_port), *arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def expected_sum(self, data):
        total = 0
        for byte in data:
            total = (total * 31 + byte) % (1 << 64)
        return total

    def test_our_client_reads_past_the_datanode(self):
        line, = self.program_lines("/data")
        self.assertEqual(line, f"{len(DATA)} bytes, local 1, short-circuit 1, sum {self.expected_sum(DATA)}")

    def test_descriptors_of_block_and_meta_file(self):
        block, meta = self.replica(len(DATA))
        conversation = Conversation(self.path)
        answer = self.fds(conversation, block)
        self.assertEqual((answer["status"], answer["shortCircuitAccessVersion"]), (SUCCESS, 1))
        byte, files = conversation.descriptors()
        self.assertEqual((byte, len(files)), (b"\0", 2))
        self.assertEqual(os.pread(files[0], len(DATA) + 1, 0), DATA)
        self.assertEqual(os.pread(files[1], 1 << 20, 0), meta.read_bytes())
        for file in files:
            self.assertRaises(OSError, os.write, file, b"x")
            os.close(file)
        answer = self.fds(conversation, block, supportsReceiptVerification=True)  # the connection is kept
        byte, files = conversation.descriptors()
        self.assertEqual((byte, len(files)), (b"\1", 2))
        conversation.socket.sendall(b"\1")
        answer = self.fds(conversation, block)
        self.assertEqual(answer["status"], SUCCESS)
        conversation.close()

    def test_refusals(self):
        block, _ = self.replica(len(DATA))
        conversation = Conversation(self.path)
        answer = self.fds(conversation, block, maxVersion=0)
        self.assertEqual(answer["status"], ERROR_UNSUPPORTED)
        self.assertIn("Your client is too old to read this block!", answer["message"])
        answer = self.fds(conversation, dict(block, blockId=1))
        self.assertEqual(answer["status"], ERROR)
        self.assertIn("Replica not found for", answer["message"])
        slot = {"shmId": {"hi": 1, "lo": 2}, "slotIdx": 0}
        answer = self.fds(conversation, block, slotId=slot)
        self.assertEqual(answer["status"], ERROR)
        self.assertIn("there is no shared memory segment registered with shmId 0000000000000001", answer["message"])
        answer = conversation.ask(RELEASE_FDS, "ReleaseShortCircuitAccessRequestProto", {"slotId": slot},
                                  "ReleaseShortCircuitAccessResponseProto")
        self.assertEqual(answer["status"], ERROR_INVALID)
        conversation.close()
        tcp = Conversation.__new__(Conversation)
        tcp.socket = socket.create_connection(("127.0.0.1", self.cluster.datanodes[0].port), 20)
        answer = self.fds(tcp, block)
        self.assertEqual((answer["status"], answer["message"]), (
            ERROR, "You cannot pass file descriptors over anything but a UNIX domain socket."))
        tcp.close()

    def test_slots(self):
        block, _ = self.replica(len(DATA))
        holder, conversation = Conversation(self.path), Conversation(self.path)
        name, file, memory = self.shm(holder)
        self.assertRaises(OSError, os.ftruncate, file, 10)  # the DataNode maps it too
        slot = {"shmId": name, "slotIdx": 3}
        flags = lambda: struct.unpack_from("=Q", memory, 3 * 64)[0]
        answer = self.fds(conversation, block, slotId=slot)
        self.assertIn("slot 3 is not marked as valid.", answer["message"])
        struct.pack_into("=Q", memory, 3 * 64, VALID)
        answer = self.fds(conversation, block, slotId=slot)
        self.assertEqual(answer["status"], SUCCESS)
        conversation.descriptors()
        self.assertEqual(flags(), VALID)
        for index, words in ((3, "slot 3 is already in use."), (128, "invalid slot index 128"),
                             (-1, "invalid negative slot index -1")):
            answer = self.fds(conversation, block, slotId={"shmId": name, "slotIdx": index})
            self.assertEqual(answer["status"], ERROR)
            self.assertIn(words, answer["message"])
        answer = conversation.ask(RELEASE_FDS, "ReleaseShortCircuitAccessRequestProto", {"slotId": slot},
                                  "ReleaseShortCircuitAccessResponseProto")
        self.assertEqual((answer["status"], flags()), (SUCCESS, 0))
        holder.close()

        def is_gone():
            answer = self.fds(conversation, block, slotId=slot)
            return "there is no shared memory segment" in answer.get("message", "")
        struct.pack_into("=Q", memory, 3 * 64, VALID)
        wait_until(is_gone, what="the end of the segment")
        conversation.close()

    def test_a_deleted_replica_loses_its_slot(self):
        self.cluster.hdfs("dfs", "-put", self.program, "/deleted")
        block, _ = self.replica(self.program.stat().st_size)
        holder, conversation = Conversation(self.path), Conversation(self.path)
        name, _, memory = self.shm(holder)
        struct.pack_into("=Q", memory, 0, VALID)
        self.assertEqual(self.fds(conversation, block, slotId={"shmId": name, "slotIdx": 0})["status"], SUCCESS)
        _, files = conversation.descriptors()
        self.cluster.hdfs("dfs", "-rm", "-skipTrash", "/deleted")
        wait_until(lambda: struct.unpack_from("=Q", memory, 0)[0] == 0, what="the slot's end")
        self.assertEqual(os.pread(files[0], 1 << 20, 0), self.program.read_bytes())  # who reads reads on
        holder.close()
        conversation.close()

    def test_corruption_is_noticed(self):
        self.cluster.hdfs("dfs", "-put", self.program, "/corrupt")
        block, meta = self.replica(self.program.stat().st_size)
        with open(meta.with_name(f"blk_{block['blockId']}"), "r+b") as file:
            file.seek(100)
            byte = file.read(1)
            file.seek(100)
            file.write(bytes([byte[0] ^ 1]))
        done = self.cluster.run(self.program, str(self.cluster.namenode_port), "/corrupt")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Checksum error at 0 of", done.stdout + done.stderr)
        self.cluster.hdfs("dfs", "-rm", "-skipTrash", "/corrupt")

    def test_the_socket_and_its_path(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o666)
        with tempfile.TemporaryDirectory() as weak:
            os.chmod(weak, 0o777)
            done = self.cluster.run(BIN / "datanode", "-D", f"dfs.domain.socket.path={weak}/dn", "-D",
                                    f"dfs.datanode.data.dir={weak}/data", "-D", "dfs.datanode.address=127.0.0.1:0", "-D",
                                    "dfs.datanode.ipc.address=127.0.0.1:0", "-D", "dfs.datanode.http.address=127.0.0.1:0")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("It is not protected because it is world-writable.", done.stdout + done.stderr)
            self.assertIn("https://wiki.apache.org/hadoop/SocketPathSecurity", done.stdout + done.stderr)

    def test_without_the_socket_the_client_uses_tcp(self):
        done = subprocess.run([BIN / "hdfs", "dfs", "-D", "dfs.domain.socket.path=/nowhere/dn", "-cat", "/data"],
                              env=self.cluster.environment, capture_output=True, timeout=50)
        self.assertEqual(done.stdout, DATA)

    def test_data_traffic_over_the_socket(self):
        done = subprocess.run([BIN / "hdfs", "dfs", "-D", "dfs.client.read.shortcircuit=false", "-D",
                               "dfs.client.domain.socket.data.traffic=true", "-cat", "/data"],
                              env=self.cluster.environment, capture_output=True, timeout=50)
        self.assertEqual(done.stdout, DATA)


if __name__ == "__main__":
    unittest.main()
