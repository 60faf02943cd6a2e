"""Client-side mount tables (viewfs://) and symbolic links: Apache's shell and ours, on the same cluster and with the
same configuration, answer the same."""
import subprocess
import types
import unittest

from apache import ApacheClient
from mini_cluster import BIN, MiniCluster, write_site_xml
from shell_parties import ApacheShell, OurShell

SHOWN = types.SimpleNamespace(arguments=("-ls",), numbers=True, ordered=True, whole=True)

COMMANDS = r"""
-ls viewfs://t/
-ls viewfs://t/var
-ls -R viewfs://t/
-ls -R viewfs://t/data
-ls viewfs://t/none
-ls viewfs://t/none/deeper
-ls -d viewfs://t/data
-ls -d viewfs://t/var
-ls viewfs://t/*
-ls viewfs://t/data/*
-ls viewfs://t/*/a
-ls viewfs://none/
-ls viewfs:///
-fs viewfs://t/ -ls /
-fs viewfs://t/ -ls
-fs viewfs://t/ -cat /data/a
-cat viewfs://t/data/a
-cat viewfs://t/var
-cat viewfs://t/data/none
-tail viewfs://t/data/a
-checksum viewfs://t/data/a
-checksum viewfs://t/var
-stat %F-%n-%u-%a viewfs://t/ viewfs://t/var viewfs://t/data viewfs://t/data/a
-test -d viewfs://t/var
-test -f viewfs://t/data/a
-test -e viewfs://t/none
-test -w viewfs://t/var
-find viewfs://t/data -name a
-find viewfs://t/ -name a
-count viewfs://t/data
-count viewfs://t/
-count -q viewfs://t/data
-du viewfs://t/data
-du -s viewfs://t/data
-mkdir viewfs://t/new
-mkdir -p viewfs://t/new/deeper
-mkdir viewfs://t/var
-mkdir -p viewfs://t/var
-mkdir viewfs://t/data/new
-mkdir viewfs://t/data/no/new
-touchz viewfs://t/new
-touchz viewfs://t/none/new
-touchz viewfs://t/data/z
-touch viewfs://t/data/z
-put LOCAL/foo viewfs://t/
-put LOCAL/foo viewfs://t/foo
-put LOCAL/foo viewfs://t/data/
-put LOCAL/foo viewfs://t/data/
-appendToFile LOCAL/foo viewfs://t/data/foo
-cat viewfs://t/data/foo
-get viewfs://t/data/foo LOCAL/got
-cp viewfs://t/data/foo viewfs://t/var/logs/foo
-cat viewfs://t/var/logs/foo
-mv viewfs://t/data/z viewfs://t/data/y
-mv viewfs://t/data/y viewfs://t/var/logs/y
-mv viewfs://t/data viewfs://t/elsewhere
-mv viewfs://t/data/y viewfs://t/y
-rm viewfs://t/data/y
-rm -r -skipTrash viewfs://t/var
-rm -r -skipTrash viewfs://t/data
-rm -r -skipTrash viewfs://t/none
-rmdir viewfs://t/var
-rmdir viewfs://t/data/new
-chmod 700 viewfs://t/var
-chmod 700 viewfs://t/data/foo
-chown bob viewfs://t/var
-chgrp staff viewfs://t/data/foo
-setrep 1 viewfs://t/data/foo
-setfacl -m user:bob:r-- viewfs://t/var
-setfacl -m user:bob:r-- viewfs://t/data/foo
-getfacl viewfs://t/data/foo
-getfacl viewfs://t/var
-setfattr -n user.a -v b viewfs://t/var
-setfattr -n user.a -v b viewfs://t/data/foo
-getfattr -d viewfs://t/data/foo
-getfattr -d viewfs://t/var
-truncate 2 viewfs://t/data/foo
-cat viewfs://t/data/foo
-concat viewfs://t/data/foo viewfs://t/data/a
-createSnapshot viewfs://t/var
-createSnapshot viewfs://t/data
-D fs.trash.interval=60 -rm viewfs://t/data/foo
-D fs.trash.interval=60 -rm -r viewfs://t/var
-ls -R viewfs://f/
-ls viewfs://f/data
-ls viewfs://f/etc
-cat viewfs://f/etc/conf
-mkdir viewfs://f/made
-touchz viewfs://f/data
-touchz viewfs://f/file
-mv viewfs://f/file viewfs://f/made/file
-mv viewfs://f/made viewfs://f/data/made
-rm -r viewfs://f/made
-count viewfs://f/etc
-df viewfs://t/none
-ls viewfs://s/
-cat viewfs://s/one/a
-mkdir viewfs://s/new
-rm -r viewfs://s/new
-ls viewfs://s/none
-ls viewfs://bad/
-ls viewfs://r/
-ls viewfs://r/user/a_b
-cat viewfs://r/user/a_b/conf
-cat viewfs://r/user/none/conf
-put LOCAL/foo viewfs://r/user/a_b/foo
-mv viewfs://r/user/a_b/foo viewfs://r/user/a_b/bar
-rm viewfs://r/user/a_b/foo
-stat %n:%F viewfs://r/user/a_b
-ls viewfs://r/data
-ls viewfs://r/other/x
-ls viewfs://badregex/
-ls viewfs://badsettings/
""".strip().splitlines()


def differences(one, other):
    return "".join(f"\n{command}\n  {one[command]}\n  {other[command]}" for command in one
                   if one[command] != other[command])


class ViewTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=1, hdfs_site={"dfs.namenode.acls.enabled": "true"})
        self.addCleanup(self.cluster.close)
        uri = self.cluster.uri
        tables = {"t.link./data": f"{uri}/one", "t.link./var/logs": f"{uri}/two", "s.linkMergeSlash": f"{uri}/",
                  "f.link./data": f"{uri}/one", "f.link./opt/x": f"{uri}/two", "f.linkFallback": f"{uri}/fall",
                  "bad.oops": "x", "r.link./data": f"{uri}/one",
                  r"r.linkRegex.replaceresolveddstpath:_:-#.^/user/(?&lt;name&gt;\w+)": uri + "/regex/${name}",
                  "badregex.linkRegex.^/(": "x", "badsettings.linkRegex.x:y:z#.^/a": "x"}
        write_site_xml(self.cluster.conf / "core-site.xml", {"fs.defaultFS": uri} | {
            f"fs.viewfs.mounttable.{key}": value for key, value in tables.items()})

    def answers(self, shell):
        """What a shell says to all commands, from the same state on."""
        self.cluster.hdfs("dfs", "-rm", "-r", "-f", "-skipTrash", "/one", "/two", "/fall", "/regex", "/user",
                          check=False)
        for path in ("/one/a", "/two/b", "/fall/etc/conf", "/fall/data/hidden", "/regex/a-b/conf"):
            self.cluster.hdfs("dfs", "-mkdir", "-p", path.rpartition("/")[0])
            self.cluster.hdfs("dfs", "-put", "-", path, input=b"text\n", text=False)
        shell.prepare()
        (shell.local / "foo").write_text("local\n")
        result = {}
        for command in COMMANDS:
            code, out, err = shell.run("", b"", [shell.expand(word) for word in command.split()])
            result[command] = code, shell.normal(out, SHOWN), shell.normal(err, SHOWN)
        return result

    def test_both_shells_answer_the_same(self):
        shells = [OurShell(self.cluster, "our"), ApacheShell(self.cluster, "our")]
        answers = []
        for shell in shells:
            self.addCleanup(shell.close)
            answers.append(self.answers(shell))
        found = differences(*answers)
        self.assertFalse(found, found)
        self.assertEqual(answers[0]["-cat viewfs://t/data/a"], (0, "text\n", ""))

    def test_df_shows_each_mount_point(self):
        out = self.cluster.hdfs("dfs", "-df", "viewfs://t/").stdout.splitlines()
        self.assertRegex(out[0], r"^Filesystem +Size +Used +Available +Use% +Mounted on$")
        self.assertEqual(sorted(line.split()[-1] for line in out[1:]), ["/data", "/var/logs"])


class LinkTest(unittest.TestCase):
    FOLLOW = ("-D", "dfs.namenode.symlinks.enabled=true")

    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1, hdfs_site={"dfs.namenode.symlinks.enabled": "true"})
        cls.cluster.hdfs("dfs", "-mkdir", "-p", "/real/deep")
        cls.cluster.hdfs("dfs", "-put", "-", "/real/file", input=b"text\n", text=False)
        client = ApacheClient(cls.cluster)
        client.run("MakeLinks", "/link", "/real", "/deep-link", "real/deep/../file", "/away",
                   cls.cluster.uri + "/real/file", "/loop", "/loop", "/dangling", "/nowhere")

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def ours(self, *arguments, follow="true", **options):
        done = subprocess.run([BIN / "hdfs", "dfs", "-D", f"dfs.namenode.symlinks.enabled={follow}", *arguments],
                              env=self.cluster.environment, capture_output=True, text=True, timeout=60, **options)
        return done.returncode, done.stdout, done.stderr

    def test_calls_follow(self):
        self.assertEqual(self.ours("-cat", "/link/file"), (0, "text\n", ""))
        self.assertEqual(self.ours("-cat", "/deep-link"), (0, "text\n", ""))
        self.assertEqual(self.ours("-cat", "/away"), (0, "text\n", ""))
        self.assertIn("/link/deep", self.ours("-ls", "/link")[1])
        self.assertEqual(self.ours("-mkdir", "/link/new")[0], 0)
        self.assertEqual(self.ours("-put", "-", "/link/new/x", input="more")[0], 0)
        self.assertEqual(self.ours("-appendToFile", "-", "/link/new/x", input="!")[0], 0)
        self.assertEqual(self.ours("-cat", "/real/new/x"), (0, "more!", ""))
        self.assertEqual(self.ours("-chmod", "600", "/link/new/x")[0], 0)
        self.assertEqual(self.ours("-stat", "%a", "/real/new/x"), (0, "600\n", ""))
        self.assertEqual(self.ours("-mv", "/link/new/x", "/link/new/y")[0], 0)
        self.assertEqual(self.ours("-test", "-f", "/real/new/y")[0], 0)
        self.assertEqual(self.ours("-rm", "-r", "/link/new")[0], 0)
        self.assertEqual(self.ours("-test", "-e", "/real/new")[0], 1)

    def test_links_without_end(self):
        code, _, err = self.ours("-cat", "/loop")
        self.assertEqual(code, 1)
        self.assertIn("Possible cyclic loop while following symbolic link", err)
        code, _, err = self.ours("-cat", "/dangling")
        self.assertEqual((code, err), (1, "cat: `/dangling': No such file or directory\n"))

    def test_switched_off_as_delivered_like_apaches_shell(self):
        for arguments in (("-cat", "/link/file"), ("-ls", "/link"), ("-mkdir", "/link/x")):
            apache = ApacheClient(self.cluster).fs(*arguments, check=False)
            self.assertEqual(self.ours(*arguments, follow="false"), (apache.returncode, apache.stdout, apache.stderr))


if __name__ == "__main__":
    unittest.main()
