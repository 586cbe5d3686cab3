// SPDX-License-Identifier: Apache-2.0
#include "parley/language/chat_model.hpp"

#include <algorithm>
#include <utility>

#include "chat_meters.hpp"
#include "chat_prompt.hpp"
#include "chat_stream.hpp"
#include "content_words.hpp"

namespace parley {
namespace {

// Knowledge that is slower than this is left out of the prompt.
constexpr std::chrono::milliseconds kSearchDeadline{300};
constexpr std::size_t kMostErrorBytes = 64 * 1024;
constexpr std::size_t kMostStreamBytes = 4 * 1024 * 1024;
// Of English, for servers that do not count; providers name about four.
constexpr std::size_t kBytesAToken = 4;

// What a model needs for all its replies.
struct ChatModelRoom {
  ChatModelSettings settings;
  ChatModelParts parts;
  ChatMeters meters;
};

class ChatReply final : public ModelReply {
 public:
  ChatReply(ChatModelRoom& room, ModelQuestion question)
      : room_(room), question_(std::move(question)), began_(room.parts.clock.now()) {
    deadline_ = std::min(question_.deadline, began_ + room.settings.deadline);
  }

  Task<Result<std::optional<std::string>>> next() override {
    if (over_) co_return std::optional<std::string>();
    if (!stream_) {
      const auto begun = co_await begin();
      if (!begun) co_return failed(begun.error());
    }
    for (;;) {
      const auto bytes = co_await stream_->read(deadline_);
      // A whole answer counts although its stream was cut behind it.
      if (!bytes && !chat_.whole()) co_return failed(bytes.error());
      Result<void> read;
      if (bytes && *bytes) read = chat_.feed(**bytes);
      const bool ended = !bytes || !*bytes || chat_.over();
      if (read && ended) read = chat_.finish();
      if (!read) co_return failed(read.error());
      auto words = chat_.take_words();
      if (!words.empty() && answer_.text.empty()) room_.meters.first_words(room_.parts.clock.now() - began_);
      answer_.text += words;
      if (ended) complete();
      if (!words.empty()) co_return std::optional<std::string>(std::move(words));
      if (ended) co_return std::optional<std::string>();
    }
  }

  const ModelAnswer& answer() const override { return answer_; }

 private:
  Task<Result<void>> begin() {
    if (room_.parts.search != nullptr) {
      const auto soon = std::min(deadline_, room_.parts.clock.now() + kSearchDeadline);
      auto found = co_await room_.parts.search->find(question_.organization->key, question_.text, soon);
      if (found) found_ = std::move(*found);
    }
    auto call = request();
    answer_.usage.calls = 1;
    auto opened = co_await room_.parts.client.open(std::move(call));
    if (!opened) {
      if (opened.error().fault == Fault::timed_out || opened.error().fault == Fault::exhausted)
        co_return opened.error();
      co_return Error{Fault::unavailable, opened.error().message};
    }
    stream_ = std::move(*opened);
    auto* limits = room_.parts.limits;
    if (limits) limits->heard(stream_->status(), stream_->headers(), room_.parts.clock.now());
    if (stream_->status() == 200) co_return Result<void>();
    std::string body;
    while (body.size() < kMostErrorBytes) {
      const auto more = co_await stream_->read(deadline_);
      if (!more || !*more) break;
      body += **more;
    }
    co_return fault_of_status(stream_->status(), stream_->headers(), body);
  }

  HttpClientCall request() {
    const auto& settings = room_.settings;
    ChatRequest wanted{settings.model, chat_messages(question_, found_, room_.parts.clock.wall_now()),
                       settings.most_tokens, question_.second_sample,
                       settings.url.find("api.openai.com") != std::string::npos};
    HttpClientCall call("POST", settings.url + "/chat/completions", deadline_);
    call.body = chat_request_json(wanted);
    call.body_limit = kMostStreamBytes;
    call.headers.add("Content-Type", "application/json");
    call.headers.add("Accept", "text/event-stream");
    if (!settings.api_key.value.empty()) call.headers.add("Authorization", "Bearer " + settings.api_key.value);
    prompt_bytes_ = call.body.size();
    return call;
  }

  void count_usage() {
    const auto estimated = TokenCount{static_cast<std::uint32_t>(prompt_bytes_ / kBytesAToken),
                                      static_cast<std::uint32_t>(chat_.content_bytes() / kBytesAToken)};
    const auto tokens = chat_.usage().value_or(estimated);
    answer_.usage.prompt_tokens = tokens.prompt;
    answer_.usage.completion_tokens = tokens.completion;
    answer_.usage.cost_usd = tokens.prompt * room_.settings.usd_per_1k_prompt / 1000 +
                             tokens.completion * room_.settings.usd_per_1k_completion / 1000;
    room_.meters.tokens(tokens);
  }

  void complete() {
    over_ = true;
    stream_.reset();
    count_usage();
    if (chat_.knows()) {
      answer_.origin = AnswerOrigin::model;
      answer_.source = room_.settings.model;
      answer_.self_rating = chat_.confidence();
      answer_.says_static = chat_.says_static();
      for (const auto& piece : found_)
        answer_.retrieval = std::max(answer_.retrieval, borne_out(answer_.text, piece.title + ". " + piece.text));
    }
    tell(chat_.knows() ? "answered" : "unknown");
  }

  // Nothing more comes; what was said remains in answer(), of nobody.
  Error failed(Error error) {
    over_ = true;
    // A request that reached nobody cost nothing.
    const bool asked = stream_ != nullptr && stream_->status() == 200;
    if (asked) count_usage();
    if (!asked && error.fault != Fault::timed_out) answer_.usage.calls = 0;
    stream_.reset();
    tell(outcome_of(error.fault));
    return error;
  }

  void tell(const char* outcome) {
    const auto span = room_.parts.clock.now() - began_;
    room_.meters.over(outcome, span);
    room_.parts.log.debug("language.asked", "a language model was asked",
                          {{"organization", question_.organization->key.value},
                           {"outcome", outcome},
                           {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(span).count()},
                           {"prompt_tokens", answer_.usage.prompt_tokens},
                           {"completion_tokens", answer_.usage.completion_tokens}});
  }

  ChatModelRoom& room_;
  ModelQuestion question_;
  Instant began_;
  Instant deadline_{};
  std::vector<FoundPiece> found_;
  std::size_t prompt_bytes_ = 0;
  std::unique_ptr<HttpClientStream> stream_;
  ChatStream chat_;
  ModelAnswer answer_;
  bool over_ = false;
};

class ChatModel final : public LanguageModel {
 public:
  explicit ChatModel(ChatModelRoom room) : room_(std::move(room)) {
    while (room_.settings.url.ends_with('/')) room_.settings.url.pop_back();
  }

  const std::string& name() const override { return room_.settings.model; }
  std::unique_ptr<ModelReply> ask(ModelQuestion question) override {
    return std::make_unique<ChatReply>(room_, std::move(question));
  }

 private:
  ChatModelRoom room_;
};

}  // namespace

std::unique_ptr<LanguageModel> create_chat_model(ChatModelSettings settings, ChatModelParts parts) {
  ChatMeters meters(parts.meters);
  return std::make_unique<ChatModel>(ChatModelRoom{std::move(settings), parts, meters});
}

}  // namespace parley
