// SPDX-License-Identifier: Apache-2.0
// The polling loop of libre on a thread of ours, with a wake-up and a timer on the steady clock (libre's own timers
// move when the wall clock steps).
#pragma once

#include <optional>

#include "parley/core/time.hpp"

namespace parley::sip {

class ReLoop {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_wake() noexcept = 0;
    virtual void on_timer() noexcept = 0;
  };

  ReLoop();
  ReLoop(const ReLoop&) = delete;
  ReLoop& operator=(const ReLoop&) = delete;
  ~ReLoop();

  void wake() noexcept;  // any thread

  // The rest belongs to the thread that runs the loop: attach, run until stop(), detach.
  bool attach(Listener& listener);
  void run();
  void stop();
  void detach();
  // on_timer() comes at that instant or a little later; replaces what was armed.
  void arm(Instant when);

 private:
  static void wake_readable(int flags, void* self);
  static void timer_readable(int flags, void* self);

  int wake_descriptor_;
  int timer_descriptor_;
  Listener* listener_ = nullptr;
};

}  // namespace parley::sip
