// Diagnostics for people: place, message, the line at fault with its range underlined, help.
#include "base/str.h"
#include "base/utf8.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kBlue = "\x1b[34m";
constexpr std::string_view kGreen = "\x1b[1;32m";

std::string_view severity_color(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "\x1b[1;31m";
    case Severity::Warning:
      return "\x1b[1;33m";
    case Severity::Note:
      return "\x1b[1;36m";
  }
  return kBold;
}

class TextRenderer {
 public:
  TextRenderer(const Sources& sources, bool color) : sources_(sources), color_(color) {}

  void add(const Diagnostic& item) {
    const CodeInfo& info = code_info(item.code);
    place(item.at);
    paint(cat(severity_word(info.severity), "[", info.id, "]"), severity_color(info.severity));
    out_ += ": ";
    paint(displayable(item.message), kBold);
    out_ += '\n';
    excerpt(item.at, severity_color(info.severity));
    for (const Note& note : item.notes) {
      place(note.at);
      paint("note", severity_color(Severity::Note));
      append(out_, ": ", displayable(note.text), "\n");
      excerpt(note.at, severity_color(Severity::Note));
    }
    if (item.help.empty()) return;
    paint("help", kGreen);
    append(out_, ": ", displayable(item.help), "\n");
  }

  std::string take() { return std::move(out_); }

 private:
  void paint(std::string_view text, std::string_view color) {
    if (color_) {
      append(out_, color, text, kReset);
    } else {
      out_ += text;
    }
  }

  // "modules/tls/module.toml:7:12: ", or nothing when there is no file.
  void place(const SourceRange& at) {
    if (!at.file.valid()) return;
    std::string text = displayable(sources_.path(at.file));
    if (at.line > 0) append(text, ":", std::to_string(at.line));
    if (at.line > 0 && at.column > 0) append(text, ":", std::to_string(at.column));
    paint(text + ":", kBold);
    out_ += ' ';
  }

  void excerpt(const SourceRange& at, std::string_view color) {
    if (!at.file.valid() || at.line == 0) return;
    const std::optional<Excerpt> cut = make_excerpt(text_of(at.file), at);
    if (!cut) return;
    const std::string number = std::to_string(at.line);
    paint(cat("  ", number, " |"), kBlue);
    append(out_, " ", cut->line, "\n");
    if (cut->width == 0) return;
    paint(std::string(number.size() + 3, ' ') + "|", kBlue);
    out_.append(cut->begin + 1, ' ');
    paint(std::string(cut->width, '^'), color);
    out_ += '\n';
  }

  // Sorted diagnostics ask for one file many times in a row.
  const std::string& text_of(FileId file) {
    if (file != cached_file_) {
      cached_text_ = sources_.text(file);
      cached_file_ = file;
    }
    return cached_text_;
  }

  const Sources& sources_;
  bool color_;
  std::string out_;
  FileId cached_file_;
  std::string cached_text_;
};

}  // namespace

std::string render_text(const std::vector<Diagnostic>& diagnostics, const Sources& sources,
                        bool color) {
  TextRenderer renderer(sources, color);
  for (const Diagnostic& item : diagnostics) renderer.add(item);
  return renderer.take();
}

}  // namespace modbuild
