// The lock of a tree: where it lies, the request it repeats, and whether what is selected now is
// still what it holds.
#pragma once

#include <optional>
#include <string>

#include "lock_file.h"
#include "os/host_error.h"

namespace modbuild::tool {

struct Context;

// The path of a lock that nobody names: in the tree's root, wherever the command is run.
inline constexpr const char* kLockInTree = "//modbuild.lock";

struct HeldLock {
  std::string shown;  // its path as people type it
  FileId file;
  LockFile lock;
};

// As people type it: "modbuild.lock".
std::string shown_lock(const std::string& path);

// What stands in the file; the tree must be open.
Expected<std::string> lock_text(const std::string& path, Context& context);

// The same understood, or nothing after an error (MB192).
std::optional<HeldLock> read_lock(const std::string& path, Context& context);

// That of --locked. True without an error; `held` stays empty without the option.
bool read_asked_lock(Context& context, std::optional<HeldLock>& held);

// The job asks again what the lock was made for.
void repeat_request(const LockFile& lock, Context& context);

// What stands in the results of Stage::Select, as a lock.
LockFile lock_of_results(const Context& context);

// How what is selected now differs from the lock.
struct LockDifference {
  LockFile now;
  PreviewDifference preview;          // between the two previews
  std::vector<std::string> platform;  // "the compiler is gcc 13, was gcc 12"
  std::vector<std::string> versions;  // of libs that are found all the same: no difference

  std::size_t count() const;
  bool empty() const { return count() == 0; }
};

// `held` must live as long as the result.
LockDifference compare_with_lock(const HeldLock& held, const Context& context);

// One error (MB191) when something differs; with `details`, a note for each difference.
void report_difference(const HeldLock& held, const LockDifference& difference, bool details,
                       Context& context);

// Both of these, for --locked.
void check_lock(const HeldLock& held, Context& context);

}  // namespace modbuild::tool
