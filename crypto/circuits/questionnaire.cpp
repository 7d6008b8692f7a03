#include "crypto/circuits/questionnaire.h"

#include <algorithm>
#include <string>

#include "crypto/circuits/bit_checks.h"
#include "crypto/circuits/range_encoding.h"
#include "crypto/field/vector.h"

namespace tacit::circuits {
namespace {

using Field = Questionnaire::Field;

// Weight digits of a multi: none where every number of marks is allowed.
std::size_t weight_digits(const Multi& multi) {
    return multi.max < multi.k ? RangeEncoding<Field>(multi.max).digits() : 0;
}

}  // namespace

// The cells of every block of one report or share.
class Questionnaire::Cells {
public:
    Cells(const Questionnaire& circuit, std::span<const Field> measurement)
        : circuit_(circuit), measurement_(measurement), derived_(circuit.derive(measurement)) {}

    std::span<const Field> operator[](std::size_t block) const {
        const Place& place = circuit_.places_[block];
        return (place.derived ? std::span<const Field>(derived_) : measurement_).subspan(place.offset, place.size);
    }
    // The weight digits that follow a multi's cells.
    std::span<const Field> digits(std::size_t block, const Multi& multi) const {
        const Place& place = circuit_.places_[block];
        return measurement_.subspan(place.offset + place.size, weight_digits(multi));
    }

private:
    const Questionnaire& circuit_;
    std::span<const Field> measurement_;
    SecretVector<Field> derived_;
};

// Weights the products and hands them to the gadget, chunk by chunk.
class Questionnaire::Products {
public:
    Products(Field w, std::size_t chunk_length, flp::GadgetCalls<Gadget>& calls)
        : w_(w), weight_(w), chunk_length_(chunk_length), calls_(calls) {}

    void add(Field left, Field right, Field expected) {
        const std::span<Field> inputs = calls_.inputs();
        inputs[2 * filled_] = weight_ * left;
        inputs[2 * filled_ + 1] = right;
        sum_ -= weight_ * expected;
        weight_ *= w_;
        if (++filled_ == chunk_length_) call();
    }
    // The weighted sum of all differences; zero if every product is what it should be.
    Field finish() {
        if (filled_ > 0) call();
        return sum_;
    }

private:
    void call() {
        sum_ += calls_.call();
        filled_ = 0;
    }

    Field w_;
    Field weight_;
    std::size_t chunk_length_;
    flp::GadgetCalls<Gadget>& calls_;
    std::size_t filled_ = 0;
    Field sum_;
};

Result<Questionnaire> Questionnaire::make(QuestionnaireConfig config) {
    TACIT_CHECK(check(config));
    return Questionnaire(std::move(config));
}

Questionnaire::Questionnaire(QuestionnaireConfig config)
    : config_(std::move(config)),
      gadget_(flp::Mul<Field>(), config_.chunk_length),
      gadget_calls_(chunk_count(product_count(config_), config_.chunk_length)),
      output_length_(output_size(config_)) {
    const std::vector<std::size_t> cells = cell_counts(config_);
    eval_output_length_ = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Block& block = config_.blocks[i];
        const bool derived = std::holds_alternative<Group>(block) || std::holds_alternative<Sum>(block);
        std::size_t& length = derived ? derived_length_ : measurement_length_;
        places_.push_back({derived, length, cells[i]});
        length += cells[i];

        sum_values_.emplace_back();
        if (std::holds_alternative<Choice>(block)) {
            ++eval_output_length_;
            powers_length_ = std::max(powers_length_, 2 * cells[i]);
        } else if (const auto* multi = std::get_if<Multi>(&block)) {
            measurement_length_ += weight_digits(*multi);
            if (multi->max < multi->k) ++eval_output_length_;
        } else if (const auto* cross = std::get_if<Cross>(&block)) {
            powers_length_ = std::max({powers_length_, cells[i], cells[cross->left] * cells[cross->right]});
        } else if (const auto* sum = std::get_if<Sum>(&block)) {
            for (const std::int32_t value : sum->values) sum_values_.back().push_back(Field::from_i64(value));
        }
    }
}

Result<SecretVector<Field>> Questionnaire::encode(const Measurement& measurement) const {
    SecretVector<Field> encoded(measurement_length_);
    std::size_t used = 0;
    for (std::size_t i = 0; i < config_.blocks.size(); ++i) {
        const std::span<Field> cells = std::span(encoded).subspan(places_[i].derived ? 0 : places_[i].offset);
        const std::string path = "answers/" + std::to_string(used);
        if (const auto* choice = std::get_if<Choice>(&config_.blocks[i])) {
            if (used == measurement.size()) return fail(Fault::malformed, "an answer is missing", path);
            const auto* option = std::get_if<std::uint16_t>(&measurement[used++]);
            if (option == nullptr || *option >= choice->k)
                return fail(Fault::malformed, "the answer is not an option of its choice", path);
            for (std::size_t m = 0; m < choice->k; ++m) cells[m] = Field::from_u64(field::one_if(m == *option));
        } else if (const auto* multi = std::get_if<Multi>(&config_.blocks[i])) {
            if (used == measurement.size()) return fail(Fault::malformed, "an answer is missing", path);
            const auto* marks = std::get_if<std::vector<std::uint16_t>>(&measurement[used++]);
            if (marks == nullptr || marks->size() > multi->max)
                return fail(Fault::malformed, "the answer is not a list of as many marks as allowed", path);
            for (std::size_t m = 0; m < marks->size(); ++m) {
                if ((*marks)[m] >= multi->k || (m > 0 && (*marks)[m] <= (*marks)[m - 1]))
                    return fail(Fault::malformed, "the marks are not sorted options", path);
                cells[(*marks)[m]] = Field::one();
            }
            if (multi->max < multi->k) {
                const RangeEncoding<Field> weight(multi->max);
                weight.encode(marks->size(), cells.subspan(multi->k, weight.digits()));
            }
        } else if (const auto* cross = std::get_if<Cross>(&config_.blocks[i])) {
            const Cells known(*this, encoded);  // factors are earlier blocks, so they are complete
            const std::span<const Field> left = known[cross->left];
            const std::span<const Field> right = known[cross->right];
            for (std::size_t a = 0; a < left.size(); ++a)
                for (std::size_t b = 0; b < right.size(); ++b) cells[a * right.size() + b] = left[a] * right[b];
        }
    }
    if (used != measurement.size()) return fail(Fault::malformed, "there are more answers than questions", "answers");
    return encoded;
}

SecretVector<Field> Questionnaire::derive(std::span<const Field> measurement) const {
    SecretVector<Field> derived(derived_length_);
    const auto cells = [&](std::size_t block) {
        const Place& place = places_[block];
        return (place.derived ? std::span<const Field>(derived) : measurement).subspan(place.offset, place.size);
    };
    for (std::size_t i = 0; i < config_.blocks.size(); ++i) {
        if (!places_[i].derived) continue;
        Field* const out = derived.data() + places_[i].offset;
        if (const auto* group = std::get_if<Group>(&config_.blocks[i])) {
            const std::span<const Field> of = cells(group->of);
            for (std::size_t g = 0; g < group->groups.size(); ++g)
                for (const std::uint16_t cell : group->groups[g]) out[g] += of[cell];
        } else if (const auto* sum = std::get_if<Sum>(&config_.blocks[i])) {
            *out = field::dot<Field>(cells(sum->of), sum_values_[i]);
        }
    }
    return derived;
}

void Questionnaire::evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                             flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const {
    const Cells cells(*this, measurement);
    std::vector<Field> powers(powers_length_);  // of r
    field::fill_powers(joint_rand[0], std::span(powers));
    // P(x; r^step)
    const auto at = [&](std::span<const Field> x, std::size_t step) { return field::dot<Field>(x, powers, step); };

    Products products(joint_rand[1], config_.chunk_length, calls);
    std::size_t checks = 1;
    for (std::size_t i = 0; i < config_.blocks.size(); ++i) {
        if (std::holds_alternative<Choice>(config_.blocks[i])) {
            const Field sketch = at(cells[i], 1);
            products.add(sketch, sketch, at(cells[i], 2));
            Field total;
            for (const Field cell : cells[i]) total += cell;
            out[checks++] = total - one;
        } else if (const auto* multi = std::get_if<Multi>(&config_.blocks[i])) {
            Field total;
            for (const Field cell : cells[i]) {
                products.add(cell, cell, cell);
                total += cell;
            }
            const std::span<const Field> digits = cells.digits(i, *multi);
            for (const Field digit : digits) products.add(digit, digit, digit);
            if (!digits.empty()) out[checks++] = total - RangeEncoding<Field>(multi->max).decode(digits);
        } else if (const auto* cross = std::get_if<Cross>(&config_.blocks[i])) {
            const std::span<const Field> right = cells[cross->right];
            products.add(at(cells[cross->left], right.size()), at(right, 1), at(cells[i], 1));
        }
    }
    out[0] = products.finish();
}

void Questionnaire::truncate(std::span<const Field> measurement, std::span<Field> out) const {
    const Cells cells(*this, measurement);
    auto to = out.begin();
    for (const std::uint16_t block : config_.release) to = std::copy(cells[block].begin(), cells[block].end(), to);
}

}  // namespace tacit::circuits
