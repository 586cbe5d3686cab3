// SPDX-License-Identifier: Apache-2.0
// A private Postgres for the tests of one program: made when first asked for, in a directory of its own, on a unix
// socket alone, with the schema of this tree. It goes with the program, however that ends.
//
// Suites that use it end in OnPostgres: ctest runs all of a module's in one process, so that the start (about a
// second) is paid once (scripts/cmake/parley_module.cmake).
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace parley::test {

class PostgresRoom {
 public:
  // The program's own. Throws std::runtime_error with the server's log when it cannot be had.
  static PostgresRoom& shared();

  PostgresRoom();  // one more, of an own server
  PostgresRoom(const PostgresRoom&) = delete;
  PostgresRoom& operator=(const PostgresRoom&) = delete;
  ~PostgresRoom();

  // The role that owns the schema, and the one that serves and owns nothing. `name`: what fresh_database() gave.
  std::string owner_url(const std::string& name = "parley") const;
  std::string serving_url(const std::string& name = "parley") const;
  std::string superuser_url(const std::string& name = "parley") const;
  // An own database beside the shared one, with the schema or, for tests of migrations, without anything in it.
  std::string fresh_database();
  std::string empty_database();
  // No tenant is left, and nothing of any.
  void clear();
  // For the preparations of a test, by any of the URLs. One statement or several.
  void run_sql(const std::string& url, const std::string& sql);

  // Outages. Each returns when it is so.
  void hang();     // SIGSTOP: connections are taken by the kernel, nothing is answered
  void wake();     // SIGCONT
  void kill();     // SIGKILL of every process
  void restart();  // starts again after kill(), or stops the orderly way first; recovery included

 private:
  struct Disk;

  void start();
  std::string url(const std::string& role, const std::string& name) const;
  std::vector<pid_t> processes() const;
  std::string make_database(const std::string& like);

  std::unique_ptr<Disk> disk_;
  pid_t server_ = 0;
  bool hung_ = false;
  int databases_ = 0;
};

}  // namespace parley::test
