// Reads the data, makes the views, and follows the address.

class Report {
  constructor(tree) {
    this.tree = tree;
    this.verdicts = tree.verdicts;
    this.users = neededBy(tree);
    this.groupsOf = tree.components.map(() => []);
    tree.groups.forEach((group, id) => group.members.forEach(
      (member) => this.groupsOf[member].push(id)));
  }

  // External libraries: those in use, or those whose absence keeps the component off.
  libsOf(id) {
    return this.verdicts[id].libs.map((lib) => this.tree.libs[lib].name).join(", ");
  }
}

const VIEWS = { modules: "Modules", compare: "Compare", explore: "Explore" };

function showHead(tree) {
  document.title = `${tree.tree}: modbuild report`;
  byId("tree").replaceChildren([tree.tree, tree.version].filter(Boolean).join(" "));
  const chosen = [["profile", tree.profile], ["variant", tree.variant],
    ["toolchain", tree.toolchain]].filter(([, name]) => name);
  byId("asked").replaceChildren(make("code", {}, commandLine(tree.request)),
    ...chosen.map(([what, name]) => make("span", { class: "dim" }, ` ${what} ${name}`)));
  byId("counts").replaceChildren(countsText(countStates(tree, tree.verdicts)));
  byId("made").replaceChildren(`Made by modbuild ${tree.modbuild}.` +
    (tree["cost-source"] ? ` Costs: ${tree["cost-source"]}.` : ""));
}

function showView(state) {
  const wanted = Object.hasOwn(VIEWS, state.get("view")) ? state.get("view") : "modules";
  for (const name of Object.keys(VIEWS)) byId(name).hidden = name !== wanted;
  document.querySelector("nav").replaceChildren(...Object.entries(VIEWS).map(([name, title]) =>
    make("a", { href: address.with({ view: name === "modules" ? "" : name, module: "" }),
      "aria-current": name === wanted && "page" }, title)));
  return wanted;
}

function start() {
  const tree = JSON.parse(byId("data").textContent);
  const report = new Report(tree);
  showHead(tree);
  const views = { modules: new ModulesView(report), compare: new CompareView(report),
    explore: new ExploreView(report) };
  const detail = new Detail(report);
  const follow = () => {
    const state = address.read();
    views[showView(state)].follow?.(state);
    detail.show(state.get("module"));
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (byId("modules").hidden) address.write({ view: "", module: "" }, true);
    follow();
    views.modules.search.focus();
  });
  follow();
}

start();
