// The exact totals of simulated answers: what the published tables would say if nobody had to protect anything.
#pragma once
#include <vector>

#include "crypto/circuits/questionnaire.h"
#include "schemas/json/node.h"
#include "schemas/survey/compile.h"

namespace tacit::simulate {

class Truth {
public:
    explicit Truth(const survey::Compiled& compiled) : totals_(compiled.output_size) {}

    void add(const survey::Compiled& compiled, const circuits::Measurement& measurement);
    std::uint64_t reports() const { return reports_; }
    const std::vector<std::int64_t>& totals() const { return totals_; }  // every released cell, in order of release

private:
    std::vector<std::int64_t> totals_;
    std::uint64_t reports_ = 0;
};

// {"reports": n, "tables": [{"id", "cells": [{"row", "column", "total"}]}]}
json::Node truth_node(const survey::Compiled& compiled, const Truth& truth);

}  // namespace tacit::simulate
