// Whom a subcommand simulates: a bundled population, a population file, or a researcher's own model.
#pragma once
#include <string>

#include "client/native/cmd_common.h"
#include "client/simulate/people.h"

namespace tacit::native {

struct PeopleOption {
    std::string population = "default";
    std::string model;

    void add_to(programs::Command app);
    const std::string& name() const { return model.empty() ? population : model; }
    Result<simulate::People> load(const survey::Survey& survey) const;
};

}  // namespace tacit::native
