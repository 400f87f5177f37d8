#!/usr/bin/env python3
"""Builds the sample tree through ccache, distcc and icecream, the real ones, on this machine's loopback.

usage: launchers.py MODBUILD [CASE..]

Servers are started here and stopped at the end of each case. Where that is permitted, all of it runs in a network of
its own that has nothing but a loopback: no port is taken, and nothing is said to the outside.
"""
import ctypes
import fcntl
import functools
import os
import pwd
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, contains, equal, run_cases  # noqa: E402
import cases  # noqa: E402

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample-tree"
# What a build makes; the rest of a build directory are notes of build tools.
MADE = ("bin/*", "modules/*", "lib/*", "obj/**/*.o", "gen/**/*")
LONGEST = 120  # seconds that a server may take to start: no case is about time


def own_network():
    """Moves this process into a network of its own; False where that is not permitted."""
    clone_newnet, set_flags, up_and_running = 0x40000000, 0x8914, 1 | 64
    if ctypes.CDLL(None, use_errno=True).unshare(clone_newnet) != 0:
        return False
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up_and_running))
    return True


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until(holds, what):
    end = time.monotonic() + LONGEST
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"waited {LONGEST} s for {what}")
        time.sleep(0.05)


def answers(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def text_of(path):
    return path.read_text(errors="replace") if path.exists() else ""


class Checkout(Tree):
    """A copy of the sample tree, and builds in it; all settings of launchers are the case's own."""

    def __init__(self, root, modbuild, variables):
        super().__init__(root, modbuild, {})
        shutil.copytree(SAMPLE, self.root, ignore=shutil.ignore_patterns("build*"))
        self.variables = variables

    def build(self, *words, jobs="8", backend="ninja"):
        self.tool("gen", "-q", "--profile", "developer", "--backend", backend, *words)
        tool = ["make", "--no-print-directory"] if backend == "make" else ["ninja"]
        return self.run(*tool, "-C", "build", "-j", jobs).out

    def again(self, jobs="8"):
        """Compiles everything once more with the same build files."""
        shutil.rmtree(self.root / "build/obj")
        return self.run("ninja", "-C", "build", "-j", jobs).out

    def made(self):
        build = self.root / "build"
        found = {str(file.relative_to(build)) for glob in MADE for file in build.glob(glob) if file.is_file()}
        return {name: (build / name).read_bytes() for name in sorted(found) if not name.endswith((".d", ".dep", ".rsp"))}

    def compiles(self):
        """How many of its steps compile."""
        commands = self.run("ninja", "-C", "build", "-t", "commands").out
        return sum(" -c " in line for line in commands.splitlines())

    def without_debug(self):
        """The modules' bytes less their debug information, which says how a source was preprocessed."""
        bare = self.root / "bare"
        shutil.rmtree(bare, ignore_errors=True)
        bare.mkdir()
        for module in (self.root / "build/modules").glob("*.so"):
            self.run("strip", "-g", "-R", ".note.gnu.build-id", "-o", str(bare / module.name), str(module))
        return {file.name: file.read_bytes() for file in sorted(bare.iterdir())}

    def works(self):
        contains(self.run("build/bin/edged", "--load", "bridge", "--load", "beacon", "--modules").out, "module bridge")


class Yard:
    """A directory for all of a case: checkouts, caches, servers and their logs."""

    def __init__(self, work, modbuild):
        self.root, self.modbuild = Path(work), modbuild
        self.root.chmod(0o755)  # servers run as users of their own
        kept = ("CCACHE", "DISTCC", "ICECC", "SCCACHE", "XDG")
        for name in [name for name in os.environ if name.startswith(kept)]:
            del os.environ[name]
        home = self.directory("home")
        self.variables = {"HOME": str(home), "DISTCC_DIR": str(self.directory("distcc"))}
        self.servers = []

    def directory(self, name, user=None):
        path = self.root / name
        path.mkdir()
        if user is not None:
            shutil.chown(path, user)
        return path

    def checkout(self, place, **variables):
        return Checkout(self.root / place, self.modbuild, {**self.variables, **variables})

    def start(self, *argv, **variables):
        log = open(self.root / f"server{len(self.servers)}.out", "wb")
        server = subprocess.Popen([str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                  env={**os.environ, **variables}, start_new_session=True)
        self.servers.append(server)
        return server

    def stop(self, server):
        """Ends a server with all its children."""
        try:
            os.killpg(server.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        server.wait()

    def stop_all(self):
        for server in self.servers:
            self.stop(server)

    def distccd(self, name):
        """A server for compilations: its place in DISTCC_HOSTS, its log, its process."""
        user = "distccd" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        log, port = self.directory(name, user) / "log", free_port()
        server = self.start("distccd", "--daemon", "--no-detach", "--listen", "127.0.0.1", "--port", port, "--allow",
                            "127.0.0.1", "--user", user, "--log-file", log, "--log-level", "info", "--jobs", 2)
        wait_until(lambda: answers(port), f"{name}\n{text_of(log)}")
        return f"127.0.0.1:{port}/3", log, server


def case(function):
    """A case whose servers end with it."""
    @functools.wraps(function)
    def run(yard):
        try:
            function(yard)
        finally:
            yard.stop_all()
    return cases.case(run)


def jobs_of(log):
    return text_of(log).count("COMPILE_OK")


def ccache_numbers(checkout):
    """What ccache counted since the last time."""
    lines = checkout.run("ccache", "--print-stats").out.splitlines()
    checkout.run("ccache", "-z")
    return {key: int(value) for key, value in (line.split("\t") for line in lines)}


def direct_hits(checkout):
    """Of how many compilations; every other kind of call is an error."""
    count = ccache_numbers(checkout)
    missed = {key: count[key] for key in ("cache_miss", "preprocessed_cache_hit", "called_for_link",
                                          "compile_failed", "could_not_use_precompiled_header") if count.get(key)}
    return count["direct_cache_hit"], missed


def same_bytes(a, b):
    one, other = a.made(), b.made()
    equal(sorted(one), sorted(other))
    assert len(one) > 60, len(one)
    equal([name for name in one if one[name] != other[name]], [])


def two_checkouts(yard, *words, backend="ninja", **variables):
    """The second checkout, elsewhere and deeper, is compiled from what the first left in the cache."""
    first = yard.checkout("one/a", **variables)
    second = yard.checkout("two/deeper/bb", **variables)
    first.build(*words, backend=backend)
    equal(ccache_numbers(first)["direct_cache_hit"], 0)
    second.build(*words, backend=backend)
    hits, others = direct_hits(second)
    equal(others, {})
    if backend == "ninja":
        equal(hits, second.compiles())
    assert hits > 40, hits
    second.works()
    same_bytes(first, second)


@case
def checkouts_in_two_places_share_every_object(yard):
    """Nothing but the cache's directory is said to ccache."""
    two_checkouts(yard, "--launcher", "ccache", CCACHE_DIR=str(yard.directory("cache")))


@case
def so_they_do_with_make(yard):
    two_checkouts(yard, "--launcher", "ccache", backend="make", CCACHE_DIR=str(yard.directory("cache")))


@case
def so_they_do_with_link_time_optimisation(yard):
    two_checkouts(yard, "--launcher", "ccache", CCACHE_DIR=str(yard.directory("cache")), CFLAGS="-flto",
                  CXXFLAGS="-flto", LDFLAGS="-flto")


@case
def so_they_do_with_clang(yard):
    two_checkouts(yard, "--launcher", "ccache", CCACHE_DIR=str(yard.directory("cache")), CC="clang-14",
                  CXX="clang++-14")


@case
def machines_share_through_redis(yard):
    """Two caches that know nothing of each other, and a Redis server between them."""
    port = free_port()
    yard.start("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir",
               yard.directory("redis"))
    wait_until(lambda: answers(port), "redis-server")
    storage = {"CCACHE_REMOTE_STORAGE": f"redis://127.0.0.1:{port}"}
    first = yard.checkout("one/a", CCACHE_DIR=str(yard.directory("cache1")), **storage)
    first.build("--launcher", "ccache")
    second = yard.checkout("two/deeper/bb", CCACHE_DIR=str(yard.directory("cache2")), **storage)
    second.build("--launcher", "ccache")
    count = ccache_numbers(second)
    equal((count["cache_miss"], count["local_storage_hit"]), (0, 0))
    equal(count["direct_cache_hit"], second.compiles())
    assert count["remote_storage_hit"] >= count["direct_cache_hit"], count
    same_bytes(first, second)


@case
def the_tree_names_its_launcher(yard):
    checkout = yard.checkout("a", CCACHE_DIR=str(yard.directory("cache")))
    manifest = checkout.root / "modbuild.toml"
    manifest.write_text(manifest.read_text() + '\n[toolchain]\nlauncher = "none"\nlauncher-cxx = "ccache"\n')
    checkout.build()
    equal(ccache_numbers(checkout)["cache_miss"], 1)  # one module is written in C++
    checkout.build("--launcher", "none")
    equal(ccache_numbers(checkout)["cache_miss"], 0)


@case
def two_distcc_servers_share_the_work(yard):
    (one, log1, _), (two, log2, _) = yard.distccd("server1"), yard.distccd("server2")
    hosts = {"DISTCC_HOSTS": f"{one} {two}", "DISTCC_FALLBACK": "0"}
    checkout = yard.checkout("a", **hosts)
    said = checkout.run(yard.modbuild, "--profile", "developer", "--launcher", "distcc", "build").err
    slots = checkout.run("distcc", "-j").out.strip()
    contains(said, f"running {slots} jobs, as the hosts of distcc take them; -j says another number\n")
    assert jobs_of(log1) > 0 and jobs_of(log2) > 0, (jobs_of(log1), jobs_of(log2))
    # All but assembler, which distcc never sends away.
    assert jobs_of(log1) + jobs_of(log2) >= checkout.compiles() - 1
    checkout.works()
    plain = yard.checkout("b")
    plain.build()
    equal(checkout.without_debug(), plain.without_debug())


@case
def jobs_are_those_of_the_hosts_in_the_users_file_unless_the_tree_is_not_trusted(yard):
    checkout = yard.checkout("a")
    nobody = free_port()  # distcc then compiles here
    (yard.root / "distcc/hosts").write_text(f"# all of them\n127.0.0.1:{nobody}/17\n127.0.0.1:{nobody}\n")
    words = ("--launcher", "distcc", "-B", "build")
    contains(checkout.tool(*words, "build", "outfile").err, "running 21 jobs, as the hosts of distcc take them")
    equal("jobs, as" in checkout.tool(*words, "-j", "3", "build", "outfile").err, False)
    equal("running 21 jobs" in checkout.tool(*words, "--untrusted", "build", "outfile").err, False)


@case
def a_build_outlives_a_server(yard):
    (one, log1, first), (two, log2, _) = yard.distccd("server1"), yard.distccd("server2")
    checkout = yard.checkout("a", DISTCC_HOSTS=f"{one} {two}")
    checkout.tool("gen", "-q", "--profile", "developer", "--launcher", "distcc")
    build = subprocess.Popen(["ninja", "-C", "build", "-j", "4"], cwd=checkout.root, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, env={**os.environ, **checkout.variables})
    try:
        wait_until(lambda: jobs_of(log1) > 0 or build.poll() is not None, "a job of the first server")
        equal(build.poll(), None)
        yard.stop(first)
        before = jobs_of(log1)
        out, _ = build.communicate(timeout=LONGEST)
    finally:
        build.kill()
    equal(build.returncode, 0)
    equal(jobs_of(log1), before)
    assert before < checkout.compiles() / 2 and jobs_of(log2) > 0, (before, jobs_of(log2), out)
    checkout.works()
    contains(checkout.ninja(), "no work to do")


@case
def ccache_asks_distcc_for_what_it_does_not_have(yard):
    hosts, log, _ = yard.distccd("server")
    variables = {"DISTCC_HOSTS": hosts, "CCACHE_DIR": str(yard.directory("cache"))}
    first = yard.checkout("one/a", **variables)
    first.build("--launcher", "ccache distcc")
    sent = jobs_of(log)
    assert sent >= first.compiles() - 1, sent
    ccache_numbers(first)
    second = yard.checkout("two/deeper/bb", **variables)
    second.build("--launcher", "ccache", "--launcher", "distcc")
    equal(direct_hits(second), (second.compiles(), {}))
    equal(jobs_of(log), sent)
    same_bytes(first, second)


@case
def another_compiler_is_not_taken_from_the_cache(yard):
    """What a chain of plain words would do: ccache would take 'distcc' for the compiler."""
    hosts, _, _ = yard.distccd("server")
    own = yard.directory("bin")
    for name in ("gcc", "g++"):
        (own / name).write_text(f'#!/bin/sh\nexec /usr/bin/{name} "$@"\n')
        (own / name).chmod(0o755)
    checkout = yard.checkout("a", DISTCC_HOSTS=hosts, CCACHE_DIR=str(yard.directory("cache")), CC=str(own / "gcc"),
                             CXX=str(own / "g++"), DISTCC_FALLBACK="1")
    checkout.build("--launcher", "ccache distcc")
    ccache_numbers(checkout)
    checkout.again()
    equal(direct_hits(checkout)[1], {})
    for name in ("gcc", "g++"):
        (own / name).write_text((own / name).read_text() + "# upgraded\n")
    checkout.again()
    equal(ccache_numbers(checkout)["direct_cache_hit"], 0)


@case
def icecream_takes_jobs_to_another_daemon(yard):
    """A scheduler, the daemon of this machine, which takes no work, and one more, which does."""
    if os.geteuid() != 0:
        return print("skipped: icecream (its daemon compiles for others only as root: it changes its root directory)")
    port, logs = free_port(), yard.directory("logs", "icecc")
    yard.start("icecc-scheduler", "-p", port, "-n", "modbuild-test", "-l", logs / "scheduler", "-vvv")
    wait_until(lambda: answers(port), "icecc-scheduler")
    for name, words in (("near", ["--no-remote"]), ("far", [])):
        yard.start("iceccd", *words, "-s", f"127.0.0.1:{port}", "-n", "modbuild-test", "-p", free_port(), "-b",
                   yard.directory(f"of-{name}", "icecc"), "-N", name, "-m", 2, "-u", "icecc", "-l", logs / name,
                   "-vvv", ICECC_TEST_SOCKET=str(logs / f"{name}.socket"))
    wait_until(lambda: all(f"login {name}" in text_of(logs / "scheduler") for name in ("near", "far")),
               f"icecream's daemons\n{text_of(logs / 'far')}")
    checkout = yard.checkout("a", ICECC_TEST_SOCKET=str(logs / "near.socket"), ICECC_TEST_REMOTEBUILD="1")
    said = checkout.run(yard.modbuild, "--profile", "developer", "--launcher", "icecc", "build").err
    contains(said, f"running {8 * len(os.sched_getaffinity(0))} jobs, as icecc finds hosts for them")
    checkout.works()
    # The scheduler leaves a busy machine alone, and this one may still be busy with what ran before.
    for _ in range(6):
        if "remote compile for file" in text_of(logs / "far"):
            return
        time.sleep(10)
        checkout.run(yard.modbuild, "clean")
        checkout.run(yard.modbuild, "build")
    if "No suitable host found" in text_of(logs / "scheduler"):
        return print("not seen: a compilation on the other daemon; the machine is too busy for icecream")
    raise AssertionError(text_of(logs / "scheduler"))


@case
def what_no_launcher_takes_waits_in_a_pool_as_deep_as_the_machine(yard):
    checkout = yard.checkout("a")
    checkout.tool("gen", "-q", "--profile", "developer", "--launcher", "env")
    text = (checkout.root / "build/build.ninja").read_text()
    contains(text, f"\npool local\n  depth = {len(os.sched_getaffinity(0))}\n")
    rules = dict(re.findall(r"^rule (\S+)\n((?:  .*\n)+)", text, re.MULTILINE))
    for name, lines in rules.items():
        local = name.startswith(("link", "archive", "generate"))
        equal((name, "pool = local" in lines), (name, local))


def make_yard(work, modbuild):
    return Yard(os.path.realpath(work), modbuild)


if __name__ == "__main__":
    if not own_network():
        print("no network of its own: servers listen on this machine's loopback")
    sys.exit(run_cases(make_yard))
