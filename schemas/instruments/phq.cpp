// The Patient Health Questionnaire. English from the publisher's sheet, Spanish from its US Spanish sheet; LOINC codes
// as in the US National Library of Medicine's LForms panel, whose order is not that of the numbers.
#include <array>

#include "schemas/instruments/instruments_data.h"

namespace tacit::instruments {
namespace {

constexpr Wording kStem{
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?"};

constexpr std::array<Item, 9> kItems{{
    {"44250-9", {"Little interest or pleasure in doing things", "Poco interés o placer en hacer cosas"}},
    {"44255-8", {"Feeling down, depressed, or hopeless", "Se ha sentido decaído(a), deprimido(a) o sin esperanzas"}},
    {"44259-0",
     {"Trouble falling or staying asleep, or sleeping too much",
      "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado"}},
    {"44254-1", {"Feeling tired or having little energy", "Se ha sentido cansado(a) o con poca energía"}},
    {"44251-7", {"Poor appetite or overeating", "Sin apetito o ha comido en exceso"}},
    {"44258-2",
     {"Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
      "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su "
      "familia"}},
    {"44252-5",
     {"Trouble concentrating on things, such as reading the newspaper or watching television",
      "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la "
      "televisión"}},
    {"44253-3",
     {"Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or "
      "restless that you have been moving around a lot more than usual",
      "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) o "
      "agitado(a) que ha estado moviéndose mucho más de lo normal"}},
    {"44260-8",
     {"Thoughts that you would be better off dead, or of hurting yourself in some way",
      "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera"}},
}};

constexpr std::array<Step, 4> kFrequency{{
    {"LA6568-5", 0, {"Not at all", "Ningún día"}},
    {"LA6569-3", 1, {"Several days", "Varios días"}},
    {"LA6570-1", 2, {"More than half the days", "Más de la mitad de los días"}},
    {"LA6571-9", 3, {"Nearly every day", "Casi todos los días"}},
}};

// Kroenke 2001; the same cut-offs hold for PHQ-8 (Wu 2020).
constexpr std::array<Band, 5> kSeverity{{{"min", 0}, {"mild", 5}, {"mod", 10}, {"modsev", 15}, {"sev", 20}}};
constexpr std::array<Band, 2> kPhq2Cut{{{"below_cut", 0}, {"at_cut", 3}}};

// The answer codes really stand in this order.
constexpr std::array<Step, 4> kDifficultySteps{{
    {"LA6572-7", 0, {"Not difficult at all", "No ha sido difícil"}},
    {"LA6573-5", 0, {"Somewhat difficult", "Un poco difícil"}},
    {"LA6575-0", 0, {"Very difficult", "Muy difícil"}},
    {"LA6574-3", 0, {"Extremely difficult", "Extremadamente difícil"}},
}};

constexpr Difficulty kDifficulty{
    "69722-7",
    {"If you checked off any problems, how difficult have these problems made it for you to do your work, take care of "
     "things at home, or get along with other people?",
     "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos problemas para hacer su trabajo, "
     "encargarse de las tareas del hogar, o llevarse bien con otras personas?"},
    kDifficultySteps};

constexpr std::span<const Item> kAllItems{kItems};

}  // namespace

constinit const Instrument kPhq2{Id::phq2,           "phq2",     "PHQ-2",  "55757-9", "55758-7", kStem,
                                 kAllItems.first(2), kFrequency, kPhq2Cut, 3};
constinit const Instrument kPhq8{Id::phq8,           "phq8",     "PHQ-8",   "", "", kStem,
                                 kAllItems.first(8), kFrequency, kSeverity, 10};
constinit const Instrument kPhq9{Id::phq9, "phq9",    "PHQ-9",    "44249-1", "44261-6",
                                 kStem,    kAllItems, kFrequency, kSeverity, 10};

const Difficulty& phq_difficulty() { return kDifficulty; }

std::string_view phq_credit() {
    return "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational "
           "grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.";
}

}  // namespace tacit::instruments
