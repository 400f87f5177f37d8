#include "support/schema_check.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace modbuild::test {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

}  // namespace

std::string schema_faults(const std::string& name, const std::string& document) {
  std::ifstream file(std::string(MB_SOURCE_DIR "/schemas/") + name + ".schema.json");
  if (!file) return "there is no schema " + name + "\n";
  std::ostringstream text;
  text << file.rdbuf();
  const Json schema_json = Json::parse(text.str(), nullptr, false);
  const Json parsed = Json::parse(document, nullptr, false);
  if (schema_json.is_discarded()) return "the schema is not JSON\n";
  if (parsed.is_discarded()) return "the document is not JSON: " + document + "\n";
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(Adapter(schema_json), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(schema, Adapter(parsed), &results)) return {};
  std::string faults;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) faults += step;
    faults += ": " + error.description + "\n";
  }
  return faults;
}

}  // namespace modbuild::test
