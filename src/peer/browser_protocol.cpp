// SPDX-License-Identifier: Apache-2.0
// The page's side of docs/browser-protocol.md, at 8000 samples a second.
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "line_protocol.hpp"

namespace parley::peer {
namespace {

using nlohmann::json;

constexpr std::size_t kHead = 8;             // generation and position before the samples
constexpr std::uint32_t kPlayedEvery = 800;  // samples

std::uint32_t read_32(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i > 0; --i) value = value << 8U | static_cast<std::uint8_t>(bytes[at + i - 1]);
  return value;
}

class BrowserProtocol final : public LineProtocol {
 public:
  explicit BrowserProtocol(const CallPlan& plan) : number_(plan.target.user), from_(plan.from), key_(plan.key) {}

  LineActions opened() override {
    json hello;
    hello["type"] = "hello";
    hello["protocol"] = 1;
    hello["key"] = key_;
    if (!number_.empty()) hello["number"] = number_;
    hello["sample_rate"] = 8000;
    hello["from"] = from_;
    LineActions actions;
    actions.send.push_back(text(hello));
    return actions;
  }

  LineActions on(const WebSocketMessage& message, CallTime now, CallerPlayout& playout) override {
    LineActions actions;
    if (!message.text) {
      hear(message.data, now, playout);
      return actions;
    }
    const auto parsed = json::parse(message.data, nullptr, false);
    if (!parsed.is_object()) return actions;
    const auto type = parsed.value("type", "");
    if (type == "ready") {
      actions.answered = parsed.value("call_id", "");
    } else if (type == "refused") {
      const std::string why = parsed.value("code", "") + ": " + parsed.value("detail", "");
      actions.ended = LineEnd{CallOutcome::failed, 101, "the server refused the call: " + why};
    } else if (type == "clear") {
      generation_ = parsed.value("generation", generation_);
      playout.clear(now);
    } else if (type == "ended") {
      actions.ended = LineEnd{CallOutcome::remote, 101, ""};
    }
    return actions;
  }

  LineActions begins(const CallerPlayout::Entry& entry) override {
    LineActions actions;
    // What begins will have been played with the next report.
    if (entry.position - told_ < kPlayedEvery && told_any_) return actions;
    told_ = entry.position;
    told_any_ = true;
    json played;
    played["type"] = "played";
    played["generation"] = entry.generation;
    played["position"] = entry.position;
    actions.send.push_back(text(played));
    return actions;
  }

  WebSocketMessage sound(std::span<const std::int16_t> slot) override {
    std::string bytes;
    bytes.reserve(slot.size() * 2);
    for (const auto sample : slot) {
      const auto word = static_cast<std::uint16_t>(sample);
      bytes += static_cast<char>(word & 0xFFU);
      bytes += static_cast<char>(word >> 8U);
    }
    return {false, std::move(bytes)};
  }
  WebSocketMessage key(char digit) override { return text(json{{"type", "dtmf"}, {"digit", std::string(1, digit)}}); }
  WebSocketMessage hang_up() override { return text(json{{"type", "hang_up"}}); }

 private:
  static WebSocketMessage text(const json& message) { return {true, message.dump()}; }

  void hear(const std::string& bytes, CallTime now, CallerPlayout& playout) const {
    if (bytes.size() < kHead || bytes.size() % 2 != 0) return;
    const auto generation = read_32(bytes, 0);
    if (generation < generation_) return;
    std::vector<std::int16_t> samples;
    for (std::size_t at = kHead; at + 1 < bytes.size(); at += 2) {
      const auto low = static_cast<std::uint8_t>(bytes[at]);
      const auto high = static_cast<std::uint8_t>(bytes[at + 1]);
      samples.push_back(static_cast<std::int16_t>(low | high << 8U));
    }
    playout.add(std::move(samples), now, generation, read_32(bytes, 4));
  }

  std::string number_;
  std::string from_;
  std::string key_;
  std::uint32_t generation_ = 0;
  std::uint32_t told_ = 0;
  bool told_any_ = false;
};

}  // namespace

std::unique_ptr<LineProtocol> create_browser_protocol(const CallPlan& plan) {
  return std::make_unique<BrowserProtocol>(plan);
}

}  // namespace parley::peer
