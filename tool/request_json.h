// A request as a part of JSON documents. Knows no document as a whole.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "model/request.h"

namespace modbuild::tool {

// Members of an object; one that is not there leaves `out`. False for one of another type.
bool read_string(const nlohmann::json& object, const char* key, std::string& out);
bool read_strings(const nlohmann::json& object, const char* key, std::vector<std::string>& out);
bool read_string_map(const nlohmann::json& object, const char* key,
                     std::map<std::string, std::string>& out);
bool read_bool(const nlohmann::json& object, const char* key, bool& out);

// Names get the place `at`. Nothing when `object` is no request.
std::optional<Request> read_request(const nlohmann::json& object, const SourceRange& at);

// Writes what read_request() reads.
void write_request(JsonWriter& json, const Request& request);

}  // namespace modbuild::tool
