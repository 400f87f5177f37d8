"""What the tests of `gen --backend make` share: a tree whose generators, headers and sources say which file is which,
and make and ninja run in its build directory."""
from cases import Tree

MODULE = "schema = 1\n[module]\n"
FILES = {
    "modbuild.toml": """schema = 1
[tree]
name = "makes"
modules = ["modules/*"]
libraries = ["lib/*"]
programs = ["programs/*"]
[defaults]
includes = ["include"]
defines = ['NAME="{name}"']
[groups]
few = ["plain", "made"]
""",
    "include/common.h": "#define COMMON 1\n",
    "include/odd name=1%$.h": "#define ODD 1\n",
    "lib/base/module.toml": "schema = 1\n[library]\n",
    "lib/base/base.c": "int base(void) { return 1; }\n",
    "programs/switchd/module.toml": 'schema = 1\n[program]\n[depends]\nlibraries = ["base"]\n'
                                    '[host]\nentry-symbols = ["start"]\n',
    "programs/switchd/main.c": "int base(void);\nint main(void) { return base() - 1; }\n",
    "programs/maker/module.toml": "schema = 1\n[program]\n",
    "programs/maker/maker.c": '#include <stdio.h>\nint main(int c, char **v) {\n'
                              '  for (int i = 1; i < c; i++) {\n    FILE *f = fopen(v[i], "w");\n'
                              '    if (f == NULL || fputs("#define MADE 1\\n", f) < 0 || fclose(f) != 0)\n'
                              '      return 1;\n  }\n  return 0;\n}\n',
    "modules/plain/module.toml": MODULE,
    "modules/plain/plain.c": '#include "common.h"\nint start(void) { return COMMON; }\n',
    "modules/odd/module.toml": MODULE,
    "modules/odd/odd name.c": '#include "odd name=1%$.h"\nint start(void) { return ODD; }\n',
    "modules/made/module.toml": MODULE + '[[generate]]\ninputs = ["made.in"]\n'
                                         'outputs = ["made.h", "more.h"]\n'
                                         'command = ["{tool:maker}", "{outputs[0]}", "{outputs[1]}"]\n',
    "modules/made/made.in": "1\n",
    "modules/made/made.c": '#include "made.h"\n#include "more.h"\nint start(void) { return MADE; }\n',
    "modules/printed/module.toml": MODULE + '[[generate]]\ninputs = ["p.in"]\noutputs = ["p.h"]\n'
                                            'command = ["sort", "{inputs[0]}"]\nstdout = true\n',
    "modules/printed/p.in": "#define P 1\n",
    "modules/printed/p.c": '#include "p.h"\nint start(void) { return P; }\n',
}


class MakeTree(Tree):
    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, FILES)
        self.variables["NO_COLOR"] = "1"
        self.errors = ""  # of the last make

    def replace(self, path, old, new):
        text = (self.root / path).read_text()
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new))

    def gen(self, *words, backend="make", status=0):
        return self.tool("gen", "-q", "--backend", backend, *words, status=status)

    def make(self, *words, status=0):
        """The lines that say what was made: 'CC ../modules/plain/plain.c'."""
        done = self.run("make", "-C", "build", "--no-print-directory", *words, status=status)
        self.errors = done.err
        return [line for line in done.out.splitlines() if "Nothing to be done" not in line]

    def ninja(self, *argv):
        """The same of ninja, which prints '[3/7] CC ..'."""
        lines = super().ninja(*argv).splitlines()
        return [line.partition("] ")[2] for line in lines if line.startswith("[")]

    def artifacts(self):
        """What was built, by path."""
        files = {}
        for top in ("bin", "lib", "modules", "obj", "gen"):
            for path in sorted((self.root / "build" / top).rglob("*")):
                if path.is_file() and path.suffix not in (".d", ".dep", ".rsp", ".sh", ".stamp"):
                    files[str(path.relative_to(self.root / "build"))] = path.read_bytes()
        return files
