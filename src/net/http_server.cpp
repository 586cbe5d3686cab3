// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_server.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <optional>

#include "http_connection.hpp"
#include "http_file.hpp"
#include "http_head.hpp"
#include "http_range.hpp"
#include "http_target.hpp"
#include "parley/async/task_group.hpp"
#include "web_socket_accept.hpp"
#include "web_socket_request.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kPiece = 64 * 1024;
constexpr auto kPauseAfterFailedAccept = std::chrono::milliseconds{50};

HttpResponse plain_problem(const HttpProblem& problem) {
  return {problem.status, "text/plain; charset=utf-8", problem.detail + "\n"};
}

class LoopHttpServer final : public HttpServer {
 public:
  LoopHttpServer(Executor home, Clock& clock, HttpRoutes routes, HttpServerOptions options, tcp::acceptor acceptor)
      : home_(std::move(home)),
        clock_(clock),
        routes_(std::move(routes)),
        options_(std::move(options)),
        acceptor_(std::move(acceptor)),
        port_(acceptor_.local_endpoint().port()) {
    if (!options_.problem) options_.problem = plain_problem;
    if (options_.meters) {
      open_connections_ = &options_.meters->gauge("parley_http_connections", "Open HTTP connections.");
    }
  }

  std::uint16_t port() const override { return port_; }

  Task<void> run() override {
    group_.start(accept());
    co_await group_.join();
  }

  void stop() override {
    std::weak_ptr<int> alive = alive_;
    asio::post(home_, [this, alive] {
      if (!alive.expired() && !stopping_) begin_stop();
    });
  }

 private:
  void begin_stop() {
    stopping_ = true;
    ErrorCode ignored;
    acceptor_.close(ignored);
    for (auto& connection : connections_) {
      if (connection.idle()) connection.abandon();
    }
    if (!connections_.empty()) group_.start(end_after_grace());
  }

  Task<void> end_after_grace() {
    co_await clock_.sleep_until(clock_.now() + options_.grace);
    group_.stop();
  }

  Task<void> accept() {
    bool failing = false;
    while (!stopping_) {
      ErrorCode error;
      tcp::socket socket(home_);
      co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (stopping_) break;
      if (!error) {
        failing = false;
        admit(std::move(socket));
        continue;
      }
      // Out of file descriptors, most likely: say so once and give those in use time to end.
      if (!failing) options_.log.error("http.accept_failed", error.message());
      failing = true;
      co_await clock_.sleep_until(clock_.now() + kPauseAfterFailedAccept);
    }
  }

  void admit(tcp::socket socket) {
    const HttpLimits limits{options_.header_bytes, options_.body_bytes, options_.idle, options_.read, options_.write};
    const auto place = connections_.emplace(connections_.end(), std::move(socket), clock_, limits);
    const auto same_peer = [host = place->host()](const HttpConnection& one) { return one.host() == host; };
    const auto anybody = [](const HttpConnection&) { return true; };
    const auto of_peer = static_cast<std::size_t>(std::count_if(connections_.begin(), connections_.end(), same_peer));
    const bool room = (of_peer <= options_.connections_per_peer || close_longest_idle(same_peer)) &&
                      (connections_.size() <= options_.connections || close_longest_idle(anybody));
    if (room) {
      group_.start(serve(place));
    } else {
      refuse(*place);
      connections_.erase(place);
    }
  }

  // Idle connections give way to new ones; one that is closed here leaves the list when its coroutine has ended.
  template <class Meant>
  bool close_longest_idle(const Meant& meant) {
    auto longest = connections_.end();
    for (auto place = connections_.begin(); place != connections_.end(); ++place) {
      const bool longer = longest == connections_.end() || place->idle_since() < longest->idle_since();
      if (place->idle() && longer && meant(*place)) longest = place;
    }
    if (longest == connections_.end()) return false;
    longest->abandon();
    return true;
  }

  // Best effort without waiting: the client learns why when the answer fits into its empty socket buffer.
  void refuse(HttpConnection& connection) {
    HttpProblem problem(503, "too_many_connections", "The server has as many connections as it allows.");
    auto response = options_.problem(problem);
    response.headers.set("Retry-After", "1");
    HttpHeadFacts facts;
    facts.content_length = response.body.size();
    facts.now = clock_.wall_now();
    facts.keep_alive = false;
    const std::string text = response_head(response, facts) + response.body;
    connection.write_at_once(text);
    count(503);
  }

  Task<void> serve(std::list<HttpConnection>::iterator place) {
    if (open_connections_) open_connections_->add(1);
    std::exception_ptr failure;
    try {
      co_await serve_requests(*place);
    } catch (...) {  // owner of the connection: one that fails must not stop its siblings
      failure = std::current_exception();
    }
    connections_.erase(place);
    if (open_connections_) open_connections_->add(-1);
    if (stopping_ && connections_.empty()) group_.stop();
    if (!failure || is_cancellation(failure)) co_return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      options_.log.debug("http.connection_lost", error.what());
    }
  }

  Task<void> serve_requests(HttpConnection& connection) {
    bool go_on = true;
    while (go_on && !stopping_) {
      auto reading = co_await connection.read_request();
      if (reading.end == HttpReading::End::closed) break;
      auto& request = reading.request;
      const auto given = request.headers.get("X-Request-Id");
      request.request_id = sane_request_id(given) ? std::string(given) : make_request_id();
      HttpResponse response;
      if (reading.end == HttpReading::End::problem) {
        response = problem(request, reading.problem);
      } else {
        auto answered = co_await answer(connection, reading);
        if (!answered) co_return;  // the socket lives elsewhere now, as a WebSocket
        response = std::move(*answered);
      }
      HttpHeadFacts facts;
      facts.request_id = request.request_id;
      facts.now = clock_.wall_now();
      facts.keep_alive = reading.keep_alive && !stopping_;
      facts.version_1_0 = reading.version_1_0;
      go_on = co_await send(connection, request, response, facts);
      count(response.status);
    }
    co_await connection.close_gently();
  }

  std::string make_request_id() const {
    std::array<std::uint8_t, 10> random{};
    if (::getrandom(random.data(), random.size(), GRND_NONBLOCK) < 0) random.fill(0);
    return Uuid::v7(clock_.wall_now(), random).to_string();
  }

  // ---- answering

  HttpResponse problem(const HttpRequest& request, HttpProblem what) const {
    what.instance = request.path.empty() ? request.target : request.path;
    what.request_id = request.request_id;
    return options_.problem(what);
  }

  // nullopt: the connection was given away.
  Task<std::optional<HttpResponse>> answer(HttpConnection& connection, HttpReading& reading) {
    auto& request = reading.request;
    auto target = parse_target(request.target);
    if (!target || !request.headers.has("Host")) {
      const char* detail = target ? "The Host header is missing." : "The request's target is malformed.";
      co_return problem(request, HttpProblem(400, "malformed_request", detail));
    }
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    auto match = routes_.find(request.method, request.path);
    if (match.allow.empty()) {
      co_return problem(request, HttpProblem(404, "not_found", "Nothing is served at this path."));
    }
    if (match.answer == nullptr && match.gate == nullptr) {
      auto response = problem(request, HttpProblem(405, "method_not_allowed", "Allowed here: " + match.allow + "."));
      response.headers.set("Allow", match.allow);
      co_return response;
    }
    request.path_parameters = std::move(match.parameters);
    std::string failure;
    try {
      if (match.gate != nullptr) co_return upgrade(*match.gate, connection, reading);
      auto response = co_await (*match.answer)(request);
      co_return response;
    } catch (const boost::system::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
      failure = error.what();
    } catch (const std::exception& error) {  // root of the request: the mistake is logged here, once
      failure = error.what();
    }
    options_.log.error("http.route_failed", failure, {{"path", request.path}, {"request_id", request.request_id}});
    co_return problem(request, HttpProblem(500, "internal_error", "The server made a mistake; it has been logged."));
  }

  // The socket moves to the executor that the gate names and shakes hands there: nothing of it stays here.
  std::optional<HttpResponse> upgrade(const WebSocketGate& gate, HttpConnection& connection, HttpReading& reading) {
    const auto& request = reading.request;
    auto asked = check_web_socket_request(request, reading.version_1_0);
    if (asked.problem) {
      auto response = problem(request, *asked.problem);
      if (asked.problem->status == 426) {
        response.headers.set("Upgrade", "websocket");
        response.headers.set("Sec-WebSocket-Version", "13");
      }
      return response;
    }
    auto verdict = gate(request);
    if (verdict.refusal) return std::move(*verdict.refusal);
    const Executor home = *verdict.home;
    WebSocketHandshake handshake;
    handshake.key = std::move(asked.key);
    handshake.request_id = request.request_id;
    auto socket = connection.release(handshake.already_read);
    if (handshake.already_read.size() > kMostReadAhead) return std::nullopt;  // and with it the socket is closed
    count(101);
    auto go_on = [&clock = clock_, socket = std::move(socket), handshake = std::move(handshake),
                  verdict = std::move(verdict)]() mutable {
      accept_web_socket(std::move(socket), std::move(handshake), std::move(verdict), clock);
    };
    asio::post(home, std::move(go_on));
    return std::nullopt;
  }

  // ---- sending

  // False when the connection is to be closed.
  Task<bool> send(HttpConnection& connection, const HttpRequest& request, HttpResponse& response, HttpHeadFacts facts) {
    std::optional<OpenedFile> file;
    HttpRange range;
    if (response.file) {
      auto opened = OpenedFile::open(response.file->path);
      if (opened) {
        file.emplace(std::move(*opened));
        range = describe_file(request, response, *file);
      } else {
        options_.log.warning("http.file_missing", opened.error().message, {{"path", response.file->path}});
        response = problem(request, HttpProblem(404, "not_found", "The file is not there any more."));
      }
    }
    const bool with_body = request.method != "HEAD" && status_has_body(response.status);
    facts.content_length = file ? range.length : response.body.size();
    std::string text = response_head(response, facts);
    if (with_body && !file) text += response.body;
    bool keep = co_await connection.write(text);
    if (keep && with_body && file) keep = co_await send_file(connection, *file, range);
    if (!facts.keep_alive) keep = false;
    co_return keep;
  }

  static HttpRange describe_file(const HttpRequest& request, HttpResponse& response, const OpenedFile& file) {
    HttpRange range{HttpRange::Kind::whole, 0, file.size()};
    // We give no validators, so a conditional range can never be current (RFC 9110 §13.1.5).
    if (request.method == "GET" && !request.headers.has("If-Range")) {
      range = parse_range(request.headers.get("Range"), file.size());
    }
    response.headers.set("Content-Type", response.file->content_type);
    response.headers.set("Accept-Ranges", "bytes");
    const std::string size = std::to_string(file.size());
    if (range.kind == HttpRange::Kind::part) {
      response.status = 206;
      const std::string last = std::to_string(range.first + range.length - 1);
      response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + "-" + last + "/" + size);
    } else if (range.kind == HttpRange::Kind::unsatisfiable) {
      response.status = 416;
      response.headers.set("Content-Range", "bytes */" + size);
    }
    return range;
  }

  Task<bool> send_file(HttpConnection& connection, const OpenedFile& file, HttpRange range) {
    std::vector<char> piece(std::min<std::uint64_t>(kPiece, range.length));
    while (range.length > 0) {
      const auto wanted = std::min<std::uint64_t>(piece.size(), range.length);
      const auto length = file.read_at(range.first, {piece.data(), static_cast<std::size_t>(wanted)});
      if (length == 0) co_return false;  // shorter than promised: only closing can tell the client
      const std::string_view text(piece.data(), length);
      const bool sent = co_await connection.write(text);
      if (!sent) co_return false;
      range.first += length;
      range.length -= length;
    }
    co_return true;
  }

  void count(unsigned status) {
    if (!options_.meters) return;
    options_.meters
        ->counter("parley_http_requests_total", "HTTP requests by status.", {{"code", std::to_string(status)}})
        .add();
  }

  // given to us
  Executor home_;
  Clock& clock_;
  HttpRoutes routes_;
  HttpServerOptions options_;
  // owned
  tcp::acceptor acceptor_;
  std::list<HttpConnection> connections_;
  TaskGroup group_{home_};
  Gauge* open_connections_ = nullptr;
  // Owners: the server, and for a moment a stop() that is under way.
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  // state
  const std::uint16_t port_;
  bool stopping_ = false;
};

std::string port_taken(const HttpServerOptions& options, const ErrorCode& error) {
  const std::string where = options.bind + ":" + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return "HTTP port " + where + " is taken by another program; stop it or set PARLEY_HTTP_PORT (http.port)";
  }
  if (error == asio::error::access_denied) {
    return "HTTP port " + where + " may not be opened by this user; choose one above 1023 with PARLEY_HTTP_PORT";
  }
  return "HTTP cannot listen on " + where + ": " + error.message() + "; check PARLEY_HTTP_BIND (http.bind)";
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::open(Executor home, Clock& clock, HttpRoutes routes,
                                                     HttpServerOptions options) {
  ErrorCode error;
  tcp::resolver resolver(home);
  const auto flags = tcp::resolver::passive | tcp::resolver::numeric_service;
  const auto found = resolver.resolve(options.bind, std::to_string(options.port), flags, error);
  if (error) return Error{Fault::invalid_input, port_taken(options, error)};
  const tcp::endpoint endpoint = found.begin()->endpoint();
  tcp::acceptor acceptor(home);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::socket::max_listen_connections, error);
  if (error) return Error{Fault::unavailable, port_taken(options, error)};
  return std::unique_ptr<HttpServer>(std::make_unique<LoopHttpServer>(std::move(home), clock, std::move(routes),
                                                                      std::move(options), std::move(acceptor)));
}

}  // namespace parley
