// Everything about one component, in a dialog of its own.

class Detail {
  constructor(report) {
    this.report = report;
    this.dialog = byId("detail");
    this.dialog.addEventListener("close", () => address.write({ module: "" }, true));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  // Shows the component of that name; closes without one.
  show(name) {
    const id = name ? this.report.tree.components.findIndex((one) => one.name === name) : -1;
    if (id < 0) {
      if (this.dialog.open) this.dialog.close();
      return;
    }
    this.dialog.replaceChildren(...this.content(id));
    this.dialog.scrollTop = 0;
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("button").focus();
  }

  content(id) {
    const { tree, verdicts, users } = this.report;
    const component = tree.components[id];
    const verdict = verdicts[id];
    const head = make("div", { class: "head" },
      make("h2", { id: "detail-name" }, component.name, " ", badge(stateOf(verdict))),
      make("button", { type: "button", onclick: () => this.dialog.close() }, "Close"));
    const parts = [head, make("p", { class: "dim" }, component.description), this.facts(id)];
    if (verdict.chain) {
      parts.push(make("h2", {}, "Why it is off"),
        make("div", { class: "picture" }, chainPicture(tree, verdicts, verdict.chain)));
    }
    parts.push(make("h2", {}, "Neighbours"),
      make("div", { class: "picture" }, neighbourPicture(tree, verdicts, users, id)),
      make("p", { class: "dim" }, "Drawn through: needed to be built. ",
        "Dashed: used when it runs, or where it is there. Round: external libraries."),
      this.others("Also needed by", users[id]), this.others("Also needs", needsOf(tree, id)));
    if (component.features.length > 0) parts.push(make("h2", {}, "Features"), this.features(id));
    return parts;
  }

  // Those for which the picture has no room.
  others(title, neighbours) {
    const { tree } = this.report;
    const links = neighbours.slice(MOST_NEIGHBOURS).map((node) => (node.lib !== undefined
      ? tree.libs[node.lib].name
      : make("a", { href: address.with({ module: tree.components[node.id].name }) },
        tree.components[node.id].name)));
    return links.length === 0 ? "" : make("p", {}, title, ": ",
      links.map((link, i) => [i > 0 ? ", " : "", link]), ".");
  }

  facts(id) {
    const { tree, verdicts } = this.report;
    const component = tree.components[id];
    const verdict = verdicts[id];
    const rows = [
      ["reason", verdict.reason + (verdict.at ? ` (${verdict.at})` : "")],
      ["to do", (verdict.fix ?? []).join(" or ")],
      ["notes", (verdict.notes ?? []).join("; ")],
      ["kind", component.kind],
      ["directory", component.directory],
      ["groups", this.report.groupsOf[id].map((group) => tree.groups[group].name).join(", ")],
      ["hosts", component.hosts === "any" ? "any" : component.hosts.map(
        (host) => tree.components[host].name).join(", ")],
      ["libraries", this.report.libsOf(id)],
      ["package", component.package],
      ["cost", verdict.milliseconds === undefined ? ""
        : `${secondsText(verdict.milliseconds)} in ${countOf(verdict.steps, "step")}`],
    ];
    return make("dl", {}, rows.filter(([, text]) => text).map(
      ([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
  }

  features(id) {
    const component = this.report.tree.components[id];
    const verdict = this.report.verdicts[id];
    return make("ul", { class: "plain" }, component.features.map((feature, i) => {
      const { on, reason, fix } = verdict.features[i];
      return make("li", {}, badge(on ? "on" : "off"), ` ${feature.name}: ${reason}`,
        fix ? ` (${fix.join(" or ")})` : "");
    }));
  }
}
