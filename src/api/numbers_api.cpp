// SPDX-License-Identifier: Apache-2.0
// Numbers that an organization answers.
#include <utility>

#include "answers.hpp"
#include "parley/config/organization_document.hpp"
#include "parley/core/rfc3339.hpp"
#include "resources.hpp"

namespace parley {
namespace {

constexpr const char* kNumber = "number with this id";

Json number_json(const StoredNumber& number) {
  Json json;
  json["id"] = number.id;
  json["number"] = number.number;
  json["created_at"] = format_rfc3339(number.created_at);
  return json;
}

Task<HttpResponse> list_numbers(const Ask& ask) {
  const auto numbers = co_await ask.parts().store->numbers(ask.organization);
  if (!numbers) co_return failed(ask, numbers.error(), "such organization");
  Json all = Json::array();
  for (const auto& number : *numbers) all.push_back(number_json(number));
  co_return json_answer(200, page_json(std::move(all), std::nullopt));
}

Task<HttpResponse> add_number(const Ask& ask) {
  auto number = ask.body["number"].get<std::string>();
  if (!is_number(number)) {
    std::vector<HttpProblemPlace> faults;
    faults.push_back({"/number", "holds something else than letters, digits and +*#._-", 0, 0});
    co_return invalid(ask, std::move(faults));
  }
  const auto numbers = co_await ask.parts().store->numbers(ask.organization);
  if (!numbers) co_return failed(ask, numbers.error(), "such organization");
  if (numbers->size() >= kMostNumbers) {
    co_return refuse(ask, 409, "conflict", "An organization has at most " + std::to_string(kMostNumbers) + " numbers.");
  }
  const auto added = co_await ask.parts().store->add_number(ask.organization, std::move(number), ask.note());
  if (!added) co_return failed(ask, added.error(), "such organization");
  ask.parts().changed(ask.organization);
  co_return json_answer(201, number_json(*added));
}

Task<HttpResponse> remove_number(const Ask& ask) {
  const auto removed =
      co_await ask.parts().store->remove_number(ask.organization, ask.request.path_value("id"), ask.note());
  if (!removed) co_return failed(ask, removed.error(), kNumber);
  ask.parts().changed(ask.organization);
  co_return empty_answer();
}

}  // namespace

std::vector<Endpoint> numbers_api() {
  std::vector<Endpoint> all;
  all.emplace_back("GET", "/v1/organizations/{key}/numbers", list_numbers)
      .tell("numbers", "List the numbers of an organization", "All of them on one page.")
      .asks(Scope::configuration_read)
      .stored()
      .gives(200, "NumberPage", "The numbers.");
  all.emplace_back("POST", "/v1/organizations/{key}/numbers", add_number)
      .tell("numbers", "Add a number")
      .asks(Scope::configuration_write)
      .stored()
      .takes("NewNumber")
      .acts_once()
      .gives(201, "Number", "It is answered from now on.")
      .fails(409, "The number is taken.");
  all.emplace_back("DELETE", "/v1/organizations/{key}/numbers/{id}", remove_number)
      .tell("numbers", "Remove a number")
      .asks(Scope::configuration_write)
      .stored()
      .gives(204, "", "It is answered no more.");
  return all;
}

}  // namespace parley
