import { cellsUnder } from "./columns.ts";
import type { Finding } from "./finding.ts";
import { labelFinder } from "./label-finder.ts";

const find = labelFinder({
  born: `date of birth, dob, d o b, birth date, birthdate, birthday, bday, born, born on, تاريخ الميلاد, تاريخ ميلاد, مواليد, תאריך לידה, ת לידה, תאריך הלידה, נולד, נולדה, יליד, ילידת,
    fecha de nacimiento, fecha nacimiento, f nac, fec nac, fecha nac, nació, nacido, nacida, nací, data de nascimento, data nasc, nascimento, nascido, nascida, nasceu, nasc,
    geburtsdatum*, geburtstag*, geboren, geb, né le, née le, nee le, ne le, date de naissance, naissance, data di nascita, nato, nata, nato il, nata il, geboortedatum*, geb datum,
    data urodzenia, urodzony, urodzona, ur, дата рождения, д р, родился, родилась, г р, дата народження, народився, народилась, doğum tarihi, doğumlu, d tarihi, doğum, fødselsdato*, födelsedatum*, født, född,
    syntymäaika*, datum narození, narozen*, data nașterii, születési, ημερομηνία γέννησης, γεννήθηκε, 出生日期, 出生, 生日, 生于, 生年月日, 誕生日, 생년월일*, 생일*, जन्म तिथि, जन्मतिथि, जन्म, ngày sinh, tanggal lahir, tgl lahir, วันเกิด`,
});

const written =
  /(?:\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4}|\p{Nd}{1,2}(?:st|nd|rd|th|er|\.|º)?[\s-](?:of\s|de\s|di\s|del\s)?\p{L}{3,12}\.?,?[\s-](?:de\s|del\s)?\p{Nd}{4}|\p{L}{3,9}\.?\s\p{Nd}{1,2}(?:st|nd|rd|th)?,?\s\p{Nd}{4}|\p{Nd}{4}\s?[年년]\s?\p{Nd}{1,2}\s?[月월]\s?\p{Nd}{1,2}\s?[日일]|\p{Nd}{4}[.]\s?\p{Nd}{1,2}[.]\s?\p{Nd}{1,2}|(?:19|20)\p{Nd}{6}(?!\p{Nd})|\p{Nd}{2}\s\p{Nd}{2}\s(?:19|20)\p{Nd}{2})/u;
/** What may stand between the word and the day. */
const between =
  /^["'”*_`]{0,3}[^\S\n]{0,2}(?:[\p{L}\p{M}'’.()]{1,12}[^\S\n]){0,4}[:=：是は은는|\s("'*_`–-]{0,6}(?:is|am|on|ב-?|il|le|el|em)?[\s"']{0,2}$/u;

/** A birthday is also a feast of this year: the day has to stand right behind the word. */
const party = /birthday|bday|geburtstag|生日|誕生日|생일|doğum günü/iu;
const direct = /^[\s:=：是は은는–-]{0,4}(?:is|on|am|le|el)?\s?$/u;

/** Days of birth, after a word that says so or in a column of them. */
export function* birthDates(text: string): Generator<Finding> {
  const labels = find(text);
  for (const label of labels) {
    const window = text.slice(label.end, label.end + 60);
    const found = written.exec(window);
    const gap = window.slice(0, found?.index);
    if (party.test(text.slice(label.start, label.end)) && !direct.test(gap)) continue;
    if (!found || !between.test(window.slice(0, found.index))) continue;
    yield birthDate(label.end + found.index, found[0].length);
  }
  for (const { value, start } of cellsUnder(text, labels)) {
    const found = written.exec(value.slice(0, 40));
    if (found?.index === 0) yield birthDate(start, found[0].length);
  }
}

const birthDate = (start: number, length: number): Finding => ({
  detector: "identifiers",
  kind: "birth-date",
  severity: "medium",
  reason: "a date of birth",
  span: { start, end: start + length },
});
