#include "schemas/task/signed_json.h"

#include "schemas/task/fields.h"

namespace tacit::task {

std::string sign_object(json::Node object, const sign::SecretKey& key, sign::Kind kind) {
    object.erase("sig");
    object.set("v", 1);
    const sign::Signature signature = sign::sign(key, kind, as_bytes(json::canonical(object)));
    object.set("sig", to_base64url(signature.bytes));
    return json::canonical(object);
}

Result<SignedObject> SignedObject::parse(std::string_view text) {
    TACIT_TRY(json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    if (!root.is_object()) return root.malformed("expected an object");
    TACIT_TRY(const std::int64_t version, root.integer("v", 0, json::kIntegerMax));
    if (version != 1)
        return root.malformed("a document of another version", "Use a version of this program that knows it.");
    TACIT_TRY(const Bytes bytes, load_base64url(root, "sig"));
    sign::Signature signature;
    if (bytes.size() != signature.bytes.size()) return root.malformed("\"sig\" is not a signature of 64 bytes");
    std::copy(bytes.begin(), bytes.end(), signature.bytes.begin());
    if (root.canonical() != text)
        return root.malformed("not in the canonical form of RFC 8785",
                              "Take the file as it was served, byte for byte.");

    json::Node unsigned_part = root.node();
    unsigned_part.erase("sig");
    std::string signed_text = json::canonical(unsigned_part);
    return SignedObject(std::move(document), std::move(signed_text), signature);
}

Result<void> SignedObject::verify(const sign::PublicKey& key, sign::Kind kind) const {
    if (!sign::verify(key, kind, as_bytes(signed_text_), signature_))
        return fail(Fault::refused, "the signature was not made with the key of task.json", "/sig");
    return {};
}

Result<SignedObject> open_object(std::string_view text, const sign::PublicKey& key, sign::Kind kind) {
    TACIT_TRY(SignedObject object, SignedObject::parse(text));
    TACIT_CHECK(object.verify(key, kind));
    return object;
}

}  // namespace tacit::task
