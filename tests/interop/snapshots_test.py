"""Apache's own tests of snapshots and access lists on our daemons (tests/interop/suites/snapshots.txt)."""
import unittest

from apache_suites import test_class

ApacheSnapshots = test_class("snapshots")

if __name__ == "__main__":
    unittest.main()
