// SPDX-License-Identifier: Apache-2.0
// X-Twilio-Signature: HMAC-SHA1 over the URL that Twilio asked for and the form it sent, in base64.
#pragma once

#include <string>
#include <string_view>

#include "form.hpp"

namespace parley {

// What Twilio signs: the URL, then each distinct name and value of the form, sorted by bytes.
std::string twilio_signature(std::string_view auth_token, std::string_view url, const FormFields& form);

// Whether `signature` is right for the URL as it stands, without its port, or with its default one: Twilio is not
// consistent about ports. Takes the same time whatever is wrong.
bool twilio_signed(std::string_view auth_token, std::string_view url, const FormFields& form,
                   std::string_view signature);

// Requests with another body than a form carry its SHA-256 in the query (bodySHA256, lower-case hex); the URL is signed
// alone. False without that parameter.
bool twilio_signed_body(std::string_view auth_token, std::string_view url, std::string_view body,
                        std::string_view signature);

// In the time that the longer one takes.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace parley
