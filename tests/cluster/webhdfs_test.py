"""WebHDFS against real daemons: every operation, the two steps of bytes, and what is refused and how."""
import http.client
import json
import os
import subprocess
import unittest
import unittest.mock
import urllib.error
import urllib.parse
import urllib.request

from mini_cluster import MiniCluster

PREFIX = "/webhdfs/v1"


class Web:
    """One keep-alive connection; every answer is (status, headers, body)."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, method, path, body=None, **parameters):
        parameters = {name.replace("_", "."): value for name, value in parameters.items()}
        query = urllib.parse.urlencode({"user.name": "root"} | parameters)
        self.connection.request(method, f"{PREFIX}{urllib.parse.quote(path)}?{query}", body=body)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def json(self, method, path, **parameters):
        status, _, body = self.call(method, path, **parameters)
        return status, json.loads(body) if body else None


def follow(location, method, body=None, headers=None):
    url = urllib.parse.urlsplit(location)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    connection.request(method, f"{url.path}?{url.query}", body=body, headers=headers or {},
                       encode_chunked=headers is not None)
    answer = connection.getresponse()
    result = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return result


class WebHdfsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=2, core_site={
            "hadoop.http.staticuser.user": "root",
            "hadoop.proxyuser.root.hosts": "*", "hadoop.proxyuser.root.users": "ann"})

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def setUp(self):
        self.web = Web(self.cluster.http_port)
        self.addCleanup(self.web.connection.close)

    def put(self, path, data, **parameters):
        status, headers, _ = self.web.call("PUT", path, op="CREATE", **parameters)
        self.assertEqual(status, 307)
        return follow(headers["location"], "PUT", data)

    def get(self, path, **parameters):
        status, headers, body = self.web.call("GET", path, op="OPEN", **parameters)
        self.assertEqual(status, 307, body)
        return follow(headers["location"], "GET")

    def assertRefused(self, answer, status, exception, message=None):
        got_status, body = answer
        self.assertEqual((got_status, body["RemoteException"]["exception"]), (status, exception), body)
        if message is not None:
            self.assertEqual(body["RemoteException"]["message"], message)

    def test_bytes_go_through_the_datanodes_and_come_back(self):
        data = os.urandom(3_000_000)
        status, headers, _ = self.put("/bytes", data, replication=2, blocksize=1 << 20, permission="640")
        self.assertEqual(status, 201)
        self.assertRegex(headers["location"], r"^hdfs://127\.0\.0\.1:\d+/bytes$")
        _, status = self.web.json("GET", "/bytes", op="GETFILESTATUS")
        file = status["FileStatus"]
        self.assertEqual((file["length"], file["permission"], file["replication"], file["blockSize"], file["type"]),
                         (3_000_000, "640", 2, 1 << 20, "FILE"))
        status, headers, body = self.get("/bytes")
        self.assertEqual((status, headers["content-length"], body), (200, "3000000", data))
        self.assertEqual(self.get("/bytes", offset=1_048_570, length=20)[2], data[1_048_570:1_048_590])
        self.assertEqual(self.get("/bytes", offset=2_999_999, length=20)[2], data[-1:])
        self.assertRefused(self.web.json("GET", "/bytes", op="OPEN", offset=3_000_000), 403, "IOException",
                           "Offset=3000000 out of the range [0, 3000000); OPEN, path=/bytes")

        _, headers, _ = self.web.call("POST", "/bytes", op="APPEND")
        self.assertEqual(follow(headers["location"], "POST", b"more")[0], 200)
        self.assertEqual(self.get("/bytes")[2], data + b"more")
        _, headers, _ = self.web.call("GET", "/bytes", op="GETFILECHECKSUM")
        checksum = json.loads(follow(headers["location"], "GET")[2])["FileChecksum"]
        shell = self.cluster.hdfs("dfs", "-checksum", "/bytes").stdout.split()
        self.assertEqual([checksum["algorithm"], checksum["bytes"][:56], checksum["length"]], [*shell[1:], 28])
        self.assertEqual(self.cluster.hdfs("dfs", "-cat", "/bytes", text=False).stdout, data + b"more")

    def test_snapshots(self):
        def done(method, path, **parameters):
            status, body = self.web.json(method, path, **parameters)
            self.assertEqual(status, 200, body)
            return body

        self.put("/snapped/f", b"first")
        self.web.call("PUT", "/snapped", op="ALLOWSNAPSHOT")
        done("PUT", "/snapped", op="CREATESNAPSHOT", snapshotname="s1")
        self.put("/snapped/f", b"second", overwrite="true")
        done("PUT", "/snapped/f", op="RENAME", destination="/snapped/g")
        done("PUT", "/snapped", op="CREATESNAPSHOT", snapshotname="s2")
        self.assertEqual(self.get("/snapped/.snapshot/s1/f")[2], b"first")
        self.assertEqual(self.get("/snapped/.snapshot/s2/g")[2], b"second")
        diff = done("GET", "/snapped", op="GETSNAPSHOTDIFF", oldsnapshotname="s1", snapshotname="s2")
        changes = {(entry["type"], entry["sourcePath"]) for entry in diff["SnapshotDiffReport"]["diffList"]}
        self.assertEqual(changes, {("MODIFY", ""), ("DELETE", "f"), ("CREATE", "g")})
        self.assertRefused(self.web.json("DELETE", "/snapped", op="DELETE", recursive="true"), 403,
                           "SnapshotException", "The directory /snapped cannot be deleted since /snapped is "
                           "snapshottable and already has snapshots")
        self.web.call("DELETE", "/snapped", op="DELETESNAPSHOT", snapshotname="s1")
        self.web.call("PUT", "/snapped", op="RENAMESNAPSHOT", oldsnapshotname="s2", snapshotname="s3")
        names = done("GET", "/snapped/.snapshot", op="LISTSTATUS")["FileStatuses"]["FileStatus"]
        self.assertEqual([entry["pathSuffix"] for entry in names], ["s3"])

    def test_empty_files_and_odd_names(self):
        name = "/odd/a b+c%20&=?#ü\"\\'"
        self.assertEqual(self.put(name, b"")[0], 201)
        self.assertEqual(self.get(name), (200, unittest.mock.ANY, b""))
        _, listing = self.web.json("GET", "/odd", op="LISTSTATUS")
        self.assertEqual([entry["pathSuffix"] for entry in listing["FileStatuses"]["FileStatus"]], [name[5:]])

    def test_chunked_upload_and_curl_which_asks_first(self):
        def pieces():
            for number in range(50):
                yield b"%06d" % number * 5_000
        _, headers, _ = self.web.call("PUT", "/chunked", op="CREATE", noredirect="false")
        status, _, _ = follow(headers["location"], "PUT", pieces(), {"Transfer-Encoding": "chunked"})
        self.assertEqual(status, 201)
        self.assertEqual(self.get("/chunked")[2], b"".join(pieces()))
        local = self.cluster.folder / "upload"
        local.write_bytes(os.urandom(2_000_000))
        url = f"http://127.0.0.1:{self.cluster.http_port}{PREFIX}/curled?op=CREATE&user.name=root"
        sent = subprocess.run(["curl", "-sS", "-i", "-L", "-T", local, url], capture_output=True, text=True, timeout=60)
        self.assertIn("201 Created", sent.stdout, sent.stderr)
        fetched = subprocess.run(["curl", "-sS", "-L", url.replace("CREATE", "OPEN")], capture_output=True, timeout=60)
        self.assertEqual(fetched.stdout, local.read_bytes())

    def test_a_body_sent_to_the_namenode_is_let_pass(self):
        status, headers, _ = self.web.call("PUT", "/direct", body=b"x" * 500_000, op="CREATE")
        self.assertEqual(status, 307)
        self.assertEqual(self.web.json("GET", "/", op="GETFILESTATUS")[0], 200)  # the same connection
        status, body = self.web.json("PUT", "/direct", op="CREATE", noredirect="true")
        self.assertEqual(status, 200)
        self.assertIn("/webhdfs/v1/direct?op=CREATE", body["Location"])

    def test_the_tree(self):
        web = self.web
        self.assertEqual(web.json("PUT", "/tree/a/b", op="MKDIRS", permission="750"), (200, {"boolean": True}))
        self.assertEqual(web.json("GET", "/tree/a/b", op="GETFILESTATUS")[1]["FileStatus"]["permission"], "750")
        self.assertEqual(web.json("PUT", "/tree/a", op="RENAME", destination="/tree/c"), (200, {"boolean": True}))
        self.assertEqual(web.json("PUT", "/tree/none", op="RENAME", destination="/tree/d"), (200, {"boolean": False}))
        self.put("/tree/x", b"1")
        self.put("/tree/y", b"22")
        self.assertRefused(web.json("PUT", "/tree/x", op="RENAME", destination="/tree/y", renameoptions="NONE"),
                           403, "FileAlreadyExistsException")
        status, headers, body = web.call("PUT", "/tree/x", op="RENAME", destination="/tree/y",
                                         renameoptions="OVERWRITE")
        self.assertEqual((status, headers["content-type"], body), (200, "application/octet-stream", b""))
        self.assertRefused(web.json("DELETE", "/tree", op="DELETE"), 403, "PathIsNotEmptyDirectoryException",
                           "`/tree is non empty': Directory is not empty")
        self.assertEqual(web.json("DELETE", "/tree", op="DELETE", recursive="true"), (200, {"boolean": True}))
        self.assertEqual(web.json("DELETE", "/tree", op="DELETE"), (200, {"boolean": False}))

    def test_attributes(self):
        web = self.web
        self.put("/attributes", b"12345")
        for parameters in ({"op": "SETPERMISSION", "permission": "1600"}, {"op": "SETOWNER", "owner": "ann", "group": "staff"},
                           {"op": "SETTIMES", "modificationtime": 1000, "accesstime": 2000}):
            status, _, body = web.call("PUT", "/attributes", **parameters)
            self.assertEqual((status, body), (200, b""), parameters)
        self.assertEqual(web.json("PUT", "/attributes", op="SETREPLICATION", replication=2), (200, {"boolean": True}))
        file = web.json("GET", "/attributes", op="GETFILESTATUS")[1]["FileStatus"]
        self.assertEqual((file["owner"], file["group"], file["modificationTime"], file["accessTime"], file["replication"]),
                         ("ann", "staff", 1000, 2000, 2))
        self.assertEqual(web.call("GET", "/attributes", op="CHECKACCESS", fsaction="rw-")[0], 200)
        self.assertRefused(web.json("GET", "/attributes", op="CHECKACCESS", fsaction="r--", user_name="bob"), 403,
                           "AccessControlException")
        self.assertEqual(web.json("POST", "/attributes", op="TRUNCATE", newlength=5), (200, {"boolean": True}))

    def test_access_lists_are_shown(self):
        self.put("/listed", b"1", permission="640")
        self.assertEqual(self.web.json("GET", "/listed", op="GETACLSTATUS")[1]["AclStatus"]["entries"], [])
        self.cluster.hdfs("dfs", "-setfacl", "-m", "user:ann:rw-", "/listed")
        listed = self.web.json("GET", "/listed", op="GETACLSTATUS")[1]["AclStatus"]
        self.assertEqual((listed["entries"], listed["permission"], listed["owner"]),
                         (["user:ann:rw-", "group::r--"], "660", "root"))
        self.assertTrue(self.web.json("GET", "/listed", op="GETFILESTATUS")[1]["FileStatus"]["aclBit"])

    def test_a_default_acl_takes_the_permission_before_the_umask(self):
        self.cluster.hdfs("dfs", "-mkdir", "/shared")
        self.cluster.hdfs("dfs", "-setfacl", "-m", "default:user:bob:rwx", "/shared")
        self.put("/shared/masked", b"1", permission="600")
        self.put("/shared/unmasked", b"2", permission="600", unmaskedpermission="666")
        masks = [[line for line in self.cluster.hdfs("dfs", "-getfacl", f"/shared/{name}").stdout.splitlines()
                  if line.startswith("mask")] for name in ("masked", "unmasked")]
        self.assertEqual(masks, [["mask::---"], ["mask::rw-"]])
        # without a default ACL the permission after the umask counts
        self.put("/plain", b"3", permission="600", unmaskedpermission="666")
        self.assertEqual(self.web.json("GET", "/plain", op="GETFILESTATUS")[1]["FileStatus"]["permission"], "600")
        location = self.web.call("PUT", "/shared/bad", op="CREATE")[1]["location"]
        status, _, body = follow(location + "&unmaskedpermission=9", "PUT", b"")
        self.assertRefused((status, json.loads(body)), 400, "IllegalArgumentException")

    def test_sums_blocks_and_defaults(self):
        web = self.web
        self.put("/sums/f", b"x" * 10, replication=1)
        self.put("/sums/g", b"y" * 10, replication=1)
        sum_ = web.json("GET", "/sums", op="GETCONTENTSUMMARY")[1]["ContentSummary"]
        self.assertEqual((sum_["directoryCount"], sum_["fileCount"], sum_["length"], sum_["quota"]), (1, 2, 20, -1))
        self.assertEqual(web.call("PUT", "/sums", op="SETQUOTA", namespacequota=50)[0], 200)
        usage = web.json("GET", "/sums", op="GETQUOTAUSAGE")[1]["QuotaUsage"]
        self.assertEqual((usage["fileAndDirectoryCount"], usage["quota"], usage["spaceConsumed"]), (3, 50, 20))
        located = web.json("GET", "/sums/f", op="GET_BLOCK_LOCATIONS")[1]["LocatedBlocks"]
        self.assertEqual((located["fileLength"], len(located["locatedBlocks"])), (10, 1))
        node = located["locatedBlocks"][0]["locations"][0]
        self.assertIn([node["xferPort"], node["ipcPort"], node["infoPort"]], self.cluster.datanode_ports)
        block = web.json("GET", "/sums/f", op="GETFILEBLOCKLOCATIONS")[1]["BlockLocations"]["BlockLocation"][0]
        self.assertEqual((block["offset"], block["length"], block["corrupt"]), (0, 10, False))
        self.assertEqual(web.json("GET", "/", op="GETSERVERDEFAULTS")[1]["FsServerDefaults"]["blockSize"], 128 << 20)
        self.assertEqual(web.json("GET", "/", op="GETHOMEDIRECTORY", user_name="ann")[1], {"Path": "/user/ann"})
        self.assertEqual(web.json("GET", "/", op="GETTRASHROOT", user_name="ann")[1], {"Path": "/user/ann/.Trash"})
        self.assertEqual(web.json("GET", "/sums", op="GETSTORAGEPOLICY")[1]["BlockStoragePolicy"]["name"], "HOT")
        self.assertEqual(len(web.json("GET", "/", op="GETALLSTORAGEPOLICY")[1]["BlockStoragePolicies"]["BlockStoragePolicy"]), 8)
        self.assertGreater(web.json("GET", "/", op="GETSTATUS")[1]["FsStatus"]["capacity"], 0)
        self.assertEqual(web.json("GET", "/", op="GETECPOLICY"), (200, None))
        self.assertEqual(web.json("GET", "/", op="GETDELEGATIONTOKEN"), (200, {"Token": None}))
        status, _, body = web.call("POST", "/sums/f", op="CONCAT", sources="/sums/g")
        self.assertEqual((status, body), (200, b""))
        self.assertEqual(self.get("/sums/f")[2], b"x" * 10 + b"y" * 10)

    def test_long_listings_come_in_chunks_and_in_batches(self):
        for number in range(2_100):
            self.web.call("PUT", f"/long/{number:05}", op="MKDIRS")
        status, headers, body = self.web.call("GET", "/long", op="LISTSTATUS")
        names = [entry["pathSuffix"] for entry in json.loads(body)["FileStatuses"]["FileStatus"]]
        self.assertEqual(names, [f"{number:05}" for number in range(2_100)])
        self.assertEqual(headers.get("transfer-encoding"), "chunked")
        batches, names, start = 0, [], ""
        while True:
            listing = self.web.json("GET", "/long", op="LISTSTATUS_BATCH", startAfter=start)[1]["DirectoryListing"]
            page = [entry["pathSuffix"] for entry in listing["partialListing"]["FileStatuses"]["FileStatus"]]
            names, batches, start = names + page, batches + 1, page[-1]
            if listing["remainingEntries"] == 0:
                break
        self.assertEqual((len(names), batches), (2_100, 3))

    def test_rights_are_those_of_the_named_user(self):
        web = self.web
        self.put("/secret", b"s", permission="600")
        self.assertRefused(web.json("PUT", "/mine", op="MKDIRS", user_name="bob"), 403, "AccessControlException",
                           'Permission denied: user=bob, access=WRITE, inode="/":root:supergroup:drwxr-xr-x')
        self.assertRefused(web.json("GET", "/secret", op="OPEN", user_name="bob"), 403, "AccessControlException")
        # The right to create is the DataNode's question.
        status, _, body = self.put("/forbidden", b"x", user_name="bob")
        self.assertEqual(status, 403)
        self.assertEqual(json.loads(body)["RemoteException"]["exception"], "AccessControlException")
        status, _, body = self.put("/secret", b"x", overwrite="false")
        self.assertEqual((status, json.loads(body)["RemoteException"]["exception"]), (403, "FileAlreadyExistsException"))
        self.assertEqual(web.json("GET", "/", op="GETHOMEDIRECTORY", doas="ann")[1], {"Path": "/user/ann"})
        self.assertRefused(web.json("GET", "/", op="GETHOMEDIRECTORY", doas="bob"), 403, "AuthorizationException",
                           "User: root is not allowed to impersonate bob")

    def test_refusals_speak_apaches_words(self):
        bad = "Invalid value for webhdfs parameter "
        cases = [
            ("GET", "/none", {"op": "GETFILESTATUS"}, 404, "FileNotFoundException", "File does not exist: /none"),
            ("GET", "/none", {"op": "LISTSTATUS"}, 404, "FileNotFoundException", "File /none does not exist."),
            ("GET", "/none", {"op": "OPEN"}, 404, "FileNotFoundException", "File /none not found."),
            ("POST", "/none", {"op": "APPEND"}, 404, "FileNotFoundException", "File /none not found."),
            ("GET", "/none", {"op": "GET_BLOCK_LOCATIONS"}, 404, "FileNotFoundException", "File does not exist: /none"),
            ("GET", "/", {}, 400, "UnsupportedOperationException", "op=NULL is not supported"),
            ("GET", "/", {"op": "FOO"}, 400, "IllegalArgumentException", bad + '"op": FOO is not a valid GET operation.'),
            ("PUT", "/", {"op": "OPEN"}, 400, "IllegalArgumentException", bad + '"op": OPEN is not a valid PUT operation.'),
            ("GET", "/", {"op": "GETFILESTATUS", "user_name": "1bad"}, 400, "IllegalArgumentException",
             bad + '"user.name": Invalid value: "1bad" does not belong to the domain ^[A-Za-z_][A-Za-z0-9._-]*[$]?$'),
            ("PUT", "/x", {"op": "SETREPLICATION", "replication": "abc"}, 400, "IllegalArgumentException",
             bad + '"replication": Failed to parse "abc" as a radix-10 short integer.'),
            ("PUT", "/x", {"op": "MKDIRS", "permission": "17777"}, 400, "IllegalArgumentException",
             bad + '"permission": Invalid parameter range: permission = 17777 > 1777'),
            ("PUT", "/x", {"op": "CREATE", "overwrite": "maybe"}, 400, "IllegalArgumentException",
             bad + '"overwrite": Failed to parse "maybe" to Boolean.'),
            ("PUT", "/x", {"op": "RENAME", "destination": "rel"}, 400, "IllegalArgumentException",
             bad + '"destination": Invalid parameter value: destination = "rel" is not an absolute path.'),
            ("PUT", "/x", {"op": "RENAME"}, 400, "IllegalArgumentException",
             "Required param destination for op: RENAME is null or empty"),
            ("PUT", "/x", {"op": "CREATESYMLINK", "destination": "/q"}, 400, "UnsupportedOperationException",
             "Symlinks not supported"),
            ("PUT", "/none", {"op": "SETOWNER", "owner": "a"}, 404, "FileNotFoundException", None),
            ("PUT", "/", {"op": "CREATESNAPSHOT"}, 403, "SnapshotException",
             "Failed to add snapshot: there are already 0 snapshot(s) and the snapshot quota is 0"),
        ]
        for method, path, parameters, status, exception, message in cases:
            with self.subTest(method=method, path=path, **parameters):
                self.assertRefused(self.web.json(method, path, **parameters), status, exception, message)

    def test_other_pages_and_methods(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.cluster.http_port, timeout=30)
        for method, path, status in (("GET", "/nothing", 404), ("PATCH", PREFIX + "/", 405), ("GET", "/webhdfs/v2", 404)):
            connection.request(method, path)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status, path)
        connection.close()

    def page(self, path, port=None, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.cluster.http_port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def test_what_monitoring_reads(self):
        beans = {bean["name"]: bean for bean in json.loads(self.page("/jmx"))["beans"]}
        state = beans["Hadoop:service=NameNode,name=FSNamesystemState"]
        self.assertEqual((state["NumLiveDataNodes"], state["FSState"]), (2, "Operational"))
        self.assertGreater(state["CapacityTotal"], state["CapacityRemaining"])
        nodes = json.loads(beans["Hadoop:service=NameNode,name=NameNodeInfo"]["LiveNodes"])
        self.assertEqual(sorted(node["infoAddr"] for node in nodes.values()),
                         sorted(f"127.0.0.1:{ports[2]}" for ports in self.cluster.datanode_ports))
        self.assertEqual(beans["Hadoop:service=NameNode,name=NameNodeStatus"]["State"], "active")
        rpc = beans[f"Hadoop:service=NameNode,name=RpcActivityForPort{self.cluster.namenode_port}"]
        self.assertGreater(rpc["TotalRequests"], 0)
        one = json.loads(self.page("/jmx?get=Hadoop:service=NameNode,name=FSNamesystemState::NumLiveDataNodes"))["beans"]
        self.assertEqual([set(bean) for bean in one], [{"name", "modelerType", "NumLiveDataNodes"}])
        some = json.loads(self.page("/jmx?qry=Hadoop:service=NameNode,name=FSNamesystem*"))["beans"]
        self.assertEqual(len(some), 2)
        self.assertEqual(json.loads(self.page("/jmx?qry=none"))["beans"], [])
        self.assertEqual(json.loads(self.page("/jmx?get=bad"))["result"], "ERROR")
        datanode = json.loads(self.page("/jmx", self.cluster.datanode_ports[0][2]))["beans"]
        runtime = [bean for bean in datanode if bean["name"] == "java.lang:type=Runtime"]
        self.assertIn(f"{self.cluster.datanodes[0].process.pid}@", runtime[0]["Name"])
        self.assertIn("<name>fs.defaultFS</name>", self.page("/conf", self.cluster.datanode_ports[0][2]))
        self.assertRegex(self.page("/metrics"), r"(?m)^namenode_FSNamesystemState_NumLiveDataNodes 2$")

    def test_the_configuration(self):
        self.assertIn(f"<name>fs.defaultFS</name><value>{self.cluster.uri}</value>", self.page("/conf"))
        rows = json.loads(self.page("/conf?name=dfs.replication", Accept="application/json"))["properties"]
        self.assertEqual([(row["key"], row["value"]) for row in rows], [("dfs.replication", "2")])
        with self.assertRaises(urllib.error.HTTPError) as none:
            self.page("/conf?name=none")
        self.assertEqual(none.exception.code, 404)
        none.exception.close()

    def test_a_datanode_takes_only_what_it_serves(self):
        web = Web(self.cluster.datanode_ports[0][2])
        self.addCleanup(web.connection.close)
        self.assertRefused(web.json("GET", "/", op="LISTSTATUS"), 400, "IllegalArgumentException",
                           "Invalid operation LISTSTATUS")
        self.assertRefused(web.json("GET", "/none", op="OPEN"), 400, "IllegalArgumentException",
                           "java.net.UnknownHostException: null")
        # Whatever NameNode a request names, it is the DataNode's own that is asked.
        self.assertRefused(web.json("GET", "/none", op="OPEN", namenoderpcaddress="192.0.2.1:1"), 404,
                           "FileNotFoundException", "File does not exist: /none")

    def test_changes_survive_a_restart_of_the_namenode(self):
        self.web.json("PUT", "/durable", op="MKDIRS")
        self.cluster.namenode.kill()
        self.cluster.namenode.start()
        self.cluster.wait_live(2)
        self.cluster.hdfs("dfsadmin", "-safemode", "wait")
        web = Web(self.cluster.http_port)
        self.addCleanup(web.connection.close)
        self.assertEqual(web.json("GET", "/durable", op="GETFILESTATUS")[0], 200)


if __name__ == "__main__":
    unittest.main()
