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

namespace parley {
namespace {

constexpr std::chrono::milliseconds kDrainCheck{200};
// One Ctrl-C reaches the server by its terminal and by the script that started it.
constexpr std::chrono::milliseconds kSameSignal{1000};
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

// Owned by the coroutine that waits; a wait that is pending when it ends finds it gone.
struct StopSignals {
  StopSignals(const Executor& home, Clock& watch) : signals(home, SIGTERM, SIGINT), clock(watch) {}

  asio::signal_set signals;
  Clock& clock;
  int first = 0;
  Instant first_came{};
  bool told_again = false;
};

void listen_again(const std::shared_ptr<StopSignals>& stop) {
  const std::weak_ptr<StopSignals> waiting = stop;
  stop->signals.async_wait([waiting](const boost::system::error_code& error, int signal) {
    const auto now = waiting.lock();
    if (error || !now) return;
    const bool echo = signal == SIGINT && now->first == SIGINT && now->clock.now() - now->first_came < kSameSignal;
    if (echo) return listen_again(now);
    now->told_again = true;
  });
}

// First signal: no new calls, those that are up go on to their end. Second: they are told and end.
Task<void> until_told_to_stop(Node& node, Clock& clock, Log log) {
  auto home = co_await asio::this_coro::executor;
  auto stop = std::make_shared<StopSignals>(home, clock);
  stop->first = co_await stop->signals.async_wait(asio::use_awaitable);
  stop->first_came = clock.now();
  log.info("node.draining", "no new calls from now on", {{"calls", node.calls_up()}});
  node.drain();
  listen_again(stop);
  while (node.calls_up() > 0 && !stop->told_again) co_await clock.sleep_until(clock.now() + kDrainCheck);
  node.close_calls();
  const Instant latest = clock.now() + kFarewells;
  while (node.calls_up() > 0 && clock.now() < latest) co_await clock.sleep_until(clock.now() + kDrainCheck);
  stop->signals.cancel();
  node.stop();
}

Result<std::string> key_of(const Secret& given, const std::string& file) {
  return given.value.empty() ? load_or_make_key(file) : Result<std::string>(given.value);
}

int tell(const std::vector<std::string>& problems) {
  for (const auto& problem : problems) std::cerr << "parley: " << problem << '\n';
  return 1;
}

// Runs the loop until the configuration is there or cannot be had.
Result<void> load(Node& node, asio::io_context& control) {
  Result<void> loaded{};
  std::exception_ptr broken;
  auto ended = [&](std::exception_ptr error, Result<void> result) {
    broken = error;
    loaded = std::move(result);
    control.stop();  // what is warmed meanwhile goes on with the next run
  };
  asio::co_spawn(control, node.load(), std::move(ended));
  control.run();
  control.restart();
  if (broken) std::rethrow_exception(broken);
  return loaded;
}

}  // namespace

int serve(const Settings& settings) {
  auto clock = create_system_clock();
  asio::io_context control(1);
  Node node(settings, *clock, control.get_executor());
  const auto demo_key = key_of(settings.api.demo_key, settings.state_dir + "/demo.key");
  if (!demo_key) return tell({demo_key.error().message});
  const auto installation_key = key_of(settings.api.installation_key, settings.state_dir + "/installation.key");
  if (!installation_key) return tell({installation_key.error().message});
  if (const auto problems = node.build(); !problems.empty()) return tell(problems);
  // With a database what is missing now may come later; until then nothing is ready.
  const auto loaded = load(node, control);
  if (!loaded && !node.may_start_empty()) return tell({loaded.error().message});
  if (!loaded) node.log().error("configuration.none", loaded.error().message);
  if (const auto problems = node.open_doors(*demo_key, *installation_key); !problems.empty()) return tell(problems);
  node.open_for_calls();
  print_doors(node, *demo_key);
  node.log().info("node.started", "the doors are open", {{"organizations", node.organizations().size()}});

  // Roots of the process: the only tasks that nobody joins, since control.run() returns when the last one has ended.
  std::exception_ptr broken;
  const auto root = [&broken, &control](std::exception_ptr error) {
    if (!error) return;
    broken = error;
    control.stop();
  };
  auto down = until_told_to_stop(node, *clock, node.log());
  asio::co_spawn(control, node.run_http(), root);
  asio::co_spawn(control, node.run_background(), root);
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
