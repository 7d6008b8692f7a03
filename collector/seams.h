// The few parts of the program that a test program replaces when it links: where randomness, time and noise come from.
// The product's are in seams.cpp; there is no switch that chooses others.
#pragma once
#include <memory>

#include "crypto/base/clock.h"
#include "crypto/base/random.h"
#include "crypto/dp/noise.h"

namespace tacit::collector {

std::unique_ptr<Random> make_random();
std::unique_ptr<Clock> make_clock();
std::unique_ptr<dp::Noise> make_noise(Random& random);

}  // namespace tacit::collector
