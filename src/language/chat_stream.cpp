// SPDX-License-Identifier: Apache-2.0
#include "chat_stream.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "parley/core/utf8.hpp"

namespace parley {
namespace {

using Json = nlohmann::json;

Error nonsense(const char* what) { return {Fault::unsupported, std::string("the language model ") + what}; }

const Json* member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::uint32_t count_of(const Json& usage, const char* name) {
  const auto* count = member(usage, name);
  return count != nullptr && count->is_number_unsigned()
             ? static_cast<std::uint32_t>(std::min<std::uint64_t>(count->get<std::uint64_t>(), 100'000'000))
             : 0;
}

// A name as providers use them: "rate_limit_exceeded". Anything longer or of other letters is left out.
std::string code_of(const Json& error, const char* name) {
  const auto* code = member(error, name);
  if (code == nullptr) return {};
  if (code->is_number_integer()) return std::to_string(code->get<std::int64_t>());
  if (!code->is_string()) return {};
  const auto text = code->get<std::string>();
  const bool name_like = text.size() <= 40 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
                           return std::islower(c) || c == '_' || std::isdigit(c);
                         });
  // What begins as a key does is none of them.
  return name_like && !text.starts_with("sk") ? text : std::string();
}

// Letters of scripts that an English voice cannot say, or what no sentence holds.
bool speakable(std::string_view text) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    if (length == 0) return false;
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 1 && (first < 0x20 || std::string_view("{}[]<>|\\`").find(text.front()) != std::string_view::npos))
      return false;
    const bool latin = length == 1 || first <= 0xc9;  // up to U+024F
    const bool punctuation = length == 3 && first == 0xe2;
    if (!latin && !punctuation) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

Result<void> ChatStream::feed(std::string_view bytes) {
  for (const auto& data : events_.feed(bytes)) {
    if (over_) break;
    if (auto done = event(data); !done) return done;
  }
  if (events_.too_large()) return nonsense("sent an event without an end");
  return check();
}

Result<void> ChatStream::finish() {
  if (const auto last = events_.finish(); !over_ && !last.empty()) {
    if (auto done = event(last); !done) return done;
  }
  finished_ = true;
  if (refused_) return {};
  if (reader_.state() != JsonAnswerReader::State::complete) return nonsense("broke off in the middle of its answer");
  if (!reader_.knows()) return nonsense("did not say whether it knows");
  if (knows() && plain().empty()) return nonsense("knows the answer and gives none");
  return check();
}

bool ChatStream::knows() const { return !refused_ && reader_.knows().value_or(false); }

double ChatStream::confidence() const { return std::clamp(reader_.confidence().value_or(0), 0.0, 1.0); }

// The answer as it is spoken: blanks once, no emphasis.
std::string ChatStream::plain() const {
  std::string text;
  for (const char byte : reader_.answer()) {
    const bool blank = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
    if (byte == '*') continue;
    if (!blank) {
      text += byte;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (finished_ && text.ends_with(' ')) text.pop_back();
  return text;
}

std::string ChatStream::take_words() {
  if (!knows()) return {};
  auto text = plain();
  // A blank goes before the next word: at the end of the answer there is none.
  if (!finished_) text.resize(text.rfind(' ') == std::string::npos ? 0 : text.rfind(' '));
  if (text.size() <= spoken_.size()) return {};
  auto words = text.substr(spoken_.size());
  spoken_ = std::move(text);
  return words;
}

Result<void> ChatStream::check() const {
  if (reader_.state() == JsonAnswerReader::State::broken) return nonsense("said something that is no answer");
  if (!knows()) return {};
  const auto text = plain();
  if (text.size() > kMostSpokenBytes) return nonsense("does not come to an end");
  // What is still growing may end within a character.
  const auto whole = finished_ ? text.size() : text.find_last_of(" .,") + 1;
  if (!speakable(std::string_view(text).substr(0, whole))) return nonsense("said something that cannot be spoken");
  return {};
}

Result<void> ChatStream::event(const std::string& data) {
  if (data == "[DONE]") {
    over_ = true;
    return {};
  }
  const auto chunk = Json::parse(data, nullptr, false);
  if (!chunk.is_object()) return nonsense("sent an event that is no JSON object");
  if (member(chunk, "error") != nullptr) return fault_of_error_json(200, data);
  const auto* groq = member(chunk, "x_groq");
  if (groq != nullptr && member(*groq, "error") != nullptr) return Error{Fault::unavailable, "the provider broke off"};
  for (const auto* place : {groq != nullptr ? member(*groq, "usage") : nullptr, member(chunk, "usage")}) {
    if (place != nullptr && place->is_object())
      usage_ = TokenCount{count_of(*place, "prompt_tokens"), count_of(*place, "completion_tokens")};
  }
  const auto* choices = member(chunk, "choices");
  if (choices == nullptr || !choices->is_array() || choices->empty()) return {};
  const auto& choice = choices->front();
  if (const auto* why = member(choice, "finish_reason"); why != nullptr && *why == "content_filter") refused_ = true;
  const auto* delta = member(choice, "delta");
  if (delta == nullptr) return {};
  if (const auto* refusal = member(*delta, "refusal"); refusal != nullptr && refusal->is_string()) refused_ = true;
  const auto* text = member(*delta, "content");
  if (text == nullptr || !text->is_string()) return {};
  return content(text->get_ref<const std::string&>());
}

Result<void> ChatStream::content(std::string_view text) {
  content_bytes_ += text.size();
  reader_.feed(text);
  return {};
}

Error fault_of_error_json(unsigned status, const std::string& json) {
  const auto body = Json::parse(json, nullptr, false);
  const auto* error = member(body, "error");
  const auto code = error == nullptr ? std::string() : code_of(*error, "code");
  const auto type = error == nullptr ? std::string() : code_of(*error, "type");
  std::string said;
  for (const auto& part : {code, type})
    if (!part.empty() && said.find(part) == std::string::npos) said += (said.empty() ? ": " : ", ") + part;
  const bool limited = status == 429 || code == "rate_limit_exceeded" || code == "insufficient_quota" || code == "429";
  const auto by = status == 200 ? std::string(" in its stream") : " (" + std::to_string(status) + ")";
  if (limited) return {Fault::exhausted, "the provider limits us" + by + said};
  if (status == 401 || status == 403) return {Fault::unavailable, "the provider refuses the key" + by + said};
  if (status == 404) return {Fault::unavailable, "the provider has no such model or path" + by + said};
  return {Fault::unavailable, "the provider fails" + by + said};
}

Error fault_of_status(unsigned status, const HttpHeaders& headers, const std::string& body) {
  auto error = fault_of_error_json(status, body);
  const auto after = std::string(headers.get("retry-after"));
  const bool seconds = !after.empty() && after.size() <= 6 &&
                       std::all_of(after.begin(), after.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (seconds) error.message += "; again in " + after + " s";
  return error;
}

}  // namespace parley
