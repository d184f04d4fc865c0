import { describe, expect, test } from "vitest";
import { findIdentifiers } from "./identifiers.ts";
import { nationalIds } from "./national-ids.ts";

/** What is found, as it stands in the text. */
const found = (text: string) => findIdentifiers(text).map(({ span }) => text.slice(span?.start, span?.end));
const compactOf = (number: string) => number.replace(/[^A-Z0-9]/gi, "");

/** Numbers that nobody has, with the check digits of their country, and what the country calls them. */
const numbers: [kind: string, word: string, number: string][] = [
  ["polish-pesel", "PESEL", "76030196657"],
  ["dutch-bsn", "BSN", "810282252"],
  ["german-tax-id", "Steuer-ID", "80794556323"],
  ["croatian-oib", "OIB:", "05285596652"],
  ["austrian-social-insurance-number", "SV-Nummer", "3592 260597"],
  ["swiss-ahv-number", "AHV-Nr.", "756.8747.1742.91"],
  ["spanish-id", "DNI", "24741166C"],
  ["spanish-id", "NIE", "Z7737319D"],
  ["portuguese-nif", "NIF", "276863356"],
  ["belgian-national-number", "rijksregisternummer", "95.04.17-392.54"],
  ["swedish-personal-number", "personnummer", "550526-0835"],
  ["norwegian-birth-number", "fødselsnummer", "01075638058"],
  ["danish-cpr", "CPR-nummer", "181251-6993"],
  ["finnish-personal-code", "henkilötunnus", "271266-440A"],
  ["czech-birth-number", "rodné číslo", "915414/3262"],
  ["romanian-cnp", "CNP", "2820117401798"],
  ["bulgarian-egn", "ЕГН", "6408124180"],
  ["jmbg", "JMBG", "0512984710020"],
  ["baltic-personal-code", "asmens kodas", "35309153358"],
  ["greek-amka", "ΑΜΚΑ", "11037313779"],
  ["irish-pps-number", "PPS number", "1443512J"],
  ["argentine-cuit", "CUIT", "20-92212195-9"],
  ["chilean-rut", "RUT", "8.072.463-2"],
  ["mexican-clabe", "CLABE", "002180823897627115"],
  ["mexican-curp", "CURP:", "HIQM950125MDFJMJ02"],
  ["italian-fiscal-code", "codice fiscale", "GDBSNB71M18H501D"],
  ["south-african-id", "South African ID number", "7503282256086"],
  ["australian-tax-file-number", "tax file number", "435 714 835"],
  ["australian-medicare-number", "Medicare card", "3440 27176 4"],
  ["medicare-beneficiary-identifier", "Medicare ID", "3ND1-F01-JJ29"],
  ["russian-inn", "ИНН", "159970662805"],
  ["russian-snils", "СНИЛС", "148-097-871 07"],
  ["ukrainian-tax-number", "РНОКПП", "1273444362"],
  ["kazakh-iin", "ИИН", "770517303460"],
  ["aadhaar", "Aadhaar", "3977 0504 4353"],
  ["indian-pan", "PAN card", "OOBPK7575E"],
  ["chinese-resident-id", "身份证号", "110105196111034941"],
  ["korean-resident-number", "주민등록번호", "780128-1491614"],
  ["hong-kong-id", "HKID", "F4829219"],
  ["taiwanese-id", "身分證字號", "A148401879"],
  ["singaporean-id", "NRIC", "S7180337F"],
  ["japanese-my-number", "マイナンバー", "387464183819"],
  ["turkish-id", "T.C. kimlik no", "47325355026"],
  ["thai-id", "เลขบัตรประชาชน", "1-2345-67890-12-1"],
  ["malaysian-id", "MyKad", "870507-14-2772"],
  ["emirates-id", "Emirates ID", "784-1971-9513807-4"],
  ["pakistani-cnic", "CNIC", "37109-5658073-5"],
  ["egyptian-id", "الرقم القومي", "29001011234567"],
  ["canadian-social-insurance-number", "SIN", "754 637 197"],
  ["israeli-id", "תעודת זהות", "347775678"],
  ["brazilian-cpf", "CPF", "141.276.849-76"],
  ["french-social-security-number", "numéro de sécurité sociale", "1 01 01 75 257 397 67"],
  ["nhs-number", "NHS number", "567 191 4043"],
  ["social-security-number", "SSN", "649-61-7889"],
  ["national-insurance-number", "National Insurance", "AB 48 21 07 C"],
];

test("every way in which a country numbers people has an example", () => {
  expect([...new Set(numbers.map(([kind]) => kind))].sort()).toEqual([...new Set(nationalIds.map(({ kind }) => kind))].sort());
});

describe.each(numbers)("%s", (kind, word, number) => {
  const id = nationalIds.find((one) => one.kind === kind);
  test("its example is one", () => {
    expect(id?.shape.test(compactOf(number)) && id.isValid(compactOf(number))).toBe(true);
  });
  test("is found after its word, and nothing else of the sentence", () => {
    expect(found(`For the file: ${word} ${number}, as agreed.`)).toEqual([number]);
    expect(found(`${word}: ${number}`)).toEqual([number]);
  });
});

/** Those whose check digits catch every single wrong digit. */
const strict =
  "polish-pesel dutch-bsn swiss-ahv-number brazilian-cpf turkish-id norwegian-birth-number chinese-resident-id aadhaar russian-snils japanese-my-number canadian-social-insurance-number israeli-id nhs-number".split(
    " ",
  );
test.each(strict)("one wrong digit is seen in %s", (kind) => {
  const id = nationalIds.find((one) => one.kind === kind);
  const compact = compactOf(numbers.find(([name]) => name === kind)?.[2] ?? "");
  const wrong = [...compact].flatMap((digit, at) =>
    [..."0123456789"].filter((other) => other !== digit).map((other) => compact.slice(0, at) + other + compact.slice(at + 1)),
  );
  const passed = wrong.filter((one) => id?.shape.test(one) && id.isValid(one));
  // What is left over after ten or a hundred and one is written as nought: a few wrong ones pass there.
  expect(passed.length).toBeLessThanOrEqual(wrong.length * 0.03);
});

describe("a word makes a number personal, in the languages of those who have it", () => {
  test.each([
    ["My passport number is 533812094, it expires in March.", ["533812094"]],
    ["Mi número de pasaporte es XDB483920", ["XDB483920"]],
    ["Reisepass Nr. C01X0006H, gültig bis 2031", ["C01X0006H"]],
    ["паспорт серия 45 09 482193", ["45 09 482193"]],
    ["護照 310482193", ["310482193"]],
    ["여권번호: M48219304", ["M48219304"]],
    ["رقم جواز السفر A48219304", ["A48219304"]],
    ["driver's license D4821930 (CA), class C", ["D4821930"]],
    ["permis de conduire n° 14AB48219", ["14AB48219"]],
    ["רישיון נהיגה מספר 4821930", ["4821930"]],
    ["routing 021000021 account 4821930482", ["021000021", "4821930482"]],
    ["sort code 20-45-53 account 48219304", ["20-45-53", "48219304"]],
    ["BSB 062-001 Acc 48219304", ["062-001", "48219304"]],
    ["A/C no 48219304821 IFSC HDFC0001234", ["48219304821", "HDFC0001234"]],
    ["מספר חשבון 482193 בנק לאומי", ["482193"]],
    ["口座番号 4821930", ["4821930"]],
    ["Visa 4539 1488 0343 6467 exp 04/28 cvv 482", ["4539 1488 0343 6467", "482"]],
    ["Patient MRN 4821930 was moved", ["4821930"]],
    ["Medicaid ID XY48219B, DOB 1/2/1961", ["XY48219B", "1/2/1961"]],
    ["VIN 1HGCM82633A004352", ["1HGCM82633A004352"]],
    ["533812094 is my passport number", ["533812094"]],
    ["533812094 (passport)", ["533812094"]],
    ["passports are N48219304 (me) and N48219305 (kid)", ["N48219304", "N48219305"]],
    ["geb. 04.11.1976", ["04.11.1976"]],
    ["出生日期：1986年7月3日", ["1986年7月3日"]],
    ["תאריך לידה 14.2.1991", ["14.2.1991"]],
  ])("%s", (text, values) => expect(found(text)).toEqual(values));
});

test("what stands under a head that says so is found in a table", () => {
  expect(found("name,ssn,city\nKaren Holt,512-48-2193,Tulsa\nBrian Peck,513-48-2194,Reno")).toEqual(["512-48-2193", "513-48-2194"]);
  expect(found("| Guest | Passport | Room |\n|---|---|---|\n| Li Wei | E48219304 | 204 |")).toEqual(["E48219304"]);
});

test.each([
  "passport renewal takes 6-8 weeks",
  "Passport to growth: webinar on 2026-12-03",
  "SSN ending 6789, SSN: XXX-XX-XXXX",
  "EIN 12-3456789",
  "USt-IdNr. DE 136695976",
  "card ending in 4242",
  "Order 4821-9930-1182, tracking 7712 3456 7890",
  "ISBN 978-3-16-148410-0",
  "routing table updated at 10.0.0.1",
  "AWS account 123456789012",
  "user id 482193048, customer id 77120034",
  "Medicare premium is $174.70 in 2024",
  'etag W/"af1acc4a3e5c3b8d"',
  "v1.2.3-rc.4+build.20261121",
  "born in the USA tour 1985",
  "номер заказа 4481920",
  "מספר הזמנה 4481920",
])("no number of a person: %s", (text) => expect(found(text)).toEqual([]));
