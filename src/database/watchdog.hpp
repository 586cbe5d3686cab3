// SPDX-License-Identifier: Apache-2.0
// Ends reads that would wait for a hung server: shuts their sockets down at a deadline, so that the blocked thread
// comes back. libpq itself waits without end.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "parley/async/clock.hpp"

namespace parley {

class Watchdog {
 public:
  explicit Watchdog(const Clock& clock);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

  // While it lives the socket is watched. Goes before the socket is closed: its number may be somebody else's then.
  class Watch {
   public:
    Watch(Watchdog& dog, int socket, Instant deadline);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    bool has_cut() const;

   private:
    friend class Watchdog;
    Watchdog& dog_;
    int socket_;
    Instant deadline_;
    bool cut_ = false;
  };

 private:
  void run();

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Watch*> watches_;
  Instant wakes_at_ = Instant::max();  // of the thread; a watch that ends later needs not wake it
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace parley
