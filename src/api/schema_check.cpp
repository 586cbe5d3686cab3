// SPDX-License-Identifier: Apache-2.0
#include "schema_check.hpp"

#include <algorithm>
#include <set>

namespace parley {
namespace {

constexpr std::string_view kReference = "#/components/schemas/";

bool is_of(const Json& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

std::string article(std::string_view type) {
  return (type == "integer" || type == "array" || type == "object" ? "an " : "a ") + std::string(type);
}

class Check {
 public:
  Check(const Json& schemas, std::vector<HttpProblemPlace>& found) : schemas_(schemas), found_(found) {}

  void value(const Json& value, const Json& schema, const std::string& pointer) {
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) fault(pointer, "is not allowed");
      return;
    }
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      const auto name = reference->get<std::string>().substr(kReference.size());
      return this->value(value, schemas_.at(name), pointer);
    }
    if (const auto options = schema.find("anyOf"); options != schema.end()) return any(value, *options, pointer);
    if (!typed(value, schema, pointer)) return;
    if (const auto constant = schema.find("const"); constant != schema.end() && value != *constant) {
      fault(pointer, "must be " + constant->dump());
    }
    one_of(value, schema, pointer);
    if (value.is_object()) object(value, schema, pointer);
    if (value.is_array()) array(value, schema, pointer);
    if (value.is_string()) bounds(value.get_ref<const std::string&>().size(), schema, "Length", "long", pointer);
    if (value.is_number()) number(value, schema, pointer);
  }

 private:
  void fault(const std::string& pointer, std::string detail) { found_.push_back({pointer, std::move(detail)}); }

  void any(const Json& value, const Json& options, const std::string& pointer) {
    std::vector<HttpProblemPlace> first;
    for (const auto& option : options) {
      std::vector<HttpProblemPlace> found;
      Check(schemas_, found).value(value, option, pointer);
      if (found.empty()) return;
      if (first.empty()) first = std::move(found);
    }
    found_.insert(found_.end(), first.begin(), first.end());
  }

  bool typed(const Json& value, const Json& schema, const std::string& pointer) {
    const auto type = schema.find("type");
    if (type == schema.end()) return true;
    const Json types = type->is_array() ? *type : Json::array({*type});
    std::string wanted;
    for (const auto& name : types) {
      if (is_of(value, name.get_ref<const std::string&>())) return true;
      wanted += (wanted.empty() ? "" : " or ") + article(name.get_ref<const std::string&>());
    }
    fault(pointer, "must be " + wanted);
    return false;
  }

  void one_of(const Json& value, const Json& schema, const std::string& pointer) {
    const auto names = schema.find("enum");
    if (names == schema.end() || std::find(names->begin(), names->end(), value) != names->end()) return;
    std::string wanted;
    for (const auto& name : *names) wanted += (wanted.empty() ? "" : ", ") + name.dump();
    fault(pointer, "must be one of " + wanted);
  }

  void object(const Json& value, const Json& schema, const std::string& pointer) {
    for (const auto& name : schema.value("required", Json::array())) {
      const auto& key = name.get_ref<const std::string&>();
      if (!value.contains(key)) fault(pointer, "'" + key + "' is missing");
    }
    const auto properties = schema.find("properties");
    const auto others = schema.find("additionalProperties");
    for (const auto& [key, member] : value.items()) {
      const auto place = pointer_to(pointer, key);
      if (properties != schema.end() && properties->contains(key)) {
        this->value(member, properties->at(key), place);
      } else if (others != schema.end() && others->is_boolean() && !others->get<bool>()) {
        fault(place, "'" + key.substr(0, 64) + "' is not known here");
      } else if (others != schema.end()) {
        this->value(member, *others, place);
      }
    }
  }

  void array(const Json& value, const Json& schema, const std::string& pointer) {
    bounds(value.size(), schema, "Items", "entries long", pointer);
    if (schema.value("uniqueItems", false)) {
      std::set<std::string> seen;
      for (const auto& item : value) {
        if (!seen.insert(item.dump()).second) fault(pointer, "holds " + item.dump() + " twice");
      }
    }
    const auto items = schema.find("items");
    if (items == schema.end()) return;
    std::size_t index = 0;
    for (const auto& item : value) this->value(item, *items, pointer_to(pointer, std::to_string(index++)));
  }

  void bounds(std::size_t size, const Json& schema, const std::string& what, const char* unit,
              const std::string& pointer) {
    const auto least = schema.find("min" + what);
    const auto most = schema.find("max" + what);
    if (least != schema.end() && size < least->get<std::size_t>()) {
      fault(pointer, "must be at least " + least->dump() + " " + unit);
    }
    if (most != schema.end() && size > most->get<std::size_t>()) {
      fault(pointer, "must be at most " + most->dump() + " " + unit);
    }
  }

  void number(const Json& value, const Json& schema, const std::string& pointer) {
    const auto least = schema.find("minimum");
    const auto most = schema.find("maximum");
    if (least != schema.end() && value < *least) fault(pointer, "must be at least " + least->dump());
    if (most != schema.end() && value > *most) fault(pointer, "must be at most " + most->dump());
  }

  const Json& schemas_;
  std::vector<HttpProblemPlace>& found_;
};

}  // namespace

std::string pointer_to(const std::string& parent, std::string_view token) {
  std::string pointer = parent + "/";
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

std::vector<HttpProblemPlace> check_schema(const Json& value, const Json& schema, const Json& schemas) {
  std::vector<HttpProblemPlace> found;
  Check(schemas, found).value(value, schema, "");
  return found;
}

}  // namespace parley
