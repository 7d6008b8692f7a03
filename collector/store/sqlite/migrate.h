// The database's schema, with a version of its own, and the way from each version to the next.
#pragma once
#include "collector/store/sqlite/connection.h"

namespace tacit::store::sqlite {

// The version that this program reads and writes.
std::int64_t schema_version();

// Brings the database to schema_version() in one transaction. Fails with Fault::refused, and changes nothing, where it
// belongs to another program or a newer version of this one. Throws SQLite::Exception.
Result<void> migrate(Connection& connection);

// The check alone, for a connection that cannot write.
Result<void> check_version(Connection& connection);

}  // namespace tacit::store::sqlite
