// SPDX-License-Identifier: Apache-2.0
// parley doctor: every link from the settings to the voice, first what can be seen without a server, then what a
// running one says and whether it answers.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <filesystem>
#include <ostream>

#include "chain_links.hpp"
#include "command_line.hpp"
#include "fetch.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/config/load_settings.hpp"
#include "parley/encoder/onnx_encoder.hpp"
#include "parley/encoder/use_lite.hpp"
#include "parley/peer/ask_options.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;
using boost::system::error_code;

constexpr auto kAcousticModel = "/usr/share/pocketsphinx/model/en-us/en-us/mdef";

ChainLink settings_link(const LoadedSettings& loaded) {
  ChainLink link{"settings", "ok", "file and environment are right", "", ""};
  if (loaded.faults.empty()) return link;
  link.state = "broken";
  link.detail = std::to_string(loaded.faults.size()) + " fault(s)";
  link.last_error = to_string(loaded.faults.front());
  link.remedy = "parley config check lists every fault";
  return link;
}

ChainLink organizations_link(const Settings& settings, const std::vector<std::string>& voices) {
  const auto loaded = load_organizations(settings.organizations_dir, voices);
  ChainLink link{"organizations", "ok",
                 std::to_string(loaded.organizations.size()) + " in " + settings.organizations_dir, "", ""};
  if (loaded.faults.empty()) return link;
  link.state = "broken";
  link.last_error = to_string(loaded.faults.front());
  link.remedy = "parley config check lists every fault; PARLEY_ORGANIZATIONS_DIR names another directory";
  return link;
}

ChainLink hearing_link(const Settings& settings) {
  ChainLink link{"hearing model", "ok", kAcousticModel, "", ""};
  const auto adapted = fs::path(settings.models_dir) / "en-us-phone.mllr";
  std::error_code none;
  if (!fs::exists(kAcousticModel, none)) {
    link.state = "broken";
    link.last_error = "the acoustic model is missing";
    link.remedy = "scripts/setup (package pocketsphinx-en-us)";
  } else if (!fs::exists(adapted, none)) {
    link.state = "degraded";
    link.last_error = adapted.string() + " is missing: telephone speech is heard worse";
    link.remedy = "scripts/setup makes it; PARLEY_MODELS_DIR names another directory";
  } else {
    link.detail += ", " + adapted.string();
  }
  return link;
}

// A server of vectors is not asked: that costs.
ChainLink embedder_link(const Settings& settings) {
  const auto& wanted = settings.embedding;
  if (wanted.provider == "openai") return {"embedder", "ok", wanted.url + ", " + wanted.model + ", not asked", "", ""};
  if (wanted.provider == "onnx") {
    const auto opened =
        open_onnx_encoder({wanted.onnx_model, wanted.onnx_vocabulary, wanted.onnx_runtime, wanted.onnx_lower_case});
    if (opened) return {"embedder", "ok", (*opened)->id(), "", ""};
    return {"embedder", "broken", wanted.onnx_model, opened.error().message, "docs/layer-two.md"};
  }
  const auto weights = fs::path(settings.models_dir) / kUseLiteFile;
  std::error_code none;
  if (fs::exists(weights, none)) return {"embedder", "ok", "built in, " + weights.string(), "", ""};
  return {"embedder", "degraded", "built in", weights.string() + " is missing: questions are compared by wording alone",
          "scripts/setup"};
}

ChainLink state_dir_link(const Settings& settings) {
  ChainLink link{"state directory", "ok", settings.state_dir, "", ""};
  std::error_code failed;
  auto existing = fs::absolute(settings.state_dir, failed);
  while (!failed && !fs::exists(existing) && existing.has_relative_path()) existing = existing.parent_path();
  const auto space = fs::space(existing, failed);
  constexpr std::uintmax_t kScarce = 256ULL * 1024 * 1024;
  if (failed) {
    link.state = "broken";
    link.last_error = failed.message();
    link.remedy = "PARLEY_STATE_DIR names a directory that this user may write to";
  } else {
    link.detail += ", " + std::to_string(space.available / (1024 * 1024)) + " MiB free";
    if (space.available < kScarce) {
      link.state = "degraded";
      link.last_error = "the disk is nearly full: recording will stop";
      link.remedy = "free space under " + settings.state_dir + "/recordings";
    }
  }
  return link;
}

// Whether somebody else holds the port; only asked when no server of ours answers.
template <class Protocol>
std::string taken_by(const std::string& host, std::uint16_t port) {
  asio::io_context loop;
  error_code failed;
  const auto address = asio::ip::make_address(host, failed);
  if (failed) return {};
  const typename Protocol::endpoint local(address, port);
  typename Protocol::socket socket(loop);
  socket.open(local.protocol(), failed);
  if (!failed) socket.bind(local, failed);
  return failed ? failed.message() : std::string{};
}

// Where a client on this machine reaches what is bound there.
std::string reachable(const std::string& bind) { return bind == "0.0.0.0" || bind == "::" ? "127.0.0.1" : bind; }

std::vector<ChainLink> server_links(const Settings& settings) {
  const auto host = reachable(settings.http.bind);
  const auto address = "http://" + host + ":" + std::to_string(settings.http.port);
  ChainLink link{"server", "ok", address, "", ""};
  const auto reply = fetch(address + "/readyz?verbose");
  if (!reply) {
    link.state = "broken";
    link.last_error = reply.error().message;
    const auto taken = taken_by<asio::ip::tcp>(settings.http.bind, settings.http.port);
    link.remedy = taken.empty() ? "scripts/run starts it"
                                : "port " + std::to_string(settings.http.port) + ": " + taken +
                                      "; choose another with PARLEY_HTTP_PORT";
    return {link};
  }
  std::vector<ChainLink> links;
  if (auto own = read_links(reply->body)) {
    links = std::move(*own);
    for (auto& one : links) one.name = "server: " + one.name;
  } else {
    link.state = "broken";
    link.last_error = own.error().message;
    link.remedy = "something else answers there; choose another port with PARLEY_HTTP_PORT";
  }
  if (link.state == "ok" && reply->status != 200) {
    link.state = "degraded";
    link.last_error = "it takes no calls now (status " + std::to_string(reply->status) + ")";
    link.remedy = "see the links below";
  }
  links.insert(links.begin(), link);
  return links;
}

ChainLink sip_link(const Settings& settings, peer::CallerTransport transport, bool server_runs) {
  const bool tcp = transport == peer::CallerTransport::sip_tcp;
  peer::CallTarget target;
  target.transport = transport;
  target.host = reachable(settings.sip.bind);
  target.port = settings.sip.port;
  ChainLink link{tcp ? "SIP by TCP" : "SIP by UDP", "ok", target.uri(), "", ""};
  const auto status = peer::ask_options(target, std::chrono::seconds{2});
  if (status && *status == 200) {
    link.detail += " answers OPTIONS";
    return link;
  }
  link.state = "broken";
  link.last_error = status ? "OPTIONS was answered with " + std::to_string(*status) : status.error().message;
  link.remedy = "scripts/run starts the server";
  if (server_runs) link.remedy = "PARLEY_SIP_PORT and PARLEY_SIP_BIND of doctor and server must be the same";
  const auto taken = tcp ? taken_by<asio::ip::tcp>(settings.sip.bind, settings.sip.port)
                         : taken_by<asio::ip::udp>(settings.sip.bind, settings.sip.port);
  if (!server_runs && !taken.empty()) {
    link.remedy = "port " + std::to_string(settings.sip.port) + ": " + taken + "; choose another with PARLEY_SIP_PORT";
  }
  return link;
}

}  // namespace

int doctor(const Arguments& arguments, const Surroundings& surroundings) {
  CLI::App line("Looks at each link of the chain and says what mends it.", "parley doctor");
  std::string path;
  bool json = false;
  line.add_option("--config", path, "settings file (YAML)")->envname("PARLEY_CONFIG");
  line.add_flag("--json", json);
  if (const auto code = read_arguments(line, arguments, surroundings)) return *code;

  const auto loaded =
      load_settings(path.empty() ? std::nullopt : std::optional<std::string>(path), process_environment());
  std::vector<ChainLink> links{settings_link(loaded)};
  if (loaded.faults.empty()) {
    const auto& settings = loaded.settings;
    const auto voice = surroundings.create_voice();
    const auto state = voice ? voice->state() : SynthesizerState{};
    links.push_back(organizations_link(settings, voice ? voice->voices() : std::vector<std::string>{}));
    links.push_back(hearing_link(settings));
    links.push_back(embedder_link(settings));
    links.push_back({"voice", state.ready ? "ok" : "broken", state.engine, state.problem, state.remedy});
    links.push_back(state_dir_link(settings));
    const auto server = server_links(settings);
    const bool runs = server.front().state != "broken";
    links.insert(links.end(), server.begin(), server.end());
    links.push_back(sip_link(settings, peer::CallerTransport::sip, runs));
    links.push_back(sip_link(settings, peer::CallerTransport::sip_tcp, runs));
  }
  surroundings.out << (json ? links_to_json(links) + "\n" : links_to_text(links));
  return all_work(links) ? kDone : kFailed;
}

}  // namespace parley::commands
