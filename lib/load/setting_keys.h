// The keys that every table with compiler settings has: [build], [defaults], [features.NAME].
#pragma once

#include <array>

#include "load/key_reader.h"

namespace modbuild {

// The long form of an entry in a list of strings.
inline constexpr std::array kEntryRows = {
    key<&Conditional<Text>::value>("value", "the entry itself").required(),
    key<&Conditional<Text>::when>("when", "the entry counts only where this holds"),
};
inline constexpr KeyTable kEntryKeys{"an entry", "entry", kEntryRows};

// `Prefix` is the member that holds the settings; none when the owner is the settings themselves.
template <auto... Prefix>
constexpr std::array<KeyRow, 5> setting_rows() {
  return {
      key<Prefix..., &Settings::includes>("includes", "directories searched for headers")
          .is(TextKind::Path)
          .holds(kEntryKeys),
      key<Prefix..., &Settings::defines>("defines", "NAME or NAME=VALUE, given to the preprocessor")
          .is(TextKind::Define)
          .holds(kEntryKeys),
      key<Prefix..., &Settings::cflags>("cflags", "flags for C, C++ and assembler")
          .is(TextKind::Flag)
          .holds(kEntryKeys),
      key<Prefix..., &Settings::cxxflags>("cxxflags", "flags for C++ only")
          .is(TextKind::Flag)
          .holds(kEntryKeys),
      key<Prefix..., &Settings::ldflags>("ldflags", "flags for linking")
          .is(TextKind::Flag)
          .holds(kEntryKeys),
  };
}

}  // namespace modbuild
