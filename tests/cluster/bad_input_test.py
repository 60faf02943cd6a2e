"""What strangers may send: the daemons answer as Hadoop does or close the connection, and go on serving."""
import random
import socket
import struct
import unittest

from mini_cluster import MiniCluster, ROOT

BOOK = ROOT / "deploy/books/alice29.txt"
SEED = 20261122


def send(port, data, wait=2.0):
    """Sends and reads until the daemon closes or stays silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionError):
            pass
    return answer


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1)
        cls.cluster.hdfs("dfs", "-put", BOOK, "/book")

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def tearDown(self):
        for daemon in self.cluster.daemons():
            self.assertTrue(daemon.running(), f"{daemon.name} is gone:\n{daemon.tail()}")
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/book", text=False).stdout, BOOK.read_bytes())

    def ports(self):
        datanode = self.cluster.datanodes[0]
        ipc = int(next(a for a in datanode.command if "ipc.address" in str(a)).rsplit(":", 1)[1])
        return {"namenode": self.cluster.namenode_port, "transfer": datanode.port, "ipc": ipc}

    def test_random_bytes(self):
        generator = random.Random(SEED)
        for name, port in self.ports().items():
            for i in range(40):
                prefix = [b"", b"hrpc\x09\x00\x00", b"\x00\x1c", b"\x00\x1cP", b"\x00\x1cQ", b"\xde\xad\xbe\xef"][i % 6]
                with self.subTest(port=name, i=i):
                    send(port, prefix + generator.randbytes(generator.randrange(1, 400)), 0.3)

    def test_http_on_the_rpc_port_is_told_so(self):
        answer = send(self.ports()["namenode"], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIn(b"It looks like you are making an HTTP request to a Hadoop IPC port", answer)

    def test_other_rpc_versions_are_refused_by_name(self):
        answer = send(self.ports()["namenode"], b"hrpc\x08\x00\x00" + b"\x00" * 20)
        self.assertIn(b"VersionMismatch", answer)

    def test_frames_beyond_the_limit_take_no_memory(self):
        before = self.cluster.namenode.resident_mib()
        for length in (0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, 200 << 20):
            send(self.ports()["namenode"], b"hrpc\x09\x00\x00" + struct.pack(">I", length) + b"x" * 100, 0.5)
        self.assertLess(self.cluster.namenode.resident_mib(), before + 64)

    def test_lying_lengths_inside_a_frame(self):
        for inner in (varint(1 << 40), varint(0xFFFFFFFF), b"\xff" * 11, varint(5) + b"ab"):
            frame = struct.pack(">I", len(inner)) + inner
            send(self.ports()["namenode"], b"hrpc\x09\x00\x00" + frame, 0.5)

    def test_transfer_operations_that_do_not_exist(self):
        for version, opcode in ((28, 0), (28, 79), (28, 200), (27, 81), (0, 0), (0xFFFF, 255)):
            send(self.ports()["transfer"], struct.pack(">HB", version, opcode) + varint(3) + b"abc", 0.5)
        send(self.ports()["transfer"], struct.pack(">HB", 28, 81) + varint(1 << 31), 0.5)

    def shell(self, *arguments):
        result = self.cluster.hdfs("dfs", *arguments, check=False)
        return result.returncode, result.stderr

    def test_names_of_255_bytes_pass_and_of_256_do_not(self):
        self.assertEqual(self.shell("-touchz", "/" + "n" * 255)[0], 0)
        code, text = self.shell("-touchz", "/" + "n" * 256)
        self.assertEqual(code, 1)
        self.assertIn("The maximum path component name limit of", text)
        self.assertEqual(self.shell("-rm", "/" + "n" * 255)[0], 0)

    def test_paths_beyond_8000_bytes_are_refused(self):
        long = "/" + "/".join(["d" * 200] * 41)
        code, text = self.shell("-mkdir", "-p", long)
        self.assertEqual(code, 1)
        self.assertIn("Pathname too long", text)

    def test_unusual_but_legal_names_live_and_die(self):
        for name in ("with space", "tab\tinside", "\x01control", "umlaut-ä-漢字", "quote'\"", "%41"):
            with self.subTest(name=name):
                self.assertEqual(self.shell("-touchz", f"/{name}")[0], 0)
                self.assertIn(name, self.cluster.hdfs("dfs", "-ls", "/").stdout)
                self.assertEqual(self.shell("-rm", f"/{name}")[0], 0)


if __name__ == "__main__":
    unittest.main()
