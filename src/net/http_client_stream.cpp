// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>

#include "http_wire.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

constexpr std::uint32_t kHeaderBytes = 64 * 1024;

class OpenAnswer final : public HttpClientStream {
 public:
  OpenAnswer(const Executor& home, Clock& clock, HttpErrand errand, std::size_t body_limit)
      : clock_(clock), errand_(std::move(errand)), wire_(home) {
    parser_.header_limit(kHeaderBytes);
    parser_.body_limit(body_limit);
  }

  unsigned status() const override { return status_; }
  const HttpHeaders& headers() const override { return headers_; }

  Task<Result<void>> begin() {
    const auto dialled = co_await dial(wire_, errand_);
    if (!dialled) co_return dialled.error();
    if (!wire_.secured) {
      auto begun = co_await send_and_read_head(wire_.socket);
      co_return begun;
    }
    auto begun = co_await send_and_read_head(*wire_.secured);
    co_return begun;
  }

  Task<Result<std::optional<std::string>>> read(Instant deadline) override {
    auto more = co_await within(clock_, deadline, read_on());
    if (!more) co_return Error{Fault::timed_out, errand_.address.host + " did not go on in time"};
    co_return std::move(*more);
  }

 private:
  Task<Result<std::optional<std::string>>> read_on() {
    if (!wire_.secured) {
      auto more = co_await read_from(wire_.socket);
      co_return more;
    }
    auto more = co_await read_from(*wire_.secured);
    co_return more;
  }

  template <class Stream>
  Task<Result<void>> send_and_read_head(Stream& stream) {
    ErrorCode error;
    const auto bytes = asio::buffer(errand_.request);
    co_await asio::async_write(stream, bytes, asio::redirect_error(asio::use_awaitable, error));
    rethrow_cancelled(error);
    // A server may refuse and close before it has read everything: its answer counts.
    co_await http::async_read_header(stream, buffer_, parser_, asio::redirect_error(asio::use_awaitable, error));
    rethrow_cancelled(error);
    if (error) co_return unreachable(errand_.address, "gave no answer", error);
    const auto& message = parser_.get();
    status_ = message.result_int();
    for (const auto& field : message) headers_.add(std::string(field.name_string()), std::string(field.value()));
    co_return Result<void>();
  }

  template <class Stream>
  Task<Result<std::optional<std::string>>> read_from(Stream& stream) {
    while (!parser_.is_done()) {
      auto& body = parser_.get().body();
      body.data = piece_.data();
      body.size = piece_.size();
      body.more = true;
      ErrorCode error;
      co_await http::async_read_some(stream, buffer_, parser_, asio::redirect_error(asio::use_awaitable, error));
      rethrow_cancelled(error);
      const auto got = piece_.size() - parser_.get().body().size;
      if (error == http::error::need_buffer) error = {};
      if (error == http::error::body_limit) co_return Error{Fault::exhausted, errand_.address.host + " sent too much"};
      if (error) co_return unreachable(errand_.address, "broke off", error);
      if (got > 0) co_return std::optional<std::string>(std::in_place, piece_.data(), got);
    }
    co_return std::optional<std::string>();
  }

  Clock& clock_;
  HttpErrand errand_;
  HttpWire wire_;
  http::response_parser<http::buffer_body> parser_;
  beast::flat_buffer buffer_;
  std::array<char, 8192> piece_{};
  unsigned status_ = 0;
  HttpHeaders headers_;
};

}  // namespace

Task<Result<std::unique_ptr<HttpClientStream>>> HttpClient::open(HttpClientCall call) {
  auto errand = errand_of(call, trust_);
  if (!errand) co_return errand.error();
  const auto home = co_await asio::this_coro::executor;
  auto answer = std::make_unique<OpenAnswer>(home, clock_, std::move(*errand), call.body_limit);
  const auto begun = co_await within(clock_, call.deadline, answer->begin());
  if (!begun) co_return Error{Fault::timed_out, "no answer from " + call.url + " in time"};
  if (!*begun) co_return begun->error();
  co_return std::unique_ptr<HttpClientStream>(std::move(answer));
}

}  // namespace parley
