// Only so that its target has a precompiled header: see tests/CMakeLists.txt.
