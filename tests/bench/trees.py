"""The trees that tests/bench/run measures: made ones of N modules, also as their peers want them, and real ones."""
import json
import os
import re
import subprocess
import sys
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))


class BenchTree:
    """A tree and where its peers find the same one; `peers` maps "gn" and the like to directories."""

    def __init__(self, name, root, environment, count, peers):
        self.name, self.root, self.environment, self.count, self.peers = name, root, environment, count, peers


def clean_environment():
    """Without what a make around us, or the caller's taste, would add to the tools' behaviour."""
    unwanted = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "NINJA_STATUS", "DESTDIR", "CFLAGS", "LDFLAGS"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def made_tree(count, work, peers):
    root = f"{work}/tree{count}"
    places = {peer: f"{work}/{peer}.tree{count}" for peer in peers}
    command = [sys.executable, f"{HERE}/make_tree.py", str(count), root]
    for peer, place in places.items():
        command += ["--makefiles" if peer == "make" else f"--{peer}", place]
    subprocess.run(command, check=True)
    return BenchTree(f"N = {count}", root, dict(clean_environment(), PKG_CONFIG_PATH=f"{root}.pc"), count, places)


def real_tree(directory, modbuild):
    """A tree that lies somewhere; it is never written. Its peers are what its root has files for."""
    root = os.path.abspath(directory)
    scan = [modbuild, "-C", root, "scan", "--format", "json"]
    done = subprocess.run(scan, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{directory} is no tree that modbuild can read:\n{done.stderr}")
    kinds = [component["kind"] for component in json.loads(done.stdout)["components"]]
    files = {"gn": ".gn", "cmake": "CMakeLists.txt", "meson": "meson.build"}
    peers = {peer: root for peer, file in files.items() if os.path.exists(f"{root}/{file}")}
    return BenchTree(root, root, clean_environment(), kinds.count("module"), peers)


def source_roots(root):
    """The tree, and where its sources are when it is an overlay."""
    with open(f"{root}/modbuild.toml", "rb") as file:
        sources = tomllib.load(file)["tree"].get("sources")
    return [root] + ([os.path.realpath(os.path.join(root, sources))] if sources else [])


def decisive_paths(tree, build):
    """Every directory and file of a tree that decides what gen writes: what its build directory says it watches."""
    roots = [os.path.realpath(root) for root in source_roots(tree)]
    with open(f"{build}/.modbuild/regenerate.d", encoding="utf-8") as file:
        text = file.read().replace("\\\n", " ").partition(":")[2]
    for word in re.findall(r"(?:\\.|[^\s\\])+", text):
        path = os.path.normpath(os.path.join(build, re.sub(r"\\(.)", r"\1", word).replace("$$", "$")))
        if any(path == root or path.startswith(f"{root}/") for root in roots):
            yield path + "/" if os.path.isdir(path) else path


def write_floor_list(tree, build, path):
    """The LIST of bench_floor. Returns how many directories and how many files it names."""
    paths = list(decisive_paths(tree, build))
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(f"{one}\n" for one in paths))
    directories = sum(one.endswith("/") for one in paths)
    return directories, len(paths) - directories


def ninja_bytes(build):
    """The size of all Ninja files of a build directory."""
    return sum(os.path.getsize(os.path.join(directory, file))
               for directory, _, files in os.walk(build) for file in files if file.endswith(".ninja"))
