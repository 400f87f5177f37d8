#include "import/flag_pieces.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

// "-I../../core" of src/modules/tm is "//src/core"; its own directory is ".". Nothing for a
// directory outside the tree.
std::string include_of(const std::string& directory, std::string_view path) {
  std::string from = directory;
  std::string_view rest = path;
  if (rest == "." || rest == "./") return ".";
  bool up = false;
  while (rest.starts_with("../") || rest == "..") {
    if (from.empty()) return {};
    from = directory_of(from);
    rest.remove_prefix(std::min<std::size_t>(3, rest.size()));
    up = true;
  }
  const std::string clean = normalise(rest);
  return up ? cat("//", join_path(from, clean)) : clean;
}

std::string joined(const std::string& a, std::string_view operation, const std::string& b) {
  return a.empty() ? b : b.empty() ? a : cat(a, " ", operation, " ", b);
}

// Reads one variant into pieces; remembers what cannot be expressed.
class VariantReader {
 public:
  VariantReader(const DirectoryRuns& runs, LibRegistry& registry, FlagPieces& notes)
      : runs_(runs), registry_(registry), notes_(notes) {}

  Pieces read(const FlagVariant& variant) {
    pieces_.clear();
    const Exploration flags = with_linked_libs(variant.flags);
    std::size_t part = 0;
    // A part stands where its first word stood among those of the compiler, or of the linker.
    const auto parts_until = [&](std::size_t at, bool all) {
      while (part < flags.parts.size() && (all || flags.parts[part].link_at <= at)) {
        add_part(flags.parts[part++]);
      }
    };
    for (const std::string& word : flags.fixed.compile) add_compile_word(word);
    for (std::size_t i = 0; i < flags.fixed.link.size(); ++i) {
      parts_until(i, false);
      add_link_word(flags.fixed.link[i]);
    }
    parts_until(0, true);
    place_directories();
    for (const std::string& word : variant.linker) {
      if (word != "-shared" && word != "-rdynamic") add(PieceKind::Ldflag, word);
    }
    if (!flags.entangled.empty())
      leftover(cat(flags.entangled, "; found are those of a full machine"), {"shell"});
    return pieces_;
  }

 private:
  // -lX behind a directory that a probe printed is looked for there: it goes with the probe.
  static Exploration with_linked_libs(Exploration flags) {
    for (ProbedPart& part : flags.parts) {
      const std::vector<std::string>& words = part.outcomes.front().flags.link;
      const bool prints = std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word.starts_with("-L") && is_marker(word) &&
               word.find("--libs-only-L") == std::string::npos;
      });
      while (prints && part.link_at < flags.fixed.link.size() &&
             flags.fixed.link[part.link_at].starts_with("-l")) {
        for (Outcome& outcome : part.outcomes) {
          if (!outcome.flags.empty()) outcome.flags.link.push_back(flags.fixed.link[part.link_at]);
        }
        flags.fixed.link.erase(flags.fixed.link.begin() +
                               static_cast<std::ptrdiff_t>(part.link_at));
      }
    }
    return flags;
  }

  void add(PieceKind kind, std::string value) {
    Piece piece{kind, std::move(value), {}};
    const bool again = kind != PieceKind::Cflag && kind != PieceKind::Ldflag &&
                       std::any_of(pieces_.begin(), pieces_.end(),
                                   [&](const Piece& one) { return one.same(piece); });
    if (!again) pieces_.push_back(std::move(piece));
  }

  // Parts of the C library: always there, and no package to install (POSIX c99, "-l library").
  static bool is_of_c_library(const std::string& word) {
    static const std::set<std::string> kFlags = {"-lc",       "-ldl", "-lm",
                                                 "-lpthread", "-lrt", "-lresolv"};
    return kFlags.count(word) > 0;
  }

  // Directories outside the tree go to the first lib that is just linked: it is looked for there.
  // Where there is none, nothing is.
  void place_directories() {
    const bool unused = !used_directories_;
    if (plain_.empty()) {
      for (const std::string& flag : headers_) {
        decision(cat(flag, " is left out: no library is looked for there"), {});
      }
      for (const std::string& flag : directories_) {
        if (unused) decision(cat(flag, " is left out: no library is looked for there"), {});
      }
    }
    // Headers are those of a library that is looked for outside, too.
    const auto outside = std::find_if(plain_.begin(), plain_.end(),
                                      [](const PlainLib& one) { return !one.directories.empty(); });
    const std::size_t with_headers = outside == plain_.end()
                                         ? plain_.size() - 1
                                         : static_cast<std::size_t>(outside - plain_.begin());
    for (std::size_t i = 0; i < plain_.size(); ++i) {
      std::vector<std::string> directories = plain_[i].directories;
      // Directories named behind all libraries are for each of them.
      if (unused) directories.insert(directories.end(), directories_.begin(), directories_.end());
      const LibDeclaration lib = declare_plain_lib(
          plain_[i].flag, i == with_headers ? headers_ : std::vector<std::string>(), directories);
      pieces_[plain_[i].piece].value = std::to_string(registry_.add(lib));
    }
    plain_.clear();
    headers_.clear();
    directories_.clear();
    used_directories_ = false;
  }

  void add_compile_word(const std::string& word) {
    if (is_marker(word)) {
      leftover("flags of a probe stand where nothing asks whether it finds anything", {"shell"});
    } else if (word.starts_with("-D")) {
      add(PieceKind::Define, word.substr(2));
    } else if (word.starts_with("-I") && word.size() > 2 && word[2] != '/') {
      const std::string include = include_of(runs_.directory, word.substr(2));
      if (!include.empty()) add(PieceKind::Include, include);
    } else if (word == "-fPIC") {
      // Modules are compiled with it anyhow.
    } else if (word.starts_with("-I")) {
      if (std::find(headers_.begin(), headers_.end(), word) == headers_.end()) {
        headers_.push_back(word);
      }
    } else if (word.starts_with("-")) {
      add(PieceKind::Cflag, word);
    } else {
      leftover(cat("'", word, "' is no flag"), {word});
    }
  }

  void add_link_word(const std::string& word) {
    if (is_marker(word)) {
      leftover("flags of a probe stand where nothing asks whether it finds anything", {"shell"});
    } else if (word.starts_with("-framework ")) {
      LibDeclaration lib;
      lib.name = word.substr(11);
      lib.any.emplace_back().set("framework", {lib.name});
      add_lib(lib);
    } else if (is_of_c_library(word) && directories_.empty()) {
      add(PieceKind::Ldflag, word);
    } else if (word.starts_with("-l")) {
      const bool again = std::any_of(plain_.begin(), plain_.end(),
                                     [&](const PlainLib& one) { return one.flag == word; });
      if (!again) {
        // Its number is known when all directories are.
        plain_.push_back({word, directories_, pieces_.size()});
        pieces_.push_back({PieceKind::Lib, cat("plain", word), {}});
      }
      used_directories_ = true;
    } else if (word.starts_with("-L")) {
      used_directories_ = false;
      if (word != "-L.") directories_.push_back(word);
    } else if (word.ends_with(".o") && !word.starts_with("-")) {
      add(PieceKind::Object, word);
    } else if (word.starts_with("-")) {
      add(PieceKind::Ldflag, word);
    } else {
      leftover(cat("it links ", word), {word});
    }
  }

  void add_lib(const LibDeclaration& lib) {
    add(PieceKind::Lib, std::to_string(registry_.add(lib)));
  }

  void add_part(const ProbedPart& part) {
    const LibDeclaration lib = declare_lib(part);
    const std::string about = part.outcomes.empty() || part.outcomes.front().found.empty()
                                  ? std::string("shell")
                                  : last_word(part.outcomes.front().found.front());
    if (!lib.fault.empty()) {
      leftover(cat("a probe cannot be expressed: ", lib.fault), {about});
      if (lib.any.empty()) return;
    }
    if (lib.goes_on && !lib.optional) {
      decision(cat("without ", lib.name, " make goes on and links nothing; it is taken as needed"),
               {about});
    }
    const std::string number = std::to_string(registry_.add(lib));
    add(lib.optional ? PieceKind::OptionalLib : PieceKind::Lib, number);
  }

  static std::string last_word(const std::string& question) {
    // "package N >= V": the name, which is in the makefile as it stands.
    const std::size_t begin = question.find(' ') + 1;
    return question.substr(begin, question.find(' ', begin) - begin);
  }

  void leftover(std::string text, const std::vector<std::string>& words) {
    note(notes_.leftovers, std::move(text), words);
  }
  void decision(std::string text, const std::vector<std::string>& words) {
    note(notes_.decisions, std::move(text), words);
  }
  void note(std::vector<ImportNote>& list, std::string text,
            const std::vector<std::string>& words) const {
    // A name may stand anywhere; what is meant is where it is asked for.
    std::vector<std::string> in_shell = words;
    in_shell.emplace_back("shell");
    auto [file, line] = runs_.makefile.find(in_shell);
    if (line == 0 && !words.empty()) std::tie(file, line) = runs_.makefile.find(words);
    ImportNote note{file, line, std::move(text)};
    add_once(list, std::move(note));
  }

  const DirectoryRuns& runs_;
  LibRegistry& registry_;
  FlagPieces& notes_;
  Pieces pieces_;
  // A bare -lX with the directories named before it, and where its piece stands.
  struct PlainLib {
    std::string flag;
    std::vector<std::string> directories;
    std::size_t piece = 0;
  };
  std::vector<PlainLib> plain_;
  std::vector<std::string> headers_;      // -I flags that lead out of the tree
  std::vector<std::string> directories_;  // -L flags for the libs that follow
  bool used_directories_ = false;
};

bool holds(const Pieces& pieces, const Piece& piece) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [&](const Piece& one) { return one.same(piece); });
}

// The condition under which a piece is there, from the variants that have it.
class Merger {
 public:
  explicit Merger(Pieces base) : base_(std::move(base)) {}

  void add(const FlagVariant& variant, Pieces pieces) {
    others_.emplace_back(&variant, std::move(pieces));
  }

  Pieces run() {
    std::vector<Pieces*> all = {&base_};
    for (auto& [variant, pieces] : others_) all.push_back(&pieces);
    Pieces merged;
    for (const Pieces* pieces : all) {
      for (const Piece& piece : *pieces) {
        if (holds(merged, piece)) continue;
        merged.push_back(piece);
        merged.back().when = condition(piece);
      }
    }
    return merged;
  }

 private:
  std::string condition(const Piece& piece) const {
    return joined(system_condition(piece), "&", compiler_condition(piece));
  }

  // The last of the systems stands for all that are not named.
  std::string system_condition(const Piece& piece) const {
    std::vector<std::pair<std::string, bool>> systems = {{"linux", holds(base_, piece)}};
    for (const auto& [variant, pieces] : others_) {
      const auto system = variant->settings.find("OS");
      if (system == variant->settings.end()) continue;
      systems.emplace_back(system->second, holds(pieces, piece));
    }
    if (systems.size() == 1) return {};
    const bool elsewhere = systems.back().second;
    std::string condition;
    bool all = true;
    for (std::size_t i = 0; i + 1 < systems.size(); ++i) {
      all = all && systems[i].second == elsewhere;
      if (systems[i].second == elsewhere) continue;
      condition =
          joined(condition, elsewhere ? "&" : "|", cat(elsewhere ? "!" : "", systems[i].first));
    }
    return all ? std::string() : condition;
  }

  std::string compiler_condition(const Piece& piece) const {
    for (const auto& [variant, pieces] : others_) {
      const auto compiler = variant->settings.find("CC_NAME");
      if (compiler == variant->settings.end()) continue;
      if (holds(pieces, piece) == holds(base_, piece)) continue;
      return holds(base_, piece) ? "cc(gcc)" : cat("cc(", compiler->second, ")");
    }
    return {};
  }

  Pieces base_;
  std::vector<std::pair<const FlagVariant*, Pieces>> others_;
};

std::string feature_name(const std::string& option) {
  std::string name = ascii_lower(option);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void add_to_feature(ImportedFeature& feature, const Piece& piece) {
  switch (piece.kind) {
    case PieceKind::Include:
      feature.includes.push_back({piece.value, ""});
      break;
    case PieceKind::Define:
      feature.defines.push_back({piece.value, ""});
      break;
    case PieceKind::Cflag:
      feature.cflags.push_back({piece.value, ""});
      break;
    case PieceKind::Object:
    case PieceKind::Ldflag:
      feature.ldflags.push_back({piece.value, ""});
      break;
    case PieceKind::Lib:
    case PieceKind::OptionalLib:
      feature.libs.push_back({cat("#", piece.value), ""});
      break;
  }
}

void add_options(const DirectoryRuns& runs, LibRegistry& registry, const Pieces& base,
                 FlagPieces& result) {
  for (const OptionVariant& option : runs.options) {
    const std::string place = runs.makefile.files.front().path;
    const ImportNote kept{
        place, option.option.line,
        cat("the option ", option.option.name, " is left as it is by default",
            option.option.by_default.empty() ? std::string(": unset")
                                             : cat(": ", option.option.by_default))};
    if (option.variant.failed || option.is_text) {
      result.decisions.push_back(kept);
      continue;
    }
    FlagPieces notes;
    const Pieces pieces = VariantReader(runs, registry, notes).read(option.variant);
    Pieces added;
    for (const Piece& piece : pieces) {
      if (!holds(base, piece)) added.push_back(piece);
    }
    const bool takes = std::any_of(base.begin(), base.end(),
                                   [&](const Piece& piece) { return !holds(pieces, piece); });
    if (added.empty() && !takes) {
      result.decisions.push_back(kept);
      continue;
    }
    for (const ImportNote& note : notes.leftovers) {
      if (std::find(result.leftovers.begin(), result.leftovers.end(), note) ==
          result.leftovers.end()) {
        result.leftovers.push_back(note);
      }
    }
    ImportedFeature feature;
    feature.name = feature_name(option.option.name);
    if (option.option.others.size() > 1) append(feature.name, "-", option.value);
    feature.by_default = "off";
    for (const Piece& piece : added) add_to_feature(feature, piece);
    for (Piece& piece : result.pieces) {
      if (holds(pieces, piece) || !holds(base, piece)) continue;
      piece.when = joined(piece.when, "&", cat("!feature(", feature.name, ")"));
    }
    result.features.push_back(std::move(feature));
  }
}

// The value of an option with which everything can be expressed, where what holds by default
// cannot: it is taken instead. `notes` becomes what is left over by default.
const OptionVariant* way_out(const DirectoryRuns& runs, FlagPieces& notes) {
  if (runs.options.empty()) return nullptr;
  LibRegistry unused;
  VariantReader(runs, unused, notes).read(runs.flags);
  const bool links_file =
      std::any_of(notes.leftovers.begin(), notes.leftovers.end(),
                  [](const ImportNote& note) { return note.text.starts_with("it links "); });
  if (!links_file) return nullptr;
  for (const OptionVariant& option : runs.options) {
    if (option.is_text || option.variant.failed || option.option.by_default.empty()) continue;
    FlagPieces tried;
    LibRegistry scratch;
    VariantReader(runs, scratch, tried).read(option.variant);
    if (tried.leftovers.empty()) return &option;
  }
  return nullptr;
}

FlagPieces pieces_with(const DirectoryRuns& runs, const OptionVariant& option,
                       const FlagPieces& notes, LibRegistry& registry) {
  FlagPieces result;
  result.pieces = VariantReader(runs, registry, result).read(option.variant);
  result.leftovers = notes.leftovers;
  result.decisions.push_back(
      {runs.makefile.files.front().path, option.option.line,
       cat("the option ", option.option.name, " is taken as ", option.value, ": with ",
           option.option.by_default, ", its default, something is left over")});
  return result;
}

}  // namespace

FlagPieces flag_pieces(const DirectoryRuns& runs, LibRegistry& registry) {
  FlagPieces result;
  FlagPieces tried;
  if (const OptionVariant* option = way_out(runs, tried)) {
    return pieces_with(runs, *option, tried, registry);
  }
  const Pieces base = VariantReader(runs, registry, result).read(runs.flags);
  Merger merger(base);
  for (const FlagVariant& variant : runs.systems) {
    if (variant.failed) continue;
    FlagPieces notes;
    merger.add(variant, VariantReader(runs, registry, notes).read(variant));
  }
  result.pieces = merger.run();
  add_options(runs, registry, base, result);
  if (runs.flags.reads_flags) {
    const auto [file, line] = runs.makefile.find({"findstring"});
    result.leftovers.push_back(
        {file, line,
         "a condition looks into the flags that a probe printed; taken is what holds "
         "when they name the library"});
  }
  return result;
}

}  // namespace modbuild
