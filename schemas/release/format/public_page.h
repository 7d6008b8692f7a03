// results.html, and the same in the other languages that the page speaks and the survey has: the release as a page to
// look at. Bars with intervals, the table that the survey is about first, what the noise means, and where the numbers
// are. No script, nothing loaded; every bar has its numbers beside it and every picture its table. It ranks nothing:
// rows stand in the order of the questionnaire. The report (report.h) is the page for those who want everything.
#pragma once
#include "schemas/release/format/content.h"

namespace tacit::release {

Files public_pages(const Content& content);

}  // namespace tacit::release
