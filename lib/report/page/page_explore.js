// Tries other requests: the rules of the tool at work on the page's data.

const LISTS = [["include", "Include (-i)"], ["exclude", "Exclude (-x)"], ["static", "Static (-s)"],
  ["require", "Require"], ["features", "Features (module/feature=on)"]];

class ExploreView {
  constructor(report) {
    this.report = report;
    const { tree } = report;
    this.base = make("select", {}, [["", "default, or all with -x"], ["default", "default"],
      ["all", "all"], ["none", "none"]].map(([value, text]) => make("option", { value }, text)));
    this.ticks = tree.groups.map((group) => make("input", { type: "checkbox", value: group.name }));
    this.fields = Object.fromEntries(LISTS.map(([name]) => [name, make("input", {
      type: "text", spellcheck: "false", autocomplete: "off", autocapitalize: "off",
      placeholder: name === "features" ? "tls/fast=on" : "names, globs, @groups" })]));
    this.deps = make("input", { type: "checkbox" });
    this.load = make("input", { type: "checkbox" });
    this.downgrade = make("input", { type: "checkbox" });
    this.only = make("select", {}, [["changed", "only what differs from this report"],
      ["built", "what is on"], ["dropped", "what is dropped"], ["", "all modules"]].map(
      ([value, text]) => make("option", { value }, text)));
    this.status = make("p", { role: "status" });
    this.errors = make("ul", { class: "errors" });
    this.command = make("code", { class: "command", tabindex: "0" });
    this.table = new LongTable(this.columns(), "Explored modules");
    byId("explore").replaceChildren(make("div", { class: "explorer" },
      make("div", { class: "told" }, this.status, this.command, this.errors), this.form(),
      make("div", { class: "result" },
        make("div", { class: "filters" }, make("label", {}, "Show", this.only)),
        this.table.element)));
  }

  form() {
    const { groups } = this.report.tree;
    const tick = (field, text) => make("label", { class: "tick" }, field, make("span", {}, text));
    const form = make("form", { autocomplete: "off", onsubmit: (event) => event.preventDefault() },
      make("label", {}, "Base (without groups)", this.base),
      make("fieldset", {}, make("legend", {}, "Groups (-g)"), make("div", { class: "ticks" },
        groups.map((group, i) => tick(this.ticks[i], `${group.name} (${group.members.length})`)))),
      LISTS.map(([name, text]) => make("label", {}, text, this.fields[name])),
      tick(this.deps, "also hard dependencies (--with-deps)"),
      tick(this.load, "also what is needed at run time (--with-load)"),
      tick(this.downgrade, "shared where static is impossible (--static-policy downgrade)"),
      make("button", { type: "button", onclick: () => this.reset() }, "Back to this report's request"));
    form.addEventListener("input", () => this.changed());
    this.only.addEventListener("input", () => this.changed());
    return form;
  }

  columns() {
    const { tree } = this.report;
    const before = (id) => stateOf(this.report.verdicts[id]);
    const now = (id) => stateOf(this.found.verdicts[id]);
    return [
      { label: "Module", order: (id) => tree.components[id].name,
        cell: (id) => make("a", { href: address.with({ module: tree.components[id].name }) },
          tree.components[id].name) },
      { label: "Verdict", order: now, cell: (id) => badge(now(id)) },
      { label: "Reason", order: (id) => describe(tree, this.found.verdicts[id].because),
        cell: (id) => describe(tree, this.found.verdicts[id].because) },
      { label: "In this report", order: before,
        cell: (id) => (before(id) === now(id) ? "the same" : badge(before(id))) },
    ];
  }

  // The request of the address; the report's own where it says nothing.
  follow(state) {
    if (this.shown === address.view()) return;
    const own = this.report.tree.request;
    const isOwn = !state.has("x");
    this.base.value = isOwn ? own.base : state.get("base") ?? "";
    const groups = new Set(isOwn ? own.groups.flatMap((word) => this.groupNames(word))
      : words(state.get("g")));
    this.ticks.forEach((field) => { field.checked = groups.has(field.value); });
    for (const [name] of LISTS) {
      this.fields[name].value = isOwn ? own[name].join(" ") : state.get("e-" + name) ?? "";
    }
    const has = (name) => words(state.get("x")).includes(name);
    this.deps.checked = isOwn ? own["with-deps"] : has("deps");
    this.load.checked = isOwn ? own["with-load"] : has("load");
    this.downgrade.checked = isOwn ? own["static-policy"] === "downgrade" : has("downgrade");
    this.excludeGiven = isOwn ? own["exclude-given"] : has("all");
    this.only.value = state.get("only") ?? "changed";
    this.select();
  }

  groupNames(word) {
    const found = new WordFinder(this.report.tree, []).groups([word]);
    return found.map((id) => this.report.tree.groups[id].name);
  }

  request() {
    const lists = Object.fromEntries(LISTS.map(([name]) => [name, words(this.fields[name].value)]));
    const own = this.report.tree.request;
    return { ...lists, base: this.base.value, missing: own.missing,
      groups: this.ticks.filter((field) => field.checked).map((field) => field.value),
      "exclude-given": this.excludeGiven, "with-deps": this.deps.checked,
      "with-load": this.load.checked,
      "static-policy": this.downgrade.checked ? "downgrade" : "" };
  }

  changed() {
    const request = this.request();
    const switches = [["asked", true], ["deps", this.deps.checked], ["load", this.load.checked],
      ["downgrade", this.downgrade.checked], ["all", this.excludeGiven]];
    const changes = { base: request.base, g: request.groups.join(" "), only: this.only.value,
      x: switches.filter(([, on]) => on).map(([name]) => name).join(" ") };
    for (const [name] of LISTS) changes["e-" + name] = this.fields[name].value.trim();
    address.write(changes);
    this.select();
  }

  reset() {
    const changes = { base: "", g: "", x: "" };
    for (const [name] of LISTS) changes["e-" + name] = "";
    address.write(changes);
    this.follow(address.read());
  }

  select() {
    this.shown = address.view();
    const { tree, verdicts } = this.report;
    const request = this.request();
    this.found = selectModules(tree, request);
    const isModule = (id) => tree.components[id].kind === "module" && !isCopy(tree.components[id]);
    const ids = tree.components.map((_, id) => id).filter(isModule);
    const gained = ids.filter((id) => this.found.verdicts[id].on && !verdicts[id].on).length;
    const lost = ids.filter((id) => !this.found.verdicts[id].on && verdicts[id].on).length;
    this.status.replaceChildren(countsText(countStates(tree, this.found.verdicts)), ". ",
      make("span", { class: "gained" }, `+${gained}`), " ",
      make("span", { class: "lost" }, `−${lost}`), " against this report.");
    const unmet = this.found.unmet.map((id) => `${tree.components[id].name} is asked for by name: ` +
      describe(tree, this.found.verdicts[id].because));
    this.errors.replaceChildren(...[...this.found.errors, ...unmet].map((text) => make("li", {}, text)));
    this.command.textContent = commandLine(request);
    this.show(ids);
  }

  show(ids) {
    const only = this.only.value;
    const differs = (id) => {
      const [now, before] = [this.found.verdicts[id], this.report.verdicts[id]];
      return stateOf(now) !== stateOf(before) || describe(this.report.tree, now.because) !== before.reason;
    };
    this.table.show(ids.filter((id) => (only === "changed" ? differs(id)
      : isState(this.found.verdicts[id], only))));
  }
}
