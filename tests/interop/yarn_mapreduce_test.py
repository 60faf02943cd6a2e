"""Apache's MapReduce, with its own application master, tasks and history server, on our ResourceManager, NodeManagers,
shuffle and HDFS."""
import collections
import random
import re
import unittest

from mini_cluster import BIN, wait_until
from yarn_mapreduce import MapReduceCase


class MapReduceTest(MapReduceCase):
    maxDiff = None

    def test_pi(self):
        text = self.example("pi", 2, 10)
        self.assertIn("Estimated value of Pi is 3.80000000000000000000", text)

    def test_words_are_counted_by_two_reducers(self):
        chance = random.Random(6)
        words = [f"word{chance.randrange(500)}" for _ in range(20_000)]
        source = self.cluster.folder / "words.txt"
        source.write_text("\n".join(" ".join(words[i:i + 10]) for i in range(0, len(words), 10)))
        self.hdfs.hdfs("dfs", "-mkdir", "-p", "/in")
        self.hdfs.hdfs("dfs", "-put", source, "/in/a.txt")
        self.example("wordcount", "-Dmapreduce.job.reduces=2", "/in", "/out")
        counted = dict(line.split("\t") for line in self.hdfs.hdfs("dfs", "-cat", "/out/part-r-0000*").stdout.splitlines())
        self.assertEqual({word: int(count) for word, count in counted.items()}, collections.Counter(words))
        self.our_job_command_asks_apaches_history_server()
        # the shuffle asks for a signature
        port = re.search(r"mapreduce_shuffle listening on port (\d+)", self.cluster.nodes[0].tail(10_000))
        if port:
            answer = self.cluster.run("curl", "-si", "-H", "name: mapreduce", "-H", "version: 1.0.0",
                                      f"http://localhost:{port[1]}/mapOutput?job=job_1_0001&reduce=0&map=attempt_1").stdout
            self.assertIn("401", answer.splitlines()[0])
            self.assertTrue(answer.endswith("Could not find jobid"), answer)

    def our_job_command_asks_apaches_history_server(self):
        """It and Apache's say the same of a job that Apache's master ran."""
        def lines(text):  # Java's hash maps have no order
            return sorted(text.splitlines())
        listed = self.cluster.run(BIN / "mapred", "job", "-list", "all").stdout
        job = next(line.split()[0] for line in listed.splitlines() if "word count" in line)
        done = "/tmp/hadoop-yarn/staging/history/done"
        wait_until(lambda: job in self.hdfs.hdfs("dfs", "-find", done, "-name", f"{job}*.jhist").stdout, 60,
                   "the job's history among those that are done")
        for words in (("-status", job), ("-history", job)):
            ours = self.cluster.run(BIN / "mapred", "job", *words)
            apaches = self.cluster.run(*self.java("org.apache.hadoop.mapred.JobClient", *words))
            self.assertEqual((ours.returncode, lines(ours.stdout)), (apaches.returncode, lines(apaches.stdout)), ours.stderr)
            self.assertIn("SUCCEEDED", ours.stdout)


if __name__ == "__main__":
    unittest.main()
