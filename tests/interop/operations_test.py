"""Apache's own tests of FileSystem's and FileContext's main operations on our daemons, over RPC and WebHDFS."""
import unittest

from apache_suites import test_class

ApacheOperations = test_class("operations")

if __name__ == "__main__":
    unittest.main()
