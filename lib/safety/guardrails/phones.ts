import { turnsAway } from "./beside.ts";
import { cellsUnder } from "./columns.ts";
import { type Label, labelFinder } from "./label-finder.ts";
import { labelBefore, namesTrade } from "./labels.ts";

export type Place = { start: number; end: number };

const find = labelFinder({
  phone: `phone*, phones, tel, telephone*, telefon*, telefone*, teléfono*, telefono*, téléphone*, tlf, tlfn, tlfno, tfno, mobile, mob, mobil, mobiel*, mobilnummer*, móvil, celular*, cel, cell, cellphone*, cellulare, cell phone, handy*, handynummer*, natel, gsm, portable, port, rufnummer*, whatsapp, whats app, wa, wapp, zap, fax, telefax, sms, hotline, landline, switchboard, direct line, office line,
    call, call me, call us, call him, call her, ring, ring me, text, text me, dial, phone me, reach, reach me, reach him, reach her, reach us, contact, contact number, contact no, kontakt, contacto, contatto, contato, fone, my number, his number, her number, ph, ph no, t, m, p, f, o, c,
    llámame, llamame, llámeme, llamar, llama, llame, mi cel, mi número, mi numero, appelez, appelle, appeler, joindre, joignable, mon numéro, numéro de portable, anrufen, ruf mich, rufen, erreichbar, unter, meine nummer, durchwahl, liga, ligue, ligar, me liga, telemóvel, telemovel, meu número, contato, chiamami, chiamare, chiamate, chiami, numero di telefono, mio numero, bel, bellen, bel me, tel nr, telefoonnummer*, mijn nummer, zadzwoń, zadzwon, dzwoń, dzwonić, kom, tel kom, komórka, numer telefonu, mój numer,
    cep, cep telefon*, ara, arayın, numaram, gsm no, телефон*, тел, звони*, позвони*, моб, мобильн*, сотов*, мой номер, номер телефона, набери*, телефону, вотсап, ватсап, טלפון, טל, נייד, פלאפון, סלולרי, תתקשר*, תתקשרי, להתקשר, התקשר*, חייג*, לחייג, ווטסאפ, וואטסאפ, וואצאפ, הנייד שלי, מספר שלי, המספר שלי, פקס, תסמס*,
    هاتف, الهاتف, جوال, الجوال, موبايل, محمول, اتصل, اتصل بي, رقمي, رقم الهاتف, رقم الجوال, واتساب, واتس, تلفون, فاكس, 手机, 手機, 电话, 電話, 电话号码, 微信, 致电, 拨打, 联系方式, 携帯, ケータイ, 連絡先, 電話番号, ファックス, 전화*, 휴대폰*, 핸드폰*, 연락처*, 폰번호*, 팩스*, फ़ोन*, फोन*, मोबाइल*, संपर्क*, puhelin*, puh, gsm numer*, τηλ, τηλέφωνο*, κινητό*, điện thoại, sđt, โทร, โทรศัพท์, telp, hp, nomor hp`,
});
/** A label of one letter, as business cards have them, is one only before a colon or a full stop. */
const single = /^[a-z]$/i;

const numberLike = /(?:\+|\(\+?|(?<![A-Za-z\p{Nd}_]))\p{Nd}(?:[\s().\-/\u2010-\u2013\u00a0]{0,3}\p{Nd}){6,17}/gu;
/** The number of a desk behind that of a house. */
const extension =
  /^,?\s{0,2}(?:\(?(?:ext|extn|extension|x|int|interno|anexo|ramal|poste|durchwahl|dw|app|apparaat|доб|שלוחה|تحويلة|内线|内線|내선)\.?:?\s{0,2}#?|#)\d{1,6}\)?/iu;
const gap = /^["'”*_`)\]]{0,3}[\s.:：#=|)(–,-]{0,5}(?:[\p{L}\p{M}'’.()]{1,14}[\s.:#=–,-]{1,3}){0,5}["'“(*_`]{0,3}$/u;
const link = /(?:tel|phone|mobile|wa\.me|callto|sms|fax)[:/=]{1,3}$/i;
const longest = 60;

/** Numbers to call, with their extensions: by how they are written, or by a word that says so. */
export function* phonePlaces(text: string): Generator<Place> {
  const labels = find(text).filter(
    (label) => !single.test(text.slice(label.start, label.end)) || /^\s?[:.]/.test(text.slice(label.end, label.end + 2)),
  );
  let next = 0;
  for (const { 0: raw, index } of text.matchAll(numberLike)) {
    while (next < labels.length && (labels[next]?.end ?? 0) <= index) next += 1;
    const run = raw.trimEnd();
    const before = text[index - 1] ?? " ";
    const after = text.slice(index + run.length, index + run.length + 2);
    const isLinked = /[:/=]/.test(before) && link.test(text.slice(Math.max(0, index - 12), index));
    const isWritten = before === "-" && /[א-ת]/.test(text[index - 2] ?? "");
    if (/[A-Za-z\d_.#$€£₪/=-]/.test(before) && !isLinked && !isWritten) continue;
    if (/^(?:[A-Za-wyz_%]|[.:-]\d)/.test(after)) continue;
    const said = labels[next - 1];
    const isSaid = isLinked || (said !== undefined && isBeside(text, said, index));
    if (isPhone(run, labelBefore(text, index), isSaid))
      yield {
        start: index,
        end: index + run.length + (extension.exec(text.slice(index + run.length, index + run.length + 24))?.[0].length ?? 0),
      };
  }
  for (const { value, start } of cellsUnder(text, labels))
    if (/^\+?[\d\s().-]{7,22}$/.test(value) && value.replace(/\D/g, "").length >= 7) yield { start, end: start + value.length };
  yield* short(text, labels);
}

/** Numbers that are dialled with a star, and digits in words. */
function* short(text: string, labels: Label<"phone">[]): Generator<Place> {
  for (const { end } of labels) {
    const window = text.slice(end, end + 90);
    const star = /^[^\S\n]{0,2}:?\s?(\*\d{4})(?!\d)/.exec(window);
    if (star) yield { start: end + star[0].length - 5, end: end + star[0].length };
    const spoken =
      /^(?:\s(?:is|me|at|on|us|number|number's))?(?:\s(?:is|at|on))?[\s:,]{1,3}((?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|\d{1,4})[ ,-]{1,2}){2,12}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d{1,4}))(?![\p{L}\d])/iu.exec(
        window,
      );
    if (spoken?.[1] && /[a-z]/i.test(spoken[1]) && digitsSaid(spoken[1]) >= 7)
      yield { start: end + spoken[0].length - spoken[1].length, end: end + spoken[0].length };
  }
}

const digitsSaid = (said: string): number =>
  said.split(/[ ,-]+/).reduce((count, word) => count + (/^\d+$/.test(word) ? word.length : 1), 0);

function isBeside(text: string, { end }: Label<"phone">, at: number): boolean {
  if (at - end > longest) return false;
  const between = text.slice(end, at);
  return gap.test(between) && !turnsAway.test(between) && !/\n\s*\n/.test(between) && !/\n.*\n/.test(between);
}

function isPhone(run: string, label: string, isSaid: boolean): boolean {
  const digits = run.replace(/\P{Nd}/gu, "");
  if (/^\(?\+/.test(run)) return digits.length >= 8 && digits.length <= 15;
  if (namesTrade(label) || isDate(run) || network.test(run) || run.startsWith("000") || /^\d{5}-\d{3}$/.test(run)) return false;
  // The end of something longer that has letters too.
  if (!isSaid && /(?:^|\s)(?=[^\s]*\d)[a-z\d]*[a-z][a-z\d]*\s$/.test(label)) return false;
  if (/^\(?00\s?[1-9]/.test(run) && !run.includes("/") && digits.length >= 11 && digits.length <= 16) return true;
  if (numberWord.test(label) && mobile.test(digits)) return true;
  if (isSaid)
    return digits.length >= 7 && digits.length <= 15 && !/^\d{1,3}(?:\.\d{3})+$/.test(run) && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(run);
  // North America. In made-up numbers the area and the exchange begin with any digit.
  if (/^(?:1[\s.-]?)?(?:\([1-9]\d{2}\)\s?|[1-9]\d{2}[\s.\-\u2010-\u2013])\d{3}[.\-\u2010-\u2013]\d{4}$/.test(run)) return true;
  if (/^(?:1[\s.-]?)?\(?[2-9]\d{2}\)?[\s.\-\u2010-\u2013]{1,2}[2-9]\d{2}[\s.\-\u2010-\u2013]\d{4}$/.test(run)) return true;
  return (
    national.test(run) ||
    (/^\(?0\d{1,4}\)?(?:[\s.\-/]{1,2}\d{2,8}){1,5}$/.test(run) && digits.length >= 9 && digits.length <= 12) ||
    trunked.test(run)
  );
}

/** A word for a number right before it, and the numbers that nothing but phones have then. */
const numberWord =
  /(?:numéro|número|numero|nummer|number|numer|номер|नंबर|מספר|رقمي|号码|番号|번호)[\s:.：]{0,3}(?:is|es|est|ist|è|é)?\s?$/iu;
const mobile = /^(?:0[1-9]\d{8,9}|[6-9]\d{9}|1[3-9]\d{9}|8?9\d{9}|3\d{9})$/;

/** Numbers of countries that are known by their first digits and groups. */
const national =
  /^(?:05\d[-\s]?\d{3}[-\s]?\d{4}|0[2-489][-\s]\d{3}[-\s]?\d{4}|07\d[-\s]?\d{3}[-\s]?\d{4}|1[- ]?[78]00[- ]\d{2,3}[- ]?\d{3,4}|0[1-9](?:[ .-]\d{2}){4}|01[016789]-\d{3,4}-\d{4}|0[789]0-\d{4}-\d{4}|1[3-9]\d[ -]\d{4}[ -]\d{4}|8[ -]800[ -]\d{3}[ -]\d{2}[ -]?\d{2}|8[ -]?\(?9\d{2}\)?[ -]\d{3}[ -]\d{2}[ -]?\d{2}|\(\d{2}\) ?9?\d{4}-\d{4}|\(0\d{1,4}\)[ -]?\d{3,4}[ -]?\d{3,4}|04\d{2} \d{3} \d{3}|1[38]00 \d{3} \d{3})$/;
/** A trunk digit, a bracket and groups: `0 (532) 123 45 67`. */
const trunked = /^[08] ?\(\d{3}\) ?\d{3}[ -]?\d{2}[ -]?\d{2}$/;

const network = /^(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/;
const isDate = (run: string) => /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?=$|\s)/.test(run) || /^(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}/.test(run);
