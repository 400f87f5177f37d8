#include "diag/diagnostics.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace modbuild {
namespace {

bool note_before(const Note& a, const Note& b) {
  return std::tie(a.at, a.text) < std::tie(b.at, b.text);
}

bool same_note(const Note& a, const Note& b) {
  return a.at == b.at && a.text == b.text;
}

// Every field takes part, so that two orders of arrival cannot give two orders of output.
bool before(const Diagnostic& a, const Diagnostic& b) {
  const auto key = [](const Diagnostic& item) {
    return std::tie(item.at, item.code, item.message, item.help);
  };
  if (key(a) != key(b)) return key(a) < key(b);
  return std::lexicographical_compare(a.notes.begin(), a.notes.end(), b.notes.begin(),
                                      b.notes.end(), note_before);
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.at == b.at && a.message == b.message && a.help == b.help &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(), same_note);
}

void tidy(std::vector<Diagnostic>& items) {
  std::sort(items.begin(), items.end(), before);
  items.erase(std::unique(items.begin(), items.end(), same), items.end());
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  const std::lock_guard lock(mutex_);
  has_errors_ |= code_info(diagnostic.code).severity == Severity::Error;
  items_.push_back(std::move(diagnostic));
}

void Diagnostics::add(Code code, const SourceRange& at, std::string message, std::string help) {
  add({code, at, std::move(message), std::move(help), {}});
}

void Diagnostics::take_from(Diagnostics& other) {
  const std::scoped_lock lock(mutex_, other.mutex_);
  has_errors_ |= other.has_errors_;
  items_.insert(items_.end(), std::make_move_iterator(other.items_.begin()),
                std::make_move_iterator(other.items_.end()));
  other.items_.clear();
}

bool Diagnostics::has_errors() const {
  const std::lock_guard lock(mutex_);
  return has_errors_;
}

bool Diagnostics::empty() const {
  const std::lock_guard lock(mutex_);
  return items_.empty();
}

std::vector<Diagnostic> Diagnostics::take_sorted() {
  std::vector<Diagnostic> taken;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(items_);
  }
  tidy(taken);
  return taken;
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> copy;
  {
    const std::lock_guard lock(mutex_);
    copy = items_;
  }
  tidy(copy);
  return copy;
}

}  // namespace modbuild
