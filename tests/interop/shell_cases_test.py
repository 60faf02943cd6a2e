"""Apache's own shell cases, from the data files of its tests, by our commands on our cluster."""
import shutil
import unittest

from apache_suites import fetched_extras, lines
from mini_cluster import BIN, MiniCluster
from shell_cases import Shell, read_cases

USER = "root"


class ShellCasesTest(unittest.TestCase):
    def run_file(self, name, datanodes=1, hdfs_site=None, core_site=None):
        """Every case of the file but those that suites/shell_left_out.txt names: a failure of theirs is no news."""
        known = {int(number) for file, number in map(str.split, lines("shell_left_out.txt")) if file == name}
        failed = {}
        with MiniCluster(datanodes=datanodes, replication=1, hdfs_site=hdfs_site, core_site=core_site) as cluster:
            folder = cluster.folder / "cache"
            shutil.copytree(fetched_extras() / "data", folder)
            shell = Shell(cluster, BIN / "hdfs", {
                "NAMENODE": cluster.uri.replace("127.0.0.1", "localhost"), "USERNAME": USER,
                "CLITEST_DATA": f"file:{folder}", "#LF#": "\n"}, folder)
            cases = read_cases(folder / name)
            for number, case in enumerate(cases, 1):
                complaint = shell.failure(case)
                if complaint:
                    failed[number] = f"#{number} {case.title.strip()}\n{complaint}"
        print(f"{name}: {len(cases) - len(failed)} of {len(cases)} cases passed", flush=True)
        self.assertEqual([], [text for number, text in failed.items() if number not in known])
        if known - set(failed):
            print(f"  no longer fail, off the list with them: {sorted(known - set(failed))}", flush=True)

    def test_files_and_administration(self):
        self.run_file("testHDFSConf.xml", datanodes=8)

    def test_access_lists(self):
        self.run_file("testAclCLI.xml", hdfs_site={"dfs.namenode.posix.acl.inheritance.enabled": "false"})

    def test_inherited_access_lists(self):
        self.run_file("testAclCLIWithPosixAclInheritance.xml",
                      hdfs_site={"dfs.namenode.posix.acl.inheritance.enabled": "true"})

    def test_attributes(self):
        self.run_file("testXAttrConf.xml")

    def test_caches(self):
        self.run_file("testCacheAdminConf.xml")

    def test_erasure_coding(self):
        """Policies are listed and files are replicated: what sets a policy is left out."""
        self.run_file("testErasureCodingConf.xml", datanodes=3)

    def test_encryption(self):
        """There is no key provider: what makes a zone is left out."""
        self.run_file("testCryptoConf.xml")

    def test_deletion(self):
        self.run_file("testDeleteConf.xml", core_site={"hadoop.shell.safely.delete.limit.num.files": 5})


if __name__ == "__main__":
    unittest.main()
