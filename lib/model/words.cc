#include "model/words.h"

namespace modbuild {

std::string_view kind_word(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::Module:
      return "module";
    case ComponentKind::Program:
      return "program";
    case ComponentKind::Library:
      return "library";
  }
  return "";
}

std::string_view support_word(Support support) {
  switch (support) {
    case Support::Core:
      return "core";
    case Support::Extended:
      return "extended";
    case Support::Experimental:
      return "experimental";
    case Support::Deprecated:
      return "deprecated";
    case Support::Dev:
      return "dev";
  }
  return "";
}

std::string_view language_word(Language language) {
  switch (language) {
    case Language::C:
      return "C";
    case Language::Cxx:
      return "C++";
    case Language::Asm:
      return "assembler";
  }
  return "";
}

std::string_view linkage_word(Linkage linkage) {
  return linkage == Linkage::Static ? "static" : "shared";
}

std::string_view feature_default_word(FeatureDefault value) {
  switch (value) {
    case FeatureDefault::On:
      return "on";
    case FeatureDefault::Off:
      return "off";
    case FeatureDefault::Auto:
      return "auto";
  }
  return "";
}

}  // namespace modbuild
