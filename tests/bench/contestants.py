"""Who runs in tests/bench/run, and with which commands: modbuild, the machine's floor, and the peers."""
import os
import shutil
import subprocess

from timing import Series, remove
from trees import ninja_bytes, write_floor_list

# What --against names, and the Debian package that has it.
PEERS = {"gn": ("gn", "generate-ninja"), "cmake": ("cmake", "cmake"), "meson": ("meson", "meson"),
         "make": ("make", "make")}
SLOW_RUNS = 3  # of cmake and meson, which take minutes where others take a second


class Contest:
    """The series of one tree, and what was looked at while they were set up."""

    def __init__(self, tree, work, options):
        self.tree, self.work, self.options = tree, work, options
        self.series = []
        self.bytes = {}  # of the Ninja files of each
        self.prepare()
        self.add_modbuild()
        self.add_floor()
        for peer, add in (("gn", self.add_gn), ("cmake", self.add_cmake), ("meson", self.add_meson)):
            if peer in tree.peers:
                add(tree.peers[peer])
        if tree.count in options.builds:
            self.add_idle_builds()
        self.add_changed()  # last: after it, until gen ran again, ninja has something to do

    def place(self, name):
        return f"{self.work}/{name}{self.tree.count}"

    def modbuild(self, build, *words):
        return [self.options.modbuild, "-C", self.tree.root, "-B", build, "-j", str(self.options.threads), *words]

    def run(self, command):
        subprocess.run(command, check=True, env=self.tree.environment, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def add(self, name, command, **more):
        self.series.append(Series(name, command, environment=self.tree.environment, **more))

    def prepare(self):
        again = self.place("again")
        self.run(self.modbuild(again, "gen"))
        self.bytes["modbuild"] = os.path.getsize(f"{again}/build.ninja")
        self.directories, self.files = write_floor_list(self.tree.root, again, self.place("floor.list"))

    def add_modbuild(self):
        fresh, again = self.place("fresh"), self.place("again")
        self.add("start", [self.options.modbuild, "--version"])
        self.add("gen", self.modbuild(fresh, "gen", "--stats=json"), before=remove(fresh))
        if self.options.threads > 1:
            self.add("gen, one thread", self.modbuild(fresh, "gen", "-j", "1"), before=remove(fresh))
        settle = self.modbuild(again, "gen")
        self.add("gen again", settle + ["--stats=json"], before=lambda: self.run(settle))
        self.add("select", self.modbuild(again, "select", "--summary"))

    def add_changed(self):
        """gen after one manifest changed. Not of a real tree, which is never written."""
        manifest = f"{self.tree.root}/modules/m00001/module.toml"
        if not self.tree.root.startswith(self.work) or not os.path.exists(manifest):
            return
        with open(manifest, encoding="utf-8") as file:
            text = file.read()

        def put(content):
            with open(manifest, "w", encoding="utf-8") as changed:
                changed.write(content)

        changed = self.modbuild(self.place("changed"), "gen")

        def before():
            self.run(changed)
            put(text.replace('"LEVEL=', '"HIGHER=1", "LEVEL='))

        self.add("gen, one changed", changed, before=before, after=lambda: put(text))

    def add_floor(self):
        def floor(size, threads, paths=self.place("floor.list")):
            return [self.options.floor, paths, str(size), self.place("floor.out"), str(threads)]

        threads, size = self.options.threads, self.bytes["modbuild"]
        self.add("floor", floor(size, threads))
        self.add("check floor", floor(0, threads))
        if threads > 1:
            self.add("floor, one thread", floor(size, 1))
            self.add("check floor, one thread", floor(0, 1))
        self.add("write floor", floor(size, 1, "/dev/null"))

    def add_configured(self, peer, fresh, again, limit=None):
        """A peer that makes Ninja files: from nothing, and once more. `fresh` and `again` take the build directory."""
        words = {"gn": ("gn gen", "gn gen again"), "cmake": ("cmake", "cmake again"),
                 "meson": ("meson setup", "meson reconfigure")}[peer]
        first, second = self.place(f"{peer}.fresh"), self.place(f"{peer}.again")
        self.run(fresh(second))
        self.bytes[peer] = ninja_bytes(second)
        self.add(words[0], fresh(first), before=remove(first), limit=limit)
        self.add(words[1], again(second), limit=limit)

    def add_gn(self, root):
        def gen(build):
            return ["gn", "gen", build, f"--root={root}"]
        self.add_configured("gn", gen, gen)

    def add_cmake(self, root):
        def configure(build):
            return ["cmake", "-G", "Ninja", "-S", root, "-B", build]
        self.add_configured("cmake", configure, configure, SLOW_RUNS)

    def add_meson(self, root):
        self.add_configured("meson", lambda build: ["meson", "setup", build, root],
                            lambda build: ["meson", "setup", "--reconfigure", build, root], SLOW_RUNS)

    def add_idle_builds(self):
        """Builds with nothing to do; everything is compiled first."""
        jobs = f"-j{os.cpu_count()}"
        for peer, name in (("modbuild", "ninja, nothing to do"), ("gn", "ninja on gn's file"),
                           ("cmake", "ninja on cmake's file"), ("meson", "ninja on meson's file")):
            build = self.place("again" if peer == "modbuild" else f"{peer}.again")
            if peer in self.bytes:
                self.run(["ninja", "-C", build, jobs])
                self.add(name, ["ninja", "-C", build, "--quiet"])
        if "make" in self.tree.peers:
            directory = self.tree.peers["make"]
            self.run(["make", "-C", directory, "-s", jobs])
            self.add("recursive make", ["make", "-C", directory, "-s"], limit=SLOW_RUNS)


def is_installed(peer):
    return shutil.which(PEERS[peer][0]) is not None
