import type { Finding } from "./finding.ts";
import { labelBefore, namesTrade } from "./labels.ts";

/** Ways to reach a person. They are what a team works with every day: said, and never a reason to stop by themselves. */
export function findContacts(text: string): Finding[] {
  return [...mailAddresses(text), ...phoneNumbers(text), ...streets(text)];
}

const contact = (kind: string, start: number, end: number): Finding => ({
  detector: "contacts",
  kind,
  severity: "low",
  reason: `a ${kind.replaceAll("-", " ")}`,
  span: { start, end },
});

function* mailAddresses(text: string): Generator<Finding> {
  let free = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const local = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}$/u.exec(text.slice(Math.max(free, at - 64), at))?.[0].replace(/^[.\-/=]+/, "");
    const domain = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)+[\p{L}\p{N}-]{2,63}/u
      .exec(text.slice(at + 1, at + 254))?.[0]
      .replace(/[.-]+$/, "");
    if (!local || !domain || !/\.[\p{L}]{2,}$|\.xn--/u.test(domain)) continue;
    free = at + 1 + domain.length;
    yield contact("mail-address", at - local.length, free);
  }
}

const numberLike = /(?:\+|\(\+?|\b)\d(?:[\s().\-/\u2010-\u2013\u00a0]{0,3}\d){6,17}/g;
const phoneLabel =
  /(?:phone|tel|telephone|mobile|cell|call(?: me)?|text(?: me)?|reach (?:me|him|her|us)|whatsapp|fax|sms|dial|contact|טלפון|נייד|פלאפון|טל['׳]?|להתקשר|ווטסאפ|וואטסאפ|tel[eé]fono|m[oó]vil|llam[ae](?:me|r)?|handy|t[eé]l[eé]phone|телефон)[\p{L}]{0,4}[\s.:#)-]{0,4}(?:(?:number|no|me|is|at|on|us|him|her|מספר|ל-?|al|es)[\s.:#-]{0,3}){0,3}$/iu;

function* phoneNumbers(text: string): Generator<Finding> {
  for (const { 0: raw, index } of text.matchAll(numberLike)) {
    const run = raw.trimEnd();
    const before = text[index - 1] ?? " ";
    const after = text.slice(index + run.length, index + run.length + 2);
    if (/[\w.#$€£₪/=-]/.test(before) || /^(?:[A-Za-z_%]|[.:-]\d)/.test(after)) continue;
    const label = labelBefore(text, index);
    if (isPhone(run, label)) yield contact("phone-number", index, index + run.length);
  }
}

function isPhone(run: string, label: string): boolean {
  const digits = run.replace(/\D/g, "");
  if (/^\(?\+/.test(run)) return digits.length >= 8 && digits.length <= 15;
  if (phoneLabel.test(label)) return digits.length >= 7 && digits.length <= 15;
  if (namesTrade(label) || isDate(run)) return false;
  // North America: an area and an exchange begin with 2 to 9.
  if (/^(?:1[\s.-]?)?\(?[2-9]\d{2}\)?[\s.\-\u2010-\u2013]{1,2}[2-9]\d{2}[\s.\-\u2010-\u2013]\d{4}$/.test(run)) return true;
  if (
    /^05\d[-\s]?\d{3}[-\s]?\d{4}$|^0[2-489][-\s]\d{3}[-\s]?\d{4}$|^07\d[-\s]?\d{3}[-\s]?\d{4}$|^1[- ]?[78]00[- ]\d{2,3}[- ]?\d{3,4}$/.test(
      run,
    )
  )
    return true;
  // Elsewhere a number that is dialled within the country begins with a nought and is written in groups.
  return /^\(?0\d{1,4}\)?(?:[\s.\-/]{1,2}\d{2,5}){1,5}$/.test(run) && digits.length >= 9 && digits.length <= 12;
}

const isDate = (run: string) => /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/.test(run) || /^(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}/.test(run);

const street =
  /\b\d{1,5}[A-Z]?\s(?:[NSEW]\.?\s)?(?:[A-Z0-9][\p{L}0-9'’-]{0,20}\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Way|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Square|Sq|Crescent)\b\.?/gu;
const elsewhere =
  /(?:(?:רחוב|רח['׳]|שדרות|שד['׳])\s[א-ת'׳"״-]{2,15}(?:\s[א-ת'׳"״-]{2,15}){0,2}\s\d{1,4}|\b(?:Calle|Avenida|Avda\.|Paseo|Plaza|Rua|Rue|Via|Carrer)\s(?:de\s|del\s|de la\s)?[\p{L}'’-]{3,20}(?:\s[\p{L}'’-]{2,20}){0,2},?\s\d{1,4}|\b\p{Lu}[\p{L}]{2,25}(?:straße|strasse|weg|platz|gasse)\s\d{1,4})/gu;

function* streets(text: string): Generator<Finding> {
  for (const pattern of [street, elsewhere])
    for (const { 0: found, index } of text.matchAll(pattern)) yield contact("street-address", index, index + found.length);
}
