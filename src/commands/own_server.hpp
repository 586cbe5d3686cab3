// SPDX-License-Identifier: Apache-2.0
// A server that a benchmark starts for itself: free ports, a state directory of its own, the shipped settings.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "call_story.hpp"
#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

class OwnServer {
 public:
  // Starts `program serve` and waits until it is ready; on failure the error holds the end of its log.
  // `organizations` as files of their own; empty: those of config/organizations.
  static Result<std::unique_ptr<OwnServer>> start(const std::string& program,
                                                  const std::vector<Organization>& organizations);
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;
  ~OwnServer();  // SIGTERM, then SIGKILL; removes its directory

  std::uint16_t sip_port() const { return sip_port_; }
  std::uint16_t http_port() const { return http_port_; }
  const std::string& key() const { return key_; }
  // Of the newest call of that caller, for doors that do not tell their callers.
  Result<std::string> call_id_of(const std::string& from) const;
  // The record of a call that is over; waits a few seconds for its end to be written.
  Result<CallStory> story(const std::string& call_id) const;
  Result<std::string> metrics() const;
  double cpu_seconds() const;  // user and system, since its start

 private:
  explicit OwnServer(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Result<void> launch(const std::string& program, const std::string& organizations_dir);
  Result<void> wait_until_ready();
  std::string log_end() const;
  std::string address() const;

  std::filesystem::path directory_;
  pid_t child_ = -1;
  bool gone_ = false;  // reaped
  std::uint16_t sip_port_ = 0;
  std::uint16_t http_port_ = 0;
  std::string key_;
};

}  // namespace parley::commands
