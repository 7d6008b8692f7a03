#include "client/native/phrases.h"

#include <algorithm>
#include <string>

namespace tacit::native {
namespace {

constexpr Phrases kEnglish{
    .tag = "en",
    .two_servers =
        "Two organisations count the answers together: {0} ({1}) and {2} ({3}). Each gets one locked half of "
        "every report. One half alone says nothing about you; only both together could be put back together.",
    .certificates = "That these two are who they say rests on the TLS certificates of {0} and {1}.",
    .one_machine = "This is a trial: both servers run on this machine, so nothing is really split.",
    .your_choice =
        "You can skip any question and stop at any time. Nothing is sent before you have seen what would leave "
        "this device, and said yes.",
    .no_undo = "After sending, nobody can find your answers again. So they cannot be changed or deleted.",
    .nobody_watches = "Nobody reads answers as they come in, and nobody can send help.",
    .not_advice =
        "This is not medical advice. The results say what other people said, not what will work for you. Please "
        "talk with a health worker before you change any treatment.",
    .adults_only = "This survey is for people who are 18 or older.",
    .closes_on = "Answers are taken until {0}.",
    .other_language = "This survey is not available in the language you asked for. It is shown in '{0}'.",
    .start_prompt = "y start · q leave · ? help, and someone to talk to",
    .progress = "Question {0}, at most {1} to go",
    .progress_last = "Question {0}, the last one",
    .item_of = "{0} of {1}",
    .your_answer = "your answer",
    .type_number = "Type a number and press Enter.",
    .type_numbers = "Choose up to {0}: type their numbers with spaces between, then press Enter.",
    .type_none = "None of these",
    .rows_left = "You can rate up to {0} more.",
    .keys = "b back · s skip · f finish now · ? help · q quit, nothing is sent",
    .support_hint = "Need to talk to someone now? Type ?",
    .not_understood = "Please type one of the numbers or letters shown.",
    .at_start = "This is the first question.",
    .no_such_number = "Please type a number from 1 to {0}.",
    .too_many = "Please choose at most {0}: the ones that matter most to you.",
    .goes_alone = "\"{0}\" goes with no other choice. Choose it alone, or leave it out.",
    .nothing_marked = "Nothing is chosen. Type at least one number, or s to skip.",
    .help =
        "Answer by typing the number beside an answer and pressing Enter.\n"
        "b goes back one step; your answers are kept.\n"
        "s skips: a skipped question counts as \"no answer\".\n"
        "f goes to the end now, with what you have answered so far.\n"
        "q leaves. Nothing was sent, and nothing is kept.\n"
        "Before anything is sent you see your answers again, and exactly what would leave this device.",
    .support_head = "Someone to talk to",
    .support =
        "USA: call or text 988, day and night. Emergency: 911\n"
        "Canada: call or text 9-8-8, day and night. Emergency: 911\n"
        "UK and Ireland: Samaritans, 116 123, free from any phone. Emergency: 112\n"
        "European Union: emotional support 116 123 in many countries. Emergency: 112\n"
        "Elsewhere: findahelpline.com, or the local emergency number\n"
        "Numbers change: if one does not answer, call the emergency number.\n"
        "This note is the same for everybody, whatever they answer.",
    .press_enter = "Press Enter to go on.",
    .review_head = "Your answers",
    .nothing_answered = "You have not answered anything yet.",
    .not_answered = "no answer",
    .items_answered = "{0} of {1} answered",
    .items_left = "{0} of {1} answered. This is counted only when all {1} are: otherwise it counts as \"no answer\"",
    .review_prompt = "y go on to what would be sent · number change an answer · q quit, nothing is sent",
    .leaves_head = "What would leave this device",
    .leaves =
        "One sealed report, of the same size whatever you answered. It moves {0} of the survey's {1} counters, these, "
        "and says nothing else:",
    .sum_by = "moves the sum by {0} (counted from the middle of the scale)",
    .not_sent =
        "Not sent: your name, single answers to the items of a score, the language, when you started, how long it "
        "took, and anything about this device.",
    .address_seen = "{0} sees your network address while you send, as every web site does. It does not keep it.",
    .who_head = "Who gets it",
    .published_head = "What will be published",
    .published = "Only totals over at least {0} people, by {2}, while answers are taken (until {1}) or later:",
    .noise =
        "Every number is first changed a little by chance, by about {0} to {1} people, so that no number gives one "
        "person away.",
    .odds =
        "How well that hides you: somebody who knew everything except which of two answer sheets you sent would guess "
        "right at most {0} times in 100 ({1} if they run one of the two servers). Tossing a coin is right 50 times.",
    .send_prompt = "y send · b back to my answers · q quit, nothing is sent",
    .sending = "Sending …",
    .sent =
        "Sent. Thank you. Your answers are counted, unless the two servers refuse the report when they check it "
        "together. "
        "Which days are in the published results can be seen at {0}",
    .left = "Nothing was sent, and nothing is kept.",
    .ended = "The survey ends here. Nothing was sent, and nothing is kept.",
    .sent_before =
        "This device has already sent its answers to this survey, on {0}. Everybody is counted once, so it does "
        "not send again. Somebody else who uses this device can answer with --shared-device.",
    .unknown_before =
        "This device tried to send its answers on {0}, and the server could not tell whether they counted. To "
        "be sure that nobody is counted twice, it does not send again.",
    .refused_before = "The server refused the report of this device on {0}. It would refuse it again.",
    .waiting_before = "A sealed report of this device is still waiting to be sent.",
    .unknown =
        "We cannot tell whether your answers counted: the server says that it has seen this report before, or that the "
        "day's answers were already collected (so also when the survey was just closed). To be sure that nobody is "
        "counted twice, it is not sent again.",
    .refused = "The server refused the report. Your answers were not counted.",
    .could_not_send = "Not sent: {0}",
    .again_prompt = "y try again now · q later",
    .kept = "The sealed report waits on this device. The same command sends it.",
    .window_note = "What you typed can still be read in this window. Close it if others use this device.",
};

constexpr Phrases kSpanish{
    .tag = "es",
    .two_servers =
        "Dos organizaciones cuentan juntas las respuestas: {0} ({1}) y {2} ({3}). Cada una recibe la mitad cerrada "
        "de cada informe. Una mitad sola no dice nada de usted; solo las dos juntas podrían volver a unirse.",
    .certificates = "Que sean quienes dicen ser depende de los certificados TLS de {0} y {1}.",
    .one_machine = "Esto es una prueba: los dos servidores están en este equipo, así que nada se separa de verdad.",
    .your_choice =
        "Puede saltarse cualquier pregunta y parar cuando quiera. No se envía nada antes de que usted vea qué "
        "saldría de este equipo y diga que sí.",
    .no_undo =
        "Después de enviar, nadie puede volver a encontrar sus respuestas. Por eso no se pueden cambiar ni borrar.",
    .nobody_watches = "Nadie lee las respuestas cuando llegan, y nadie puede enviar ayuda.",
    .not_advice =
        "Esto no es consejo médico. Los resultados dicen lo que dijeron otras personas, no lo que le servirá a "
        "usted. Hable con un profesional de la salud antes de cambiar un tratamiento.",
    .adults_only = "Esta encuesta es para personas de 18 años o más.",
    .closes_on = "Se reciben respuestas hasta el {0}.",
    .other_language = "Esta encuesta no está en el idioma que pidió. Se muestra en '{0}'.",
    .start_prompt = "sí empezar · q salir · ? ayuda, y con quién hablar",
    .progress = "Pregunta {0}, quedan como mucho {1}",
    .progress_last = "Pregunta {0}, la última",
    .item_of = "{0} de {1}",
    .your_answer = "su respuesta",
    .type_number = "Escriba un número y pulse Intro.",
    .type_numbers = "Elija hasta {0}: escriba sus números separados por espacios y pulse Intro.",
    .type_none = "Ninguna de estas",
    .rows_left = "Puede valorar hasta {0} más.",
    .keys = "b volver · s saltar · f terminar ya · ? ayuda · q salir, no se envía nada",
    .support_hint = "¿Necesita hablar con alguien ahora? Escriba ?",
    .not_understood = "Escriba uno de los números o letras que se muestran.",
    .at_start = "Esta es la primera pregunta.",
    .no_such_number = "Escriba un número del 1 al {0}.",
    .too_many = "Elija como mucho {0}: lo que más le importa.",
    .goes_alone = "«{0}» no va con ninguna otra opción. Elíjala sola o déjela fuera.",
    .nothing_marked = "No hay nada elegido. Escriba al menos un número, o s para saltar.",
    .help =
        "Para responder, escriba el número que está junto a la respuesta y pulse Intro.\n"
        "b vuelve un paso; sus respuestas se conservan.\n"
        "s salta: una pregunta saltada cuenta como «sin respuesta».\n"
        "f va al final ya, con lo que ha respondido hasta ahora.\n"
        "q sale. No se ha enviado nada y no se guarda nada.\n"
        "Antes de enviar nada verá otra vez sus respuestas, y exactamente qué saldría de este equipo.",
    .support_head = "Con quién hablar",
    .support =
        "EE. UU.: llame o escriba al 988, día y noche (en español, marque 2). Emergencias: 911\n"
        "Canadá: llame o escriba al 9-8-8, día y noche. Emergencias: 911\n"
        "Reino Unido e Irlanda: Samaritans, 116 123, gratis desde cualquier teléfono. Emergencias: 112\n"
        "Unión Europea: apoyo emocional 116 123 en muchos países. Emergencias: 112\n"
        "En otros lugares: findahelpline.com, o el número local de emergencias\n"
        "Los números cambian: si uno no contesta, llame al de emergencias.\n"
        "Esta nota es la misma para todas las personas, respondan lo que respondan.",
    .press_enter = "Pulse Intro para seguir.",
    .review_head = "Sus respuestas",
    .nothing_answered = "Todavía no ha respondido nada.",
    .not_answered = "sin respuesta",
    .items_answered = "{0} de {1} respondidas",
    .items_left = "{0} de {1} respondidas. Solo cuenta si están las {1}: si no, cuenta como «sin respuesta»",
    .review_prompt = "sí ver qué se enviaría · número cambiar una respuesta · q salir, no se envía nada",
    .leaves_head = "Qué saldría de este equipo",
    .leaves =
        "Un informe sellado, del mismo tamaño sea cual sea su respuesta. Mueve {0} de los {1} contadores de la "
        "encuesta, "
        "estos, y no dice nada más:",
    .sum_by = "mueve la suma en {0} (contando desde el centro de la escala)",
    .not_sent =
        "No se envía: su nombre, las respuestas sueltas de una escala, el idioma, cuándo empezó, cuánto tardó, ni nada "
        "de este equipo.",
    .address_seen = "{0} ve su dirección de red mientras envía, como cualquier sitio web. No la guarda.",
    .who_head = "Quién lo recibe",
    .published_head = "Qué se publicará",
    .published =
        "Solo totales de al menos {0} personas, por {2}, mientras se reciben respuestas (hasta el {1}) o después:",
    .noise =
        "Antes, cada número se cambia un poco al azar, en unas {0} a {1} personas, para que ninguno delate a nadie.",
    .odds =
        "Cuánto le protege eso: quien lo supiera todo menos cuál de dos hojas de respuestas envió usted acertaría como "
        "mucho {0} veces de cada 100 ({1} si lleva uno de los dos servidores). Una moneda acierta 50.",
    .send_prompt = "sí enviar · b volver a mis respuestas · q salir, no se envía nada",
    .sending = "Enviando …",
    .sent =
        "Enviado. Gracias. Sus respuestas cuentan, salvo que los dos servidores rechacen el informe al comprobarlo "
        "juntos. "
        "Qué días están en los resultados publicados se ve en {0}",
    .left = "No se ha enviado nada y no se guarda nada.",
    .ended = "La encuesta termina aquí. No se ha enviado nada y no se guarda nada.",
    .sent_before =
        "Este equipo ya envió sus respuestas a esta encuesta, el {0}. Cada persona cuenta una vez, así que no se "
        "envía de nuevo. Otra persona que use este equipo puede responder con --shared-device.",
    .unknown_before =
        "Este equipo intentó enviar sus respuestas el {0}, y el servidor no supo decir si contaron. Para que nadie "
        "cuente dos veces, no se envía de nuevo.",
    .refused_before = "El servidor rechazó el informe de este equipo el {0}. Lo rechazaría otra vez.",
    .waiting_before = "Un informe sellado de este equipo todavía espera a ser enviado.",
    .unknown =
        "No podemos saber si sus respuestas contaron: el servidor dice que ya ha visto este informe, o que las de ese "
        "día ya se recogieron (también si la encuesta acaba de cerrarse). Para que nadie cuente dos veces, no se envía "
        "de nuevo.",
    .refused = "El servidor rechazó el informe. Sus respuestas no se han contado.",
    .could_not_send = "No enviado: {0}",
    .again_prompt = "sí intentar ahora · q más tarde",
    .kept = "El informe sellado espera en este equipo. La misma orden lo envía.",
    .window_note = "Lo que escribió todavía se puede leer en esta ventana. Ciérrela si otros usan este equipo.",
};

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

}  // namespace

const Phrases& phrases(std::string_view tag) {
    const std::string primary = lower_ascii(tag.substr(0, tag.find_first_of("-_.")));
    return primary == kSpanish.tag ? kSpanish : kEnglish;
}

bool is_yes(const Phrases& phrases, std::string_view answer) {
    const std::string word = lower_ascii(answer);
    const bool spanish = word == "si" || word == "sí" || word == "s\xC3\x8D";
    return word == "y" || word == "yes" || (phrases.tag == kSpanish.tag && spanish);
}

}  // namespace tacit::native
