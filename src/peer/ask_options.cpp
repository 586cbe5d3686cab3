// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/ask_options.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <utility>

#include "parley/async/within.hpp"
#include "sip_wire.hpp"

namespace parley::peer {
namespace {

SipMessage options_for(const CallTarget& target, const SipWire& wire) {
  const bool tcp = target.transport == CallerTransport::sip_tcp;
  const auto here = wire.local_host() + ":" + std::to_string(wire.local_port());
  const auto unique = std::to_string(wire.local_port());
  SipMessage message;
  message.method = "OPTIONS";
  message.uri = target.uri();
  message.add("Via", std::string("SIP/2.0/") + (tcp ? "TCP " : "UDP ") + here + ";rport;branch=z9hG4bKask" + unique);
  message.add("Max-Forwards", "70");
  message.add("From", "<sip:doctor@" + wire.local_host() + ">;tag=ask" + unique);
  message.add("To", "<" + target.uri() + ">");
  message.add("Call-ID", "ask-" + unique + "@parley-doctor");
  message.add("CSeq", "1 OPTIONS");
  message.add("Contact", "<sip:doctor@" + here + ">");
  message.add("Accept", "application/sdp");
  return message;
}

Task<Result<int>> ask(CallTarget target) {
  auto wire = co_await open_sip_wire(target.host, target.port, target.transport == CallerTransport::sip_tcp);
  if (!wire) co_return wire.error();
  (*wire)->send(to_wire(options_for(target, **wire)));
  for (;;) {
    auto message = co_await (*wire)->receive();
    if (!message) co_return message.error();
    if (!message->is_request() && message->status >= 200) co_return message->status;
  }
}

}  // namespace

Result<int> ask_options(const CallTarget& target, std::chrono::milliseconds patience) {
  auto clock = create_system_clock();
  asio::io_context loop;
  auto race = asio::co_spawn(loop, within(*clock, clock->now() + patience, ask(target)), asio::use_future);
  loop.run();
  auto status = race.get();
  if (!status) {
    return Error{Fault::timed_out, "no answer to OPTIONS within " + std::to_string(patience.count()) + " ms"};
  }
  return *status;
}

}  // namespace parley::peer
