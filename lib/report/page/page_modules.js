// The table of all components, and what narrows it down.

const STATES = [["", "any verdict"], ["built", "on, shared or static"], ["on", "on, shared"],
  ["static", "static"], ["dropped", "dropped"], ["off", "not wanted"]];

function isState(verdict, wanted) {
  const state = stateOf(verdict);
  return wanted === "" || state === wanted || (wanted === "built" && verdict.on);
}

class ModulesView {
  constructor(report) {
    this.report = report;
    const { tree } = report;
    // All that a row says, in lower case, for searching.
    this.texts = tree.components.map((component, id) => [component.name, component.description,
      component.directory, component.package, report.verdicts[id].reason, report.libsOf(id),
      (report.verdicts[id].fix ?? []).join(" ")].join("\n").toLowerCase());
    const hosts = new Set(tree.components.flatMap((component) =>
      component.hosts === "any" ? [] : component.hosts.map((host) => tree.components[host].name)));
    this.search = make("input", { type: "search", placeholder: "name, reason, library, package …",
      spellcheck: "false", autocomplete: "off" });
    this.group = this.choice([["", "any group"], ...tree.groups.map((one) => [one.name, one.name])]);
    this.verdict = this.choice(STATES);
    this.host = this.choice([["", "any host"], ...[...hosts].sort().map((name) => [name, name])]);
    this.kind = this.choice([["module", "modules"], ["program", "programs"],
      ["library", "libraries"], ["", "everything"]]);
    this.found = make("p", { role: "status", class: "dim" });
    this.table = new LongTable(this.columns(), "Modules");
    const label = (name, field, more) => make("label", more ?? {}, name, field);
    byId("modules").replaceChildren(
      make("div", { class: "filters", role: "search" },
        label("Search ( / )", this.search, { class: "search" }), label("Group", this.group),
        label("Verdict", this.verdict), label("Host", this.host), label("Kind", this.kind)),
      this.found, this.table.element);
    this.fields = { q: this.search, group: this.group, verdict: this.verdict, host: this.host,
      kind: this.kind };
    for (const field of Object.values(this.fields)) {
      field.addEventListener("input", () => this.changed());
    }
  }

  choice(rows) {
    return make("select", {}, rows.map(([value, text]) => make("option", { value }, text)));
  }

  columns() {
    const { tree, verdicts } = this.report;
    const rank = { static: 0, on: 1, dropped: 2, off: 3 };
    return [
      { label: "Module", order: (id) => tree.components[id].name,
        cell: (id) => make("a", { href: address.with({ module: tree.components[id].name }) },
          tree.components[id].name) },
      { label: "Verdict", order: (id) => rank[stateOf(verdicts[id])],
        cell: (id) => badge(stateOf(verdicts[id])) },
      { label: "Reason", order: (id) => verdicts[id].reason, cell: (id) => verdicts[id].reason },
      { label: "To do", cell: (id) => (verdicts[id].fix ?? []).join(" or ") },
      { label: "Libraries", order: (id) => this.report.libsOf(id),
        cell: (id) => this.report.libsOf(id) },
      { label: "Package", order: (id) => tree.components[id].package ?? "",
        cell: (id) => tree.components[id].package ?? "" },
      { label: "Cost", number: true, order: (id) => verdicts[id].milliseconds ?? -1,
        cell: (id) => secondsText(verdicts[id].milliseconds) },
    ];
  }

  // Takes the filters from the address.
  follow(state) {
    if (this.shown === address.view()) return;
    this.search.value = state.get("q") ?? "";
    this.group.value = state.get("group") ?? "";
    this.verdict.value = state.get("verdict") ?? "";
    this.host.value = state.get("host") ?? "";
    this.kind.value = state.has("kind") ? state.get("kind").replace("all", "") : "module";
    this.filter();
  }

  changed() {
    address.write({ q: this.search.value, group: this.group.value, verdict: this.verdict.value,
      host: this.host.value,
      kind: this.kind.value === "module" ? "" : this.kind.value || "all" });
    this.filter();
  }

  filter() {
    this.shown = address.view();
    const { tree, verdicts, groupsOf } = this.report;
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const group = tree.groups.findIndex((one) => one.name === this.group.value);
    const host = tree.components.findIndex((one) => one.name === this.host.value);
    const rows = [];
    tree.components.forEach((component, id) => {
      if (isCopy(component)) return;
      if (this.kind.value !== "" && component.kind !== this.kind.value) return;
      if (this.group.value !== "" && !groupsOf[id].includes(group)) return;
      if (!isState(verdicts[id], this.verdict.value)) return;
      if (this.host.value !== "" && component.hosts !== "any" && !component.hosts.includes(host)) {
        return;
      }
      if (wanted.every((word) => this.texts[id].includes(word))) rows.push(id);
    });
    const built = rows.filter((id) => verdicts[id].on);
    const cost = built.reduce((sum, id) => sum + (verdicts[id].milliseconds ?? 0), 0);
    this.found.textContent = `${rows.length} shown, ${built.length} of them on` +
      (cost > 0 ? `, ${secondsText(cost)} to build` : "");
    this.table.show(rows);
  }
}
