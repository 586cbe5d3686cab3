// SPDX-License-Identifier: Apache-2.0
// Against an emulator of the REST interface: an HTTP server that answers as Twilio does.
#include "parley/carriers/carrier_control.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>

#include "support/served_http.hpp"

namespace parley {
namespace {

struct Seen {
  std::string path;
  std::string authorization;
  std::string body;
};

HttpRoutes emulator(Seen& seen) {
  HttpRoutes routes;
  routes.add("POST", "/2010-04-01/Accounts/{account}/Calls/{call}", [&seen](HttpRequest request) -> Task<HttpResponse> {
    seen = {request.path, std::string(request.headers.get("Authorization")), request.body};
    const auto call = request.path_value("call");
    if (call == "CAgone.json") {
      co_return HttpResponse(404, "application/json", R"({"code":20404,"message":"not found","status":404})");
    }
    if (call == "CAbad.json") {
      co_return HttpResponse(400, "application/json", R"({"code":21220,"message":"Invalid call state"})");
    }
    if (call == "CAdown.json") co_return HttpResponse(503, "text/plain", "later");
    co_return HttpResponse(200, "application/json", R"({"sid":"CA1","status":"completed"})");
  });
  return routes;
}

class TwilioControlTest : public testing::Test {
 protected:
  TwilioControlTest() : served(emulator(seen)), http(served.clock()) {
    control = create_twilio_control({"AC1", "secret", "http://127.0.0.1:" + std::to_string(served.port())}, http);
  }
  Result<void> wait(Task<Result<void>> work) {
    std::optional<Result<void>> result;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr, Result<void> got) { result = std::move(got); });
    loop.run();
    loop.restart();
    return *result;
  }
  Instant soon() { return served.clock().now() + 5s; }

  Seen seen;
  test::ServedHttp served;
  HttpClient http;
  asio::io_context loop;
  std::unique_ptr<CarrierControl> control;
};

TEST_F(TwilioControlTest, HangsUp) {
  EXPECT_TRUE(wait(control->hang_up("CA1", soon())));
  EXPECT_EQ(seen.path, "/2010-04-01/Accounts/AC1/Calls/CA1.json");
  EXPECT_EQ(seen.authorization, "Basic QUMxOnNlY3JldA==");
  EXPECT_EQ(seen.body, "Status=completed");
}

TEST_F(TwilioControlTest, ACallThatIsGoneHasHungUp) {
  EXPECT_TRUE(wait(control->hang_up("CAgone", soon())));
  EXPECT_EQ(wait(control->transfer("CAgone", "+1", soon())).error().fault, Fault::not_found);
}

TEST_F(TwilioControlTest, Transfers) {
  EXPECT_TRUE(wait(control->transfer("CA1", "+15550100", soon())));
  EXPECT_NE(seen.body.find("Twiml="), std::string::npos);
  EXPECT_NE(seen.body.find("%3CDial%3E%2B15550100%3C%2FDial%3E"), std::string::npos) << seen.body;
}

TEST_F(TwilioControlTest, TellsFailuresApart) {
  const auto bad = wait(control->hang_up("CAbad", soon()));
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().fault, Fault::invalid_input);
  EXPECT_NE(bad.error().message.find("21220"), std::string::npos);
  EXPECT_EQ(wait(control->hang_up("CAdown", soon())).error().fault, Fault::unavailable);
  EXPECT_EQ(wait(control->hang_up("../x", soon())).error().fault, Fault::invalid_input);
  EXPECT_EQ(bad.error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace parley
