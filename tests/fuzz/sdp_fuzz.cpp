// SPDX-License-Identifier: Apache-2.0
// Any bytes as an offer: parsing, choosing and answering must hold, and our own answer must be readable to us.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "telephony/sdp_negotiation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace parley;
  const auto offer = sip::parse_sdp({reinterpret_cast<const char*>(bytes), size});
  if (!offer) return 0;
  const auto choice = sip::choose_audio(*offer);
  if (!choice) return 0;
  const MediaAddress local{"192.0.2.1", 10000};
  const auto answer = sip::parse_sdp(sip::SdpAuthor(1).sign(sip::answer_body(*offer, *choice, local), local));
  if (!answer || answer->streams.size() != offer->streams.size()) std::abort();
  const auto mirrored = sip::choose_audio(*answer);
  if (!mirrored || mirrored->stream != choice->stream || mirrored->audio.codec != choice->audio.codec ||
      mirrored->audio.payload_type != choice->audio.payload_type || mirrored->audio.remote != local) {
    std::abort();
  }
  return 0;
}
