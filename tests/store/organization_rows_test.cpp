// SPDX-License-Identifier: Apache-2.0
#include "organization_rows.hpp"

#include "organization_scene.hpp"

namespace parley {
namespace {

using namespace test;

class OrganizationRowsOnPostgres : public OrganizationScene {};

TEST_F(OrganizationRowsOnPostgres, AWriteRaisesTheVersionOfItsTenantAlone) {
  const auto changed = asked_.transact(kAlpha, [](DatabaseSession& session) { return change_tenant(session, kAlpha); });
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->version, 2);
  const auto stale_one =
      asked_.transact(kAlpha, [](DatabaseSession& session) { return change_tenant(session, kAlpha, 1); });
  EXPECT_EQ(fault_of(stale_one), "conflict");
  const auto nobody = asked_.transact(
      kAlpha, [](DatabaseSession& session) { return change_tenant(session, OrganizationKey{"nobody"}, 1); });
  EXPECT_EQ(fault_of(nobody), "not_found");
  EXPECT_EQ(load(kBeta).tenant_version, 1);
}

TEST_F(OrganizationRowsOnPostgres, NobodyWritesIntoTheAuditLogOfAnother) {
  RowIds ids(*asked_.clock);
  const auto wrong = asked_.transact(kBeta, [&](DatabaseSession& session) -> Result<void> {
    const auto alpha = find_tenant(session, kAlpha);
    OrganizationWrite write{session, ids, kNote, *alpha};
    return write_audit(write, "x", "y", "", "{}");
  });
  EXPECT_EQ(fault_of(wrong), "invalid_input");
}

}  // namespace
}  // namespace parley
