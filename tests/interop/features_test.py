"""Apache's own tests of single features of HDFS on our daemons (tests/interop/suites/features.txt)."""
import unittest

from apache_suites import test_class

ApacheFeatures = test_class("features")

if __name__ == "__main__":
    unittest.main()
