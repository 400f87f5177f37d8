"""Trees of manifests with everything that selection knows, at random, and requests for them."""

PLAIN = ["linux", "!linux", "lib(have0)", "!lib(miss0)", "unix & glibc", "musl | lib(miss1)"]  # asks no feature
WHENS = ["linux", "!linux", "static", "shared & linux", "feature(fast)", "!feature(fast) | lib(miss0)",
         "lib(have0)", "unix & (musl | !feature(slow))", "true", "!(linux & lib(have1))", "cc(gcc >= 4) | false"]
HAVE, MISSING = 4, 3  # how many libs there are, and how many are missing
MODULES, HOSTS, TOOLS, LIBRARIES, CAPABILITIES = 40, 2, 2, 3, 3


class RandomTree:
    def __init__(self, dice):
        self.dice = dice
        self.modules = [f"m{number:02}" for number in range(MODULES)]
        self.groups = ["g0", "g1", "g2", "wide", "default"]  # g2 is there as long as a module says so

    def files(self):
        """Path -> text, .pc files under pc/."""
        files = {"tree/modbuild.toml": self.tree_text()}
        for number in range(HAVE):
            files[f"pc/have{number}.pc"] = f"Name: have{number}\nDescription: x\nVersion: 1\nLibs: -lm\n"
        for number, name in enumerate(self.modules):
            files[f"tree/modules/{name}/module.toml"] = self.module_text(number)
        for kind, count, text in [("host", HOSTS, self.program_text), ("tool", TOOLS, self.program_text),
                                  ("lib", LIBRARIES, self.library_text)]:
            for number in range(count):
                files[f"tree/{kind}s/{kind}{number}/module.toml"] = text(kind, number)
        sources = {path.replace("module.toml", "a.c"): "int x;\n" for path in files if path.endswith("module.toml")}
        return {**files, **sources}

    def tree_text(self):
        libs = "".join(f'[libs.{name}]\nany = [{{ pkg-config = "{name}" }}]\n' for name in self.libs())
        some = self.dice.sample(self.modules, 12)
        return ('schema = 1\n[tree]\nname = "random"\nmodules = ["modules/*"]\nprograms = ["hosts/*", "tools/*"]\n'
                'libraries = ["libs/*"]\n' + ("" if self.dice.random() < 0.2 else 'default-group = "default"\n') +
                f'[groups]\ng0 = {quoted(some[:6])}\ndefault = {quoted(some)}\n'
                'g1 = { modules = ["m1*"], groups = ["g0"] }\nwide = { modules = ["m2?"], groups = ["g1"] }\n' + libs)

    def libs(self):
        return [f"have{i}" for i in range(HAVE)] + [f"miss{i}" for i in range(MISSING)]

    def lib(self):
        return f"miss{self.dice.randrange(MISSING)}" if self.dice.random() < 0.2 else f"have{self.dice.randrange(HAVE)}"

    def maybe(self, chance, text):
        return text() if self.dice.random() < chance else ""

    def when(self, chance, among=WHENS):
        return self.maybe(chance, lambda: f'when = "{self.dice.choice(among)}"\n')

    def entry(self, key, name):
        """A list entry, with a condition now and then."""
        if self.dice.random() < 0.75:
            return f'"{name}"'
        return f'{{ {key} = "{name}", when = "{self.dice.choice(WHENS)}" }}'

    def entries(self, key, names):
        return "[" + ", ".join(self.entry(key, name) for name in names) + "]"

    def needs(self, number, most):
        """Modules with smaller numbers, so that nothing needs itself, and capabilities."""
        earlier = self.modules[:number]
        names = self.dice.sample(earlier, min(len(earlier), self.dice.randrange(most + 1)))
        if self.dice.random() < 0.4 and number >= MODULES // 2:
            names.append(f"cap{self.dice.randrange(CAPABILITIES)}")
        return names

    def module_text(self, number):
        dice = self.dice
        text = "schema = 1\n[module]\n" + self.when(0.1)
        text += self.maybe(0.4, lambda: f'groups = ["g{dice.randrange(3)}"]\n')
        text += self.maybe(0.1, lambda: "default = false\n")
        hosts = ["*"] if dice.random() < 0.2 else dice.sample(["host0", "host1"], dice.randrange(1, 3))
        text += f"hosts = {quoted(hosts)}\n"
        text += "[build]\n" + self.maybe(0.2, lambda: 'static = "never"\n')
        text += "[depends]\n" + self.maybe(0.5, lambda: f'modules = {self.entries("module", self.needs(number, 3))}\n')
        text += self.maybe(0.2, lambda: f'load = {self.entries("module", self.needs(number, 2))}\n')
        text += self.maybe(0.25, lambda: f'conflicts = {self.entries("module", dice.sample(self.others(number), 1))}\n')
        # Those below half of the modules provide, those above ask: no circles.
        if number < CAPABILITIES:
            text += f'provides = ["cap{number}"]\n'
        elif number < MODULES // 2:
            text += self.maybe(0.3, lambda: f'provides = ["cap{dice.randrange(CAPABILITIES)}"]\n')
        text += self.maybe(0.25, lambda: f'libraries = {self.entries("value", ["lib%d" % dice.randrange(LIBRARIES)])}\n')
        text += self.maybe(0.15, lambda: f'tools = {self.entries("value", ["tool%d" % dice.randrange(TOOLS)])}\n')
        text += self.maybe(0.3, lambda: f'libs = {self.entries("value", [self.lib()])}\n')
        text += self.maybe(0.2, lambda: f'any-lib = [{self.entries("value", sorted({self.lib(), self.lib()}))}]\n')
        return text + self.feature_text("fast", number) + self.feature_text("slow", number)

    def others(self, number):
        return self.modules[:number] + self.modules[number + 1:]

    def feature_text(self, name, number):
        text = f"[features.{name}]\n" + self.maybe(0.7, lambda: f'default = "{self.dice.choice(["on", "off", "auto"])}"\n')
        text += self.maybe(0.3, lambda: f'libs = {self.entries("value", [self.lib()])}\n')
        text += self.maybe(0.2, lambda: f'any-lib = [{self.entries("value", sorted({self.lib(), self.lib()}))}]\n')
        text += self.maybe(0.3, lambda: f'modules = {self.entries("module", self.needs(number, 2))}\n')
        return text + self.when(0.2)

    def program_text(self, kind, _):
        text = "schema = 1\n[program]\n" + self.when(0.15, PLAIN)
        text += self.maybe(0.15, lambda: f'[depends]\nlibs = ["{self.lib()}"]\n')
        return text + ('[host]\nentry-symbols = ["exports"]\n' if kind == "host" else "")

    def library_text(self, _, __):
        return ("schema = 1\n[library]\n" + self.when(0.15, PLAIN) +
                self.maybe(0.5, lambda: 'linkage = "static"\n') +
                self.maybe(0.2, lambda: f'[depends]\nlibs = ["{self.lib()}"]\n'))

    def request(self):
        """Arguments, and the same as the page's rules take it."""
        dice = self.dice
        def some(most, programs=True):
            words = self.modules + ["m0*", "m?5", "@g0", "@g?", "m[1-3]2"] + (["host0", "tool1"] if programs else [])
            return dice.sample(words, dice.randrange(most + 1)) if dice.random() < 0.5 else []
        request = {"groups": dice.sample(self.groups + ["g*"], dice.randrange(1, 3)) if dice.random() < 0.4 else [],
                   "include": some(4), "exclude": some(4), "static": some(3, programs=False),
                   "require": some(1), "features": [], "base": dice.choice(["", "", "all", "default", "none"]),
                   "missing": dice.choice(["", "", "skip", "error"]),
                   "static-policy": dice.choice(["", "downgrade", "downgrade"]),
                   "with-deps": dice.random() < 0.4, "with-load": dice.random() < 0.2}
        if request["groups"]:
            request["base"] = ""
        if dice.random() < 0.3:
            request["features"] = [f"{dice.choice(['m*', '@g0', dice.choice(self.modules)])}/{dice.choice(['fast', 's*'])}="
                                   f"{dice.choice(['on', 'off', 'auto'])}" for _ in range(2)]
        request["exclude-given"] = bool(request["exclude"])
        return arguments(request), request


def arguments(request):
    words = []
    for option, key in [("-g", "groups"), ("-i", "include"), ("-x", "exclude"), ("-s", "static"),
                        ("--require", "require"), ("--feature", "features")]:
        for word in request[key]:
            words += [option, word]
    for key in ("base", "missing", "static-policy"):
        if request[key]:
            words += [f"--{key}", request[key]]
    return words + [f"--{key}" for key in ("with-deps", "with-load") if request[key]]


def quoted(names):
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
