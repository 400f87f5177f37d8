// Whether a component's needs are met as things stand, and the first that is not, by name
// (lib/select/state.cc, features.cc). `state` is {tree, verdicts}.

function isFound(state, id, lib) {
  const machine = state.tree.components[id].machine === "build" ? 1 : 0;
  return lib >= 0 && state.tree.libs[lib].found[machine];
}

function isProvided(state, need) {
  return need.providers.some((provider) => state.verdicts[provider].on);
}

// Of those of `needs` that apply and are not met, the least by name.
function firstUnmet(state, id, needs, isMet, nameOf) {
  let first = null;
  for (const need of needs) {
    if (isMet(need) || (first && nameOf(first) <= nameOf(need))) continue;
    if (holds(need.when, state.verdicts[id])) first = need;
  }
  return first;
}

function missingLib(state, id, libs) {
  const nameOf = (use) => state.tree.libs[use.lib].name;
  const use = firstUnmet(state, id, libs, (one) => isFound(state, id, one.lib), nameOf);
  return use && { kind: "lib-missing", name: nameOf(use) };
}

function missingAnyLib(state, id, groups) {
  let first = null;
  for (const group of groups) {
    const ways = group.filter((use) => holds(use.when, state.verdicts[id]));
    if (ways.length === 0 || ways.some((use) => isFound(state, id, use.lib))) continue;
    const names = ways.map((use) => state.tree.libs[use.lib].name);
    if (!first || names[0] < first.name) first = { kind: "lib-missing", name: names[0], any: names };
  }
  return first;
}

function missingModule(state, id, needs) {
  const need = firstUnmet(state, id, needs, (one) => isProvided(state, one), (one) => one.name);
  if (!need) return null;
  const blamed = need.providers.find((provider) => state.verdicts[provider].wanted);
  return { kind: "module-off", name: need.name, component: blamed ?? need.providers[0] };
}

function missingComponent(state, id, uses, kind) {
  const nameOf = (use) => state.tree.components[use.component].name;
  const use = firstUnmet(state, id, uses, (one) => state.verdicts[one.component].on, nameOf);
  return use && { kind, name: nameOf(use), component: use.component };
}

function missingHost(state, component) {
  if (component.hosts === "any" || component.hosts.length === 0) return null;
  if (component.hosts.some((host) => state.verdicts[host].on)) return null;
  const first = component.hosts[0];
  return { kind: "host-off", name: state.tree.components[first].name, component: first };
}

function missingGeneratorTool(state, id) {
  let first = null;
  for (const generator of state.tree.components[id].generators) {
    if (!holds(generator.when, state.verdicts[id])) continue;
    const tool = missingComponent(state, id, generator.tools, "tool-off");
    if (tool && (!first || tool.name < first.name)) first = tool;
  }
  return first;
}

function whenFalse(state, id, when) {
  if (holds(when, state.verdicts[id])) return null;
  return { kind: "when", name: firstFalse(when, state.verdicts[id]) };
}

function featureOff(state, id, feature, modulesChecked) {
  return whenFalse(state, id, feature.when) ?? missingLib(state, id, feature.libs) ??
    missingAnyLib(state, id, feature["any-lib"]) ??
    (modulesChecked ? missingModule(state, id, feature.modules) : null);
}

// Features, each after those that its `when` asks about as far as there is no circle.
function settlingOrder(component) {
  const order = [];
  const seen = new Set();
  const visit = (index) => {
    if (seen.has(index)) return;
    seen.add(index);
    for (const node of component.features[index].when ?? []) {
      if (node[1] !== "feature") continue;
      const other = component.features.findIndex((feature) => feature.name === node[2]);
      if (other >= 0) visit(other);
    }
    order.push(index);
  };
  component.features.forEach((_, index) => visit(index));
  return order;
}

// Gives every component its features as the manifest and the request want them.
function askFeatures(state, choices) {
  state.tree.components.forEach((component, id) => {
    state.verdicts[id].features = component.features.map((feature) => ({
      name: feature.name, setting: feature.default, on: feature.default !== "off",
      because: { kind: "default" },
    }));
  });
  const all = choices.flatMap((choice) => {
    const copy = state.tree.components.findIndex((other) => other["copy-of"] === choice.id);
    return copy < 0 ? [choice] : [choice, { ...choice, id: copy }];
  });
  for (const { id, index, setting, named } of all) {
    Object.assign(state.verdicts[id].features[index],
      { setting, named, asked: true, on: setting !== "off", because: { kind: "request" } });
  }
}

// Turns off what cannot be had of one component. True when one that was on is off now.
function settleFeatures(state, id, modulesChecked) {
  const component = state.tree.components[id];
  let lost = false;
  const order = settlingOrder(component);
  for (let changed = order.length > 0; changed;) {
    changed = false;
    for (const index of order) {
      const verdict = state.verdicts[id].features[index];
      const cause = verdict.on && featureOff(state, id, component.features[index], modulesChecked);
      if (!cause) continue;
      Object.assign(verdict, { on: false, because: cause });
      changed = lost = true;
    }
  }
  return lost;
}

function missingFeature(verdict) {
  const feature = verdict.features.find((one) => !one.on && one.setting === "on");
  return feature ? { kind: "feature-missing", name: feature.name } : null;
}

// Why a component that is on cannot stay.
function causeOff(state, id) {
  const component = state.tree.components[id];
  return whenFalse(state, id, component.when) ?? missingHost(state, component) ??
    missingLib(state, id, component.libs) ?? missingAnyLib(state, id, component["any-lib"]) ??
    missingComponent(state, id, component.libraries, "library-off") ??
    missingComponent(state, id, component.tools, "tool-off") ??
    missingGeneratorTool(state, id) ?? missingModule(state, id, component.depends) ??
    missingFeature(state.verdicts[id]);
}
