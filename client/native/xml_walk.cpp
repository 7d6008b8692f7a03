#include "client/native/xml_walk.h"

#include <expat.h>

#include <memory>
#include <optional>

namespace tacit::native {
namespace {

constexpr XML_Char kAfterNamespace = '|';
constexpr std::size_t kPathMax = 1000;
constexpr std::size_t kSizeMax = std::size_t{1} << 30;  // expat counts in int

std::string_view local(std::string_view name) { return name.substr(name.rfind(kAfterNamespace) + 1); }

class Walk {
public:
    Walk(std::string_view document, const std::string& name, XmlVisitor& visitor)
        : document_(document), name_(name), visitor_(visitor), parser_(XML_ParserCreateNS(nullptr, kAfterNamespace)) {}

    Result<void> run() {
        if (!parser_ || document_.size() > kSizeMax) return fail(Fault::internal, "the XML library takes no document");
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* walk, const XML_Char* name, const XML_Char** attributes) {
                static_cast<Walk*>(walk)->begin(name, attributes);
            },
            [](void* walk, const XML_Char*) { static_cast<Walk*>(walk)->end(); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* walk, const XML_Char* piece, int size) {
            static_cast<Walk*>(walk)->text({piece, static_cast<std::size_t>(size)});
        });
        XML_SetStartDoctypeDeclHandler(
            parser_.get(), [](void* walk, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<Walk*>(walk)->stop({Fault::refused, "an XML document declares a type of its own",
                                                static_cast<Walk*>(walk)->place(),
                                                "Save the file again with a spreadsheet program"});
            });
        const auto status = XML_Parse(parser_.get(), document_.data(), static_cast<int>(document_.size()), XML_TRUE);
        if (failure_) return tl::make_unexpected(*std::move(failure_));
        if (status == XML_STATUS_OK) return {};
        return fail(Fault::malformed,
                    std::string("the XML cannot be read: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())), place(),
                    "Save the file again with a spreadsheet program");
    }

private:
    std::string place() const { return name_ + " line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())); }

    // Expat may still call for the other end of the element at which it was stopped.
    void stop(Error failure) {
        if (!failure_) failure_ = std::move(failure);
        XML_StopParser(parser_.get(), XML_FALSE);
    }
    void begin(const XML_Char* name, const XML_Char** attributes) {
        if (failure_) return;
        if (!path_.empty()) path_ += '/';
        path_ += local(name);
        if (path_.size() > kPathMax)
            return stop({Fault::refused, "XML elements stand too deep within each other", place(),
                         "Save the file again with a spreadsheet program"});
        if (auto begun = visitor_.begin(path_, XmlAttributes(attributes)); !begun) stop(std::move(begun).error());
    }
    void text(std::string_view piece) {
        if (!failure_) visitor_.text(path_, piece);
    }
    void end() {
        if (failure_) return;
        if (auto ended = visitor_.end(path_); !ended) return stop(std::move(ended).error());
        const std::size_t slash = path_.rfind('/');
        path_.resize(slash == std::string::npos ? 0 : slash);
    }

    struct Free {
        void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
    };
    std::string_view document_;
    const std::string& name_;
    XmlVisitor& visitor_;
    std::unique_ptr<XML_ParserStruct, Free> parser_;
    std::string path_;
    std::optional<Error> failure_;
};

}  // namespace

std::string_view XmlAttributes::at(std::string_view name) const {
    for (const char* const* each = names_and_values_; *each != nullptr; each += 2)
        if (local(each[0]) == name) return each[1];
    return {};
}

Result<void> walk_xml(std::string_view document, const std::string& name, XmlVisitor& visitor) {
    return Walk(document, name, visitor).run();
}

}  // namespace tacit::native
