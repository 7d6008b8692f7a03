// The TLS presentation language (RFC 8446 section 3) as DAP uses it: a message lists its fields once, and encoding,
// decoding and the fuzz targets all go through that list.
//
//     struct Interval {
//         Time start = 0;
//         Duration duration = 0;
//         static auto fields(auto& self, auto&& io) { return io(self.start, self.duration); }
//     };
//
// A field is an unsigned integer (big-endian), a byte array, a struct with a `bytes` array (an id), an enumeration with a
// `known(E)` function found by argument-dependent lookup, a message, or a vector wrapped in list8/list16/list32/rest.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "crypto/base/bytes.h"

namespace tacit {

class Encoder;
class Decoder;

template <class T>
concept Message = requires(T& message, Encoder& io) { T::fields(message, io); };
template <class T>
concept ByteId = requires(T& id) {
    { id.bytes.size() } -> std::convertible_to<std::size_t>;
    requires sizeof(T) == sizeof(id.bytes) && std::same_as<typename decltype(id.bytes)::value_type, std::uint8_t>;
};

// A vector with a length prefix in bytes; `size_min` bytes at least.
template <class Prefix, class Items>
struct Prefixed {
    Items& items;
    std::size_t size_min = 0;
};
template <class Items>
Prefixed<std::uint8_t, Items> list8(Items& items, std::size_t size_min = 0) { return {items, size_min}; }
template <class Items>
Prefixed<std::uint16_t, Items> list16(Items& items, std::size_t size_min = 0) { return {items, size_min}; }
template <class Items>
Prefixed<std::uint32_t, Items> list32(Items& items, std::size_t size_min = 0) { return {items, size_min}; }

// A vector without a prefix that runs to the end of the message.
template <class Items>
struct Rest { Items& items; };
template <class Items>
Rest<Items> rest(Items& items) { return {items}; }

class Encoder {
public:
    template <class... Fields>
    Result<void> operator()(Fields&&... fields) {
        Result<void> result;
        (void)((result = put(fields), result.has_value()) && ...);
        return result;
    }
    Bytes take() { return std::move(out_); }

private:
    template <std::unsigned_integral T>
    Result<void> put(const T& value) {
        for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8)
            out_.push_back(static_cast<std::uint8_t>(value >> shift));
        return {};
    }
    template <class T>
        requires std::is_enum_v<T>
    Result<void> put(const T& value) { return put(static_cast<std::underlying_type_t<T>>(value)); }
    template <std::size_t N>
    Result<void> put(const std::array<std::uint8_t, N>& bytes) {
        append(out_, bytes);
        return {};
    }
    template <ByteId T>
    Result<void> put(const T& id) { return put(id.bytes); }
    template <Message T>
    Result<void> put(const T& message) { return T::fields(message, *this); }
    template <class Items>
    Result<void> put(const Rest<Items>& list) { return put_items(list.items); }
    template <class Prefix, class Items>
    Result<void> put(const Prefixed<Prefix, Items>& list) {
        const std::size_t start = out_.size();
        TACIT_CHECK(put(Prefix{0}));
        TACIT_CHECK(put_items(list.items));
        const std::size_t size = out_.size() - start - sizeof(Prefix);
        if (size > std::numeric_limits<Prefix>::max() || size < list.size_min)
            return fail(Fault::malformed, "a list of " + std::to_string(size) + " bytes does not fit its field");
        for (std::size_t i = 0; i < sizeof(Prefix); ++i)
            out_[start + i] = static_cast<std::uint8_t>(size >> (8 * (sizeof(Prefix) - 1 - i)));
        return {};
    }
    template <class Items>
    Result<void> put_items(const Items& items) {
        if constexpr (std::same_as<std::remove_cvref_t<Items>, Bytes>) {
            append(out_, items);
        } else if constexpr (std::same_as<std::remove_cvref_t<Items>, std::string>) {
            append(out_, as_bytes(items));
        } else {
            for (const auto& item : items) TACIT_CHECK(put(item));
        }
        return {};
    }

    Bytes out_;
};

// Reads from the front of a view; nothing is allocated before the length that asks for it was checked.
class Decoder {
public:
    explicit Decoder(ByteView in) : in_(in), size_(in.size()) {}

    template <class... Fields>
    Result<void> operator()(Fields&&... fields) {
        Result<void> result;
        (void)((result = get(fields), result.has_value()) && ...);
        return result;
    }
    std::size_t left() const { return in_.size(); }
    std::size_t offset() const { return size_ - in_.size(); }
    // The next `size` bytes, consumed. Fails where fewer are left.
    Result<ByteView> take(std::size_t size) {
        if (size > in_.size()) return fail(Fault::malformed, "the message ends too early", position());
        const ByteView taken = in_.first(size);
        in_ = in_.subspan(size);
        return taken;
    }
    Result<void> finish() const {
        if (!in_.empty()) return fail(Fault::malformed, "bytes are left over after the message", position());
        return {};
    }

private:
    std::string position() const { return "byte " + std::to_string(offset()); }

    template <std::unsigned_integral T>
    Result<void> get(T& value) {
        TACIT_TRY(const ByteView bytes, take(sizeof(T)));
        T sum = 0;
        for (const std::uint8_t byte : bytes) sum = static_cast<T>(static_cast<std::uint64_t>(sum) << 8 | byte);
        value = sum;
        return {};
    }
    template <class T>
        requires std::is_enum_v<T>
    Result<void> get(T& value) {
        const std::string at = position();
        std::underlying_type_t<T> number{};
        TACIT_CHECK(get(number));
        value = static_cast<T>(number);
        if (!known(value)) return fail(Fault::malformed, "unknown code " + std::to_string(number), at);
        return {};
    }
    template <std::size_t N>
    Result<void> get(std::array<std::uint8_t, N>& bytes) {
        TACIT_TRY(const ByteView taken, take(N));
        std::copy(taken.begin(), taken.end(), bytes.begin());
        return {};
    }
    template <ByteId T>
    Result<void> get(T& id) { return get(id.bytes); }
    template <Message T>
    Result<void> get(T& message) { return T::fields(message, *this); }
    template <class Items>
    Result<void> get(Rest<Items>& list) {
        TACIT_TRY(const ByteView body, take(left()));
        return get_items(body, list.items);
    }
    template <class Prefix, class Items>
    Result<void> get(Prefixed<Prefix, Items>& list) {
        Prefix size = 0;
        TACIT_CHECK(get(size));
        if (size < list.size_min) return fail(Fault::malformed, "a field is shorter than it may be", position());
        TACIT_TRY(const ByteView body, take(size));
        return get_items(body, list.items);
    }
    template <class Items>
    static Result<void> get_items(ByteView body, Items& items) {
        if constexpr (std::same_as<Items, Bytes> || std::same_as<Items, std::string>) {
            items.assign(body.begin(), body.end());
        } else {
            items.clear();
            for (Decoder inner(body); inner.left() > 0;) TACIT_CHECK(inner(items.emplace_back()));
        }
        return {};
    }

    ByteView in_;
    std::size_t size_;
};

// Fails where a list does not fit its length prefix.
template <class T>
Result<Bytes> encode(const T& message) {
    Encoder encoder;
    TACIT_CHECK(encoder(message));
    return encoder.take();
}

// Reads exactly one T; left-over bytes are a failure, always.
template <class T>
Result<T> decode(ByteView bytes) {
    T message;
    Decoder decoder(bytes);
    TACIT_CHECK(decoder(message));
    TACIT_CHECK(decoder.finish());
    return message;
}

// A message together with the bytes it came from, for the places where a later step authenticates the bytes as received.
template <class T>
struct Verbatim {
    T value;
    Bytes bytes;

    static Result<Verbatim> from(Bytes bytes) {
        TACIT_TRY(T value, decode<T>(bytes));
        return Verbatim{std::move(value), std::move(bytes)};
    }
};

}  // namespace tacit
