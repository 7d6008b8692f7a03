// What a ρ means in other words, for people to read. The only floating point of this folder: nothing here takes part in
// making or adding noise, and every number is rounded to the side that promises less.
#pragma once
#include "crypto/dp/rational.h"

namespace tacit::dp {

// ε at `delta` for ρ-zCDP (Canonne, Kamath and Steinke 2020, Proposition 12), rounded up to 2 decimals.
double epsilon_upper(const Rational& rho, double delta);
// δ at `epsilon` by the same proposition, not rounded.
double delta_upper(const Rational& rho, double epsilon);
// How often somebody who knows everything but which of two answer sheets was sent guesses right, Φ(√(2ρ)/2), rounded up
// to 3 decimals: 0.599 reads "at most 59.9 in 100".
double guess_upper(const Rational& rho);

}  // namespace tacit::dp
