"""The pages of NameNode and DataNode, looked at and worked with in headless Chromium."""
import json
import os
import pathlib
import unittest
import urllib.error
import urllib.request

import browser
from mini_cluster import MiniCluster, wait_until

# Where to put pictures for people to look at.
PICTURES = os.environ.get("MAMMOTH_PICTURES")


def status_of(url):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None
    try:
        with urllib.request.build_opener(Stay).open(url, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, dict(refusal.headers), refusal.read().decode()


def cluster_with_a_failed_volume():
    """Of the second of two DataNodes."""
    cluster = MiniCluster(datanodes=2, core_site={"hadoop.http.staticuser.user": "root"}, start=False,
                          hdfs_site={"dfs.datanode.failed.volumes.tolerated": 1})
    # In a file there are no directories. The other DataNode gets a volume more too: one alone may not fail.
    (cluster.folder / "lost").write_text("")
    for datanode, more in zip(cluster.datanodes, ("more", "lost/disk")):
        datanode.command = [f"{part},{cluster.folder / more}" if str(part).startswith("-Ddfs.datanode.data.dir=") else part
                            for part in datanode.command]
    cluster.format()
    cluster.start()
    return cluster


class WebPagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster_with_a_failed_volume()
        cls.addClassCleanup(cls.cluster.close)
        cls.namenode = f"http://127.0.0.1:{cls.cluster.http_port}"
        cls.datanode = f"http://127.0.0.1:{cls.cluster.datanode_ports[0][2]}"

    def test_ways_in_are_apaches(self):
        for server, page in ((self.namenode, "dfshealth.html"), (self.datanode, "datanode.html")):
            status, headers, _ = status_of(server + "/")
            self.assertEqual((status, headers["Location"]), (302, server + "/index.html"))
            self.assertIn(f'url={page}"', status_of(server + "/index.html")[2])
            self.assertEqual(status_of(f"{server}/{page}")[0], 200)
            for asset in ("mammoth.css", "mammoth.js"):
                self.assertEqual(status_of(f"{server}/static/{asset}")[0], 200)
            for none in ("/static/none.js", "/static/../main.cc", "/pages/index.html", "/static/"):
                self.assertEqual(status_of(server + none)[0], 404, none)
        # Nothing is asked of anybody else.
        for page in ("dfshealth.html", "explorer.html"):
            self.assertNotRegex(status_of(f"{self.namenode}/{page}")[2], r'(src|href)="(https?:)?//')

    def test_startup_progress_is_apaches_json(self):
        wait_until(lambda: json.loads(status_of(self.namenode + "/startupProgress")[2])["percentComplete"] == 1.0)
        progress = json.loads(status_of(self.namenode + "/startupProgress")[2])
        self.assertEqual([(phase["name"], phase["status"]) for phase in progress["phases"]],
                         [(name, "COMPLETE") for name in ("LoadingFsImage", "LoadingEdits", "SavingCheckpoint", "SafeMode")])
        self.assertEqual(progress["phases"][3]["steps"][0]["name"], "AwaitingReportedBlocks")

    def test_the_log_level_is_read_and_set(self):
        level = "/logLevel?log=org.apache.hadoop.hdfs.StateChange"
        for server in (self.namenode, self.datanode):
            self.assertIn("<!-- OUTPUT -->Effective Level: <b>INFO</b>", status_of(server + level)[2])
            self.assertIn("Effective Level: <b>DEBUG</b>", status_of(server + level + "&level=debug")[2])
            bad = status_of(server + level + "&level=<b>")[2]
            self.assertIn("Bad Level : <b>&lt;b&gt;</b>", bad)
            self.assertIn("Effective Level: <b>DEBUG</b>", bad)
            self.assertIn("Effective Level: <b>INFO</b>", status_of(server + level + "&level=INFO")[2])

    def test_what_monitoring_asks_for_is_there(self):
        def beans(server):
            return {bean["name"].split("name=")[-1].split("type=")[-1]: bean
                    for bean in json.loads(status_of(server + "/jmx")[2])["beans"]}
        namenode, datanode = beans(self.namenode), beans(self.datanode)
        self.assertLessEqual({"NameNodeInfo", "FSNamesystem", "FSNamesystemState", "NameNodeStatus", "JvmMetrics",
                              "StartupProgress", "BlockStats", "ReplicatedBlocksState", "ECBlockGroupsState",
                              "OperatingSystem", "Memory", "Threading", "Runtime", "SnapshotInfo", "UgiMetrics"}, set(namenode))
        self.assertEqual(namenode["BlockStats"]["StorageTypeStats"][0]["value"]["nodesInService"], 2)
        self.assertEqual(namenode["FSNamesystem"]["NumInServiceLiveDataNodes"], 2)
        self.assertGreater(namenode["JvmMetrics"]["MemHeapUsedM"], 1)
        volume = json.loads(datanode["DataNodeInfo"]["VolumeInfo"])[str(self.cluster.data_folder(0))]
        self.assertEqual((volume["storageType"], volume["numBlocks"] >= 0), ("DISK", True))
        self.assertGreater(datanode["FSDatasetState"]["Capacity"], datanode["FSDatasetState"]["Remaining"])

    def test_failed_volumes_are_told(self):
        info = json.loads(self.bean(self.namenode, "NameNodeInfo")["LiveNodes"])
        failing = [node for node in info.values() if node["volfails"]]
        self.assertEqual([len(info), [node["volfails"] for node in failing]], [2, [1]])
        location = f"[DISK]{self.cluster.folder}/lost/disk"
        self.assertEqual([place.replace("file:", "") for place in failing[0]["failedStorageIDs"]], [location])
        self.assertGreater(failing[0]["lastVolumeFailureDate"], 1_600_000_000_000)
        self.assertEqual(failing[0]["estimatedCapacityLostTotal"], 0)
        self.assertTrue(all("failedStorageIDs" not in node for node in info.values() if not node["volfails"]))
        state = self.bean(self.namenode, "FSNamesystemState")
        self.assertEqual((state["VolumeFailuresTotal"], state["EstimatedCapacityLostTotal"]), (1, 0))

    def test_snapshots_and_groups_are_told(self):
        cluster = self.cluster
        cluster.hdfs("dfs", "-mkdir", "-p", "/kept/below")
        cluster.hdfs("dfs", "-chmod", "1750", "/kept")
        cluster.hdfs("dfsadmin", "-allowSnapshot", "/kept")
        for name in ("b", "a"):
            cluster.hdfs("dfs", "-createSnapshot", "/kept", name)
        bean = self.bean(self.namenode, "SnapshotInfo")
        self.assertEqual(bean["modelerType"], "org.apache.hadoop.hdfs.server.namenode.snapshot.SnapshotManager")
        directory, = bean["SnapshottableDirectories"]
        self.assertEqual({key: directory[key] for key in ("path", "permission", "snapshotNumber", "snapshotQuota", "group")},
                         {"path": "/kept", "permission": 1750, "snapshotNumber": 2, "snapshotQuota": 65536,
                          "group": "supergroup"})
        self.assertEqual([(one["snapshotDirectory"], one["status"]) for one in bean["Snapshots"]],
                         [("/kept/.snapshot/a", "ACTIVE"), ("/kept/.snapshot/b", "ACTIVE")])
        self.assertGreater(bean["Snapshots"][0]["snapshotID"], bean["Snapshots"][1]["snapshotID"])
        groups = self.bean(self.namenode, "UgiMetrics")
        before = groups["GetGroupsNumOps"]
        cluster.hdfs("groups", "somebody-new")
        groups = self.bean(self.namenode, "UgiMetrics")
        self.assertEqual((groups["GetGroupsNumOps"], groups["LoginSuccessNumOps"]), (before + 1, 0))
        self.assertGreaterEqual(groups["GetGroupsAvgTime"], 0)
        self.assertEqual(self.bean(self.datanode, "UgiMetrics")["GetGroupsNumOps"], 0)

    def bean(self, server, name):
        return json.loads(status_of(f"{server}/jmx?qry=Hadoop:service=*,name={name}")[2])["beans"][0]

    def test_what_was_done_is_counted(self):
        cluster = self.cluster
        servers = [f"http://127.0.0.1:{ports[2]}" for ports in cluster.datanode_ports]

        def counts():
            activity = self.bean(self.namenode, "NameNodeActivity")
            calls = self.bean(self.namenode, "RpcDetailedActivityForPort*")
            nodes = [self.bean(server, "DataNodeActivity-*") for server in servers]
            return {"files": activity["CreateFileOps"], "blocks": activity["AddBlockOps"], "made": activity["FilesCreated"],
                    "total": activity["TotalFileOps"], "creates": calls.get("CreateNumOps", 0),
                    "kept": self.bean(self.namenode, "RetryCache.NameNodeRetryCache")["CacheUpdated"],
                    "written": sum(node["BytesWritten"] for node in nodes), "read": sum(node["BytesRead"] for node in nodes),
                    "reads": sum(node["ReadBlockOpNumOps"] for node in nodes),
                    "beats": min(node["HeartbeatsNumOps"] for node in nodes)}
        source = cluster.folder / "counted"
        source.write_bytes(b"x" * 100_000)
        before = counts()
        cluster.hdfs("dfs", "-mkdir", "/counted")
        cluster.hdfs("dfs", "-put", source, "/counted/file")
        self.assertEqual(len(cluster.hdfs("dfs", "-cat", "/counted/file").stdout), 100_000)
        cluster.hdfs("dfs", "-mkdir", "/none/below", check=False)  # refused: nothing was made
        status_of(self.namenode + "/webhdfs/v1/counted?op=LISTSTATUS")
        change = {name: value - before[name] for name, value in counts().items()}
        self.assertEqual((change["files"], change["blocks"], change["made"], change["creates"]), (1, 1, 2, 1))
        self.assertGreater(change["total"], 3)
        self.assertGreaterEqual(change["kept"], 1)
        replicas = change["written"] // 100_000
        self.assertEqual((change["written"], change["reads"]), (replicas * 100_000, 1))
        self.assertIn(replicas, (1, 2))
        self.assertGreaterEqual(change["read"], 100_000)
        wait_until(lambda: counts()["beats"] > before["beats"])
        calls = self.bean(self.namenode, "RpcDetailedActivityForPort*")
        self.assertGreater(calls["CreateAvgTime"], 0)
        actor = json.loads(self.bean(servers[0], "DataNodeInfo")["BPServiceActorInfo"])[0]
        self.assertEqual((actor["ActorState"], actor["BlockPoolID"][:3]), ("RUNNING", "BP-"))

    def test_threads_and_racks(self):
        for server in (self.namenode, self.datanode):
            text = status_of(server + "/stacks")[2]
            self.assertRegex(text, r"^Process Thread Dump: \n\d+ active threads\nThread \d+ \(\w+")
            self.assertRegex(text, r"  State: (RUNNABLE|WAITING)\n  Blocked count: \d+\n  Waited count: \d+\n")
        names = sorted(f"127.0.0.1:{ports[0]}" for ports in self.cluster.datanode_ports)
        text = status_of(self.namenode + "/topology")[2]
        self.assertRegex(text, "^Rack: /default-rack\n" + "".join(rf"   {name} \(.+\)\n" for name in names) + "\n$")
        request = urllib.request.Request(self.namenode + "/topology", headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            rack = json.load(answer)[0]["/default-rack"]
        self.assertEqual([node["ip"] for node in rack], names)


@unittest.skipIf(browser.missing(), browser.missing() or "")
class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cluster_with_a_failed_volume()
        cls.addClassCleanup(cls.cluster.close)
        cls.namenode = f"http://127.0.0.1:{cls.cluster.http_port}"
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    def picture(self, name):
        if PICTURES:
            self.browser.screenshot(pathlib.Path(PICTURES) / f"{name}.png")

    def test_overview_and_datanodes(self):
        self.browser.complaints()  # earlier ones
        self.browser.open(self.namenode + "/index.html")
        self.browser.wait("document.querySelector('main')?.dataset.ready === '#tab-overview'")
        text = self.browser.text()
        self.assertIn(f"127.0.0.1:{self.cluster.namenode_port}", text)
        self.assertRegex(text, r"2\s+live DataNodes")
        self.picture("overview")
        for tab, words in (("datanode", "2 in service"), ("datanode-volume-failures", "1 failed"),
                           ("startup-progress", "Safe mode"), ("snapshot", "Snapshots")):
            self.browser.click(f"nav a[href='#tab-{tab}']")
            self.browser.wait(f"document.querySelector('main').dataset.ready === '#tab-{tab}'")
            self.assertIn(words, self.browser.text())
            self.picture(tab)
        self.browser.open(f"http://127.0.0.1:{self.cluster.datanode_ports[0][2]}/datanode.html")
        self.browser.wait("document.querySelector('main').dataset.ready")
        self.assertIn(str(self.cluster.data_folder(0)), self.browser.text())
        self.picture("datanode-page")
        self.assertEqual([entry for entry in self.browser.complaints() if "400" not in entry], [])

    def rows(self):
        return self.browser.run("return [...document.querySelectorAll('#listing tbody tr')].map(row => row.innerText)")

    def test_files_are_browsed_and_changed(self):
        cluster, page = self.cluster, self.browser
        text = cluster.folder / "lines <b>.txt"
        text.write_text("".join(f"line {number}\n" for number in range(9_000)))
        cluster.hdfs("dfs", "-mkdir", "-p", "/shown/inner <i>")
        page.open(self.namenode + "/explorer.html#/shown")
        page.wait("document.querySelector('#listing tbody tr')")
        self.assertIn("inner <i>/", self.rows()[0])  # as text, not as markup

        page.choose_file("#files", text)
        page.wait("document.querySelectorAll('#listing tbody tr').length === 2")
        self.assertEqual(cluster.hdfs("dfs", "-cat", "/shown/lines*").stdout, text.read_text())
        self.picture("files")

        page.run("[...document.querySelectorAll('#listing button')].find(b => b.textContent.startsWith('lines')).click()")
        page.wait("document.querySelector('dialog[open]')?.innerText.includes('blk_')")
        page.run("[...document.querySelectorAll('dialog button')].find(b => b.textContent === 'Last 32 KB').click()")
        page.wait("document.querySelector('dialog pre').textContent.endsWith('line 8999\\n')")
        self.assertNotIn("line 1\n", page.run("return document.querySelector('dialog pre').textContent"))
        page.run("[...document.querySelectorAll('dialog button')].find(b => b.textContent === 'First 32 KB').click()")
        page.wait("document.querySelector('dialog pre').textContent.startsWith('line 0\\nline 1\\n')")
        self.picture("file")
        page.click("dialog form button")

        page.click("button[aria-label^='permission'][aria-label*='lines']")
        page.type("dialog input[name=mode]", "1640")
        page.click("dialog button[value=yes]")
        page.wait("document.querySelector('#listing').innerText.includes('-rw-r----T')")

        page.click("button[aria-label^='rename lines']")
        page.type("dialog input[name=target]", "/shown/inner <i>/moved")
        page.click("dialog button[value=yes]")
        page.wait("document.querySelectorAll('#listing tbody tr').length === 1")
        cluster.hdfs("dfs", "-test", "-f", "/shown/inner <i>/moved")

        page.click("#mkdir")
        page.type("dialog input[name=name]", "new")
        page.click("dialog button[value=yes]")
        page.wait("document.querySelectorAll('#listing tbody tr').length === 2")
        page.click("button[aria-label^='delete inner']")
        page.click("dialog button[value=yes]")
        page.wait("document.querySelectorAll('#listing tbody tr').length === 1")
        self.assertEqual(cluster.hdfs("dfs", "-ls", "-C", "/shown").stdout, "/shown/new\n")

        # A refusal is shown in the NameNode's words.
        page.type("#user", "bob")
        page.run("document.querySelector('#user').dispatchEvent(new Event('change'))")
        page.wait("document.querySelector('#listing tbody tr')")
        page.click("button[aria-label^='delete new']")
        page.click("dialog button[value=yes]")
        page.wait("document.querySelector('#messages').innerText.includes('Permission denied: user=bob')")
        page.run("localStorage.clear()")


if __name__ == "__main__":
    unittest.main()
