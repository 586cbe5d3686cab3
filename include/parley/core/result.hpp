// SPDX-License-Identifier: Apache-2.0
// Failures of the world as values: what kind, and a sentence that says what to do.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace parley {

enum class Fault {
  invalid_input,  // what was given cannot be right; giving it again will not help
  not_found,
  unavailable,  // a link of the chain is missing or broken; the message names what mends it
  timed_out,
  exhausted,  // a bound was reached: calls, ports, queue
  unsupported,
  closed,    // the other side ended it
  conflict,  // somebody else was first: a stale version, a key that is taken
};

struct Error {
  Fault fault;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// Reading the value of a failed Result is our own mistake, hence an exception that ends the call with CallEnd::bug.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("value of a failed result: " + error.message);
}

template <class T>
struct [[nodiscard]] Result : boost::system::result<T, Error> {
  using boost::system::result<T, Error>::result;
};

}  // namespace parley
