// SPDX-License-Identifier: Apache-2.0
// Which addresses belong to the whole internet: what operators name must not lead a server into its own network.
#pragma once

#include <boost/asio/ip/address.hpp>

#include "parley/async/task.hpp"

namespace parley {

// false for what the IANA registries keep for special purposes (RFC 6890): loopback, private, link-local, shared,
// documentation, multicast …; of IPv6 all but 2000::/3, and what holds such an IPv4 address.
bool is_public(const asio::ip::address& address);

}  // namespace parley
