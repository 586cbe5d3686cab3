// SPDX-License-Identifier: Apache-2.0
#include "own_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "fetch.hpp"
#include "free_ports.hpp"
#include "parley/config/load_organizations.hpp"
#include "parley/config/load_settings.hpp"

namespace parley::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t kRtpPorts = 400;
constexpr std::chrono::milliseconds kPoll{50};
constexpr int kReadyPolls = 2400;  // two minutes: a language model is built at first
constexpr int kRecordPolls = 200;  // ten seconds
constexpr int kGoodbyePolls = 200;

void pause() {
  asio::io_context loop;
  asio::steady_timer timer(loop, kPoll);
  timer.wait();
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The shipped settings: no variable of ours but those that say where things are.
std::vector<std::string> child_environment(std::vector<std::string> environment) {
  for (const auto& [name, value] : process_environment()) {
    if (!name.starts_with("PARLEY_") || name == "PARLEY_MODELS_DIR") environment.push_back(name + "=" + value);
  }
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::string OwnServer::address() const { return "http://127.0.0.1:" + std::to_string(http_port_); }

Result<std::unique_ptr<OwnServer>> OwnServer::start(const std::string& program,
                                                    const std::vector<Organization>& organizations) {
  auto pattern = (fs::temp_directory_path() / "parley-bench-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) return Error{Fault::unavailable, "no temporary directory at " + pattern};
  std::unique_ptr<OwnServer> server(new OwnServer(pattern));
  std::string organizations_dir = fs::absolute("config/organizations").string();
  if (!organizations.empty()) {
    organizations_dir = (server->directory_ / "organizations").string();
    fs::create_directory(organizations_dir);
    for (const auto& one : organizations) {
      std::ofstream(fs::path(organizations_dir) / (one.key.value + ".yaml")) << organization_to_yaml(one);
    }
  }
  if (auto launched = server->launch(program, organizations_dir); !launched) return launched.error();
  if (auto ready = server->wait_until_ready(); !ready) return ready.error();
  server->key_ = content_of(server->directory_ / "state/demo.key");
  server->key_.erase(server->key_.find_last_not_of(" \r\n") + 1);
  return server;
}

Result<void> OwnServer::launch(const std::string& program, const std::string& organizations_dir) {
  const auto sip = free_port();
  const auto http = free_port();
  const auto rtp = free_port_block(kRtpPorts);
  if (!sip || !http || !rtp) return Error{Fault::exhausted, "no free ports on 127.0.0.1 for a server"};
  sip_port_ = *sip;
  http_port_ = *http;
  std::vector<std::string> arguments{program, "serve"};
  auto environment = child_environment({
      "PARLEY_STATE_DIR=" + (directory_ / "state").string(),
      "PARLEY_ORGANIZATIONS_DIR=" + organizations_dir,
      "PARLEY_SIP_PORT=" + std::to_string(sip_port_),
      "PARLEY_HTTP_PORT=" + std::to_string(http_port_),
      "PARLEY_RTP_PORTS=" + std::to_string(*rtp) + "-" + std::to_string(*rtp + kRtpPorts - 1),
  });
  const auto argv = pointers_to(arguments);
  const auto envp = pointers_to(environment);
  const int log = ::open((directory_ / "server.log").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (log < 0) return Error{Fault::unavailable, "cannot write " + (directory_ / "server.log").string()};
  const pid_t parent = ::getpid();
  child_ = ::fork();
  if (child_ == 0) {  // only calls that are safe after fork in a process with threads
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(log);
  if (child_ < 0) return Error{Fault::exhausted, "cannot start a process for the server"};
  return {};
}

Result<void> OwnServer::wait_until_ready() {
  for (int poll = 0; poll < kReadyPolls; ++poll) {
    if (::waitpid(child_, nullptr, WNOHANG) == child_) {
      gone_ = true;
      return Error{Fault::unavailable, "the server of the benchmark ended before it was ready:\n" + log_end()};
    }
    const auto reply = fetch(address() + "/readyz");
    if (reply && reply->status == 200) return {};
    pause();
  }
  return Error{Fault::timed_out, "the server of the benchmark did not get ready:\n" + log_end()};
}

std::string OwnServer::log_end() const {
  constexpr std::size_t kShown = 2000;
  const auto log = content_of(directory_ / "server.log");
  return log.size() <= kShown ? log : log.substr(log.size() - kShown);
}

Result<CallStory> OwnServer::story(const std::string& call_id) const {
  if (call_id.empty()) return Error{Fault::not_found, "the 200 OK had no X-Parley-Call-Id"};
  for (int poll = 0;; ++poll) {
    const auto reply = fetch(address() + "/v1/calls/" + call_id, key_);
    if (!reply) return reply.error();
    if (reply->status == 200) {
      auto story = read_story(reply->body);
      if (!story || story->over || poll >= kRecordPolls) return story;
    } else if (poll >= kRecordPolls) {
      return Error{Fault::not_found, "GET /v1/calls/" + call_id + " answers " + std::to_string(reply->status)};
    }
    pause();
  }
}

Result<std::string> OwnServer::call_id_of(const std::string& from) const {
  const auto reply = fetch(address() + "/v1/calls?limit=100", key_);
  if (!reply) return reply.error();
  const auto page = nlohmann::json::parse(reply->body, nullptr, false);
  if (page.is_object() && page.contains("data")) {
    for (const auto& call : page["data"]) {
      if (call.value("from", nlohmann::json()) == from) return call.value("id", "");
    }
  }
  return Error{Fault::not_found, "no record of a call from " + from};
}

Result<std::string> OwnServer::metrics() const {
  auto reply = fetch(address() + "/metrics");
  if (!reply) return reply.error();
  return std::move(reply->body);
}

double OwnServer::cpu_seconds() const {
  const auto stat = content_of("/proc/" + std::to_string(child_) + "/stat");
  // Fields 14 and 15 of proc(5), counted behind the name in brackets, which may hold blanks.
  const auto behind_name = stat.rfind(')');
  if (behind_name == std::string::npos) return 0;
  std::istringstream fields(stat.substr(behind_name + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

OwnServer::~OwnServer() {
  if (child_ > 0 && !gone_) {
    ::kill(child_, SIGTERM);
    for (int poll = 0; poll < kGoodbyePolls && !gone_; ++poll) {
      gone_ = ::waitpid(child_, nullptr, WNOHANG) == child_;
      if (!gone_) pause();
    }
    if (!gone_) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
  }
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

}  // namespace parley::commands
