#!/usr/bin/env python3
"""A tree that nobody trusts tries to run code, to read outside and to write outside, each way with every command that
reads a tree and --untrusted, under strace: only known programs of the system start, nothing is opened but the tree and
known files of the system, nothing is written but the build directory and what the command line names.

usage: hostile_tree.py MODBUILD [WAY ..]
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TRACED = "execve,execveat,open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,symlink,symlinkat," \
         "link,linkat,rmdir,truncate,chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,chdir,fchdir,clone,clone3,fork,vfork"
HEAD = 'schema = 1\n[tree]\nname = "fork"\nversion = "1"\nmodules = ["modules/*"]\nprograms = ["host"]\ndefault-group = "all"\n'
GROUPS = '[groups]\nall = ["*"]\n'
MODULE = "schema = 1\n[module]\n"

# How each command is called; a command that is not here makes the test fail.
COMMANDS = {
    "scan": [""], "select": ["--base all --cost --artifacts", "--from-config host.conf"], "why": ["good"], "groups": [""],
    "libs": [""], "probe": [""], "unlock": [""], "hosts": [""], "deps": ["good"], "rdeps": ["good"], "path": ["good bad"],
    "query": ["deps(*)"], "graph": ["--format mermaid", "--format svg"], "show": ["good", "bad"], "plan": [""],
    "diff": ["'' '--base all'", "rev:HEAD ''"], "affected": ["--base HEAD", "--files changed"],
    "check-config": ["host.conf"], "ci": ["shard 1/2", "matrix --shards 2", "cover"], "lock": ["", "--check"],
    "gen": ["--base all", "-B build-make --backend make"], "build": ["--base all --junit build/junit.xml", "", "-B build-make --junit build-make/junit.xml"], "clean": ["-n", "-B build-make"],
    "install": ["--destdir out --strip"], "verify": [""], "static-check": ["-s good"], "uninstall": ["--destdir out"],
    "check": [""], "package": ["deb --out out/debian", "rpm -n --out out/rpm", "cpack -n --out out/cpack", "tar --strip --out out/t.tar.gz", "check"], "sbom": [""], "report": ["--out build/report.html"],
}
# What may be started, from where, and by which commands only.
COMPILER = {"cc", "c++", "x86_64-linux-gnu-gcc-12", "cc1", "cc1plus", "collect2", "as", "ld"}
PROGRAMS = {"build": {"ninja", "make", "gmake", "sh", "cp", "mv", "rm", "mkdir"}, "graph": {"dot"}, "diff": {"git"}, "affected": {"git"},
            "install": {"strip"}, "package": {"strip"}}
PLACES = ("/bin/", "/usr/bin/", "/usr/lib/gcc/", "/usr/libexec/gcc/")
SYSTEM = re.compile(r"/$|/(usr|lib|lib64|dev|sys|var/cache/fontconfig)(/|$)|/etc/(ld\.so|fonts|locale\.alias|os-release|gitconfig)"
                    r"|/proc/(filesystems|locks|sys/|(self|\d+)/(task|maps|cgroup|mountinfo|exe)\b)")
READ_NO_TREE = {"import", "schema", "explain", "help"}

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


def listed_commands(modbuild):
    text = subprocess.run([modbuild, "help"], capture_output=True, text=True, check=True).stdout
    section = text.split("\nCommands\n", 1)[1].split("\n\n", 1)[0]
    return [line.split()[0] for line in section.splitlines()]


class Directories:
    """Which directory each traced process works in."""

    def __init__(self, first):
        self.first, self.known, self.parent = first, {}, None

    def of(self, pid):
        if pid not in self.known:  # it was just started, by the one that is about to be told its number
            self.known[pid] = self.known.get(self.parent, self.first)
        return self.known[pid]

    def look_at(self, pid, line):
        self.of(pid)
        if re.match(r"(clone3?|v?fork)\(", line):
            self.parent = pid
        entered = re.match(r'chdir\("([^"]*)"\) += 0', line) or re.match(r"fchdir\(\d+<([^>]*)>\) += 0", line)
        if entered:
            self.known[pid] = os.path.normpath(os.path.join(self.known[pid], entered.group(1)))


def opened(line, directory):
    """The call, the paths that it works on, absolute, and whether it may write to them."""
    call, rest = line.split("(", 1)
    writes = not call.startswith(("open", "exec")) or re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC)", rest) is not None
    if call.startswith("open"):
        made = re.search(r"= \d+<(/[^>]*)>$", line)
        return call, [made.group(1)] if made else [], writes
    paths = []
    for at, name in re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"', rest):
        paths.append(os.path.normpath(os.path.join(at or directory, name)))
    if call.startswith("exec"):
        paths = paths[:1]
    if call.startswith("symlink"):
        paths = paths[1:]  # the first is what the link says
    return call, paths, writes


def faults(fork, log, command):
    """What the traced run did that it must not."""
    found = []
    outside, tree = f"{fork.work}/outside", str(fork.root)
    may_write = [f"{tree}/build", f"{tree}/out", f"{fork.work}/tmp", "/dev/", "/proc/"]
    if command == "lock":
        may_write += [f"{tree}/modbuild.lock", f"{tree}/.modbuild.lock.modbuild-tmp"]
    may_read = (tree, f"{fork.work}/tmp", str(fork.modbuild))
    may_run = COMPILER | PROGRAMS.get(command, set()) | {"pkg-config", "pkgconf"}
    compiler_reads = getattr(fork, "build_reads", False) and command == "build"
    directories, begun = Directories(tree), {}
    for line in log.read_text(errors="replace").splitlines():
        pid, line = line.split(maxsplit=1)
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>")
            directories.look_at(pid, line)
            continue
        line = re.sub(r"^<\.\.\. \w+ resumed>", lambda _: begun.pop(pid, ""), line)
        directories.look_at(pid, line)
        if re.match(r"(clone3?|v?fork|f?chdir)\(|\+\+\+", line) or "(" not in line or re.search(r"= -1 E|= \?", line):
            continue
        call, paths, writes = opened(line, directories.of(pid))
        for path in paths:
            if call.startswith("exec"):
                known = path.startswith(PLACES) and os.path.basename(path) in may_run
                if not known and os.path.realpath(path) != fork.modbuild:
                    found.append(f"runs {path}")
            elif writes and not path.startswith(tuple(may_write)):
                found.append(f"writes {path}")
            elif not writes and not compiler_reads and not tree.startswith(path + "/") and \
                    not path.startswith(may_read) and not SYSTEM.match(path):
                found.append(f"reads {path}")
    return found


def run(fork, modbuild, words, log):
    variables = {"PATH": getattr(fork, "path_first", "") + f"/usr/local/bin:/usr/bin:/bin:{fork.work}/bin",
                 "TMPDIR": f"{fork.work}/tmp", "LC_ALL": "C.UTF-8", "HOME": f"{fork.work}/outside"}
    script = f'exec strace -f -qq -y -s 4096 -e trace={TRACED} -e signal=none -o {log} "$0" ' + words + " --untrusted"
    return subprocess.run(["/bin/sh", "-c", script, modbuild], cwd=fork.root, env=variables, capture_output=True,
                          timeout=120, stdin=subprocess.DEVNULL)


def attempt(name, modbuild, commands):
    """The faults of one way, tried with every command on a fresh tree."""
    found = []
    with tempfile.TemporaryDirectory(prefix="modbuild-e2e-") as work:
        work = os.path.realpath(work)
        fork = Fork(work, modbuild)
        WAYS[name](fork)
        before = {path: path.read_bytes() for path in (fork.work / "outside").rglob("*") if path.is_file()}
        for command in commands:
            for words in COMMANDS[command]:
                log = Path(work) / "log"
                done = run(fork, modbuild, f"{command} {words}", log)
                found += [f"{command} {words}: {fault}" for fault in faults(fork, log, command)]
                if done.returncode not in (0, 1, 2, 3, 4, 5):
                    found.append(f"{command} {words}: exit status {done.returncode}\n{done.stderr.decode(errors='replace')}")
                if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae", done.stdout + done.stderr):
                    found.append(f"{command} {words}: control characters are shown")
                if (fork.work / "ran").exists():
                    found.append(f"{command} {words}: something of the tree ran")
                    (fork.work / "ran").unlink()
        after = {path: path.read_bytes() for path in (fork.work / "outside").rglob("*") if path.is_file()}
        if before != after:
            found.append("files outside are not what they were")
    return found


def unseen():
    """What a script does to a tree without the faults being noticed."""
    script = ("../bin/toy; read x < ../outside/secret.h; : > ../outside/new; cd ../outside; : > more; ln -s a link; "
              "mv more moved; read x < /etc/passwd")
    wanted = {"runs {}/bin/toy", "reads {}/outside/secret.h", "writes {}/outside/new", "writes {}/outside/more",
              "writes {}/outside/link", "writes {}/outside/moved", "reads /etc/passwd", "runs /bin/sh", "runs /usr/bin/ln"}
    with tempfile.TemporaryDirectory(prefix="modbuild-e2e-") as work:
        work = os.path.realpath(work)
        fork = Fork(work, "/nowhere")
        run(fork, "/bin/sh", f"-c '{script}'", Path(work) / "log")
        return {one.format(work) for one in wanted} - set(faults(fork, Path(work) / "log", "select"))


def main():
    modbuild = os.path.realpath(sys.argv[1])
    commands = [command for command in listed_commands(modbuild) if command not in READ_NO_TREE]
    unknown = [command for command in commands if command not in COMMANDS]
    passed = failed = 0
    if unknown:
        failed += 1
        print(f"FAILED every command is tried: COMMANDS does not say how to call {', '.join(unknown)}")
    if unseen():
        failed += 1
        print(f"FAILED the watcher sees what is done: not {', '.join(sorted(unseen()))}")
    else:
        passed += 1
    known = [command for command in commands if command in COMMANDS]
    names = sys.argv[2:] or list(WAYS)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda name: attempt(name, modbuild, known), names))
    for name, found in zip(names, results):
        if found:
            failed += 1
            print(f"FAILED {name}\n  " + "\n  ".join(found), flush=True)
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
