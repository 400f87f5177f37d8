// The words for what a request chooses among, as options and documents write them.
#pragma once

#include <string>
#include <string_view>

#include "base/str.h"
#include "model/request.h"

namespace modbuild {

template <class T>
struct ChoiceWord {
  std::string_view word;
  T value;
};

inline constexpr ChoiceWord<Base> kBaseWords[] = {
    {"none", Base::None}, {"default", Base::Default}, {"all", Base::All}};
inline constexpr ChoiceWord<MissingPolicy> kMissingWords[] = {{"skip", MissingPolicy::Skip},
                                                              {"error", MissingPolicy::Error}};
inline constexpr ChoiceWord<StaticPolicy> kStaticPolicyWords[] = {
    {"error", StaticPolicy::Error}, {"downgrade", StaticPolicy::Downgrade}};
inline constexpr ChoiceWord<FeatureSetting> kSettingWords[] = {
    {"on", FeatureSetting::On}, {"off", FeatureSetting::Off}, {"auto", FeatureSetting::Auto}};

// The word of a value; "" for one that has none, such as Unset.
template <class T, std::size_t N>
constexpr std::string_view word_of(const ChoiceWord<T> (&table)[N], T value) {
  for (const ChoiceWord<T>& row : table) {
    if (row.value == value) return row.word;
  }
  return {};
}

// "module/feature=on".
inline std::string feature_word(const FeatureRequest& request) {
  return cat(request.module.value, "/", request.feature.value, "=",
             word_of(kSettingWords, request.setting));
}

// Whether the word is in the table; its value is then put into `value`.
template <class T, std::size_t N>
constexpr bool find_word(const ChoiceWord<T> (&table)[N], std::string_view word, T& value) {
  for (const ChoiceWord<T>& row : table) {
    if (row.word != word) continue;
    value = row.value;
    return true;
  }
  return false;
}

}  // namespace modbuild
