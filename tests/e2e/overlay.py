#!/usr/bin/env python3
"""Overlay trees: manifests here, sources elsewhere, which are built and never touched.

usage: overlay.py MODBUILD [CASE ..]
"""
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

GOLDEN = Path(__file__).resolve().parent.parent / "golden/overlay"


class Overlay(Tree):
    """The golden case, its overlay in `tree` and its sources beside it."""

    def __init__(self, work, modbuild):
        super().__init__(Path(work) / "tree", modbuild, {})
        self.sources = Path(work) / "sources"
        shutil.copytree(GOLDEN / "tree", self.root)
        shutil.copytree(GOLDEN / "sources", self.sources)

    def snapshot(self):
        """Every path of the sources with its content and time of change."""
        found = {}
        for path in [self.sources, *sorted(self.sources.rglob("*"))]:
            content = path.read_bytes() if path.is_file() else None
            found[str(path.relative_to(self.sources))] = (content, path.stat().st_mtime_ns)
        return found

    def expect_settled(self):
        contains(self.ninja(), "no work to do")


@case
def builds_and_leaves_the_sources_alone(tree):
    before = tree.snapshot()
    tree.tool("gen", "-q", "-i", "tone")
    tree.ninja()
    tree.run(str(tree.root / "build/bin/switchd"))
    assert (tree.root / "build/modules/tone.so").is_file()
    tree.expect_settled()
    tree.tool("check")
    contains(tree.tool("show", "tone").out, "modules/tone/tone.c", "core/shared.c", "-Iinclude")
    contains(tree.tool("scan").out, "tone     module   modules/tone")
    contains(tree.tool("why", "tone").out, "module tone is on")
    tree.tool("select", "--save", "build/saved.json")
    tree.tool("clean")
    equal(tree.snapshot(), before)


@case
def sources_are_named_relative_to_the_build_directory(tree):
    tree.tool("gen", "-q", "-B", "../out/deep")
    commands = json.loads((tree.root / "../out/deep/compile_commands.json").read_text())
    files = sorted(entry["file"] for entry in commands)
    equal(files[0], "../../sources/core/main.c")
    for entry in commands:
        assert (Path(entry["directory"]) / entry["file"]).is_file(), entry


@case
def absolute_sources_give_the_same_build_file(tree):
    tree.tool("gen", "-q")
    relative = (tree.root / "build/build.ninja").read_text()
    manifest = tree.root / "modbuild.toml"
    manifest.write_text(manifest.read_text().replace("../sources", str(tree.sources)))
    tree.tool("gen", "-q")
    equal((tree.root / "build/build.ninja").read_text(), relative)


@case
def a_new_source_file_is_built_by_ninja_alone(tree):
    tree.tool("gen", "-q")
    tree.ninja()
    (tree.sources / "modules/tone/more.c").write_text("int more(void) { return 2; }\n")
    tree.ninja()
    contains(tree.run("nm", "-D", "build/modules/tone.so").out, " more")
    tree.expect_settled()


@case
def a_changed_header_and_a_changed_input_rebuild(tree):
    tree.tool("gen", "-q")
    tree.ninja()
    (tree.sources / "include/version.h").write_text("#define VERSION 15\n")
    (tree.sources / "modules/tone/tones.txt").write_text("#define TONES 4\n")
    tree.ninja()
    tree.run(str(tree.root / "build/bin/switchd"), status=1)
    equal((tree.root / "build/gen/tone/tones.h").read_text(), "#define TONES 4\n")
    tree.expect_settled()


@case
def a_changed_manifest_of_the_overlay_counts(tree):
    tree.tool("gen", "-q")
    tree.ninja()
    manifest = tree.root / "modules/tone/module.toml"
    manifest.write_text(manifest.read_text().replace('"LOUD"', '"LOUD=7"'))
    contains(tree.ninja(), "tone.c")
    (tree.sources / "modules/bell").mkdir()
    (tree.sources / "modules/bell/bell.c").write_text("int exports(void) { return 0; }\n")
    tree.write("modules/bell/module.toml", "schema = 1\n[module]\n")
    tree.ninja()
    assert (tree.root / "build/modules/bell.so").is_file()
    tree.expect_settled()


@case
def manifests_in_the_sources_mean_nothing(tree):
    (tree.sources / "modules/tone/module.toml").write_text("this is no manifest\n")
    (tree.sources / "modbuild.toml").write_text("nor is this a tree\n")
    tree.tool("gen", "-q")


@case
def programs_of_the_sources_are_not_run(tree):
    marker = tree.root / "ran"
    for name in ("cc", "gcc", "pkg-config"):
        program = tree.sources / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\ntouch {marker}\n")
        program.chmod(0o755)
    tree.variables["PATH"] = f"{tree.sources}/bin:/usr/local/bin:/usr/bin:/bin"
    tree.tool("gen", "-q")
    assert not marker.exists()


@case
def a_build_directory_cannot_hold_the_sources(tree):
    failed = tree.tool("gen", "-q", "-B", "../sources/modules/tone/build", status=5)
    contains(failed.err, "MB121", "lies in the component 'modules/tone'")
    assert not (tree.sources / "modules/tone/build").exists()


sys.exit(run_cases(Overlay))
