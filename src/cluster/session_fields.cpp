// SPDX-License-Identifier: Apache-2.0
#include "session_fields.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace parley {
namespace {

constexpr std::size_t kLongestText = 2000;  // bytes of what was said
constexpr std::size_t kLongestName = 256;   // numbers, nodes, transports
constexpr std::uint32_t kMostTurns = 1'000'000;

// Length of the character that begins at `place`, 0 when it is none (RFC 3629).
std::size_t character(std::string_view text, std::size_t place) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto first = byte(place);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(place + i) & 0xC0U) != 0x80U) return 0;
  }
  const auto second = byte(place + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : size;
}

// The longest beginning of whole characters that is not longer than `most` bytes.
std::string_view whole_characters(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  while (end < text.size()) {
    const auto size = character(text, end);
    if (size == 0 || end + size > most) break;
    end += size;
  }
  return text.substr(0, end);
}

bool is_text(std::string_view text, std::size_t most) { return whole_characters(text, most).size() == text.size(); }

std::string milliseconds(WallTime when) { return std::to_string(when.time_since_epoch().count()); }

template <class Number>
std::optional<Number> number(std::string_view text, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > most) return std::nullopt;
  return value;
}

// Year 9999.
std::optional<WallTime> moment(std::string_view text) {
  const auto value = number<std::int64_t>(text, 253'402'300'799'999);
  if (!value) return std::nullopt;
  return WallTime{std::chrono::milliseconds{*value}};
}

// The fields of one hash; what is missing or no text fails the whole.
class Fields {
 public:
  explicit Fields(const std::vector<std::pair<std::string, std::string>>& fields) : fields_(fields) {}

  const std::string* find(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
      if (field == name) return &value;
    }
    return nullptr;
  }
  std::string text(std::string_view name, std::size_t most) {
    const auto* value = find(name);
    if (value && is_text(*value, most)) return *value;
    whole_ = false;
    return {};
  }
  bool whole() const { return whole_; }

 private:
  const std::vector<std::pair<std::string, std::string>>& fields_;
  bool whole_ = true;
};

}  // namespace

LiveSession live_session(const CallRecord& record, const std::string& node) {
  LiveSession session{record.id, record.organization, record.started_at, {}};
  const auto put = [&session](const char* name, std::string_view value) {
    session.fields.emplace_back(name, whole_characters(value, kLongestText));
  };
  put("organization", record.organization.value);
  put("node", node);
  put("from", whole_characters(record.from, kLongestName));
  put("to", whole_characters(record.to, kLongestName));
  put("transport", record.transport);
  put("started_at", milliseconds(record.started_at));
  if (record.answered_at) put("answered_at", milliseconds(*record.answered_at));
  std::uint32_t turns = 0;
  std::string_view caller;
  std::string_view reply = record.greeting ? record.greeting->text : std::string_view{};
  if (!record.turns.empty()) {
    const auto& last = record.turns.back();
    turns = last.number;
    if (last.caller) caller = last.caller->text;
    reply = last.reply ? std::string_view(last.reply->text) : std::string_view{};
  }
  put("turns", std::to_string(turns));
  put("last_caller_text", caller);
  put("last_reply_text", reply);
  return session;
}

std::optional<CallRecord> read_session(CallId call, const std::vector<std::pair<std::string, std::string>>& given) {
  Fields fields(given);
  CallRecord record;
  record.id = call;
  record.organization.value = fields.text("organization", kLongestName);
  record.node = fields.text("node", kLongestName);
  record.from = fields.text("from", kLongestName);
  record.to = fields.text("to", kLongestName);
  record.transport = fields.text("transport", kLongestName);
  const auto caller = fields.text("last_caller_text", kLongestText);
  const auto reply = fields.text("last_reply_text", kLongestText);
  const auto started_at = moment(fields.text("started_at", kLongestName));
  const auto turns = number<std::uint32_t>(fields.text("turns", kLongestName), kMostTurns);
  if (!fields.whole() || !started_at || !turns || record.organization.value.empty() || record.node.empty()) {
    return std::nullopt;
  }
  record.started_at = *started_at;
  if (const auto* answered_at = fields.find("answered_at")) {
    record.answered_at = moment(*answered_at);
    if (!record.answered_at) return std::nullopt;
  }
  AgentSaid said;
  said.text = reply;
  said.heard_text = reply;
  if (*turns == 0) {
    if (!reply.empty()) record.greeting = said;
    return record;
  }
  TurnRecord turn;
  turn.number = *turns;
  if (!caller.empty()) turn.caller.emplace().text = caller;
  if (!reply.empty()) turn.reply = said;
  record.turns.push_back(std::move(turn));
  return record;
}

}  // namespace parley
