#include "schemas/wire/media_type.h"

#include <gtest/gtest.h>

namespace tacit::wire {
namespace {

TEST(MediaType, NamesTheMessageInAParameter) {
    EXPECT_EQ(text(MediaType::hpke_config_list), "application/ppm-dap;message=hpke-config-list");
    EXPECT_EQ(text(MediaType::aggregate_share), "application/ppm-dap;message=aggregate-share");
}

TEST(MediaType, MatchesWhatItSaysAndSpellingsThatMeanTheSame) {
    for (const char* header : {"application/ppm-dap;message=upload-req", "Application/PPM-DAP ; Message=upload-req",
                               "application/ppm-dap;version=18;message=upload-req",
                               "application/ppm-dap; message=\"upload-req\"; version=07"})
        EXPECT_TRUE(matches(header, MediaType::upload_req)) << header;
}

TEST(MediaType, DoesNotMatchAnotherTypeOrMessage) {
    for (const char* header :
         {"", "application/ppm-dap", "application/ppm-dap;",
          "application/ppm-dap;message=", "application/json;message=upload-req",
          "application/ppm-dap;message=upload-errors", "application/ppm-dap;message=upload-req-x", "message=upload-req",
          "application/ppm-dap;message=upload-req;message=upload-errors", "application/ppm-dap;xmessage=upload-req"})
        EXPECT_FALSE(matches(header, MediaType::upload_req)) << header;
    EXPECT_TRUE(matches(text(MediaType::aggregate_share_req), MediaType::aggregate_share_req));
    EXPECT_FALSE(matches(text(MediaType::aggregate_share_req), MediaType::aggregate_share));
}

}  // namespace
}  // namespace tacit::wire
