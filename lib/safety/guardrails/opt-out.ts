import { partsOf } from "./likeness/features.ts";
import { likeLeaving } from "./likeness/known.ts";
import { likeliest } from "./likeness/likeness.ts";
import { type Lexicon, type Reading, type Rule, reader, saidBy } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

type Meaning =
  | "removeMe"
  | "atTimes"
  | "footer"
  | "removeMine"
  | "mine"
  | "otherThing"
  | "unwelcome"
  | "toMe"
  | "noFurther"
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
  removeMe:
    "take me off, remove me, delete me, get me off, take us off, remove us, drop me, cut me from, unlist me, erase me, exclude me from, take me out of, pull me from, cross me off",
  // When one may be reached after all.
  atTimes:
    "at work, during work, during the day, during office, during lunch, during meetings, at night, in the morning, in the mornings, in the evening, in the evenings, on weekends, on the weekend, on sunday, on sundays, on saturday, on saturdays, on shabbat, right now, this week, today, tonight, tomorrow, while im, while i am, when im, when i am, until monday, past nine, so late, so early, late at night, that early, this late, at home, at the office, at dinner, on my landline, instead, until then, until we, unless, about this one, about that one, about the other, for now",
  // What every newsletter says of itself.
  footer:
    "to unsubscribe click, to unsubscribe reply, to unsubscribe visit, to unsubscribe use, unsubscribe here, unsubscribe link, unsubscribe at any time, unsubscribe from this list at, click unsubscribe, you can unsubscribe, if you no longer wish, reply stop to, reply stop, text stop to, send stop to, how do people, how do clients",
  removeMine: "remove my, delete my, take my, erase my, drop my, take off my, scrub my, purge my, wipe my, cross off my, forget my",
  mine: "number, name, email, e mail, phone, contact, info, information, details, data, cell, address, mobile, contact details, contact info",
  // What one may be taken off without wanting to be left alone.
  otherThing:
    "meeting, invite, invitation, event, thread, cc, group, booking, reservation, appointment, waitlist, waiting list, team, project, lease, contract, insurance, payroll, mortgage, title, deed, utility, utilities, calendar, schedule, shift, tour, showing, listing, photo, photos, ad, review, comment, post, profile picture, sign, lockbox, keys, furniture, shortlist, guest list, loan, application, file, document, offer, account holder, joint account, form, second, typo, old, previous, this one",
  unwelcome:
    "not welcome, arent welcome, unwelcome, unwanted, unsolicited, had enough of, have had enough, had it with, fed up with, sick of, tired of, done with, annoyed by, over it, no interest in, do not appreciate, dont appreciate, no use for, not keen on, wasting my time, invading my privacy, getting annoying, is harassment, are harassment, is spam, are spam, harassing",
  toMe: "this phone, this cell, me, us, this number, my number, my phone, my cell, my inbox, my email, this line, my mobile",
  noFurther:
    "no more, no further, no additional, no future, no other, no subsequent, zero, let this be the last, this should be the last, make this the last, make this your last, this be your last, want this to be the last, the last time you, no more of your",
  leave: `
    remove from your, leave me off, leave us off, get rid of my number,
    תסירו,
    take this number off, take that number off, take us off, תורידו את המספר, להוריד את המספר, הורידו אותי, הורידו את המספר,
    unsuscribe, unsubscibe, unsubcribe, unsubscrib, unsubscribed, elimineme, borreme, saqueme, quiteme, deme de baja, desuscribirme,
    unsubscribe, unsub, opt out, opt me out, opting out, optout, delete my number, scrub me, pull me off, strike me, drop me from, i opt out, count me out of,
    block my number, הסר אותי, הסירי אותי, הסירו אותי, תסיר אותי, תסירי אותי, תסירו אותי, להסיר אותי, תמחקו אותי, מחקו אותי,
    תוריד אותי, תורידו אותי, להסרה, הסר, להסרה מהרשימה, בטלו את המנוי, בטל מנוי, dar de baja, darme de baja, dame de baja,
    denme de baja, borrame, borrenme, eliminame, eliminenme, quitame, quitenme, saquenme, sacame, cancelar suscripcion,
    cancelar mi suscripcion, desuscribir, desuscribirme, desinscribirme, me desabonner, desabonnez moi, desinscrivez moi, abmelden,
    austragen, отпишите, отписаться, удалите меня, إلغاء الاشتراك`,
  list: `
    list, lists, mailing, database, subscription, records, system, crm, newsletter, campaign, distribution, contacts, from this,
    from your, הרשימה, רשימה, רשימת, התפוצה, דיוור, lista, listas, base de datos`,
  dont: `
    didnt, did not, wouldnt, would not, not to, nicht mehr, keine, not be, no one, nobody, would rather you not, stop trying to, nao, non, don t, wont you,
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
  contactMe: "contact, contacting, text, texting, bother, harass, spam, solicit, message, call, email, contactarme, להטריד",
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
    no texts, no calls, no sms, no whatsapp, no phone calls, no spam, no marketing, no promos, no robocalls, no newsletters, calls only no texts, no contact please, block me, blocking you, blocking this number, block this number, report you, report this number, reporting you,
    reporting this, report this as spam, take the hint, spare me, be left alone, left in peace, want to be left, no solicitation, no soliciting, consider me out, im out, i am out, im opting, dont ever contact, never contact me, never call me, never text me, never email me,
    remove from list, lose this contact, the last time i want, arent welcome, mi cancelli, mi cancellate, mi rimuova, mi tolga, mi tolgano, off your list, off this list, off your lists, off your mailing, out of your database, off your database, from your list, from your mailing, from your database, from your contacts, from this list, from your system, from your records, off your system, off your records,
    ne menvoyez plus, ne m envoyez plus, ne mappelez plus, ne m appelez plus, ne me contactez plus, ne mecrivez plus, ne m ecrivez plus, narretez pas, arretez de menvoyer, arretez de m envoyer, arretez les messages, arretez les sms, arretez vos, plus de messages, plus de sms, plus de mails, plus dappels, retirez moi, retirez mon,
    enlevez moi, enlevez mon, desinscrivez, desinscription, me desinscrire, desabonnez, desabonnement, supprimez mon numero, supprimez mes, effacez mon numero, je ne veux plus, je ne souhaite plus, ne plus recevoir, fichez moi la paix, cessez de,
    keine nachrichten mehr, keine sms mehr, keine anrufe mehr, keine mails mehr, keine werbung, keine weiteren, nicht mehr anrufen, nicht mehr schreiben, nicht mehr kontaktieren, nicht mehr kontaktiert, rufen sie mich nicht, schreiben sie mir nicht, kontaktieren sie mich nicht, schreibt mir nicht, ruft mich nicht, nehmen sie mich, nehmt mich,
    streichen sie mich, streicht mich, loschen sie meine, loscht meine, abbestellen, melden sie mich ab, abmeldung, austragen, tragen sie mich aus, mochte nichts mehr, will nichts mehr, mochte keine, will keine, wunsche keine, lasst mich in ruhe, horen sie auf, hort auf, widerrufe meine einwilligung, keinen kontakt mehr,
    pare de me, parem de me, pare de mandar, parem de mandar, parem de ligar, pare de enviar, parem de enviar, nao quero mais, nao quero receber, nao me mande, nao me mandem, nao me ligue, nao me liguem, nao me envie, nao me enviem, nao me contate, nao desejo receber, nao desejo mais, me tire da, me tirem da, tirem meu, tire meu, remova meu, removam meu, remova me, me remova, me removam,
    descadastre, descadastrar, me descadastre, cancele minha inscricao, cancelar inscricao, sair da lista, chega de, me deixe em paz, me deixem em paz, apague meu numero, exclua meu,
    non scrivetemi, non scrivermi, non chiamatemi, non chiamarmi, non mandatemi, non mandarmi, non inviatemi, non inviarmi, non contattatemi, non contattarmi, non voglio piu, non desidero piu, non voglio ricevere, non desidero ricevere, smettetela, smettila, smettete di, basta messaggi, basta chiamate, basta sms, cancellatemi, cancellate il mio, rimuovetemi, rimuovete il mio, toglietemi, togliete il mio, disiscrivetemi,
    disiscrivimi, disiscrivermi, annulla iscrizione, cancella iscrizione, lasciatemi in pace, lasciami in pace, cancellami, rimuovimi, toglimi,
    配信停止, 配信を停止, 配信を止め, 送らないで, 送らないでください, 送信しないで, 送信を止め, 送信をやめ, 連絡しないで, 連絡をやめ, 連絡は不要, 連絡不要, 電話しないで, 電話をかけないで, 電話してこないで, メールを止め, メッセージを止め, メールをやめ, メールは不要, 登録解除, 登録を解除, 退会, 解約したい, リストから外し, リストから削除, 番号を削除, 番号を消し, やめてください, もう送ら, もう連絡, もう電話, 受け取りたくな, 受信拒否, 受信を拒否, 解除してください, 停止してください, 放っておいて, 迷惑です,
    不要再发, 不要再發, 别再发, 別再發, 别再给我, 不要再给我, 不要给我发, 别给我发, 不要再打, 别再打, 別再打, 不要再联系, 不要再聯絡, 别再联系, 別再聯絡, 不要联系我, 别联系我, 退订, 退訂, 取消订阅, 取消訂閱, 停止发送, 停止發送, 停止发, 请停止, 請停止, 勿扰, 别打扰, 不要打扰, 別打擾, 别烦我, 别来烦我, 把我从, 把我從, 将我从, 删除我的, 刪除我的, 移除我的, 删掉我的, 不想再收, 不想收, 不想再接, 不要骚扰, 别骚扰, 拉黑, 不再接收, 拒收, 不需要再发, 不用再发, 不用再联系, 不要再傳, 別再傳,
    mesaj atmayin, mesaj atma, mesaj gondermeyin, mesaj gonderme, gondermeyin, aramayin, aramayiniz, beni arama, yazmayin, bana yazma, listeden cikarin, listeden cikar, listenizden, beni cikarin, beni silin, numarami silin, numarami sil, aboneligi iptal, aboneligimi iptal, uyeligimi iptal, abonelikten, mesaj istemiyorum, aranmak istemiyorum, almak istemiyorum, rahatsiz etmeyin, rahatsiz etme, durdurun, iletisime gecmeyin, artik istemiyorum, mesajlari kes, mesajlari kesin, bildirim istemiyorum,
    मत भेजो, मत भेजिए, मत भेजें, न भेजें, ना भेजें, मत भेजना, भेजना बंद, कॉल मत, फोन मत, फ़ोन मत, कॉल न, फोन न, फ़ोन न, मैसेज मत, मैसेज बंद, संदेश बंद, मैसेज नहीं चाहिए, संदेश नहीं चाहिए, कॉल बंद, सूची से हटा, लिस्ट से हटा, मेरा नंबर हटा, मेरा नाम हटा, नंबर हटा, नंबर डिलीट, परेशान मत, परेशान न, तंग मत, संपर्क न, संपर्क मत, बंद करो, बंद करें, बंद कर दो, बंद कीजिए, अनसब्सक्राइब, सदस्यता रद्द, प्राप्त नहीं करना,
    لا ترسل, لا ترسلوا, لا ترسلي, لا تتصل, لا تتصلوا, لا تتصلي, لا تراسلني, لا تراسلوني, لا تزعجوني, لا تزعجني, توقف عن, توقفوا عن, أوقفوا, اوقفوا, أزيلوا, ازيلوا, أزل رقمي, ازل رقمي, أزلني, احذفوا رقمي, احذف رقمي, احذفوني, ألغوا اشتراكي, الغوا اشتراكي, ألغ اشتراكي, إلغاء اشتراكي, لا أريد رسائل, لا أريد استلام, لا أريد تلقي, لا أرغب في, لا أود, لم أعد أرغب, لم أعد أريد, كفى, كفوا عن, كفاية رسائل,
    не пишите, не пиши, не звоните, не звони, не присылайте, не присылай, не отправляйте, не отправляй, не беспокойте, отстаньте, отстань, уберите меня, уберите мой, удалите мой, удалите меня, исключите меня, вычеркните, отключите рассылку, отмените рассылку, отменить подписку, отписка, отпишите, прекратите, хватит присылать, хватит звонить, хватит писать, не хочу получать, больше не хочу, не желаю получать, не надо звонить, не надо писать, не надо мне,
    수신거부, 수신 거부, 그만 보내*, 그만보내*, 보내지 마, 보내지마*, 연락하지 마, 연락하지마*, 전화하지 마, 전화하지마*, 문자하지 마, 구독 취소*, 구독취소*, 탈퇴*, 목록에서 삭제*, 번호 삭제*, 번호를 삭제*, 받고 싶지 않*, 그만하세요,
    uitschrijven, schrijf me uit, afmelden, meld me af, stop met, niet meer bellen, niet meer sturen, niet meer appen, niet meer mailen, geen berichten meer, geen sms meer, haal me van, verwijder mijn nummer, verwijder mij, laat me met rust, wypisz mnie, wypiszcie mnie, nie piszcie, nie dzwoncie, nie wysylajcie, przestancie, usuncie moj, rezygnuje z,
    no me escriban, no me escriba, no me escribas, no me manden, no me mande, no me mandes, no me contacten, no me envien, no me envie, no quiero recibir, no deseo recibir, ya no quiero, ya no deseo, dejen de, deje de, quitenme de, saquenme de, borren mis datos, eliminen mi, elimine mi, elimina mi, cancelen mi suscripcion, no contactar, no mas publicidad, no me interesa recibir, no vuelvan a, no vuelva a, no vuelvas a,
    אל תשלחו, אל תשלח לי, אל תפנו, אל תכתבו, תורידו אותי מ, תוציאו אותי, הוציאו אותי, תוציא אותי, לא רוצה לקבל, לא מעוניין לקבל, לא מעוניינת לקבל, לא מעוניין בהודעות, לא מעוניינת בהודעות, תפסיקו לשלוח, תפסיקו להתקשר, תפסיק לשלוח, תפסיק להתקשר, הפסיקו לשלוח, הפסיקו להתקשר, בלי הודעות, בלי פרסומות, תניחו לי, תעזבו אותי במנוחה, בקשה להסרה, מבקש להסיר, מבקשת להסיר, להסיר אותי, תמחקו את הפרטים, מחקו את הפרטים, הסירו את, נמאס לי מ, נמאס מ,
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
    send me others, but send, but keep me, keep me posted, keep me updated,
    contact the, contact your, contact him, contact her, contact them, call the, call your, call him, call her, call them, email the, text the, text him, text her, message the, message him, message her, call my, text my, email my, contact my, mail the, before nine, before noon, during work, during lunch, until i,
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
  { name: "leave-list", when: ["leave", "removeMe <6> list"], unless: ["footer"] },
  { name: "take-me-off", when: ["removeMe", "removeMine <2> mine"], unless: ["otherThing"] },
  { name: "unwelcome", when: ["~8 unwelcome reach", "~6 noFurther reach|contactMe|receive"], unless: ["visit"] },
  {
    name: "stop-reaching",
    when: ["halt <3> reach|receive|contactMe", "noMe <1> reach|contactMe"],
    unless: ["visit"],
  },
  {
    name: "do-not-reach",
    when: [
      "dont <2> reach <2> toMe",
      "dont <2> reach <3> more",
      "dont <1> more <3> reach",
      "dont <0> contactMe <2> toMe|more",
      "reach <2> dont <1> more",
    ],
    unless: ["visit", "atTimes"],
  },
  {
    name: "stop-wanting",
    when: [
      "dont <2> want <4> reach",
      "dont <3> receive <4> reach|more",
      "dont <2> want <3> receive <4> reach|more|me|these",
      "dont <1> contacted",
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
  "stop stopall end quit cancel unsubscribe revoke optout arret stopp basta alto parar pare baja fin salir detener cancelar cease desist enough בטל detenganse detente deténgase 停 停止 退订 退訂 やめて 停止 解除 dur durdur iptal бросьте отписка отписаться abmelden stopp aufhören desabonner désabonner uitschrijven afmelden wypisz sair cancella annulla बंद إلغاء الغاء قف كفى הסר הסירו להסיר הסרה עצור עצרו די הפסק הפסיקו תפסיקו תפסיק מספיק стоп توقف 停止 退订".split(
    " ",
  ),
);
const courtesy = new Set(
  "please pls plz now thanks thank you sir hi hello ok okay i said all msgs messages texts it this that just the your text to sms תודה בבקשה אנא נא כבר por favor gracias ya ahora hola bitte merci danke".split(
    " ",
  ),
);

/** The words that ask for an end, and how far from each a hurried thumb may be. None that is a word of its own counts. */
const hurried: [word: string, most: number][] = [
  ["stop", 1],
  ["unsubscribe", 4],
  ["unsub", 1],
  ["remove", 2],
  ["cancel", 1],
  ["texting", 2],
  ["messages", 2],
  ["messaging", 2],
  ["contact", 1],
  ["contacting", 2],
  ["calling", 1],
  ["emails", 1],
  ["number", 1],
  ["receive", 2],
];
const ownWords = new Set(
  "shop step stoop top slop atop crop drop chop stops stoup strop swop store stay sto cancels cancer chancel numbers lumber umber removed removes remote testing tasting taxing resting nesting message revoke revoked remote email contacts contract contacted calling falling selling filling telling rolling polling pulling killing boiling ceiling culling balling mailing failing received receives receiver relieve massages massage passages".split(
    " ",
  ),
);

function corrected(word: string): string | undefined {
  if (word.length < 3 || word.length > 15 || ownWords.has(word)) return;
  return hurried.find(([right, most]) => word !== right && word[0] === right[0] && distance(word, right, most) <= most)?.[0];
}

/** How many letters are missing, in excess, wrong or changed with their neighbour; no further than is asked. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? most + 1;
}

/** The words of an answer without what it quotes, with what was misspelt in a hurry put right. */
export function answered(text: string): Word[] {
  const read = wordsOf(text.slice(0, 4_000).replace(/^>.*$/gm, ""));
  if (read.length > 40) return read;
  return read.map((word) => {
    const right = corrected(word.text);
    return right === undefined ? word : { ...word, text: right };
  });
}

/** What an answer consists of, as the model of those who leave was taught it. */
export const leavingParts = (text: string, words: Word[], reading: Reading = leaving.read(words)) =>
  partsOf(text, words, { said: saidBy(reading, words) });

/** From where on an answer that a rule names is like that of somebody who leaves, and one that none names. */
export const leavingLimits = { rule: 0.15, alone: 0.8 };

/** Whether an answer says, in whatever wording, that it wants no more. */
export function isOptOut(text: string): boolean {
  const words = answered(text);
  if (words.length === 0) return false;
  if (isKeyword(text, words)) return true;
  const reading = leaving.read(words);
  const { share } = likeliest(leavingParts(text, words, reading), likeLeaving());
  if (reading.matches.length > 0) return share >= leavingLimits.rule;
  return words.length >= fewestWords && share >= leavingLimits.alone && !isAboutSomebodyElse(text);
}

/** One word says it where it is one that the rules know. */
const fewestWords = 2;

/** “Do not message Dana about this”: somebody is named who is not to be reached, and it is not the writer. */
const isAboutSomebodyElse = (text: string): boolean =>
  /\b(?:not|n['’]?t|never|stop)\s(?:call|text|e-?mail|messag|contact|writ|phon|tell)(?:e|ing)?\s(?:to\s)?(?!Me\b|Us\b|This\b|My\b)\p{Lu}\p{Ll}/u.test(
    text,
  ) && !/\b(?:me|us|my|our|i|we)\b/i.test(text);

/** What the rules alone say. */
export function isRuled(text: string): boolean {
  const words = answered(text);
  return isKeyword(text, words) || leaving.matches(words).length > 0;
}

/** The words that the rule names, alone or as whole sentences. */
function isKeyword(text: string, words: Word[]): boolean {
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
  return (
    /(?:^|[.,;:!?\n–-])\s*(?:please\s+)?(?:do not|don['’]?t|dont|never)\s(?:ever\s)?(?:text|call|email|message|contact|solicit|write|sms)(?:\sever|\sagain)?\s*[.!]*\s*$/i.test(
      text,
    ) ||
    /(?:^|[.,;:!?\n–-])\s*(?:please\s+)?(?:stop|remove|unsubscribe|opt[ -]?out|הסר)\s*[.!]*\s*$/i.test(text) ||
    /(?:^|[.!?\n])\s*(?:STOP|UNSUBSCRIBE)\s*(?:[.!?\n]|$)/.test(text)
  );
}

/** Whether an answer takes an earlier wish back: `START`, “you can text me again”. */
export function isOptIn(text: string): boolean {
  const words = wordsOf(text.slice(0, 4_000));
  if (words.length === 0 || isOptOut(text)) return false;
  if (words.length > 2 && words[0]?.text === "start" && !/^\s*START\b/.test(text)) return false;
  return words.length <= 12 && back.matches(words).length > 0;
}
