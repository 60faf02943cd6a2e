"""What the NameNode answers to every method of Apache's ClientProtocol, asked by Apache's own client; docs/FEATURES.md
says the same. `python3 tests/interop/feature_matrix_test.py --write` writes that page anew."""
import pathlib
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / folder) for folder in ("cluster", "interop", "support")]

from apache import ApacheClient  # noqa: E402
from mini_cluster import MiniCluster, ROOT  # noqa: E402

PAGE = ROOT / "docs/FEATURES.md"
HEAD = """# What of HDFS is there

Every method of Hadoop 3.4's `ClientProtocol`, as the NameNode answers it to an unmodified Apache client. Written by
`tests/interop/feature_matrix_test.py` from what it sees; `EveryMethod.java` looks at the answers, too.

| method | answer |
|---|---|
"""


def outcomes(**site):
    """The report of EveryMethod, which also judges the answers."""
    with MiniCluster(datanodes=2, hdfs_site={"dfs.replication": "1", "dfs.namenode.fs-limits.min-block-size": "0"} | site) as cluster:
        done = ApacheClient(cluster).run("EveryMethod", check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr[-6000:])
        return dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)


def page(plain):
    return HEAD + "".join(f"| {method} | {outcome} |\n" for method, outcome in sorted(plain.items()))


class FeatureMatrixTest(unittest.TestCase):
    maxDiff = None

    def test_the_page_says_what_the_methods_answer(self):
        self.assertEqual(PAGE.read_text(encoding="utf-8"), page(outcomes()))

    def test_links_when_they_are_switched_on(self):
        seen = outcomes(**{"dfs.namenode.symlinks.enabled": "true"})
        self.assertEqual((seen["createSymlink"], seen["getLinkTarget"]), ("supported", "supported"))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(outcomes()), encoding="utf-8")
    else:
        unittest.main()
