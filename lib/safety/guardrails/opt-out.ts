import { type Lexicon, type Rule, reader } from "./phrases.ts";
import { wordsOf } from "./words.ts";

type Meaning =
  | "leave"
  | "list"
  | "dont"
  | "more"
  | "reach"
  | "me"
  | "want"
  | "gone"
  | "again"
  | "number"
  | "visit"
  | "consent"
  | "halt"
  | "receive"
  | "contactMe"
  | "these"
  | "contacted"
  | "noMe";

const lexicon: Lexicon<Meaning> = {
  leave: `
    remove from, leave me off, leave us off, get rid of my number,
    תסירו,
    take this number off, take that number off, take us off, תורידו את המספר, להוריד את המספר, הורידו אותי, הורידו את המספר,
    unsuscribe, unsubscibe, unsubcribe, unsubscrib, unsubscribed, elimineme, borreme, saqueme, quiteme, deme de baja, desuscribirme,
    unsubscribe, unsub, opt out, opt me out, opting out, optout, take me off, remove me, remove my, delete me, delete my,
    delete my number, get me off, take my, scrub me, pull me off, strike me, drop me from, i opt out, count me out of,
    block my number, הסר אותי, הסירי אותי, הסירו אותי, תסיר אותי, תסירי אותי, תסירו אותי, להסיר אותי, תמחקו אותי, מחקו אותי,
    תוריד אותי, תורידו אותי, להסרה, הסר, להסרה מהרשימה, בטלו את המנוי, בטל מנוי, dar de baja, darme de baja, dame de baja,
    denme de baja, borrame, borrenme, eliminame, eliminenme, quitame, quitenme, saquenme, sacame, cancelar suscripcion,
    cancelar mi suscripcion, desuscribir, desuscribirme, desinscribirme, me desabonner, desabonnez moi, desinscrivez moi, abmelden,
    austragen, отпишите, отписаться, удалите меня, إلغاء الاشتراك`,
  list: `
    list, lists, mailing, database, subscription, records, system, crm, newsletter, campaign, distribution, contacts, from this,
    from your, הרשימה, רשימה, רשימת, התפוצה, דיוור, lista, listas, base de datos`,
  dont: `
    do not, dont, no more, never, no longer, not, prefer not, rather not, אל, לא, no me, no, ya no, nunca mas, ne plus, ne me, не,
    לא עוד, لا`,
  halt: `
    kill,
    pare de, para ya de,
    stop, quit, cease, please stop, halt, refrain from, enough with, enough of, cut out, knock off, discontinue, desist, תפסיק,
    תפסיקי, תפסיקו, הפסיקו, הפסק, די, מספיק, חדל, חדלו, להפסיק, deja de, dejen de, deje de, dejar de, dejes de, basta de, paren de,
    para de, arretez de, arrete de, horen sie auf, hor auf, прекратите, хватит, перестаньте, توقف, توقفوا`,
  receive: `
    receive, receiving, get, getting, hear, hearing, be contacted, be called, be texted, be messaged, be emailed, being contacted,
    being called, being texted, לקבל, recibir, recibiendo, recevoir, erhalten, получать`,
  contacted:
    "be contacted, be called, be texted, be messaged, be emailed, be solicited, que me llamen, que me escriban, que me contacten, que me manden",
  these: "these, this, them, those, your updates, updates, alerts, anything",
  noMe: "no me, ya no me, no nos, nunca me, ne me",
  contactMe: "contact, contacting, text, texting, bother, harass, spam, solicit, message me, contactarme, להטריד",
  more: "any more, anymore, ever, again, further, יותר, שוב, mas, otra vez",
  reach: `
    promoting, advertising,
    txt, txting, txts, msg, msgs, pm,
    text, texts, texting, call, calls, calling, contact, contacting, email, emails, emailing, message, messages, messaging, sms,
    write, writing, send, sending, reach out, reaching out, spam, spamming, bother, bothering, harass, harassing, phone, phoning,
    ring, ringing, solicit, soliciting, ads, promos, promotions, offers, marketing, notifications, newsletters, communications,
    robocalls, voicemails, mail, hear from you, hearing from you, communication, bugging, annoying, pestering, disturbing, hounding,
    blowing up my phone, pinging, להתקשר, תתקשר, תתקשרי, תתקשרו, לשלוח, תשלח, תשלחו, תשלחי, לסמס, הודעות, הודעה, שיחות, פרסומות,
    דיוור, לפנות, תפנו, לכתוב, תכתבו, להטריד, להציק, לקבל, מיילים, סמסים, escribir, escribas, escriba, escriban, llamar, llames,
    llame, llamen, llamarme, contactar, contactarme, contacte, contacten, contactes, enviar, enviarme, envies, envie, envien,
    mandar, mandarme, mandes, manden, molestar, molestarme, molesten, mensajes, mensaje, llamadas, correos, textos, escribirme,
    textear, appeler, ecrire, contacter, anrufen, schreiben, kontaktieren, звоните, пишите, звонить, писать, сообщения, تتصل, رسائل,
    ترسل`,
  me: `
    this phone, this cell, this line,
    שוב,
    me, us, this number, my number, my phone, my cell, my inbox, my email, to me, again, anymore, any more, from you,
    from your company, please, ever, אליי, אלי, לי, אותי, אלינו, לנו, אותנו, יותר, מכם, למספר, mas, este numero, por favor, plus,
    mehr, мне, больше, بي`,
  want: `
    want, wish, like, would like, interested in, agree to, consent to, care to, מעוניין, מעוניינת, רוצה, מסכים, מסכימה,
    מעוניינים, quiero, deseo, deseamos, me interesa, autorizo, queremos`,
  gone: `
    no more promos, no more offers, no more ads, end communication, end communications, end contact,
    never agreed to, did not agree to, i did not consent, didnt consent, no quiero nada, nada mas de ustedes,
    no quiero mas,
    did not sign up, didnt sign up, never signed up, i never opted in, never opted in, never gave you permission, want out of this, want out of your, want out of the list,
    lose my number, forget my number, erase my number, leave me alone, leave us alone, go away, get lost, buzz off, take a hike,
    not interested stop, i withdraw my consent, withdraw my consent, withdraw consent, revoke my consent, revoke consent,
    revoke my permission, revoke permission, revoking my consent, revoking consent, withdrawing my consent, i no longer consent,
    i do not consent, i dont consent, no longer consent, you no longer have my permission, you do not have my permission,
    you dont have permission, put me on your do not call list, do not call list, do not call registry, do not contact list,
    dnc list, add me to your dnc, cease and desist, do not disturb me, no more texts, no more calls, no more emails,
    no more messages, no more sms, no more of these, stop all, enough already stop, stop it, stop this, stop now, stop please,
    please stop, just stop, stop stop, make it stop, stop these, wish to stop, asked you to stop,
    told you to stop, need you to stop, want you to stop, this to stop, them to stop, these to stop, end texts, end messages,
    end these, end calls, cancel my subscription, cancel messages, cancel texts, cancel these, cancel alerts, cancel notifications,
    let me off, get off my phone, no thanks stop, i am done with these, im done with these, unsubscribe me, stopall, end all,
    cancel all, ya basta, dejame en paz, dejenme en paz, dejeme en paz, olviden mi numero, olvida mi numero, borra mi numero,
    borren mi numero, no molesten, no molestar, no mas mensajes, no mas llamadas, no mas correos, retiro mi consentimiento,
    revoco mi consentimiento, quiero salir, עזבו אותי, עזוב אותי, תעזבו אותי, תעזוב אותי, תעזבי אותי, די עם ההודעות, די להודעות,
    די כבר, מספיק עם, מחקו את המספר, תמחקו את המספר, תשכחו מהמספר, אני מבטל את הסכמתי, אני מבטלת את הסכמתי, מבטל את ההסכמה,
    חוזר בי מהסכמתי, נא להסיר, אבקש להסיר, אנא הסירו, בבקשה להסיר, אל תטרידו, תפסיקו להטריד, תפסיקו עם זה, laissez moi tranquille,
    lassen sie mich in ruhe, оставьте меня`,
  again: `
    start, unstop, resubscribe, subscribe me, opt me back in, opt back in, opt in, sign me up again, add me back, yes keep sending,
    you can text me again, you may text me again, start texting me again, הרשם, הרשמה, תוסיפו אותי, חזרו לשלוח, suscribir,
    suscribirme, alta`,
  number: `
    my number, my info, my information, my name, my email, my address, my phone, my details, my data, mi numero, mis datos,
    mi nombre, המספר שלי, הפרטים שלי, השם שלי`,
  visit: `
    llames hoy, llame hoy, llamen hoy, mejor manana, manana por favor, before 8, לפני שמונה, לפני תשע, תתקשרו לפני,
    stop by, stop in, stop over, bus stop, stop at, stop sign, dont stop, cant stop, never stop, non stop, nonstop, wont stop,
    stop thinking, end of, by the end, in the end, weekend, cancel my appointment, cancel our appointment, cancel the appointment,
    cancel the showing, cancel my showing, cancel the meeting, cancel my order, cancel the tour, cancel my booking,
    cancel my reservation, cancel tomorrow, reschedule, quit my job, quit smoking, dont forget to, do not hesitate, dont hesitate,
    please call me, please text me, call me, text me when, text me the, email me the, send me the, send me more, keep sending,
    dont call before, do not call before, dont call after, do not call after, dont call at, dont call until, call back, call later,
    אל תשכחו, אל תשכח, להתקשר אחרי, להתקשר מחר, no olvides, llamame`,
  consent: `
    my consent, my permission, consent, permission, authorization, הסכמתי, ההסכמה, consentimiento, permiso`,
};

const rules: Rule<Meaning>[] = [
  { name: "leave-list", when: ["leave <5> list", "leave"] },
  {
    name: "stop-reaching",
    when: [
      "halt <3> reach|receive|contactMe",
      "dont <2> reach <4> me",
      "dont <1> more <3> reach",
      "dont <0> contactMe",
      "noMe <1> reach|contactMe",
      "reach <2> dont <1> more",
    ],
    unless: ["visit"],
  },
  {
    name: "stop-wanting",
    when: [
      "dont <2> want <4> reach",
      "dont <3> receive <4> reach|more",
      "dont <2> want <3> receive <4> reach|more|me|these",
      "dont <2> want <2> contacted",
    ],
    unless: ["visit"],
  },
  { name: "go-away", when: ["gone", "dont <3> consent", "halt <2> consent"] },
];
const leaving = reader(lexicon, rules);
const back = reader(lexicon, [{ name: "again", when: ["again"], unless: ["dont"] }]);

/** One word that ends it, as carriers and the rule have them: alone, or with nothing but courtesy. */
const lone = new Set(
  "stop stopall end quit cancel unsubscribe revoke optout arret stopp basta alto parar pare baja fin salir detener cancelar cease desist enough בטל detenganse detente deténgase הסר הסירו להסיר הסרה עצור עצרו די הפסק הפסיקו תפסיקו תפסיק מספיק стоп توقف 停止 退订".split(
    " ",
  ),
);
const courtesy = new Set(
  "please pls plz now thanks thank you sir hi hello ok okay i said all msgs messages texts it this that just the your text to sms תודה בבקשה אנא נא כבר por favor gracias ya ahora hola bitte merci danke".split(
    " ",
  ),
);

/** Whether an answer says, in whatever wording, that it wants no more. */
export function isOptOut(text: string): boolean {
  const words = wordsOf(text.slice(0, 4_000));
  if (words.length === 0) return false;
  const said = words.filter(({ text: word }) => !courtesy.has(word));
  if (said.length > 0 && said.length <= 2 && said.every(({ text: word }) => lone.has(word))) return true;
  const joined = said.map(({ text: word }) => word).join("");
  if (
    words.length <= 4 &&
    (joined === "optout" ||
      joined === "removeme" ||
      joined === "remove" ||
      joined === "unsub" ||
      joined === "nomore" ||
      joined === "nomas" ||
      joined === "wrongnumber" ||
      joined === "notinterested" ||
      joined === "imnotinterested")
  )
    return true;
  if (said.length <= 4 && /^(?:stop|end|quit|unsubscribe)$/i.test(words[0]?.text ?? "") && /^\s*(?:STOP|END|QUIT|UNSUBSCRIBE)\b/.test(text))
    return true;
  if (
    /(?:^|[.,;:!?\n–-])\s*(?:please\s+)?(?:stop|remove|unsubscribe|opt[ -]?out|הסר)\s*[.!]*\s*$/i.test(text) ||
    /(?:^|[.!?\n])\s*(?:STOP|UNSUBSCRIBE)\s*(?:[.!?\n]|$)/.test(text)
  )
    return true;
  return leaving.matches(words).length > 0;
}

/** Whether an answer takes an earlier wish back: `START`, “you can text me again”. */
export function isOptIn(text: string): boolean {
  const words = wordsOf(text.slice(0, 4_000));
  if (words.length === 0 || isOptOut(text)) return false;
  if (words.length > 2 && words[0]?.text === "start" && !/^\s*START\b/.test(text)) return false;
  return words.length <= 12 && back.matches(words).length > 0;
}
