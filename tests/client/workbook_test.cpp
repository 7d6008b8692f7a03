// Workbooks as people have them, and as nobody should.
#include "client/native/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/native/zip_archive.h"
#include "tests/support/workbook_file.h"

namespace tacit::native {
namespace {

using test::workbook_parts;
using test::WorkbookSheet;
using test::zip_of;
using test::ZipParts;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kHead =
    R"(<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>)";

std::string refusal(ByteView file) {
    const auto sheets = sheets_of_workbook(file);
    return sheets ? "accepted" : to_text(sheets.error());
}
std::string refusal(const ZipParts& parts) { return refusal(zip_of(parts)); }

// A workbook with only these rows below the names of the columns.
ZipParts survey_of(const std::string& rows, const std::string& texts = {}) {
    return workbook_parts({{"survey", kHead + rows}}, texts);
}

// What B2 holds when it is written as `cell` with these attributes; or why it cannot be read.
std::string value_of(const std::string& attributes, const std::string& content, const std::string& texts = {}) {
    const auto sheets = sheets_of_workbook(
        zip_of(survey_of("<row r=\"2\"><c r=\"B2\" " + attributes + ">" + content + "</c></row>", texts)));
    if (!sheets) return to_text(sheets.error());
    return sheets->survey.rows.empty() ? "nothing" : sheets->survey.rows[0].at("name");
}

TEST(Workbook, ReadsTextsHoweverTheyAreKept) {
    const std::string texts =
        R"(<si><t>plain &amp; "é"</t></si>)"
        R"(<si><r><t>two</t></r><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve"> runs </t></r><r><t>x</t></r></si>)"
        R"(<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>)"
        R"(<si><t xml:space="preserve">  blanks  within  </t></si><si/>)"
        R"(<si><t>a_x000D_b_x005F_x0041_ _x00e9__xD800_ _x12_</t></si>)";
    EXPECT_EQ(value_of("t=\"s\"", "<v>0</v>", texts), "plain & \"é\"");
    EXPECT_EQ(value_of("t=\"s\"", "<v>1</v>", texts), "two runs x");
    EXPECT_EQ(value_of("t=\"s\"", "<v>2</v>", texts), "東京");
    EXPECT_EQ(value_of("t=\"s\"", "<v>3</v>", texts), "blanks  within") << "as in CSV";
    EXPECT_EQ(value_of("t=\"s\"", "<v>4</v>", texts), "nothing");
    EXPECT_EQ(value_of("t=\"s\"", "<v>5</v>", texts), "a\rb_x0041_ é_xD800_ _x12_");
    EXPECT_EQ(value_of("t=\"inlineStr\"", "<is><t>in the cell</t></is>"), "in the cell");
    EXPECT_EQ(value_of("t=\"inlineStr\"", "<is><r><t>in </t></r><r><t>runs</t></r><rPh><t>no</t></rPh></is>"),
              "in runs");
    EXPECT_EQ(value_of("t=\"str\"", "<f>A1&amp;\"x\"</f><v>typex</v>"), "typex");
    EXPECT_EQ(value_of("t=\"str\"", "<f>\"\"</f><v></v>"), "nothing");
    EXPECT_EQ(value_of("t=\"inlineStr\"", "<is><t><![CDATA[<raw>]]>&#x20AC;</t></is>"), "<raw>€");
}

TEST(Workbook, ReadsNumbersAsTheCodesTheyAre) {
    const auto number = [](const std::string& text) { return value_of("", "<v>" + text + "</v>"); };
    EXPECT_EQ(number("1"), "1");
    EXPECT_EQ(number("1.0"), "1");
    EXPECT_EQ(number("-0"), "0");
    EXPECT_EQ(number("-3"), "-3");
    EXPECT_EQ(number("2E3"), "2000");
    EXPECT_EQ(number("2017021501"), "2017021501");
    EXPECT_EQ(number("9007199254740992"), "9007199254740992");
    EXPECT_EQ(number("2026.1"), "2026.1");
    EXPECT_EQ(number("0.30000000000000004"), "0.3");
    EXPECT_EQ(number("-1.2345678901234567E-300"), "-1.23456789012346e-300");
    EXPECT_EQ(number("45413"), "45413") << "a date is the number that the workbook has for it";
    EXPECT_EQ(value_of("t=\"n\"", "<f>1+1</f><v>2</v>"), "2");
    EXPECT_EQ(value_of("t=\"b\"", "<v>1</v>"), "TRUE");
    EXPECT_EQ(value_of("t=\"b\"", "<v>0</v>"), "FALSE");
    EXPECT_EQ(value_of("t=\"d\"", "<v>2026-05-01</v>"), "2026-05-01");
    EXPECT_EQ(value_of("s=\"3\"", ""), "nothing") << "a cell that only has a format";
}

TEST(Workbook, NamesTheCellThatItCannotReadAndWhatToDo) {
    const auto at_b2 = [](const std::string& what, const std::string& remedy) {
        return AllOf(HasSubstr(what), HasSubstr("survey!B2"), HasSubstr(remedy));
    };
    EXPECT_THAT(value_of("", "<f>NOW()</f><v/>"), at_b2("without its result", "computes it"));
    EXPECT_THAT(value_of("t=\"e\"", "<f>1/0</f><v>#DIV/0!</v>"), at_b2("an error", "Correct the formula"));
    EXPECT_THAT(value_of("t=\"s\"", "<v>7</v>", "<si><t>only one</t></si>"), at_b2("does not have", "again"));
    EXPECT_THAT(value_of("t=\"s\"", "<v>-1</v>"), at_b2("does not have", "again"));
    EXPECT_THAT(value_of("", "<v>12345678901234567</v>"), at_b2("round it", "as text"));
    for (const char* bad : {"one", "nan", "inf", "1e999", "1 2"})
        EXPECT_THAT(value_of("", std::string("<v>") + bad + "</v>"), at_b2("is none", "again")) << bad;
    EXPECT_THAT(value_of("t=\"b\"", "<v>2</v>"), at_b2("not known", "again"));
    EXPECT_THAT(value_of("t=\"z\"", "<v>2</v>"), at_b2("not known", "again"));
    EXPECT_THAT(refusal(survey_of(R"(<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>)")),
                at_b2("twice", "again"));
    EXPECT_THAT(refusal(survey_of(R"(<row r="2"><c r="A3"><v>1</v></c></row>)")), HasSubstr("survey!A2"));
    for (const char* bad : {"B", "2", "b2", "$B$2", "B0", "XFE2", "AAAAAAAAAAAAAAAAAAAA2", "B2x", "B-2"})
        EXPECT_THAT(refusal(survey_of("<row r=\"2\"><c r=\"" + std::string(bad) + "\"><v>1</v></c></row>")),
                    AllOf(HasSubstr("cannot be"), HasSubstr("survey!A2")))
            << bad;
    for (const char* bad : {"0", "1048577", "-1", "x", "99999999999999999999"})
        EXPECT_THAT(refusal(survey_of("<row r=\"" + std::string(bad) + "\"/>")), HasSubstr("survey after row 1"))
            << bad;
}

TEST(Workbook, KeepsThePlacesOfRowsAndCells) {
    const auto sheets = sheets_of_workbook(zip_of(survey_of(
        R"(<row r="3"><c r="B3"><v>3</v></c><c r="D3"><v>4</v></c></row>)"
        R"(<row r="5" spans="1:9"/><row r="7"><c r="A7" s="1"/></row><row><c><v>8</v></c><c><v>9</v></c></row>)")));
    ASSERT_TRUE(sheets) << to_text(sheets.error());
    ASSERT_EQ(sheets->survey.rows.size(), 2u);
    EXPECT_EQ(sheets->survey.name, "survey");
    EXPECT_THAT(sheets->survey.columns, ElementsAre("type", "name"));
    EXPECT_EQ(sheets->survey.rows[0].number, 3u);
    EXPECT_EQ(sheets->survey.rows[0].cells, (std::map<std::string, std::string>{{"name", "3"}}));
    EXPECT_EQ(sheets->survey.rows[1].number, 8u);
    EXPECT_EQ(sheets->survey.rows[1].cells, (std::map<std::string, std::string>{{"type", "8"}, {"name", "9"}}));
}

TEST(Workbook, FindsItsSheetsByNameInAnyOrderHiddenOrNot) {
    const auto one = [](const std::string& name) {
        return R"(<row r="1"><c r="A1" t="inlineStr"><is><t>)" + name + "</t></is></c></row>";
    };
    ZipParts parts = workbook_parts({{"Notes", one("none") + "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>"},
                                     {"SETTINGS", one("form_id")},
                                     {"Choices", one("list_name"), "state=\"veryHidden\""},
                                     {"Survey", one("type")}});
    auto sheets = sheets_of_workbook(zip_of(parts));
    ASSERT_TRUE(sheets) << to_text(sheets.error());
    EXPECT_THAT(sheets->survey.columns, ElementsAre("type"));
    EXPECT_THAT(sheets->choices.columns, ElementsAre("list_name"));
    EXPECT_THAT(sheets->settings.columns, ElementsAre("form_id"));

    // The same with other names of parts, absolute targets, prefixes and the addresses of the strict standard.
    const std::string strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    parts = {{"_rels/.rels", R"(<p:Relationships xmlns:p="p"><p:Relationship Id="r" Type=")" + strict +
                                 R"(/officeDocument" Target="/Book/main.xml"/></p:Relationships>)"},
             {"Book/main.xml", R"(<x:workbook xmlns:x="x" xmlns:q="q"><x:sheets><x:sheet q:id="s" sheetId="9" )"
                               R"(name="survey"/></x:sheets></x:workbook>)"},
             {"Book/_rels/main.xml.rels",
              R"(<Relationships><Relationship Id="s" Target="http://example.org/s.xml" TargetMode="External"/>)"
              R"(<Relationship Id="s" Type="worksheet" Target="../sheets/S.xml"/></Relationships>)"},
             {"Sheets/s.xml", R"(<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>type</x:t>)"
                              R"(</x:is></x:c></x:row></x:sheetData></x:worksheet>)"}};
    sheets = sheets_of_workbook(zip_of(parts));
    ASSERT_TRUE(sheets) << to_text(sheets.error());
    EXPECT_THAT(sheets->survey.columns, ElementsAre("type"));
    EXPECT_TRUE(sheets->choices.columns.empty() && sheets->settings.columns.empty());
    EXPECT_EQ(sheets->choices.name, "choices");
}

TEST(Workbook, SaysWhichSheetIsMissingOrNotOne) {
    EXPECT_THAT(refusal(workbook_parts({{"Sheet1", kHead}})), HasSubstr("no sheet with the name \"survey\""));
    EXPECT_THAT(refusal(workbook_parts({{"survey", kHead}, {"Survey", kHead}})), HasSubstr("twice (at survey)"));
    ZipParts parts = survey_of({});
    parts.erase("xl/worksheets/sheet1.xml");
    EXPECT_THAT(refusal(parts), HasSubstr("xl/worksheets/sheet1.xml"));
    parts["xl/worksheets/sheet1.xml"] = "<chartsheet/>";
    EXPECT_THAT(refusal(parts), HasSubstr("not one of rows and columns (at survey)"));
    parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData><row></sheetData></worksheet>";
    EXPECT_THAT(refusal(parts), HasSubstr("mismatched tag (at survey, xl/worksheets/sheet1.xml line 1)"));
    parts = survey_of({});
    parts.erase("xl/sharedStrings.xml");
    EXPECT_THAT(refusal(parts), HasSubstr("xl/sharedStrings.xml"));
    parts = survey_of({});
    parts.erase("xl/_rels/workbook.xml.rels");
    EXPECT_THAT(refusal(parts), HasSubstr("where this sheet is (at survey)"));
}

TEST(Workbook, SaysInWhichFormWhatIsNoWorkbookShouldBeSaved) {
    const auto save_as = [](const std::string& what) { return AllOf(HasSubstr(what), HasSubstr("Save it as .xlsx")); };
    EXPECT_THAT(refusal(as_bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on")), save_as("password"));
    EXPECT_THAT(refusal(as_bytes("type,name\n")), save_as("not an Excel workbook"));
    EXPECT_THAT(refusal(ByteView()), save_as("not an Excel workbook"));
    EXPECT_THAT(refusal(ZipParts{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}),
                save_as("not an Excel workbook"));
    ZipParts parts = survey_of({});
    parts["_rels/.rels"].replace(parts["_rels/.rels"].find("workbook.xml"), 12, "workbook.bin");
    EXPECT_THAT(refusal(parts), save_as("not an Excel workbook"));
    EXPECT_THAT(refusal(zip_of(survey_of({}), "secret")), AllOf(HasSubstr("locked"), HasSubstr("without one")));
}

TEST(Workbook, NoticesDamage) {
    const Bytes whole = zip_of(survey_of(R"(<row r="2"><c r="B2"><v>1</v></c></row>)"));
    ASSERT_EQ(refusal(whole), "accepted");
    for (std::size_t size = 2; size < whole.size(); ++size)
        ASSERT_THAT(refusal(ByteView(whole).first(size)), HasSubstr("not a whole ZIP file")) << size;
    std::size_t noticed = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        Bytes changed = whole;
        changed[i] ^= 0xFF;
        noticed += refusal(changed) != "accepted";
    }
    EXPECT_GT(noticed, whole.size() / 2) << "the other half are names twice, dates and lengths that nobody needs";
}

TEST(Workbook, BoundsWhatItUnpacks) {
    const std::string blanks(ZipArchive::kPartMax, ' ');
    ZipParts parts = survey_of({});
    const std::string sheet = parts["xl/worksheets/sheet1.xml"];
    parts["xl/worksheets/sheet1.xml"] = sheet + blanks.substr(sheet.size());
    EXPECT_EQ(refusal(parts), "accepted");
    const Bytes bomb = zip_of({{"_rels/.rels", parts["_rels/.rels"]}, {"xl/workbook.xml", blanks + " "}});
    EXPECT_LT(bomb.size(), ZipArchive::kPartMax / 500);
    EXPECT_THAT(refusal(bomb), AllOf(HasSubstr("16 MiB"), HasSubstr("xl/workbook.xml")));

    parts["xl/workbook.xml"] += blanks.substr(parts["xl/workbook.xml"].size());
    parts["xl/sharedStrings.xml"] += blanks.substr(parts["xl/sharedStrings.xml"].size());
    EXPECT_THAT(refusal(parts), AllOf(HasSubstr("48 MiB"), HasSubstr("xl/worksheets/sheet1.xml")));
}

TEST(Workbook, BoundsTheSheet) {
    const auto row = [](std::size_t number, const std::string& cells) {
        return "<row r=\"" + std::to_string(number) + "\">" + cells + "</row>";
    };
    EXPECT_EQ(refusal(survey_of(row(10'000, "<c r=\"ALL10000\"><v>1</v></c>"))), "accepted");
    EXPECT_EQ(refusal(survey_of(row(1'048'576, "<c r=\"XFD1048576\" s=\"2\"/>"))), "accepted");
    EXPECT_THAT(refusal(survey_of(row(10'001, "<c><v>1</v></c>"))), HasSubstr("survey!A10001"));
    EXPECT_THAT(refusal(survey_of(row(2, "<c r=\"ALM2\"><v>1</v></c>"))), HasSubstr("survey!ALM2"));

    std::string cells;
    for (int i = 0; i < 1000; ++i) cells += "<c><v>1</v></c>";
    std::string rows;
    for (std::size_t i = 2; i <= 202; ++i) rows += row(i, cells);
    EXPECT_THAT(refusal(survey_of(rows)), AllOf(HasSubstr("200000 cells"), HasSubstr("survey!ALK201")));

    const std::string long_text = "<si><t>" + std::string(1 << 20, 'x') + "</t></si>";
    std::string often;
    for (std::size_t i = 2; i <= 6; ++i) often += row(i, "<c t=\"s\"><v>0</v></c>");
    EXPECT_THAT(refusal(survey_of(often, long_text)), AllOf(HasSubstr("4 MiB"), HasSubstr("survey!A5")));

    std::string texts;
    for (int i = 0; i <= 1 << 18; ++i) texts += "<si/>";
    EXPECT_THAT(refusal(survey_of({}, texts)), HasSubstr("more than 262144 texts"));
    ZipParts deep = survey_of({});
    for (int i = 0; i < 1000; ++i) deep["xl/workbook.xml"] += "<a>";
    deep["xl/workbook.xml"].replace(deep["xl/workbook.xml"].find("</workbook>"), 11, "");
    EXPECT_THAT(refusal(deep), HasSubstr("too deep"));
}

TEST(Workbook, ExpandsNoEntitiesAndFetchesNone) {
    const std::string types[] = {
        R"(<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>)",
        R"(<!DOCTYPE sst [<!ENTITY b SYSTEM "file:///etc/hostname">]>)",
        R"(<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/b.dtd">)",
    };
    for (const std::string& type : types) {
        ZipParts parts = survey_of(R"(<row r="2"><c r="B2" t="s"><v>0</v></c></row>)");
        parts["xl/sharedStrings.xml"] = type + "<sst><si><t>&b;</t></si></sst>";
        EXPECT_THAT(refusal(parts), AllOf(HasSubstr("declares a type"), HasSubstr("xl/sharedStrings.xml line 1")))
            << type;
    }
    ZipParts parts = survey_of({});
    parts["xl/sharedStrings.xml"] = "<sst><si><t>&b;</t></si></sst>";
    EXPECT_THAT(refusal(parts), HasSubstr("undefined entity"));
    parts["xl/sharedStrings.xml"] = "<sst><si><t>\xC3(</t></si></sst>";
    EXPECT_THAT(refusal(parts), HasSubstr("not well-formed"));
}

TEST(Workbook, NamesTheRowOfWhatTheFormSaysWrongly) {
    auto sheets = sheets_of_workbook(zip_of(survey_of(
        R"(<row r="4"><c r="A4" t="inlineStr"><is><t>select_one x</t></is></c><c r="B4"><v>1</v></c></row>)")));
    ASSERT_TRUE(sheets) << to_text(sheets.error());
    const auto imported = exchange::read_xlsform(*std::move(sheets), {});
    ASSERT_FALSE(imported);
    EXPECT_THAT(to_text(imported.error()), StartsWith("there is no list \"x\" in the choices sheet (at survey row 4)"));
}

}  // namespace
}  // namespace tacit::native
