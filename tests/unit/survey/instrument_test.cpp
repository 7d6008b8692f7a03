// Wording, codes and cut-offs of the instruments, and the mistakes that public copies of them carry.
#include "schemas/instruments/instrument.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace tacit::instruments {
namespace {

using Points = std::vector<std::optional<std::uint8_t>>;

TEST(Instrument, Phq9IsVerbatimInEnglishWithItsLoincCodesInItsOwnOrder) {
    const std::array<std::pair<const char*, const char*>, 9> published{{
        {"44250-9", "Little interest or pleasure in doing things"},
        {"44255-8", "Feeling down, depressed, or hopeless"},
        {"44259-0", "Trouble falling or staying asleep, or sleeping too much"},
        {"44254-1", "Feeling tired or having little energy"},
        {"44251-7", "Poor appetite or overeating"},
        {"44258-2", "Feeling bad about yourself - or that you are a failure or have let yourself or your family down"},
        {"44252-5", "Trouble concentrating on things, such as reading the newspaper or watching television"},
        {"44253-3",
         "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so "
         "fidgety or restless that you have been moving around a lot more than usual"},
        {"44260-8", "Thoughts that you would be better off dead, or of hurting yourself in some way"},
    }};
    const Instrument& phq9 = instrument(Id::phq9);

    ASSERT_EQ(phq9.items.size(), published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        EXPECT_EQ(phq9.items[i].loinc, published[i].first) << "item " << i + 1;
        EXPECT_EQ(phq9.items[i].text.en, published[i].second) << "item " << i + 1;
    }
    EXPECT_EQ(phq9.stem.en,
              "Over the last 2 weeks, how often have you been bothered by any of the following problems?");
    EXPECT_EQ(phq9.panel_loinc, "44249-1");
    EXPECT_EQ(phq9.total_loinc, "44261-6");
}

TEST(Instrument, Phq9IsVerbatimInSpanish) {
    const std::array<const char*, 9> published{
        "Poco interés o placer en hacer cosas",
        "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
        "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
        "Se ha sentido cansado(a) o con poca energía",
        "Sin apetito o ha comido en exceso",
        "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su "
        "familia",
        "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la "
        "televisión",
        "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) "
        "o "
        "agitado(a) que ha estado moviéndose mucho más de lo normal",
        "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera"};
    const Instrument& phq9 = instrument(Id::phq9);

    for (std::size_t i = 0; i < published.size(); ++i) EXPECT_EQ(phq9.items[i].text.es, published[i]);
    EXPECT_EQ(phq9.stem.es,
              "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?");
    const std::array<const char*, 4> steps{"Ningún día", "Varios días", "Más de la mitad de los días",
                                           "Casi todos los días"};
    for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(phq9.steps[i].text.es, steps[i]);
}

TEST(Instrument, Phq8And2AreTheFirstItemsOfPhq9) {
    for (const auto& [id, count] : {std::pair{Id::phq2, 2u}, {Id::phq8, 8u}}) {
        ASSERT_EQ(instrument(id).items.size(), count);
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(instrument(id).items[i].loinc, instrument(Id::phq9).items[i].loinc);
    }
}

TEST(Instrument, Phq2HasThePanelAndTotalCodesThatOneDesignDocumentSwaps) {
    EXPECT_EQ(instrument(Id::phq2).panel_loinc, "55757-9");
    EXPECT_EQ(instrument(Id::phq2).total_loinc, "55758-7");
}

TEST(Instrument, Phq8HasNoPanelCodeBecauseNoneWasVerified) {
    EXPECT_EQ(instrument(Id::phq8).panel_loinc, "");
    EXPECT_EQ(instrument(Id::phq8).total_loinc, "");
}

TEST(Instrument, Gad7HasItsOwnCodesAndWords) {
    const std::array<std::pair<const char*, const char*>, 7> published{{
        {"69725-0", "Feeling nervous, anxious or on edge"},
        {"68509-9", "Not being able to stop or control worrying"},
        {"69733-4", "Worrying too much about different things"},
        {"69734-2", "Trouble relaxing"},
        {"69735-9", "Being so restless that it is hard to sit still"},
        {"69689-8", "Becoming easily annoyed or irritable"},
        {"69736-7", "Feeling afraid as if something awful might happen"},
    }};
    const Instrument& gad7 = instrument(Id::gad7);

    ASSERT_EQ(gad7.items.size(), published.size());
    for (std::size_t i = 0; i < published.size(); ++i) {
        EXPECT_EQ(gad7.items[i].loinc, published[i].first);
        EXPECT_EQ(gad7.items[i].text.en, published[i].second);
    }
    EXPECT_EQ(gad7.panel_loinc, "69737-5");
    EXPECT_EQ(gad7.total_loinc, "70274-6");
}

// A public code base gives six PHQ-9 items wrong codes, one of them the total's, and GAD-7 items codes of the PHQ.
TEST(Instrument, NoCodeStandsForTwoThings) {
    std::set<std::string_view> phq;
    for (const Item& item : instrument(Id::phq9).items) EXPECT_TRUE(phq.insert(item.loinc).second) << item.loinc;
    EXPECT_FALSE(phq.contains(instrument(Id::phq9).total_loinc));
    EXPECT_FALSE(phq.contains(instrument(Id::phq9).panel_loinc));
    for (const Item& item : instrument(Id::gad7).items) EXPECT_FALSE(phq.contains(item.loinc)) << item.loinc;
    for (const char* wrong : {"44262-4", "44263-2", "44264-0", "44265-7"}) EXPECT_FALSE(phq.contains(wrong));
}

// A published value set weighs "Nearly every day" as 4, and one national survey counts from 1: totals would reach 36.
TEST(Instrument, AnswersWeighZeroToThreeSoThatTotalsEndAt27And24And21And6) {
    for (const Id id : all_ids()) {
        const Instrument& each = instrument(id);
        ASSERT_EQ(each.steps.size(), 4u);
        const std::array<const char*, 4> codes{"LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"};
        const std::array<const char*, 4> words{"Not at all", "Several days", "More than half the days",
                                               "Nearly every day"};
        for (std::size_t step = 0; step < 4; ++step) {
            EXPECT_EQ(each.steps[step].points, step);
            EXPECT_EQ(each.steps[step].loinc, codes[step]);
            EXPECT_EQ(each.steps[step].text.en, words[step]);
        }
    }
    EXPECT_EQ(instrument(Id::phq9).max_total(), 27);
    EXPECT_EQ(instrument(Id::phq8).max_total(), 24);
    EXPECT_EQ(instrument(Id::gad7).max_total(), 21);
    EXPECT_EQ(instrument(Id::phq2).max_total(), 6);
}

// A public sample form says "gave noticed" and "two weeks" although it is labelled unaltered.
TEST(Instrument, WordingIsNotThatOfTheAlteredSampleForm) {
    for (const Item& item : instrument(Id::phq9).items)
        EXPECT_EQ(item.text.en.find("gave noticed"), std::string_view::npos);
    EXPECT_EQ(instrument(Id::phq9).stem.en.find("two weeks"), std::string_view::npos);
}

TEST(Instrument, ABlankIsNeverZero) {
    const Instrument& phq8 = instrument(Id::phq8);
    Points items(8, 1);

    EXPECT_EQ(total(phq8, items), 8);
    items[4] = std::nullopt;
    EXPECT_EQ(total(phq8, items), std::nullopt);
    EXPECT_EQ(total(phq8, Points(8)), std::nullopt);
    EXPECT_EQ(total(phq8, Points(8, 0)), 0);
    EXPECT_EQ(total(phq8, Points(8, 3)), 24);
}

TEST(Instrument, RefusesAnswersOffTheScaleAndOtherNumbersOfItems) {
    const Instrument& phq8 = instrument(Id::phq8);

    EXPECT_EQ(total(phq8, Points(8, 4)), std::nullopt);
    EXPECT_EQ(total(phq8, Points(9, 1)), std::nullopt);
    EXPECT_EQ(total(phq8, Points(7, 1)), std::nullopt);
}

TEST(Instrument, BandsBeginAtThePublishedCutOffs) {
    const auto starts = [](Id id) {
        std::vector<std::pair<std::string, int>> list;
        std::string last;
        for (int score = 0; score <= instrument(id).max_total(); ++score) {
            const std::string code(band(instrument(id), static_cast<std::uint16_t>(score)).code);
            if (code != last) list.emplace_back(code, score);
            last = code;
        }
        return list;
    };
    const std::vector<std::pair<std::string, int>> phq{
        {"min", 0}, {"mild", 5}, {"mod", 10}, {"modsev", 15}, {"sev", 20}};

    EXPECT_EQ(starts(Id::phq9), phq);
    EXPECT_EQ(starts(Id::phq8), phq);
    EXPECT_EQ(starts(Id::gad7),
              (std::vector<std::pair<std::string, int>>{{"min", 0}, {"mild", 5}, {"mod", 10}, {"sev", 15}}));
    EXPECT_EQ(starts(Id::phq2), (std::vector<std::pair<std::string, int>>{{"below_cut", 0}, {"at_cut", 3}}));
    EXPECT_EQ(instrument(Id::phq9).case_from, 10);
    EXPECT_EQ(instrument(Id::phq8).case_from, 10);
    EXPECT_EQ(instrument(Id::gad7).case_from, 10);
    EXPECT_EQ(instrument(Id::phq2).case_from, 3);
}

TEST(Instrument, DifficultyAnswersHaveTheirCodesOutOfNumericalOrder) {
    const Difficulty& difficulty = phq_difficulty();
    const std::array<std::pair<const char*, const char*>, 4> published{{{"LA6572-7", "Not difficult at all"},
                                                                        {"LA6573-5", "Somewhat difficult"},
                                                                        {"LA6575-0", "Very difficult"},
                                                                        {"LA6574-3", "Extremely difficult"}}};

    EXPECT_EQ(difficulty.loinc, "69722-7");
    for (std::size_t i = 0; i < published.size(); ++i) {
        EXPECT_EQ(difficulty.steps[i].loinc, published[i].first);
        EXPECT_EQ(difficulty.steps[i].text.en, published[i].second);
    }
}

TEST(Instrument, IsFoundByTheNameThatASurveyGivesIt) {
    EXPECT_EQ(find_instrument("phq8"), &instrument(Id::phq8));
    EXPECT_EQ(find_instrument("PHQ-8"), nullptr);
    EXPECT_EQ(in_language({"a", "b"}, "es-MX"), "b");
    EXPECT_EQ(in_language({"a", "b"}, "fr"), "");
}

}  // namespace
}  // namespace tacit::instruments
