#include "tests/support/workbook_file.h"

#include <zip.h>

#include "crypto/base/check.h"

namespace tacit::test {
namespace {

constexpr const char* kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string kMain = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string kRelationships =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

std::string relationship(const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + kOffice + "/" + type + "\" Target=\"" + target + "\"/>";
}

}  // namespace

Bytes zip_of(const ZipParts& parts, const std::string& password) {
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    TACIT_ASSERT(target != nullptr);
    zip_source_keep(target);  // it is read after the archive is closed
    zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    TACIT_ASSERT(archive != nullptr);
    for (const auto& [name, text] : parts) {
        zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
        TACIT_ASSERT(source != nullptr);
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        TACIT_ASSERT(index >= 0);
        const auto at = static_cast<zip_uint64_t>(index);
        constexpr zip_uint16_t kFirstOfJanuary1980 = 0x21;
        TACIT_ASSERT(zip_file_set_dostime(archive, at, 0, kFirstOfJanuary1980, 0) == 0);
        if (!password.empty())
            TACIT_ASSERT(zip_file_set_encryption(archive, at, ZIP_EM_AES_256, password.c_str()) == 0);
    }
    TACIT_ASSERT(zip_close(archive) == 0);
    zip_stat_t about;
    TACIT_ASSERT(zip_source_stat(target, &about) == 0 && zip_source_open(target) == 0);
    Bytes bytes(about.size);
    TACIT_ASSERT(zip_source_read(target, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

ZipParts workbook_parts(const std::vector<WorkbookSheet>& sheets, const std::string& texts) {
    ZipParts parts;
    std::string list, related = relationship("texts", "sharedStrings", "sharedStrings.xml");
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1), file = "worksheets/sheet" + number + ".xml";
        list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\" " +
                sheets[i].attributes + "/>";
        related += relationship("rId" + number, "worksheet", file);
        parts["xl/" + file] =
            kDeclaration + ("<worksheet " + kMain + "><sheetData>" + sheets[i].rows + "</sheetData></worksheet>");
    }
    parts["_rels/.rels"] =
        kDeclaration + kRelationships + relationship("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>";
    parts["xl/workbook.xml"] =
        kDeclaration + ("<workbook " + kMain + " xmlns:r=\"" + kOffice + "\"><sheets>" + list + "</sheets></workbook>");
    parts["xl/_rels/workbook.xml.rels"] = kDeclaration + kRelationships + related + "</Relationships>";
    parts["xl/sharedStrings.xml"] = kDeclaration + ("<sst " + kMain + ">" + texts + "</sst>");
    return parts;
}

}  // namespace tacit::test
