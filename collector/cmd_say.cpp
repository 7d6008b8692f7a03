#include <iostream>

#include "collector/cmd.h"

namespace tacit::collector {

void say(const std::string& text) { std::cout << text << std::endl; }

int complain(const Error& error) {
    std::cerr << "tacit-collector: " << error.what << "\n";
    if (!error.where.empty()) std::cerr << "  at: " << error.where << "\n";
    if (!error.remedy.empty()) std::cerr << "  do: " << error.remedy << "\n";
    return 1;
}

int complain(const std::vector<Error>& errors) {
    for (const Error& error : errors) complain(error);
    return 1;
}

int with_config(const std::string& config_file, const std::function<int(const ops::Config&)>& body) {
    const auto config = ops::load_config(config_file);
    return config ? body(*config) : complain(config.error());
}

int finish(const Result<void>& result) { return result ? 0 : complain(result.error()); }

}  // namespace tacit::collector
