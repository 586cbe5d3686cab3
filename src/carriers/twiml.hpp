// SPDX-License-Identifier: Apache-2.0
// The XML that tells Twilio what to do with a call.
#pragma once

#include <string>
#include <string_view>

#include "form.hpp"

namespace parley {

std::string xml_escaped(std::string_view text);

// <Connect><Stream url><Parameter …/></Stream></Connect> and nothing behind it, so that closing the stream hangs up.
std::string twiml_connect(std::string_view stream_url, const FormFields& parameters);
std::string twiml_say_and_hang_up(std::string_view text);
// A number, or a SIP URI ("sip:…").
std::string twiml_dial(std::string_view target);

}  // namespace parley
