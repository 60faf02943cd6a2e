"""Bytes that no honest client sends, thrown at the ports of ResourceManager and NodeManager: they answer or hang up, and
live on. What is by chance has a seed and a limit in time; MAMMOTH_SEED and MAMMOTH_FUZZ_SECONDS change them."""
import json
import os
import random
import subprocess
import time
import urllib.request

from bad_input_test import rpc_inputs
from hostile import Chance, RpcConnection, RpcFrames, exchange
from messages import Messages
from mini_cluster import BIN, Daemon, wait_until
from yarn_services import Services

SECONDS = float(os.environ.get("MAMMOTH_FUZZ_SECONDS", 10))
SEED = int(os.environ.get("MAMMOTH_SEED", 1))
API, SERVER = "org.apache.hadoop.yarn.api.", "org.apache.hadoop.yarn.server.api."
SERVICES = {  # those that ask for no token
    "ApplicationClientProtocolService": ("address", API + "ApplicationClientProtocolPB"),
    "ResourceTrackerService": ("resource-tracker.address", SERVER + "ResourceTrackerPB"),
    "ResourceManagerAdministrationProtocolService": ("admin.address", SERVER + "ResourceManagerAdministrationProtocolPB")}


class YarnBadInputTest(Services):
    def setUp(self):
        super().setUp()
        self.daemons = {}
        for name, port in self.ports.items():
            self.daemons[name] = Daemon(name, [BIN / name], port, self.folder / f"{name}.log", self.environment).start()
            self.addCleanup(self.daemons[name].process.kill)
        wait_until(lambda: "RUNNING" in self.yarn("node", "-list").stdout, 60, "a registered node")

    def port(self, name):
        return self.all_ports[f"yarn.resourcemanager.{name}"]

    def rest(self, path):
        url = f"http://127.0.0.1:{self.port('webapp.address')}/ws/v1/cluster/{path}"
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.loads(answer.read().decode(errors="replace"))

    def still_works(self):
        for daemon in self.daemons.values():
            self.assertTrue(daemon.running(), f"{daemon.name}: {daemon.tail()}")
            self.assertEqual(daemon.sanitizer_reports(), "", daemon.name)
        for command in (("node", "-list", "-all"), ("application", "-list", "-appStates", "ALL")):
            done = self.yarn(*command)
            self.assertEqual(done.returncode, 0, done.stderr)
        for path in ("info", "metrics", "nodes", "apps", "scheduler"):
            self.assertTrue(self.rest(path))

    def test_every_port(self):
        """And an application runs afterwards."""
        ports = {**self.all_ports, "shuffle": self.shuffle_port}
        for key, port in ports.items():
            if "localizer" in key:  # nobody listens there
                continue
            for name, data in rpc_inputs():
                with self.subTest(port=key, data=name):
                    exchange(port, data)
        self.still_works()
        done = subprocess.run([BIN / "distributed-shell", "1", "true"], env=self.environment, capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_calls_without_a_token(self):
        messages = Messages()
        for port, protocol in ((self.port("scheduler.address"), API + "ApplicationMasterProtocolPB"),
                               (self.ports["nodemanager"], API + "ContainerManagementProtocolPB")):
            frames = RpcFrames(messages, "mallory", protocol)
            with RpcConnection(port, frames) as connection:
                failure, message = connection.exchange(frames.call("allocate", b""))
                self.assertEqual((failure, message), ("AccessControlException",
                                                      b"SIMPLE authentication is not enabled.  Available:[TOKEN]"))
        self.still_works()

    def test_calls_by_chance(self):
        messages = Messages()
        chance = Chance(messages, random.Random(SEED), self.pool())
        calls, end = 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            service = chance.random.choice(list(SERVICES))
            key, protocol = SERVICES[service]
            frames = RpcFrames(messages, chance.random.choice(("mallory", "alice", "")), protocol)
            data = frames.greeting()
            for _ in range(20):
                method, request = chance.random.choice(list(messages.services[service].items()))
                body = chance.message(request)
                call = frames.call(method, chance.mutate(body) if chance.random.random() < 0.3 else body)
                data += call
                calls += 1
            exchange(self.port(key), data[:-len(call)] + chance.mutate(call))
        self.assertGreater(calls, 100)
        self.still_works()

    def pool(self):
        """Values that lead somewhere: to this ResourceManager's applications and its node."""
        started = self.rest("info")["clusterInfo"]["startedOn"]
        node = {"host": "127.0.0.1", "port": self.ports["nodemanager"]}
        return {
            "hadoop.yarn.ApplicationIdProto": [{"id": number, "cluster_timestamp": started} for number in (1, 2, 3, 99)],
            "hadoop.yarn.NodeIdProto": [node, node, node | {"port": 1}], "attemptId": [1, 2],
            "queue": [b"default", b"root.default", b"nosuch"], "queueName": [b"default", b"root", b"nosuch"],
            "memory": [0, 128, 1024, 1 << 40], "virtual_cores": [0, 1, 4, 1 << 30], "user": [b"alice", b""]}
