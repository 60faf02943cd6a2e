"""HttpFS: our gateway's answers beside those of Apache's, each before its own cluster; cookies and tokens."""
import http.client
import json
import re
import subprocess
import unittest
import urllib.parse
import zipfile

from apache import HERE, PEERS, ApacheClient, ApacheCluster, fetched_jars, java, one_at_a_time
from httpfs_calls import CALLS, OTHERS
from mini_cluster import BIN, MiniCluster, die_with_the_test, free_port, port_open, wait_until

SETTINGS = {"core_site": {"hadoop.http.staticuser.user": "root", "hadoop.proxyuser.root.hosts": "*",
                          "hadoop.proxyuser.root.groups": "*", "httpfs.http.hostname": "127.0.0.1"},
            "hdfs_site": {"dfs.permissions.superusergroup": "staff"}}


# Times, and ids that depend on what was made before, sizes of disks, hosts and ports.
VARIES = re.compile(r'("(?:accessTime|modificationTime|modification_time|fileId|dirId|used|remaining|capacity|blockId|generationStamp|'
                    r'blockPoolUsed|dfsUsed|lastBlockReport\w+|lastUpdate\w*|xceiverCount|ipcPort|infoPort|xferPort|snapshotID)":)-?\d+')
PLACES = re.compile(r'(?:localhost|127\.0\.0\.1|vm):\d+|BP-[\w.-]+|(?<="storageID":")[\w-]+|(?<="hostName":")[^"]+|(?<="hosts":\[")[^"]+')
POLICIES = re.compile(r'"state":"ENABLED"|(?<=policies: \[)[^\]]*')
PAGE = re.compile(r"<tr><th>MESSAGE:</th><td>(.*?)</td></tr>", re.S)


def jars():
    with one_at_a_time():
        folder = PEERS / "apache-httpfs-3.4.2"
        if not folder.exists():
            part = PEERS / "apache-httpfs.part"
            subprocess.run(["mvn", "-q", "-B", "-f", HERE / "java/httpfs/pom.xml", "dependency:copy-dependencies",
                            f"-DoutputDirectory={part}"], check=True)
            part.rename(folder)
        return folder


class Gateway:
    """An HttpFS, ours or Apache's, before a cluster."""

    def __init__(self, cluster, port, command):
        self.port = port
        self.log = open(cluster.folder / "httpfs.log", "wb")
        self.process = subprocess.Popen(list(map(str, command)), env=cluster.environment, stdout=self.log, stderr=self.log,
                                        preexec_fn=die_with_the_test)
        wait_until(lambda: port_open(port), 60, "httpfs")

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, method, path, body=None, kind=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, f"/webhdfs/v1{path}", body=body, headers=(headers or {}) | ({"Content-Type": kind} if kind else {}))
        with connection.getresponse() as reply:
            text = reply.read().decode(errors="replace")
            headers = {name.lower(): value for name, value in reply.getheaders()}
        connection.close()
        return reply.status, headers, text


def ours(cluster):
    port = free_port()
    return Gateway(cluster, port, [BIN / "httpfs", f"-Dhttpfs.http.port={port}"])


def apaches(cluster):
    port = free_port()
    folder = cluster.folder / "httpfs"
    for name in ("log", "temp"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(next(jars().glob("hadoop-hdfs-httpfs*.jar"))) as jar:  # its server wants pages in a folder
        jar.extractall(cluster.conf, [name for name in jar.namelist() if name.startswith("webapps/")])
    (cluster.conf / "httpfs-signature.secret").write_text("a secret")
    (cluster.conf / "httpfs-log4j.properties").write_text((cluster.conf / "log4j.properties").read_text())
    values = {"httpfs.hadoop.config.dir": cluster.conf, "hadoop.http.authentication.type": "simple",
              "hadoop.http.authentication.signature.secret.file": cluster.conf / "httpfs-signature.secret",
              "httpfs.http.port": port, "httpfs.http.hostname": "127.0.0.1"}
    rows = "".join(f"<property><name>{key}</name><value>{value}</value></property>" for key, value in values.items())
    (cluster.conf / "httpfs-site.xml").write_text(f"<configuration>{rows}</configuration>")
    command = java(cluster.conf, flags=["-Xmx512m"])
    at = command.index("-cp") + 1
    command[at] = f"{cluster.conf}:{jars()}/*:{fetched_jars()}/*"
    places = {"home": folder, "config": cluster.conf, "log": folder / "log", "temp": folder / "temp"}
    command[at - 1:at - 1] = [f"-Dhttpfs.{name}.dir={place}" for name, place in places.items()]
    return Gateway(cluster, port, [*command, "org.apache.hadoop.fs.http.server.HttpFSServerWebServer"])


def plain(text):
    """What is said, without what differs between any two clusters; of a page its message."""
    page = PAGE.search(text)
    if page:
        text = page[1].replace("&apos;", "'")
    text = PLACES.sub("PLACE", VARIES.sub(r"\1N", text))
    return POLICIES.sub(lambda found: '"state":"DISABLED"' if found[0].startswith('"') else "", text).strip()


def answer(gateway, method, path, body, kind):
    status, headers, text = gateway.ask(method, path, body, kind)
    text = plain(text)
    if status == 400 and "data=true" in path:
        text = ""  # Apache's says why to POST alone
    if "op=GETECPOLICIES" in path:  # Java orders these members anew in every process
        text = json.dumps(json.loads(text), sort_keys=True)
    cookie = re.sub(r"&e=.*?\"", "\"", headers.get("set-cookie", ""))
    return status, cookie, PLACES.sub("PLACE", headers.get("location", "")), text


class HttpFsComparisonTest(unittest.TestCase):
    def test_answers_are_apaches(self):
        with MiniCluster(datanodes=1, **SETTINGS) as first, ApacheCluster(datanodes=1, **SETTINGS) as second, \
                ours(first) as our, apaches(second) as theirs:
            for method, path, body, kind in CALLS:
                if (method, path) not in OTHERS:
                    path += "&user.name=root"
                with self.subTest(call=f"{method} {path}", type=kind):
                    got, expected = (answer(gateway, method, path, body, kind) for gateway in (our, theirs))
                    self.assertEqual(got, expected)


class HttpFsIdentityTest(unittest.TestCase):
    """Who one is: by name, by a cookie, by a token."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = MiniCluster(datanodes=1, **SETTINGS)
        cls.addClassCleanup(cls.cluster.close)
        cls.gateway = ours(cls.cluster)
        cls.addClassCleanup(cls.gateway.close)

    def home(self, query="", **headers):
        status, answer_headers, text = self.gateway.ask("GET", f"/?op=GETHOMEDIRECTORY{query}", headers=headers)
        return status, json.loads(text)["Path"] if status == 200 else text, answer_headers

    def test_a_cookie_stands_for_the_name(self):
        _, _, headers = self.home("&user.name=ann")
        cookie = headers["set-cookie"].split(";")[0]
        self.assertRegex(cookie, r'^hadoop\.auth="u=ann&p=ann&t=simple-dt&e=\d+&s=[\w+/]{43}="$')
        status, path, headers = self.home(Cookie=f"other=1; {cookie}")
        self.assertEqual((status, path, "set-cookie" in headers), (200, "/user/ann", False))
        # It comes before the name, and nobody else can write one.
        self.assertEqual(self.home("&user.name=bob", Cookie=cookie)[1], "/user/ann")
        for forged in (cookie.replace("u=ann", "u=root"), cookie.replace("&e=1", "&e=2"), cookie[:-3] + '"', "hadoop.auth=",
                       'hadoop.auth="&s="'):
            self.assertEqual(self.home(Cookie=forged)[0], 401, forged)
            self.assertEqual(self.home("&user.name=bob", Cookie=forged)[1], "/user/bob")
        status, _, headers = self.home()
        self.assertEqual((status, headers["set-cookie"]), (401, "hadoop.auth=; Path=/; HttpOnly"))

    def token(self, query):
        status, _, text = self.gateway.ask("GET", f"/?op=GETDELEGATIONTOKEN{query}")
        self.assertEqual(status, 200, text)
        return urllib.parse.quote(json.loads(text)["Token"]["urlString"])

    def test_a_token_stands_for_its_owner(self):
        token = self.token("&user.name=ann&renewer=bob")
        status, path, headers = self.home(f"&delegation={token}")
        self.assertEqual((status, path, "set-cookie" in headers), (200, "/user/ann", False))
        self.assertEqual(self.home(**{"X-Hadoop-Delegation-Token": token})[1], "/user/ann")
        renewal = f"/?op=RENEWDELEGATIONTOKEN&token={token}&user.name="
        self.assertEqual(self.gateway.ask("PUT", renewal + "ann")[0], 403)
        status, _, text = self.gateway.ask("PUT", renewal + "bob")
        self.assertEqual((status, list(json.loads(text))), (200, ["long"]))
        eve = self.home("&user.name=eve")[2]["set-cookie"].split(";")[0]
        cancellation = f"/?op=CANCELDELEGATIONTOKEN&token={token}"
        self.assertEqual(self.gateway.ask("PUT", cancellation, headers={"Cookie": eve})[0], 404)
        self.assertEqual(self.gateway.ask("PUT", cancellation)[0], 200)  # whoever holds it
        status, text, _ = self.home(f"&delegation={token}")
        self.assertEqual((status, "AuthenticationException" in text), (403, True))

    def test_a_token_for_somebody_else(self):
        self.assertEqual(self.home(f"&delegation={self.token('&user.name=root&doas=ann')}")[1], "/user/ann")
        self.assertEqual(self.gateway.ask("GET", "/?op=GETDELEGATIONTOKEN&user.name=bob&doas=ann")[0], 403)

    def test_apaches_client_works_through_it(self):
        client = ApacheClient(self.cluster)
        uri = f"webhdfs://127.0.0.1:{self.gateway.port}"
        source = self.cluster.folder / "source"
        source.write_bytes(bytes(range(256)) * 300)
        client.fs("-mkdir", "-p", f"{uri}/shell")
        client.fs("-put", source, f"{uri}/shell/file")
        client.fs("-get", f"{uri}/shell/file", self.cluster.folder / "back")
        self.assertEqual((self.cluster.folder / "back").read_bytes(), source.read_bytes())
        self.assertRegex(client.fs("-ls", f"{uri}/shell").stdout, r"(?m)^-rw.* 76800 .*/shell/file$")
        client.fs("-rm", "-r", f"{uri}/shell")


if __name__ == "__main__":
    unittest.main()
