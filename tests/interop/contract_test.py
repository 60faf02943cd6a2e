"""Apache's own FileSystem contract tests on our daemons (tests/interop/suites/contract.txt)."""
import unittest

from apache_suites import test_class

ApacheContract = test_class("contract")

if __name__ == "__main__":
    unittest.main()
