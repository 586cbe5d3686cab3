// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "cluster/cluster_message.hpp"
#include "cluster/session_fields.hpp"

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// name=value in lines.
Fields fields_of(const std::string& text) {
  Fields fields;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    const auto line = text.substr(start, end - start);
    const auto equals = line.find('=');
    if (equals != std::string::npos) fields.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    start = end + 1;
  }
  return fields;
}

}  // namespace

// Whatever anybody has put into Redis: what is read can be told again and is then read the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto changed = parley::read_changed(text)) {
    if (parley::read_changed(parley::write_message(*changed)) != changed) std::abort();
  }
  if (const auto message = parley::read_node_message(text)) {
    if (parley::read_node_message(parley::write_message(*message)) != message) std::abort();
  }
  const auto record = parley::read_session(parley::CallId(), fields_of(text));
  if (record) {
    if (record->organization.value.empty() || record->node.empty() || record->turns.size() > 1) std::abort();
    const auto again = parley::live_session(*record, record->node);
    if (parley::read_session(parley::CallId(), again.fields) != record) std::abort();
  }
  return 0;
}
