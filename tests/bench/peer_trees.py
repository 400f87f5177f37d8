"""The synthetic tree of make_tree.py as its peers want it: gn, CMake, Meson, and makefiles in every directory.

Same sources, flags and libraries as the tree of manifests, so that all have the same work.
"""
from tree_parts import dependency_of, library_of, module_name, write, write_headers, write_host, write_sources

DOT_GN = 'buildconfig = "//build/BUILDCONFIG.gn"\n'

BUILDCONFIG = """set_default_toolchain("//build:gcc")
"""

TOOLCHAIN = """toolchain("gcc") {
  tool("cc") {
    depfile = "{{output}}.d"
    command = "gcc -MMD -MF $depfile {{defines}} {{include_dirs}} {{cflags}} {{cflags_c}} -c {{source}} -o {{output}}"
    depsformat = "gcc"
    description = "CC {{output}}"
    outputs = [ "{{source_out_dir}}/{{target_output_name}}.{{source_name_part}}.o" ]
  }
  tool("solink_module") {
    soname = "{{target_output_name}}.so"
    sofile = "{{output_dir}}/$soname"
    rspfile = soname + ".rsp"
    command = "gcc -shared {{ldflags}} -o $sofile @$rspfile {{libs}}"
    rspfile_content = "{{inputs}}"
    description = "SOLINK_MODULE $sofile"
    default_output_dir = "{{root_out_dir}}/modules"
    outputs = [ sofile ]
  }
  tool("link") {
    outfile = "{{output_dir}}/{{target_output_name}}"
    rspfile = "$outfile.rsp"
    command = "gcc -rdynamic {{ldflags}} -o $outfile @$rspfile {{libs}}"
    rspfile_content = "{{inputs}}"
    description = "LINK $outfile"
    default_output_dir = "{{root_out_dir}}/bin"
    outputs = [ outfile ]
  }
  tool("stamp") {
    command = "touch {{output}}"
    description = "STAMP {{output}}"
  }
}
"""


def gn_target(number, sources):
    names = ", ".join(f'"{source}"' for source in sources)
    other, library = dependency_of(number), library_of(number)
    dependency = "" if other is None else f'  data_deps = [ "//modules/{other}" ]\n'
    have = "" if library is None else f', "HAVE_BENCH{library}"'
    libs = "" if library is None else '  libs = [ "m" ]\n'
    return (f'loadable_module("{module_name(number)}") {{\n  sources = [ {names} ]\n'
            f'  include_dirs = [ "//include", "." ]\n'
            f'  defines = [ "MOD_NAME=\\"{module_name(number)}\\"", "LEVEL={number % 7}"{have} ]\n'
            f'  cflags = [ "-fPIC", "-Wall", "-O2", "-Wextra" ]\n{libs}{dependency}}}\n')


def write_gn_tree(count, root, headers):
    write(f"{root}/.gn", DOT_GN)
    write(f"{root}/build/BUILDCONFIG.gn", BUILDCONFIG)
    write(f"{root}/build/BUILD.gn", TOOLCHAIN)
    write_headers(root, headers)
    write_host(root)
    write(f"{root}/host/BUILD.gn", 'executable("host") {\n  sources = [ "main.c" ]\n'
                                   '  include_dirs = [ "//include" ]\n}\n')
    modules = []
    for number in range(count):
        directory = f"{root}/modules/{module_name(number)}"
        write(f"{directory}/BUILD.gn", gn_target(number, write_sources(directory, number)))
        modules.append(f'    "//modules/{module_name(number)}",\n')
    groups = "".join(
        f'group("g{group}") {{\n  deps = [\n{"".join(modules[group::20])}  ]\n}}\n'
        for group in range(20) if modules[group::20])
    write(f"{root}/BUILD.gn", f'group("default") {{\n  deps = [\n    "//host",\n'
                              f'{"".join(modules)}  ]\n}}\n{groups}')


CMAKE_MODULE = """add_library({name} MODULE {sources})
target_include_directories({name} PRIVATE . ../../include)
target_compile_definitions({name} PRIVATE MOD_NAME="{name}" LEVEL={level})
target_compile_options({name} PRIVATE -Wall -O2 -Wextra)
set_target_properties({name} PROPERTIES PREFIX "")
install(TARGETS {name} DESTINATION lib/bench/modules)
"""


def cmake_module(number, sources):
    name = module_name(number)
    text = CMAKE_MODULE.format(name=name, sources=" ".join(sources), level=number % 7)
    other, library = dependency_of(number), library_of(number)
    if other is not None:
        text += f"add_dependencies({name} {other})\n"
    if library is not None:
        text += (f"target_compile_options({name} PRIVATE ${{BENCH{library}_CFLAGS}})\n"
                 f"target_link_libraries({name} PRIVATE ${{BENCH{library}_LIBRARIES}})\n")
    if number % 5 == 1:
        text += f"install(FILES m{number}.conf DESTINATION etc/bench)\n"
    return text


def write_cmake_tree(count, root, headers):
    text = "cmake_minimum_required(VERSION 3.16)\nproject(bench C)\nfind_package(PkgConfig REQUIRED)\n"
    used = {library_of(number) for number in range(count)} - {None}
    text += "".join(f"pkg_check_modules(BENCH{i} REQUIRED modbuild-bench{i})\n" for i in sorted(used))
    text += "add_executable(host host/main.c)\ntarget_include_directories(host PRIVATE include)\n"
    text += "set_target_properties(host PROPERTIES ENABLE_EXPORTS ON)\n"
    write_headers(root, headers)
    write_host(root)
    for number in range(count):
        directory = f"{root}/modules/{module_name(number)}"
        sources = write_sources(directory, number)
        write(f"{directory}/CMakeLists.txt", cmake_module(number, sources))
        text += f"add_subdirectory(modules/{module_name(number)})\n"
    write(f"{root}/CMakeLists.txt", text)


def meson_module(number, sources):
    name = module_name(number)
    names = ", ".join(f"'{source}'" for source in sources)
    library = library_of(number)
    dependency = "" if library is None else f", dependencies: bench{library}"
    text = (f"shared_module('{name}', {names}, name_prefix: '', include_directories: includes,\n"
            f"  c_args: ['-DMOD_NAME=\"{name}\"', '-DLEVEL={number % 7}', '-Wall', '-O2', '-Wextra'],\n"
            f"  install: true, install_dir: 'lib/bench/modules'{dependency})\n")
    if number % 5 == 1:
        text += f"install_data('m{number}.conf', install_dir: 'etc/bench')\n"
    return text


def write_meson_tree(count, root, headers):
    text = "project('bench', 'c', default_options: ['buildtype=plain'])\nincludes = include_directories('include')\n"
    used = {library_of(number) for number in range(count)} - {None}
    text += "".join(f"bench{i} = dependency('modbuild-bench{i}')\n" for i in sorted(used))
    text += "executable('host', 'host/main.c', include_directories: includes, export_dynamic: true)\n"
    write_headers(root, headers)
    write_host(root)
    for number in range(count):
        directory = f"{root}/modules/{module_name(number)}"
        sources = write_sources(directory, number)
        write(f"{directory}/meson.build", meson_module(number, sources))
        text += f"subdir('modules/{module_name(number)}')\n"
    write(f"{root}/meson.build", text)


MAKEFILE = """MODULES := {modules}
all: $(MODULES:%=all-%)
all-%: ; @$(MAKE) --no-print-directory -C modules/$*
.PHONY: all
"""

MODULE_MAKEFILE = """OBJS := {objects}
CFLAGS := -fPIC -I../../include -I. -DMOD_NAME='"{name}"' -DLEVEL={level} -Wall -O2 -Wextra
all: {name}.so
{name}.so: $(OBJS)
{tab}$(CC) -shared -o $@ $(OBJS)
%.o: %.c
{tab}$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(OBJS:.o=.d)
.PHONY: all
"""


def write_makefiles(count, root, headers):
    write_headers(root, headers)
    names = [module_name(number) for number in range(count)]
    for number, name in enumerate(names):
        directory = f"{root}/modules/{name}"
        objects = [source.replace(".c", ".o") for source in write_sources(directory, number)]
        write(f"{directory}/Makefile",
              MODULE_MAKEFILE.format(objects=" ".join(objects), name=name, level=number % 7, tab="\t"))
    write(f"{root}/Makefile", MAKEFILE.format(modules=" ".join(names)))


WRITERS = {"gn": write_gn_tree, "cmake": write_cmake_tree, "meson": write_meson_tree, "make": write_makefiles}
