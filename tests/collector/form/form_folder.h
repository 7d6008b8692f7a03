// A small form as a build leaves it, in a folder of the test's own.
#pragma once
#include <fstream>
#include <map>

#include "schemas/task/form_manifest.h"
#include "tests/support/temp_folder.h"

namespace tacit::test {

class FormFolder {
public:
    explicit FormFolder(const std::string& version = "1.0.0") {
        const std::map<std::string, std::string> files = {{"app.js", std::string(2000, 'a')},
                                                          {"chunk/journal.js", "journal()"},
                                                          {"index.html", "<!doctype html>" + version}};
        task::FormManifest manifest{version, 3, {}};
        for (const auto& [path, content] : files) {
            manifest.files.push_back({path, content.size(), sha256(as_bytes(content))});
            write(path, content);
        }
        manifest_ = to_text(manifest);
        write("form.json", manifest_);
    }
    void write(const std::string& path, const std::string& content) {
        std::filesystem::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path, std::ios::binary) << content;
    }
    void remove(const std::string& path) { std::filesystem::remove(folder_ / path); }
    const std::filesystem::path& path() const { return folder_.path(); }
    const std::string& manifest() const { return manifest_; }

private:
    TempFolder folder_;
    std::string manifest_;
};

}  // namespace tacit::test
