#include "tests/support/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

#include "crypto/base/check.h"

namespace tacit::test {
namespace {

void add_extension(X509* certificate, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    TACIT_ASSERT(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

}  // namespace

void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key) {
    EVP_PKEY* pair = EVP_EC_gen("P-256");
    X509* made = X509_new();
    TACIT_ASSERT(pair != nullptr && made != nullptr);
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made), 24L * 3600);
    X509_set_pubkey(made, pair);
    X509_NAME* name = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(made, name);
    add_extension(made, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    add_extension(made, NID_basic_constraints, "critical,CA:TRUE");
    TACIT_ASSERT(X509_sign(made, pair, EVP_sha256()) != 0);

    std::FILE* certificate_file = std::fopen(certificate.c_str(), "w");
    std::FILE* key_file = std::fopen(key.c_str(), "w");
    TACIT_ASSERT(certificate_file != nullptr && key_file != nullptr);
    TACIT_ASSERT(PEM_write_X509(certificate_file, made) == 1);
    TACIT_ASSERT(PEM_write_PrivateKey(key_file, pair, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    std::fclose(certificate_file);
    std::fclose(key_file);
    X509_free(made);
    EVP_PKEY_free(pair);
}

}  // namespace tacit::test
