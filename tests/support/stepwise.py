"""Handles on step_writer.py and StepWriter.java: writers whose every step a test decides.

    with OurWriter(cluster, content, "/file") as writer:
        writer.step("write 1000")
        writer.step("hflush")       # AssertionError unless it succeeds
        writer.step("close")
"""
import pathlib
import subprocess
import sys

from apache import ApacheClient
from mini_cluster import BIN, die_with_the_test

PROGRAM = pathlib.Path(__file__).with_name("step_writer.py")


class StepWriter:
    def __init__(self, cluster, content, path, mode="create", replication=3):
        self.acknowledged = 0  # bytes that a flush or close answered for
        self.log = cluster.folder / f"writer-{path.replace('/', '-')}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command(cluster, content, path, mode, replication)], text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=cluster.environment,
                preexec_fn=die_with_the_test)
        self._check(self.answer(), "open")

    def command(self, cluster, content, path, mode, replication):
        raise NotImplementedError

    def answer(self):
        """To a command that was begun."""
        line = self.process.stdout.readline().rstrip("\n")
        return line or "error it ended"

    def _check(self, answer, command):
        if not answer.startswith("ok "):
            raise AssertionError(f"{command}: {answer}\n{self.log.read_text(errors='replace')[-4000:]}")
        return int(answer.split()[1])

    def begin(self, command):
        """Sends a command whose answer `finish` takes."""
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def finish(self, command=""):
        position = self._check(self.answer(), command)
        if not command.startswith("write"):
            self.acknowledged = position

    def step(self, *commands):
        for command in commands:
            self.begin(command)
            self.finish(command)

    def refusal(self, command):
        """What a command that must fail answers."""
        self.begin(command)
        answer = self.answer()
        if not answer.startswith("error "):
            raise AssertionError(f"{command} succeeded: {answer}")
        return answer.removeprefix("error ")

    def skip(self, length):
        """The file has so much of the content already."""
        self.step(f"skip {length}")

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


class OurWriter(StepWriter):
    def command(self, cluster, content, path, mode, replication):
        return [sys.executable, PROGRAM, BIN.parent / "lib/libhdfs.so", content, path, mode, replication]


class ApacheWriter(StepWriter):
    def command(self, cluster, content, path, mode, replication):
        return ApacheClient(cluster).command("StepWriter", content, path, mode, replication)
