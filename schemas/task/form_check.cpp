#include "schemas/task/form_check.h"

#include <algorithm>
#include <array>

namespace tacit::task {
namespace {

// One check under way.
class Check {
public:
    Check(const FormFetch& fetch, const Task& task, bool https) : fetch_(fetch), task_(task), https_(https) {}

    FormFinding run() {
        const std::optional<std::string> page = get("");
        const std::optional<std::string> list = get(kFormManifest);
        if (!ended_ && !page && !list && not_found_ == 2) {
            finding_.outcome = FormOutcome::absent;
            finding_.faults = {"there is no form at this address"};
            return std::move(finding_);
        }
        std::vector<std::string> signatures;
        for (const std::string_view name : {kFormLeaderSignature, kFormHelperSignature})
            signatures.push_back(get(name).value_or(""));
        if (list && !ended_) judge(page, *list, signatures);
        add_lax_headers();
        if (!ended_) finding_.outcome = finding_.faults.empty() ? FormOutcome::as_signed : FormOutcome::differs;
        return std::move(finding_);
    }

private:
    void fault(std::string text) { finding_.faults.push_back(std::move(text)); }

    // The content, where there is one; notes what is wrong with the answer.
    std::optional<std::string> get(std::string_view path) {
        if (ended_) return std::nullopt;
        const std::string shown = path.empty() ? "the page itself" : std::string(path);
        auto answer = fetch_(path);
        if (!answer && answer.error().fault != Fault::unavailable) {
            fault(shown + ": " + answer.error().what);
            return std::nullopt;
        }
        if (!answer || answer->status >= 500 || answer->status == 429) {
            ended_ = true;
            finding_.outcome = FormOutcome::unreachable;
            finding_.faults = {answer ? "the server answers " + std::to_string(answer->status) : answer.error().what};
            return std::nullopt;
        }
        if (answer->status != 200) {
            if (answer->status == 404) ++not_found_;
            fault(shown + " is not served (" + std::to_string(answer->status) + ")");
            return std::nullopt;
        }
        look_at_headers(path.empty() ? kFormPage : path, answer->headers);
        return std::move(answer->body);
    }

    void look_at_headers(std::string_view path, const Headers& headers) {
        std::vector<std::string> lax = lax_form_headers(headers, https_);
        const auto type = std::find_if(headers.begin(), headers.end(), [](const auto& header) {
            return header.first == "Content-Type" || header.first == "content-type";
        });
        const auto kind = [](std::string_view text) { return text.substr(0, text.find(';')); };
        if (type == headers.end() || kind(type->second) != kind(form_media_type(path)))
            lax.push_back("Content-Type is not " + std::string(kind(form_media_type(path))));
        for (const std::string& sentence : lax) {
            const auto known = std::find_if(lax_.begin(), lax_.end(), [&](const Lax& l) { return l.what == sentence; });
            if (known == lax_.end())
                lax_.push_back({sentence, std::string(path), 0});
            else
                ++known->more;
        }
    }
    void add_lax_headers() {
        if (finding_.outcome == FormOutcome::unreachable) return;
        for (const Lax& lax : lax_)
            fault(lax.what + " (" + lax.path + (lax.more > 0 ? " and " + std::to_string(lax.more) + " more" : "") +
                  ")");
    }

    void judge(const std::optional<std::string>& page, const std::string& list,
               const std::vector<std::string>& signatures) {
        for (const Party* party : {static_cast<const Party*>(&task_.leader), &task_.helper}) {
            if (!is_form_signed_by(list, signatures, party->signing_key))
                fault(party->name + " has not signed this form");
        }
        const auto manifest = load_form_manifest(list);
        if (!manifest) return fault("form.json cannot be read: " + manifest.error().what);
        finding_.manifest = FormFinding::Manifest{manifest->version, manifest->serial, sha256(as_bytes(list))};
        if (page) compare(*manifest, kFormPage, *page, "the page itself is not the index.html that was signed");
        for (const FormFile& file : manifest->files) {
            const auto content = get(file.path);
            if (!content) continue;
            ++finding_.file_count;
            compare(*manifest, file.path, *content, {});
        }
    }
    void compare(const FormManifest& manifest, std::string_view path, const std::string& content, std::string said) {
        const auto same = check_form_file(manifest, path, as_bytes(content));
        if (!same) fault(said.empty() ? same.error().what : std::move(said));
    }

    struct Lax {
        std::string what, path;
        int more = 0;
    };

    const FormFetch& fetch_;
    const Task& task_;
    const bool https_;
    FormFinding finding_;
    std::vector<Lax> lax_;
    int not_found_ = 0;
    bool ended_ = false;
};

}  // namespace

FormFinding check_form(const FormFetch& fetch, const Task& task, bool https) { return Check(fetch, task, https).run(); }

}  // namespace tacit::task
