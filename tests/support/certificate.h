// A self-signed certificate for 127.0.0.1 and localhost, made anew for each test.
#pragma once
#include <filesystem>

namespace tacit::test {

// Writes certificate and key as PEM.
void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key);

}  // namespace tacit::test
