"""HttpFS: Hadoop's HTTP gateway, with a NameNode and DataNodes of ours behind it."""
import http.client
import json
import subprocess
import unittest

from mini_cluster import BIN, MiniCluster, free_port, port_open, wait_until

BYTES = {"Content-Type": "application/octet-stream"}


class HttpFsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1, core_site={
            "hadoop.proxyuser.root.hosts": "*", "hadoop.proxyuser.root.users": "ann"})
        cls.addClassCleanup(cls.cluster.close)
        cls.port = free_port()
        log = open(cls.cluster.folder / "httpfs.log", "wb")
        cls.addClassCleanup(log.close)
        cls.process = subprocess.Popen([BIN / "httpfs", f"-Dhttpfs.http.port={cls.port}"], stdout=log, stderr=log,
                                       env=cls.cluster.environment)
        cls.addClassCleanup(cls.stop)
        wait_until(lambda: port_open(cls.port), 30, "httpfs")

    @classmethod
    def stop(cls):
        cls.process.terminate()
        assert cls.process.wait(20) == 0

    def call(self, method, target, body=None, headers=None, user="root"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        name = f"{'&' if '?' in target else '?'}user.name={user}" if user else ""
        connection.request(method, f"/webhdfs/v1{target}{name}", body=body, headers=headers or {})
        answer = connection.getresponse()
        result = answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        connection.close()
        return result

    def json(self, method, target, **options):
        status, _, body = self.call(method, target, **options)
        return status, json.loads(body)

    def refusal(self, method, target, **options):
        status, answer = self.json(method, target, **options)
        return status, answer["RemoteException"]["exception"], answer["RemoteException"]["message"]

    def put(self, path, data, **options):
        status, _, body = self.call("PUT", f"{path}?op=CREATE&data=true", body=data, headers=BYTES, **options)
        self.assertEqual(status, 201, body)

    def test_bytes_go_through_the_gateway(self):
        status, headers, _ = self.call("PUT", "/f%20x?op=CREATE")
        self.assertEqual((status, headers["location"]),
                         (307, f"http://127.0.0.1:{self.port}/webhdfs/v1/f%20x?op=CREATE&data=true&user.name=root"))
        self.assertEqual(self.json("PUT", "/f%20x?op=CREATE&noredirect=true")[1], {"Location": headers["location"]})
        data = bytes(range(256)) * 4096
        self.put("/f%20x", data)
        self.assertEqual(self.call("POST", "/f%20x?op=APPEND&data=true", body=b"more", headers=BYTES)[0], 200)
        self.assertEqual(self.call("GET", "/f%20x?op=OPEN")[2], data + b"more")
        self.assertEqual(self.call("GET", f"/f%20x?op=OPEN&offset={len(data)}&length=2")[2], b"mo")
        self.assertEqual(self.cluster.hdfs("dfs", "-stat", "%b %a", "/f x").stdout, f"{len(data) + 4} 755\n")
        checksum = self.json("GET", "/f%20x?op=GETFILECHECKSUM")[1]["FileChecksum"]
        self.assertIn(checksum["bytes"][:56], self.cluster.hdfs("dfs", "-checksum", "/f x").stdout)
        self.assertEqual(self.refusal("PUT", "/f%20x?op=CREATE&data=true&overwrite=false", body=b"", headers=BYTES)[:2],
                         (500, "FileAlreadyExistsException"))

    def test_uploads_name_their_type_and_everybody_himself(self):
        for headers in ({}, {"Content-Type": "text/plain"}):
            status, _, body = self.call("PUT", "/wrong?op=CREATE&data=true", body=b"x", headers=headers)
            self.assertEqual(status, 400)
            self.assertIn(b"content-type set to 'application/octet-stream'", body)
        status, _, body = self.call("GET", "/?op=LISTSTATUS", user=None)
        self.assertEqual((status, b"Authentication required" in body), (401, True))

    def test_the_tree_and_its_attributes(self):
        self.assertEqual(self.json("PUT", "/t/d?op=MKDIRS&permission=750"), (200, {"boolean": True}))
        self.put("/t/f", b"12345")
        names = [entry["pathSuffix"] for entry in self.json("GET", "/t?op=LISTSTATUS")[1]["FileStatuses"]["FileStatus"]]
        self.assertEqual(names, ["d", "f"])
        some = self.json("GET", "/t?op=LISTSTATUS&filter=f*")[1]["FileStatuses"]["FileStatus"]
        self.assertEqual([(entry["pathSuffix"], entry["length"], entry["permission"]) for entry in some], [("f", 5, "755")])
        for change in ("SETPERMISSION&permission=640", "SETOWNER&owner=ann&group=staff", "SETTIMES&modificationtime=1000",
                       "SETXATTR&xattr.name=user.a&xattr.value=one&flag=CREATE", "MODIFYACLENTRIES&aclspec=user:bob:r--"):
            self.assertEqual(self.call("PUT", f"/t/f?op={change}")[0], 200, change)
        file = self.json("GET", "/t/f?op=GETFILESTATUS")[1]["FileStatus"]
        self.assertEqual([file[key] for key in ("owner", "group", "permission", "modificationTime", "aclBit")],
                         ["ann", "staff", "640", 1000, True])
        self.assertEqual(self.json("GET", "/t/f?op=GETXATTRS&encoding=hex")[1],
                         {"XAttrs": [{"name": "user.a", "value": "0x6f6e65"}]})
        self.assertIn("user:bob:r--", self.json("GET", "/t/f?op=GETACLSTATUS")[1]["AclStatus"]["entries"])
        self.assertEqual(self.json("GET", "/t?op=GETCONTENTSUMMARY")[1]["ContentSummary"]["fileCount"], 1)
        self.assertEqual(self.json("PUT", "/t/f?op=RENAME&destination=/t/g"), (200, {"boolean": True}))
        self.assertEqual(self.refusal("DELETE", "/t?op=DELETE")[:2], (500, "PathIsNotEmptyDirectoryException"))
        self.assertEqual(self.json("DELETE", "/t?op=DELETE&recursive=true"), (200, {"boolean": True}))

    def test_refusals_are_apaches(self):
        self.assertEqual(self.refusal("GET", "/none?op=GETFILESTATUS"),
                         (404, "FileNotFoundException", "File does not exist: /none"))
        self.assertEqual(self.refusal("GET", "/"), (400, "IllegalArgumentException", "Missing Operation parameter [op]"))
        self.assertEqual(self.refusal("GET", "/?op=FOO")[:2], (500, "QueryParamException"))
        self.assertEqual(self.refusal("GET", "/?op=CREATE"), (500, "IOException", "Invalid HTTP GET operation [CREATE]"))
        self.assertEqual(self.refusal("DELETE", "/x?op=DELETE&recursive=zz"),
                         (400, "IllegalArgumentException", "java.lang.IllegalArgumentException: Parameter [recursive], "
                          "invalid value [zz], value must be [a boolean]"))
        self.assertEqual(self.refusal("PUT", "/x?op=SETREPLICATION&replication=70000")[:2], (400, "IllegalArgumentException"))
        self.assertEqual(self.refusal("GET", "/h?op=GETHOMEDIRECTORY"),
                         (400, "UnsupportedOperationException", "Operation [GETHOMEDIRECTORY], invalid path [/h], must be /"))
        self.assertEqual(self.refusal("PUT", "/mine?op=MKDIRS", user="bob")[:2], (500, "AccessControlException"))

    def test_some_may_act_for_others(self):
        self.assertEqual(self.json("GET", "/?op=GETHOMEDIRECTORY&doas=ann"), (200, {"Path": "/user/ann"}))
        self.assertEqual(self.refusal("PUT", "/ann?op=MKDIRS&doas=ann")[:2], (500, "AccessControlException"))
        for method, target in (("PUT", "/bob?op=MKDIRS"), ("GET", "/?op=GETHOMEDIRECTORY")):
            self.assertEqual(self.refusal(method, f"{target}&doas=bob"), (403, "AuthorizationException",
                                                                           "User: root is not allowed to impersonate bob"))


if __name__ == "__main__":
    unittest.main()
