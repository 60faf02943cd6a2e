"""Several inputs, several outputs, lazy output, records of one length and chains of mappers: each job is written twice,
with our classes (mapreduce_jobs/formats.cc) and with Apache's (FormatJobs.java), and leaves the same files, counters
and exit codes. In one process each."""
import os
import subprocess
import unittest

from apache import CLIENT_FLAGS, FLAGS
from mapreduce_parties import MapReduceParties, classes, jars
from mini_cluster import BIN

LIBRARY = BIN.parent / "lib/libmapreduce-test-jobs.so"
COUNTERS = ("Map input records", "Map output records", "Reduce input groups", "Reduce input records",
            "Reduce output records", "errors", "warnings", "by/day-1", "by/day-2")


class FormatsTest(MapReduceParties):
    @classmethod
    def setUpClass(cls):
        cls.classes = classes()

    def run_as(self, maker, *arguments):
        program, *rest = arguments
        command = [BIN / "mapred", "jar", LIBRARY, program, *rest]
        if maker == "apache":
            # Apache's local runner leaves its work below /tmp otherwise.
            command = ["java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{self.folder}/conf:{self.classes}:{jars()}/*", "FormatJobs",
                       *[word for word in rest if word.startswith("-D")], f"-Dhadoop.tmp.dir={self.folder}/tmp", program,
                       *[word for word in rest if not word.startswith("-D")]]
        return subprocess.run([str(part) for part in command], cwd=self.folder / maker, text=True, check=False,
                              capture_output=True, timeout=100,
                              env=os.environ | {"HADOOP_CONF_DIR": str(self.folder / "conf"), "TZ": "UTC"})

    def counters(self, console):
        found = {}
        for line in console.splitlines():
            name, _, value = line.strip().partition("=")
            if name in COUNTERS:
                found[name] = int(value)
        return found

    def tree(self, maker, directory):
        root = self.folder / maker / directory
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*"))
                if path.is_file() and not path.name.startswith(".")}

    def same(self, *arguments, code=0):
        """Runs the job of both; what ours leaves and counts, which is what Apache's does, and its console."""
        (self.folder / "conf/log4j.properties").write_text(
            "log4j.rootLogger=INFO,A\nlog4j.appender.A=org.apache.log4j.ConsoleAppender\n"
            "log4j.appender.A.target=System.err\nlog4j.appender.A.layout=org.apache.log4j.PatternLayout\n"
            "log4j.appender.A.layout.ConversionPattern=%p %c{2}: %m%n\n")
        done = {maker: self.run_as(maker, *arguments) for maker in ("ours", "apache")}
        for maker, it in done.items():
            self.assertEqual(it.returncode, code, f"{maker}: {it.stdout}{it.stderr}")
        out = arguments[-1]
        self.assertEqual(self.tree("ours", out), self.tree("apache", out))
        if code == 0:
            counters = self.counters(done["ours"].stderr)
            self.assertEqual(counters, self.counters(done["apache"].stderr))
        else:
            counters = None
        return self.tree("ours", out), counters, {maker: it.stderr for maker, it in done.items()}

    def test_inputs_with_a_format_and_a_mapper_each(self):
        self.write_both("lines/a.txt", b"b\na\nc\n")
        self.write_both("pairs/b.txt", b"a\tone\nc\ttwo\td\nlonely\n")
        files, counters, _ = self.same("inputs", "lines", "pairs", "out")
        self.assertEqual(files["part-r-00000"],
                         b"a\tline at 2;pair one;\nb\tline at 0;\nc\tline at 4;pair two\td;\nlonely\tpair ;\n")
        self.assertEqual(counters["Map input records"], 6)

    def test_outputs_beside_the_jobs_own(self):
        self.write_both("in/a.txt", b"e1 broke\nplain\nw1 careful\nw2 very careful\ne2 broke\n" * 3)
        self.write_both("in/b.txt", b"e3\n")  # its task writes nothing that is the job's own
        files, counters, _ = self.same("outputs", "in", "out")
        self.assertEqual({name.rsplit("-m-", 1)[0] for name in files}, {"_SUCCESS", "part", "errors", "by/day-1", "by/day-2"})
        self.assertEqual(len([name for name in files if name.startswith("part")]), 1)
        self.assertEqual(len([name for name in files if name.startswith("errors")]), 2)
        self.assertEqual({name: counters.get(name) for name in COUNTERS[-4:]},
                         {"errors": 7, "warnings": None, "by/day-1": 3, "by/day-2": 3})
        self.assertEqual(counters["Map output records"], 3)

    def test_records_of_one_length(self):
        data = b"".join(b"%05d" % number for number in range(40))
        self.write_both("in/a.bin", data)
        small = ("-Dfixedlengthinputformat.record.length=5", "-Dmapreduce.input.fileinputformat.split.maxsize=12")
        files, counters, _ = self.same("fixed", *small, "in", "out")
        self.assertEqual(files["part-r-00000"].split()[:4], [b"0", b"00000", b"5", b"00001"])
        self.assertEqual(counters["Map input records"], 40)
        self.write_both("bad/a.bin", data + b"123")
        _, _, consoles = self.same("fixed", *small[:1], "bad", "nothing", code=1)
        for console in consoles.values():
            self.assertIn("Partial record(length = 3) found at the end of split.", console)
        _, _, consoles = self.same("fixed", "in", "nowhere", code=1)
        for console in consoles.values():
            self.assertIn("Fixed record length 0 is invalid.  It should be set to a value greater than zero", console)

    def test_chains_of_mappers(self):
        self.write_both("in/a.txt", b"The cat THE dog\n the CAT\n\n")
        files, counters, _ = self.same("chain", "in", "out")
        self.assertEqual(files["part-r-00000"], b"2\tcat!\n1\tdog!\n1\t~end!\n")
        self.assertEqual(counters["Map output records"], 4)


if __name__ == "__main__":
    unittest.main()
