#include "schemas/wire/hpke_config.h"

#include <gtest/gtest.h>

namespace tacit::wire {
namespace {

TEST(HpkeConfigList, RefusesAnIdThatStandsTwice) {
    HpkeConfigList list{{{1, 0x20, 1, 3, Bytes(32)}, {2, 0x20, 1, 1, Bytes(32)}, {255, 0x20, 1, 1, Bytes(32)}}};

    EXPECT_EQ(decode_hpke_config_list(encode(list).value()).value(), list);
    list.configs[2].id = 1;
    EXPECT_FALSE(decode_hpke_config_list(encode(list).value()));
}

}  // namespace
}  // namespace tacit::wire
