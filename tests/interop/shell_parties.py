"""The two shells, each aimed at one cluster, answering the steps of shell_commands.py."""
import getpass
import grp
import os
import re
import shutil
import subprocess

from apache import java, write_log4j
from mini_cluster import BIN
from shell_commands import SECTIONS, VERBS, make_local_files, steps
from shell_loop import ShellLoop

# what Apache's scripts set for its shell: messages for the user are logged at this level
INFO_LOGGERS = ("log4j.appender.console.follow=true\n"
                "log4j.logger.org.apache.hadoop.fs.TrashPolicyDefault=INFO\n"
                "log4j.logger.org.apache.hadoop.hdfs.util.ECPolicyLoader=INFO\n")


APACHE, OURS = "Apache's", "our"  # whose the cluster is


def cluster_settings():
    """Of both clusters. No erasure coding policy is enabled on ours."""
    return {"core_site": {"fs.trash.interval": 60},
            "hdfs_site": {"dfs.namenode.ec.system.default.policy": " ", "dfs.namenode.ec.userdefined.policy.allowed": "false"}}


def answers_of(shell, cluster, whose):
    """Of a party that is made for it."""
    party = shell(cluster, whose)
    try:
        return party.answers()
    finally:
        party.close()


# what a line may begin with instead of a verb of `hdfs dfs`
TOOLS = ("cacheadmin", "crypto", "debug", "dfsadmin", "ec", "fsck", "getconf", "groups", "lsSnapshot", "lsSnapshottableDir",
         "snapshotDiff", "storagepolicies")


class Party:
    """A shell on a cluster, with a local folder that it works in."""

    def __init__(self, name, cluster):
        self.name, self.cluster = name, cluster
        self.local = cluster.folder / f"local-{name.replace(' ', '-')}"
        self.directives = []  # the ids of those that the section added

    def prepare(self):
        """Fresh local files; the folder itself stays, because a process works in it."""
        self.local.mkdir(exist_ok=True)
        for entry in self.local.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        make_local_files(self.local)

    def answers(self):
        """{(section, number): what came out}, all sections in order."""
        result = {}
        for section in SECTIONS:
            self.prepare()
            self.directives.clear()
            for number, step in enumerate(steps(section)):
                result[section, number] = self.answer(step)
            self.run("", b"", ("-rm", "-r", "-f", "-skipTrash", "/*"))
        return result

    def answer(self, step):
        if step.kind == "read":
            path = self.local / step.arguments[0]
            return path.read_text() if path.exists() else "no such file"
        if step.kind == "list":
            root = self.local / step.arguments[0]
            return sorted(str(path.relative_to(root)) for path in root.rglob("*"))
        arguments = tuple(self.expand(argument) for argument in step.arguments)
        stdin = (self.local / step.stdin).read_bytes() if step.stdin else b""
        exit_code, out, err = self.run(step.user, stdin, arguments)
        self.directives += re.findall(r"^Added cache directive (\d+)", out)
        return exit_code, self.normal(out, step), self.normal(err, step)

    def expand(self, argument):
        for word, value in {"NAMENODE": self.cluster.uri.removeprefix("hdfs://"), "LOCAL": str(self.local),
                            "ROOT": getpass.getuser(), "GROUP": grp.getgrgid(os.getgid()).gr_name,
                            "DATANODE": f"127.0.0.1:{self.cluster.datanode_ports[0][1]}", "NAME255": "n" * 255, "NAME256": "n" * 256}.items():
            argument = argument.replace(word, value)
        return re.sub(r"^DIRECTIVE(\d)$", lambda found: self.directives[int(found[1]) - 1], argument)

    def without_ids(self, text):
        """The ids of cache directives by their order, in sentences and in the first column of the list."""
        text = re.sub(r"(?m)^ *ID ", "ID ", text)
        for number, directive in enumerate(self.directives, 1):
            text = re.sub(rf"(?m)(directive |^ *|with ID ){directive}\b", rf"\1DIRECTIVE{number}", text)
        return re.sub(r"(?m)^ *(DIRECTIVE\d)", r"\1", text)

    def normal(self, text, step):
        text = text.replace(self.cluster.uri, "hdfs://NAMENODE").replace(str(self.local), "LOCAL")
        text = text.replace(f"127.0.0.1:{self.cluster.datanode_ports[0][1]}", "DATANODE")
        text = text.replace(f"127.0.0.1:{self.cluster.http_port}", "NAMENODE_WEB")
        text = text.replace(f"localhost:{self.cluster.namenode_port}", "localhost:NAMENODE")
        text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}", "TIME", text)
        text = re.sub(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d [\d:]{8} \w+ \d{4}", "DAY", text)
        text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "DATE", text)
        text = re.sub(r"(\.Trash\S*/\S*?)\d{13}\b", r"\1MS", text)
        text = re.sub(r"\.Trash/\d{12}", ".Trash/CHECKPOINT", text)
        text = re.sub(r"(Waiting for \S+ )\.+", r"\1...", text)  # one dot a second
        if step.arguments[0] not in TOOLS:
            text = re.sub(r"(?m)^\t\[-(?!(?:%s)\b).*\n" % "|".join(VERBS), "", text)
        # Java's own traces, and the blank line that ends one
        text = re.sub(r"(?m)^(\tat |\t\.\.\. |Caused by: |[\w.$]+\.\w+Exception\b).*\n\n?", "", text)
        if step.arguments[0] == "cacheadmin":
            text = self.without_ids(text)
        if not step.numbers:
            text = re.sub(r"\d[\d.]*( [KMGT])?", "N", text)
            text = re.sub(r"[ ]+", " ", text)
        if not step.whole:
            text = text.partition("\n")[0]
        return text if step.ordered else sorted(text.splitlines())


class OurShell(Party):
    def __init__(self, cluster, whose):
        super().__init__(f"our shell on {whose} cluster", cluster)

    def run(self, user, stdin, arguments):
        environment = dict(self.cluster.environment, **({"HADOOP_USER_NAME": user} if user else {}))
        tool = () if arguments and arguments[0] in TOOLS else ("dfs",)
        done = subprocess.run([BIN / "hdfs", *tool, *arguments], input=stdin, capture_output=True, timeout=120,
                              cwd=self.local, env=environment)
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def close(self):
        pass


class ApacheShell(Party):
    def __init__(self, cluster, whose):
        super().__init__(f"Apache's shell on {whose} cluster", cluster)
        self.whose = whose
        conf = cluster.folder / "shell-conf"
        shutil.copytree(cluster.conf, conf, ignore=shutil.ignore_patterns("webapps"))
        write_log4j(conf)
        with open(conf / "log4j.properties", "a") as file:
            file.write(INFO_LOGGERS)
        self.prepare()
        self.loop = ShellLoop(java(conf, "ShellLoop"), cluster.folder / "shell.log", cwd=self.local,
                              env=cluster.environment)

    def run(self, user, stdin, arguments):
        code, *texts = self.loop.run(user, stdin.decode(), arguments)
        out, err = (text.decode(errors="replace") for text in texts)
        if self.whose == OURS:
            # Our NameNode's refusals have no stack trace, and so the shell does not cut off its advice with it.
            err = re.sub(r"(?m)^(rm: Failed to move .*)\. Consider using -skipTrash option$", r"\1", err)
        # what System.exit would make of it
        return code & 0xFF, out, err

    def close(self):
        self.loop.close()
