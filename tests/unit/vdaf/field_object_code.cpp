// One function for each operation of the fields, for field_object_code_test to read. None of them may hold a
// conditional jump; has_a_branch must, to show that the test sees one.
#include "crypto/field/field128.h"
#include "crypto/field/field64.h"

using tacit::field::Field128;
using tacit::field::Field64;

extern "C" {

void field64_add(Field64& a, const Field64& b) { a = a + b; }
void field64_subtract(Field64& a, const Field64& b) { a = a - b; }
void field64_multiply(Field64& a, const Field64& b) { a = a * b; }
void field64_from_u64(Field64& a, std::uint64_t b) { a = Field64::from_u64(b); }
void field64_from_i64(Field64& a, std::int64_t b) { a = Field64::from_i64(b); }
void field64_products(Field64::Products& sum, const Field64& a, const Field64& b) { sum.add(a, b); }
void field64_products_sum(Field64& a, const Field64::Products& sum) { a = sum.sum(); }

void field128_add(Field128& a, const Field128& b) { a = a + b; }
void field128_subtract(Field128& a, const Field128& b) { a = a - b; }
void field128_multiply(Field128& a, const Field128& b) { a = a * b; }
void field128_products(Field128::Products& sum, const Field128& a, const Field128& b) { sum.add(a, b); }

void has_a_branch(Field64& a, const Field64& b, void (*call)()) {
    if (a == b) call();
    a = b;
}
}
