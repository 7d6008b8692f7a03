// A JSON object with an Ed25519 signature in its own member "sig": what is signed is the RFC 8785 form of the object
// without that member, and the file is the RFC 8785 form of the object with it. Any other spelling is refused, so that
// a document and its hash are one thing.
#pragma once
#include <string>
#include <string_view>

#include "crypto/sign/signature.h"
#include "schemas/json/reader.h"

namespace tacit::task {

std::string sign_object(json::Node object, const sign::SecretKey& key, sign::Kind kind);

// A document as read, its signature not yet looked at.
class SignedObject {
public:
    // Fails unless the text is the canonical form of an object with "v": 1 and a "sig".
    static Result<SignedObject> parse(std::string_view text);
    Result<void> verify(const sign::PublicKey& key, sign::Kind kind) const;
    json::Value root() const { return document_.root(); }

private:
    SignedObject(json::Document document, std::string signed_text, sign::Signature signature)
        : document_(std::move(document)), signed_text_(std::move(signed_text)), signature_(signature) {}
    json::Document document_;
    std::string signed_text_;
    sign::Signature signature_;
};
// Both steps.
Result<SignedObject> open_object(std::string_view text, const sign::PublicKey& key, sign::Kind kind);

}  // namespace tacit::task
