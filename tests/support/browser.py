"""Chromium, driven through chromedriver's HTTP protocol (W3C WebDriver)."""
import base64
import json
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

# "element-6066-..": what stands for an element in the protocol (W3C WebDriver, 12.1).
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"escape": "\ue00c", "down": "\ue015", "enter": "\ue007", "tab": "\ue004"}
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--no-first-run", "--disable-background-networking"]


class Browser:
    """One window. Used in a `with` block, after which nothing is left of it."""

    def __init__(self, width=1280, height=900):
        self.profile = tempfile.mkdtemp(prefix="modbuild-browser-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.at = f"http://127.0.0.1:{self.read_port()}"
        options = {"binary": shutil.which("chromium"),
                   "args": [*FLAGS, f"--window-size={width},{height}",
                            f"--user-data-dir={self.profile}"]}
        wanted = {"alwaysMatch": {"goog:chromeOptions": options,
                                  "goog:loggingPrefs": {"browser": "ALL"}}}
        self.at += "/session/" + self.ask("POST", "/session", {"capabilities": wanted})["sessionId"]

    def read_port(self):
        for line in self.driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return int(found[1])
        raise OSError("chromedriver does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.ask("DELETE", "", None)
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=20)
            shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.at + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode(errors='replace')[:2000]}") from error

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def js(self, script, *arguments):
        """What a function body returns; `arguments` are its arguments."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def settle(self):
        """Lets the page do what the last input queued: a changed fragment is told to it later."""
        self.js("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));")

    def find(self, css):
        return self.ask("POST", "/element", {"using": "css selector", "value": css})[ELEMENT]

    def click(self, css):
        self.ask("POST", f"/element/{self.find(css)}/click", {})
        self.settle()

    def type(self, css, text):
        self.ask("POST", f"/element/{self.find(css)}/value", {"text": text})

    def press(self, *keys):
        """Keys go to whatever has the focus."""
        letters = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": letter} for letter in letters
                   for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})
        self.settle()

    def text(self, css):
        self.settle()
        return self.js("return document.querySelector(arguments[0])?.innerText ?? '';", css)

    def texts(self, css):
        self.settle()
        return self.js("return [...document.querySelectorAll(arguments[0])]"
                       ".map((one) => one.innerText ?? one.textContent);", css)

    def devtools(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def resize(self, width, height):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=width < 600)

    def prefer(self, scheme):
        self.devtools("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": scheme}])

    def complaints(self):
        """What the console got since the last call: errors of scripts, refusals by the page's policy."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("GET", "/screenshot", None)))
