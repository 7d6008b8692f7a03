# Every third-party library, found once. Names and flags come from the libraries' own packages.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()

pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
# The flags change class layouts of the compiled library: never include its header without them.
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
