// Two rows of a cross beside each other: difference of shares, risk ratio, and Holm's correction for the declared ones.
#pragma once
#include "schemas/release/stats/analyse.h"
#include "schemas/release/stats/estimates.h"

namespace tacit::release {

// A share as two amounts, of people who are in no other share that it is compared with.
struct ShareOf {
    Amount num, den;
};

// a − b with what both have of the same noise; nothing where a base is not clearly above its noise.
std::optional<Estimate> difference(const Estimates& estimates, const ShareOf& a, const ShareOf& b);
// a/b on the logarithmic scale; nothing where either share is below 3 of its standard errors.
std::optional<Estimate> risk_ratio(const Estimates& estimates, const ShareOf& a, const ShareOf& b);
// Σ weight · share, the weights without an error of their own.
std::optional<Estimate> weighted_sum(const Estimates& estimates, std::span<const ShareOf> shares,
                                     std::span<const double> weights);

// The declared contrasts, and every pair of rows of the crosses of choices that are clearly above the noise; of three
// factors, of rows that differ in one level only.
std::vector<Comparison> comparisons(const survey::Survey& survey, const survey::Compiled& compiled,
                                    const Estimates& estimates, const Options& options);

// Holm 1979: p-values in the order given.
std::vector<double> holm(std::span<const double> p);
double two_sided_p(double z);

}  // namespace tacit::release
