#include "schemas/wire/labels.h"

#include <gtest/gtest.h>

namespace tacit::wire {
namespace {

// The draft's name is spelled in one header; here it is bytes.
std::string draft() { return std::string(as_text(from_hex("6461702d3138").value())); }
std::string label(std::string_view use, char from, char to) { return draft() + std::string(use) + from + to; }

TEST(Labels, OfHpkeEndInTheRolesOfSenderAndReceiver) {
    EXPECT_EQ(as_text(input_share_info(Role::leader)), label(" input share", 1, 2));
    EXPECT_EQ(as_text(input_share_info(Role::helper)), label(" input share", 1, 3));
    EXPECT_EQ(as_text(aggregate_share_info(Role::leader)), label(" aggregate share", 2, 0));
    EXPECT_EQ(as_text(aggregate_share_info(Role::helper)), label(" aggregate share", 3, 0));
}

TEST(Labels, OfTheVdafIsTheDraftAndTheTask) {
    TaskId id;
    id.bytes.fill('x');

    EXPECT_EQ(as_text(vdaf_context(id)), draft() + std::string(32, 'x'));
}

}  // namespace
}  // namespace tacit::wire
