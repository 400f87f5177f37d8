"""Ways in which a tree that nobody trusts tries to run code, to read outside or to write outside: each a function that
changes a tree, a Fork. tests/e2e/hostile_tree.py watches what comes of it.
"""
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

HEAD = 'schema = 1\n[tree]\nname = "fork"\nversion = "1"\nmodules = ["modules/*"]\nprograms = ["host"]\ndefault-group = "all"\n'
GROUPS = '[groups]\nall = ["*"]\n'
MODULE = "schema = 1\n[module]\n"

WAYS = {}


def way(function):
    WAYS[function.__name__] = function
    return function


class Fork:
    """work/tree is the tree, work/outside what it has no business with, work/bin programs of the user's that the tree
    may name."""

    def __init__(self, work, modbuild):
        self.work, self.root, self.modbuild = Path(work), Path(work) / "tree", modbuild
        self.write("modbuild.toml", HEAD + GROUPS)
        self.write("host/module.toml", 'schema = 1\n[program]\nname = "hostd"\n[host]\nentry-symbols = ["start"]\n'
                                       "config-load = ['^load (\\S+)']\n")
        self.write("host/main.c", "int main(void) { return 0; }\n")
        for name in ("good", "bad"):
            self.write(f"modules/{name}/module.toml", MODULE)
            self.write(f"modules/{name}/{name}.c", "int start(void) { return 1; }\n")
        self.write("host.conf", "load good\n")
        self.write("changed", "modules/bad/bad.c\nmodules/good/good.c\n")
        self.outside("secret.h", "#define SECRET 1\n")
        self.outside("secret.c", "int start(void) { return 2; }\n")
        self.outside("module/module.toml", MODULE)
        self.outside("module/module.c", "int start(void) { return 2; }\n")
        for path in (".gitconfig", ".config/git/config", ".config/modbuild.toml", ".distcc/hosts", ".ccache/ccache.conf"):
            self.outside(path, "")  # the home directory
        for name in ("toy", "cc", "gcc", "git", "ninja", "make", "dot", "pkg-config", "strip"):
            self.evil(f"tree/bin/{name}")
        self.evil("bin/toy")
        (self.work / "tmp").mkdir()

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def outside(self, path, text):
        self.write("../outside/" + path, text)

    def evil(self, path):
        file = self.work / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\ntouch {self.work}/ran\n")
        file.chmod(0o755)

    def tree_file(self, text):
        self.write("modbuild.toml", HEAD + GROUPS + text)

    def bad(self, text):
        self.write("modules/bad/module.toml", MODULE + text)

    def link(self, path, target):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).symlink_to(target)

    def brings_build(self, change, *words):
        """The tree comes with a build directory that modbuild once made, changed since."""
        made = self.work / "made"
        shutil.copytree(self.root, made)
        subprocess.run([self.modbuild, "build", "-q", "--base", "all", *words], cwd=made, check=True, capture_output=True,
                       env={"PATH": "/usr/bin:/bin"})
        (made / "build/.modbuild/tool").unlink()
        shutil.copytree(made / "build", self.root / "build")
        shutil.rmtree(made)
        change(self.root / "build")

    def git(self, *words):
        subprocess.run(["/usr/bin/git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=self.root, check=True,
                       capture_output=True)


# --- ways to run code ---

@way
def a_config_tool(fork):
    fork.tree_file('[libs.toy]\nany = [{ config-tool = "toy", libs = "--libs" }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_query(fork):
    fork.tree_file('[libs.toy]\nany = [{ query = ["toy", "--flags"] }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_program(fork):
    fork.tree_file('[libs.toy]\nany = [{ program = "toy", version = "--version" }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_generator(fork):
    fork.bad('[[generate]]\noutputs = ["made.h"]\ncommand = ["toy", "{outputs[0]}"]\n')


@way
def a_generator_of_the_tree(fork):
    fork.bad('[[generate]]\noutputs = ["made.h"]\ncommand = ["//bin/toy", "{outputs[0]}"]\n')


@way
def a_plugin_of_the_compiler(fork):
    fork.bad('[build]\ncflags = ["-fplugin=./evil.so"]\n')


@way
def another_compiler_by_flag(fork):
    fork.bad('[build]\ncflags = ["-Bbin/", "-wrapper", "toy"]\n')


@way
def a_response_file(fork):
    fork.write("evil.rsp", "-fplugin=./evil.so\n")
    fork.bad('[build]\nldflags = ["@evil.rsp"]\n')


@way
def flags_that_the_tree_file_permits(fork):
    fork.write("modbuild.toml", HEAD + 'allow-flags = ["-fplugin=*", "-wrapper"]\n' + GROUPS)
    fork.bad('[build]\ncflags = ["-fplugin=./evil.so"]\n')


@way
def a_launcher(fork):
    fork.tree_file('[toolchain]\nlauncher = "toy"\n')


@way
def a_toolchain(fork):
    fork.tree_file('[toolchains.evil]\ncc = "toy"\n[profiles.default]\ntoolchain = "evil"\n')


@way
def programs_beside_the_manifest(fork):
    """The user's PATH has the tree's own directory in front."""
    fork.path_first = f"{fork.root}/bin:"


@way
def a_git_that_runs_things(fork):
    fork.write(".gitattributes", "*.c diff=evil\n")
    fork.git("init", "-q", ".")
    fork.git("add", "-A")
    fork.git("commit", "-q", "-m", "x")
    for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "core.pager", "core.sshCommand"):
        fork.git("config", key, str(fork.work / "bin/toy"))
    fork.evil("tree/.git/hooks/post-index-change")
    fork.write("modules/bad/bad.c", "int start(void) { return 3; }\n")


@way
def words_for_a_shell(fork):
    fork.bad('[build]\ndefines = [\'X="$(toy)`toy`;toy&toy|toy"\', "Y=\'; toy; \'"]\n')


@way
def a_flag_of_one_file(fork):
    fork.bad('[build]\nper-file = [{ files = ["bad.c"], cflags = ["-specs=evil.specs"] }]\n')


@way
def a_linker_plugin(fork):
    fork.bad('[build]\nldflags = ["-Wl,-plugin,./evil.so", "-fuse-ld=./toy"]\n')


@way
def a_link_name_that_is_an_option(fork):
    fork.tree_file('[libs.toy]\nany = [{ header = "stdio.h", link = ["c -wrapper toy", "@evil.rsp"] }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_package_that_is_an_option(fork):
    fork.tree_file('[libs.toy]\nany = [{ pkg-config = ["--define-variable=pc_sysrootdir=/"] }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_package_beside_the_manifest(fork):
    fork.write("evil.pc", "Name: evil\nDescription: evil\nVersion: 1\nCflags: -fplugin=./evil.so\n")
    fork.tree_file('[libs.toy]\nany = [{ pkg-config = "./evil.pc" }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


def edited(path, old, new):
    text = path.read_text()
    assert old in text, f"{path} has no {old}"
    path.write_text(text.replace(old, new))


@way
def build_files_that_it_brings(fork):
    fork.brings_build(lambda build: edited(build / "build.ninja", "command = ", f"command = {fork.work}/bin/toy; "))


@way
def a_program_among_build_files_that_it_brings(fork):
    def change(build):
        fork.evil("tree/build/.modbuild/tool")
        edited(build / ".modbuild/request.json", '"no-probe"', '"untrusted": true, "no-probe"')
    fork.brings_build(change)


@way
def a_compiler_in_the_request_that_it_brings(fork):
    fork.brings_build(lambda build: edited(build / ".modbuild/request.json", '"environment": {}',
                                           f'"environment": {{"CC": "{fork.root}/bin/cc"}}'))


@way
def a_launcher_in_the_request_that_it_brings(fork):
    fork.brings_build(lambda build: edited(build / ".modbuild/request.json", '"no-probe"',
                                           '"launcher": ["toy"], "no-probe"'))


@way
def a_program_in_the_install_plan_that_it_brings(fork):
    fork.brings_build(lambda build: edited(build / "install-plan.json", '"strip": ["strip"]',
                                           f'"strip": ["{fork.root}/bin/strip"]'))


@way
def records_of_make_that_it_brings(fork):
    def change(build):
        for record in build.rglob("*.dep"):
            record.write_text(f"x := $(shell {fork.work}/bin/toy)\n")
    fork.brings_build(change, "--backend", "make")


# --- ways to read outside ---

@way
def a_source_above_the_tree(fork):
    fork.bad('[build]\nsources = ["../../../outside/secret.c"]\n')


@way
def a_source_that_is_a_link(fork):
    fork.link("modules/bad/more.c", "../../../outside/secret.c")


@way
def a_module_that_is_a_link(fork):
    fork.link("modules/linked", "../../outside/module")


@way
def a_manifest_that_is_a_link(fork):
    (fork.root / "modules/bad/module.toml").unlink()
    fork.link("modules/bad/module.toml", "../../../outside/module/module.toml")


@way
def a_manifest_that_is_a_pipe(fork):
    (fork.root / "modules/bad/module.toml").unlink()
    os.mkfifo(fork.root / "modules/bad/module.toml")


@way
def sources_elsewhere(fork):
    fork.write("modbuild.toml", HEAD + 'sources = "../outside"\n' + GROUPS)


@way
def an_include_above_the_tree(fork):
    fork.write("modules/bad/bad.c", '#include "../../../outside/secret.h"\n#include "/proc/self/environ"\nint start;\n')
    fork.build_reads = True  # the compiler is what reads it


@way
def an_include_through_a_link(fork):
    fork.link("include", "../outside")
    fork.bad('[build]\nincludes = ["//include"]\n')
    fork.write("modules/bad/bad.c", '#include "secret.h"\nint start;\n')


@way
def an_installed_file_that_is_a_link(fork):
    fork.link("modules/bad/secret", "../../../outside/secret.h")
    fork.bad('[[install]]\nkind = "data"\nfrom = ["secret"]\nto = "{datadir}"\n')


@way
def an_abi_of_a_link(fork):
    fork.link("host/secret.h", "../../outside/secret.h")
    fork.write("host/module.toml", 'schema = 1\n[program]\nname = "hostd"\n[host]\nentry-symbols = ["start"]\nabi = ["*.h"]\n')


@way
def a_lock_that_is_a_link(fork):
    fork.link("modbuild.lock", "../outside/lock")
    fork.outside("lock", "{}")


@way
def a_configuration_that_is_a_link(fork):
    (fork.root / "host.conf").unlink()
    fork.link("host.conf", "../outside/secret.h")


@way
def a_list_of_files_that_is_a_link(fork):
    (fork.root / "changed").unlink()
    fork.link("changed", "../outside/secret.h")


@way
def a_header_outside_that_is_asked_for(fork):
    fork.tree_file(f'[libs.toy]\nany = [{{ header = "{fork.work}/outside/secret.h", link = ["c"] }}, '
                   '{ header = "../../outside/secret.h", link = ["c"] }]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def a_symbol_that_is_code(fork):
    fork.tree_file('[libs.toy]\nany = [{ header = "stdio.h", link = ["c"], '
                   f'symbol = "puts\\n#include \\"{fork.work}/outside/secret.h\\"" }}]\n')
    fork.bad('[depends]\nlibs = ["toy"]\n')


@way
def an_include_directory_outside(fork):
    fork.bad(f'[build]\nincludes = ["{fork.work}/outside"]\ncflags = ["-include", "{fork.work}/outside/secret.h"]\n')


# --- ways to write outside ---

@way
def an_output_above_the_build_directory(fork):
    fork.bad('[[generate]]\noutputs = ["../../../../outside/made.h"]\ncommand = ["cp", "a", "{outputs[0]}"]\n')


@way
def a_build_directory_that_is_a_link(fork):
    fork.link("build", "../outside")


@way
def a_build_directory_that_is_a_link_to_an_empty_one(fork):
    (fork.work / "outside/empty").mkdir()
    fork.link("build", "../outside/empty")


@way
def outputs_behind_a_link(fork):
    (fork.work / "outside/empty").mkdir()
    fork.link("out", "../outside/empty")


@way
def a_report_that_is_a_link(fork):
    fork.link("junit.xml", "../outside/secret.h")
    fork.link("modbuild.lock", "../outside/secret.h")


@way
def destinations_in_the_install_plan_that_it_brings(fork):
    fork.brings_build(lambda build: edited(build / "install-plan.json", '"destination": "/usr/local',
                                           '"destination": "/../../outside'))


@way
def files_to_remove_that_it_brings(fork):
    def change(build):
        (build / ".modbuild/outputs").write_text("../../outside/secret.h\n../modbuild.toml\n")
    fork.brings_build(change)


@way
def a_record_of_installed_files_that_it_brings(fork):
    secret = fork.work / "outside/secret.h"
    file = {"path": "/link/secret.h", "kind": "data", "size": secret.stat().st_size, "mode": "0644", "module": "bad",
            "sha256": hashlib.sha256(secret.read_bytes()).hexdigest()}
    fork.write("out/usr/local/var/lib/modbuild/fork.json", json.dumps(
        {"schema": "modbuild.installed/1", "tree": "fork", "version": "1", "dirs": {}, "files": [file], "directories": []}))
    fork.link("out/link", "../../outside")


@way
def state_that_is_a_link(fork):
    fork.outside("state/request.json", "{}")
    (fork.root / "build").mkdir()
    fork.link("build/.modbuild", "../../outside/state")


@way
def a_name_that_leads_out(fork):
    fork.write("modules/bad/module.toml", 'schema = 1\n[module]\nname = "../../outside/x"\nfile = "../../x.so"\n')


@way
def a_destination_that_leads_out(fork):
    fork.bad('[[install]]\nkind = "data"\nfrom = ["bad.c"]\nto = "{prefix}/../../../../outside"\nrename = "../made"\n')


@way
def text_that_moves_the_cursor(fork):
    fork.write("modules/bad/module.toml", MODULE + 'description = "\\u001b]0;evil\\u0007\\u202e"\n')
    fork.write("modules/good/module.toml", MODULE + "\x1b[2J = 1\n")
