#include "schemas/release/format/public_words.h"

namespace tacit::release {

const PublicWords& english_words() {
    static constexpr PublicWords kWords = {
        .tag = "en",
        .name = "English",
        .file = "results.html",
        .thousands = ",",
        .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                   "November", "December"},
        .date = "{day} {month} {year}",
        .kind = "What people said together",
        .took_part = "About {people} people took part, from {from} to {to}.",
        .on_one_day = "About {people} people took part, on {from}.",
        .nobody =
            "Nobody could read one person's answers: each answer was split in two, one half for {leader} and one for "
            "{helper}. Only the totals were put together, with noise added on purpose.",
        .synthetic =
            "SYNTHETIC: made-up answers, to try things out. Nobody was asked, and nothing here is about real people.",
        .trial =
            "TRIAL ON ONE MACHINE: both halves of every answer lie in one place here, so nothing was really split.",
        .corrected = "Version {version} of these results. What was wrong before: {correction}",
        .bars = "Each bar shows how many out of 100 people in a group gave that answer.",
        .line =
            "The thin line matters most: the true share of people like these lies somewhere on it, 95 times out of "
            "100. Where two lines overlap, the difference may be nothing at all.",
        .full_bar = "A full bar is {most} %.",
        .pale = "too rough to build on",
        .none = "not published: too few people",
        .ranking_head = "This is not a ranking.",
        .ranking =
            "The groups stand in the order of the questions. People did not get their treatment by chance: those "
            "who are more ill get other treatments than those who are less ill, many feel better with time alone, "
            "and those who gave up answer less often. So these bars cannot say which treatment is better.",
        .people = "about {people} people",
        .hardly = "hardly any people",
        .of_all = "of everybody",
        .of_asked = "of those who were asked",
        .of_answered = "of those who answered",
        .to = "{low} to {high}",
        .too_few = "too few people",
        .masked = "left out: too few people",
        .not_measurable = "cannot be measured",
        .not_published = "not published",
        .small_rows = "Too few people to say anything: {rows}.",
        .left_out = "Not drawn: people who gave no answer or were not asked.",
        .as_table = "The same as a table",
        .head_group = "Group",
        .head_answer = "Answer",
        .head_share = "Share",
        .head_low = "Line from",
        .head_high = "Line to",
        .head_people = "People, about",
        .noise_head = "What the noise means",
        .noise_why =
            "Both organisations added random numbers to every count, on purpose. This noise hides each single "
            "person, even from somebody who knows what all the others said.",
        .noise_size =
            "In the first table above, the noise moves a count by up to {noise} people, 95 times out of 100. A "
            "count of 100 may come from any number between {low} and {high}.",
        .noise_small =
            "A large group hardly feels that. A small one does: it gets long lines, or no bar at all. The lines "
            "have the noise in them, so you need not add anything.",
        .noise_guess =
            "How well does it hide a person? Somebody may know the answers of everybody else, and even one "
            "side's noise. Asked which of two answer sheets you sent, they would be right at most {guess} "
            "times out of 100. With a coin it would be 50.",
        .more = "What else people said",
        .more_tables = "{count} more tables are in the full report.",
        .mean = "On average {mean} out of {most}",
        .mean_people = "about {people} people have a score",
        .limits_head = "What these numbers cannot tell you",
        .limit_advice = "They are not advice, and they do not predict how you will do.",
        .limit_chosen = "People chose to answer. They do not stand for everybody.",
        .limit_felt = "People who feel better, or worse, may have answered more often than others.",
        .limit_sum = "Each share is worked out by itself, so a group need not add up to exactly 100 %.",
        .take_head = "Take the numbers with you",
        .take_report = "The full report: all tables, how it was done, and what is not protected",
        .take_cells = "All numbers as a table, for a spreadsheet",
        .take_json = "The numbers for web pages",
        .take_codebook = "What every code means",
        .take_readme = "How to read, cite and check the numbers",
        .take_sums = "The list of all files, to check that nothing was changed",
        .take_credit = "Published by {publisher} ({contact}). Free to use with credit (CC BY 4.0).",
        .hard =
            "If things are hard right now: please call your local emergency number or a helpline. You do not have to "
            "wait."};
    return kWords;
}

const PublicWords& spanish_words() {
    static constexpr PublicWords kWords = {
        .tag = "es",
        .name = "Español",
        .file = "results.es.html",
        .thousands = "\u00a0",
        .months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                   "noviembre", "diciembre"},
        .date = "{day} de {month} de {year}",
        .kind = "Lo que dijeron las personas, en conjunto",
        .took_part = "Participaron unas {people} personas, del {from} al {to}.",
        .on_one_day = "Participaron unas {people} personas, el {from}.",
        .nobody =
            "Nadie pudo leer las respuestas de una persona: cada respuesta se partió en dos, una mitad para {leader} y "
            "otra para {helper}. Solo se juntaron los totales, con ruido añadido a propósito.",
        .synthetic =
            "SYNTHETIC: respuestas inventadas, para hacer pruebas. No se preguntó a nadie, y nada de esto trata de "
            "personas reales.",
        .trial =
            "PRUEBA EN UNA SOLA MÁQUINA: aquí las dos mitades de cada respuesta están en el mismo lugar, así que nada "
            "se "
            "separó de verdad.",
        .corrected = "Versión {version} de estos resultados. Lo que estaba mal antes: {correction}",
        .bars = "Cada barra muestra cuántas de cada 100 personas de un grupo dieron esa respuesta.",
        .line =
            "Lo más importante es la línea fina: la proporción verdadera entre personas como estas está en algún punto "
            "de ella, 95 veces de cada 100. Donde dos líneas se solapan, puede que no haya ninguna diferencia.",
        .full_bar = "Una barra llena es el {most} %.",
        .pale = "demasiado impreciso para basarse en ello",
        .none = "no se publica: demasiado pocas personas",
        .ranking_head = "Esto no es una clasificación.",
        .ranking =
            "Los grupos están en el orden de las preguntas. Nadie recibió su tratamiento por azar: quienes están peor "
            "reciben otros tratamientos que quienes están menos mal, muchas personas mejoran solo con el tiempo, y "
            "quienes lo dejaron responden menos. Por eso estas barras no pueden decir qué tratamiento es mejor.",
        .people = "unas {people} personas",
        .hardly = "casi nadie",
        .of_all = "de todas las personas",
        .of_asked = "de quienes recibieron la pregunta",
        .of_answered = "de quienes respondieron",
        .to = "{low} a {high}",
        .too_few = "demasiado pocas personas",
        .masked = "se omite: demasiado pocas personas",
        .not_measurable = "no se puede medir",
        .not_published = "no se publica",
        .small_rows = "Demasiado pocas personas para decir algo: {rows}.",
        .left_out = "No se dibujan: personas que no respondieron o no recibieron la pregunta.",
        .as_table = "Lo mismo en una tabla",
        .head_group = "Grupo",
        .head_answer = "Respuesta",
        .head_share = "Proporción",
        .head_low = "Línea desde",
        .head_high = "Línea hasta",
        .head_people = "Personas, aprox.",
        .noise_head = "Qué significa el ruido",
        .noise_why =
            "Las dos organizaciones sumaron números al azar a cada total, a propósito. Este ruido oculta a cada "
            "persona, incluso de alguien que sabe lo que dijeron todas las demás.",
        .noise_size =
            "En la primera tabla de arriba, el ruido mueve un total en hasta {noise} personas, 95 veces de cada "
            "100. Un total de 100 puede venir de cualquier número entre {low} y {high}.",
        .noise_small =
            "Un grupo grande casi no lo nota. Uno pequeño sí: tiene líneas largas, o ninguna barra. Las líneas ya "
            "incluyen el ruido, así que no hay que añadir nada.",
        .noise_guess =
            "¿Qué tan bien oculta a una persona? Alguien puede saber las respuestas de todas las demás, e incluso "
            "el ruido de un lado. Si tuviera que decir cuál de dos cuestionarios envió usted, acertaría como "
            "máximo {guess} veces de cada 100. Con una moneda serían 50.",
        .more = "Qué más dijeron",
        .more_tables = "Hay {count} tablas más en el informe completo (en inglés).",
        .mean = "En promedio {mean} de {most}",
        .mean_people = "unas {people} personas tienen un puntaje",
        .limits_head = "Lo que estos números no pueden decirle",
        .limit_advice = "No son un consejo, y no predicen cómo le irá a usted.",
        .limit_chosen = "Las personas eligieron responder. No representan a todo el mundo.",
        .limit_felt = "Quienes se sienten mejor, o peor, pueden haber respondido más que otras personas.",
        .limit_sum = "Cada proporción se calcula por sí sola, así que un grupo no tiene que sumar exactamente 100 %.",
        .take_head = "Llévese los números",
        .take_report = "El informe completo, en inglés: todas las tablas, cómo se hizo y qué no se protege",
        .take_cells = "Todos los números en una tabla, para una hoja de cálculo",
        .take_json = "Los números para páginas web",
        .take_codebook = "Qué significa cada código",
        .take_readme = "Cómo leer, citar y comprobar los números (en inglés)",
        .take_sums = "La lista de todos los archivos, para comprobar que no se cambió nada",
        .take_credit = "Publicado por {publisher} ({contact}). De uso libre si se nombra la fuente (CC BY 4.0).",
        .hard =
            "Si ahora lo está pasando mal: llame al número de emergencias de su zona o a una línea de ayuda. No tiene "
            "que "
            "esperar."};
    return kWords;
}

std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        const std::string_view name = text.substr(open + 1, close - open - 1);
        out += text.substr(0, open);
        const std::pair<std::string_view, std::string>* value = nullptr;
        for (const auto& each : values) {
            if (each.first == name) value = &each;
        }
        out += value == nullptr ? std::string(text.substr(open, close + 1 - open)) : value->second;
        text.remove_prefix(close + 1);
    }
    return out.append(text);
}

}  // namespace tacit::release
