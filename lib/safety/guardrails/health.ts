import type { Finding } from "./finding.ts";
import { type Lexicon, type Rule, reader } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

type Meaning = "somebody" | "has" | "diagnosed" | "condition" | "medicine" | "prescribed" | "general" | "result";

/** A condition alone is a topic. That somebody has it is about a person, and that is what the law protects. */
const lexicon: Lexicon<Meaning> = {
  somebody: `
    patient, he, she, they, i, hes, shes, im, ive, client, employee, tenant, mr, mrs, ms, his, her, my, their, who, applicant,
    customer, mother, father, wife, husband, son, daughter, child, resident, member, person, candidate, המטופל, המטופלת, מטופל,
    מטופלת, הלקוח, הלקוחה, הוא, היא, אני, החולה, אשתו, בעלה, paciente, cliente, ella, su, el paciente, la paciente`,
  has: `
    has, have, had, suffers from, suffering from, suffer from, is, was, lives with, living with, treated for, being treated for,
    undergoing treatment for, undergoing, recovering from, battling, hospitalized for, hospitalised for, admitted for,
    admitted with, history of, tested positive for, positive for, due to, because of, on leave for, receiving, started, contracted,
    סובל מ, סובלת מ, סובל, סובלת, חולה ב, חולה, חולת, מטופל ב, מטופלת ב, tiene, padece, sufre de, sufre, da positivo`,
  diagnosed: `
    confirmed, was confirmed,
    diagnosed with, diagnosis of, diagnosis is, diagnosis, dx, was diagnosed, אובחן עם, אובחנה עם, אובחן כ, אובחנה כ, אובחן, אובחנה,
    אבחנה, diagnosticado con, diagnosticada con, diagnosticado de, diagnosticado, diagnosticada, diagnostico, diagnostique,
    diagnostiziert`,
  condition: `
    pregnancy,
    cancer, carcinoma, leukemia, lymphoma, melanoma, tumor, tumour, diabetes, type 1 diabetes, type 2 diabetes, hiv, aids,
    hepatitis, hepatitis b, hepatitis c, depression, major depressive disorder, bipolar, bipolar disorder, schizophrenia,
    anxiety disorder, ptsd, adhd, autism, epilepsy, seizures, asthma, copd, hypertension, high blood pressure,
    heart disease, heart failure, arrhythmia, stroke, multiple sclerosis, parkinsons, parkinson, alzheimers, dementia, lupus,
    arthritis, crohns disease, crohns, ulcerative colitis, kidney disease, kidney failure, dialysis, chemotherapy, tuberculosis,
    chlamydia, gonorrhea, syphilis, herpes, std, sti, miscarriage, abortion, infertility, ivf, pregnant, substance abuse,
    substance use disorder, alcoholism, opioid addiction, opioid use disorder, eating disorder, anorexia, bulimia, ocd, cirrhosis,
    anemia, thyroid, hypothyroidism, covid, covid 19, migraine, migraines, endometriosis, pcos, sleep apnea, sickle cell,
    cystic fibrosis, celiac, suicidal, self harm, overdose, psychosis, panic disorder, fibromyalgia, psoriasis, סרטן, סוכרת, סכרת,
    דיכאון, איידס, אפילפסיה, אסתמה, יתר לחץ דם, מחלת לב, סכיזופרניה, הפרעה דו קוטבית, חרדה, הפרעת קשב, אוטיזם, טרשת נפוצה, פרקינסון,
    אלצהיימר, דמנציה, הפטיטיס, לוקמיה, לימפומה, הריון, הפלה, כימותרפיה, דיאליזה, cancer de mama, depresion, epilepsia, asma,
    hipertension, vih, sida, esquizofrenia, ansiedad, embarazada, diabete, krebs`,
  medicine: `
    metformin, insulin, lisinopril, atorvastatin, sertraline, fluoxetine, prozac, zoloft, lexapro, escitalopram, xanax, alprazolam,
    adderall, ritalin, methylphenidate, lithium, quetiapine, olanzapine, oxycodone, suboxone, methadone, buprenorphine, gabapentin,
    levothyroxine, prednisone, warfarin, amlodipine, omeprazole, albuterol, tamoxifen, methotrexate, humira, truvada, biktarvy,
    antiretroviral, antiretrovirals, chemotherapy, antidepressants, antidepressant, antipsychotics, clonazepam, lorazepam,
    citalopram, duloxetine, losartan, ozempic, semaglutide, אינסולין, מטפורמין, ציפרלקס, ריטלין, insulina, metformina, sertralina`,
  prescribed: `
    prescribed, prescription for, rx, taking, takes, started on, dose of, dosage of, mg, on, refill, medication, נוטל, נוטלת, רשם,
    מרשם ל, toma, recetado`,
  general: `
    awareness, research, fundraiser, fundraising, charity, foundation, study, studies, prevention, symptoms of, risk of,
    risk factors, screening program, month, campaign, statistics, prevalence, treatments, vaccine, vaccines, article, conference,
    insurance covers, covers, market, if you have, if you are, people with, patients with, adults with, anyone with, clinic,
    clinics, center, hospital, donation, donate, million, percent, מודעות, מחקר, תרומה, עמותה`,
  result: `
    hba1c, a1c, cd4, t cell count, viral load, blood type, bmi, biopsy, pathology, lab results, test results, blood test, mri,
    ct scan, ekg, psa level, cholesterol, glucose, blood pressure, ביופסיה, בדיקת דם, בדיקות דם`,
};

const rules: Rule<Meaning>[] = [
  { name: "diagnosis", when: ["diagnosed <3> condition", "condition <2> diagnosed"], unless: ["general"] },
  { name: "condition-of-somebody", when: ["somebody <3> has <2> condition", "somebody <3> condition <2> diagnosed"], unless: ["general"] },
  {
    name: "medication-of-somebody",
    when: [
      "somebody <4> prescribed <3> medicine",
      "prescribed <1> medicine <3> prescribed",
      "somebody <2> medicine",
      "medicine <4> prescribed <4> somebody",
    ],
    unless: ["general"],
  },
  { name: "result-of-somebody", when: ["somebody <3> result"], unless: ["general"] },
];
const health = reader(lexicon, rules);

/** “Dana Levi was diagnosed”, “Mr Cohen has”: two words with capitals stand for somebody too. */
const named =
  /\b\p{Lu}[\p{L}'’-]{1,20} \p{Lu}[\p{L}'’-]{1,20}(?:['’]s)? (?:has|had|is|was|suffers|takes|is taking|tested|lives|underwent)\b/gu;
const codes = /\b(?:icd(?:-?10)?|diagnosis code|dx code)[^\n\dA-Z]{0,20}[A-TV-Z]\d{2}(?:\.\d{1,4})?\b/gi;

export function findHealth(text: string, words: Word[] = wordsOf(text)): Finding[] {
  const found: Finding[] = [];
  const add = (kind: string, start: number, end: number) => {
    if (!found.some(({ span }) => span && span.start < end && start < span.end))
      found.push({ detector: "health", kind, severity: "high", reason: "somebody's health", span: { start, end } });
  };
  const { matches, meanings } = health.read(words);
  for (const { rule, start, end } of matches.slice(0, 50)) add(rule, start, end);
  for (const { 0: said, index } of text.matchAll(codes)) add("diagnosis-code", index, index + said.length);
  if (meanings.has("condition") || meanings.has("medicine"))
    for (const { 0: said, index } of text.matchAll(named)) {
      const after = index + said.length;
      const [first] = health.matches(wordsOf(`she has ${text.slice(after, after + 60).split(/[.!?\n]/)[0]}`));
      if (first && first.rule !== "result-of-somebody")
        add("condition-of-somebody", index, Math.min(text.length, after + Math.max(0, first.end - 8)));
    }
  return found.slice(0, 50);
}
