// tacit compare: a release beside the truth that `tacit simulate --truth` wrote.
#include <iostream>

#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/simulate/comparison.h"

namespace tacit::native {
namespace {

struct CompareOptions {
    std::filesystem::path release;
    std::string truth;
};

Result<simulate::Comparison> compare(const CompareOptions& options) {
    TACIT_TRY(const Bytes shares, read_file(options.release / "shares.json"));
    TACIT_TRY(const Bytes task, read_file(options.release / "task.json"));
    TACIT_TRY(const Bytes truth, read_file(options.truth));
    return simulate::compare(as_text(shares), as_text(task), as_text(truth));
}

int run(const CompareOptions& options) {
    const auto comparison = compare(options);
    if (!comparison) return report_failure(comparison.error(), true);
    std::cout << simulate::to_text(*comparison);
    return kDone;
}

}  // namespace

void add_compare(programs::Command app) {
    auto options = std::make_shared<CompareOptions>();
    programs::Command command = app.add_command("compare", "Show a release beside the truth of a simulation");
    command.add_option("RELEASE", options->release, "The release's folder").required();
    command.add_option("--truth", options->truth, "What `tacit simulate --truth` wrote").required().type_name("FILE");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
