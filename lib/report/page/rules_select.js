// Decides which components are built, by the rules of the tool (lib/select/select.cc, pull.cc,
// prune.cc, check_static.cc). Tested against it request by request.

// Turns on the dependencies of everything that is on, level by level, except those excluded.
function pullDependencies(state, request) {
  const mayPull = (id) =>
    !state.verdicts[id].on && state.verdicts[id].because.kind !== "excluded";
  const open = new Map(); // capabilities that nobody decided yet
  const collect = (id, needs, next) => {
    for (const need of needs) {
      if (need.providers.length === 0 || !holds(need.when, state.verdicts[id])) continue;
      if (need.providers.length > 1) {
        if (!open.has(need.name)) open.set(need.name, { who: id, need });
      } else if (mayPull(need.providers[0]) && !next.has(need.providers[0])) {
        next.set(need.providers[0], id);
      }
    }
  };
  const collectAll = (id, next) => {
    settleFeatures(state, id, false);
    const component = state.tree.components[id];
    if (request["with-load"]) collect(id, component.load, next);
    if (!request["with-deps"]) return;
    collect(id, component.depends, next);
    component.features.forEach((feature, index) => {
      const verdict = state.verdicts[id].features[index];
      if (verdict.on && verdict.setting === "on") collect(id, feature.modules, next);
    });
  };
  // Names are followed to their end before a capability is decided.
  const decideCapability = (next) => {
    while (open.size > 0 && next.size === 0) {
      const name = [...open.keys()].sort()[0];
      const { who, need } = open.get(name);
      open.delete(name);
      const provider = isProvided(state, need) ? undefined : need.providers.find(mayPull);
      if (provider !== undefined) next.set(provider, who);
    }
  };
  let level = state.verdicts.flatMap((verdict, id) => (verdict.on ? [id] : []));
  while (level.length > 0) {
    const next = new Map();
    level.forEach((id) => collectAll(id, next));
    if (next.size === 0) decideCapability(next);
    level = [...next.keys()].sort((a, b) => a - b);
    for (const id of level) {
      const who = next.get(id);
      Object.assign(state.verdicts[id], { on: true, wanted: true,
        because: { kind: "dependency-of", name: state.tree.components[who].name, component: who } });
    }
  }
}

class Pruner {
  constructor(state) {
    this.state = state;
    this.conflictsChanged = false;
  }

  // Programs and libraries first, so that modules see hosts, libraries and tools as they end up.
  run() {
    const { components } = this.state.tree;
    const ids = components.map((_, id) => id);
    const modules = ids.filter((id) => components[id].kind === "module");
    const others = ids.filter((id) => components[id].kind !== "module");
    while (this.round(others));
    if (this.round(modules)) this.rounds();
    this.settleConflicts();
  }

  rounds() {
    while (this.round(this.state.verdicts.map((_, id) => id)));
  }

  // Sees everything as it stood before the round, and drops together what must go. Looks at all of
  // `ids`, where the tool looks at those that a drop touched: the others have nothing new to tell.
  round(ids) {
    const drops = [];
    for (const id of ids) {
      if (!this.state.verdicts[id].on) continue;
      const lost = settleFeatures(this.state, id, true);
      if (lost && this.state.tree.components[id].conflicts.length > 0) this.conflictsChanged = true;
      const cause = causeOff(this.state, id);
      if (cause) drops.push([id, cause]);
    }
    return this.drop(drops);
  }

  drop(drops) {
    let any = false;
    for (const [id, because] of drops) {
      if (!this.state.verdicts[id].on) continue;
      Object.assign(this.state.verdicts[id], { on: false, because });
      any = true;
    }
    return any;
  }

  settleConflicts() {
    const rivals = this.findRivals();
    const { verdicts } = this.state;
    const ids = [...rivals.keys()].sort((a, b) => a - b);
    const order = [...ids.filter((id) => verdicts[id].requested),
      ...ids.filter((id) => !verdicts[id].requested)];
    for (let next = 0; next < order.length;) {
      const winner = order[next++];
      if (!verdicts[winner].on) continue;
      this.conflictsChanged = false;
      if (this.drop(this.losersTo(winner, rivals.get(winner)))) this.rounds();
      if (this.conflictsChanged) next = 0;
    }
  }

  // The `conflicts` entries among what is on, from both sides.
  findRivals() {
    const { tree, verdicts } = this.state;
    const rivals = new Map();
    const add = (id, rival) => rivals.set(id, [...(rivals.get(id) ?? []), rival]);
    tree.components.forEach((component, owner) => {
      if (!verdicts[owner].on) return;
      for (const entry of component.conflicts) {
        for (const other of entry.providers) {
          if (other === owner || !verdicts[other].on) continue;
          add(owner, { other, owner, entry });
          add(other, { other: owner, owner, entry });
        }
      }
    });
    return rivals;
  }

  losersTo(winner, rivals) {
    const { tree, verdicts } = this.state;
    const beats = (a, b) => verdicts[a].requested !== verdicts[b].requested
      ? verdicts[a].requested : a < b;
    return rivals
      .filter(({ other, owner, entry }) => verdicts[other].on && !beats(other, winner) &&
        holds(entry.when, verdicts[owner]))
      .map(({ other }) =>
        [other, { kind: "conflict", name: tree.components[winner].name, component: winner }]);
  }
}

// The hard needs of a static module for which nothing is linked in.
function needsNotLinkedIn(state, id) {
  const verdict = state.verdicts[id];
  const isLinkedIn = (need) => need.providers.some((provider) =>
    state.verdicts[provider].on && state.verdicts[provider].linkage === "static");
  const component = state.tree.components[id];
  const needs = [...component.depends];
  component.features.forEach((feature, index) => {
    if (verdict.features[index].on) needs.push(...feature.modules);
  });
  return needs.filter((need) => holds(need.when, verdict) && !isLinkedIn(need));
}

function staticModules(state) {
  return state.verdicts.flatMap((verdict, id) =>
    state.tree.components[id].kind === "module" && verdict.on && verdict.linkage === "static"
      ? [id] : []);
}

// Makes shared, together, the static modules that need a shared one; whether there was any.
function downgradeStatic(state) {
  const round = staticModules(state).filter((id) => needsNotLinkedIn(state, id).length > 0);
  for (const id of round) {
    state.verdicts[id].linkage = "shared";
    state.verdicts[id].downgraded = true;
  }
  return round.length > 0;
}

function checkStatic(state, errors) {
  for (const id of staticModules(state)) {
    for (const need of needsNotLinkedIn(state, id)) {
      if (!isProvided(state, need)) continue;
      errors.push(`static module '${state.tree.components[id].name}' depends on '${need.name}', ` +
        "which is shared");
    }
  }
}

// A component that is off has no features and no linkage of its own.
function tidyOff(verdict) {
  verdict.linkage = "shared";
  for (const feature of verdict.features) {
    if (feature.on) Object.assign(feature, { on: false, because: { kind: "component-off" } });
  }
}

// Tells each library the first component that links it.
function nameUsers(state) {
  state.tree.components.forEach((component, id) => {
    if (!state.verdicts[id].on) return;
    for (const use of component.libraries) {
      const library = state.verdicts[use.component];
      if (!library.on || library.because.component !== undefined) continue;
      if (!holds(use.when, state.verdicts[id])) continue;
      library.because = { kind: "needed", name: component.name, component: id };
    }
  });
}

function isUnmet(verdict, missing) {
  if (verdict.on) return false;
  const lacksAsked = verdict.because.kind === "feature-missing" && verdict.features.some(
    (feature) => feature.asked && feature.name === verdict.because.name);
  if (verdict.required || (verdict.wanted && lacksAsked)) return true;
  if (missing === "skip" || !verdict.wanted) return false;
  const named = verdict.features.some((feature) => feature.named && feature.setting === "on");
  return missing === "error" || verdict.requested || named;
}

// The selection of `request`: {base, verdicts, errors, unmet}. Words that name nothing, and static
// modules that cannot be linked in, are errors, as for the tool.
function selectModules(tree, request) {
  const errors = [];
  const lookup = lookUp(tree, request, errors);
  const state = { tree, verdicts: findWanted(tree, lookup, errors) };
  askFeatures(state, lookup.features);
  if (request["with-deps"] || request["with-load"]) pullDependencies(state, request);
  new Pruner(state).run();
  while (lookup.mayDowngrade && downgradeStatic(state)) new Pruner(state).run();
  checkStatic(state, errors);
  for (const verdict of state.verdicts) {
    if (!verdict.on) tidyOff(verdict);
  }
  nameUsers(state);
  const unmet = state.verdicts.flatMap((verdict, id) =>
    tree.components[id].kind !== "library" && isUnmet(verdict, request.missing) ? [id] : []);
  return { base: lookup.base, verdicts: state.verdicts, errors, unmet };
}
