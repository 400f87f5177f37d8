// How the request differs from the other side (the document modbuild.diff/1).

class CompareView {
  constructor(report) {
    this.report = report;
    this.diff = report.tree.difference;
    const section = byId("compare");
    if (!this.diff) {
      section.replaceChildren(make("p", {}, "Nothing is compared. ",
        make("code", {}, "modbuild report --against SIDE"), " adds a request, a profile, a ",
        "revision of git or a build directory to compare with."));
      return;
    }
    const tables = this.tables().filter(([, rows]) => rows.length > 0);
    section.replaceChildren(make("div", {},
      make("p", {}, "From ", make("code", {}, report.tree.before), " to the request of this report: ",
        this.summary()),
      tables.length === 0 ? make("p", {}, "Nothing differs.") : "",
      tables.map(([title, rows, columns]) => {
        const table = new LongTable(columns, title);
        table.show(rows);
        return [make("h2", {}, `${title} (${rows.length})`), table.element];
      })));
  }

  summary() {
    const count = (change) => this.diff.components.filter(
      (row) => row.kind === "module" && row.change === change).length;
    return [make("span", { class: "gained" }, `${countOf(count("gained"), "module")} gained`), ", ",
      make("span", { class: "lost" }, `${count("lost")} lost`), ", ", `${count("changed")} changed; `,
      `building it costs ${secondsText(this.diff.cost.to.milliseconds)}, `,
      `was ${secondsText(this.diff.cost.from.milliseconds)}.`];
  }

  tables() {
    const text = (label, of) => ({ label, cell: of, order: of });
    const mark = { label: "Change", order: (row) => row.change,
      cell: (row) => make("span", { class: row.change }, row.change) };
    const list = (items) => (items ?? []).join(", ");
    const known = new Set(this.report.tree.components.map((component) => component.name));
    const component = text("Module", (row) => row.name);
    component.cell = (row) => (known.has(row.name)
      ? make("a", { href: address.with({ module: row.name }) }, row.name) : row.name);
    const flags = (row) => [row.lost.map((flag) => `−${flag}`), row.gained.map((flag) => `+${flag}`),
      row.reordered ? ["in another order"] : []].flat().join(" ");
    const packages = [["gained", this.diff.packages.gained], ["lost", this.diff.packages.lost]]
      .flatMap(([change, names]) => names.map((name) => ({ change, name })));
    return [
      ["Modules, programs and libraries", this.diff.components, [component, mark,
        text("Why", (row) => row.because ?? list(row.what)),
        text("Root", (row) => row["root-cause"] ?? ""), text("Where", (row) => row.at ?? "")]],
      ["Installed files", this.diff.files, [text("File", (row) => row.destination), mark,
        text("Of", (row) => row.component), text("Package", (row) => row.package),
        text("What", (row) => list(row.what))]],
      ["Packages", packages, [text("Package", (row) => row.name), mark]],
      ["External libraries", this.diff.libs, [text("Library", (row) => row.name), mark,
        text("Before", (row) => row.before), text("After", (row) => row.after)]],
      ["Flags", this.diff.flags, [text("Component", (row) => row.component || "(all)"),
        text("Step", (row) => row.step), text("Flags", flags)]],
      ["Steps", this.diff.steps, [text("Output", (row) => row.output), mark,
        text("Step", (row) => row.step), text("Of", (row) => row.component)]],
    ];
  }
}
