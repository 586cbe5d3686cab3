// SPDX-License-Identifier: Apache-2.0
// What the runner of migrations says besides the migrations. Names of roles travel as values and are quoted by the
// server.
#pragma once

#include <string_view>

namespace parley {

// A step that waits for a table blocks whoever comes after it: better to give up and be run again. Notices of
// "already exists" are no news.
inline constexpr std::string_view kPatience =
    "SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";

inline constexpr std::string_view kMigrationsTable = R"sql(
CREATE TABLE IF NOT EXISTS schema_migrations (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
))sql";

// Whether role $1 is above row-level security, or is (a member of) the one that migrates. No row: there is no such
// role.
inline constexpr std::string_view kServingRole = R"sql(
SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = $1)sql";

inline constexpr std::string_view kMakeServingRole = R"sql(
DO $body$
DECLARE
  serving text := current_setting('parley.serving_role');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = serving) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', serving);
  END IF;
END
$body$)sql";

// All anew each time: rights that an older release gave and this one does not are taken back.
inline constexpr std::string_view kGrants = R"sql(
DO $body$
DECLARE
  serving text := current_setting('parley.serving_role');
  target regclass;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', serving);
  FOR target IN
    SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', target, serving);
    EXECUTE format('GRANT %s ON %s TO %I',
                   CASE target::text
                     WHEN 'schema_migrations' THEN 'SELECT'
                     WHEN 'audit_log' THEN 'SELECT, INSERT'
                     ELSE 'SELECT, INSERT, UPDATE, DELETE'
                   END, target, serving);
  END LOOP;
  FOR target IN
    SELECT oid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relowner = current_user::regrole
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', target, serving);
  END LOOP;
END
$body$)sql";

}  // namespace parley
