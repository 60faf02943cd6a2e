"""Our NodeManager under Apache's ResourceManager, with Apache's DistributedShell and `yarn` commands."""
import unittest

from node_manager_cases import NODE, NodeTest
from yarn_parties import YarnCluster


class UnderApachesManager(NodeTest, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("apache", node_maker=NODE))


if __name__ == "__main__":
    unittest.main()
