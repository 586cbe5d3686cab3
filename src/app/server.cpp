// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

#include "call_ids.hpp"
#include "node.hpp"
#include "parley/async/clock.hpp"
#include "parley/store/key_file.hpp"
#include "voice_warmer.hpp"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kDrainCheck{200};
constexpr std::chrono::seconds kFarewells{15};

void print_doors(const Node& node, const std::string& key) {
  const auto& settings = node.settings();
  for (const auto& served : node.organizations()) {
    if (served.definition->numbers.empty()) continue;
    std::cout << "SIP: sip:" << served.definition->numbers.front() << '@' << settings.sip.bind << ':' << node.sip_port()
              << "  (UDP and TCP, " << served.definition->name << ")\n";
  }
  std::cout << "Browser: http://" << settings.http.bind << ':' << node.http_port() << "/try\n";
  std::cout << "API: http://" << settings.http.bind << ':' << node.http_port() << '\n';
  std::cout << "API key: " << key << std::endl;
}

// First signal: no new calls, those that are up go on to their end. Second: they are told and end.
Task<void> until_told_to_stop(Node& node, Clock& clock, Log log) {
  auto home = co_await asio::this_coro::executor;
  asio::signal_set signals(home, SIGTERM, SIGINT);
  co_await signals.async_wait(asio::use_awaitable);
  log.info("node.draining", "no new calls from now on", {{"calls", node.calls_up()}});
  node.drain();
  // Owners: this coroutine and the pending wait, which may outlive it.
  auto told_again = std::make_shared<bool>(false);
  signals.async_wait([told_again](const boost::system::error_code& error, int) { *told_again = !error; });
  while (node.calls_up() > 0 && !*told_again) co_await clock.sleep_until(clock.now() + kDrainCheck);
  node.close_calls();
  const Instant latest = clock.now() + kFarewells;
  while (node.calls_up() > 0 && clock.now() < latest) co_await clock.sleep_until(clock.now() + kDrainCheck);
  node.stop_http();
}

Task<void> bring_up(Node& node, Clock& clock, Log log, std::string key) {
  co_await node.learn();
  co_await warm_voices(node.voices(), node.organizations(), clock, log);
  node.open_for_calls();
  print_doors(node, key);
  log.info("node.ready", "calls are answered", {{"organizations", node.organizations().size()}});
}

}  // namespace

int serve(const Settings& settings) {
  auto clock = create_system_clock();
  asio::io_context control(1);
  Node node(settings, *clock, control.get_executor());
  auto key = settings.api.demo_key.value.empty() ? load_or_make_key(settings.state_dir + "/demo.key")
                                                 : Result<std::string>(settings.api.demo_key.value);
  if (!key) {
    std::cerr << "parley: " << key.error().message << '\n';
    return 1;
  }
  const auto problems = node.build(*key);
  for (const auto& problem : problems) std::cerr << "parley: " << problem << '\n';
  if (!problems.empty()) return 1;

  // Roots of the process: the only tasks that nobody joins, since control.run() returns when the last one has ended.
  std::exception_ptr broken;
  const auto root = [&broken, &control](std::exception_ptr error) {
    if (!error) return;
    broken = error;
    control.stop();
  };
  auto up = bring_up(node, *clock, node.log(), *key);
  auto down = until_told_to_stop(node, *clock, node.log());
  asio::co_spawn(control, node.run_http(), root);
  asio::co_spawn(control, std::move(up), root);
  asio::co_spawn(control, std::move(down), root);
  control.run();
  node.take_down();
  if (!broken) return 0;
  try {
    std::rethrow_exception(broken);
  } catch (const std::exception& error) {
    std::cerr << "parley: " << error.what() << '\n';
  }
  return 1;
}

}  // namespace parley
