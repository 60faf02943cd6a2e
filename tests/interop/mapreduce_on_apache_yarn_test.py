"""Our MapReduce on Apache's ResourceManager, NodeManager and shuffle handler: the same cases, the same answers."""
import unittest

from mapreduce_on_yarn import Cases, JobCluster


class OnApaches(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(JobCluster("apache"))


if __name__ == "__main__":
    unittest.main()
