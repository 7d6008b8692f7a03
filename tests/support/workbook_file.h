// Workbooks as spreadsheet programs write them, made part by part, so that a test can write each part wrongly.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::test {

using ZipParts = std::map<std::string, std::string>;  // name to text

// The same parts give the same bytes. With a password, every part is locked.
Bytes zip_of(const ZipParts& parts, const std::string& password = {});

struct WorkbookSheet {
    std::string name;
    std::string rows;  // the XML within <sheetData>
    std::string attributes = {};
};

// `texts` is the XML within the <sst> of the shared texts. The sheets' parts are xl/worksheets/sheet1.xml and so on.
ZipParts workbook_parts(const std::vector<WorkbookSheet>& sheets, const std::string& texts = {});

}  // namespace tacit::test
