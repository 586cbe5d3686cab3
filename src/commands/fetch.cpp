// SPDX-License-Identifier: Apache-2.0
#include "fetch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace parley::commands {

Result<HttpClientReply> fetch(const std::string& url, const std::string& key, std::chrono::milliseconds within) {
  auto clock = create_system_clock();
  HttpClient client(*clock);
  HttpClientCall request("GET", url, clock->now() + within);
  if (!key.empty()) request.headers.add("Authorization", "Bearer " + key);
  asio::io_context loop;
  auto reply = asio::co_spawn(loop, client.send(std::move(request)), asio::use_future);
  loop.run();
  return reply.get();
}

}  // namespace parley::commands
