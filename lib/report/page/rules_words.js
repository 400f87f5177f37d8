// Looks up the words of a request: names, globs, @groups, features (lib/select/request_words.cc).

function hasGlob(text) {
  return /[*?[]/.test(text);
}

// A glob over one name as a regular expression (lib/base/glob.cc): letters are code points.
function globExpression(pattern) {
  const letters = [...pattern];
  const escaped = (letter) => "\\u{" + letter.codePointAt(0).toString(16) + "}";
  let text = "";
  for (let at = 0; at < letters.length; ++at) {
    const letter = letters[at];
    if (letter === "*") {
      text += ".*";
    } else if (letter === "?") {
      text += ".";
    } else if (letter === "[") {
      const set = globSet(letters, at);
      text += set ? set.text : escaped("[");
      if (set) at = set.end;
    } else {
      text += escaped(letter);
    }
  }
  return new RegExp("^" + text + "$", "us");

  // The set that begins at `at`; none where its bracket is never closed.
  function globSet(all, at) {
    let next = at + 1;
    const negated = all[next] === "!" || all[next] === "^";
    if (negated) ++next;
    const first = next;
    let ranges = "";
    while (next < all.length && (all[next] !== "]" || next === first)) {
      const low = all[next++];
      let high = low;
      if (next + 1 < all.length && all[next] === "-" && all[next + 1] !== "]") {
        high = all[next + 1];
        next += 2;
      }
      if (low.codePointAt(0) <= high.codePointAt(0)) ranges += escaped(low) + "-" + escaped(high);
    }
    if (next >= all.length) return null;
    if (ranges === "") return { text: negated ? "." : "[]", end: next };
    return { text: "[" + (negated ? "^" : "") + ranges + "]", end: next };
  }
}

// Whether a name matches; a leading '.' must be matched literally.
function globMatcher(pattern) {
  const expression = globExpression(pattern);
  return (name) => (pattern.startsWith(".") || !name.startsWith(".")) && expression.test(name);
}

class WordFinder {
  // `errors` takes what is said about words that name nothing.
  constructor(tree, errors) {
    this.tree = tree;
    this.errors = errors;
    this.byName = new Map();
    tree.components.forEach((component, id) => {
      if (!this.byName.has(component.name)) this.byName.set(component.name, id);
    });
  }

  groupsOf(word) {
    const matches = globMatcher(word);
    return this.tree.groups.flatMap((group, id) =>
      group.name === word || matches(group.name) ? [id] : []);
  }

  // The groups asked for with -g, each once.
  groups(words) {
    const found = new Set();
    for (const word of words) {
      const exact = this.tree.groups.findIndex((group) => group.name === word);
      const ids = exact >= 0 ? [exact] : hasGlob(word) ? this.groupsOf(word) : [];
      if (ids.length === 0) this.errors.push(`there is no group '${word}'`);
      ids.forEach((id) => found.add(id));
    }
    return [...found].sort((a, b) => a - b);
  }

  // id -> {word, exact}: the word of a list that a component answers to; exact names go first.
  hits(list, words) {
    const hits = new Map();
    const add = (id, word, exact) => {
      const hit = hits.get(id);
      const better = !hit || (exact && !hit.exact) || (exact === hit.exact && word < hit.word);
      if (better) hits.set(id, { word, exact });
    };
    for (const word of words) {
      const ids = this.named(list, word);
      if (!ids) continue;
      const exact = !word.startsWith("@") && !hasGlob(word);
      ids.forEach((id) => add(id, word, exact));
    }
    return hits;
  }

  // The components that a word of a list names; none after an error.
  named(list, word) {
    if (word.startsWith("@")) {
      const groups = this.groupsOf(word.slice(1));
      if (groups.length > 0) return groups.flatMap((id) => this.tree.groups[id].members);
      return this.unknown(list, `there is no group '${word.slice(1)}'`);
    }
    if (hasGlob(word)) {
      const ids = this.modulesLike(word);
      return ids.length > 0 ? ids : this.unknown(list, `'${word}' matches no module`);
    }
    const id = this.byName.get(word);
    if (id === undefined) return this.unknown(list, `there is no module '${word}'`);
    const kind = this.tree.components[id].kind;
    if (kind === "module" || (kind === "program" && list !== "static")) return [id];
    return this.unknown(list, `'${word}' is a ${kind}, not a module`);
  }

  modulesLike(pattern) {
    const matches = globMatcher(pattern);
    return this.tree.components.flatMap((component, id) =>
      component.kind === "module" && !isCopy(component) && matches(component.name) ? [id] : []);
  }

  unknown(list, message) {
    this.errors.push(`${list}: ${message}`);
    return null;
  }

  // What is asked of features, the last setting of each: [{id, feature, setting, named}].
  features(words) {
    const last = new Map();
    for (const word of words) {
      const parts = /^([^/]+)\/([^=]+)=(on|off|auto)$/.exec(word);
      if (!parts) {
        this.errors.push(`feature: '${word}' is not of the form MODULE/FEATURE=on`);
        continue;
      }
      const [, owner, name, setting] = parts;
      const several = owner.startsWith("@") || hasGlob(owner);
      const ids = several ? this.owners(owner) : this.owner(owner);
      if (!ids) continue;
      const matches = hasGlob(name) ? globMatcher(name) : () => false;
      let found = false;
      for (const id of ids) {
        this.tree.components[id].features.forEach((feature, index) => {
          if (feature.name !== name && !matches(feature.name)) return;
          last.set(id + "/" + index, { id, index, setting, named: !several });
          found = true;
        });
      }
      if (!found) this.errors.push(`feature: '${owner}' has no feature '${name}'`);
    }
    return [...last.values()];
  }

  owner(name) {
    const id = this.byName.get(name);
    return id === undefined ? this.unknown("feature", `there is no module '${name}'`) : [id];
  }

  owners(word) {
    if (!word.startsWith("@")) {
      const ids = this.modulesLike(word);
      return ids.length > 0 ? ids : this.unknown("feature", `'${word}' matches no module`);
    }
    const groups = this.groupsOf(word.slice(1));
    if (groups.length === 0) return this.unknown("feature", `there is no group '${word.slice(1)}'`);
    return [...new Set(groups.flatMap((id) => this.tree.groups[id].members))];
  }
}

function isCopy(component) {
  return component["copy-of"] !== undefined;
}
