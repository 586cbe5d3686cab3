// SPDX-License-Identifier: Apache-2.0
#include "parley/async/crossing.hpp"

#include <boost/asio/post.hpp>

namespace parley::detail {

void knock(std::shared_ptr<CrossingDoor> door) {
  auto home = door->home;
  auto wake = [door = std::move(door)] {
    if (door->sleeper) door->sleeper->wake();
  };
  asio::post(home, std::move(wake));
}

}  // namespace parley::detail
