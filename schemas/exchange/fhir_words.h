// The corners of FHIR R4 that both directions need: addresses of extensions and code systems, wording with
// translations, and numbers that are whole although the format calls them decimal.
#pragma once
#include <string_view>

#include "schemas/exchange/draft.h"
#include "schemas/json/reader.h"

namespace tacit::exchange::fhir {

// Extensions of the FHIR R4 core specification; itemWeight is what R5 calls ordinalValue.
inline constexpr std::string_view kTranslation = "http://hl7.org/fhir/StructureDefinition/translation";
inline constexpr std::string_view kOrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
inline constexpr std::string_view kItemWeight = "http://hl7.org/fhir/StructureDefinition/itemWeight";
inline constexpr std::string_view kItemControl = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
inline constexpr std::string_view kHidden = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
inline constexpr std::string_view kMaxOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
inline constexpr std::string_view kMinOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs";
inline constexpr std::string_view kOptionExclusive =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
inline constexpr std::string_view kOptionPrefix = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix";
inline constexpr std::string_view kMinValue = "http://hl7.org/fhir/StructureDefinition/minValue";
inline constexpr std::string_view kMaxValue = "http://hl7.org/fhir/StructureDefinition/maxValue";

inline constexpr std::string_view kLoinc = "http://loinc.org";
inline constexpr std::string_view kItemControlCodes = "http://hl7.org/fhir/questionnaire-item-control";

// JSON with "2.0" written as "2": the reader takes whole numbers only, and FHIR's decimals are often whole.
std::string whole_numbers(std::string_view json);

// The extension of this address, if the value has it; its value[x] of the type named.
std::optional<json::Value> extension(const json::Value& value, std::string_view url);
std::optional<std::int64_t> integer_extension(const json::Value& value, std::string_view url);

// A member that is a text, in the file's language, and its translations ("_text" beside "text").
Words words_of(const json::Value& value, const std::string& key, const std::string& language);

// The member's text, or nothing where there is none.
std::optional<std::string> text_of(const json::Value& value, std::string_view key);

// {"text": …, "_text": {translations}}, put into an object.
void set_words(json::Node& object, const std::string& key, const Words& words, const std::string& language);

}  // namespace tacit::exchange::fhir
