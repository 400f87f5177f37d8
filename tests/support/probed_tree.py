"""A tree whose probes find fake programs and .pc files of its own."""
import json
import time

from cases import Tree

HEAD = 'schema = 1\n[tree]\nname = "probed"\nmodules = ["modules/*"]\nprograms = ["host"]\n'
FILES = {
    "tree/host/module.toml": 'schema = 1\n[program]\nname = "switchd"\n[host]\nentry-symbols = ["start"]\n',
    "tree/host/main.c": "int main(void) { return 0; }\n",
}


class Probed(Tree):
    """root/tree is the tree, root/bin holds fake programs, root/pc .pc files."""

    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, FILES)
        self.bin, self.pc = self.root / "bin", self.root / "pc"
        self.bin.mkdir()
        self.pc.mkdir()
        self.variables["PATH"] = f"{self.bin}:/usr/local/bin:/usr/bin:/bin"
        self.variables["PKG_CONFIG_PATH"] = str(self.pc)

    def declare(self, **libs):
        """Declares each lib by its alternatives, with a module of the same name that needs it."""
        text = HEAD
        for name, alternatives in libs.items():
            text += f"[libs.{name}]\nany = [{alternatives}]\n"
            self.write(f"tree/modules/{name}/module.toml", f'schema = 1\n[module]\n[depends]\nlibs = ["{name}"]\n')
            self.write(f"tree/modules/{name}/{name}.c", "int start(void) { return 1; }\n")
        self.write("tree/modbuild.toml", text)

    def fake(self, name, script, interpreter="#!/bin/sh"):
        self.write(f"bin/{name}", f"{interpreter}\n{script}\n", 0o755)

    def add_pc(self, name, version="1.0", fields="Libs: -lm\n"):
        self.write(f"pc/{name}.pc", f"Name: {name}\nDescription: a test's own\nVersion: {version}\n{fields}")

    def modbuild_in(self, *argv, status=0):
        return self.tool("-C", str(self.root / "tree"), *argv, status=status)

    def modules_on(self, *argv):
        return self.modbuild_in("select", "--format", "names", *argv).out.split()

    def processes(self, *argv, status=0):
        err = self.modbuild_in(*argv, "-q", "--stats=json", status=status).err
        return json.loads(err.splitlines()[-1])["counters"]["processes"]

    def settle(self):
        """Lets everything on disk grow older than the next run's doubts about it."""
        time.sleep(0.1)
