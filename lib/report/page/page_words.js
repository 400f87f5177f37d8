// What verdicts are called (lib/select/explain.cc).

function hasPattern(word) {
  return hasGlob(word) || word.includes("@");
}

function describe(tree, because) {
  const { kind, name, any } = because;
  switch (kind) {
    case "base": return name === "program" ? name : `base ${name}`;
    case "group": return `group ${name}`;
    case "include": return hasPattern(name) ? `include ${name}` : "include";
    case "dependency-of": return `dependency of ${name}`;
    case "static": return "static";
    case "needed": return name === "" ? "library" : `needed by ${name}`;
    case "not-requested": return "not requested";
    case "excluded": return hasPattern(name) ? `excluded by ${name}` : "excluded";
    case "when": return `when ${name} is false`;
    case "host-off": return `host ${name} is off`;
    case "lib-missing": return `library ${any ? any.join(" or ") : name} not found`;
    case "module-off": {
      const byName = tree.components[because.component]?.name === name;
      return `needs ${name}, which ${byName ? "is off" : "nothing that is on provides"}`;
    }
    case "library-off": return `needs library ${name}, which is off`;
    case "tool-off": return `needs tool ${name}, which is off`;
    case "conflict": return `conflicts with ${name}`;
    case "feature-missing": return `feature ${name} cannot be had`;
  }
  return kind;
}

function describeFeature(tree, feature) {
  switch (feature.because.kind) {
    case "request":
      return feature.setting === "auto" ? "auto as asked" : feature.on ? "asked for" : "off as asked";
    case "default":
      if (feature.setting === "auto") return "auto";
      return feature.on ? "on by default" : "off by default";
    case "component-off": return "its component is off";
  }
  return describe(tree, feature.because);
}

// "on", "static", "dropped" (off though wanted) or "off".
function stateOf(verdict) {
  if (verdict.on) return verdict.linkage === "static" ? "static" : "on";
  return verdict.wanted ? "dropped" : "off";
}

function countStates(tree, verdicts) {
  const counts = { on: 0, static: 0, dropped: 0, off: 0 };
  verdicts.forEach((verdict, id) => {
    if (tree.components[id].kind === "module" && !isCopy(tree.components[id])) {
      counts[stateOf(verdict)] += 1;
    }
  });
  return counts;
}

// As `modbuild select` says it.
function countsText(counts) {
  const on = counts.on + counts.static;
  const all = on + counts.dropped + counts.off;
  return `${on} of ${countOf(all, "module")} on` +
    (counts.static ? ` (${counts.on} shared, ${counts.static} static)` : "") +
    (counts.dropped ? `, ${counts.dropped} dropped` : "") +
    (counts.off ? `, ${counts.off} not wanted` : "");
}

function badge(state) {
  return make("span", { class: `badge ${state}` }, state);
}

// A request as one would type it.
function commandLine(request, command = "select") {
  const quoted = (word) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word
    : "'" + word.replaceAll("'", "'\\''") + "'");
  const parts = ["modbuild", command];
  const add = (option, list) => list.forEach((word) => parts.push(option, quoted(word)));
  add("-g", request.groups);
  if (request.base && request.groups.length === 0) parts.push("--base", request.base);
  add("-i", request.include);
  add("-x", request.exclude);
  if (request["exclude-given"] && request.exclude.length === 0) parts.push("-x", "''");
  add("-s", request.static);
  add("--require", request.require);
  add("--feature", request.features);
  if (request.missing) parts.push("--missing", request.missing);
  if (request["static-policy"]) parts.push("--static-policy", request["static-policy"]);
  if (request["with-deps"]) parts.push("--with-deps");
  if (request["with-load"]) parts.push("--with-load");
  return parts.join(" ");
}
