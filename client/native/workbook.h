// Reads an XLSForm from an Excel workbook (.xlsx, ECMA-376): the same sheets as of CSV (schemas/exchange/csv.h).
//
// A cell counts by what it holds, not by how it is shown: text with or without runs and formulas with their last
// result; whole numbers as their digits, others with at most 15; a date is the number that the workbook has for it.
#pragma once
#include "crypto/base/bytes.h"
#include "schemas/exchange/xlsform_read.h"

namespace tacit::native {

// The sheets "survey", "choices" and "settings", in any order, capital letters or small, hidden or not. The first must
// be there; the others are empty where they are not.
Result<exchange::XlsformSheets> sheets_of_workbook(ByteView file);

}  // namespace tacit::native
