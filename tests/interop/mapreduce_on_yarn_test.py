"""Our MapReduce on our ResourceManager, NodeManagers, shuffle and HDFS: answers, and jobs that must not begin."""
import unittest

from mapreduce_on_yarn import Cases, JobCluster


class OnOurs(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster("ours"))

    def test_jobs_that_must_not_begin(self):
        missing = self.cluster.example("wordcount", "/nowhere", "/nothing")
        self.assertNotEqual(missing.returncode, 0)
        self.assertIn("Input path does not exist", missing.stdout + missing.stderr)
        self.cluster.put("a\n", "/begin/in/a.txt")
        existing = self.cluster.example("wordcount", "/begin/in", "/begin/in")
        self.assertNotEqual(existing.returncode, 0)
        self.assertIn("already exists", existing.stdout + existing.stderr)
        queue = self.cluster.example("wordcount", "-Dmapreduce.job.queuename=nosuch", "/begin/in", "/begin/out")
        self.assertNotEqual(queue.returncode, 0)
        self.assertIn("Failed to run job : ", queue.stdout + queue.stderr)
        self.assertIn("nosuch", queue.stdout + queue.stderr)


if __name__ == "__main__":
    unittest.main()
