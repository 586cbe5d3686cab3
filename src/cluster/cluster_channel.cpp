// SPDX-License-Identifier: Apache-2.0
#include "parley/cluster/cluster_channel.hpp"

#include <map>
#include <random>
#include <utility>

#include "cluster_message.hpp"
#include "parley/async/queues.hpp"
#include "parley/async/task_group.hpp"
#include "parley/async/within.hpp"
#include "parley/redis/pending_answer.hpp"
#include "session_keys.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostOpen = 256;       // requests of ours that wait for an answer
constexpr std::size_t kMostAnswering = 64;   // requests of others that are being answered
constexpr std::size_t kMostWaiting = 256;    // requests of others that nobody has looked at yet
constexpr std::size_t kLongest = 64 * 1024;  // bytes of a request
constexpr std::chrono::seconds kClocksDiffer{2};

class RedisChannel final : public ClusterChannel {
 public:
  RedisChannel(Redis& redis, Executor home, Clock& clock, std::string node, Listener listener, Log log)
      : redis_(redis),
        home_(home),
        clock_(clock),
        node_(std::move(node)),
        listener_(std::move(listener)),
        log_(std::move(log)),
        // An answer to a request of an earlier life of this instance must not be taken for one of this.
        life_(std::to_string(std::random_device{}()) + "-"),
        requests_(home, kMostWaiting) {
    redis_.subscribe(
        kConfigurationChannel, [this](const std::string& text) { hear_changed(text); },
        [this] { listener_.changed({}); });  // whatever was said before this may have been missed
    redis_.subscribe(
        channel_to(node_), [this](const std::string& text) { hear(text); }, [] {});
  }

  Task<void> run() override {
    TaskGroup work(home_);
    work.start(take_requests(work));
    co_await work.join();
  }

  Task<void> tell_changed(std::string organization) override {
    const ChangedMessage message{node_, std::move(organization)};
    RedisCommand command = {"PUBLISH", kConfigurationChannel, write_message(message)};
    auto publishing = redis_.command(std::move(command));
    auto published = co_await std::move(publishing);
    if (!published) log_.info("cluster.untold", "others find out about a change by themselves, later");
  }

  Task<Result<std::string>> ask(std::string node, std::string request, std::chrono::milliseconds deadline) override {
    if (request.size() > kLongest) co_return Error{Fault::invalid_input, "the request to another instance is too long"};
    if (open_.size() >= kMostOpen) co_return Error{Fault::exhausted, "too many requests to other instances are open"};
    const auto give_up = clock_.now() + deadline;
    const auto id = life_ + std::to_string(++asked_);
    const Open open(open_, id, home_);
    const NodeMessage message{NodeMessage::Kind::ask, id, node_, std::move(request), clock_.wall_now() + deadline};
    RedisCommand command = {"PUBLISH", channel_to(node), write_message(message)};
    auto publishing = redis_.command(std::move(command));
    auto published = co_await within(clock_, give_up, std::move(publishing));
    if (!published) co_return Error{Fault::timed_out, "instance " + node + " could not be asked in time"};
    if (!*published) co_return published->error();
    if ((*published)->integer == 0) co_return Error{Fault::unavailable, "instance " + node + " is not there"};
    auto waiting = PendingAnswer<Result<std::string>>::wait(open.answer);
    auto answer = co_await within(clock_, give_up, std::move(waiting));
    if (!answer) co_return Error{Fault::timed_out, "instance " + node + " did not answer in time"};
    co_return std::move(*answer);
  }

 private:
  using Answer = std::shared_ptr<PendingAnswer<Result<std::string>>>;
  using OpenRequests = std::map<std::string, Answer>;

  // A request is open for as long as somebody waits for it.
  struct Open {
    Open(OpenRequests& among, std::string name, const Executor& home)
        : requests(among), id(std::move(name)), answer(std::make_shared<Answer::element_type>(home)) {
      requests.emplace(id, answer);
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open() { requests.erase(id); }

    OpenRequests& requests;
    const std::string id;
    const Answer answer;
  };

  void hear_changed(const std::string& text) {
    const auto message = read_changed(text);
    if (!message) {
      log_.warning("cluster.foreign", "a message about a change that nobody can read; everything is looked at");
      listener_.changed({});
    } else if (message->node != node_) {
      listener_.changed(message->organization);
    }
  }

  void hear(const std::string& text) {
    auto message = read_node_message(text);
    if (!message) {
      log_.warning("cluster.foreign", "a message to this instance that nobody can read is dropped");
      return;
    }
    if (message->kind == NodeMessage::Kind::ask) {
      // When full: whoever asked gives up at its deadline.
      if (!requests_.offer(std::move(*message))) log_.warning("cluster.full", "a request is dropped");
      return;
    }
    const auto place = open_.find(message->id);
    if (place == open_.end()) return;  // too late, or not of this life
    if (message->kind == NodeMessage::Kind::answer) {
      place->second->give(std::move(message->text));
    } else {
      place->second->give(Error{Fault::exhausted, "instance " + message->from + " cannot answer now"});
    }
  }

  Task<void> take_requests(TaskGroup& work) {
    while (true) {
      auto request = co_await requests_.pop();
      if (!request) co_return;
      // Redis may have kept it while it hung: nobody wants it done any more.
      if (clock_.wall_now() > request->until + kClocksDiffer) continue;
      if (answering_ >= kMostAnswering) {
        work.start(reply(std::move(*request), NodeMessage::Kind::refused, {}));
      } else {
        work.start(answer(std::move(*request)));
      }
    }
  }

  Task<void> answer(NodeMessage request) {
    struct Counted {
      explicit Counted(std::size_t& of) : count(of) { ++count; }
      Counted(const Counted&) = delete;
      Counted& operator=(const Counted&) = delete;
      ~Counted() { --count; }
      std::size_t& count;
    };
    const Counted counted(answering_);
    std::string said;
    std::exception_ptr failure;
    // This is where a request ends: one that fails must not take the others with it.
    try {
      auto asking = listener_.asked(std::move(request.text));
      said = co_await std::move(asking);
    } catch (...) {
      failure = std::current_exception();
    }
    if (is_cancellation(failure)) std::rethrow_exception(failure);
    if (failure) log_.error("cluster.failed", "a request of another instance failed");
    const auto kind = failure ? NodeMessage::Kind::refused : NodeMessage::Kind::answer;
    auto replying = reply(std::move(request), kind, std::move(said));
    co_await std::move(replying);
  }

  Task<void> reply(NodeMessage request, NodeMessage::Kind kind, std::string text) {
    const NodeMessage message{kind, std::move(request.id), node_, std::move(text), {}};
    RedisCommand command = {"PUBLISH", channel_to(request.from), write_message(message)};
    auto publishing = redis_.command(std::move(command));
    auto published = co_await std::move(publishing);
    if (!published) log_.info("cluster.unanswered", "the answer to another instance is lost: Redis is away");
  }

  Redis& redis_;
  const Executor home_;
  Clock& clock_;
  const std::string node_;
  const Listener listener_;
  Log log_;
  const std::string life_;
  std::uint64_t asked_ = 0;
  OpenRequests open_;
  Backlog<NodeMessage> requests_;
  std::size_t answering_ = 0;
};

}  // namespace

std::unique_ptr<ClusterChannel> ClusterChannel::create(Redis& redis, Executor home, Clock& clock, std::string node,
                                                       Listener listener, Log log) {
  return std::make_unique<RedisChannel>(redis, std::move(home), clock, std::move(node), std::move(listener),
                                        std::move(log));
}

}  // namespace parley
