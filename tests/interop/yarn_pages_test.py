"""The pages of ResourceManager and NodeManager in headless Chromium, the web proxy, and applications that are submitted
and killed over REST, all with one application of Apache's DistributedShell and one of a shell command."""
import http.server
import json
import os
import pathlib
import re
import threading
import unittest
import urllib.error
import urllib.request

import apache_yarn
import browser
from mini_cluster import wait_until
from yarn_parties import YarnCluster

PICTURES = os.environ.get("MAMMOTH_PICTURES")  # where to put pictures for people to look at


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, method="GET", body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"} | (headers or {}), method=method)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, dict(refusal.headers), refusal.read().decode()


class Master(http.server.BaseHTTPRequestHandler):
    """The pages of an application master."""

    def do_GET(self):
        away = self.path.endswith("/away")
        self.send_response(302 if away else 200)
        if away:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/there")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<p>{self.path} for {self.headers.get('Cookie')} ü".encode())

    def log_message(self, *_):
        pass


def entries(**values):
    return {"entry": [{"key": key, "value": value} for key, value in values.items()]}


class YarnPagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(YarnCluster("ours", node_maker="ours", queues={
            "yarn.scheduler.capacity.root.queues": "day,night",
            "yarn.scheduler.capacity.root.day.capacity": 70, "yarn.scheduler.capacity.root.day.queues": "short,long",
            "yarn.scheduler.capacity.root.day.short.capacity": 40, "yarn.scheduler.capacity.root.day.long.capacity": 60,
            "yarn.scheduler.capacity.root.night.capacity": 30, "yarn.scheduler.capacity.root.night.maximum-capacity": 80,
            "yarn.scheduler.capacity.maximum-am-resource-percent": 0.9}))
        cls.manager = f"http://127.0.0.1:{cls.cluster.ports['webapp.address']}"
        cls.node = f"http://localhost:{cls.cluster.node_ports[0][2]}"
        cls.running = cls.submit("sleeper <b>", "echo 'to be read <b>'; sleep 300", "night")
        wait_until(lambda: "to be read" in cls.cluster.logs(), 60, "the container")

    @classmethod
    def submit(cls, name, command, queue, **more):
        """Over REST, an unregistered master that is a shell command."""
        _, _, text = ask(cls.manager + "/ws/v1/cluster/apps/new-application", "POST", {})
        given = json.loads(text)
        assert given["maximum-resource-capability"]["memory"] >= 1024, text
        status, headers, text = ask(cls.manager + "/ws/v1/cluster/apps?user.name=alice", "POST", {
            "application-id": given["application-id"], "application-name": name, "queue": queue, "max-app-attempts": 1,
            "am-container-spec": {"commands": {"command": f"{{ {command}; }} >><LOG_DIR>/stdout 2>&1"},
                                  "environment": entries(GREETING="hello")},
            "resource": {"memory": 1024, "vCores": 1}, "application-type": "SHELL",
            "application-tags": {"tag": ["one", "two"]}} | more)
        assert status == 202, text
        assert headers["Location"] == f"{cls.manager}/ws/v1/cluster/apps/{given['application-id']}", headers
        return given["application-id"]

    def app(self, application):
        return json.loads(self.cluster.get(f"/apps/{application}"))["app"]

    def test_an_application_lives_and_dies_over_rest(self):
        app = self.app(self.running)
        self.assertEqual((app["user"], app["queue"], app["applicationType"], app["applicationTags"]),
                         ("alice", "root.night", "SHELL", "one,two"))
        application = self.submit("victim", "echo said $GREETING; sleep 300", "short")
        wait_until(lambda: "said hello" in self.cluster.logs(), 60, "the container")
        url = f"{self.manager}/ws/v1/cluster/apps/{application}/state"
        status, _, text = ask(url, "PUT", {"state": "FINISHED"})
        self.assertEqual((status, json.loads(text)["RemoteException"]["message"]),
                         (400, "java.lang.Exception: Only 'KILLED' is allowed as a target state."))
        status, _, text = ask(url + "?user.name=alice", "PUT", {"state": "KILLED"})
        self.assertEqual((status, json.loads(text)), (200, {"state": "KILLED"}))
        self.assertEqual(ask(url, "PUT", {"state": "KILLED"})[0], 200)
        self.assertRegex(self.app(application)["diagnostics"],
                         rf"^Application {application} was killed by user alice at 127.0.0.1")
        wait_until(lambda: not any(application in str(path) for path in self.cluster.folder.glob("local0/usercache/*/appcache/*")),
                   30, "removed directories")

    def test_what_is_wrong_is_refused(self):
        apps = self.manager + "/ws/v1/cluster/apps"
        for method, url, body, status in (
                ("POST", apps, {"application-name": "x"}, 400), ("POST", apps, {"application-id": "application_x"}, 400),
                ("POST", apps, [], 400), ("PUT", apps + "/application_1_0001/state", {"state": "KILLED"}, 404),
                ("PUT", apps + "/nonsense/state", {"state": "KILLED"}, 400), ("PUT", apps, {}, 405),
                ("POST", apps, {"application-id": "application_1_0009", "resource": {"memory": 999999, "vCores": 1}}, 400),
                ("POST", apps, {"application-id": "application_1_0009", "resource": {"memory": "x"}}, 400),
                ("POST", apps, {"application-id": "application_1_0009", "resource": {"memory": 1},
                                "am-container-spec": {"credentials": {"secrets": entries(a="%%")}}}, 400),
                ("POST", apps, {"application-id": "application_1_0009", "resource": {"memory": 1},
                                "am-container-spec": {"local-resources": entries(a={"resource": "hdfs://h:x/a"})}}, 400)):
            with self.subTest(method=method, url=url, body=body):
                got, _, text = ask(url, method, body)
                self.assertEqual(got, status, text)
                self.assertIn("RemoteException", json.loads(text))
        self.assertEqual(ask(apps, "POST", {}, {"Content-Type": "application/xml"})[0], 415)
        self.assertEqual(ask(apps + "/application_1_0009")[0], 404)

    def test_the_proxy_leads_to_the_master_and_then_to_history(self):
        cluster = self.cluster
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Master)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = f"{self.manager}/proxy/{self.running}"
        # It has not registered: its page here.
        status, headers, _ = ask(at + "/")
        self.assertEqual((status, headers["Location"]), (302, f"/cluster/app/{self.running}"))
        for none in ("/proxy/application_1_0009/", "/proxy/nonsense"):
            self.assertEqual(ask(self.manager + none)[0], 404, none)
        self.assertEqual(ask(at, "POST", {})[0], 405)
        # An unmanaged master registers with the address of its pages.
        master = f"http://127.0.0.1:{server.server_port}"
        done = cluster.run(*apache_yarn.java(cluster.conf, "ProxiedMaster", master + "/base", at.rpartition("/")[0]))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
        self.assertEqual(said["PAGE"], "200 <p>/base/a?x=1%202 for proxy-user=dr.who ü")
        self.assertEqual(said["HOME"], "200 <p>/base for proxy-user=dr.who ü")
        self.assertRegex(said["AWAY"], r"^302 /proxy/application_\d+_\d+/there$")
        self.assertEqual(said["AFTER"], f"302 {master}/history")

    def test_ways_in(self):
        status, headers, _ = ask(self.manager + "/")
        self.assertEqual((status, headers["Location"]), (302, self.manager + "/cluster"))
        status, headers, _ = ask(self.node + "/")
        self.assertEqual((status, headers["Location"]), (302, self.node + "/node"))
        for server, pages in ((self.manager, ("/cluster", "/cluster/nodes", "/cluster.js")), (self.node, ("/node", "/node.js"))):
            for page in (*pages, "/static/mammoth.css"):
                status, headers, text = ask(server + page)
                self.assertEqual(status, 200, page)
                self.assertNotRegex(text, r'(src|href)="(https?:)?//')  # nothing is asked of anybody else
            self.assertEqual(ask(server + "/none.html")[0], 404)


@unittest.skipIf(browser.missing(), browser.missing() or "")
class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        YarnPagesTest.setUpClass.__func__(cls)
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    submit = YarnPagesTest.__dict__["submit"]
    app = YarnPagesTest.app

    def show(self, url, ready, *words):
        self.browser.open(url)
        self.browser.wait(f"document.querySelector('main')?.dataset.ready === {json.dumps(ready)}")
        text = self.browser.text()
        self.assertNotIn("could not be filled", text)
        for word in words:
            self.assertIn(word, text)
        if PICTURES:
            self.browser.screenshot(pathlib.Path(PICTURES) / f"yarn-{re.sub('[^a-z]+', '-', ready.lower())}.png")

    def test_the_resource_managers_pages(self):
        self.browser.complaints()
        application, attempt = self.running, self.running.replace("application", "appattempt") + "_000001"
        self.show(self.manager + "/cluster", "apps", application, "sleeper <b>", "root.night", "ACCEPTED")
        self.show(f"{self.manager}/cluster/apps/RUNNING", "apps/RUNNING", "no such applications")
        self.show(f"{self.manager}/cluster/app/{application}", f"app/{application}", "alice", attempt, "SHELL", "one,two")
        self.browser.click(f"a[href='/cluster/appattempt/{attempt}']")
        self.browser.wait(f"document.querySelector('main')?.dataset.ready === 'appattempt/{attempt}'")
        self.assertIn("1 living containers", self.browser.text())
        self.show(self.manager + "/cluster/nodes", "nodes", self.cluster.node_id(), "/default-rack", "RUNNING")
        self.show(self.manager + "/cluster/scheduler", "scheduler", "day", "night", "short", "long", "at most 80.0%")
        widths = self.browser.run("return [...document.querySelectorAll('.track .guaranteed')].map(bar => bar.style.width)")
        self.assertEqual([round(float(width[:-1])) for width in widths], [100, 70, 28, 42, 30])
        used = self.browser.run("return [...document.querySelectorAll('.track')].map(bar => bar.querySelector('.used').style.width)")
        self.assertEqual(float(used[-1][:-1]), 25)
        self.show(self.manager + "/cluster/cluster", "cluster", "Cluster ID", "NullRMStateStore")
        self.assertEqual([entry for entry in self.browser.complaints() if "favicon" not in entry], [])

    def test_the_node_managers_pages(self):
        container = self.running.replace("application", "container") + "_01_000001"
        self.show(self.node + "/node", "node", self.cluster.node_id(), "25.00%")
        self.show(self.node + "/node/allApplications", "allApplications", self.running)
        self.show(f"{self.node}/node/application/{self.running}", f"application/{self.running}", container)
        self.show(self.node + "/node/allContainers", "allContainers", container, "alice")
        self.show(f"{self.node}/node/container/{container}", f"container/{container}", "stdout")
        self.browser.run("[...document.querySelectorAll('a')].find(a => a.textContent === 'stdout').click()")
        self.browser.wait("document.querySelector('pre')?.textContent.includes('to be read <b>')")
        if PICTURES:
            self.browser.screenshot(pathlib.Path(PICTURES) / "yarn-log.png")


if __name__ == "__main__":
    unittest.main()
