// SPDX-License-Identifier: Apache-2.0
#include "own_redis.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

namespace parley::commands {

Result<std::unique_ptr<OwnRedis>> OwnRedis::start() {
  auto directory = (std::filesystem::temp_directory_path() / "parley-bench-redis-XXXXXX").string();
  if (!mkdtemp(directory.data())) return Error{Fault::unavailable, "no temporary directory"};
  const auto socket = directory + "/redis";
  std::vector<std::string> words{"redis-server", "--port", "0", "--unixsocket", socket, "--dir",
                                 directory,      "--save", "",  "--appendonly", "no"};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int failed = posix_spawnp(&child, "redis-server", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    std::filesystem::remove_all(directory);
    return Error{Fault::unavailable, "redis-server does not start: install it, or name one with --redis-url"};
  }
  return std::unique_ptr<OwnRedis>(new OwnRedis(std::move(directory), child));
}

OwnRedis::~OwnRedis() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace parley::commands
