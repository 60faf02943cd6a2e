"""Tokens across the border: what we issue Apache's classes read and find genuine, with it Apache's client
enters our server, and with Apache's our client enters Apache's."""
import contextlib
import pathlib
import subprocess
import tempfile
import unittest

from apache import write_log4j
from apache_yarn import java
from mini_cluster import BIN

ATTEMPT = "appattempt_1795362318760_0011_000001"
MISMATCH = "refused: DIGEST-MD5: digest response format violation. Mismatched response."
TOKENS = [f"am YARN_AM_RM_TOKEN  {ATTEMPT}", "client YARN_CLIENT_TOKEN 127.0.0.1:9 alice",
          "container ContainerToken 127.0.0.1:25110 container_1795362318760_0011_01_000002",
          f"nm NMToken 127.0.0.1:25110 {ATTEMPT}"]


def lines(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@contextlib.contextmanager
def serving(*command):
    """The port of a server that ends with its standard input."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield server.stdout.readline().strip()
        server.stdin.close()
        server.wait(timeout=30)


class TokenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        write_log4j(cls.folder)
        cls.ours = BIN / "token_program"
        cls.genuine, cls.protobuf, cls.forged = (cls.folder / name for name in ("genuine", "protobuf", "forged"))
        lines(cls.ours, "issue", cls.genuine, "writable")
        lines(cls.ours, "issue", cls.protobuf, "protobuf")
        lines(cls.ours, "issue", cls.forged, "writable", "other-ke")

    def test_apache_reads_what_we_issue(self):
        seen = lines(*java(self.folder, "TokenProgram", "read", self.genuine, self.protobuf, self.forged))
        genuine = [f"{token} genuine" for token in TOKENS] + ["shuffle open sesame"]
        forged = [f"{token} forged" for token in TOKENS] + ["shuffle open sesame"]
        self.assertEqual(seen, genuine + genuine + forged)

    def test_apaches_client_enters_our_server(self):
        with serving(self.ours, "serve") as port:
            seen = lines(*java(self.folder, "TokenProgram", "call", port, self.genuine, self.forged))
        self.assertEqual(seen, [f"{ATTEMPT} key -7", MISMATCH])

    def test_our_client_enters_apaches_server(self):
        token, forged = self.folder / "apaches", self.folder / "changed"
        with serving(*java(self.folder, "TokenProgram", "serve", token)) as port:
            self.assertEqual(lines(self.ours, "call", port, token), [ATTEMPT])
            # one bit of the password, which is field 2 of the only token
            changed = bytearray(token.read_bytes())
            changed[changed.index(b"\x12\x14") + 3] ^= 1
            forged.write_bytes(changed)
            self.assertEqual(lines(self.ours, "call", port, forged), [MISMATCH])
            # without a token for this server there is no way in
            self.assertEqual(lines(self.ours, "call", port, self.genuine),
                             ["refused: Client cannot authenticate via:[TOKEN]"])
