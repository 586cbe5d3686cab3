// SPDX-License-Identifier: Apache-2.0
// An HTTP server that answers the n-th connection with the n-th script: exactly these bytes, in these writes. It notes
// what was asked, and whether the client closed before the script was over.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace parley::test {

class ScriptedHttp {
 public:
  struct Script {
    std::vector<std::string> writes;
    bool hold = false;  // then: keep the connection open until the client closes it
  };

  explicit ScriptedHttp(std::vector<Script> scripts) : scripts_(std::move(scripts)), thread_([this] { serve(); }) {}
  ~ScriptedHttp() {
    boost::system::error_code ignored;
    {
      boost::asio::ip::tcp::socket last(loop_);  // wakes an accept that still waits
      last.connect(where_, ignored);
    }
    thread_.join();
  }

  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(where_.port()) + path; }
  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  // Waits until a client has closed a connection that was held; false after five seconds.
  bool closed_by_client() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds{5}, [this] { return closed_; });
  }

  static std::string head(unsigned status, const std::string& more = "Content-Type: text/event-stream\r\n") {
    return "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n" + more + "\r\n";
  }
  static std::string chunk(const std::string& text) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string size;
    for (auto left = text.size(); left > 0; left /= 16) size.insert(size.begin(), kDigits[left % 16]);
    return size + "\r\n" + text + "\r\n";
  }

 private:
  using Socket = boost::asio::ip::tcp::socket;

  void serve() {
    for (const auto& script : scripts_) {
      boost::system::error_code error;
      Socket client(loop_);
      acceptor_.accept(client, error);
      if (error || !read_request(client)) continue;
      for (const auto& text : script.writes) boost::asio::write(client, boost::asio::buffer(text), error);
      if (!script.hold) continue;
      char more = 0;
      while (!error) client.read_some(boost::asio::buffer(&more, 1), error);
      const std::lock_guard lock(mutex_);
      closed_ = true;
      changed_.notify_all();
    }
  }
  bool read_request(Socket& client) {
    boost::system::error_code error;
    std::string text;
    const auto head = boost::asio::read_until(client, boost::asio::dynamic_buffer(text), "\r\n\r\n", error);
    if (error) return false;
    const auto length = text.find("Content-Length: ");
    const auto body = length < head ? std::stoul(text.substr(length + 16)) : 0;
    const auto missing = head + body - std::min(text.size(), head + body);
    boost::asio::read(client, boost::asio::dynamic_buffer(text), boost::asio::transfer_exactly(missing), error);
    const std::lock_guard lock(mutex_);
    asked_.push_back(std::move(text));
    return !error;
  }

  boost::asio::io_context loop_;
  boost::asio::ip::tcp::acceptor acceptor_{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  const boost::asio::ip::tcp::endpoint where_ = acceptor_.local_endpoint();
  std::vector<Script> scripts_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> asked_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace parley::test
