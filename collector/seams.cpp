#include "collector/seams.h"

namespace tacit::collector {

std::unique_ptr<Random> make_random() { return std::make_unique<SystemRandom>(); }
std::unique_ptr<Clock> make_clock() { return std::make_unique<SystemClock>(); }
std::unique_ptr<dp::Noise> make_noise(Random& random) { return std::make_unique<dp::DiscreteGaussianNoise>(random); }

}  // namespace tacit::collector
