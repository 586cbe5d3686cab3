// SPDX-License-Identifier: Apache-2.0
// What is known of calls when there is no archive: memory alone.
#pragma once

#include "parley/store/call_archive.hpp"

namespace parley {

class MemoryCalls final : public CallArchive {
 public:
  explicit MemoryCalls(RecentCalls& recent) : recent_(recent) {}

  Task<Result<std::optional<FoundCall>>> find(OrganizationKey organization, CallId id) override;
  Task<ArchivePage> list(CallQuery query) override;
  Task<CallbackPage> callbacks(CallbackQuery query) override;
  Task<Result<std::optional<Callback>>> callback(OrganizationKey organization, CallbackId id) override;
  // Of these three nothing lasts without a database: unavailable.
  Task<Result<Callback>> settle_callback(OrganizationKey organization, CallbackId id, std::string state,
                                         ChangeNote note) override;
  Task<Result<Erasure>> erase_caller(OrganizationKey organization, std::string number, ChangeNote note) override;
  Task<Result<Erasure>> erase_call(OrganizationKey organization, CallId id, ChangeNote note) override;

 private:
  RecentCalls& recent_;
};

}  // namespace parley
