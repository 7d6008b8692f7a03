// The log: one line per event, to standard error, in the form `time level event key=value …`. Thread-safe. The only
// file that knows the logging library is log.cpp.
#pragma once
#include <initializer_list>

#include "collector/ops/event.h"

namespace tacit::ops {

// Lines below this level are dropped; info until it is called.
void set_log_level(Level level);

// log(Event::task_loaded, {task_id, {"tables", count}})
void log(Event event, std::initializer_list<Field> fields = {});

// Hands on what is buffered; called before the process ends.
void flush_log();

}  // namespace tacit::ops
