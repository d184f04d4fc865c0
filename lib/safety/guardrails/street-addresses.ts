import { labelFinder } from "./label-finder.ts";

export type Place = { start: number; end: number };

const types =
  "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Ter|Way|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Square|Sq|Crescent|Cres|Close|Mews|Grove|Gardens|Gdns|Row|Alley|Trail|Trl|Loop|Quay|Wharf|Walk|Plaza|Broadway|Esplanade|Parade|Pde|Turnpike|Tpke|Hill|Rise|Green|Park|Kingsway|Embankment|Promenade|Gate|Marg|Nagar|Salai";
const state =
  "(?:A[BCKLRZ]|BC|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ABDEINOST]|N[BCDEHJMLVYST]|O[HKNR]|P[AER]|QC|RI|S[CDK]|T[NX]|UT|V[AIT]|W[AIVY]|YT|NSW|VIC|QLD|TAS|ACT)";
const unit =
  "(?:,?\\s(?:(?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Fl|Room|Rm|#)\\.?\\s?#?[A-Z0-9-]{1,6}|\\d{1,3}(?:st|nd|rd|th)\\s[Ff]l(?:oor|\\.)?))?";
const town = `(?:,?\\s(?:[A-Z][\\p{L}'’.-]{1,20}\\s?){1,3},?\\s(?:${state}\\s\\d{4,5}(?:-\\d{4})?|${state}\\s[A-Z]\\d[A-Z]\\s?\\d[A-Z]\\d|${state}\\b|[A-Z]{1,2}\\d[A-Z\\d]?\\s\\d[A-Z]{2}|[A-Z]\\d[A-Z]\\s\\d[A-Z]\\d|\\d{4,6})(?!\\d))?`;
/** What stands between the kind of a street and its name. */
const article =
  "(?:(?:d[eaio]s?\\s(?:l[ao]s?\\s)?|del(?:la|lo|le|los|las|l['’])?\\s?|dels?\\s|dei\\s|degli\\s|d['’]|l['’]|las?\\s|los\\s|el\\s))?";
/** What a house stands in, by how a language puts it: number, name and kind in their order. */
const forms: RegExp[] = [
  new RegExp(
    `\\b\\d{1,5}(?:[A-Z]|[-/]\\d{1,4}|\\s1/2)?,?\\s(?:[NSEW]{1,2}\\.?\\s|North\\s|South\\s|East\\s|West\\s)?(?!(?:Bed|Bath|Bedroom|Bathroom|Room|Star|Page|Day|Week|Month|Year|Hour|Minute|Mile|Percent)s?\\s)(?:[A-Z0-9][\\p{L}0-9'’-]{0,20}\\.?\\s){1,3}(?:${types})\\b\\.?(?:\\s(?:[NSEW]{1,2}|NE|NW|SE|SW)\\b)?${unit}${town}`,
    "gu",
  ),
  new RegExp(
    `\\b\\d{1,5}[A-Z]?\\s(?:Kingsway|Broadway|Highway|Hwy|Route|Rte|Rt|County Road|FM|Farm Road|State Route)\\b(?:\\s(?:\\d{1,4}|[NSEW])\\b)?(?:\\s(?:Rd|Road|St))?${unit}${town}`,
    "gu",
  ),
  new RegExp(
    `\\b(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\\s(?:\\p{Lu}[\\p{L}'’-]{1,20}\\s){1,3}(?:${types})\\b\\.?${unit},\\s(?:\\p{Lu}[\\p{L}'’.-]{1,20}\\s?){1,3},?\\s${state}(?:\\s\\d{5})?`,
    "gu",
  ),
  new RegExp(
    `\\b(?:P\\.?\\s?O\\.?\\s?Box|PO Box|Post Office Box|Postfach|Apartado(?: de Correos)?|Apdo\\.?|Boîte Postale|BP|Casella Postale|Caixa Postal|Postbus|а\\/я|ת\\.?ד\\.?|ص\\.ب\\.?)\\s?:?\\s?\\d{1,6}${town}`,
    "gu",
  ),
  /\b(?:Rte|RR|HC|Rural Route)\.?\s?\d{1,4},?\sBox\s\d{1,5}[A-Z]?(?:,\s[A-Z][\p{L} ]{2,24}\s[A-Z]{2}\s\d{5})?/gu,
  // French: the number stands first.
  /\b\d{1,4}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s(?:[rR]ue|RUE|[aA]venue|[aA]v\.|[bB]oulevard|[bB]d\.?|[pP]lace|[pP]l\.|[aA]ll[ée]e|[cC]hemin|[iI]mpasse|[qQ]uai|[cC]ours|[rR]oute|[sS]quare|[pP]assage|[fF]aubourg|[sS]entier|[rR]uelle|[eE]splanade)\s(?:(?:d[eu]s?\s(?:la\s|l['’])?|d['’]|l['’])[\p{L}'’-]{2,24}|\p{Lu}[\p{L}'’-]{2,24})(?:\s(?:d[eu]s?\s(?:la\s)?)?\p{Lu}[\p{L}'’-]{1,24}){0,3}(?:,?\s\d{5}\s\p{Lu}[\p{L}'’ -]{1,30})?/gu,
  // Spanish, Portuguese, Italian, Catalan: the kind, the name, the number.
  new RegExp(
    `(?<![\\p{L}\\p{N}+/])(?:[Cc]alle|C/|[Aa]venida|[Aa]vda?\\.?|[Aa]v\\.|[Pp]aseo|P[ºo]\\.|[Pp]laza|Pza\\.|[Cc]amino|[Cc]arretera|Ctra\\.|[Rr]onda|[Tt]ravesía|[Pp]asaje|Pje\\.|[Cc]arrera|Cra\\.?|Cl\\.|[Tt]ransversal|[Dd]iagonal|[Cc]alzada|[Cc]allejón|[Jj]irón|Gran Vía|[Rr]ua|R\\.|[Tt]ravessa|[Aa]lameda|[Ee]strada|[Rr]odovia|[Pp]raça|[Ll]argo|[Vv]ia|[Vv]iale|V\\.le|[Pp]iazza|P\\.za|[Cc]orso|C\\.so|[Vv]icolo|[Pp]iazzale|[Ll]ungo\\p{L}{2,12}|[Ss]trada|[Cc]arrer|[Pp]asseig|[Aa]vinguda|[Pp]laça|[Bb]oulevard|Bulevardul|Str\\.|Calea|Bd\\.)(?:\\s?${article}\\p{Lu}[\\p{L}.'’-]{1,24}(?:\\s(?:(?:de|del|della|dei|da|do|das|dos|la|las|los|y|e|i)\\s){0,2}(?:\\p{Lu}[\\p{L}.'’-]{0,24}|\\d{1,2}\\sde\\s\\p{L}{3,10})){0,4}|\\s\\d{1,3}(?=\\s?#))(?:,?\\s?(?:n[º°o.]{1,2}|núm\\.?|num\\.?|nr\\.?|#|No\\.?)?\\s?)\\d{1,5}(?:\\s?[-–#]\\s?\\d{1,4}){0,2}[A-Za-z]?(?![\\d\\p{L}])(?:,?\\s(?:\\d{1,2}[ºª°]\\s?\\p{L}{1,4}|piso\\s\\d{1,2}\\s?\\p{L}?|apto?\\.?\\s\\d{1,5}|int\\.?\\s\\d{1,4}|depto\\.?\\s\\w{1,4}|scala\\s\\w)){0,2}(?:,?\\s(?:\\d{4,5}(?:-\\d{3})?)\\s\\p{Lu}[\\p{L}'’ -]{1,30}|,\\s\\p{Lu}[\\p{L}'’]{2,20}(?:\\s\\p{Lu}[\\p{L}'’]{2,20}){0,2})?`,
    "gu",
  ),
  // German, Dutch, the Nordic countries: the kind is the end of the name, or stands before the number.
  /(?<![\p{L}])\p{Lu}[\p{L}.-]{1,30}(?:straße|strasse|str\.|weg|platz|gasse|allee|damm|ufer|ring|markt|steig|chaussee|graben|straat|gracht|laan|plein|kade|singel|dreef|hof|dijk|steeg|gatan|vägen|gränd|torget|plan|gade|vej|gata|veien|vegen|gate|allé|tie|katu|kuja|polku|puisto|rinne|utca|út|tér|ulica|cesta|trg|iela|gatvė|tänav)\s?(?:Nr\.?\s?)?\d{1,4}\s?[A-Za-z]?(?![\p{L}\d])(?:[/-]\d{1,3})?(?:\s?[A-Z]\s\d{1,3})?(?:,?\s(?:[A-Z]{1,2}-)?\d{3,5}\s?(?:\d{2}\s)?(?:[A-Z]{2}\s)?\p{Lu}[\p{L}-]{1,24}(?:\s[A-Z]\b)?)?/gu,
  /(?<![\p{L}])(?:\p{Lu}[\p{L}-]{2,24}\s(?:Straße|Str\.|Allee|Platz|Weg|Ring|Damm|Ufer|gate|gata|väg|gade|allé|plads|plass|utca|út|tér|náměstí|ulice|třída|trg|ulica)|(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Bei der|Hinter der|Vor dem)\s(?:\p{Lu}[\p{L}-]{2,24}\s){0,2}?\p{Lu}[\p{L}-]{2,24})\s\d{1,4}\s?[a-z]?(?![\p{L}\d.])(?:,?\s(?:[A-Z]{1,2}-)?\d{4,5}\s(?:[A-Z]{2}\s)?\p{Lu}[\p{L}-]{1,24})/gu,
  /(?<![\p{L}])(?:\p{Lu}[\p{L}-]{2,24}\s){1,3}(?:gate|gata|gade|náměstí|ulice|třída|utca|körút|tér|Caddesi|Cad\.|Sokak|Sokağı|Sok\.|Sk\.|Bulvarı|Blv\.|Mahallesi|Mah\.)\s?(?:No\.?\s?:?\s?)?\d{1,4}(?:[/-]\d{1,4})?(?:\s?[A-Z]?\s?(?:Daire|D\.?|Kat)\s?:?\s?\d{1,3})?(?:,?\s(?:\d{3,5}\s)?\p{Lu}[\p{L}]{2,20}(?:\/\p{Lu}[\p{L}]{2,20})?)?/gu,
  // Where the kind is left out, the code of the town says what it is.
  /(?<![\p{L}])(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Section|Chapter|Page|Article|Lot|Part|Table|Room|Level|Version)\s)\p{Lu}[\p{L}.'’-]{2,24}(?:\s\p{Lu}[\p{L}.'’-]{1,24}){0,3}\s\d{1,4}\s?[A-Za-z]?,\s(?:[A-Z]{1,2}-\d{4,5}|\d{5}|\d{3}\s\d{2}|\d{2}-\d{3}|\d{4}\s[A-Z]{2}|(?!19|20)\d{4})\s(?!(?:Mbit|Mbps|Gbit|Units?|Users?|Items?|Points?|Pages?|Leads?|Rows?)\b)\p{Lu}\p{Ll}{2,24}/gu,
  // Polish and Russian: the kind shortened before the name.
  /(?<![\p{L}])(?:ul\.|ulica|ulicy|al\.|aleja|alei|aleje|pl\.|plac|placu|os\.|osiedle|ulice|nám\.)\s\p{Lu}[\p{L}.-]{1,24}(?:\s\p{Lu}[\p{L}-]{1,24}){0,2}\s\d{1,4}[A-Za-z]?(?:\s?[/-]\s?\d{1,4})?(?:\sm\.?\s?\d{1,4})?(?:,?\s\d{2}-\d{3}\s\p{Lu}[\p{L}]{1,20}|,\s\p{Lu}[\p{L}]{2,20})?/gu,
  /(?<![\p{L}])(?:ул\.?|улица|улице|улицу|пр-т|пр\.|просп\.|проспект[еу]?|пер\.|переулок|переулке|бул\.|бульвар[е]?|наб\.|набережная|набережной|ш\.|шоссе|пл\.|площадь|площади|вул\.|вулиця|мкр\.?)\s[\p{Lu}\d][\p{L}\d.-]{1,24}(?:\s[\p{L}-]{2,24}){0,2},?\s(?:д\.?\s?|дом\s|буд\.\s)?\d{1,4}\s?[а-яА-Я]?(?:\s?\/\s?\d{1,3})?(?:,?\s(?:к\.|корп\.|корпус|стр\.)\s?\d{1,2})?(?:,?\s(?:кв\.?|квартира|оф\.?|офис)\s?\d{1,4})?(?:,\s(?:г\.\s?)?\p{Lu}[\p{L}-]{2,20})?/gu,
  /(?<![\p{L}])\p{Lu}[а-яё-]{3,24}(?:\s\p{Lu}?[а-яё-]{3,20})?\s(?:проспект|улица|ул\.|переулок|пер\.|бульвар|шоссе|площадь|пл\.|набережная|наб\.|проезд|тракт),?\s(?:д\.?\s?|дом\s)?\d{1,4}[а-яА-Я]?(?![\d\p{L}])(?:,?\s(?:кв\.?|оф\.?)\s?\d{1,4})?/gu,
  /(?:רחוב|ברחוב|רח['׳]|שדרות|בשדרות|שד['׳]|סמטת|סמ['׳]|דרך|כיכר)\s[א-ת'׳"״-]{2,15}(?:\s[א-ת'׳"״-]{2,15}){0,2}\s\d{1,4}(?:\/\d{1,3})?(?:[,\s]{1,2}(?:דירה|דיר['׳])\s\d{1,4})?(?:,\s?[א-ת]{2,12}(?:\s[א-ת]{2,12}){0,2})?/gu,
  /(?:(?:גר|גרה|גרים|גרות|מתגורר(?:ת|ים)?)\sב-?|(?:כתובת|הכתובת|לכתובת)(?:\s(?:היא|שלי|שלו|שלה|למשלוח))?:?\s)([א-ת'׳"״-]{2,15}(?:\s[א-ת'׳"״-]{2,15}){0,2}\s\d{1,4})(?!\d)(?!\s?(?:שנ|קומ|חדר))/gu,
  /(?:شارع|طريق|حي|ميدان|زقاق|جادة)\s(?:[\u0621-\u064a]{2,15}\s){1,4}(?:رقم\s)?[\p{Nd}]{1,4}(?:،\s?[\u0621-\u064a]{2,15}(?:\s[\u0621-\u064a]{2,15})?)?/gu,
  // Chinese, Japanese, Korean: from the large to the small.
  /(?:[\u4e00-\u9fff]{2,8}(?:省|自治区))?(?:[\u4e00-\u9fff]{2,7}[市州盟])?(?:[\u4e00-\u9fff]{1,7}[区區县縣旗市])?(?:[\u4e00-\u9fff]{1,8}[镇鎮乡街道])?[\u4e00-\u9fff]{2,12}(?:路|街|大道|道|巷|弄|胡同|段)(?:[\u4e00-\u9fff]{0,4}段)?\s?[\d一二三四五六七八九十百]{1,6}\s?[号號弄](?:[\d\u4e00-\u9fff-]{1,6}(?:楼|樓|号|號|室|单元|栋|层))*(?:\d{1,5}室?)?/gu,
  /(?:〒\s?\d{3}-?\d{4}\s?)?(?:東京都|北海道|(?:京都|大阪)府|[\u4e00-\u9fff]{2,3}県|[\u4e00-\u9fff]{1,4}市)[\u4e00-\u9fff\u3040-\u30ffー]{1,16}(?:\s?[\d０-９]{1,4}(?:丁目|番地?|号|[-－‐ー]){1,2}){1,3}[\d０-９]{0,4}号?(?:\s?[\u30a0-\u30ffA-Za-z]{2,20}\s?\d{1,4}号?室?)?/gu,
  /〒\s?\d{3}-\d{4}/gu,
  /(?:[가-힣]{2,7}(?:특별자치시|특별자치도|특별시|광역시|시|도)\s)?(?:[가-힣]{1,5}[시군구]\s){1,2}(?:[가-힣]{1,6}[읍면동]\s)?[가-힣\d]{1,10}(?:로|길|대로|동)\s?(?:\d{1,4}번?길\s?)?\d{1,4}(?:-\d{1,4})?(?:번지)?(?:,?\s?\d{1,4}동)?(?:\s?\d{1,4}호)?/gu,
  // India: the house or flat, the road, the town with its code.
  /\b(?:Flat|House|Plot|Door|H\.?\s?No|Flat No|House No|Plot No|D\.?\s?No|Shop)\.?\s?(?:No\.?\s?)?[#:]?\s?\d{1,4}[A-Z\d/-]{0,6},\s(?:[A-Z][\p{L}.'’-]{0,20}[\s,]{1,2}){1,8}(?:-\s)?\d{3}\s?\d{3}\b/gu,
  /(?<![\p{L}\p{N}])[A-Z]?-?\d{1,4}[A-Z]?(?:\/\d{1,4})?,\s(?:[A-Z][\p{L}.'’-]{1,20}(?:\s[\p{Lu}\d][\p{L}\d.'’-]{0,20}){0,3},\s){1,5}[A-Z]\p{L}{2,20}(?:\s[A-Z]\p{L}{2,20})?\s?-?\s?\d{6}(?!\d)/gu,
  /\b(?:House|Flat|Holding|Plot)\.?\s?(?:No\.?\s?)?#?\d{1,4}[A-Z]?,\s(?:Road|Block|Sector|Street|Lane)\s?(?:No\.?\s?)?#?[\dA-Z]{1,4}(?:,\s[A-Z][\p{L}.'’-]{1,20}(?:\s\d{1,2})?){1,3}(?:\s?-?\s?\d{4,6})?/gu,
  /(?:मकान|फ्लैट|घर|प्लॉट)\s(?:नंबर|संख्या|नं\.?)\s?[\p{Nd}]{1,5}(?:,?\s[\p{Script=Devanagari}]{2,16}){1,6}(?:\s[\p{Nd}]{6})?/gu,
];

const find = labelFinder({
  address: `address, addr, home address, mailing address, billing address, shipping address, street address, residence, lives at, live at, living at, lives on, lives in, lives, residing at, resides at, ship to, send it to, deliver to, delivered to, mail it to, mail to, moved to, dirección*, domicilio, vivo en, vive en, adresse, adresse postale, domicile, j habite, habite, demeurant, anschrift, wohnt, wohnhaft, wohne, endereço, morada, moro na, mora na, indirizzo, residente, residenza, abito in, abita in, adres, woont, adres zamieszkania, zamieszkały, mieszka, ikametgah, адрес*, проживает, проживающ*, живет, живу, адреса, כתובת, הכתובת, العنوان, عنوان, عنواني, 地址, 住址, 住所, 주소*, पता, adress, osoite, adresa, lakcím, διεύθυνση, địa chỉ, alamat, ที่อยู่`,
});
/** Addresses of machines, of mail and of wallets. */
const ofMachines =
  /(?:\b(?:ip|mac|e-?mail|mail|web|url|wallet|memory|bitcoin|btc|eth|ether\w*|bus|base|return|site|server|host|network|contract|internet|static|listen|bind|physical|virtual|reply|forwarding|sender)[\s_-]{0,2}|@)$/i;

/** Where people live: by how a country writes it, or behind a word that says so. */
export function* streetPlaces(text: string): Generator<Place> {
  for (const form of forms)
    for (const { 0: found, 1: inner, index } of text.matchAll(form)) {
      const start = inner === undefined ? index : index + found.lastIndexOf(inner);
      yield { start, end: start + (inner ?? found).replace(/[\s,]+$/, "").length };
    }
  for (const { start, end } of find(text)) {
    if (ofMachines.test(text.slice(Math.max(0, start - 16), start))) continue;
    const rest = text.slice(end, end + 140);
    const place = lineOf.exec(rest) ?? named.exec(rest);
    const value = place?.[1]?.replace(/[\s.,;]+$/, "");
    if (!place || value === undefined || !isPlace(value)) continue;
    const at = end + place[0].indexOf(value);
    yield { start: at, end: at + value.length };
  }
}

/** After a colon: what stands in the line. Spoken: a name in capitals with the number of a house. */
const lineOf = /^["'*_]{0,2}\s?[:：=]\s{0,2}["'*_]{0,2}([^\n"'|;{}<>]{5,110})/u;
const named =
  /^\s(?:is\s|are\s|to\s|at\s|on\s|in\s|en\s|au\s|à\s|in der\s|am\s|na\s|no\s|nel\s|via\s|в\s|на\s|по\s)?((?:\d{1,5}[A-Za-z]?(?:-\d{1,4})?\s\p{Lu}[\p{L}'’.-]{2,24}(?:\s\p{Lu}[\p{L}'’.-]{1,24}){1,3}|\p{Lu}[\p{L}'’.-]{2,24}(?:\s\p{Lu}[\p{L}'’.-]{1,24}){0,3},?\s\d{1,4}[A-Za-z]?(?![\d\p{L}:%.,]\d?)))/u;

const isPlace = (value: string): boolean =>
  /[\p{Nd}]/u.test(value) &&
  /\p{L}{3}|[\u3040-\uffff]{2}/u.test(value) &&
  !/[(){}=>_@]|:\/\/|^0x|^[\da-f:.]{7,}$|^(?:\d{1,3}\.){3}\d|^[a-z0-9]{20,}$|\b(?:required|format|bytes?|page|optional|port)\b/i.test(
    value,
  ) &&
  !/^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Version|Page|Chapter|Section|Lot|Room|Suite|Level|Unit|Phase|Q\d)\s?\d/.test(
    value,
  );
