import {
  brazilianCpf,
  frenchNir,
  iban,
  ibanLength,
  isCardNumber,
  israeliId,
  isUsPersonal,
  luhn,
  nhsNumber,
  spanishDni,
} from "./checksums.ts";
import type { Finding } from "./finding.ts";
import { labelBefore, namesTrade } from "./labels.ts";

/** Numbers that governments and banks give to one person: by shape and check digits, or by a label that says what they are. */
export function findIdentifiers(text: string): Finding[] {
  return [...numbers(text), ...lettered(text), ...labelled(text), ...birthDates(text)];
}

const identifier = (kind: string, start: number, end: number, reason: string, severity: Finding["severity"] = "high"): Finding => ({
  detector: "identifiers",
  kind,
  severity,
  reason,
  span: { start, end },
});

/** Digits with single separators between them; longer ones than any number here are one number all the same. */
const digitRuns = /\d(?:[ .\u00a0-]?\d){7,40}/g;
const cardLabel = /card|visa|mastercard|amex|american express|discover|credit|debit|payment|כרטיס|אשראי|tarjeta|carte|karte/;
const socialLabel = /social security|\bssn\b|\bss#|\bitin\b|\bsin\b|social insurance|tax ?id|taxpayer|\btin\b/;
const israeliLabel = /ת["״']?\.?ז|תעודת זהות|מספר זהות|מס(?:'|׳|פר)? ?ת|ת\.ז\.|teudat|israeli id|\bid(?: number| no| card)?\b|identity/;
const healthLabel = /\bnhs\b|medicare|patient|health/;

function* numbers(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(digitRuns)) {
    const end = index + run.length;
    // Part of a longer word, number or version is none.
    if (/[\w.]/.test(text[index - 1] ?? " ") && !/[.\s]/.test(text[index - 1] ?? " ")) continue;
    if (/[A-Za-z_]/.test(text[end] ?? " ") || /\.\d/.test(text.slice(end, end + 2))) continue;
    const kind = kindOf(run, labelBefore(text, index));
    if (kind) yield identifier(kind, index, end, `a ${kind.replaceAll("-", " ")}`);
  }
}

function kindOf(run: string, label: string): string | undefined {
  const digits = run.replace(/\D/g, "");
  const isTrade = namesTrade(label) && !cardLabel.test(label) && !socialLabel.test(label);
  if (digits.length >= 13 && digits.length <= 19 && isCardNumber(digits) && !isTrade && isGroupedAsCard(run)) return "card-number";
  // What is said to be a card and grouped like one is treated as one, although a digit may be wrong.
  if (cardLabel.test(label) && /^(?:\d{4}[ -]){3}\d{4}$|^\d{4}[ -]\d{6}[ -]\d{5}$/.test(run) && !/gift|library|loyalty|member/.test(label))
    return "card-number";
  const social = /^(\d{3})[ -](\d{2})[ -](\d{4})$/.exec(run);
  if (social && (socialLabel.test(label) || (!isTrade && isUsPersonal(social[1] ?? "", social[2] ?? "", social[3] ?? ""))))
    return "social-security-number";
  if (
    digits.length === 9 &&
    socialLabel.test(label) &&
    (isUsPersonal(digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)) || luhn(digits))
  )
    return "social-security-number";
  if ((digits.length === 9 || digits.length === 8) && !isTradeOnly(label) && israeliLabel.test(label) && israeliId(digits))
    return "israeli-id";
  if (digits.length === 11 && /^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(run) && brazilianCpf(digits)) return "brazilian-cpf";
  if (digits.length === 11 && /\bcpf\b/.test(label) && brazilianCpf(digits)) return "brazilian-cpf";
  if (digits.length === 15 && /^[12]/.test(digits) && frenchNir(digits) && !isTrade) return "french-social-security-number";
  if (digits.length === 10 && healthLabel.test(label) && nhsNumber(digits)) return "nhs-number";
  return;
}

/** “Order id” names a thing although “id” stands in it. */
const isTradeOnly = (label: string) =>
  namesTrade(label.replace(/\bid(?: number| no| card)?\b[\s:#=]{0,3}(?:is\s)?$/, "")) && !/ת/.test(label);

/** Cards are written in fours, or as American Express does, or without a gap. */
function isGroupedAsCard(run: string): boolean {
  const groups = run.split(/[ .\u00a0-]/).map(({ length }) => length);
  if (groups.length === 1) return true;
  return groups.every((length, i) =>
    i < groups.length - 1 ? length === 4 || (groups.length === 3 && (length === 6 || length === 5)) : length <= 5,
  );
}

/** Numbers that have letters. The run is cut out of the text once; each shape is held against its start. */
const letteredRuns = /\b[A-Z0-9](?:[ -]?[A-Z0-9]){7,44}\b/g;

function* lettered(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(letteredRuns)) {
    let from = 0;
    // A word in capitals may stand before the number: each beginning of a group is tried.
    for (const group of run.split(/(?<=[ -])/).slice(0, 24)) {
      const found = letteredAt(run.slice(from, from + 48), labelBefore(text, index + from));
      if (found) {
        yield identifier(found.kind, index + from, index + from + found.length, `a ${found.kind.replaceAll("-", " ")}`);
        break;
      }
      from += group.length;
    }
  }
}

function letteredAt(rest: string, label: string): { kind: string; length: number } | undefined {
  const country = /^([A-Z]{2})\d{2}/.exec(rest)?.[1];
  const length = country === undefined ? undefined : ibanLength(country);
  if (length !== undefined) {
    const cut = cutTo(rest, length);
    if (cut !== undefined && iban(cut.replace(/[ -]/g, ""))) return { kind: "iban", length: cut.length };
  }
  const nino = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/.exec(rest);
  if (nino && !namesTrade(label)) return { kind: "national-insurance-number", length: nino[0].length };
  const dni = /^(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]\b/.exec(rest);
  if (dni && spanishDni(dni[0].replaceAll("-", "")) && !namesTrade(label)) return { kind: "spanish-id", length: dni[0].length };
  const fiscal = /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/.exec(rest);
  if (fiscal) return { kind: "italian-fiscal-code", length: fiscal[0].length };
  const curp = /^[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b/.exec(rest);
  if (curp) return { kind: "mexican-curp", length: curp[0].length };
  return;
}

/** The first so many letters and digits, with the gaps between them. */
function cutTo(text: string, count: number): string | undefined {
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (/[A-Z0-9]/.test(text[i] ?? "")) seen += 1;
    if (seen === count) return /[A-Z0-9]/.test(text[i + 1] ?? " ") ? undefined : text.slice(0, i + 1);
  }
  return;
}

/** What a label alone makes a personal number, whatever its shape: there are more countries than shapes to know. */
const labels: [kind: string, label: RegExp][] = [
  ["passport-number", /\bpassport(?: card)?|דרכון|pasaporte|reisepass(?:nummer)?|passeport|паспорт/giu],
  [
    "driving-licence",
    /\bdriv(?:er(?:'|’)?s?|ing)(?:'|’)?s? licen[cs]e|\bdl(?= ?(?:#|no))|רי?שיון נהיגה|licencia de conducir|permis de conduire|führerschein/giu,
  ],
  [
    "national-id",
    /\bnational (?:id(?:entity|entification)?|insurance)(?: card)?|\bgovernment id|teudat zehut|\bsocial (?:security|insurance)|\bssn\b|\bnino\b|\baadhaa?r|\bpesel|\bbsn\b|personnummer|codice fiscale|\bcurp\b|\bcpf\b|\bdni\b|\bnie\b|\btfn\b|tax file|\btax(?:payer)? id(?:entification)?|steuer-?id(?:entifikationsnummer)?|\bpan card|\bvisa (?:foil|control)|alien registration|green card|\bitin\b|תעודת זהות|מספר זהות|מס['׳] ?זהות|ת["״']ז|ת\.ז\./giu,
  ],
  [
    "bank-account",
    /\b(?:bank|checking|savings|beneficiary|current|deposit) (?:account|acct)|\bacc(?:oun)?t(?=\.? ?(?:no|num|number|#))|\brouting|\baba\b|\biban\b|חשבון(?: ה| )?בנק|מספר חשבון|cuenta bancaria|kontonummer|número de cuenta/giu,
  ],
  ["sort-code", /\bsort code/giu],
  [
    "medical-record-number",
    /\bmrn\b|medical record|\bpatient (?:id|number|no)|\bhealth (?:insurance|plan)|\bmedicare|\bmedicaid|\bmember id|\bhealth card|\bnhs\b|קופת חולים|תיק רפואי/giu,
  ],
  ["card-code", /\bcvv2?|\bcvc2?|\bsecurity code/giu],
];
const valueAfter =
  /^(?:['’]s)?[\s.]{0,2}(?:\((?:[a-z]{2,4})\)\s?)?(?:(?:number|num|no|nr|id|code|card|account|#|מספר|מס['׳]?|número|nummer|policy|member|בנק|of [\p{L} ]{2,20}|(?:for|to|on|at)(?: \p{L}{1,12}){1,3})[\s.:#]{0,3}){0,3}(?:[:=#–-]|is|was|:?\s?הוא|es|ist|on file|ending)?[\s:#"'(]{0,3}([A-Z]{0,5}[- ]?\d[\dA-Z](?:[ .-]?[\dA-Z]){2,20})/iu;

function* labelled(text: string): Generator<Finding> {
  for (const [kind, label] of labels)
    for (const { 0: said, index } of text.matchAll(label)) {
      const from = index + said.length;
      const found = valueAfter.exec(text.slice(from, from + 90));
      const value = found?.[1] === undefined ? undefined : trimmed(found[1]);
      if (!found || value === undefined || !fits(kind, value)) continue;
      const start = from + found[0].length - (found[1] ?? "").length;
      yield identifier(kind, start, start + value.length, `a ${kind.replaceAll("-", " ")}`);
    }
}

/** A word that only follows the number is not of it. */
function trimmed(value: string): string {
  const groups = value.split(" ");
  const end = groups.findIndex((group, i) => i > 0 && !/\d/.test(group) && !/^[A-D]$/.test(group));
  return (end < 0 ? groups : groups.slice(0, end)).join(" ");
}

function fits(kind: string, value: string): boolean {
  const digits = value.replace(/\D/g, "").length;
  if (kind === "sort-code") return digits === 6;
  if (kind === "card-code") return /^\d{3,4}$/.test(value);
  // A year, a date or a price is no number of a person.
  if (/^(?:19|20)\d{2}(?:[-./]\d|$)/.test(value) || /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(value)) return false;
  return digits >= (kind === "bank-account" ? 6 : 5);
}

const born =
  /(?:\bdate of birth|\bd\.?o\.?b\b\.?|\bbirth ?date|\bborn(?: on)?|תאריך לידה|נולד[ה]? ב-?|fecha de nacimiento|geboren am|né(?:e)? le)[\s:=-]{0,4}(?:is\s)?((?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4})|(?:\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[A-Za-z]{3,9},?\s\d{4})|(?:[A-Za-z]{3,9}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}))/giu;

function* birthDates(text: string): Generator<Finding> {
  for (const found of text.matchAll(born)) {
    const end = found.index + found[0].length;
    yield identifier("birth-date", end - (found[1] ?? "").length, end, "a date of birth", "medium");
  }
}
