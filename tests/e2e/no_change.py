#!/usr/bin/env python3
"""What the build directory keeps of a tree (.modbuild/tree, .modbuild/generation) saves work and never shows: after any
change, `gen` makes what a build directory that keeps nothing gets; after none it writes nothing.

usage: no_change.py MODBUILD [CASE ..]
"""
import json
import os
import random
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample-tree"
KEPT = ["tree", "generation", "origin", "probes", "lock", "tool", "stamp"]


class Sample(Tree):
    """A copy of the sample tree, and beside it the packages that it looks for."""

    def __init__(self, work, modbuild):
        super().__init__(Path(work) / "tree", modbuild, {})
        shutil.copytree(SAMPLE, self.root, ignore=shutil.ignore_patterns("build*"))
        self.packages = Path(work) / "packages"
        self.packages.mkdir()
        self.variables = {"PKG_CONFIG_PATH": str(self.packages)}
        self.settle()

    def settle(self):
        """Lets the clock go on until a file as young as this is old enough to be kept."""
        time.sleep(0.08)

    def gen(self, *argv, build="build"):
        return self.tool("gen", "-B", build, "--stats=json", *argv)

    def stages(self, *argv, build="build"):
        return stages_of(self.gen(*argv, build=build))

    def generation(self, build):
        """Every file of a generation, the name of its directory taken out."""
        found = {}
        for path in sorted((self.root / build).rglob("*")):
            name = str(path.relative_to(self.root / build))
            if path.is_file() and name.split("/")[-1] not in KEPT:
                found[name] = path.read_bytes().replace(str(self.root / build).encode(), b"BUILD")
        return found

    def times(self, build="build"):
        return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ctime_ns, path.lstat().st_ino)
                for path in (self.root / build).rglob("*")}

    def settled_gen(self, *argv):
        """Runs gen until nothing is left to keep: making 'build' changed the tree's root."""
        for _ in range(3):
            self.settle()
            stages = self.stages(*argv)
        equal(stages, ["compare"])


def stats_of(done):
    lines = [line for line in done.err.splitlines() if line.startswith('{"schema": "modbuild.stats')]
    return json.loads(lines[-1])


def stages_of(done):
    return [stage for stage in stats_of(done)["microseconds"] if stage != "total"]


def same_files(found, wanted):
    """As equal(), but names the files and lines that differ."""
    equal(sorted(found), sorted(wanted))
    for name, content in found.items():
        if content != wanted[name]:
            lines, others = content.decode().splitlines(), wanted[name].decode().splitlines()
            equal([name] + [line for line in lines if line not in others],
                  [name] + [line for line in others if line not in lines])


def said(done):
    return done.out.replace("created", "same").replace("changed", "same"), [
        line for line in done.err.splitlines() if not line.startswith('{"schema": "modbuild.stats')]


@case
def nothing_changed_writes_nothing_and_says_the_same(tree):
    tree.gen()
    tree.settle()
    second = tree.gen()
    tree.settle()
    tree.gen()
    before = tree.times()
    third = tree.gen()
    equal(tree.times(), before)
    equal(stages_of(third), ["compare"])
    equal(said(third), said(second))
    counters = stats_of(third)["counters"]
    equal([counters[name] for name in ("files written", "bytes written", "processes", "directories listed")],
          [0, 0, 0, 0])
    as_json = json.loads(tree.tool("gen", "--format", "json").out)
    equal({file["change"] for file in as_json["files"]}, {"same"})
    equal(as_json["tree"], "switchyard")


@case
def what_is_said_about_manifests_is_said_again(tree):
    tree.write("modules/linked/module.toml", 'schema = 1\n[module]\nhosts = ["*"]\n')
    (tree.root / "modules/elsewhere").symlink_to("linked")
    tree.write("modules/linked/linked.c", "int x;\n")
    tree.gen()
    tree.settle()
    second = tree.gen()
    contains(second.err, "MB008")
    tree.settled_gen()
    equal(said(tree.gen()), said(second))


@case
def a_lost_or_edited_file_is_made_again(tree):
    tree.settled_gen()
    for name in ("build.ninja", "compile_commands.json", "selection.json", ".modbuild/stamp", ".modbuild/outputs"):
        file = tree.root / "build" / name
        good = file.read_bytes()
        file.unlink()
        tree.gen()
        equal(file.read_bytes(), good)
        file.write_bytes(good + b"\n# edited\n")
        tree.gen()
        equal(file.read_bytes(), good)
    (tree.root / "build/Makefile").write_text("all:\n")
    tree.settled_gen()
    tree.write("build/Makefile", "all:\n")
    tree.gen()
    assert not (tree.root / "build/Makefile").exists()


@case
def another_request_or_environment_runs_all_stages(tree):
    tree.settled_gen()
    contains(tree.stages("-g", "basic"), "plan")
    tree.settled_gen()
    tree.variables["CFLAGS"] = "-O1 -DNEW"
    contains(tree.stages(), "plan")
    contains((tree.root / "build/build.ninja").read_text(), "-DNEW")
    tree.settled_gen()
    contains(tree.stages("--no-cache"), "plan")
    contains(tree.stages("--refresh"), "plan")
    tree.settled_gen()
    other = tree.root.parent / "bin"
    other.mkdir()
    tree.variables["PATH"] = f"{other}:{os.environ['PATH']}"
    contains(tree.stages(), "plan")


@case
def damaged_and_foreign_files_are_ignored(tree):
    tree.settled_gen()
    dice = random.Random(7)
    good = {name: (tree.root / "build/.modbuild" / name).read_bytes() for name in ("tree", "generation")}
    wanted = tree.generation("build")
    for name, content in good.items():
        file = tree.root / "build/.modbuild" / name
        damaged = [b"", b"modbuild", content[:len(content) // 2], content + b"x", b"\n" + content, b"\0" * 4096]
        for _ in range(20):
            flipped = bytearray(content)
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
            damaged.append(bytes(flipped))
        for one in damaged:
            for kept, text in good.items():
                (tree.root / "build/.modbuild" / kept).write_bytes(text)
            file.write_bytes(one)
            contains(tree.stages(), "plan" if name == "generation" else "compare")
            same_files(tree.generation("build"), wanted)
            tree.tool("select", "-q")
    shutil.rmtree(tree.root / "build/.modbuild/tree", ignore_errors=True)
    file = tree.root / "build/.modbuild/tree"
    file.unlink(missing_ok=True)
    file.mkdir()
    tree.write("modules/tally/fresh.txt", "")
    tree.gen()
    same_files(tree.generation("build"), wanted)


@case
def a_file_that_changes_while_gen_runs_is_not_taken_for_known(tree):
    """Edits of equal size within the tick of the clock that a run began in: only their age can tell."""
    manifest = tree.root / "modules/tally/module.toml"
    text = manifest.read_text() + "\n[build]\ndefines = [\"EDIT=0\"]\n"
    assert "[build]" not in manifest.read_text()
    for number in range(1, 40):
        manifest.write_text(text.replace("EDIT=0", f"EDIT={number % 10}"))
        tree.gen("-q")
        contains((tree.root / "build/build.ninja").read_text(), f"EDIT={number % 10}")


def edit(tree, dice):
    """One change of the tree, its packages or the build directory."""
    modules = sorted(path for path in (tree.root / "modules").iterdir() if path.is_dir() and not path.is_symlink())
    module = dice.choice(modules)
    kind = dice.randrange(13)
    manifest = module / "module.toml"
    if kind == 0 and manifest.is_file():
        manifest.write_text(manifest.read_text() + f"# {dice.random()}\n")
    elif kind == 1 and manifest.is_file():
        text = manifest.read_text()
        where = text.find("\n", text.find("[module]")) + 1
        manifest.write_text(text[:where] + f'description = "{dice.randrange(9)}"\n' + text[where:])
    elif kind == 2:
        (module / f"more{dice.randrange(3)}.c").write_text(f"int more{dice.randrange(1000)};\n")
    elif kind == 3:
        for file in sorted(module.glob("more*.c"))[:1]:
            file.unlink()
    elif kind == 4:
        new = tree.root / f"modules/new{dice.randrange(3)}"
        new.mkdir(exist_ok=True)
        (new / "module.toml").write_text('schema = 1\n[module]\ngroups = ["basic"]\nhosts = ["*"]\n')
        (new / "new.c").write_text("int yard_module_entry(void) { return 0; }\n")
    elif kind == 5:
        for new in sorted((tree.root / "modules").glob("new*"))[:1]:
            shutil.rmtree(new)
    elif kind == 6:
        os.utime(manifest if manifest.exists() else module)
    elif kind == 7:
        package = tree.packages / "opal.pc"
        if package.exists():
            package.unlink()
        else:
            package.write_text("Name: opal\nDescription: opal\nVersion: 1.4\nLibs: -L/opt -lopal\nCflags: -I/opt/opal\n")
    elif kind == 8:
        tree.variables["CFLAGS"] = f"-O{dice.randrange(3)}"
    elif kind == 9:
        copy = module.with_name(module.name + ".away")
        shutil.copytree(module, copy)
        shutil.rmtree(module)
        copy.rename(module)
    elif kind == 10:
        victim = dice.choice(sorted(path for path in (tree.root / "build").rglob("*") if path.is_file()))
        victim.unlink()
    elif kind == 11:
        file = tree.root / "modbuild.toml"
        file.write_text(file.read_text() + f"\n# {dice.random()}\n")
    elif kind == 12 and (module / f"{module.name}.c").is_file():
        old = module / f"{module.name}.c"
        old.rename(module / f"{module.name}2.c")
        old.symlink_to(f"{module.name}2.c")


@case
def after_random_changes_kept_and_fresh_generations_are_equal(tree):
    dice = random.Random(20)
    shortcuts = 0
    tree.gen("-q")
    for _ in range(120):
        for _ in range(dice.randrange(3)):
            edit(tree, dice)
        if dice.randrange(3):
            tree.settle()
        kept = tree.tool("gen", "-q", "--fresh", "--stats=json", status=None)
        shutil.rmtree(tree.root / "other", ignore_errors=True)
        fresh = tree.tool("gen", "-B", "other", "-q", "--no-cache", "--stats=json", status=None)
        equal(kept.status, fresh.status)
        if kept.status == 0:
            same_files(tree.generation("build"), tree.generation("other"))
            shortcuts += stages_of(kept) == ["compare"]
        else:
            equal(said(kept), said(fresh))
            shutil.rmtree(tree.root / "modules")
            shutil.copytree(SAMPLE / "modules", tree.root / "modules")
    assert shortcuts > 10, shortcuts


if __name__ == "__main__":
    sys.exit(run_cases(Sample))
