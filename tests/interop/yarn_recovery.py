"""What tests of killed ResourceManagers and NodeManagers share."""
import collections
import json

from mini_cluster import wait_until

MANAGER_RECOVERS = {"yarn.resourcemanager.recovery.enabled": "true",
                    "yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms": 1500,
                    "yarn.resourcemanager.connect.retry-interval.ms": 300,
                    "yarn.client.application-client-protocol.poll-interval-ms": 100}


class Recovery:
    def start(self, containers=2, seconds=8):
        """An application whose containers write down that they begin and end."""
        ran = self.cluster.folder / f"ran{len(self.cluster.shells)}"
        ran.write_text("")
        script = f"echo begin $CONTAINER_ID >> {ran}; sleep {seconds}; echo end $CONTAINER_ID >> {ran}"
        shell = self.cluster.start_shell("-shell_command", f"bash -c '{script}'", "-num_containers", containers)
        return shell, ran

    def restart_manager(self):
        self.cluster.manager.kill()
        self.cluster.manager.start()

    def application(self, count=1):
        def listed():
            return (json.loads(self.cluster.get("/apps") or "{}").get("apps") or {}).get("app") or []
        wait_until(lambda: len(listed()) >= count, 60, "an application")
        return max(listed(), key=lambda app: app["startedTime"])

    def check_ran_once(self, shell, ran, containers=2, attempts=1):
        output = shell.communicate(timeout=120)[0]
        if shell.returncode != 0:
            self.cluster.show_logs()
        self.assertEqual(shell.returncode, 0, output)
        words = collections.Counter(ran.read_text().splitlines())
        self.assertEqual((len(words), set(words.values())), (2 * containers, {1}), words)
        app = self.application()
        wait_until(lambda: json.loads(self.cluster.get(f"/apps/{app['id']}"))["app"]["state"] == "FINISHED", 30, "the end")
        wait_until(lambda: self.attempts(app)[-1]["appAttemptState"] == "FINISHED", 30, "the master's end")
        self.assertLessEqual(len(self.attempts(app)), attempts)
        wait_until(lambda: not self.cluster.processes(), 30, "the end of all processes")
        app = json.loads(self.cluster.get(f"/apps/{app['id']}"))["app"]
        self.assertEqual(app["finalStatus"], "SUCCEEDED")
        return app

    def attempts(self, app):
        answer = json.loads(self.cluster.get(f"/apps/{app['id']}/appattempts"))
        return sorted(answer["appAttempts"]["appAttempt"], key=lambda attempt: attempt["id"])
