// Pictures of a module: the chain of causes, and its neighbours in the graph of needs.

const NODE = { width: 168, height: 26, gap: 8, column: 250 };
const MOST_NEIGHBOURS = 14;

// Each need of a component once: {kind, id} or {kind, lib}.
function needsOf(tree, id) {
  const component = tree.components[id];
  const found = new Map();
  const add = (kind, key, node) => { if (!found.has(key)) found.set(key, { kind, ...node }); };
  const addAll = (kind, needs) => needs.forEach((need) => need.providers.forEach(
    (provider) => add(kind, provider, { id: provider })));
  const addLibs = (uses) => uses.forEach((use) => add("lib", "lib " + use.lib, { lib: use.lib }));
  addAll("depends", component.depends);
  component.features.forEach((feature) => addAll("depends", feature.modules));
  component.libraries.forEach((use) => add("library", use.component, { id: use.component }));
  [...component.tools, ...component.generators.flatMap((generator) => generator.tools)].forEach(
    (use) => add("tool", use.component, { id: use.component }));
  addAll("load", component.load);
  addAll("optional", component.optional);
  addLibs(component.libs);
  component["any-lib"].forEach(addLibs);
  component.features.forEach((feature) => {
    addLibs(feature.libs);
    feature["any-lib"].forEach(addLibs);
  });
  return [...found.values()];
}

// For each component those that need it.
function neededBy(tree) {
  const users = tree.components.map(() => []);
  tree.components.forEach((_, id) => needsOf(tree, id).forEach((need) => {
    if (need.id !== undefined) users[need.id].push({ kind: need.kind, id });
  }));
  return users;
}

function shortened(text, most = 24) {
  const letters = [...text];
  return letters.length <= most ? text : letters.slice(0, most - 1).join("") + "…";
}

function drawNode(tree, verdicts, node, x, y, isSelf = false) {
  const isLib = node.lib !== undefined;
  const name = isLib ? tree.libs[node.lib].name : tree.components[node.id].name;
  const state = isLib ? (tree.libs[node.lib].found[0] ? "on" : "dropped")
    : stateOf(verdicts[node.id]);
  const told = isLib ? `library ${name}: ${state === "on" ? "found" : "not found"}`
    : `${name}: ${state}`;
  const box = draw("g", { class: `${state}${isSelf ? " self" : ""}` },
    draw("title", {}, told),
    draw("rect", { x, y, width: NODE.width, height: NODE.height, rx: isLib ? 13 : 4 }),
    draw("text", { x: x + 10, y: y + 17 }, shortened(name)));
  if (isLib || isSelf) return box;
  return draw("a", { href: address.with({ module: name }), "aria-label": told }, box);
}

function drawArrow(kind, fromX, fromY, toX, toY) {
  const middle = (fromX + toX) / 2;
  return draw("g", {}, draw("title", {}, kind),
    draw("path", { class: kind,
      d: `M${fromX},${fromY} C${middle},${fromY} ${middle},${toY} ${toX - 6},${toY}` }),
    draw("path", { class: "tip",
      d: `M${toX},${toY} l-8,-4 v8 z` }));
}

function columnHeight(count) {
  return count * (NODE.height + NODE.gap);
}

// Who needs the module at the left, what it needs at the right.
function neighbourPicture(tree, verdicts, users, id) {
  const sides = [users[id], needsOf(tree, id)];
  const shown = sides.map((side) => side.slice(0, MOST_NEIGHBOURS));
  const rows = Math.max(1, ...sides.map((side) => Math.min(side.length, MOST_NEIGHBOURS + 1)));
  const height = columnHeight(rows) + 30;
  const width = 2 * NODE.column + NODE.width + 20;
  const top = (count) => 24 + (columnHeight(rows) - columnHeight(count)) / 2;
  const selfX = 10 + NODE.column;
  const selfY = top(1);
  const parts = [
    draw("text", { x: 10, y: 14, class: "quiet" }, `needed by ${sides[0].length}`),
    draw("text", { x: 10 + 2 * NODE.column, y: 14, class: "quiet" }, `needs ${sides[1].length}`),
    drawNode(tree, verdicts, { id }, selfX, selfY, true),
  ];
  sides.forEach((side, right) => {
    const more = side.length - shown[right].length;
    const begin = top(shown[right].length + (more > 0 ? 1 : 0));
    const x = 10 + right * 2 * NODE.column;
    shown[right].forEach((node, i) => {
      const y = begin + columnHeight(i);
      const middle = NODE.height / 2;
      parts.push(right
        ? drawArrow(node.kind, selfX + NODE.width, selfY + middle, x, y + middle)
        : drawArrow(node.kind, x + NODE.width, y + middle, selfX, selfY + middle));
      parts.push(drawNode(tree, verdicts, node, x, y));
    });
    if (more > 0) {
      parts.push(draw("text", { x: x + 10, y: begin + columnHeight(shown[right].length) + 17,
        class: "quiet" }, `and ${more} more`));
    }
  });
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group",
    "aria-label": "neighbours" }, parts);
}

// From the module down to the root of its cause.
function chainPicture(tree, verdicts, chain) {
  const step = NODE.height + 30;
  const parts = [];
  chain.forEach((link, i) => {
    const y = 8 + i * step;
    parts.push(drawNode(tree, verdicts, { id: link.component }, 10, y, i === 0));
    parts.push(draw("text", { x: 22 + NODE.width, y: y + 17 }, link.reason));
    if (i === 0) return;
    parts.push(draw("path", { d: `M40,${y - 30} V${y - 6}` }),
      draw("path", { class: "tip", d: `M40,${y} l-4,-8 h8 z` }));
  });
  const longest = Math.max(...chain.map((link) => link.reason.length));
  const width = Math.max(420, 40 + NODE.width + longest * 7);
  const height = chain.length * step - 10;
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group",
    "aria-label": "chain of causes" }, parts);
}
