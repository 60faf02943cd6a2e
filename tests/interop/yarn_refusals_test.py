"""What must be refused is refused by our ResourceManager and NodeManager with the exceptions and words of Apache's:
yarn/RefusedRequests.java asks both clusters."""
import concurrent.futures
import getpass
import os
import re
import unittest

import apache_yarn
from apache import CLIENT_FLAGS, FLAGS
from yarn_parties import YarnCluster

USER = os.environ.get("HADOOP_USER_NAME") or getpass.getuser()
QUEUES = {
    "yarn.scheduler.capacity.root.queues": "default",
    "yarn.scheduler.capacity.root.default.capacity": 100,
    "yarn.scheduler.capacity.maximum-am-resource-percent": 0.9,
    **{f"yarn.scheduler.capacity.{queue}.acl_{right}": f"{USER} " for queue in ("root", "root.default")
       for right in ("submit_applications", "administer_queue")}}
SITE = {"yarn.acl.enable": "true", "yarn.admin.acl": f"{USER} ", "yarn.scheduler.minimum-allocation-mb": 128,
        "yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms": 0}  # what nodes have counts from the first on


class YarnRefusalsTest(unittest.TestCase):
    maxDiff = None

    def answers(self, maker):
        with YarnCluster(maker, node_maker=maker, yarn_site=SITE, queues=QUEUES) as cluster:
            done = cluster.run("java", *FLAGS, *CLIENT_FLAGS, "-cp", f"{cluster.conf}:{apache_yarn.classes()}:{cluster.jars}/*",
                               "RefusedRequests", cluster.folder, timeout=240)
            if done.returncode != 0:
                cluster.show_logs()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            text = done.stdout.replace(str(cluster.folder), "FOLDER")
            for pattern, word in ((r"(application|appattempt|container)_\d+(_\d+)+", r"\1_N"), (r"localhost:\d+", "localhost:PORT"),
                                  (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"), (r"\d{4}-\d\d-\d\d[ T][\d:.,]+(\+0000)?", "TIME")):
                text = re.sub(pattern, word, text)
            return text.splitlines()

    def test_the_same_words(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ours, apaches = pool.map(self.answers, ("ours", "apache"))
        self.assertGreater(len(apaches), 25)
        self.assertEqual(ours, apaches)


if __name__ == "__main__":
    unittest.main()
