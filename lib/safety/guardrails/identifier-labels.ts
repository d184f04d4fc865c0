import { nationalIds } from "./national-ids.ts";

/** What a word says that a number is: what the number is called then, and how it looks without gaps. */
export type Named = { kind: string; words: string; shape: RegExp };

const valid = new Map(nationalIds.map((one) => [one.kind, one]));
/** For a word that means other things too, the number has to be one that the country gives. */
const isOf =
  (...kinds: string[]) =>
  (text: string): boolean =>
    kinds.some((kind) => {
      const id = valid.get(kind);
      return id?.shape.test(text) === true && id.isValid(text);
    });

const digits = (from: number, to = from): RegExp => new RegExp(`^\\d{${from},${to}}$`);
/** So many letters and digits, some of which are digits. */
const mixed = (from: number, to: number, fewest = 4): RegExp => new RegExp(`^(?=(?:[A-Z]*\\d){${fewest}})[A-Z\\d]{${from},${to}}$`);

/** Numbers of persons by what they are called, in the languages of those who have them. Where there is a word, the check digits may be wrong. */
export const named = {
  passport: {
    kind: "passport-number",
    shape: mixed(6, 12),
    words: `passport*, pasaporte*, passeport*, reisepass*, passnummer, pass nr, passaport*, paspoort*, paszport*, pasaport*, паспорт*,
      загранпаспорт*, דרכון*, דרכונ*, جواز السفر, جواز سفر, جوازي, 护照, 護照, パスポート, 旅券番号, 旅券, 여권*, पासपोर्ट*, διαβατηρι*,
      hộ chiếu, pașaport*, cestovní pas, útlevél*, passi number, passin numero, passnr, pasnummer, travel document, travel doc, جواز, серия`,
  },
  licence: {
    kind: "driving-licence",
    shape: mixed(5, 20),
    words: `driver s license*, driver s licence*, drivers license*, drivers licence*, driver license*, driver licence*, driving license*,
      driving licence*, driver s lic, drivers lic, driver lic, licence no, licence number, license no, license number, lic no, licence, license, dl, d l, dln, cdl, führerschein*, fuehrerschein*, permis de conduire,
      numéro de permis, licencia de conducir, licencia de manejo, licencia de conducción, carnet de conducir, permiso de conducir,
      patente di guida, patente, rijbewijs*, carteira de motorista, carteira de habilitação, cnh, carta de condução, prawo jazdy,
      prawa jazdy, ehliyet*, sürücü belgesi, водительск* удостоверен*, водительск* прав*, водит удост, права, רישיון נהיגה, רשיון נהיגה,
      رخصة القيادة, رخصة قيادة, رخصة السياقة, 驾照, 驾驶证, 駕照, 運転免許, 免許証, 운전면허*, ड्राइविंग लाइसेंस, körkort*, førerkort*, kørekort*,
      ajokort*, řidičsk* průkaz*, jogosítvány`,
  },
  social: {
    kind: "social-security-number",
    shape: digits(9),
    words: `ssn, ssns, ss, social security, social sec, social, socials, soc sec, soc, itin, individual taxpayer, tin, taxpayer id, taxpayer identification,
      tax id, tax identification, atin, last four and full`,
  },
  nationalStrong: {
    kind: "national-id",
    shape: /^(?:(?=(?:[A-Z]*\d){5})[A-Z\d]{6,20}|(?=(?:[A-Z]*\d){3})[A-Z][A-Z\d]{8})$/,
    words: `sin, nas, utr, utr number, nic, nin, bvn, ghana card, huduma, tc, nüfus*, rodné č, r č, číslo op, taj, id, ids, id no, id number, id num, id nr, identification, identification no, identification number, documento, document number, document no, doc no, 证件号, 证件号码,  my id, my id number, his id, his id number, her id, her id number, tenant id, tenant s id, applicant id, spouse id, israeli id*, national id*, national identity, national identification, national insurance, government id, gov id, state id, identity card*, identity number*,
      citizen id*, personal id*, id card, id document*, resident id*, residence permit, residence card, alien registration, alien number, a number, uscis,
      green card, ni number, ni no, nino, nhs number, nhs no, nhs, social insurance, social insurance number, sin number, tax file, tfn, ird, ird number, pps, ppsn, ppsn no, tax number,
      taxpayer number, aadhaar*, aadhar*, आधार*, adhaar*, uidai, voter id, epic no, nric*, fin number, mykad, my kad, ic no, ic number, nomor ktp, ktp,
      nik, cccd, cmnd, căn cước, emirates id, civil id, iqama, cnic, nicop, philsys, umid, sss number, philhealth, hkid, hk id,
      south african id, sa id, rsa id, teudat zehut, tz, t z, תז, ת ז, תעודת זהות, תעודת הזהות, תעודות זהות, מספר זהות, מס זהות, מספר ת ז, מספר הזהות, מספר תעודת זהות,
      dni, d n i, documento de identidad, documento nacional, cédula*, cedula*, número de identidad, número de identificación, identificación oficial, seguridad social, número de la seguridad social, nss, nuss, nie, n i e,
      nif, n i f, contribuinte, número de contribuinte, cartão de cidadão, bilhete de identidade, cpf, c p f, rg, r g, identidade, título de eleitor, pis pasep, pis, nis, nit,
      curp, c u r p, rfc, r f c, clave de elector, ine, cuit, cuil, c u i t, c u i l, rut, r u t, run, ruc, ci no, c i, carné de identidad,
      nir, numéro de sécurité sociale, numéro de sécu, numero de secu, sécurité sociale, n sécu, sécu, numéro fiscal, numéro spi, carte d identité, carte nationale d identité, cni, pièce d identité, titre de séjour, carte de séjour, registre national, numéro national, niss, insz,
      avs, ahv*, numéro avs, numero avs, navs13, oasi,
      steuer id*, steueridentifikationsnummer*, steuerid*, steuernummer, steuer nr, idnr, tin nummer, personalausweis*, ausweisnummer*, ausweis nr, aufenthaltstitel*, sozialversicherungs*, sv nummer, sv nr, svnr, rentenversicherungs*, rvnr, versicherungsnummer,
      codice fiscale, cod fisc, cod fiscale, c f, cf, carta d identità, carta identità, documento d identità, documento di identità, tessera sanitaria,
      bsn, burgerservice*, sofinummer, rijksregister*, identiteitskaart*, id kaart, vreemdelingen*,
      pesel*, dowód*, dowodu*, dowod osobisty, numer dowodu, numer pesel, nip osoby,
      tckn, t c kimlik, tc kimlik, tc no, t c no, kimlik*, tc numara*,
      personnummer*, personnr, samordningsnummer, fødselsnummer*, fodselsnummer*, fnr, cpr*, personal identity code, henkilötunnus*, hetu, sotu, kennitala*,
      rodné číslo, rodné čislo, rodneho cisla, rč, občianský preukaz, občanský průkaz, občansk* průkaz*, cnp, buletin, carte de identitate, егн, лична карта, oib, osobna iskaznica, jmbg, emšo, matični broj,
      asmens kodas, asmens kod*, isikukood*, personas kods, αμκα, αφμ, αριθμός ταυτότητας, αδτ, ταυτότητα*, személyi*, adóazonosító*, taj szám, tajszám,
      инн, снилс, іпн, рнокпп, иин, жсн, еип, удостоверение личности, удостоверение, личный номер, свидетельство о рождении, серия и номер, ипн,
      رقم الهوية, الضمان الاجتماعي, التأمين الاجتماعي, الهوية الوطنية, هوية رقم, رقم هويتي, هويتي, بطاقة الهوية, رقم الإقامة, الإقامة, إقامة رقم, الرقم القومي, الرقم الوطني, رقم البطاقة المدنية, البطاقة الشخصية,
      身份证, 身分證, 身份证号, 身份證, 居民身份证, 社保号, 社会保障号, 居留证, 統一證號, マイナンバー, 個人番号, 在留カード, 年金番号, 基礎年金番号, 주민등록*, 주민번호*, 외국인등록*, 신분증*,
      पहचान पत्र*, मतदाता*, เลขบัตรประชาชน, เลขประจำตัวประชาชน, บัตรประชาชน`,
  },
  bank: {
    kind: "bank-account",
    shape: /^(?=(?:[A-Z]*\d){5})[A-Z]{0,4}\d[A-Z\d]{4,33}$/,
    words: `bank account, bank acct, bank acc, bank a c, checking account, checking acct, checking, savings account, savings acct, savings, beneficiary account, current account,
      deposit account, direct deposit, giro account, account number, account no, account num, account nr, account, acct, acct no, acc no, acc, a c no, a c, a c number, ac no, acct number, routing, routing number, routing no, rtn, aba, aba number, aba no, transit, transit number,
      iban, ibans, iban im, swift account, bsb, ifsc, clabe, cbu, cvu, cci, nuban, micr, wire to, ach,
      חשבון בנק, חשבון הבנק, חשבון בנק מספר, מספר חשבון, מס חשבון, חשבון, חשבוני, לחשבון,
      cuenta bancaria, cuenta corriente, cuenta de ahorros, número de cuenta, numero de cuenta, nro de cuenta, cuenta, cta, conta corrente, conta bancária, conta poupança, conta, número da conta, chave pix, pix, agência, nib,
      kontonummer*, konto nr, kontonr, konto, bankkonto, bankverbindung, kto, kto nr, blz, bankleitzahl, compte bancaire, numéro de compte, n de compte, compte n, compte, rib, conto corrente, conto bancario, numero di conto, conto, c c,
      rekeningnummer*, rekening*, bankrekening*, numer konta, nr konta, konta, rachunek*, rachunku, numer rachunku, nr rachunku, hesap no, hesap numarası, hesap*, kontonummer, bankgiro, bank giro, plusgiro, tilinumero,
      расчётный счёт, расчетный счет, р с, счёт, счет, номер счёта, номер счета, лицевой счёт, рахунок, р р, банковский счет,
      رقم الحساب, حساب رقم, حسابي, رقم الآيبان, الآيبان, آيبان, ايبان, الحساب البنكي, 账号, 帐号, 账户, 銀行帳號, 帳號, 银行账户, 开户行, 口座番号, 口座, 普通, 当座, 계좌*, 통장*,
      खाता*, खाते*, अकाउंट नंबर, बैंक खाता, número de conta, iban numaram`,
  },
  sort: {
    kind: "sort-code",
    shape: /^(?:\d{6}|[A-Z]{4}0[A-Z\d]{6})$/,
    words: "sort code, s c, sort, sortcode, ifsc code, ifsc, bsb number",
  },
  card: {
    kind: "card-number",
    shape: digits(13, 19),
    words: `card number*, card no, card num, card nr, card, cards, credit card*, debit card*, cc, cc number, ccnum, visa, mastercard, master card, amex, american express, discover, maestro, diners, rupay, unionpay, pan,
      number on the front, כרטיס אשראי, כרטיס, אשראי, מספר כרטיס, מספר הכרטיס, tarjeta*, carte bancaire, carte bleue, carte de crédit, carte, numéro de carte, cb, kreditkarte*, kartennummer*, karte, ec karte,
      cartão*, número do cartão, carta di credito, carta di debito, numero di carta, numero carta, carta, bancomat, creditcard*, kaartnummer*, pinpas, kart* numara*, kredi kart*, kart no, banka kart*, numer karty, karta, karty, karte kredytow*,
      номер карты, карта, карты, карту, карте, картой, بطاقة الائتمان, رقم البطاقة, بطاقتي, البطاقة, 信用卡, 银行卡, 卡号, 借记卡, クレジットカード, カード番号, カード, 카드*, 신용카드*, क्रेडिट कार्ड, डेबिट कार्ड, कार्ड*, kortnummer*, korttinumero`,
  },
  cardCode: {
    kind: "card-code",
    shape: digits(3, 4),
    words: `cvv, cvv2, cvc, cvc2, cid, csc, cvn, card verification, security code, card security code, 4dbc, three digits on the back, digits on the back, number on the back, code on the back,
      prüfnummer, prüfziffer, kartenprüfnummer, sicherheitscode, cryptogramme*, code de sécurité, código de seguridad, código de segurança, codice di sicurezza, beveiligingscode, kod cvv, kod bezpieczeństwa, güvenlik kodu,
      שלוש ספרות, ספרות בגב, код безопасности, код cvv, три цифры, رمز الأمان, 安全码, セキュリティコード, 보안코드`,
  },
  medical: {
    kind: "medical-record-number",
    shape: mixed(6, 16, 5),
    words: `mrn, m r n, medical record*, medical file, chart number, chart no, patient id, patient number, patient no, health insurance, health plan, health card, health card number, medicare*, medicaid*, mbi, hicn,
      member id, member number, member no, subscriber*, insurance id, insurance number, insurance policy, insurance card, policy holder id, policy no, policy number, health insurance policy, beneficiary id, group member, dea number, dea, npi, patient, member,
      קופת חולים, תיק רפואי, מספר מבוטח, krankenversicher*, versicherten*, krankenkasse*, patientennummer*, krankenkassennummer*, numéro de mutuelle, mutuelle, carte vitale, numéro patient, historia clínica, tarjeta sanitaria, número de afiliado, afiliado, póliza*,
      cartão do sus, cartão sus, cns, prontuário*, número de utente, utente, cartella clinica, polisnummer*, zorgverzekering*, полис омс, полис, номер полиса, رقم الملف الطبي, 医保卡, 医保号, 病历号, 社保卡, 保険証番号, 被保険者番号, 診察券番号, 건강보험*, 환자번호*, hasta no, protokol no`,
  },
  indianPan: {
    kind: "national-id",
    shape: /^[A-Z]{5}\d{4}[A-Z]$/,
    words: "pan card, pan card number, pan no, pan number, pan num, permanent account number, पैन*",
  },
  vehicle: {
    kind: "vehicle-number",
    shape: /^(?=(?:[A-Z]*\d){5})[A-HJ-NPR-Z\d]{17}$/,
    words:
      "vin, vin number, chassis, chassis number, vehicle identification, fahrgestellnummer*, fin, numéro de châssis, número de chasis, bastidor, telaio, שלדה, مספר שלדה, вин, 车架号, 車台番号",
  },
  plate: {
    kind: "licence-plate",
    shape: /^(?=[A-Z]*\d)(?=\d*[A-Z]|\d{7,8}$)[A-Z\d]{4,9}$/,
    words:
      "license plate, licence plate, plate, reg plate, number plate, plate number, plate no, plates, kennzeichen, plaque d immatriculation, immatriculation, matrícula, targa, kenteken, tablica rejestracyjna, nr rejestracyjny, plaka, plakası, placa, לוחית רישוי, מספר רכב, госномер, номер машины, 车牌*, 车牌号, ナンバープレート, 차량번호*",
  },
} satisfies Record<string, Named>;

export type Kind = keyof typeof named;

const strict = new Set([
  "social-security-number",
  "german-tax-id",
  "croatian-oib",
  "aadhaar",
  "mexican-clabe",
  "danish-cpr",
  "malaysian-id",
  "korean-resident-number",
]);
const checked = nationalIds.filter(({ kind, isValid }) => !strict.has(kind) && isValid.length > 0);
const insurers =
  /insur|policy ?holder|subscriber|aetna|cigna|humana|kaiser|anthem|blue ?(?:cross|shield)|bcbs|medi-?cal\b|medic(?:aid|are)|united ?health|uhc/i;
const people =
  /\b(?:national|citizens?|passport|residents?|tenant|applicant|guarantor|spouse|borrower|landlord|identity|guest|co-?signer|(?:lohn)?steuer)\b/i;
const things =
  /(?:user|customer|client|order|listing|property|deal|lead|employee|account|device|product|item|session|request|transaction|booking|ticket|case|claim|project|build|job|message|meeting|event|zoom)['’]?s?[\s_-]?(?:id|ids|identification|document)\b/i;

/** “ID” alone: a number that some country checks, or one that stands with words about a person or an insurance. */
function isPersons(compact: string, raw: string, around: string): boolean {
  if (things.test(around)) return false;
  if (compact.length >= 10 && checked.some(({ shape, isValid }) => shape.test(compact) && isValid(compact))) return true;
  if (insurers.test(around)) return /^(?=(?:[A-Z]*\d){6})[A-Z\d]{8,14}$/.test(compact);
  return people.test(around) && /^[A-Z]{0,3}\d{7,13}[A-Z]?$/.test(compact) && !/^0+$/.test(raw);
}

const isPlate = (text: string, raw: string): boolean => /^(?=.*\d)(?=.*[A-Z])[A-Z\d]{5,8}$/.test(text) && raw === raw.toUpperCase();
const isDriving = (text: string, _: string, around: string): boolean =>
  /driv|dmv|\bdl\b/i.test(around) && /^(?=.*\d{4})[A-Z\d]{6,18}$/.test(text);

/** What stands around a number that an account at a bank has. */
export const banking =
  /\b(?:banks?|routing|aba|rtn|sort|bsb|ifsc|swift|bic|iban|transit|deposit|wire|transfer|refund|pay|payee|payout|beneficiary|checking|savings|acct|chase|wells|citi|barclays|hsbc|lloyds|natwest|sbi|hdfc|icici|boa)\b/i;

/** Words that are short, or that mean something else as well: what they name has to be of this form. */
export const narrow: Record<string, (compact: string, raw: string, around: string) => boolean> = {
  account: (text, _, around) => /^\d{7,17}$/.test(text) && banking.test(around),
  sin: isOf("canadian-social-insurance-number"),
  nas: isOf("canadian-social-insurance-number"),
  nie: isOf("spanish-id"),
  dni: (text) => isOf("spanish-id")(text) || /^\d{7,8}[A-Z]?$/.test(text),
  nif: (text) => isOf("spanish-id", "portuguese-nif")(text) || /^\d{8,9}[A-Z]?$/.test(text),
  cf: isOf("italian-fiscal-code"),
  "c f": isOf("italian-fiscal-code"),
  rfc: (text) => /^[A-ZÑ&]{4}\d{6}[A-Z\d]{3}$/.test(text),
  "r f c": (text) => /^[A-ZÑ&]{4}\d{6}[A-Z\d]{3}$/.test(text),
  rg: (_, raw) => /^\d{1,2}\.?\d{3}\.?\d{3}-?[\dXx]$/.test(raw),
  "r g": (_, raw) => /^\d{1,2}\.?\d{3}\.?\d{3}-?[\dXx]$/.test(raw),
  pan: (text) => /^[A-Z]{5}\d{4}[A-Z]$/.test(text) || /^[2-6]\d{12,18}$/.test(text),
  run: isOf("chilean-rut"),
  "c i": (_, raw) => /^\d[\d.]{5,8}-\d$/.test(raw),
  rut: (text) => /^\d{7,8}[\dK]$/.test(text),
  nik: (text) => /^\d{16}$/.test(text),
  tz: isOf("israeli-id"),
  "t z": isOf("israeli-id"),
  nit: (text) => /^\d{8,11}$/.test(text),
  pis: (text) => /^\d{11}$/.test(text),
  nis: (text) => /^\d{11}$/.test(text),
  ine: (text) => /^[A-Z]{6}\d{8}[HM]\d{3}$|^\d{10,13}$/.test(text),
  fin: () => false,
  identidade: (text) => /^\d{7,14}X?$/.test(text),
  social: isOf("social-security-number"),
  socials: isOf("social-security-number"),
  soc: isOf("social-security-number"),
  ss: isOf("social-security-number"),
  tin: isOf("social-security-number"),
  "tax id": (text) => /^\d{9,12}$/.test(text),
  "tax number": (text) => /^\d{9,12}$/.test(text),
  "a number": (text) => /^A\d{8,9}$/.test(text),
  dl: (text) => /^(?=.*\d{4})[A-Z\d]{7,16}$/.test(text),
  "d l": (text) => /^(?=.*\d{4})[A-Z\d]{7,16}$/.test(text),
  patente: (text) => /^[A-Z]{2}\d{7}[A-Z]$|^U1[A-Z\d]{8}$/.test(text),
  права: (text) => /^\d{10}$/.test(text),
  "state id": (text) => /^[A-Z]?\d{6,13}$/.test(text),
  cid: (text, raw) => raw.length === text.length && /^\d{3,4}$/.test(text),
  cc: (text) => /^\d{13,19}$/.test(text),
  "c c": (text) => /^\d{7,12}$/.test(text),
  npi: (text) => /^[12]\d{9}$/.test(text),
  checking: (text) => /^\d{8,17}$/.test(text),
  savings: (text) => /^\d{8,17}$/.test(text),
  routing: (text) => /^\d{9}$/.test(text),
  удостоверение: (text) => /^\d{9}$/.test(text),
  member: (text, _, around) =>
    /^(?=(?:[A-Z]*\d){6})[A-Z\d]{7,14}$/.test(text) && /member\s?(?:#|no\b|id\b|number)/i.test(around) && insurers.test(around),
  konto: (text) => /^(?:[A-Z]{2})?\d{7,30}$/.test(text),
  konta: (text) => /^\d{8,26}$/.test(text),
  compte: (text) => /^\d{8,23}[A-Z\d]{0,3}$/.test(text),
  conto: (text) => /^\d{8,23}$/.test(text),
  conta: (text) => /^\d{5,14}$/.test(text),
  cuenta: (text) => /^\d{8,22}$/.test(text),
  счет: (text) => /^\d{20}$/.test(text),
  sort: (_, raw) => /^\d{2}[- ]\d{2}[- ]\d{2}$/.test(raw),
  card: (_, raw) => /^(?:\d{4}[ -]){3}\d{1,7}$|^\d{4}[ -]\d{6}[ -]\d{4,5}$|^[2-6]\d{14,18}$/.test(raw),
  id: isPersons,
  ids: isPersons,
  "id no": isPersons,
  "id number": isPersons,
  "id num": isPersons,
  "id nr": isPersons,
  identification: isPersons,
  "identification no": isPersons,
  "identification number": isPersons,
  documento: isPersons,
  "document number": isPersons,
  "document no": isPersons,
  "doc no": isPersons,
  חשבון: (text, _, around) => /^\d{5,12}$/.test(text) && /בנק|סניף|העבר|לזכות|ע[״"]ש|זיכוי/.test(around),
  "ic no": (text) => /^\d{12}$/.test(text),
  "ic number": (text) => /^\d{12}$/.test(text),
  utr: (text) => /^\d{10}$/.test(text),
  nic: (text) => /^\d{9}[VX]$|^\d{12}$/.test(text),
  nin: (text) => /^\d{11}$/.test(text),
  bvn: (text) => /^\d{11}$/.test(text),
  taj: (text) => /^\d{9}$/.test(text),
  tc: isOf("turkish-id"),
  rc: (text, raw) => raw.includes("/") && isOf("czech-birth-number")(text),
  "r c": (text, raw) => raw.includes("/") && isOf("czech-birth-number")(text),
  dea: (text) => /^[A-Z]{2}\d{7}$/.test(text),
  patient: (text, _, around) => /^(?=.*\d{5})[A-Z\d]{6,12}$/.test(text) && /patient\s?(?:#|no\b|nr\b|id\b|number)/i.test(around),
  plate: isPlate,
  plates: isPlate,
  placa: isPlate,
  серия: (text) => /^\d{4}(?:\d{6})?$/.test(text),
  licence: isDriving,
  license: isDriving,
  "licence no": isDriving,
  "licence number": isDriving,
  "license no": isDriving,
  "license number": isDriving,
  "lic no": isDriving,
  "s c": (_, raw) => /^\d{2}-\d{2}-\d{2}$/.test(raw),
  passport: (text, raw) => !/^\d{1,3}(?:-\d{1,3})$/.test(raw) && /^(?=(?:[A-Z]*\d){3})[A-Z\d]{6,12}$/.test(text),
  aba: (text) => /^\d{9}$/.test(text),
  transit: (text) => /^\d{5}(?:\d{3,4})?$/.test(text),
};
