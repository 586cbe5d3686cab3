// SPDX-License-Identifier: Apache-2.0
// A floor with the browser's door, and a client whose socket is two queues: everything on a manual clock.
#pragma once

#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "call/floor_scene.hpp"
#include "parley/api/browser_door.hpp"
#include "parley/async/queues.hpp"

namespace parley::test {

// The client's end; outlives the server's.
struct ClientSocket {
  explicit ClientSocket(const Executor& home) : to_server(home) {}

  void say(const nlohmann::json& message) { say_text(message.dump()); }
  void say_text(std::string text) { push({true, std::move(text)}); }
  void say_binary(std::string bytes) { push({false, std::move(bytes)}); }
  void leave() {
    left = true;
    to_server.wake();
  }
  void push(WebSocketMessage message) {
    sent.push_back(std::move(message));
    to_server.wake();
  }

  std::vector<nlohmann::json> all(const std::string& type) const {
    std::vector<nlohmann::json> found;
    for (const auto& text : texts) {
      auto message = nlohmann::json::parse(text);
      if (message["type"] == type) found.push_back(std::move(message));
    }
    return found;
  }
  bool told(const std::string& type) const { return !all(type).empty(); }

  detail::Wakeup to_server;
  std::deque<WebSocketMessage> sent;
  std::vector<std::string> texts;  // from the server
  std::vector<std::string> audio;
  std::optional<WebSocketClose> close_code;
  std::string close_reason;
  bool left = false;
  bool dropped = false;  // the server's end is gone
};

class ServerSocket final : public WebSocket {
 public:
  explicit ServerSocket(ClientSocket& client) : client_(client) {}
  ~ServerSocket() override { client_.dropped = true; }

  Task<Result<WebSocketMessage>> receive() override {
    while (client_.sent.empty() && !client_.left && !client_.close_code) co_await client_.to_server.wait();
    if (client_.left || client_.close_code) co_return Error{Fault::closed, "closed"};
    WebSocketMessage message = std::move(client_.sent.front());
    client_.sent.pop_front();
    co_return message;
  }
  bool send(bool text, std::string_view data) override {
    if (!open()) return false;
    (text ? client_.texts : client_.audio).emplace_back(data);
    return true;
  }
  void close(WebSocketClose code, std::string_view reason) override {
    if (!open()) return;
    client_.close_code = code;
    client_.close_reason = reason;
    client_.to_server.wake();
  }
  bool open() const override { return !client_.left && !client_.close_code; }
  std::size_t waiting_bytes() const override { return 0; }

 private:
  ClientSocket& client_;
};

class HandAlarm final : public Alarm {
 public:
  void set(Instant when, Listener& listener) override {
    due = when;
    listener_ = &listener;
  }
  void cancel() noexcept override { listener_ = nullptr; }
  void ring_until(Instant now) {
    while (listener_ != nullptr && due <= now) std::exchange(listener_, nullptr)->on_alarm();
  }

 private:
  Instant due;
  Listener* listener_ = nullptr;
};

class BrowserScene : public FloorScene {
 protected:
  // The floor owns the alarm.
  explicit BrowserScene(bool opened = true, HandAlarm* hand = new HandAlarm)
      : FloorScene(opened, std::unique_ptr<Alarm>(hand)), alarm(hand) {}
  ~BrowserScene() override {
    for (auto& one : clients_) one->leave();
    finish();
  }

  // The client's socket as the gate lets it in; an upgrade that is refused leaves `client` empty.
  WebSocketVerdict connect(const std::string& origin = "") {
    HttpRequest request;
    request.method = "GET";
    request.path = "/v1/browser";
    request.headers.add("Host", "here:8080");
    if (!origin.empty()) request.headers.add("Origin", origin);
    auto verdict = door.gate()(request);
    if (verdict.refusal) return verdict;
    client = clients_.emplace_back(std::make_unique<ClientSocket>(loop.get_executor())).get();
    verdict.adopt(std::make_unique<ServerSocket>(*client));
    clock.drain();
    return verdict;
  }
  static nlohmann::json hello() {
    return {{"type", "hello"}, {"protocol", 1}, {"key", "key-of-the-scene"}, {"sample_rate", 16000}};
  }
  // Up to ready; false when the server says otherwise.
  bool call(const nlohmann::json& greeting = hello()) {
    connect();
    client->say(greeting);
    pass(std::chrono::milliseconds{40});
    return client->told("ready");
  }

  void pass(std::chrono::milliseconds span) {
    for (auto passed = std::chrono::milliseconds{0}; passed < span; passed += std::chrono::milliseconds{1}) {
      clock.advance(std::chrono::milliseconds{1});
      alarm->ring_until(clock.now());
      clock.drain();
    }
  }
  // The client sends in time, loud or silent, and plays what it gets.
  void talk(std::chrono::milliseconds span, bool loud = false) {
    for (auto passed = std::chrono::milliseconds{0}; passed < span; passed += std::chrono::milliseconds{20}) {
      pass(std::chrono::milliseconds{20});
      client->say_binary(audio(320, loud));
      acknowledge();
    }
    clock.drain();
  }
  static std::string audio(std::size_t samples, bool loud) {
    std::string bytes;
    for (std::size_t i = 0; i < samples; ++i) {
      const int value = !loud ? 0 : (i / 20 % 2 == 0 ? 8000 : -8000);
      bytes += static_cast<char>(value & 0xFF);
      bytes += static_cast<char>(value >> 8 & 0xFF);
    }
    return bytes;
  }
  void acknowledge() {
    if (client->audio.empty()) return;
    const auto& newest = client->audio.back();
    const auto word = [&](std::size_t at) {
      std::uint32_t value = 0;
      for (std::size_t i = 4; i-- > 0;) value = value << 8U | static_cast<unsigned char>(newest[at + i]);
      return value;
    };
    const auto samples = static_cast<std::uint32_t>(newest.size() - 8) / 2;
    client->say({{"type", "played"}, {"generation", word(0)}, {"position", word(4) + samples}});
  }
  nlohmann::json refusal() const {
    const auto found = client->all("refused");
    return found.empty() ? nlohmann::json() : found.front();
  }
  std::uint64_t counted(const std::string& name, MeterLabels labels) {
    return meters.counter(name, "", std::move(labels)).value();
  }

  HandAlarm* alarm;
  Access access{{{{"key-of-the-scene", {"scene"}}, {"key-of-another", {"another"}}}, nullptr, clock, Log()}};
  BrowserDoor door{settings(), {clock, *floor, directory, access, meters, Log()}};
  ClientSocket* client = nullptr;  // the newest

 private:
  std::vector<std::unique_ptr<ClientSocket>> clients_;  // to the end: the floor may still hold their other ends

  static BrowserDoorSettings settings() {
    BrowserDoorSettings settings;
    settings.allowed_origins = {"https://console.example"};
    settings.recorded = true;
    return settings;
  }
};

}  // namespace parley::test
