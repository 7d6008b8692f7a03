#include "collector/ops/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tacit::ops {
namespace {

using testing::HasSubstr;

TEST(Metrics, CountsByLabel) {
    Metrics metrics;
    metrics.add(Counter::reports_refused, wire::ReportError::report_too_early);
    metrics.add(Counter::reports_refused, wire::ReportError::report_too_early, 2);
    metrics.add(Counter::reports_refused, wire::ReportError::outdated_config);

    const std::string text = metrics.text();

    EXPECT_THAT(text, HasSubstr("# TYPE tacit_reports_refused_total counter\n"));
    EXPECT_THAT(text, HasSubstr("tacit_reports_refused_total{reason=\"report_too_early\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("tacit_reports_refused_total{reason=\"outdated_config\"} 1\n"));
    EXPECT_EQ(text.find("# TYPE tacit_reports_refused_total"), text.rfind("# TYPE tacit_reports_refused_total"));
}

TEST(Metrics, PutsADurationIntoEveryBucketThatHoldsIt) {
    Metrics metrics;
    metrics.observe(Timer::transaction, std::chrono::milliseconds(20));

    const std::string text = metrics.text();

    EXPECT_THAT(text, HasSubstr("tacit_transaction_seconds_bucket{le=\"0.01\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("tacit_transaction_seconds_bucket{le=\"0.03\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("tacit_transaction_seconds_bucket{le=\"+Inf\"} 1\n"));
}

TEST(Metrics, ShowsTheLastValueOfAGauge) {
    Metrics metrics;
    metrics.set(Gauge::tasks, 3);
    metrics.set(Gauge::tasks, 2);

    EXPECT_THAT(metrics.text(), HasSubstr("tacit_tasks 2\n"));
}

}  // namespace
}  // namespace tacit::ops
