#include "schemas/wire/labels.h"

#include <gtest/gtest.h>

namespace tacit::wire {
namespace {

std::string label(std::string_view text, char from, char to) { return std::string(text) + from + to; }

TEST(Labels, OfHpkeEndInTheRolesOfSenderAndReceiver) {
    EXPECT_EQ(as_text(input_share_info(Role::leader)), label("dap-18 input share", 1, 2));
    EXPECT_EQ(as_text(input_share_info(Role::helper)), label("dap-18 input share", 1, 3));
    EXPECT_EQ(as_text(aggregate_share_info(Role::leader)), label("dap-18 aggregate share", 2, 0));
    EXPECT_EQ(as_text(aggregate_share_info(Role::helper)), label("dap-18 aggregate share", 3, 0));
}

TEST(Labels, OfTheVdafIsTheDraftAndTheTask) {
    TaskId id;
    id.bytes.fill('x');

    EXPECT_EQ(as_text(vdaf_context(id)), "dap-18" + std::string(32, 'x'));
}

}  // namespace
}  // namespace tacit::wire
