#!/usr/bin/env python3
"""`affected` never misses: after random changes of a tree with history, every component with a compile step whose
preprocessed text or command is not what it was is among those that it names.

usage: affected.py MODBUILD [CASE ..]
"""
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, equal, run_cases  # noqa: E402

IDENTITY = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
MODULES = ["one", "two", "three", "four", "five", "six"]
COMMITS = 60


class History(Tree):
    """A tree in a git repository."""

    def __init__(self, root, modbuild, files):
        super().__init__(root, modbuild, files)
        self.variables = dict(IDENTITY, HOME="/nonexistent", GIT_CONFIG_NOSYSTEM="1")
        self.run("git", "init", "-q", ".")
        self.commit()

    def commit(self):
        self.run("git", "add", "-A")
        self.run("git", "commit", "-q", "--allow-empty", "-m", "change")

    def affected(self, *argv):
        found = json.loads(self.tool("affected", *argv, "--format", "json").out)
        return {each["name"] for each in found["components"]} | set(found["lost"])

    def truth(self):
        """What each compile step comes to, by its output: a hash of its command and of what it would compile."""
        self.tool("gen", "-B", "../build")
        build = self.root.parent / "build"
        self.run("ninja", "-C", str(build), "-k", "0", status=None)
        steps = {}
        for step in json.loads((build / "compile_commands.json").read_text()):
            words = ["-E" if word == "-c" else word for word in step["arguments"]]
            words[words.index("-o"):words.index("-o") + 2] = []
            text = subprocess.run(words, cwd=build, capture_output=True)
            made = hashlib.sha256(text.stdout + text.stderr + "\0".join(step["arguments"]).encode())
            steps[step["output"]] = made.hexdigest()
        return steps


def touched(before, after):
    """The components of steps that are not what they were."""
    return {output.split("/")[1] for output in set(before) | set(after) if before.get(output) != after.get(output)}


def yard():
    files = {
        "modbuild.toml": 'schema = 1\n[tree]\nname = "yard"\nmodules = ["modules/*"]\nprograms = ["host", "tool"]\n'
                         '[defaults]\nincludes = ["include", "more"]\n',
        "host/module.toml": 'schema = 1\n[program]\nname = "hostd"\n[host]\nentry-symbols = ["start"]\n',
        "host/main.c": '#include "h0.h"\nint main(void) { return 0; }\n',
        "tool/module.toml": 'schema = 1\n[program]\nname = "maker"\n',
        "tool/maker.c": '#include <stdio.h>\n#include "maker.h"\nint main(void) { puts("#include \\"h2.h\\"\\n"); return 0; }\n',
        "tool/maker.h": "\n",
        "more/aside.h": "\n",
    }
    for i in range(6):
        files[f"include/h{i}.h"] = "".join(f'#include "h{j}.h"\n' for j in range(i + 1, 6, 2))
        files[f"include/h{i}.h"] = f"#ifndef H{i}\n#define H{i}\n#endif\n" + files[f"include/h{i}.h"]
    for i, name in enumerate(MODULES):
        build = ""
        if name == "five":
            build = '[depends]\ntools = ["maker"]\n[[generate]]\noutputs = ["made.gen.h"]\ncommand = ["{tool:maker}"]\nstdout = true\n'
        if name == "six":
            build = ('[[generate]]\ninputs = ["six.in"]\noutputs = ["six.gen.h"]\n'
                     'command = ["cp", "{inputs[0]}", "{outputs[0]}"]\n')
            files["modules/six/six.in"] = '#include "h3.h"\n'
        files[f"modules/{name}/module.toml"] = f"schema = 1\n[module]\n{build}"
        files[f"modules/{name}/{name}.c"] = f'#include "h{i}.h"\n#include "{name}.h"\nint {name};\n'
        files[f"modules/{name}/{name}.h"] = "\n"
    files["modules/five/five.c"] += '#include "made.gen.h"\n'
    files["modules/six/six.c"] += '#include "six.gen.h"\n'
    files["modules/one/one.c"] += '#if __has_include("perhaps.h")\nint perhaps;\n#endif\n'
    files["modules/two/two.c"] += '#define CHOSEN "aside.h"\n#include CHOSEN\n'
    files["modules/three/three.c"] += '#ifdef NEVER\n#include "h5.h"\n#endif\n'
    return files


class Changes:
    """Random edits of the yard; each leaves a tree that can be planned."""

    def __init__(self, tree, dice):
        self.tree, self.dice = tree, dice

    def files(self, *patterns):
        return sorted(path for pattern in patterns for path in self.tree.root.glob(pattern))

    def append(self, path, text):
        path.write_text(path.read_text() + text)

    def line(self):
        return f"extern int v{self.dice.randrange(10**9)};\n"

    def edit(self):
        self.append(self.dice.choice(self.files("include/*.h", "modules/*/*.[ch]", "host/*.c", "tool/*.[ch]")), self.line())

    def add_include(self):
        header = self.dice.choice(self.files("include/*.h", "more/*.h"))
        self.append(self.dice.choice(self.files("modules/*/*.[ch]", "more/*.h")), f'#include "{header.name}"\n')

    def shadow(self):
        """A header that stands in front of one of the same name, or no longer."""
        path = self.tree.root / "modules" / self.dice.choice(MODULES) / f"h{self.dice.randrange(6)}.h"
        if path.exists():
            path.unlink()
        else:
            path.write_text(self.line())

    def perhaps(self):
        path = self.tree.root / self.dice.choice(["include", "modules/one"]) / "perhaps.h"
        if path.exists():
            path.unlink()
        else:
            path.write_text("\n")

    def rename(self):
        old = self.dice.choice(self.files("include/h*.h"))
        new = old.with_name(f"h{self.dice.randrange(8)}.h")
        if not new.exists():
            old.rename(new)

    def source(self):
        path = self.tree.root / "modules" / self.dice.choice(MODULES) / "extra.c"
        if path.exists():
            path.unlink()
        else:
            path.write_text(f'#include "h{self.dice.randrange(6)}.h"\nint extra;\n')

    def manifest(self):
        path = self.tree.root / "modules" / self.dice.choice(["one", "two", "three", "four"]) / "module.toml"
        text = "schema = 1\n[module]\n"
        if self.dice.random() < 0.7:
            text += f'[build]\ndefines = ["D{self.dice.randrange(3)}"]\n'
        path.write_text(text + f'[metadata]\nnote = "{self.dice.random()}"\n')

    def generator(self):
        self.append(self.tree.root / "modules/six/six.in", self.line())

    def aside(self):
        self.append(self.tree.root / "more/aside.h", self.line())

    def prose(self):
        (self.tree.root / "NEWS").write_text(self.line())
        (self.tree.root / "modules/one/README").write_text(self.line())

    def link(self):
        """A header becomes a link to another one, or the other way."""
        path, other = self.tree.root / "more/aside.h", self.tree.root / "more/other.h"
        if path.is_symlink():
            path.unlink()
            other.rename(path)
        else:
            path.rename(other)
            path.symlink_to("other.h")

    def change(self):
        every = [self.edit, self.edit, self.add_include, self.shadow, self.perhaps, self.rename, self.source, self.manifest,
                 self.generator, self.aside, self.prose, self.link]
        for edit in self.dice.sample(every, self.dice.choice([1, 1, 2])):
            edit()


@case
def nothing_is_missed_in_a_random_history(tree):
    dice = random.Random(20261127)
    changes = Changes(tree, dice)
    before, true, named, built, everything = tree.truth(), 0, 0, 0, 0
    for number in range(COMMITS):
        changes.change()
        # With the depfiles of the build of the commit before.
        in_work_tree = tree.affected("--base", "HEAD", "-B", "../build")
        tree.commit()
        after = tree.truth()
        found = tree.affected("--base", "HEAD~1", "--head", "HEAD")
        for names in (found, in_work_tree):
            missed = touched(before, after) - names
            if missed:
                raise AssertionError(f"change {number} misses {sorted(missed)}:\n" + tree.run("git", "show", "--stat").out)
        equal(in_work_tree - found, set())
        true, named, built = true + len(touched(before, after)), named + len(found), built + len(in_work_tree)
        everything += len({output.split("/")[1] for output in after})
        before = after
    print(f"{COMMITS} changes: {true} components touched, {named} named ({built} with depfiles), of {everything}")
    # What always names everything misses nothing, either.
    if named > 2 * true or named > everything / 2:
        raise AssertionError(f"{named} named where {true} are touched")


@case
def depfiles_know_what_a_condition_leaves_out(tree):
    (tree.root / ".gitignore").write_text("build\n")
    (tree.root / "modules/two/two.c").write_text('#ifdef NEVER\n#include "three.h"\n#endif\nint two;\n')
    (tree.root / "modules/two/three.h").write_text("\n")
    tree.commit()
    (tree.root / "modules/two/three.h").write_text("#define LATER\n")
    equal(tree.affected("--base", "HEAD"), {"two"})
    tree.tool("build", "-q")
    equal(tree.affected("--base", "HEAD"), set())
    # A source that is newer than its object has no depfile to be believed.
    (tree.root / "modules/two/two.c").write_text('#include "three.h"\nint two;\n')
    tree.run("git", "add", "-A")
    tree.run("git", "commit", "-q", "-m", "read", "modules/two/two.c")
    equal(tree.affected("--base", "HEAD"), {"two"})


@case
def headers_that_are_alike_and_read_once_are_told_apart(tree):
    """Of such headers gcc names only one in a depfile, so that ninja does not know of the other."""
    (tree.root / ".gitignore").write_text("build\n")
    for name in ("left.h", "right.h"):
        (tree.root / "modules/two" / name).write_text("#pragma once\n")
    (tree.root / "modules/two/two.c").write_text('#include "left.h"\n#include "right.h"\nint two;\n')
    tree.commit()
    tree.tool("build", "-q")
    (tree.root / "modules/two/right.h").write_text("#pragma once\n#define RIGHT\n")
    equal(tree.affected("--base", "HEAD"), {"two"})


@case
def a_submodule_touches_what_reads_it(tree):
    other = tree.root.parent / "other"
    other.mkdir()
    (other / "lib.h").write_text("\n")
    git = ["git", "-c", "protocol.file.allow=always"]
    tree.run("git", "-C", str(other), "init", "-q", ".")
    tree.run("git", "-C", str(other), "add", "-A")
    tree.run("git", "-C", str(other), "commit", "-q", "-m", "one")
    tree.run(*git, "submodule", "--quiet", "add", str(other), "vendor")
    source = tree.root / "modules/four/four.c"
    source.write_text(source.read_text() + '#include "../../vendor/lib.h"\n')
    tree.commit()
    (tree.root / "vendor/lib.h").write_text("#define NEW\n")
    tree.run("git", "-C", "vendor", "commit", "-q", "-a", "-m", "two")
    equal(tree.affected("--base", "HEAD"), {"four"})
    tree.commit()
    equal(tree.affected("--base", "HEAD~1", "--head", "HEAD"), {"four"})


@case
def an_overlay_compares_the_sources(tree):
    overlay = tree.root.parent / "overlay"
    for manifest in sorted(tree.root.rglob("*.toml")):
        target = overlay / manifest.relative_to(tree.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(manifest.read_text().replace('name = "yard"\n', 'name = "yard"\nsources = "../tree"\n'))
        manifest.unlink()
    tree.commit()
    (tree.root / "modules/two/two.h").write_text("#define OTHER\n")
    tree.commit()
    found = json.loads(tree.tool("-C", str(overlay), "affected", "--base", "HEAD~1", "--format", "json").out)
    equal([each["name"] for each in found["components"]], ["two"])


@case
def the_tool_that_makes_a_header_touches_who_includes_it(tree):
    maker = tree.root / "tool/maker.c"
    maker.write_text(maker.read_text().replace("h2.h", "h3.h"))
    equal(tree.affected("--base", "HEAD"), {"maker", "five"})


if __name__ == "__main__":
    run_cases(lambda work, modbuild: History(Path(work) / "tree", modbuild, yard()))
