// Which components a request wants, before anything is pruned: the formulas (lib/select/wanted.cc).

// The one that is used: groups, or an explicit base, or what giving -x means.
function resolveBase(request) {
  if (request.groups.length > 0) return "none";
  if (request.base) return request.base;
  return request["exclude-given"] || request.exclude.length > 0 ? "all" : "default";
}

function membersOf(tree, groups) {
  const first = new Map(); // member -> the first group that brings it in
  for (const group of groups) {
    for (const member of tree.groups[group].members) {
      if (!first.has(member)) first.set(member, group);
    }
  }
  return first;
}

function lookUp(tree, request, errors) {
  const finder = new WordFinder(tree, errors);
  const byDefault = tree.groups.findIndex((group) => group.name === tree["default-group"]);
  return {
    base: resolveBase(request),
    inGroup: membersOf(tree, finder.groups(request.groups)),
    inDefault: byDefault < 0 ? null : membersOf(tree, [byDefault]),
    include: finder.hits("include", request.include),
    exclude: finder.hits("exclude", request.exclude),
    static: finder.hits("static", request.static),
    require: finder.hits("require", request.require),
    features: finder.features(request.features),
    mayDowngrade: request["static-policy"] === "downgrade",
  };
}

function inBase(component, lookup, id) {
  if (lookup.base === "none" || component.default === false) return false;
  if (lookup.base === "all" || !lookup.inDefault) return true;
  return lookup.inDefault.has(id);
}

// What the lists say about one component.
function ask(component, lookup, id) {
  const include = lookup.include.get(id);
  const require = lookup.require.get(id);
  const byRequire = require && (!include || (require.exact && !include.exact));
  const positive = byRequire ? require : include;
  const excluded = lookup.exclude.has(id);
  const wanted = lookup.base === "none"
    ? (lookup.inGroup.has(id) || Boolean(positive)) && !excluded
    : (inBase(component, lookup, id) && !excluded) || Boolean(positive);
  return { positive, wanted, byStatic: Boolean(lookup.static.get(id)?.exact) };
}

function reasonWanted(tree, lookup, asked, id) {
  if (!asked.wanted) return { kind: "static", name: lookup.static.get(id).word };
  if (asked.positive) return { kind: "include", name: asked.positive.word };
  if (lookup.inGroup.has(id)) {
    return { kind: "group", name: tree.groups[lookup.inGroup.get(id)].name };
  }
  return { kind: "base", name: lookup.base === "all" ? "all" : "default" };
}

function reasonNotWanted(excluded) {
  return excluded ? { kind: "excluded", name: excluded.word } : { kind: "not-requested" };
}

function judgeModule(tree, lookup, id, errors) {
  const component = tree.components[id];
  const asked = ask(component, lookup, id);
  const wanted = asked.wanted || asked.byStatic;
  const verdict = {
    on: wanted,
    wanted,
    required: lookup.require.has(id),
    linkage: "shared",
    because: wanted ? reasonWanted(tree, lookup, asked, id) : reasonNotWanted(lookup.exclude.get(id)),
  };
  verdict.requested = Boolean(asked.positive?.exact) || verdict.required || asked.byStatic;
  const hit = lookup.static.get(id);
  if (hit && component.static !== "never") {
    verdict.linkage = "static";
  } else if (hit?.exact && !lookup.mayDowngrade) {
    errors.push(`static: '${component.name}' must stay shared: its manifest says static = "never"`);
  }
  return verdict;
}

function judgeProgram(component, lookup, id) {
  const asked = ask(component, lookup, id);
  const excluded = lookup.exclude.get(id);
  const wanted = !excluded || asked.wanted;
  let because = reasonNotWanted(excluded);
  if (wanted) because = { kind: "base", name: "program" };
  if (wanted && asked.positive) because = { kind: "include", name: asked.positive.word };
  return {
    on: wanted, wanted, because, required: lookup.require.has(id), linkage: "shared",
    requested: Boolean(asked.positive),
  };
}

function judgeLibrary(component) {
  return {
    on: true, wanted: true, required: false, requested: false,
    linkage: component.linkage ?? "shared", because: { kind: "needed", name: "" },
  };
}

function findWanted(tree, lookup, errors) {
  const verdicts = [];
  tree.components.forEach((component, id) => {
    if (isCopy(component)) {
      const original = verdicts[component["copy-of"]];
      verdicts.push({ ...original, requested: false, required: false,
        because: { ...original.because } });
    } else if (component.kind === "module") {
      verdicts.push(judgeModule(tree, lookup, id, errors));
    } else if (component.kind === "program") {
      verdicts.push(judgeProgram(component, lookup, id));
    } else {
      verdicts.push(judgeLibrary(component));
    }
  });
  return verdicts;
}
