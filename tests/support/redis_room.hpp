// SPDX-License-Identifier: Apache-2.0
// A private redis-server in a temporary folder, on a unix socket and a free TCP port. Gone with the room, and with the
// thread that made it, however that ends.
#pragma once

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

extern char** environ;

namespace parley::test {

class RedisRoom {
 public:
  RedisRoom() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley-redis-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp failed");
    folder_ = pattern;
    start();
  }
  RedisRoom(const RedisRoom&) = delete;
  RedisRoom& operator=(const RedisRoom&) = delete;
  ~RedisRoom() {
    kill_hard();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string url() const { return "unix://" + socket(); }
  std::string tcp_url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
  std::uint16_t port() const { return port_; }
  std::string socket() const { return folder_ + "/redis"; }

  // Empty memory; returns when it takes connections. The same socket and port as before where that is free.
  void start() {
    for (int tries = 0; tries < 5; ++tries) {
      if (port_ == 0) port_ = free_port();
      spawn();
      if (says_ready()) return;
      kill_hard();
      port_ = 0;
    }
    throw std::runtime_error("redis-server does not start: " + said_);
  }
  void kill_hard() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
      pid_ = 0;
    }
    if (output_ >= 0) close(std::exchange(output_, -1));
  }
  // Takes connections, since the kernel does that, and answers nothing.
  void hang() {
    ::kill(pid_, SIGSTOP);
    siginfo_t stopped{};
    waitid(P_PID, static_cast<id_t>(pid_), &stopped, WSTOPPED);
  }
  void resume() { ::kill(pid_, SIGCONT); }
  // Every write is refused from now on: nothing is evicted.
  void fill_up() { tell({"CONFIG", "SET", "maxmemory", "1"}); }
  void make_room() { tell({"CONFIG", "SET", "maxmemory", "0"}); }

  // One command over a connection of its own. Errors begin with "-"; nil is "(nil)"; items of a list stand in lines.
  std::string tell(const std::vector<std::string>& command) {
    const int wire = connect_unix();
    std::string text = "*" + std::to_string(command.size()) + "\r\n";
    for (const auto& part : command) text += "$" + std::to_string(part.size()) + "\r\n" + part + "\r\n";
    std::string answer;
    if (write(wire, text.data(), text.size()) == static_cast<ssize_t>(text.size())) answer = read_reply(wire);
    close(wire);
    return answer;
  }

 private:
  void spawn() {
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
    // setpriv: the server must not outlive a test that crashed.
    std::vector<std::string> words = {"setpriv",
                                      "--pdeathsig",
                                      "KILL",
                                      "redis-server",
                                      "--port",
                                      std::to_string(port_),
                                      "--bind",
                                      "127.0.0.1",
                                      "--unixsocket",
                                      socket(),
                                      "--dir",
                                      folder_,
                                      "--save",
                                      "",
                                      "--appendonly",
                                      "no",
                                      "--daemonize",
                                      "no",
                                      "--maxmemory-policy",
                                      "noeviction"};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    const int failed = posix_spawnp(&pid_, "setpriv", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    output_ = pipe_ends[0];
    if (failed) throw std::runtime_error("setpriv or redis-server is missing: see scripts/packages.txt");
  }

  // The server's own log tells, so that nobody has to try again and again.
  bool says_ready() {
    said_.clear();
    char piece[4096];
    for (ssize_t got = 0; (got = read(output_, piece, sizeof piece)) > 0;) {
      said_.append(piece, static_cast<std::size_t>(got));
      if (said_.find("accept connections at " + socket()) != std::string::npos) return true;
    }
    return false;
  }

  static std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(probe, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    close(probe);
    return ntohs(address.sin_port);
  }

  int connect_unix() const {
    const int wire = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket().copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(wire, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      close(wire);
      throw std::runtime_error("no redis-server at " + socket());
    }
    return wire;
  }

  static std::string read_exactly(int wire, std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t have = 0; have < size;) {
      const auto got = read(wire, text.data() + have, size - have);
      if (got <= 0) throw std::runtime_error("redis-server closed the connection");
      have += static_cast<std::size_t>(got);
    }
    return text;
  }
  static std::string read_line(int wire) {
    std::string line;
    while (!line.ends_with("\r\n")) line += read_exactly(wire, 1);
    return line.substr(0, line.size() - 2);
  }
  static std::string read_reply(int wire) {
    const auto line = read_line(wire);
    if (line[0] == '-') return line;
    if (line[0] == '+' || line[0] == ':') return line.substr(1);
    const int size = std::stoi(line.substr(1));
    if (size < 0) return "(nil)";
    if (line[0] == '$')
      return read_exactly(wire, static_cast<std::size_t>(size) + 2).substr(0, static_cast<std::size_t>(size));
    std::string items;
    for (int i = 0; i < size; ++i) items += (i ? "\n" : "") + read_reply(wire);
    return items;
  }

  std::string folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;
  int output_ = -1;
  std::string said_;
};

}  // namespace parley::test
