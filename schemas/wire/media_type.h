// The media types of DAP: always application/ppm-dap, the message named in a parameter (draft-ietf-ppm-dap-18, "Media
// Types").
#pragma once
#include <string>
#include <string_view>

namespace tacit::wire {

enum class MediaType {
    hpke_config_list,
    upload_req,
    upload_errors,
    aggregation_job_init_req,
    aggregation_job_continue_req,
    aggregation_job_resp,
    collection_job_req,
    collection_job_resp,
    aggregate_share_req,
    aggregate_share,
};

std::string text(MediaType type);  // "application/ppm-dap;message=upload-req"
// Whether a Content-Type header names this type: letters in any case, white space around ';', other parameters (a
// version hint) ignored.
bool matches(std::string_view content_type, MediaType type);

}  // namespace tacit::wire
