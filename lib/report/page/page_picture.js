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

function moreText(count, x, y) {
  return draw("text", { x, y: y + 17, class: "quiet" }, `and ${count} more`);
}

// Nodes below each other, with room for a word about those that are too many.
class Side {
  constructor(nodes) {
    this.all = nodes;
    this.shown = nodes.slice(0, MOST_NEIGHBOURS);
    this.more = nodes.length - this.shown.length;
    this.rows = this.shown.length + (this.more > 0 ? 1 : 0);
  }
}

// Who needs the module at the left, what it needs at the right.
function widePicture(tree, verdicts, id, users, needs) {
  const rows = Math.max(1, users.rows, needs.rows);
  const top = (count) => 24 + (columnHeight(rows) - columnHeight(count)) / 2;
  const selfX = 10 + NODE.column;
  const selfY = top(1);
  const half = NODE.height / 2;
  const parts = [];
  const column = (side, x, arrow) => {
    side.shown.forEach((node, i) => {
      const y = top(side.rows) + columnHeight(i);
      parts.push(arrow(node, y + half), drawNode(tree, verdicts, node, x, y));
    });
    if (side.more > 0) parts.push(moreText(side.more, x + 10, top(side.rows) + columnHeight(side.shown.length)));
  };
  const needsX = selfX + NODE.column;
  column(users, 10, (node, y) => drawArrow(node.kind, 10 + NODE.width, y, selfX, selfY + half));
  column(needs, needsX, (node, y) => drawArrow(node.kind, selfX + NODE.width, selfY + half, needsX, y));
  parts.push(drawNode(tree, verdicts, { id }, selfX, selfY, true),
    draw("text", { x: 10, y: 14, class: "quiet" }, `needed by ${users.all.length}`),
    draw("text", { x: needsX, y: 14, class: "quiet" }, `needs ${needs.all.length}`));
  return { parts, width: needsX + NODE.width + 10, height: columnHeight(rows) + 30 };
}

// The same from top to bottom, for narrow windows.
function narrowPicture(tree, verdicts, id, users, needs) {
  const half = NODE.height / 2;
  const parts = [];
  let y = 24;
  const column = (side, x) => {
    for (const node of side.shown) {
      parts.push(drawNode(tree, verdicts, node, x, y));
      y += NODE.height + NODE.gap;
    }
    if (side.more > 0) {
      parts.push(moreText(side.more, x + 10, y));
      y += NODE.height;
    }
  };
  parts.push(draw("text", { x: 10, y: 14, class: "quiet" }, `needed by ${users.all.length}`));
  column(users, 10);
  const selfY = y;
  if (users.rows > 0) {
    parts.unshift(draw("path", { d: `M24,24 V${selfY + half} H38` }));
    parts.push(draw("path", { class: "tip", d: `M44,${selfY + half} l-8,-4 v8 z` }));
  }
  parts.push(drawNode(tree, verdicts, { id }, 44, selfY, true));
  y += NODE.height + 26;
  parts.push(draw("text", { x: 74, y: y - 9, class: "quiet" }, `needs ${needs.all.length}`));
  const begin = y;
  column(needs, 78);
  needs.shown.forEach((node, i) => {
    const middle = begin + columnHeight(i) + half;
    parts.unshift(draw("path", { class: node.kind, d: `M58,${selfY + NODE.height} V${middle} H72` }));
    parts.push(draw("path", { class: "tip", d: `M78,${middle} l-8,-4 v8 z` }));
  });
  return { parts, width: 78 + NODE.width + 10, height: y + 6 };
}

function neighbourPicture(tree, verdicts, users, id) {
  const picture = window.innerWidth < 800 ? narrowPicture : widePicture;
  const { parts, width, height } = picture(tree, verdicts, id, new Side(users[id]),
    new Side(needsOf(tree, id)));
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group",
    "aria-label": "neighbours" }, parts);
}

// From the module down to the root of its cause.
function chainPicture(tree, verdicts, chain) {
  const step = NODE.height + 32;
  const parts = [];
  chain.forEach((link, i) => {
    const y = 8 + i * step;
    parts.push(drawNode(tree, verdicts, { id: link.component }, 10, y, i === 0));
    parts.push(draw("text", { x: 40, y: y + NODE.height + 19 }, link.reason));
    if (i === 0) return;
    parts.push(draw("path", { d: `M26,${y - 32} V${y - 6}` }),
      draw("path", { class: "tip", d: `M26,${y} l-4,-8 h8 z` }));
  });
  const longest = Math.max(...chain.map((link) => link.reason.length));
  const width = Math.max(NODE.width + 20, 50 + longest * 7);
  const height = chain.length * step + 8;
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group",
    "aria-label": "chain of causes" }, parts);
}
