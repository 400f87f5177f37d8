// How an import and its verification are shown: as text, modbuild.import/1 and
// modbuild.verify-import/1.
#pragma once

#include <string>
#include <vector>

#include "context.h"
#include "import/import.h"

namespace modbuild::tool {

// What was found and what became of it: counts by concept, what is left over, what was decided
// (with -v, or where there is little), the files.
std::string import_text(const Context& context, const ImportResult& result,
                        const std::vector<ImportedFile>& files);
std::string import_json(const ImportResult& result, const std::vector<ImportedFile>& files);

std::string verification_text(const Context& context, const Verification& verification);
std::string verification_json(const Verification& verification);

// Differences that no deviation declares, and directories that could not be asked.
std::size_t unexplained(const Verification& verification);

}  // namespace modbuild::tool
