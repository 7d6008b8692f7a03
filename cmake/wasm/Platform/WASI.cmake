# CMake 3.25 knows no platform of this name; nothing needs to be said about it.
