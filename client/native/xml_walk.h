// Reads XML as a walk through its elements, so that a document never stands in memory as a tree. XML's own five
// entities and character references are read; a document that declares a type, and so could declare others, is refused.
#pragma once
#include <string>
#include <string_view>

#include "crypto/base/result.h"

namespace tacit::native {

// Of one element, only while it begins. Names are without their namespaces.
class XmlAttributes {
public:
    explicit XmlAttributes(const char* const* names_and_values) : names_and_values_(names_and_values) {}
    // The value, or an empty text.
    std::string_view at(std::string_view name) const;

private:
    const char* const* names_and_values_;
};

// Paths are the names of the elements from the document's first one on, without namespaces: "worksheet/sheetData/row".
class XmlVisitor {
public:
    virtual ~XmlVisitor() = default;
    virtual Result<void> begin(std::string_view path, const XmlAttributes& attributes) = 0;
    virtual void text(std::string_view path, std::string_view piece) = 0;  // a text may come in several pieces
    virtual Result<void> end(std::string_view path) = 0;
};

// Ends at the first failure of the visitor. `name` is the document's, for messages.
Result<void> walk_xml(std::string_view document, const std::string& name, XmlVisitor& visitor);

}  // namespace tacit::native
