// One function per kind of input that a stranger may send. Each takes any bytes, decodes them, and ends the process
// where a property that should hold for every input does not. libFuzzer calls them (entry.cpp), and so does the replay
// of the corpus in every ordinary build (replay_test.cpp).
#pragma once
#include <array>
#include <string_view>

#include "crypto/base/bytes.h"

namespace tacit::fuzz {

void wire(ByteView input);           // first byte: which DAP message of schemas/wire/all.h
void http(ByteView input);           // first byte: media type, problem document, URL
void json(ByteView input);           // any JSON
void task(ByteView input);           // task.json
void task_files(ByteView input);     // first byte: which file of a task: ledger line, texts list, offer, ...
void survey(ByteView input);         // a survey file
void answers(ByteView input);        // a line of answers to core.json
void questionnaire(ByteView input);  // configuration bytes of Prio3Questionnaire
void minisign(ByteView input);       // public keys and signatures of minisign
void form(ByteView input);           // first byte: form.json, a signature, lines of signatures, headers
void release(ByteView input);        // first byte: list of hashes, table, shares, analysis
void exchange(ByteView input);       // first byte: FHIR Questionnaire, XLSForm
void workbook(ByteView input);       // first byte: a whole .xlsx file, the XML in it

using Function = void (*)(ByteView);
struct Target {
    std::string_view name;  // also the folder of its corpus
    Function run;
};
inline constexpr std::array kTargets = {
    Target{"wire", wire},
    Target{"http", http},
    Target{"json", json},
    Target{"task", task},
    Target{"task_files", task_files},
    Target{"survey", survey},
    Target{"answers", answers},
    Target{"questionnaire", questionnaire},
    Target{"minisign", minisign},
    Target{"form", form},
    Target{"release", release},
    Target{"exchange", exchange},
    Target{"workbook", workbook},
};

// The parts whose XML a workbook's input consists of, in this order.
inline constexpr std::array kWorkbookParts = {"xl/worksheets/sheet1.xml",   "xl/worksheets/sheet2.xml",
                                              "xl/sharedStrings.xml",       "xl/workbook.xml",
                                              "xl/_rels/workbook.xml.rels", "_rels/.rels"};

// The first byte, and the rest as text: for targets that hold several small decoders.
struct Selected {
    std::uint8_t which = 0;
    ByteView rest;
};
inline Selected select(ByteView input) {
    if (input.empty()) return {};
    return {input[0], input.subspan(1)};
}

}  // namespace tacit::fuzz
