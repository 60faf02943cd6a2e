"""Headless Chromium through Debian's chromedriver, by the little of the WebDriver protocol that page tests need."""
import base64
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.request

from mini_cluster import free_port, port_open, wait_until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
           "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
           "--window-size=1400,1000"]


def missing():
    """Why there can be no browser here; nothing if there can."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            return f"{program} is not installed (deploy/install-packages --tests)"
    return None


class Browser:
    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="mammoth-browser-", ignore_cleanup_errors=True)
        port = free_port()
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        wait_until(lambda: port_open(port), 60, "chromedriver")
        chrome = {"args": [*OPTIONS, f"--user-data-dir={self.profile.name}"]}
        session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.base += f"/session/{session['sessionId']}"

    def ask(self, method, path, value=None):
        body = None if method == "GET" else json.dumps(value or {}).encode()
        request = urllib.request.Request(self.base + path, data=body, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def text(self):
        return self.run("return document.body.innerText")

    def wait(self, condition, seconds=60):
        """Until the script answers something true, which is returned."""
        end = time.monotonic() + seconds
        while True:
            found = self.run(f"return {condition}")
            if found or time.monotonic() > end:
                assert found, f"{condition} did not come true; the page says:\n{self.text()}"
                return found
            time.sleep(0.1)

    def find(self, selector):
        return self.ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.ask("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.ask("POST", f"/element/{self.find(selector)}/clear")
        self.ask("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def choose_file(self, selector, path):
        self.ask("POST", f"/element/{self.find(selector)}/value", {"text": str(path)})

    def complaints(self):
        """What the pages' scripts have said on the console that sounds like an error."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})
                if entry["level"] == "SEVERE" and "favicon" not in entry["message"]]

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.profile.cleanup()
