// SPDX-License-Identifier: Apache-2.0
#include "parley/api/browser_door.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "browser_caller.hpp"
#include "browser_messages.hpp"
#include "browser_origin.hpp"
#include "parley/api/control_api.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

constexpr int kMostWaiting = 64;
constexpr std::chrono::seconds kHello{5};

HttpResponse refuse_upgrade(const HttpRequest& request, unsigned status, const char* code, const char* detail) {
  HttpProblem problem(status, code, detail);
  problem.instance = request.path;
  problem.request_id = request.request_id;
  auto response = ControlApi::problem(problem);
  if (status == 503) response.headers.add("Retry-After", std::to_string(kRetryAfterSeconds));
  return response;
}

BrowserRefusal explain(NotAdmitted refusal) {
  switch (refusal) {
    case NotAdmitted::unknown_number:
      break;
    case NotAdmitted::starting:
      return {"starting", "The server is still learning to hear.", "Call again in a few seconds."};
    case NotAdmitted::draining:
      return {"draining", "The server is shutting down.", "Call again when it is back."};
    case NotAdmitted::full:
      return {"full", "Every line is taken.",
              "Call again in a moment; calls.limit and the organization's limits.calls."};
    case NotAdmitted::no_engine:
      return {"no_engine", "Hearing or voice is not ready.", "parley doctor says which, and what mends it."};
  }
  return {"no_such_organization", "This key sees no such organization.", "GET /v1/organizations lists what it sees."};
}

WebSocketClose close_code(const std::string& code) {
  if (code == "bad_message" || code == "wrong_protocol") return WebSocketClose::protocol_error;
  if (code == "starting" || code == "draining" || code == "full" || code == "no_engine" ||
      code == "store_unavailable") {
    return WebSocketClose::try_again_later;
  }
  return WebSocketClose::policy;
}

std::optional<ServedOrganization> choose(const BrowserHello& hello, const Identity& who,
                                         const OrganizationDirectory& organizations) {
  std::optional<ServedOrganization> chosen;
  if (!hello.number.empty()) {
    chosen = organizations.by_number(hello.number);
    if (chosen && !hello.organization.empty() && chosen->definition->key.value != hello.organization)
      return std::nullopt;
  } else if (!hello.organization.empty()) {
    chosen = organizations.by_key({hello.organization});
  } else if (!who.of_installation()) {
    chosen = organizations.by_key(who.organization);
  } else if (const auto only = organizations.only()) {
    chosen = organizations.by_key(*only);
  }
  if (!chosen || !who.sees(chosen->definition->key)) return std::nullopt;
  return chosen;
}

BrowserRefusal explain(NotIdentified reason) {
  if (reason == NotIdentified::unavailable) {
    return {"store_unavailable", "The key cannot be checked: the database does not answer.", "Call again in a moment."};
  }
  return {"unauthorized", "The key is unknown, expired or revoked.", "Use the API key that the server printed."};
}

CallerFacts facts_of(const BrowserHello& hello, const Organization& organization) {
  CallerFacts facts;
  facts.from = hello.from;
  facts.to = hello.number;
  if (facts.to.empty()) facts.to = organization.numbers.empty() ? organization.key.value : organization.numbers.front();
  facts.transport = "browser";
  return facts;
}

// Until the other side has taken notice, or the socket's patience ends.
Task<void> closed(WebSocket& socket) {
  for (;;) {
    auto rest = co_await socket.receive();
    if (!rest) co_return;
  }
}

}  // namespace

// One socket that has not said hello; counts itself.
class BrowserDoor::Visit {
 public:
  explicit Visit(std::atomic<int>& waiting) : waiting_(waiting) { ++waiting_; }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() { --waiting_; }

 private:
  std::atomic<int>& waiting_;
};

BrowserDoor::BrowserDoor(BrowserDoorSettings settings, Parts parts)
    : settings_(std::move(settings)), parts_(std::move(parts)) {}

WebSocketGate BrowserDoor::gate() {
  return [this](const HttpRequest& request) { return let_in(request); };
}

void BrowserDoor::count_refusal(const std::string& code) {
  parts_.meters
      .counter("parley_browser_refusals_total", "Clients of the browser door that were sent away", {{"code", code}})
      .add();
}

WebSocketVerdict BrowserDoor::let_in(const HttpRequest& request) {
  WebSocketVerdict verdict;
  if (!origin_allowed(request.headers.get("Origin"), request.headers.get("Host"), settings_.allowed_origins)) {
    count_refusal("foreign_origin");
    verdict.refusal = refuse_upgrade(request, 403, "foreign_origin", "A page of another site may not call from here.");
    return verdict;
  }
  if (parts_.floor.draining()) {
    count_refusal("draining");
    verdict.refusal = refuse_upgrade(request, 503, "draining", "The server is shutting down.");
    return verdict;
  }
  if (waiting_ >= kMostWaiting) {
    count_refusal("crowded");
    verdict.refusal = refuse_upgrade(request, 503, "crowded", "Too many sockets that have not said hello.");
    return verdict;
  }
  const auto loop = parts_.floor.choose_loop();
  verdict.home = parts_.floor.home(loop);
  verdict.limits.waiting_bytes = 64 * 1024;  // two seconds of audio
  verdict.adopt = [this, loop](std::unique_ptr<WebSocket> socket) {
    parts_.floor.wait_in_lobby(loop, greet(std::move(socket), loop));
  };
  return verdict;
}

Task<void> BrowserDoor::greet(std::unique_ptr<WebSocket> socket, std::size_t loop) {
  std::optional<BrowserRefusal> refusal;
  {
    const Visit visit(waiting_);
    auto receiving = socket->receive();
    auto first = co_await within(parts_.clock, parts_.clock.now() + kHello, std::move(receiving));
    if (first && !*first) co_return;  // left without a word
    std::variant<BrowserHello, BrowserRefusal> read;
    if (!first) {
      read = BrowserRefusal("no_hello", "No hello came within 5 seconds.", "Send it as the first message.");
    } else if (!(*first)->text) {
      read = BrowserRefusal("bad_message", "Audio came before the hello.", "Wait for ready before you send audio.");
    } else {
      read = read_hello((*first)->data);
    }
    if (auto* hello = std::get_if<BrowserHello>(&read)) {
      const auto who = co_await parts_.access.identify(hello->key);
      refusal = place(*hello, who, socket, loop);
    } else {
      refusal = std::get<BrowserRefusal>(std::move(read));
    }
  }
  if (!refusal) co_return;
  count_refusal(refusal->code);
  parts_.log.info("browser.refused", refusal->detail, {{"code", refusal->code}});
  socket->send(true, write_refused(*refusal));
  socket->close(close_code(refusal->code), refusal->code);
  co_await closed(*socket);
}

std::optional<BrowserRefusal> BrowserDoor::place(const BrowserHello& hello, const Identification& who,
                                                 std::unique_ptr<WebSocket>& socket, std::size_t loop) {
  if (const auto* reason = std::get_if<NotIdentified>(&who)) return explain(*reason);
  const auto& identity = std::get<Identity>(who);
  if (!identity.scopes.has(Scope::calls_act)) {
    return BrowserRefusal("insufficient_scope", "This key lacks the scope calls:act.", "Use a key that has it.");
  }
  auto organization = choose(hello, identity, parts_.organizations);
  if (!organization) return explain(NotAdmitted::unknown_number);
  auto facts = facts_of(hello, *organization->definition);
  auto answer = parts_.floor.admit(std::move(facts), std::move(*organization));
  if (const auto* refusal = std::get_if<NotAdmitted>(&answer)) return explain(*refusal);
  auto caller = std::make_unique<BrowserCaller>(std::move(socket), hello, settings_, parts_.meters);
  parts_.floor.place(loop, std::get<Admission>(std::move(answer)), create_stream_door(std::move(caller)));
  return std::nullopt;
}

}  // namespace parley
