#include "lock_check.h"

#include <algorithm>

#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "context.h"
#include "generation.h"
#include "help.h"
#include "side.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestLock = 256U << 20U;
constexpr std::size_t kMostNotes = 50;
constexpr std::string_view kFromRoot = "//";

std::string compiler_of(const Platform& platform) {
  const std::string major = platform.cc_version.substr(0, platform.cc_version.find('.'));
  return major.empty() ? platform.cc : cat(platform.cc, " ", major);
}

// What became of the libs that the lock found and nothing uses any more: were they lost?
void add_lost_libs(const Preview& before, const Context& context, Preview& after) {
  const Results& results = context.results;
  for (const auto& [name, lib] : before.libs) {
    const LibId id = results.catalog.find_lib(name);
    if (after.libs.count(name) != 0 || !id.valid()) continue;
    const LibAnswer& answer = results.probes.of(machine_to_tell(results.probes, id)).libs[id];
    if (answer.probed) after.libs.emplace(name, PreviewLib{answer.found, answer.version});
  }
}

std::vector<std::string> platform_changes(const LockFile& before, const LockFile& after) {
  std::vector<std::string> changes;
  const auto differ = [&changes](const char* what, const std::string& was, const std::string& is) {
    const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
    if (was != is) changes.push_back(cat(what, " is ", shown(is), ", was ", shown(was)));
  };
  differ("the platform", before.triple, after.triple);
  differ("the compiler", before.compiler, after.compiler);
  differ("the variant", before.variant, after.variant);
  return changes;
}

bool is_other_version(const LibChange& change, const Preview& before, const Preview& after) {
  const auto a = before.libs.find(change.name);
  const auto b = after.libs.find(change.name);
  return a != before.libs.end() && b != after.libs.end() && a->second.found && b->second.found;
}

std::string note_of(const ComponentChange& row) {
  if (row.change == Change::Changed) return cat(row.name, ": ", join(row.what, ", "));
  const std::string now = row.change == Change::Gained ? "on, was off" : "off, was on";
  return cat(row.name, " is ", now, ": ", row.reason,
             row.root_cause.empty() ? "" : cat("; ", row.root_cause));
}

std::string note_of(const LibChange& row) {
  if (row.before.empty()) return cat("library ", row.name, " is used, ", row.after);
  if (row.after.empty()) return cat("library ", row.name, " is not used any more");
  return cat("library ", row.name, " is ", row.after, ", was ", row.before);
}

std::string words_of(const LockFile& lock) {
  StoredRequest asked;
  asked.profile = lock.profile;
  asked.toolchain = lock.toolchain;
  asked.variant = lock.variant;
  asked.request = lock.request;
  return request_words(asked);
}

// What makes the lock what is planned now: its own request is kept unless another one is said.
std::string lock_command(const HeldLock& held, const LockFile& now) {
  std::string command = "modbuild lock";
  const std::string words = words_of(now);
  if (words != words_of(held.lock)) append(command, words.empty() ? " --fresh" : " ", words);
  if (held.shown != shown_lock(kLockInTree)) append(command, " -o ", shell_quoted(held.shown));
  return command;
}

}  // namespace

std::string shown_lock(const std::string& path) {
  return path == kLockInTree ? path.substr(kFromRoot.size()) : path;
}

Expected<std::string> lock_text(const std::string& path, Context& context) {
  if (path == kLockInTree) return context.tree->read(shown_lock(path), kLargestLock);
  const std::string whole = absolute_path(context, path);
  const auto directory = open_typed_directory(context, std::string(directory_of(whole)));
  if (!directory) return tl::unexpected(directory.error());
  return (*directory)->read(std::string(base_name(whole)), kLargestLock);
}

std::optional<HeldLock> read_lock(const std::string& path, Context& context) {
  HeldLock held;
  held.shown = shown_lock(path);
  const Expected<std::string> text = lock_text(path, context);
  if (!text) {
    context.diagnostics.add(
        Code::BadLockFile, {},
        HostError{text.error().number, "read", held.shown, text.error().detail}.message(),
        "modbuild lock makes one");
    return std::nullopt;
  }
  held.file = context.results.sources.add(held.shown, *text);
  SourceRange whole;
  whole.file = held.file;
  std::optional<LockFile> lock = parse_lock(*text, whole);
  if (!lock) {
    context.diagnostics.add(Code::BadLockFile, whole, "this is no document modbuild.lock/1",
                            "modbuild lock --fresh makes it anew");
    return std::nullopt;
  }
  held.lock = std::move(*lock);
  return held;
}

bool read_asked_lock(Context& context, std::optional<HeldLock>& held) {
  if (context.options.locked.empty()) return true;
  held = read_lock(context.options.locked, context);
  return held.has_value();
}

void repeat_request(const LockFile& lock, Context& context) {
  context.job.request = lock.request;
  context.job.profile = lock.profile;
  if (context.options.toolchain.empty()) context.job.toolchain_name = {lock.toolchain, {}};
  if (context.options.variant.empty()) context.job.variant = {lock.variant, {}};
}

LockFile lock_of_results(const Context& context) {
  const Results& results = context.results;
  LockFile lock;
  lock.tool = version_line();
  lock.tool.pop_back();  // its line feed
  lock.triple = results.probes.platform.triple;
  lock.compiler = compiler_of(results.probes.platform);
  lock.profile = context.job.profile;
  lock.toolchain = context.job.toolchain_name.value;
  lock.variant = context.job.variant.value;
  lock.request = context.job.request;
  if (!context.job.modules_lists.empty()) {
    // What these files say stands in the request as it was resolved, the profile with it.
    lock.request = results.selection.request;
    lock.profile.clear();
  }
  lock.preview = preview_of_selection(context);
  return lock;
}

std::size_t LockDifference::count() const {
  return platform.size() + preview.components.size() + preview.libs.size() - versions.size();
}

LockDifference compare_with_lock(const HeldLock& held, const Context& context) {
  LockDifference difference;
  difference.now = lock_of_results(context);
  Preview before = held.lock.preview;
  Preview& after = difference.now.preview;
  LockFile was = held.lock;
  if (context.job.no_probe) {
    // Of the machine nothing is known, so nothing of it can be different.
    was.triple = difference.now.triple;
    was.compiler = difference.now.compiler;
    before.libs.clear();
    after.libs.clear();
  } else {
    add_lost_libs(before, context, after);
  }
  difference.preview = compare(before, after);
  difference.platform = platform_changes(was, difference.now);
  for (const LibChange& change : difference.preview.libs) {
    if (is_other_version(change, before, after)) difference.versions.push_back(note_of(change));
  }
  return difference;
}

void report_difference(const HeldLock& held, const LockDifference& difference, bool details,
                       Context& context) {
  if (difference.empty()) return;
  Diagnostic error{Code::LockDiffers, {}, {}, {}, {}};
  error.at.file = held.file;
  error.message = cat("what would be built is not what is locked in '", held.shown,
                      "': ", count_of(difference.count(), "difference"));
  error.help = cat("when that is meant: ", lock_command(held, difference.now));
  std::vector<std::string> notes = difference.platform;
  if (details) {
    for (const LibChange& row : difference.preview.libs) notes.push_back(note_of(row));
    for (const ComponentChange& row : difference.preview.components) notes.push_back(note_of(row));
  }
  const std::size_t more = notes.size() > kMostNotes ? notes.size() - kMostNotes : 0;
  notes.resize(notes.size() - more);
  if (more != 0) {
    notes.push_back(cat("and ", std::to_string(more), " more: modbuild lock --check shows all"));
  }
  for (std::string& note : notes) error.notes.push_back({{}, std::move(note)});
  context.diagnostics.add(std::move(error));
}

void check_lock(const HeldLock& held, Context& context) {
  const LockDifference difference = compare_with_lock(held, context);
  report_difference(held, difference, true, context);
  if (!difference.empty()) return;
  for (const std::string& note : difference.versions) {
    say(context, cat(note, "; what is built is as locked in '", held.shown, "'"));
  }
}

}  // namespace modbuild::tool
