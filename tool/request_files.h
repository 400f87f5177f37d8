// Requests on disk: selection files as text (lib/select knows what they say) and the request that
// `gen` keeps in the build directory.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/request.h"

namespace modbuild::tool {

struct Context;

// The text of a selection file of the command line, and its entry in the sources.
struct SelectionText {
  std::string text;
  FileId file;
};

// Nothing after an error (MB075).
std::optional<SelectionText> read_selection_text(const std::string& path, Context& context);

// Likewise of a modules.lst.
std::optional<SelectionText> read_modules_lst(const std::string& path, Context& context);

// The modules that a document modbuild.selection/1 says are off.
std::set<std::string> modules_off(const std::string& document);

// What one `gen` was asked, as far as a later one must repeat it.
struct StoredRequest {
  std::string backend = "ninja";
  std::string profile;
  std::string variant;                // of the tree; "" = none
  std::vector<std::string> launcher;  // words, of the command line; empty = as the tree says
  std::string toolchain;  // as named on the command line; "" = the profile's or the environment's
  std::vector<std::string> selection_files;        // relative to the build directory
  std::vector<std::string> modules_lists;          // likewise
  Request request;                                 // of the command line alone
  std::map<std::string, std::string> environment;  // build variables that were set
  std::string locked;  // the lock that must hold: "//modbuild.lock", or from the build directory
  bool no_probe = false;
  bool untrusted = false;
  bool frozen = false;
};

// The document modbuild.request/1.
std::string stored_request_json(const StoredRequest& stored);

// Names get the place `at`. Nothing when the text is no such document.
std::optional<StoredRequest> parse_stored_request(const std::string& text, const SourceRange& at);

// Writes `text` to the file `path` of the command line, all or nothing. False after an error.
bool save_file(const std::string& path, const std::string& text, Context& context);

}  // namespace modbuild::tool
