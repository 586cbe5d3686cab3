// SPDX-License-Identifier: Apache-2.0
// The conversation's own words: what is said where no pattern of the organization speaks.
#pragma once

#include <string_view>

namespace parley::wording {

inline constexpr std::string_view kGreeting = "Hello. How can I help you?";
inline constexpr std::string_view kGoodbye = "Thank you for calling. Goodbye.";
inline constexpr std::string_view kReprompt = "I am sorry, I did not understand that. Could you put it differently?";
inline constexpr std::string_view kOffers = "I can help with {{offers}}.";
inline constexpr std::string_view kNoAnswer = "I am sorry, I do not have an answer to that.";
inline constexpr std::string_view kNotCaught = "I am sorry, I did not catch that. Could you say it again?";
inline constexpr std::string_view kStillNotCaught = "I still did not catch that. Please speak a little slower.";
inline constexpr std::string_view kHardToHear = "I am sorry, it is hard to hear you.";
inline constexpr std::string_view kTooLong = "That was a lot at once. Please ask one short question.";
inline constexpr std::string_view kRepeated = "I heard the same words again and again. Please say it once.";
inline constexpr std::string_view kTooOften = "I am getting too many questions at once. Please wait a moment.";
inline constexpr std::string_view kBlocked = "I am sorry, I can not help with that.";
inline constexpr std::string_view kStillThere = "Are you still there?";
inline constexpr std::string_view kHowCanIHelp = "How can I help you?";
inline constexpr std::string_view kSilent = "I can not hear you.";
inline constexpr std::string_view kOfferPerson = "Shall I connect you to a person?";
inline constexpr std::string_view kOfferCallback = "Shall we call you back?";
inline constexpr std::string_view kConnecting = "One moment please. I am connecting you now.";
inline constexpr std::string_view kYesOrNo = "Please say yes or no.";
inline constexpr std::string_view kWhatElse = "All right. What else can I help you with?";
inline constexpr std::string_view kAllRight = "All right.";
inline constexpr std::string_view kAskNumber =
    "Which number should we call? Say it digit by digit, or key it in and press the pound key.";
inline constexpr std::string_view kGoOn = "Yes, go on.";
inline constexpr std::string_view kTooShort = "That number is too short.";
inline constexpr std::string_view kNumberFailed =
    "I am sorry, I could not take the number. What else can I help you with?";
inline constexpr std::string_view kCallbackTaken =
    "Thank you. We will call you back. Is there anything else I can do for you?";
inline constexpr std::string_view kSpeechLost =
    "I am sorry, I have trouble hearing right now. Please call again in a few minutes. Goodbye.";
inline constexpr std::string_view kTimeIsUp = "I am sorry, the time for this call is over.";
inline constexpr std::string_view kShutdown =
    "I am sorry, I have to end this call. Please call again in a few minutes. Goodbye.";

}  // namespace parley::wording
