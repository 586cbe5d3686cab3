// SPDX-License-Identifier: Apache-2.0
// Who calls whom, read from an INVITE.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sip_message.hpp"

namespace parley::sip {

std::string called_number(const SipMessage& invite);  // user part of the Request-URI

// P-Asserted-Identity, Remote-Party-ID, From, in this order; empty when anonymous or when Privacy asks for it.
std::string calling_number(const SipMessage& invite);

// X-* and User-to-User: the first 16, values up to 1 KiB; longer ones are left out rather than cut.
std::vector<std::pair<std::string, std::string>> application_headers(const SipMessage& invite);

}  // namespace parley::sip
