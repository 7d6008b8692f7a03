#include "collector/http/head_bytes.h"

#include <gtest/gtest.h>

#include <string>

namespace tacit::http {
namespace {

std::string head(const std::string& lines) { return "POST /a HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"; }

TEST(HeadBytes, EndWithAnEmptyLine) {
    EXPECT_EQ(head_size(head("") + "body"), head("").size());
    EXPECT_FALSE(head_size("GET /a HTTP/1.1\r\nHost: x\r\n"));
    EXPECT_FALSE(head_size("GET /a HTTP/1.1\n\n"));
    EXPECT_FALSE(head_size(""));
}

TEST(HeadBytes, AreWellFormedAsProgramsSendThem) {
    EXPECT_TRUE(well_formed(head("")));
    EXPECT_TRUE(well_formed("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(well_formed("GET /a?b=%20c HTTP/1.1\r\nAccept: */*\r\nX-A:\r\nX-B:\tc \r\nX-C: \xc3\xa9\r\n\r\n"));
}

// One such request would end a process whose threads have 2 MiB of stack.
TEST(HeadBytes, AreNotWhereARangeIsSoLongThatTheLibraryRunsOutOfStack) {
    EXPECT_TRUE(well_formed(head("Range: bytes=0-1023, 4096-\r\n")));
    std::string ranges = "0-0";
    while (ranges.size() < 4000) ranges += ",0-0";
    for (const std::string name : {"Range", "range", "RANGE"})
        EXPECT_FALSE(well_formed(head(name + ": bytes=" + ranges + "\r\n")));
}

TEST(HeadBytes, AreNotWhereTwoReadersMayDisagree) {
    const std::string nul(1, '\0');
    for (const std::string& lines :
         {std::string("Transfer-Encoding : chunked\r\n"), std::string(" Transfer-Encoding: chunked\r\n"),
          std::string("X: a\r\n b\r\n"), std::string("X: a\r\n\tb\r\n"), std::string("X\r\n"), std::string(": a\r\n"),
          std::string("X: a\nTransfer-Encoding: chunked\r\n"), std::string("X: a\rContent-Length: 3\r\n"),
          "X: a" + nul + "\r\n", "X" + nul + ": a\r\n", std::string("X(: a\r\n"),
          std::string("Content\tLength: 3\r\n")})
        EXPECT_FALSE(well_formed(head(lines))) << lines;
    for (const std::string line :
         {"GET  /a HTTP/1.1", "GET /a  HTTP/1.1", "GET /a b HTTP/1.1", " GET /a HTTP/1.1", "GET /a HTTP/1.1 ", "GET /a",
          "GET", "GET /a HTTP/2.0", "GET /a http/1.1", "GET a HTTP/1.1", "GET http://b/a HTTP/1.1",
          "GET /\x01 HTTP/1.1", "G(T /a HTTP/1.1", "\r\nGET /a HTTP/1.1"})
        EXPECT_FALSE(well_formed(line + "\r\n\r\n")) << line;
}

TEST(HeadBytes, AnnounceABodyInOneWayOnly) {
    EXPECT_EQ(announced_body(head("")), 0u);
    EXPECT_EQ(announced_body(head("Content-Length: 12\r\n")), 12u);
    EXPECT_EQ(announced_body(head("content-LENGTH:12 \r\n")), 12u);
    for (const std::string lines :
         {"Content-Length: 0x5\r\n", "Content-Length: +5\r\n", "Content-Length: -5\r\n", "Content-Length: 5, 5\r\n",
          "Content-Length: 5 5\r\n", "Content-Length: 5.0\r\n", "Content-Length:\r\n", "Content-Length: abc\r\n",
          "Content-Length: 1234567890123456\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\ncontent-length: 6\r\n"})
        EXPECT_FALSE(announced_body(head(lines))) << lines;
}

TEST(HeadBytes, SayWhetherTheBodyWaitsForAWord) {
    EXPECT_TRUE(expects_continue(head("Content-Length: 5\r\nexpect: 100-continue\r\n")));
    EXPECT_FALSE(expects_continue(head("Content-Length: 5\r\n")));
}

}  // namespace
}  // namespace tacit::http
