// Reads a table as spreadsheets write it: RFC 4180, with the semicolon that some of them use taken as well.
#pragma once
#include <string>
#include <string_view>

#include "crypto/base/result.h"
#include "schemas/exchange/sheet.h"

namespace tacit::exchange {

Result<Sheet> read_csv(std::string name, std::string_view text);

}  // namespace tacit::exchange
