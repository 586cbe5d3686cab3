// SPDX-License-Identifier: Apache-2.0
// Even UDP ports for RTP, handed out bound. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "parley/async/task.hpp"
#include "parley/core/result.hpp"

namespace parley {

// A bound UDP socket and its number; destruction closes it and gives the number back. Movable.
class RtpPort {
 public:
  struct Open;
  RtpPort() noexcept;
  explicit RtpPort(std::unique_ptr<Open> open) noexcept;
  RtpPort(RtpPort&&) noexcept;
  RtpPort& operator=(RtpPort&&) noexcept;
  ~RtpPort();

  std::uint16_t number() const;  // 0 when empty
  Open& open() { return *open_; }

 private:
  std::unique_ptr<Open> open_;
};

class RtpPorts {
 public:
  // `bind` is a numeric address. first == 0: the system chooses each port (tests).
  RtpPorts(std::string bind, std::uint16_t first, std::uint16_t last);
  RtpPorts(const RtpPorts&) = delete;
  RtpPorts& operator=(const RtpPorts&) = delete;
  ~RtpPorts();  // ports that are still out stay usable

  // The socket's executor is `home`. Fault::exhausted when every port is taken, here or by other programs.
  Result<RtpPort> take(Executor home);
  std::size_t free() const;  // not handed out; other programs may have some of them
  std::size_t size() const;  // 0 when the system chooses

 private:
  struct Pool;
  friend struct RtpPort::Open;
  // Owners: this and every RtpPort that is out, so that the order of their ends does not matter.
  std::shared_ptr<Pool> pool_;
};

}  // namespace parley
