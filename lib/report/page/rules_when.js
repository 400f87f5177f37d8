// The value of `when` expressions, and which part made one false (lib/model/when.cc). An expression
// is a list of nodes in postfix order; none means "always". Leaves that the machine decides carry
// their value: ["linux", true]; the others ask the verdict of the component they stand in:
// ["feature(tls)", "feature", "tls"], ["static", "linkage", "static"].

function leafHolds(leaf, verdict) {
  if (leaf[1] === "feature") {
    return verdict.features.some((feature) => feature.on && feature.name === leaf[2]);
  }
  return leaf[1] === "linkage" ? verdict.linkage === leaf[2] : leaf[1];
}

// The value of every node, and where its left operand stands (the right one is the node before).
function whenValues(nodes, verdict) {
  const values = [];
  const left = [];
  const open = []; // roots of finished sub-expressions
  nodes.forEach((node, i) => {
    left.push(i);
    if (node[0] === "&" || node[0] === "|") {
      const b = values[open.pop()];
      left[i] = open.pop();
      const a = values[left[i]];
      values.push(node[0] === "&" ? a && b : a || b);
    } else if (node[0] === "!") {
      values.push(!values[open.pop()]);
    } else {
      values.push(leafHolds(node, verdict));
    }
    open.push(i);
  });
  return { values, left };
}

function holds(nodes, verdict) {
  return !nodes || nodes.length === 0 || whenValues(nodes, verdict).values.at(-1);
}

// Why node `at` does not have the value `wanted`: one leaf, or several joined by '|' when each of
// them alone would have been enough.
function whenReason(nodes, { values, left }, at, wanted) {
  const word = nodes[at][0];
  if (word === "!") return whenReason(nodes, { values, left }, at - 1, !wanted);
  if (word !== "&" && word !== "|") return (wanted ? "" : "!") + word;
  const bothNeeded = (word === "&") === wanted;
  if (bothNeeded) {
    const next = values[left[at]] !== wanted ? left[at] : at - 1;
    return whenReason(nodes, { values, left }, next, wanted);
  }
  return whenReason(nodes, { values, left }, left[at], wanted) + " | " +
    whenReason(nodes, { values, left }, at - 1, wanted);
}

function firstFalse(nodes, verdict) {
  const found = whenValues(nodes, verdict);
  return found.values.at(-1) ? "" : whenReason(nodes, found, nodes.length - 1, true);
}
