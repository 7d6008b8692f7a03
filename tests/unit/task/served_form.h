// A small form as a server hands it out, signed by two keys, that a test can change at any place.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "schemas/task/form_check.h"

namespace tacit::task::test {

class ServedForm {
public:
    ServedForm(const sign::SecretKey& leader, const sign::SecretKey& helper) {
        const std::map<std::string, std::string> files = {
            {"app.js", "start()"}, {"index.html", "<!doctype html>"}, {"tacit.wasm", std::string("\0asm", 4)}};
        FormManifest manifest{"1.0.0", {}};
        for (const auto& [path, content] : files) {
            manifest.files.push_back({path, content.size(), sha256(as_bytes(content))});
            put(path, content);
        }
        const std::string text = to_text(manifest);
        put("form.json", text);
        put("form.leader.sig", to_base64url(sign_form(text, leader).signature.bytes));
        put("form.helper.sig", to_base64url(sign_form(text, helper).signature.bytes));
        put("", files.at("index.html"));
        answers_.at("").headers = answers_.at("index.html").headers;
    }

    std::string& body(const std::string& path) { return answers_.at(path).body; }
    int& status(const std::string& path) { return answers_.at(path).status; }  // 0: no answer
    Headers& headers(const std::string& path) { return answers_.at(path).headers; }
    void headers_of_all(std::string_view name, const std::string& value) {
        for (auto& [path, answer] : answers_) {
            for (auto& header : answer.headers) {
                if (header.first == name) header.second = value;
            }
        }
    }
    const std::vector<std::string>& asked() const { return asked_; }

    Result<FormAnswer> get(std::string_view path) {
        asked_.emplace_back(path);
        const auto found = answers_.find(std::string(path));
        if (found == answers_.end()) return FormAnswer{404, {}, {}};
        if (found->second.status == 0) return fail(Fault::unavailable, "no answer");
        return found->second;
    }
    FormFetch fetch() {
        return [this](std::string_view path) { return get(path); };
    }

private:
    void put(const std::string& path, const std::string& content) {
        FormAnswer answer{200, form_headers(std::vector<std::string>{"https://helper.example"}, true), content};
        answer.headers.emplace_back("Content-Type", form_media_type(path));
        answers_[path] = std::move(answer);
    }

    std::map<std::string, FormAnswer> answers_;
    std::vector<std::string> asked_;
};

}  // namespace tacit::task::test
