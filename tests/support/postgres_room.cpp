// SPDX-License-Identifier: Apache-2.0
#include "support/postgres_room.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "parley/database/migrations.hpp"

namespace parley::test {
namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

// initdb and postgres refuse to run as root: then Debian's user of the server owns the directory and runs them.
const passwd* server_user() {
  if (geteuid() != 0) return nullptr;
  const auto* user = getpwnam("postgres");
  if (!user) throw std::runtime_error("there is no system user postgres; install postgresql-15");
  return user;
}

pid_t spawn(const std::vector<std::string>& command, const std::string& log, int input = -1) {
  const auto* user = server_user();
  std::vector<char*> arguments;
  for (const auto& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  const auto child = fork();
  if (child != 0) return child;
  const bool keeper = input >= 0;
  if (!keeper && user && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  if (keeper) {
    setsid();
    dup2(input, STDIN_FILENO);
  } else if (freopen("/dev/null", "r", stdin) == nullptr) {
    _exit(126);
  }
  if (freopen(log.c_str(), "a", stdout) == nullptr) _exit(126);
  dup2(STDOUT_FILENO, STDERR_FILENO);
  // Nothing of the test program stays open in a server that outlives it for a moment.
  close_range(3, ~0U, 0);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int wait_end(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void wait_gone(pid_t process) {
  const auto handle = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
  if (handle < 0) return;
  pollfd gone{handle, POLLIN, 0};
  poll(&gone, 1, 10000);
  close(handle);
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

struct PostgresRoom::Disk {
  Disk() {
    std::string made = (std::filesystem::temp_directory_path() / "parley-postgres-XXXXXX").string();
    if (mkdtemp(made.data()) == nullptr) throw std::runtime_error("no directory for Postgres below /tmp");
    path = made;
    if (const auto* user = server_user()) {
      if (chown(made.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown of " + made);
    }
    // Ends the server and removes the directory when the last end of its pipe closes: with this program.
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    // Line 7 of the file names the shared memory that a killed server leaves behind.
    const std::string script =
        "read _; file=$0/data/postmaster.pid; pid=$(head -n 1 $file); "
        "if [ \"$(readlink /proc/$pid/cwd)\" = $0/data ]; then kill -KILL $(cat /proc/$pid/task/$pid/children) $pid; "
        "fi; "
        "set -- $(sed -n 7p $file); [ -n \"$2\" ] && ipcrm -m $2; rm -rf $0";
    keeper = spawn({"/bin/sh", "-c", script, path.string()}, "/dev/null", ends[0]);
    close(ends[0]);
    alive = ends[1];
  }
  ~Disk() {
    close(alive);
    wait_end(keeper);
  }
  std::string log() const { return (path / "log").string(); }
  std::string data() const { return (path / "data").string(); }

  std::filesystem::path path;
  pid_t keeper = 0;
  int alive = -1;
};

PostgresRoom& PostgresRoom::shared() {
  static std::string failure;  // told to every test, without trying again for each
  if (!failure.empty()) throw std::runtime_error(failure);
  try {
    static PostgresRoom room;
    return room;
  } catch (const std::exception& error) {
    failure = error.what();
    throw;
  }
}

PostgresRoom::PostgresRoom() : disk_(std::make_unique<Disk>()) {
  const auto made = spawn({kPrograms + "initdb", "-D", disk_->data(), "-A", "trust", "-U", "postgres", "-E", "UTF8",
                           "--locale=C.UTF-8", "--no-sync"},
                          disk_->log());
  if (wait_end(made) != 0) throw std::runtime_error("initdb failed: " + read_text(disk_->log()));
  // Without fsync: what a killed process wrote is in the kernel's memory, and no test pulls the plug.
  std::ofstream(disk_->path / "data/postgresql.conf", std::ios::app)
      << "listen_addresses = ''\nunix_socket_directories = '" << disk_->path.string()
      << "'\nshared_buffers = 32MB\nmax_connections = 100\nwal_level = minimal\nmax_wal_senders = 0\n"
         "fsync = off\nfull_page_writes = off\nautovacuum = off\nlogging_collector = off\nlog_min_messages = fatal\n"
         "log_min_error_statement = panic\n";
  start();
  run_sql(superuser_url("postgres"), "CREATE ROLE parley_owner LOGIN");
  run_sql(superuser_url("postgres"), "CREATE ROLE parley LOGIN");
  run_sql(superuser_url("postgres"), "CREATE DATABASE schema OWNER parley_owner");
  const auto migrated = migrate(owner_url("schema"), "parley", false);
  if (!migrated) throw std::runtime_error("the schema cannot be made: " + migrated.error().message);
  run_sql(superuser_url("postgres"), "CREATE DATABASE parley OWNER parley_owner TEMPLATE schema");
}

PostgresRoom::~PostgresRoom() {
  if (server_ == 0) return;
  wake();
  ::kill(server_, SIGQUIT);  // "immediate": nothing of it is needed any more
  wait_end(server_);
}

std::string PostgresRoom::url(const std::string& role, const std::string& name) const {
  return "postgresql://" + role + "@/" + name + "?host=" + disk_->path.string();
}
std::string PostgresRoom::owner_url(const std::string& name) const { return url("parley_owner", name); }
std::string PostgresRoom::serving_url(const std::string& name) const { return url("parley", name); }
std::string PostgresRoom::superuser_url(const std::string& name) const { return url("postgres", name); }

std::string PostgresRoom::make_database(const std::string& like) {
  const auto name = "fresh_" + std::to_string(++databases_);
  run_sql(superuser_url("postgres"), "CREATE DATABASE " + name + " OWNER parley_owner TEMPLATE " + like);
  return name;
}
std::string PostgresRoom::fresh_database() { return make_database("schema"); }
std::string PostgresRoom::empty_database() { return make_database("template1"); }

void PostgresRoom::clear() { run_sql(superuser_url(), "TRUNCATE tenants CASCADE"); }

void PostgresRoom::run_sql(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), &PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
}

void PostgresRoom::start() {
  server_ = spawn({kPrograms + "postgres", "-D", disk_->data()}, disk_->log());
  const auto address = superuser_url("postgres");
  for (int tries = 0; tries < 4000; ++tries) {
    if (PQping(address.c_str()) == PQPING_OK) return;
    int status = 0;
    if (waitpid(server_, &status, WNOHANG) == server_) break;
    poll(nullptr, 0, 5);  // there is nothing to wait on before the socket is there
  }
  throw std::runtime_error("Postgres does not start: " + read_text(disk_->log()));
}

std::vector<pid_t> PostgresRoom::processes() const {
  std::vector<pid_t> all;
  if (server_ == 0) return all;
  all.push_back(server_);
  const auto task = std::to_string(server_);
  std::istringstream children(read_text("/proc/" + task + "/task/" + task + "/children"));
  for (pid_t child = 0; children >> child;) all.push_back(child);
  return all;
}

// The postmaster first: whoever it started is listed afterwards and nobody comes anew.
void PostgresRoom::hang() {
  ::kill(server_, SIGSTOP);
  for (const auto process : processes()) ::kill(process, SIGSTOP);
  hung_ = true;
}

void PostgresRoom::wake() {
  for (const auto process : processes()) ::kill(process, SIGCONT);
  hung_ = false;
}

void PostgresRoom::kill() {
  ::kill(server_, SIGSTOP);
  const auto all = processes();
  for (const auto process : all) ::kill(process, SIGKILL);
  wait_end(server_);
  for (const auto process : all) wait_gone(process);
  server_ = 0;
  hung_ = false;
}

void PostgresRoom::restart() {
  if (hung_) wake();
  if (server_ != 0) {
    ::kill(server_, SIGINT);  // "fast": connections are told and closed
    wait_end(server_);
  }
  start();
}

}  // namespace parley::test
