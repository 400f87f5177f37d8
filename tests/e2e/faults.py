#!/usr/bin/env python3
"""Makes the machine fail under a running `modbuild gen` and looks at what is left on disk.

usage: tests/e2e/faults.py MODBUILD [--every]

A build directory of an old generation is brought to a new one while system calls fail (strace
injects the errors), the disk is full (a small tmpfs, when mounting is permitted), files may not grow
(RLIMIT_FSIZE), or the process is killed. Each time: no death by a signal of its own; every file is
wholly old or wholly new; exit status 0 only when all are new; files of two generations never stand
beside a stamp; and one undisturbed run afterwards makes everything new and leaves no temp file.
--every injects each error at each call (minutes) rather than one error at each call.
"""
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TREE = """schema = 1
[tree]
name = "faults"
version = "1"
modules = ["modules/*"]
programs = ["host"]
[groups]
old = ["m1", "m2", "gone"]
new = ["m1", "m2", "m3", "m4"]
"""
MODULES = ["m1", "m2", "m3", "m4", "gone"]

# Calls of a run, and the errors they may give. ENOENT is not among them: a file that seems absent
# is absent for all a program can tell.
CALLS = {
    "openat": ["EACCES", "EMFILE", "EIO"],
    "openat2": ["EACCES", "EMFILE", "ENOSPC", "EIO", "EINTR"],
    "read": ["EIO", "EINTR"],
    "getdents64": ["EIO", "EACCES"],
    "write": ["ENOSPC", "EIO", "EDQUOT", "EFBIG", "EINTR"],
    "fsync": ["EIO", "ENOSPC", "EINTR"],
    "close": ["EIO", "ENOSPC", "EINTR"],
    "renameat": ["EIO", "ENOSPC", "EACCES"],
    "renameat2": ["EIO", "ENOSPC", "EACCES"],
    "rename": ["EIO", "ENOSPC", "EACCES"],
    "unlinkat": ["EIO", "EACCES"],
    "mkdirat": ["ENOSPC", "EACCES"],
    "symlinkat": ["ENOSPC", "EACCES"],
    "flock": ["EIO", "ENOLCK"],
}
TEMP_SUFFIX = ".modbuild-tmp"
# Not part of a generation: the lock is empty, the stamp is looked at on its own, what is kept of the tree between runs
# (tests/e2e/no_change.py) may be lost or damaged, and the origin is made of this directory's inodes and times.
STAMP = ".modbuild/stamp"
IGNORED = {".modbuild/lock", ".modbuild/tree", ".modbuild/generation", ".modbuild/origin", STAMP}
PAGE = 4096


def write_tree(tree):
    (tree / "host").mkdir(parents=True)
    (tree / "modbuild.toml").write_text(TREE)
    (tree / "host/module.toml").write_text(
        'schema = 1\n[program]\nname = "switchd"\n[host]\nentry-symbols = ["exports"]\n')
    (tree / "host/main.c").write_text("int main(void) { return 0; }\n")
    for name in MODULES:
        directory = tree / "modules" / name
        directory.mkdir(parents=True)
        (directory / "module.toml").write_text('schema = 1\n[module]\n')
        (directory / "a.c").write_text("int exports;\n")
        (directory / "b.c").write_text("int b;\n")


def snapshot(build):
    """path -> bytes of every file, links by their target."""
    found = {}
    for directory, _, names in os.walk(build):
        for name in names:
            path = Path(directory, name)
            text = os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
            found[str(path.relative_to(build))] = text
    return found


def generation_of(files):
    return {path: text for path, text in files.items()
            if path not in IGNORED and not path.endswith(TEMP_SUFFIX)}


class Faults:
    def __init__(self, modbuild, work):
        self.modbuild = modbuild
        self.tree = work / "tree"
        self.build = work / "build"
        self.old_build = work / "old"
        self.trace = work / "trace"
        self.passed = 0
        self.failed = 0
        self.runs = 0
        self.by_signal = 0

    def command(self, group):
        return [self.modbuild, "-C", str(self.tree), "-B", str(self.build), "-j", "2", "--no-probe",
                "gen", "-g", group]

    def gen(self, group, prefix=(), **options):
        self.runs += 1
        return subprocess.run([*prefix, *self.command(group)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
                              check=False, **options)

    def set_up(self):
        write_tree(self.tree)
        self.must(self.gen("old"), "the old generation")
        for output in (self.build / ".modbuild/outputs").read_text().splitlines():
            path = self.build / output
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("built")
        (self.build / "notes.txt").write_text("a user's own")
        shutil.copytree(self.build, self.old_build, symlinks=True)
        self.old = generation_of(snapshot(self.build))
        self.must(self.gen("new"), "the new generation")
        self.new = generation_of(snapshot(self.build))
        changed = [path for path in self.new if self.old.get(path) != self.new[path]]
        gone = [path for path in self.old if path not in self.new]
        if "build.ninja" not in changed or len(changed) < 3 or not gone:
            sys.exit(f"the two generations do not differ as they should: {changed} {gone}")

    @staticmethod
    def must(result, what):
        if result.returncode != 0:
            sys.exit(f"{what} cannot be made ({result.returncode}):\n{result.stdout.decode()}")

    def restore_old(self):
        """The build directory as the old generation left it; it may be a mount point."""
        self.build.mkdir(exist_ok=True)
        for entry in os.scandir(self.build):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
        shutil.copytree(self.old_build, self.build, symlinks=True, dirs_exist_ok=True)

    def problems(self, result):
        """What is wrong with the build directory after a disturbed run."""
        found = []
        status = result.returncode
        if status < 0 or status > 128:
            found.append(f"ended by signal (status {status})")
            self.by_signal += 1
        everything = snapshot(self.build)
        now = generation_of(everything)
        for path in sorted(self.old.keys() | self.new.keys() | now.keys()):
            text = now.get(path)
            if text not in (self.old.get(path), self.new.get(path)):
                found.append(f"{path} is neither old nor new" if text is not None
                             else f"{path} is gone")
        if status == 0 and now != self.new:
            differing = [path for path in self.new if now.get(path) != self.new[path]]
            found.append(f"status 0, but not all is new: {differing}")
        written = [path for path in self.new if path in self.old and self.old[path] != self.new[path]
                   and not path.startswith(".modbuild/")]
        mixed = len({now.get(path) == self.new[path] for path in written}) > 1
        if mixed and STAMP in everything:
            found.append("files of two generations beside a stamp")
        return found

    def judge(self, what, result, recover=True):
        found = self.problems(result)
        if recover:
            again = self.gen("new")
            everything = snapshot(self.build)
            if again.returncode != 0:
                found.append(f"the next run fails ({again.returncode}): {again.stdout.decode()}")
            elif generation_of(everything) != self.new or STAMP not in everything:
                found.append("the next run does not make all new")
            found += [f"{path} stays" for path in everything if path.endswith(TEMP_SUFFIX)]
        if not found:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {what}")
        for line in found:
            print(f"  {line}")
        for line in result.stdout.decode(errors="replace").splitlines()[:5]:
            print(f"  | {line}")

    # --- the disturbances ---

    def counts(self):
        """How often each call is made in an undisturbed run."""
        self.restore_old()
        traced = ",".join(f"?{call}" for call in CALLS)
        self.must(self.gen("new", ["strace", "-f", "-qq", "-o", str(self.trace), "-e",
                                   f"trace={traced}"]), "a traced run")
        lines = self.trace.read_text(errors="replace").splitlines()
        return {call: sum(f" {call}(" in line for line in lines) for call in CALLS}

    def inject(self, every):
        for call, count in self.counts().items():
            errors = CALLS[call]
            before = self.passed
            for k in range(1, count + 1):
                for error in errors if every else [errors[k % len(errors)]]:
                    for when in (str(k), f"{k}+"):
                        # For good only where disks do such things; elsewhere nothing new is seen.
                        if when.endswith("+") and (error == "EINTR" or call in ("close", "read")):
                            continue
                        self.restore_old()
                        result = self.gen("new", ["strace", "-f", "-qq", "-o", "/dev/null", "-e",
                                                  f"inject={call}:error={error}:when={when}"])
                        self.judge(f"{call} gives {error} at call {when}", result)
            print(f"{call}: {count} calls, {self.passed - before} passed", flush=True)

    def full_disk(self):
        size = sum(-(-len(text) // PAGE) + 1 for text in {**self.old, **self.new}.values())
        before = self.passed
        for pages in range(2, 2 * size + 8):
            self.restore_old()
            shutil.rmtree(self.build)
            self.build.mkdir()
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "none",
                                      str(self.build)], stderr=subprocess.PIPE, check=False)
            if mounted.returncode != 0:
                print("skipped: full disk (mounting is not permitted here)")
                return
            try:
                try:
                    self.restore_old()
                except (OSError, shutil.Error):
                    continue  # not even the old generation has room
                result = self.gen("new")
                self.judge(f"disk of {pages} pages", result, recover=False)
                # With room again.
                subprocess.run(["mount", "-o", "remount,size=64m", str(self.build)], check=True)
                self.judge(f"disk of {pages} pages, grown", self.gen("new"))
            finally:
                subprocess.run(["umount", str(self.build)], check=True)
        print(f"full disk: {self.passed - before} passed", flush=True)

    def small_files(self):
        before = self.passed
        largest = max(len(text) for text in self.new.values())
        for limit in [0, 1, 100, *range(512, largest + 1024, 512)]:
            self.restore_old()
            result = self.gen("new", preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)))
            self.judge(f"files of at most {limit} bytes", result)
        print(f"small files: {self.passed - before} passed", flush=True)

    def kill(self, times):
        before = self.passed
        begin = time.monotonic()
        self.restore_old()
        self.gen("new")
        whole = time.monotonic() - begin
        moments = random.Random(1)
        for _ in range(times):
            self.restore_old()
            self.runs += 1
            with subprocess.Popen(self.command("new"), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
                time.sleep(moments.uniform(0, whole))
                process.send_signal(signal.SIGKILL)
                output, _ = process.communicate()
            # The signal was ours.
            status = 1 if process.returncode == -signal.SIGKILL else process.returncode
            self.judge("killed", subprocess.CompletedProcess([], status, output))
        print(f"killed: {self.passed - before} passed", flush=True)


def main():
    arguments = [word for word in sys.argv[1:] if word != "--every"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    every = len(arguments) != len(sys.argv) - 1
    with tempfile.TemporaryDirectory(prefix="modbuild-faults-") as work:
        faults = Faults(os.path.abspath(arguments[0]), Path(work).resolve())
        faults.set_up()
        faults.small_files()
        faults.kill(200 if every else 40)
        faults.full_disk()
        if shutil.which("strace"):
            faults.inject(every)
        else:
            print("skipped: failing system calls (there is no strace)")
        print(f"{faults.runs} runs, {faults.by_signal} ended by a signal")
        print(f"{faults.passed} passed, {faults.failed} failed")
    return 1 if faults.failed or not faults.passed else 0


if __name__ == "__main__":
    sys.exit(main())
