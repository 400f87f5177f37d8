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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from hostile_ways import WAYS, Fork  # noqa: E402

TRACED = "execve,execveat,open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,symlink,symlinkat," \
         "link,linkat,rmdir,truncate,chmod,fchmodat,chown,lchown,fchownat,mknod,mknodat,chdir,fchdir,clone,clone3,fork,vfork"

# How each command is called; a command that is not here makes the test fail.
COMMANDS = {
    "scan": [""], "select": ["--base all --cost --artifacts", "--from-config host.conf"], "why": ["good"], "groups": [""],
    "libs": [""], "probe": [""], "unlock": [""], "hosts": [""], "deps": ["good"], "rdeps": ["good"], "path": ["good bad"],
    "query": ["deps(*)"], "graph": ["--format mermaid", "--format svg"], "show": ["good", "bad"], "plan": [""],
    "diff": ["'' '--base all'", "rev:HEAD ''"], "affected": ["--base HEAD", "--files changed"],
    "check-config": ["host.conf"], "ci": ["shard 1/2", "matrix --shards 2", "cover"], "lock": ["", "--check"],
    "gen": ["--base all", "-B build-make --backend make"],
    "build": ["--base all --junit build/junit.xml", "", "-B build-make --junit build-make/junit.xml"],
    "clean": ["-n", "-B build-make"],
    "install": ["--destdir out --strip"], "verify": [""], "static-check": ["-s good"], "uninstall": ["--destdir out"],
    "check": [""], "sbom": [""], "report": ["--out build/report.html"],
    "package": ["deb --out out/debian", "rpm -n --out out/rpm", "cpack -n --out out/cpack", "tar --strip --out out/t.tar.gz",
                "check"],
}
# What may be started, from where, and by which commands only.
COMPILER = {"cc", "c++", "x86_64-linux-gnu-gcc-12", "cc1", "cc1plus", "collect2", "as", "ld"}
PROGRAMS = {"build": {"ninja", "make", "gmake", "sh", "cp", "mv", "rm", "mkdir"}, "graph": {"dot"}, "diff": {"git"},
            "affected": {"git"}, "install": {"strip"}, "package": {"strip"}}
PLACES = ("/bin/", "/usr/bin/", "/usr/lib/gcc/", "/usr/libexec/gcc/")
SYSTEM = re.compile(r"/$|/(usr|lib|lib64|dev|sys|var/cache/fontconfig)(/|$)|/etc/(ld\.so|fonts|locale\.alias|os-release|gitconfig)"
                    r"|/proc/(filesystems|locks|sys/|(self|\d+)/(task|maps|cgroup|mountinfo|exe)\b)")
READ_NO_TREE = {"import", "schema", "explain", "help"}


def listed_commands(modbuild):
    text = subprocess.run([modbuild, "help"], capture_output=True, text=True, check=True).stdout
    section = text.split("\nCommands\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^ {2}(\S+)", section, re.MULTILINE)


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
