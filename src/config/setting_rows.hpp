// SPDX-License-Identifier: Apache-2.0
// Rows of the table of settings by the kind of their value; `place` finds it in Settings.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "setting_table.hpp"

namespace parley {

inline std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

template <class Place>
SettingRow number(std::string key, std::string about, std::uint64_t low, std::uint64_t high, Place place) {
  using Value = std::remove_reference_t<decltype(place(std::declval<Settings&>()))>;
  SettingRow row;
  row.key = std::move(key);
  row.about = std::move(about);
  row.expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  row.number = true;
  row.read = [=](Settings& settings, const std::string& text) {
    const auto value = whole_number(text);
    if (!value || *value < low || *value > high) return false;
    if constexpr (std::is_integral_v<Value>) {
      place(settings) = static_cast<Value>(*value);
    } else {
      place(settings) = Value{static_cast<typename Value::rep>(*value)};
    }
    return true;
  };
  row.write = [=](const Settings& settings) {
    const auto& value = place(settings);
    if constexpr (std::is_integral_v<Value>) {
      return std::to_string(value);
    } else {
      return std::to_string(value.count());
    }
  };
  return row;
}

// A price; written as short as it reads back.
template <class Place>
SettingRow dollars(std::string key, std::string about, Place place) {
  SettingRow row;
  row.key = std::move(key);
  row.about = std::move(about);
  row.expected = "US dollars from 0 to 1000, as in 0.0025";
  row.number = true;
  row.read = [=](Settings& settings, const std::string& given) {
    double value = -1;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (error != std::errc{} || end != given.data() + given.size() || !(value >= 0 && value <= 1000)) return false;
    place(settings) = value;
    return true;
  };
  row.write = [=](const Settings& settings) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), place(settings), std::chars_format::fixed).ptr;
    return std::string(digits.data(), end);
  };
  return row;
}

template <class Place>
SettingRow text(std::string key, std::string about, std::string expected, bool (*right)(std::string_view),
                Place place) {
  SettingRow row;
  row.key = std::move(key);
  row.about = std::move(about);
  row.expected = std::move(expected);
  row.read = [=](Settings& settings, const std::string& given) {
    if (!right(given)) return false;
    place(settings) = given;
    return true;
  };
  row.write = [=](const Settings& settings) { return place(settings); };
  return row;
}

template <class Place>
SettingRow flag(std::string key, std::string about, Place place) {
  SettingRow row;
  row.key = std::move(key);
  row.about = std::move(about);
  row.expected = "true or false";
  row.number = true;
  row.read = [=](Settings& settings, const std::string& given) {
    if (given != "true" && given != "false") return false;
    place(settings) = given == "true";
    return true;
  };
  row.write = [=](const Settings& settings) { return std::string(place(settings) ? "true" : "false"); };
  return row;
}

}  // namespace parley
