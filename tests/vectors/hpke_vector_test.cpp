// Known answers of RFC 9180 (its test-vectors.json format), replayed from files: every step of the key schedule, every
// message in both directions, and refusal of each message with any bit flipped.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <iostream>

#include "crypto/hpke/aes_gcm.h"
#include "crypto/hpke/hpke.h"
#include "crypto/hpke/kem_x25519.h"
#include "crypto/hpke/key_schedule.h"
#include "tests/vectors/folder.h"
#include "tests/vectors/json.h"

namespace tacit::test {
namespace {

struct Replayed {
    std::size_t messages = 0;
    std::size_t other_suites = 0;  // entries for modes and algorithms that the product does not have
    std::vector<std::string> complaints;
};

// Gives the one-time key material of an entry to the public seal().
class GivenRandom final : public Random {
public:
    explicit GivenRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
    void fill(MutableByteView out) override {
        expect(out.size() == bytes_.size(), "the key material has another size than the sender draws");
        std::copy(bytes_.begin(), bytes_.end(), out.begin());
    }

private:
    Bytes bytes_;
};

const hpke::Aead* aead_of(const Json& entry) {
    if (number(member(entry, "mode")) != 0 || number(member(entry, "kem_id")) != hpke::kKemX25519HkdfSha256 ||
        number(member(entry, "kdf_id")) != hpke::kKdfHkdfSha256)
        return nullptr;
    for (const hpke::Aead* const aead : {&hpke::chacha20_poly1305(), &hpke::aes_128_gcm()})
        if (aead->id() == number(member(entry, "aead_id"))) return aead;
    return nullptr;
}

// The number of a message in its sequence: a member in some files, the position in others.
std::uint64_t sequence_number(const Json& message, std::uint64_t position) {
    if (!message.HasMember("sequence number")) return position;
    const Json& given = message["sequence number"];
    return given.IsString() ? std::stoull(text(given)) : number(given);
}

void expect_answer(const char* what, ByteView got, const Json& entry) {
    const Bytes answer = hex(member(entry, what));
    expect(equal(got, answer), std::string(what) + " is " + to_hex(got) + ", not " + to_hex(answer));
}

template <class T>
T value_of(Result<T> result, const char* what) {
    expect(result.has_value(), std::string(what) + " failed");
    return *std::move(result);
}

void replay_message(const hpke::Aead& aead, const hpke::MessageKey& key, std::uint64_t sequence, const Json& message) {
    Bytes nonce = to_bytes(key.base_nonce.view());
    for (std::size_t i = 0; i < 8; ++i) nonce[nonce.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence >> (8 * i));
    const Bytes aad = hex(member(message, "aad"));
    const Bytes ciphertext = hex(member(message, "ct"));

    if (message.HasMember("nonce")) expect_answer("nonce", nonce, message);
    expect_answer("ct", value_of(aead.seal(key.key.view(), nonce, aad, hex(member(message, "pt"))), "seal"), message);
    expect_answer("pt", value_of(aead.open(key.key.view(), nonce, aad, ciphertext), "open").view(), message);
}

// The first message of an entry through the product's own interface, which sends one message per key.
void replay_single_shot(const hpke::Aead& aead, const hpke::KeyPair& receiver, const Json& entry, const Json& message) {
    GivenRandom key_material(hex(member(entry, "ikmE")));
    const Bytes info = hex(member(entry, "info"));
    Bytes aad = hex(member(message, "aad"));
    const hpke::Sealed sealed = value_of(
        hpke::seal(key_material, aead, receiver.public_key, info, aad, hex(member(message, "pt"))), "single-shot seal");
    expect_answer("enc", sealed.enc, entry);
    expect_answer("ct", sealed.ciphertext, message);

    Bytes enc = sealed.enc;
    Bytes ciphertext = sealed.ciphertext;
    const auto opened = [&] { return hpke::open(aead, receiver, enc, info, aad, ciphertext); };
    expect_answer("pt", value_of(opened(), "single-shot open").view(), message);
    for (Bytes* const part : {&enc, &ciphertext, &aad}) {
        for (std::size_t bit = 0; bit < part->size() * 8; ++bit) {
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            expect(!opened(), "a message with a flipped bit was opened");
            (*part)[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    }
}

void replay_entry(const hpke::Aead& aead, const Json& entry, Replayed& replayed) {
    const auto receiver = value_of(hpke::derive_key_pair(hex(member(entry, "ikmR"))), "the receiver's key pair");
    expect_answer("skRm", receiver.secret_key.view(), entry);
    expect_answer("pkRm", receiver.public_key, entry);
    const auto ephemeral = value_of(hpke::key_pair_from_secret(hex(member(entry, "skEm"))), "the sender's key pair");
    expect_answer("pkEm", ephemeral.public_key, entry);

    const SecretBytes shared = value_of(hpke::encapsulate(ephemeral, receiver.public_key), "encapsulate");
    expect_answer("shared_secret", shared.view(), entry);
    expect_answer("shared_secret",
                  value_of(hpke::decapsulate(receiver, hex(member(entry, "enc"))), "decapsulate").view(), entry);
    const hpke::MessageKey key = hpke::key_schedule(aead, shared.view(), hex(member(entry, "info")));
    expect_answer("key", key.key.view(), entry);
    expect_answer("base_nonce", key.base_nonce.view(), entry);

    const Json& messages = member(entry, "encryptions");
    expect(messages.IsArray() && !messages.Empty(), "an entry has no messages");
    for (rapidjson::SizeType i = 0; i < messages.Size(); ++i) {
        const std::uint64_t sequence = sequence_number(messages[i], i);
        replay_message(aead, key, sequence, messages[i]);
        if (sequence == 0) replay_single_shot(aead, receiver, entry, messages[i]);
        ++replayed.messages;
    }
}

Replayed replay(const std::string& file) {
    Replayed replayed;
    try {
        rapidjson::Document document;
        document.Parse(file.data(), file.size());
        expect(!document.HasParseError() && document.IsArray(), "not a JSON array");
        for (const Json& entry : document.GetArray()) {
            if (const hpke::Aead* const aead = aead_of(entry)) {
                replay_entry(*aead, entry, replayed);
            } else {
                ++replayed.other_suites;
            }
        }
        expect(replayed.messages > 0, "no message for a suite of the product");
    } catch (const std::exception& failure) {
        replayed.complaints.push_back(failure.what());
    }
    return replayed;
}

void replay_folder(const std::filesystem::path& folder) {
    const auto all = vector_files(folder);
    EXPECT_FALSE(all.empty()) << "no known answers in " << folder;

    std::size_t files = 0;
    for (const auto& path : all) {
        const auto family = vector_family(path.filename().string());
        if (!family || family->user != VectorUser::hpke_test) continue;
        ++files;

        const Replayed replayed = replay(read_vector_file(path));
        std::cout << family->name << ": " << path.filename().string() << ", " << replayed.messages << " messages, "
                  << replayed.other_suites << " entries of other suites\n";
        for (const std::string& complaint : replayed.complaints) ADD_FAILURE() << path << ": " << complaint;
    }
    if (files == 0) std::cout << "rfc9180: no file in " << folder << '\n';
}

std::string typed_in() {
    return read_vector_file(typed_in_vector_folder() / "rfc9180_x25519_hkdf_sha256_base_first_messages.json");
}

// The file with the last digit of the first value of `name` changed.
std::string with_other_digit(std::string file, const std::string& name) {
    const std::size_t start = file.find("\"" + name + "\": \"") + name.size() + 5;
    const std::size_t end = file.find('"', start);
    file.at(end - 1) = file.at(end - 1) == '0' ? '1' : '0';
    return file;
}

}  // namespace

TEST(HpkeVectors, AreAllReproduced) { replay_folder(vector_folder()); }

TEST(HpkeVectors, TypedIntoTheTreeAreAllReproduced) {
    const Replayed replayed = replay(typed_in());

    EXPECT_EQ(replayed.complaints, std::vector<std::string>{});
    EXPECT_EQ(replayed.messages, 4u);
}

TEST(HpkeVectorDriver, ComplainsAboutADifferentAnswer) {
    for (const char* const name : {"info", "ikmR", "skRm", "pkRm", "skEm", "pkEm", "ikmE", "enc", "shared_secret",
                                   "key", "base_nonce", "aad", "ct", "pt", "nonce"})
        EXPECT_FALSE(replay(with_other_digit(typed_in(), name)).complaints.empty()) << name;
}

TEST(HpkeVectorDriver, ComplainsAboutAFileWithoutMessages) {
    for (const char* const file : {"", "[]", "{}", "[{}]", "[1]",
                                   R"([{"mode": 1, "kem_id": 32, "kdf_id": 1, "aead_id": 1, "encryptions": []}])"})
        EXPECT_FALSE(replay(file).complaints.empty()) << file;
}

}  // namespace tacit::test
