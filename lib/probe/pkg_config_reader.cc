#include "probe/pkg_config_reader.h"

#include <libpkgconf/libpkgconf.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/glob.h"
#include "base/packed.h"
#include "base/path.h"
#include "base/str.h"
#include "os/real_file_system.h"
#include "probe/pkg_config.h"
#include "probe/probe.h"

namespace modbuild {
namespace {

constexpr std::string_view kPackagesMagic = "modbuild packages 2";
constexpr int kDeepest = 2000;  // as pkgconf's own command line

bool is_set(const char* variable) {
  return std::getenv(variable) != nullptr;
}

// Each part as one argument; directories hold no newline, or we would not be told of them.
std::string lines(const std::vector<std::string>& items) {
  return join(items, "\n");
}

void add_paths(std::string_view text, pkgconf_list_t& list) {
  for (const std::string& path : split(text, "\n")) pkgconf_path_add(path.c_str(), &list, false);
}

// One client of the library, set up as pkgconf's main() does it from the same variables.
class Library {
 public:
  Library(std::string_view search, std::string_view headers, std::string_view libraries) {
    personality_.name = nullptr;
    add_paths(search, personality_.dir_list);
    add_paths(headers, personality_.filter_includedirs);
    add_paths(libraries, personality_.filter_libdirs);
    pkgconf_client_init(&client_, &Library::on_error, this, &personality_);
    pkgconf_client_set_flags(&client_, flags(false));
    if (const char* top = std::getenv("PKG_CONFIG_TOP_BUILD_DIR")) {
      pkgconf_client_set_buildroot_dir(&client_, top);
    }
    if (const char* root = std::getenv("PKG_CONFIG_SYSROOT_DIR")) {
      pkgconf_client_set_sysroot_dir(&client_, root);
    }
    pkgconf_client_dir_list_build(&client_, &personality_);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    pkgconf_client_deinit(&client_);
    for (auto* list :
         {&personality_.dir_list, &personality_.filter_includedirs, &personality_.filter_libdirs}) {
      pkgconf_path_free(list);
    }
  }

  PackageAnswer ask(const PackageQuestion& question) {
    PackageAnswer answer;
    errors_.clear();
    pkgconf_client_set_flags(&client_, flags(question.is_static));
    std::vector<std::string> names;
    std::set<std::string> files;
    for (const std::string& name : question.names) names.push_back(exact(name, files));
    answer.values.resize(question.variables.size());
    answer.found = apply(names, question.variables, answer);
    answer.errors = errors_;
    for (const std::string& name : names) add_files(name.substr(0, name.find(' ')), files);
    answer.files.assign(files.begin(), files.end());
    return answer;
  }

 private:
  static bool on_error(const char* text, const pkgconf_client_t*, const void* self) {
    const_cast<Library*>(static_cast<const Library*>(self))->errors_ += text;
    return true;
  }

  static unsigned flags(bool is_static) {
    unsigned flags = PKGCONF_PKG_PKGF_SIMPLIFY_ERRORS;
    if (is_set("PKG_CONFIG_FDO_SYSROOT_RULES")) flags |= PKGCONF_PKG_PKGF_FDO_SYSROOT_RULES;
    if (is_set("PKG_CONFIG_DONT_RELOCATE_PATHS")) flags |= PKGCONF_PKG_PKGF_DONT_RELOCATE_PATHS;
    if (is_set("PKG_CONFIG_IGNORE_CONFLICTS")) flags |= PKGCONF_PKG_PKGF_SKIP_CONFLICTS;
    if (is_set("PKG_CONFIG_DISABLE_UNINSTALLED")) flags |= PKGCONF_PKG_PKGF_NO_UNINSTALLED;
    if (!is_static) return flags;
    flags |= PKGCONF_PKG_PKGF_SEARCH_PRIVATE;
    return is_set("PKG_CONFIG_PURE_DEPGRAPH") ? flags
                                              : flags | PKGCONF_PKG_PKGF_MERGE_PRIVATE_FRAGMENTS;
  }

  // The list of one question while pkgconf works on it.
  class Queue {
   public:
    explicit Queue(const std::vector<std::string>& names) {
      for (const std::string& name : names) pkgconf_queue_push(&list_, name.c_str());
    }
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;
    ~Queue() { pkgconf_queue_free(&list_); }
    pkgconf_list_t* list() { return &list_; }

   private:
    pkgconf_list_t list_ = PKGCONF_LIST_INITIALIZER;
  };

  // What one pass over the packages collects.
  struct Pass {
    const std::vector<std::string>* variables;
    PackageAnswer* answer;
  };

  bool apply(const std::vector<std::string>& names, const std::vector<std::string>& variables,
             PackageAnswer& answer) {
    Queue queue(names);
    const unsigned plain = pkgconf_client_get_flags(&client_);
    if (!pkgconf_queue_validate(&client_, queue.list(), kDeepest)) return false;
    Pass pass{&variables, &answer};
    pkgconf_client_set_flags(&client_, plain | PKGCONF_PKG_PKGF_SEARCH_PRIVATE);
    const bool has_cflags =
        pkgconf_queue_apply(&client_, queue.list(), &Library::take_cflags, kDeepest, &pass);
    pkgconf_client_set_flags(&client_, plain);
    return has_cflags &&
           pkgconf_queue_apply(&client_, queue.list(), &Library::take_libs, kDeepest, &pass);
  }

  static bool take_cflags(pkgconf_client_t* client, pkgconf_pkg_t* world, void* data, int depth) {
    const Pass& pass = *static_cast<Pass*>(data);
    const auto* first = static_cast<const pkgconf_dependency_t*>(world->required.head->data);
    if (first->match != nullptr && first->match->version != nullptr) {
      pass.answer->version = first->match->version;
    }
    if (first->match != nullptr) take_values(client, *first->match, pass);
    pkgconf_list_t all = PKGCONF_LIST_INITIALIZER;
    if (pkgconf_pkg_cflags(client, world, &all, depth) != PKGCONF_PKG_ERRF_OK) return false;
    pass.answer->cflags = render(client, all, !is_set("PKG_CONFIG_ALLOW_SYSTEM_CFLAGS"));
    return true;
  }

  static void take_values(pkgconf_client_t* client, pkgconf_pkg_t& package, const Pass& pass) {
    for (std::size_t i = 0; i < pass.variables->size(); ++i) {
      const char* value = pkgconf_tuple_find(client, &package.vars, (*pass.variables)[i].c_str());
      if (value != nullptr) pass.answer->values[i] = value;
    }
  }

  static bool take_libs(pkgconf_client_t* client, pkgconf_pkg_t* world, void* data, int depth) {
    const Pass& pass = *static_cast<Pass*>(data);
    pkgconf_list_t all = PKGCONF_LIST_INITIALIZER;
    if (pkgconf_pkg_libs(client, world, &all, depth) != PKGCONF_PKG_ERRF_OK) return false;
    pass.answer->libs = render(client, all, !is_set("PKG_CONFIG_ALLOW_SYSTEM_LIBS"));
    return true;
  }

  static bool is_not_of_system(const pkgconf_client_t* client, const pkgconf_fragment_t* fragment,
                               void*) {
    return !pkgconf_fragment_has_system_dir(client, fragment);
  }
  static bool is_any(const pkgconf_client_t*, const pkgconf_fragment_t*, void*) { return true; }

  static std::string render(pkgconf_client_t* client, pkgconf_list_t& all, bool without_system) {
    pkgconf_list_t kept = PKGCONF_LIST_INITIALIZER;
    pkgconf_fragment_filter(client, &kept, &all,
                            without_system ? &Library::is_not_of_system : &Library::is_any,
                            nullptr);
    std::string text;
    if (kept.head != nullptr) {
      char* rendered = pkgconf_fragment_render(&kept, true, nullptr);
      text = rendered;
      std::free(rendered);
    }
    pkgconf_fragment_free(&all);
    pkgconf_fragment_free(&kept);
    return text;
  }

  // Of a name with glob characters the newest package that is good enough, else the name itself.
  // The answer depends on the files of those that are not as well.
  std::string exact(const std::string& wanted, std::set<std::string>& files) {
    const std::size_t end = std::min(wanted.find(' '), wanted.size());
    const std::string pattern = wanted.substr(0, end);
    if (!has_glob(pattern)) return wanted;
    for (const std::string& name : newest_first(pattern, names_there())) {
      std::string candidate = name + wanted.substr(end);
      Queue queue({candidate});
      const std::string before = errors_;
      const bool good = pkgconf_queue_validate(&client_, queue.list(), kDeepest);
      errors_ = before;
      add_files(name, files);
      if (good) return candidate;
    }
    return wanted;
  }

  std::vector<std::string> names_there() const {
    std::vector<std::string> names;
    for (const pkgconf_node_t* node = client_.dir_list.head; node != nullptr; node = node->next) {
      const auto* path = static_cast<const pkgconf_path_t*>(node->data);
      const auto directory = open_real_file_system(path->path);
      if (!directory) continue;
      for (const DirEntry& entry : (*directory)->list("").value_or(std::vector<DirEntry>())) {
        const std::string_view name = entry.name;
        if (name.ends_with(".pc")) names.emplace_back(name.substr(0, name.size() - 3));
      }
    }
    return names;
  }

  // The files of a package and of all that it requires, as far as they are there.
  void add_files(const std::string& root, std::set<std::string>& files) {
    std::set<std::string> seen;
    std::vector<std::string> open = {root};
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      if (!seen.insert(name).second) continue;
      pkgconf_pkg_t* package = pkgconf_pkg_find(&client_, name.c_str());
      if (package == nullptr) continue;
      if (package->filename != nullptr && package->filename[0] == '/') {
        files.insert(normalise(package->filename));
      }
      for (const auto* list : {&package->required, &package->requires_private}) {
        for (const pkgconf_node_t* node = list->head; node != nullptr; node = node->next) {
          open.emplace_back(static_cast<const pkgconf_dependency_t*>(node->data)->package);
        }
      }
      pkgconf_pkg_unref(&client_, package);
    }
  }

  pkgconf_client_t client_{};
  pkgconf_cross_personality_t personality_{};
  std::string errors_;
};

}  // namespace

std::vector<std::string> reader_arguments(const PackagePaths& paths) {
  return {std::string(kReaderWord), lines(paths.search), lines(paths.system_headers),
          lines(paths.system_libraries)};
}

std::string packed(const PackageQuestion& question) {
  const std::string variables =
      question.variables.empty() ? std::string() : cat(" ", join(question.variables, " "));
  return cat(question.is_static ? "static" : "shared", variables, "\n", lines(question.names));
}

std::optional<std::string> read_packages(const std::vector<std::string>& arguments) {
  if (arguments.size() < 3) return std::nullopt;
  Library library(arguments[0], arguments[1], arguments[2]);
  PackWriter writer;
  for (std::size_t i = 3; i < arguments.size(); ++i) {
    const std::vector<std::string> words = split(arguments[i], "\n");
    if (words.size() < 2) return std::nullopt;
    std::vector<std::string> head = split(words.front(), " ");
    PackageQuestion question{{words.begin() + 1, words.end()}, head.front() == "static", {}};
    question.variables.assign(head.begin() + 1, head.end());
    const PackageAnswer answer = library.ask(question);
    writer.flag(answer.found);
    for (const auto* text : {&answer.version, &answer.cflags, &answer.libs, &answer.errors}) {
      writer.text(*text);
    }
    writer.texts(answer.files);
    writer.texts(answer.values);
  }
  return sealed(kPackagesMagic, writer.bytes());
}

std::optional<std::vector<PackageAnswer>> unpacked_answers(std::string_view printed,
                                                           std::size_t count) {
  const std::optional<std::string_view> payload = unsealed(kPackagesMagic, printed);
  if (!payload) return std::nullopt;
  PackReader reader(*payload);
  std::vector<PackageAnswer> answers(count);
  for (PackageAnswer& answer : answers) {
    answer.found = reader.flag();
    for (auto* text : {&answer.version, &answer.cflags, &answer.libs, &answer.errors}) {
      *text = reader.text();
    }
    answer.files = reader.texts();
    answer.values = reader.texts();
  }
  if (!reader.at_end()) return std::nullopt;
  return answers;
}

std::string_view package_library_version() {
  return LIBPKGCONF_VERSION_STR;
}

}  // namespace modbuild
