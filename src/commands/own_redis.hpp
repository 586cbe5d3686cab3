// SPDX-License-Identifier: Apache-2.0
// A redis-server that a benchmark starts for itself: in memory alone, on a unix socket in a directory of its own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "parley/core/result.hpp"

namespace parley::commands {

class OwnRedis {
 public:
  static Result<std::unique_ptr<OwnRedis>> start();
  OwnRedis(const OwnRedis&) = delete;
  OwnRedis& operator=(const OwnRedis&) = delete;
  ~OwnRedis();

  std::string url() const { return "unix://" + directory_ + "/redis"; }

 private:
  OwnRedis(std::string directory, pid_t child) : directory_(std::move(directory)), child_(child) {}

  const std::string directory_;
  const pid_t child_;
};

}  // namespace parley::commands
