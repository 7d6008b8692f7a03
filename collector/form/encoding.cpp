#include "collector/form/encoding.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

#include <memory>

#include "crypto/base/bytes.h"

namespace tacit::form {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest, with a gzip header; zlib writes no time and no name into it

tl::unexpected<Error> damaged() { return fail(Fault::corrupt, "compressed bytes are damaged"); }

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

Result<std::string> to_brotli(std::string_view content) {
    std::size_t size = BrotliEncoderMaxCompressedSize(content.size());
    std::string out(size, '\0');
    if (size == 0 || BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_GENERIC,
                                           content.size(), bytes_of(content), &size, bytes_of(out)) != BROTLI_TRUE)
        return fail(Fault::internal, "a file cannot be compressed with brotli");
    out.resize(size);
    return out;
}

// One byte more than is allowed shows that there is more than is allowed. The function for whole texts would not tell
// of bytes that follow the end.
Result<std::string> from_brotli(std::string_view encoded, std::size_t size_max) {
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
    std::string out(size_max + 1, '\0');
    std::size_t left = encoded.size(), room = out.size();
    const std::uint8_t* in = bytes_of(encoded);
    std::uint8_t* to = bytes_of(out);
    if (!state ||
        BrotliDecoderDecompressStream(state.get(), &left, &in, &room, &to, nullptr) != BROTLI_DECODER_RESULT_SUCCESS ||
        left != 0 || room == 0)
        return damaged();
    out.resize(out.size() - room);
    return out;
}

Result<std::string> to_gzip(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(Fault::internal, "a file cannot be compressed with gzip");
    std::string out(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
    stream.next_in = const_cast<Bytef*>(bytes_of(content));  // zlib's type; it only reads
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = bytes_of(out);
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (!whole) return fail(Fault::internal, "a file cannot be compressed with gzip");
    return out;
}

Result<std::string> from_gzip(std::string_view encoded, std::size_t size_max) {
    z_stream stream{};
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) return damaged();
    std::string out(size_max + 1, '\0');
    stream.next_in = const_cast<Bytef*>(bytes_of(encoded));
    stream.avail_in = static_cast<uInt>(encoded.size());
    stream.next_out = bytes_of(out);
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
    const std::size_t size = stream.total_out;
    inflateEnd(&stream);
    if (!whole || size > size_max) return damaged();
    out.resize(size);
    return out;
}

}  // namespace

std::string_view name(Encoding encoding) {
    switch (encoding) {
        case Encoding::identity: return "identity";
        case Encoding::gzip: return "gzip";
        case Encoding::brotli: return "br";
    }
    return "identity";
}

Result<std::string> encode(Encoding encoding, std::string_view content) {
    switch (encoding) {
        case Encoding::identity: return std::string(content);
        case Encoding::gzip: return to_gzip(content);
        case Encoding::brotli: return to_brotli(content);
    }
    return fail(Fault::internal, "an unknown coding");
}

Result<std::string> decode(Encoding encoding, std::string_view encoded, std::size_t size_max) {
    switch (encoding) {
        case Encoding::identity:
            return encoded.size() > size_max ? Result<std::string>(damaged()) : std::string(encoded);
        case Encoding::gzip: return from_gzip(encoded, size_max);
        case Encoding::brotli: return from_brotli(encoded, size_max);
    }
    return damaged();
}

std::string hash_of(std::string_view plain) { return to_base64url(sha256(as_bytes(plain))); }

Result<Content> compressed(std::string plain) {
    Content content;
    TACIT_TRY(content.gzip, encode(Encoding::gzip, plain));
    TACIT_TRY(content.brotli, encode(Encoding::brotli, plain));
    for (std::string* made : {&content.gzip, &content.brotli}) {
        if (made->size() >= plain.size()) made->clear();
    }
    content.hash = hash_of(plain);
    content.plain = std::move(plain);
    return content;
}

}  // namespace tacit::form
