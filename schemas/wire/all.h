// Every message of the protocol, once, for whatever has to be true of all of them: tests and fuzz targets go through
// these lists, so a message is tested by being listed.
#pragma once
#include "schemas/wire/aggregate.h"
#include "schemas/wire/collect.h"
#include "schemas/wire/extension.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/task.h"
#include "schemas/wire/types.h"
#include "schemas/wire/upload.h"

namespace tacit::wire {

template <class... M>
struct MessageList {
    static constexpr std::size_t kCount = sizeof...(M);
};

// Shorter and longer byte strings are never valid.
using ClosedMessages =
    MessageList<Interval, HpkeCiphertext, Extension, TaskExtension, AggregationJobExtension, CollectionJobExtension,
                HpkeConfig, HpkeConfigList, TaskConfiguration, ReportMetadata, Report, PlaintextInputShare,
                InputShareAad, ReportUploadStatus, ReportShare, VerifyInit, VerifyResp, VerifyContinue, Query,
                BatchSelector, CollectionJobReq, CollectionJobResp, AggregateShareReq, AggregateShare,
                AggregateShareAad>;

// These end in a list that runs to the end of the HTTP body: cut between two items they are valid, shorter messages.
using OpenEndedMessages =
    MessageList<UploadRequest, UploadErrors, AggregationJobInitReq, AggregationJobResp, AggregationJobContinueReq>;

}  // namespace tacit::wire
