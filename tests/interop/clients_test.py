"""Apache's own tests of links, appends, flushes, views and the shell on our daemons (suites/clients.txt)."""
import unittest

from apache_suites import test_class

ApacheClients = test_class("clients")

if __name__ == "__main__":
    unittest.main()
