"""Apache's FsShell with all its commands in one JVM (java/ShellLoop.java)."""
import subprocess
import urllib.parse

from apache import ApacheClient


class ShellLoop:
    def __init__(self, command, log, **options):
        self.log = log
        with open(log, "wb") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, **options)

    def run(self, user, stdin, arguments):
        """(exit code, standard output, standard error) of one command; the latter two as bytes."""
        words = [user, stdin, *map(str, arguments)]
        line = " ".join(urllib.parse.quote(word, safe="") for word in words)
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        head = self.process.stdout.readline().split()
        if len(head) != 3:
            raise RuntimeError(f"ShellLoop ended at {arguments}: {self.log.read_text()[-2000:]}")
        out, err = (self.process.stdout.read(int(length)) for length in head[1:])
        return int(head[0]), out, err

    def close(self):
        self.process.communicate(timeout=30)


class ApacheShellCase:
    """For a test case whose cluster stands after its setUp: shell() is Apache's, and each command succeeds."""

    def setUp(self):
        super().setUp()
        self.loop = ShellLoop(ApacheClient(self.cluster).command("ShellLoop"), self.cluster.folder / "shell.log",
                              env=self.cluster.environment)
        self.addCleanup(self.loop.close)

    def shell_options(self):
        """Go before each command."""
        return []

    def shell(self, *arguments):
        code, _, error = self.loop.run("", "", [*self.shell_options(), *arguments])
        self.assertEqual(code, 0, error.decode() + self.loop.log.read_text())
