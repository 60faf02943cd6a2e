"""Daemons change their settings while they run: `hdfs dfsadmin -reconfig`."""
import json
import re
import shutil
import socket
import unittest
import urllib.request

from mini_cluster import MiniCluster, wait_until, write_site_xml

NAMENODE = ["dfs.block.invalidate.limit", "dfs.heartbeat.interval", "dfs.namenode.heartbeat.recheck-interval",
            "dfs.namenode.reconstruction.pending.timeout-sec", "dfs.namenode.replication.max-streams",
            "dfs.namenode.replication.max-streams-hard-limit", "dfs.namenode.replication.work.multiplier.per.iteration",
            "fs.protected.directories"]
DATANODE = ["dfs.datanode.data.dir", "dfs.datanode.balance.max.concurrent.moves", "dfs.blockreport.intervalMsec",
            "dfs.blockreport.split.threshold", "dfs.blockreport.initialDelay", "dfs.datanode.max.transfer.threads",
            "dfs.cachereport.intervalMsec"]
DATE = r"\w{3} \w{3} \d\d \d\d:\d\d:\d\d \w+ \d{4}"
NOBODY = "org.apache.hadoop.ipc.RemoteException(org.apache.hadoop.security.AccessControlException): "


class ReconfigurationTest(unittest.TestCase):
    def setUp(self):
        self.cluster = MiniCluster(datanodes=2)
        self.addCleanup(self.cluster.close)
        self.site = self.cluster.conf / "hdfs-site.xml"
        self.values = dict(re.findall("<name>(.*?)</name><value>(.*?)</value>", self.site.read_text()))
        # The shell reads another folder: it does not run with wrong values of its own.
        shutil.copytree(self.cluster.conf, self.cluster.folder / "shell-conf")
        self.environment = self.cluster.environment | {"HADOOP_CONF_DIR": str(self.cluster.folder / "shell-conf")}
        self.namenode = f"127.0.0.1:{self.cluster.namenode_port}"
        self.datanode = f"127.0.0.1:{self.cluster.datanode_ports[0][1]}"

    def reconfig(self, *arguments, **options):
        return self.cluster.hdfs("dfsadmin", "-reconfig", *arguments, **{"check": False, "env": self.environment} | options)

    def write(self, **values):
        self.values |= {name.replace("__", "-").replace("_", "."): value for name, value in values.items()}
        write_site_xml(self.site, self.values)

    def changed(self, kind, address):
        """Starts a task and waits for it; the lines about what it changed."""
        started = self.reconfig(kind, address, "start")
        self.assertEqual((started.returncode, started.stdout, started.stderr),
                         (0, f"Started reconfiguration task on node [{address}].\n", ""))
        wait_until(lambda: "finished at" in self.reconfig(kind, address, "status").stdout, 20, "the end of the task")
        first, _, rest = self.reconfig(kind, address, "status").stdout.partition("\n")
        self.assertRegex(first, rf"^Reconfiguring status for node \[{address}\]: started at {DATE} "
                                rf"and finished at {DATE}\.$")
        return rest

    def in_force(self, port, name):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/conf?name={name}",
                                         headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["properties"][0]["value"]

    def test_what_can_change(self):
        for kind, address, names in (("namenode", self.namenode, NAMENODE), ("datanode", self.datanode, DATANODE)):
            listed = self.reconfig(kind, address, "properties")
            self.assertEqual(listed.stdout.splitlines(), [f"Node [{address}] Reconfigurable properties:", *names])
            self.assertEqual(self.reconfig(kind, address, "status").stdout,
                             f"Reconfiguring status for node [{address}]: no task was found.\n")
            self.assertEqual(self.changed(kind, address), "", "nothing has changed")

    def test_protected_directories(self):
        self.cluster.hdfs("dfs", "-mkdir", "-p", "/keep/me")
        self.write(fs_protected_directories="/keep")
        self.assertEqual(self.changed("namenode", self.namenode),
                         'SUCCESS: Changed property fs.protected.directories\n\tFrom: ""\n\tTo: "/keep"\n')
        refused = self.cluster.hdfs("dfs", "-rm", "-r", "-skipTrash", "/keep", check=False)
        self.assertIn("Cannot delete/rename non-empty protected directory /keep", refused.stderr)
        del self.values["fs.protected.directories"]
        self.write()
        self.changed("namenode", self.namenode)
        self.cluster.hdfs("dfs", "-rm", "-r", "-skipTrash", "/keep")

    def test_dead_datanodes_are_noticed_sooner(self):
        # 10.5 minutes by default; now after 2 × 0.5 s + 10 × 0.1 s
        self.write(dfs_heartbeat_interval="100ms", **{"dfs_namenode_heartbeat_recheck__interval": "500"})
        self.assertEqual(self.changed("namenode", self.namenode).count("SUCCESS"), 2)
        self.cluster.datanodes[1].kill()
        wait_until(lambda: "Dead datanodes (1)" in self.cluster.hdfs("dfsadmin", "-report").stdout, 20,
                   "a dead DataNode")

    def test_wrong_values_fail_alone(self):
        self.write(**{"dfs_namenode_replication_max__streams": "0",
                      "dfs_namenode_replication_max__streams__hard__limit": "many",
                      "dfs_namenode_replication_work_multiplier_per_iteration": "9"})
        lines = self.changed("namenode", self.namenode)
        self.assertIn('FAILED: Change property dfs.namenode.replication.max-streams\n\tFrom: "2"\n\tTo: "0"\n'
                      "\tError: dfs.namenode.replication.max-streams = '0' is invalid. "
                      "It should be a positive, non-zero integer value..\n", lines)
        self.assertIn('FAILED: Change property dfs.namenode.replication.max-streams-hard-limit\n\tFrom: "4"\n'
                      '\tTo: "many"\n\tError: For input string: "many".\n', lines)
        self.assertIn("SUCCESS: Changed property dfs.namenode.replication.work.multiplier.per.iteration\n", lines)
        in_force = [self.in_force(self.cluster.http_port, f"dfs.namenode.replication.{name}")
                    for name in ("max-streams", "work.multiplier.per.iteration")]
        self.assertEqual(in_force, ["2", "9"])

    def test_datanode(self):
        self.write(dfs_datanode_balance_max_concurrent_moves="0", dfs_datanode_max_transfer_threads="1",
                   dfs_blockreport_intervalMsec="1000")
        lines = self.changed("datanode", self.datanode)
        self.assertIn("\tError: balancer max concurrent movers must be larger than 0.\n", lines)
        self.assertEqual(lines.count("SUCCESS"), 2)
        self.assertEqual(self.in_force(self.cluster.datanode_ports[0][2], "dfs.datanode.max.transfer.threads"), "1")
        # One conversation has begun: a second one is turned away.
        address = ("127.0.0.1", self.cluster.datanode_ports[0][0])
        with socket.create_connection(address), socket.create_connection(address, 10) as second:
            self.assertEqual(second.recv(1), b"")
        with open(self.cluster.datanodes[0].log, encoding="utf-8") as text:
            self.assertIn("exceeds the limit of concurrent xceivers: 1", text.read())

    def test_volumes_come_and_go(self):
        cluster = self.cluster
        one, two, lost = (cluster.folder / name for name in ("volume-1", "volume-2", "file/volume"))
        (cluster.folder / "file").write_text("")
        datanode = cluster.datanodes[0]
        datanode.stop()
        datanode.command = [part for part in datanode.command if "data.dir" not in str(part)]
        cluster.datanodes[1].stop()
        self.write(dfs_datanode_data_dir=one)
        datanode.start()
        wait_until(lambda: self.volumes() == [str(one)], 30, "the first volume")
        cluster.hdfs("dfs", "-D", "dfs.replication=1", "-put", self.site, "/before")

        self.write(dfs_datanode_data_dir=f"[DISK]file://{one},{two},{lost}")
        lines = self.changed("datanode", self.datanode)
        self.assertIn("FAILED: Change property dfs.datanode.data.dir\n", lines)
        self.assertIn(f"Error: FAILED TO ADD: [DISK]file:{lost}: ", lines)
        self.assertEqual(self.volumes(), [str(one), str(two)])
        for i in range(4):
            cluster.hdfs("dfs", "-D", "dfs.replication=1", "-put", self.site, f"/after{i}")
        self.assertEqual([len(self.replicas(volume)) for volume in (one, two)], [3, 2])

        self.write(dfs_datanode_data_dir=f"[SSD]{one},{two}")
        self.assertIn("\tError: Changing storage type is not allowed..\n", self.changed("datanode", self.datanode))
        # One goes, and the NameNode misses what was there; it comes back, and so do they.
        self.write(dfs_datanode_data_dir=two)
        self.assertEqual(self.changed("datanode", self.datanode).count("SUCCESS"), 1)
        self.assertEqual(self.volumes(), [str(two)])
        wait_until(lambda: "Missing blocks: 3" in cluster.hdfs("dfsadmin", "-report").stdout, 30, "missing blocks")
        self.assertEqual(len(self.replicas(one)), 3, "the files stay")
        self.write(dfs_datanode_data_dir=f"{two},{one}")
        self.changed("datanode", self.datanode)
        wait_until(lambda: "Missing blocks: 0" in cluster.hdfs("dfsadmin", "-report").stdout, 30, "no missing blocks")
        for name in ("before", "after0", "after1", "after2", "after3"):
            self.assertEqual(cluster.hdfs("dfs", "-cat", f"/{name}").returncode, 0)

    def volumes(self):
        report = self.cluster.hdfs("dfsadmin", "-getVolumeReport", self.datanode, check=False).stdout
        return re.findall("^Path: (.*)$", report, flags=re.M)

    @staticmethod
    def replicas(volume):
        return [path for path in volume.rglob("blk_*") if path.suffix != ".meta"]

    def test_all_datanodes(self):
        self.write(dfs_datanode_max_transfer_threads="77")
        started = self.reconfig("datanode", "livenodes", "start")
        self.assertEqual(started.returncode, 0, started.stderr)
        self.assertTrue(started.stdout.endswith(
            "Starting of reconfiguration task successful on 2 nodes, failed on 0 nodes.\n"), started.stdout)
        self.assertEqual(started.stdout.count("Started reconfiguration task on node [127.0.0.1:"), 2)
        wait_until(lambda: self.reconfig("datanode", "livenodes", "status").stdout.count("SUCCESS") == 2, 20, "both")
        for ports in self.cluster.datanode_ports:
            self.assertEqual(self.in_force(ports[2], "dfs.datanode.max.transfer.threads"), "77")

    def test_refusals(self):
        def answer(*arguments, **options):
            result = self.reconfig(*arguments, **options)
            return result.returncode, result.stdout, result.stderr

        self.assertEqual(answer("namenode", "livenodes", "start"),
                         (1, "", "Only datanode type supports reconfiguration in bulk.\n"))
        self.assertEqual(answer("namenode", self.namenode, "stop"), (255, "", "Unknown operation: stop\n"))
        nobody = "Node type balancer does not support reconfiguration.\n"
        self.assertEqual(answer("balancer", self.namenode, "properties"), (1, "", nobody))
        self.assertEqual(answer("balancer", self.namenode, "start"),
                         (1, f"Started reconfiguration task on node [{self.namenode}].\n", nobody))
        self.assertEqual(answer("balancer", self.namenode, "status"),
                         (1, f"Reconfiguring status for node [{self.namenode}]: ", nobody))
        code, _, error = answer("datanode", "livenodes", "properties")
        self.assertEqual(code, 255)
        self.assertTrue(error.startswith("reconfig: Does not contain a valid host:port authority: livenodes\nUsage: "))

    def test_only_the_superuser(self):
        environment = self.environment | {"HADOOP_USER_NAME": "nobody"}
        for kind, address in (("namenode", self.namenode), ("datanode", self.datanode)):
            for operation in ("start", "status", "properties"):
                refused = self.reconfig(kind, address, operation, env=environment)
                self.assertEqual(refused.returncode, 1)
                self.assertIn(NOBODY, refused.stderr)
                self.assertIn("uperuser privilege", refused.stderr)

    def test_a_broken_file_changes_nothing(self):
        self.site.write_text("<configuration><property>")
        for kind, address in (("namenode", self.namenode), ("datanode", self.datanode)):
            refused = self.reconfig(kind, address, "start")
            self.assertEqual(refused.returncode, 1)
            self.assertRegex(refused.stderr, r"^Node \[.*\] reconfiguring: org.apache.hadoop.ipc.RemoteException\(.*\): "
                                             r".*hdfs-site.xml:\d+: ")
            self.assertIn("no task was found.", self.reconfig(kind, address, "status").stdout)
        write_site_xml(self.site, self.values)
        self.assertEqual(self.changed("namenode", self.namenode), "")


if __name__ == "__main__":
    unittest.main()
