// SPDX-License-Identifier: Apache-2.0
// Records of calls for tests, told apart by a number.
#pragma once

#include <string>

#include "parley/store/call_record.hpp"

namespace parley::test {

inline CallId call_id(std::uint8_t number) {
  Uuid::Bytes bytes{};
  bytes[0] = 1;
  bytes[15] = number;
  return CallId(Uuid(bytes));
}

// `number` also says when the call started, in seconds.
inline CallRecord record_of(std::uint8_t number, const std::string& organization = "demo") {
  CallRecord record;
  record.id = call_id(number);
  record.organization = OrganizationKey{organization};
  record.from = "+15550123";
  record.to = "demo";
  record.transport = "sip";
  record.started_at = WallTime{std::chrono::seconds{1000 + number}};
  return record;
}

inline CallRecord finished(CallRecord record) {
  record.ended_at = record.started_at + std::chrono::seconds{30};
  record.end_reason = CallEnd::caller_hung_up;
  return record;
}

}  // namespace parley::test
