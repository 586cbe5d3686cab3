// SPDX-License-Identifier: Apache-2.0
// The doors of a node: SIP, HTTP with the API and WebSockets, and the loops behind them.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "build_stamp.hpp"
#include "node.hpp"
#include "node_loop.hpp"
#include "parley/async/spawnable.hpp"

namespace parley {
namespace {

constexpr auto kDemo = "demo";

std::string advertised(const Settings::Sip& sip) { return sip.advertise.empty() ? sip.bind : sip.advertise; }

}  // namespace

std::vector<std::string> Node::open_doors(const std::string& demo_key, const std::string& installation_key) {
  auto problems = open_sip();
  build_api(demo_key, installation_key);
  for (auto& problem : open_http()) problems.push_back(std::move(problem));
  if (!problems.empty()) return problems;
  start_loops();
  build_chain();
  return problems;
}

std::vector<std::string> Node::open_sip() {
  SipCallSettings calls;
  calls.advertised_host = advertised(settings_.sip);
  calls.rtp_timeouts.at_first = settings_.calls.no_media_at_first;
  calls.rtp_timeouts.later = settings_.calls.no_media_later;
  desk_ = SipCallDesk::create(std::move(calls), *floor_, *rtp_ports_);
  SipSettings sip;
  sip.bind = settings_.sip.bind;
  sip.port = settings_.sip.port;
  sip.advertise = settings_.sip.advertise;
  auto stack = create_sip_stack(std::move(sip), *desk_, log(), *meters_);
  if (!stack) return {stack.error().message};
  sip_ = std::move(*stack);
  desk_->attach(*sip_);
  return {};
}

// The one that the demo key opens: "demo" where there is one, else the first.
OrganizationKey Node::demo_organization() const {
  const auto all = directory_.all();
  if (all.empty() || directory_.by_key({kDemo})) return OrganizationKey{kDemo};
  return all.front().definition->key;
}

void Node::build_api(const std::string& demo_key, const std::string& installation_key) {
  Access::Parts access{{}, stores_.access(), clock_, log()};
  access.keys.push_back({demo_key, demo_organization()});
  access.keys.push_back({installation_key, OrganizationKey{}});
  access_ = std::make_unique<Access>(std::move(access));

  ClusterChannel::Listener listener;
  listener.changed = [this](const std::string& organization) {
    access_->forget();
    tenants_->look();
    reload_ = reload_ || organization.empty();
    changes_.wake();
  };
  const auto act = [this](OrganizationKey organization, CallId call, CallAction action) {
    return this->act(std::move(organization), call, std::move(action));
  };
  listener.asked = [act](std::string request) { return answer_cluster_request(act, std::move(request)); };
  stores_.listen(std::move(listener));

  ControlApi::Parts parts;
  parts.clock = &clock_;
  parts.log = log();
  parts.access = access_.get();
  parts.organizations = &directory_;
  parts.meters = meters_.get();
  parts.node = [this] { return state(); };
  parts.load = [this] { return CallLoad{slots_.taken(), slots_.limit()}; };
  parts.drain = [this] { drain(); };
  parts.build = build_stamp();
  parts.node_id = stores_.node();
  parts.recent = &stores_.recent();
  parts.archive = stores_.archive();
  parts.store = stores_.organizations();
  parts.knowledge = stores_.knowledge();
  parts.keys = stores_.access();
  parts.live = stores_.live();
  parts.cluster = stores_.channel();
  parts.router_switch = &mind_.router_switch();
  parts.features = [this](OrganizationKey organization, const IntentRouter& router, std::string text) {
    return mind_.vectors().question(std::move(organization), router, std::move(text));
  };
  watch_.add_to(parts);
  parts.cache = &mind_.cache();
  parts.warmer = &warmer_->warmer();
  parts.act = act;
  parts.voices = voices_->voices();
  parts.check = [voices = voices_->voices()](const Organization& definition) {
    return check_organization(definition, voices).faults;
  };
  parts.changed = [this](const OrganizationKey& organization) {
    access_->forget();
    tenants_->look();
    reload_ = reload_ || organization.value.empty();
    changed_.insert(organization.value);
    changes_.wake();
  };
  api_ = std::make_unique<ControlApi>(std::move(parts));
}

Task<Result<void>> Node::act(OrganizationKey organization, CallId call, CallAction action) {
  auto acted = co_await floor_->act(std::move(organization), call, std::move(action));
  co_return acted;
}

// What was changed here goes to the others; settings of the installation are read again, whoever changed them.
Task<void> Node::follow_changes() {
  for (;;) {
    while (changed_.empty() && !reload_) co_await changes_.wait();
    if (std::exchange(reload_, false)) co_await api_->reload_settings();
    if (changed_.empty()) continue;
    auto organization = std::move(changed_.extract(changed_.begin()).value());
    if (auto* channel = stores_.channel()) co_await channel->tell_changed(std::move(organization));
  }
}

std::vector<std::string> Node::open_http() {
  BrowserDoorSettings browser;
  browser.silent_at_first = settings_.calls.no_media_at_first;
  browser.silent_later = settings_.calls.no_media_later;
  browser.recorded = settings_.recording.enabled && recordings_problem_.empty();
  BrowserDoor::Parts browser_parts{clock_, *floor_, directory_, *access_, *meters_, log()};
  browser_ = std::make_unique<BrowserDoor>(std::move(browser), std::move(browser_parts));
  auto routes = api_->routes();
  routes.add_upgrade("/v1/browser", browser_->gate());
  build_twilio(routes);
  HttpServerOptions http;
  http.bind = settings_.http.bind;
  http.port = settings_.http.port;
  http.problem = &ControlApi::problem;
  http.log = log();
  http.meters = meters_.get();
  auto server = HttpServer::open(control_, clock_, std::move(routes), std::move(http));
  if (!server) return {server.error().message};
  http_ = std::move(*server);
  return {};
}

void Node::start_loops() {
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    auto& place = *loops_[i];
    auto root = spawnable(floor_->run(i));
    auto ended = [&place, log = log()](std::exception_ptr error) {
      if (error && !is_cancellation(error)) log.error("loop.broken", "a loop of calls ended by a mistake of ours");
      place.ended.set_value();
    };
    asio::co_spawn(place.loop.context(), std::move(root),
                   asio::bind_cancellation_slot(place.cancel.slot(), std::move(ended)));
  }
}

}  // namespace parley
