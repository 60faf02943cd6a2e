"""The shell on webhdfs://: ours and Apache's say the same of the same files, on our daemons."""
import re
import types
import unittest

from mini_cluster import MiniCluster, free_port
from shell_parties import ApacheShell, OurShell

SHOWN = types.SimpleNamespace(arguments=("-ls",), numbers=True, ordered=True, whole=True)

# W is a directory, by WebHDFS.
COMMANDS = """
-mkdir -p W/a/b
-mkdir W/none/below
-mkdir W/a
-put LOCAL/one W/a/one
-put LOCAL/one W/a/one
-put -f LOCAL/big W/a/one
-put LOCAL/big W/big
-put - W/a/from-input
-ls W
-ls -R W
-ls W/none
-ls -C -t W/a
-cat W/a/from-input
-cat W/none
-cat W/a
-head W/big
-tail W/big
-get W/big LOCAL/out
-get W/none LOCAL/none
-appendToFile LOCAL/one W/a/one
-appendToFile LOCAL/one W/a/new
-checksum W/a/one
-stat %n:%F:%b:%a:%u:%g:%r:%o W/a/one
-stat %F:%a W/a
-du W
-du -s -h W
-count W
-count -q W
-chmod 640 W/a/one
-chmod -R u+x,g-w W/a
-chown alice:staff W/a/one
-chgrp web W/a/one
-stat %a:%u:%g W/a/one
-setrep 2 W/a/one
-touch -t 20200101:000000 W/a/one
-stat %y W/a/one
-touchz W/empty
-test -e W/a/one
-test -e W/none
-test -d W/a
-test -z W/empty
-setfacl -m user:bob:rwx W/a
-setfacl -m default:user:bob:r-x W/a
-getfacl W/a
-setfacl -x user:bob W/a
-setfacl -b W/a
-getfacl W/a
-setfattr -n user.colour -v green W/a/one
-getfattr -d W/a/one
-getfattr -n user.none W/a/one
-setfattr -x user.colour W/a/one
-getfattr -d W/a/one
-mv W/a/one W/two
-mv W/none W/x
-mv W/two W/a
-cp W/a/two W/copy
-cp W/none W/copy2
-ls W/a/*
-ls W/{a,c}*
-find W -name t*
-truncate -w 3 W/copy
-cat W/copy
-concat W/copy W/a/from-input
-rm W/copy
-rm W/none
-rm W/a
-rmdir W/a
-rmdir W/a/b
-rm -r -skipTrash W/a
-getmerge W LOCAL/out2
-ls W
-ls webhdfs://127.0.0.1:CLOSED/
"""


def differences(one, other):
    return "".join(f"\n{line}\n  {mine}\n  {theirs}" for (line, mine), (_, theirs) in zip(one, other) if mine != theirs)


class WebHdfsShellTest(unittest.TestCase):
    def answers(self, shell, closed):
        """What a shell says to all commands, from the same state on."""
        web = f"webhdfs://127.0.0.1:{self.cluster.http_port}/files"
        self.cluster.hdfs("dfs", "-rm", "-r", "-f", "-skipTrash", "/files", "/user", check=False)
        self.cluster.hdfs("dfs", "-mkdir", "/files")
        shell.prepare()
        (shell.local / "one").write_text("one\n")
        (shell.local / "big").write_bytes(b"0123456789abcdef" * 200_000)
        found = []
        for line in COMMANDS.strip().splitlines():
            words = [shell.expand(re.sub(r"\bW\b", web, word).replace("CLOSED", str(closed))) for word in line.split()]
            code, out, err = shell.run("", b"typed\n", words)
            texts = [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", "TIME", shell.normal(text, SHOWN)) for text in (out, err)]
            found.append((line, (code, *texts)))
        return found, [(shell.local / name).read_bytes() for name in ("out", "out2")]

    def test_both_shells_say_the_same(self):
        self.cluster = MiniCluster(datanodes=2)
        self.addCleanup(self.cluster.close)
        closed, answers = free_port(), []
        for shell in (OurShell(self.cluster, "our"), ApacheShell(self.cluster, "our")):
            self.addCleanup(shell.close)
            answers.append(self.answers(shell, closed))
        found = differences(answers[0][0], answers[1][0])
        self.assertFalse(found, found)
        self.assertEqual(answers[0][1], answers[1][1])
        self.assertEqual(dict(answers[0][0])["-cat W/a/from-input"], (0, "typed\n", ""))


if __name__ == "__main__":
    unittest.main()
