// The files of a release, each made by a function of this folder from plain values; the layout is in README.md of every
// release. Deterministic: the same release gives the same bytes.
#pragma once
#include "schemas/release/release.h"

namespace tacit::release {

// All but the manifest and its signature (manifest.h).
Result<Files> content_files(const Release& release);

}  // namespace tacit::release
