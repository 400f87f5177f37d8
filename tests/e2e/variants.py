#!/usr/bin/env python3
"""Builds the variants of the sample tree side by side: each works, and none takes anything from another.

usage: variants.py MODBUILD [CASE..]
"""
import os
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "sample-tree"
VARIANTS = ("asan", "debug", "release")
LOADED = [word for name in ("monitor", "journal", "codec_common", "codec_alaw", "mixer", "auth_md5", "auth_sha",
                            "policy_strict:mallory,eve", "bridge", "tally", "cli:help", "beacon", "sample")
          for word in ("--load", name)]


class Sample(Tree):
    def __init__(self, root, modbuild):
        super().__init__(os.path.join(os.path.realpath(root), "tree"), modbuild, {})
        shutil.copytree(SAMPLE, self.root, ignore=shutil.ignore_patterns("build*"))
        self.variables["ASAN_OPTIONS"] = "detect_leaks=0"  # it would need ptrace

    def built(self, *words, variant=None):
        self.tool("--profile", "developer", *(["--variant", variant] if variant else []), *words, "build", "-q")

    def text(self, path):
        return (self.root / path).read_text()

    def replace(self, path, old, new):
        text = self.text(path)
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        self.write(path, text.replace(old, new))

    def works(self, directory):
        found = self.run(f"{directory}/bin/edged", *LOADED).out
        equal(found.splitlines(), (HERE / "expected/edged_run.txt").read_text().splitlines())


@case
def each_is_built_in_a_directory_of_its_own_and_works(tree):
    for variant in VARIANTS:
        tree.built(variant=variant)
    for variant in VARIANTS:
        tree.works(f"build-{variant}")
        contains(tree.run("ninja", "-C", f"build-{variant}").out, "no work to do")
        tree.tool("--variant", variant, "verify")
    equal((tree.root / "build").exists(), False)
    contains(tree.run("nm", "-D", "build-asan/modules/bridge.so").out, "__asan_init")
    contains(tree.run("readelf", "-p", ".debug_str", "build-debug/obj/bridge/bridge.c.o").out, "-O0")
    contains(tree.run("readelf", "-SW", "build-release/obj/bridge/bridge.c.o").out, ".gnu.lto_")


@case
def a_memory_error_is_found_in_the_one_and_not_in_the_other(tree):
    tree.replace("modules/bridge/bridge.c", "  if (last) printf", "  volatile char small[4] = {0};\n"
                 "  volatile int at = 4;\n  (void)small[at];\n  if (last) printf")
    tree.built(variant="asan")
    found = tree.run("build-asan/bin/edged", "--load", "bridge", status=1)
    contains(found.err, "stack-buffer-overflow", "bridge.c")
    tree.built(variant="debug")
    tree.run("build-debug/bin/edged", "--load", "bridge")


@case
def a_module_of_another_variant_is_refused(tree):
    """The hosts' ABI depends on defines, and this variant has one."""
    for variant in ("debug", "release"):
        tree.built(variant=variant)
    mine = tree.root / "build-debug/modules/bridge.so"
    theirs = tree.root / "build-release/modules/bridge.so"
    tree.run("build-debug/bin/edged", "--load", str(mine))
    refused = tree.run("build-debug/bin/edged", "--load", str(theirs), status=1)
    contains(refused.err, "it is of another build or for another host")


@case
def changed_flags_rebuild_their_variant_only(tree):
    for variant in ("debug", "release"):
        tree.built(variant=variant)
    tree.replace("modbuild.toml", 'cflags = ["-O0", "-g3"]', 'cflags = ["-O0", "-g2"]')
    said = tree.run("ninja", "-C", "build-debug").out
    contains(said, "CC ../modules/bridge/bridge.c")
    said = tree.run("ninja", "-C", "build-release").out
    contains(said, "modbuild gen")
    assert not re.search(r"\] (CC|CXX|MODULE) ", said), said


@case
def a_profile_names_its_variant(tree):
    tree.replace("modbuild.toml", "[profiles.developer]\n", '[profiles.developer]\nvariant = "asan"\n')
    tree.built()
    tree.works("build-asan")


@case
def static_modules_need_a_variant_without_link_time_optimisation(tree):
    refused = tree.tool("--variant", "release", "gen", "-s", "bridge", status=3)
    contains(refused.err, "MB103", "-flto, which leaves no symbols to rename")
    tree.tool("--variant", "asan", "build", "-q", "-s", "bridge")
    contains(tree.run("build-asan/bin/edged", "--load", "bridge").out, "bridge: the last packet")


@case
def what_is_installed_says_of_which_variant_it_is(tree):
    tree.built(variant="debug")
    said = tree.tool("--variant", "debug", "install", "--destdir", "stage")
    contains(said.err, "variant debug\n")
    installed = tree.root / "stage/usr/local/bin/edged"
    contains(tree.run("readelf", "-p", ".debug_str", str(installed)).out, "-O0")


if __name__ == "__main__":
    sys.exit(run_cases(Sample))
