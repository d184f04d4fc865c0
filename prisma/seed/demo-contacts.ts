import type { ContactRow } from "./rows.ts";

type Organisation = { name: string; hebrew: string; domain: string };

const tevuot = { name: "Tevuot", hebrew: "תבואות", domain: "tevuot.example" };
const shahar = { name: "Shahar Logistics", hebrew: "שחר לוגיסטיקה", domain: "shahar-logistics.example" };
const golanMills = { name: "Golan Mills", hebrew: "טחנות גולן", domain: "golanmills.example" };
const carmel = { name: "Carmel Dairy", hebrew: "מחלבת כרמל", domain: "carmeldairy.example" };
const solar = { name: "Negev Solar", hebrew: "נגב סולאר", domain: "negevsolar.example" };
const olive = { name: "Galilee Olive Press", hebrew: "בית הבד הגליל", domain: "galileeolive.example" };
const port = { name: "Ashdod Port Logistics", hebrew: "לוגיסטיקה נמל אשדוד", domain: "ashdodport.example" };
const water = { name: "Valley Water", hebrew: "תאגיד המים העמק", domain: "valleywater.example" };
const sadot = { name: "Sadot Advisory", hebrew: "שדות ייעוץ", domain: "demo.example" };
const agrisense = { name: "AgriSense", hebrew: "אגריסנס", domain: "agrisense.example" };

/** English name, Hebrew name, role, organisation. One Yoav, two people called Noa, two called Eitan. */
const people: [string, string, string, Organisation][] = [
  ["Yoav Levi", "יואב לוי", "Director of strategy", tevuot],
  ["Ruth Shapira", "רות שפירא", "Chair of the members' committee", tevuot],
  ["Eitan Golan", "איתן גולן", "Head of storage", tevuot],
  ["Shira Dahan", "שירה דהן", "Finance manager", tevuot],
  ["Amir Haddad", "אמיר חדאד", "Manager of the Afula silo", tevuot],
  ["Tamar Weiss", "תמר וייס", "Head of sales", tevuot],
  ["Gil Peretz", "גיל פרץ", "Quality engineer", tevuot],
  ["Hila Ben-David", "הילה בן דוד", "Member farm, Ein Harod", tevuot],
  ["Boaz Navon", "בועז נבון", "Member farm, Nahalal", tevuot],
  ["Rami Shahar", "רמי שחר", "Owner", shahar],
  ["Keren Azoulay", "קרן אזולאי", "Dispatcher", shahar],
  ["Sami Khoury", "סמי ח'ורי", "Fleet manager", shahar],
  ["Michal Goren", "מיכל גורן", "Purchasing manager", golanMills],
  ["Uri Sela", "אורי סלע", "Chief executive", golanMills],
  ["Liora Katz", "ליאורה כץ", "Laboratory", golanMills],
  ["Yael Mor", "יעל מור", "Plant manager", carmel],
  ["Avi Biton", "אבי ביטון", "Maintenance", carmel],
  ["Noa Cohen", "נועה כהן", "Export manager", carmel],
  ["Daniel Friedman", "דניאל פרידמן", "Finance", carmel],
  ["Sivan Ohana", "סיוון אוחנה", "Quality", carmel],
  ["Roni Malka", "רוני מלכה", "Project manager", solar],
  ["Eitan Baruch", "איתן ברוך", "Site engineer", solar],
  ["Maya Rosen", "מאיה רוזן", "Permits", solar],
  ["Tomer Avital", "תומר אביטל", "Grid connection", solar],
  ["Nadia Saleh", "נאדיה סאלח", "Owner", olive],
  ["Ilan Shaked", "אילן שקד", "Head miller", olive],
  ["Orly Tal", "אורלי טל", "Marketing", olive],
  ["Moshe Elbaz", "משה אלבז", "Yard manager", port],
  ["Dorit Harel", "דורית הראל", "Operations", port],
  ["Asaf Regev", "אסף רגב", "Customs", port],
  ["Vered Nir", "ורד ניר", "Chief engineer", water],
  ["Chaim Sasson", "חיים ששון", "Leak detection", water],
  ["Efrat Levin", "אפרת לוין", "Billing", water],
  ["Dana Mizrahi", "דנה מזרחי", "Managing partner", sadot],
  ["Omer Katz", "עומר כץ", "Consultant", sadot],
  ["Noa Levi", "נועה לוי", "Office and people", sadot],
  ["Victor Stein", "ויקטור שטיין", "Analyst", sadot],
  ["Adi Shoham", "עדי שוהם", "Administrator", sadot],
  ["Lior Amsalem", "ליאור אמסלם", "Process designer", sadot],
  ["Pnina Gabay", "פנינה גבאי", "Auditor", sadot],
  ["Jonas Becker", "", "Sales", agrisense],
  ["Anna Lindqvist", "", "Support", agrisense],
];

const independents: [string, string, string, string][] = [
  ["Zvi Harari", "צבי הררי", "Lawyer", "harari-law.example"],
  ["Gali Sternberg", "גלי שטרנברג", "Accountant", "sternberg-cpa.example"],
  ["Idan Rubin", "עידן רובין", "Architect", "rubin-arch.example"],
  ["Sarah Whitfield", "", "Journalist", "fieldnotes.example"],
  ["Peter Novak", "", "Grain trader", "novak-trading.example"],
  ["Elena Petrova", "", "Translator", "petrova.example"],
  ["Karim Mansour", "כרים מנסור", "Agronomist", "mansour-agro.example"],
  ["Batya Lavi", "בתיה לביא", "Trainer", "lavi-training.example"],
  ["Ofer Zamir", "עופר זמיר", "Insurance agent", "zamir-insurance.example"],
  ["Hannah Brandt", "", "Researcher", "uni-hohenheim.example"],
  ["Tal Gershon", "טל גרשון", "Photographer", "talgershon.example"],
  ["Nissim Abergel", "ניסים אברג'יל", "Electrician", "abergel.example"],
  ["Ronit Feldman", "רונית פלדמן", "Recruiter", "feldman-hr.example"],
  ["Marco Bianchi", "", "Machinery", "bianchi-silos.example"],
  ["Yuval Arad", "יובל ארד", "Data engineer", "arad-data.example"],
  ["Osnat Keidar", "אסנת קידר", "Mediator", "keidar.example"],
  ["Simon Clarke", "", "Commodity analyst", "clarkecommodities.example"],
  ["Dikla Haim", "דקלה חיים", "Caterer", "dikla.example"],
];

const addressOf = (name: string, domain: string) => `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@${domain}`;
const phoneOf = (at: number) => `+972-4-555-${String(1000 + at * 37).slice(-4)}`;

export function demoContacts(): ContactRow[] {
  const known = people.map(([name, hebrew, role, { name: organisation, hebrew: organisationHebrew, domain }]) => ({
    name,
    hebrew,
    role,
    organisation,
    domain,
    tags: [organisation, organisationHebrew],
    email: domain === sadot.domain ? `${name.split(" ")[0]?.toLowerCase()}@${domain}` : addressOf(name, domain),
  }));
  const others = independents.map(([name, hebrew, role, domain]) => ({
    name,
    hebrew,
    role,
    organisation: "",
    domain,
    tags: ["independent"],
    email: addressOf(name, domain),
  }));
  return [...known, ...others].map(({ name, hebrew, role, organisation, email, tags }, at) => ({
    id: `con_${name.toLowerCase().replace(/[^a-z]+/g, "_")}`,
    name,
    aliases: hebrew === "" ? [] : [hebrew],
    email,
    phone: phoneOf(at),
    organisation,
    role,
    language: hebrew === "" ? "en" : "he",
    timeZone: hebrew === "" ? "Europe/Berlin" : "Asia/Jerusalem",
    tags,
    notes: "",
  }));
}
