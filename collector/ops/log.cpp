#include "collector/ops/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace tacit::ops {
namespace {

// Fault::unavailable and the like are met where a disk or a pipe behind standard error fails; a log line is not worth
// more.
spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = std::make_shared<spdlog::logger>("tacit", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
        made->set_error_handler([](const std::string&) {});
        made->flush_on(spdlog::level::info);
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum library_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

}  // namespace

void set_log_level(Level level) { logger().set_level(library_level(level)); }

void log(Event event, std::initializer_list<Field> fields) {
    const spdlog::level::level_enum at = library_level(level(event));
    if (!logger().should_log(at)) return;
    std::string line(name(event));
    for (const Field& field : fields) line.append(" ").append(field.key()).append("=").append(field.value_text());
    logger().log(at, spdlog::string_view_t(line));
}

void flush_log() { logger().flush(); }

}  // namespace tacit::ops
