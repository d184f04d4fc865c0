import type { Finding } from "./finding.ts";
import { type Lexicon, type Rule, reader } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

type Meaning =
  | "somebody"
  | "state"
  | "whose"
  | "has"
  | "having"
  | "diagnosed"
  | "condition"
  | "medicine"
  | "prescribed"
  | "general"
  | "result";

/** A condition alone is a topic. That somebody has it is about a person, and that is what the law protects. */
const lexicon: Lexicon<Meaning> = {
  somebody: `
    patient, he, she, they, i, hes, shes, im, ive, client, employee, tenant, mr, mrs, ms, his, her, my, their, who, applicant,
    customer, mother, father, wife, husband, son, daughter, child, resident, member, person, candidate, המטופל, המטופלת, מטופל,
    מטופלת, הלקוח, הלקוחה, הוא, היא, אני, החולה, אשתו, בעלה, paciente, cliente, ella, su, el paciente, la paciente,
    pt, pts, dad, mom, mum, sister, brother, grandmother, grandfather, boyfriend, girlfriend, partner, roommate, coworker, boss, buyer, seller, lodger,
    esposo, esposa, marido, madre, padre, hijo, hija, hermano, hermana, inquilino, inquilina, mamá, papá, él, mi hijo, señor, señora, empleado, empleada, abuela, abuelo,
    il, elle, mère, père, mari, femme, fils, fille, frère, soeur, patiente, locataire, cliente, monsieur, madame, mon, ma, j ai, employé,
    er, sie, mann, frau, mutter, vater, sohn, tochter, bruder, schwester, herr, patientin, mieter, mieterin, kunde, kundin, mitarbeiter, mein, meine, ich,
    ele, ela, mãe, pai, filho, filha, irmã, irmão, meu, minha, paciente, funcionário, lui, lei, sorella, fratello, figlio, figlia, moglie, marito, paziente, signora, signor, mio, mia, inquilina,
    он, она, я, его, ее, мой, моя, пациент*, пациентка, мама, папа, муж, жена, сын, дочь, клиент, клиентка, бабушка, дедушка, сотрудник*, жилец, арендатор, брат, сестра,
    אמא, אבא, אמי, אבי, בעלי, אשתי, הבן, הבת, הבן שלי, הבת שלי, דייר, דיירת, הדייר, הדיירת, השוכר, השוכרת, אחי, אחותי, סבתא, סבא, העובד, העובדת, היולדת,
    أمي, أبي, المريض, المريضة, زوجي, زوجتي, ابني, ابنتي, هو, هي, والدي, والدتي, العميل, المستأجر, أخي, أختي, 他, 她, 我, 患者, 病人, 母, 父, 妈妈, 爸爸, 彼, 彼女, 私, 妻, 夫, 息子, 娘, 客户, 租客,
    그는, 그녀는, 환자*, 어머니*, 아버지*, 엄마*, 아빠*, 남편*, 아내*, 저는, 고객*, hij, zij, mijn, moeder, vader, zoon, dochter, cliënt, huurder, meneer, mevrouw,
    moja, mój, moj, tata, ojciec, matka, mąż, żona, syn, córka, pacjent*, pacjentka, ona, lokator, najemca, annem, babam, eşim, oğlum, kızım, kardeşim, kiracı, उसे, उसको, मुझे, मेरी, मेरे, माँ, पिता, मरीज, वह,
    kid, baby, toddler, dads, moms, jai, lodger, nephew, niece, uncle, aunt, cousin, grandma, grandpa, neighbour, neighbor, la inquilina, el inquilino,
    agent, colleague, teammate, owner, broker, assistant, supervisor, landlord, landlady, guest, student, teacher`,
  has: `
    has, have, had, suffers from, suffering from, suffer from, is, was, lives with, living with, treated for, being treated for,
    undergoing treatment for, undergoing, recovering from, battling, hospitalized for, hospitalised for, admitted for,
    admitted with, history of, tested positive for, positive for, due to, because of, on leave for, receiving, started, contracted,
    סובל מ, סובלת מ, סובל, סובלת, חולה ב, חולה, חולת, מטופל ב, מטופלת ב, tiene, padece, sufre de, sufre, da positivo,
    presents with, presented with, complains of, complaining of, developed, got, has got, being treated with, recovering after, survived, died of, died from, on treatment for,
    tienen, tenía, está, es, padece de, sufre, sufre un, vive con, con, souffre, souffre de, souffre d, est atteint, est atteinte, atteint, atteinte, est, malade de, vit avec, a fait, fait une, a un, a une, a le, a la, a du, ai un, ai une, ai le, ai la,
    leidet an, leidet unter, leidet, hat, hatte, habe, ist, erkrankt an, erkrankt, bekam, tem, tinha, sofre de, sofre com, sofre, está com, convive com, é portador de, portadora de,
    soffre di, soffre, è affetto da, affetto da, affetta da, affetto, affetta, malata di, malato di, ha, ha avuto, ho, è, болеет, болен, больна, страдает, перенес, перенесла, лечится от, живет с, болею, болела,
    חולה, חולת, סובלים, מתמודד עם, מתמודדת עם, יש לו, יש לה, עם, עברה, עבר, נדבק ב, לקה ב, לקתה ב, مصاب, مصابة, يعاني, تعاني, يعاني من, تعاني من, مريض, مريضة, لديه, لديها, عنده, عندها, أصيب, أصيبت,
    患有, 患了, 患, 得了, 有, 感染, 感染了, 确诊, を患って, を患い, 持ち, に罹, になり, 앓고, 앓는, 앓았다, 걸렸다, 걸려, 있습니다, 있다, 있어요, lijdt aan, lijdt, heeft, had, kreeg, choruje na, choruje, cierpi na, cierpi, ma, jest chory na, zachorował na,
    hastası, hastasi, hastasıdır, muzdarip, geçirdi, var, है, पीड़ित, से पीड़ित,
    goes to, going to, goes for, needs, relapsed with, in remission from, יש, יש לבעלי, で休職, で入院, で通院, で療養, で闘病, と闘って, わずらって, 患者です,
    history, hx, stopped, off, no longer has,
    があります, がある, を持って, 持ってい`,
  whose: `his, her, my, their, dads, moms, mums, fathers, mothers, sons, daughters, wifes, husbands, tenants, clients, patients, brothers, sisters, mi, su, mon, ma, mein, meine, seine, ihre, minha, meu, mia, mio, его, ее, моя, мой, моей`,
  state: `беременна, беременная, בהריון, בהיריון, حامل, 怀孕, 妊娠中, 임신, hamile, embarazada, enceinte, incinta, grávida, schwanger, zwanger,
    вич положительный, вич положительная, вич инфицирован*, séropositif, séropositive, seropositivo, seropositiva, sieropositivo, sieropositiva, נשא hiv, נשאית hiv`,
  having: `у него, у нее, у меня, у мамы, у папы, у мужа, у жены, у клиента, у пациента, у пациентки, у сына, у дочери, יש לו, יש לה, יש לי, לדייר יש, لديه, لديها, عنده, عندها, عندي, मुझे, उसे, उन्हें,
    у моей, у моего, у нашей, у нашего, у его, у ее, у их, jai un, jai une, jai le, jai la, jai du,
    shes, hes, im, ive, theyre`,
  diagnosed: `
    confirmed, was confirmed,
    diagnosed with, diagnosis of, diagnosis is, diagnosis, dx, was diagnosed, אובחן עם, אובחנה עם, אובחן כ, אובחנה כ, אובחן, אובחנה,
    אבחנה, diagnosticado con, diagnosticada con, diagnosticado de, diagnosticado, diagnosticada, diagnostico, diagnostique,
    diagnostiziert,
    on disability for, on sick leave for, on sick leave with, in rehab for, rehab for, on medication for, in treatment for, in therapy for, signed off with, hospitalized with, hospitalised with, medical history, pmh, screened positive for, undiagnosed, positive test for,
    diagnosticaron, le diagnosticaron, diagnóstico de, diagnóstico, diagnostiqué, diagnostiquée, diagnostic de, diagnostic, on lui a diagnostiqué, diagnose, diagnostiziert mit, diagnostiziertem,
    diagnosticado com, diagnosticada com, diagnosticato con, diagnosticata con, diagnosticato, diagnosticata, diagnosi di, diagnosi, диагноз*, диагностирован*, диагностировали, поставили диагноз, מאובחן, מאובחנת, מאובחן עם, מאובחנת עם, מאובחן כ, אובחן אצלו, אבחון של,
    تشخيص, تم تشخيصه, تم تشخيصها, شخصت, 诊断, 诊断为, 被诊断, 被诊断为, 診断, と診断, 진단*, 확진*, gediagnosticeerd, diagnose van, zdiagnozowano, rozpoznano, rozpoznanie, stwierdzono, teşhisi, teşhis, tanısı, tanısı kondu, निदान,
    test positive, tested positive, antigen reactive, antibody reactive, positive antigen, screen positive, in remission,
    disclosed, status positive,
    allergic to, severe allergy to, allergy to`,
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
    hipertension, vih, sida, esquizofrenia, ansiedad, embarazada, diabete, krebs,
    hiv positive, alcohol addiction, drug addiction, addiction, addicted, alcoholic, bronchitis, pneumonia, angina, heart attack, myocardial infarction, concussion, gastritis, ibs, eczema, panic attacks, generalized anxiety disorder,
    depressive episode, depressive disorder, major depression, severe depression, postpartum depression, borderline personality disorder, personality disorder, schizoaffective, schizophrenic, diabetic, epileptic, insulin dependent, neuropathy, osteoporosis, meningitis, sepsis, malaria, monkeypox, hpv, chronic pain, chronic fatigue, glaucoma, gout,
    hypothyroid, hyperthyroidism, brain tumor, brain tumour, breast cancer, prostate cancer, lung cancer, pancreatic cancer, blood clot, aneurysm, afib, atrial fibrillation, pulmonary embolism, kidney stones, liver failure, fatty liver, preeclampsia, gestational diabetes, down syndrome, dyslexia, tourette, narcolepsy, vertigo, tinnitus, mental illness, nervous breakdown, burnout,
    cáncer, cancer de pulmon, diabetes tipo 2, esclerosis múltiple, alzheimer, párkinson, hepatitis c, anemia, migraña, infarto, ictus, tdah, alcoholismo, trastorno bipolar, bipolaridad, demencia, tuberculosis, artritis, insuficiencia renal, leucemia, aborto, adicción,
    cancer du sein, diabète, maladie d alzheimer, sclérose en plaques, dépression, épilepsie, schizophrénie, hypertension, asthme, sida, séropositif, séropositive, hépatite, hépatite c, leucémie, démence, insuffisance rénale, trouble bipolaire, bipolaire, anorexie, avc, infarctus, enceinte, tuberculose, alcoolisme, grossesse, fausse couche,
    depression, depressionen, schizophrenie, multiple sklerose, multipler sklerose, epilepsie, bluthochdruck, herzinfarkt, schlaganfall, brustkrebs, lungenkrebs, leukämie, hiv positiv, demenz, alkoholabhängig, alkoholsucht, magersucht, schwanger, fehlgeburt, bipolare störung, angststörung, diabetes typ 2, zuckerkrank, asthma, hepatitis, rheuma, suchtkrank,
    câncer, câncer de mama, depressão, esquizofrenia, epilepsia, hipertensão, ansiedade, esclerose múltipla, leucemia, aids, hiv, infarto, avc, grávida, alcoolismo, tumore, cancro, depressione, epatite, epatite c, epilessia, schizofrenia, sclerosi multipla, ipertensione, leucemia, demenza, ictus, infarto, incinta, aborto, alcolismo, asma, sieropositivo, anoressia,
    рак, рак груди, рак легких, онкология, диабет*, сахарный диабет, депресси*, шизофрени*, эпилепси*, вич, спид, гепатит*, астма, астмой, гипертони*, инфаркт, инсульт, туберкулез*, рассеянный склероз, деменци*, беременна, аборт, алкоголизм*, лейкоз, биполярное расстройство, биполярным расстройством, анорекси*, опухоль,
    סרטן השד, סרטן הריאות, סרטן הערמונית, סוכרת סוג 2, דמנציה, התקף לב, שבץ, שבץ מוחי, הפרעת אכילה, אנורקסיה, נשאית, נשא hiv, נשא, התמכרות, אלכוהוליזם, פוסט טראומה, בהריון, הריון בסיכון, דלקת ריאות, אולקוס, קרוהן, קוליטיס,
    السرطان, سرطان الثدي, سرطان, السكري, سكري, الاكتئاب, اكتئاب, الصرع, صرع, الربو, ربو, انفصام الشخصية, الفصام, ارتفاع ضغط الدم, ضغط الدم, الإيدز, التهاب الكبد, حامل, جلطة, الزهايمر, القلب, فشل كلوي,
    糖尿病, 癌症, 乳腺癌, 肺癌, 抑郁症, 忧郁症, 高血压, 艾滋病, 精神分裂症, 癫痫, 哮喘, 乙肝, 肝炎, 白血病, 痴呆, 怀孕, 流产, 心脏病, 中风, 躁郁症, 焦虑症, 憂鬱症, 癌, がん, うつ病, 認知症, 高血圧, 統合失調症, てんかん, 喘息, 白血病, 妊娠, 脳梗塞, 心筋梗塞, 双極性障害, 乳がん, 肺がん, 肝炎, 適応障害,
    당뇨병*, 당뇨*, 암에, 암을, 암으로, 유방암*, 폐암*, 우울증*, 고혈압*, 조현병*, 간질*, 뇌전증*, 천식*, 백혈병*, 치매*, 임신*, 에이즈*, 간염*, 뇌졸중*, 공황장애*, kanker, borstkanker, longkanker, depressie, suikerziekte, astma, hartaanval, beroerte, dementie, zwanger, schizofrenie, hoge bloeddruk,
    rak, raka, nowotwór, cukrzyc*, depresj*, schizofreni*, padaczk*, epilepsj*, nadciśnienie, astmę, zawał, udar, białaczk*, ciąży, alkoholizm*, stwardnienie rozsiane, kanser, şeker hastalığı, diyabet*, depresyon*, şizofreni*, epilepsi*, sara hastalığı, hipertansiyon, tansiyon, astım, lösemi, hamile, alzheimer hastası, मधुमेह, कैंसर, अवसाद, डायबिटीज, मिर्गी, दमा, एचआईवी, टीबी, गर्भवती, रक्तचाप,
    autistic, chemo, autista, autismo, autisme, autistisch, magersüchtig, schizophren, krebskrank, alkoholkrank, dement, توحد, التوحد, parkinsons disease, colon cancer, skin cancer, ovarian cancer, cervical cancer, tumors, radiation therapy, radiotherapy, transplant, heart surgery, bypass surgery, prostate, blood cancer, hemophilia, haemophilia, muscular dystrophy, cerebral palsy, spina bifida, ehlers danlos, long covid, mono, shingles, crohn, hernia, cáncer de mama, cáncer de próstata, tensão alta, pressão alta, autistico, аутизм, אוטיסט, אוטיסטי, אוטיסטית, בולימיה, 自閉症, 自闭症, 자폐*, otizm*, autyzm*,
    t2dm, t1dm, htn, copd exacerbation, severe anxiety, anxiety attacks, chronic anxiety, crippling anxiety, social anxiety,
    cocaine, heroin, methamphetamine, crystal meth, amphetamines, barbiturates,
    penicillin, peanuts, shellfish, latex, sulfa, bee stings, high cholesterol,
    autiste, diabétique, épileptique, alcoolique, dépressif, dépressive, schizophrène, diabético, diabética, epiléptico, epiléptica, alcohólico, alcohólica, esquizofrénico, hipertenso, hipertensa, diabetiker, diabetikerin, epileptiker, alkoholiker, alkoholikerin, autist, autistin, alcoólatra, diabetico, diabetica, epilettico, alcolista, диабетик, алкоголик, эпилептик, шизофреник, סוכרתי, סוכרתית, אפילפטי, אלכוהוליסט, אלכוהוליסטית, סכיזופרן, diabeet, alcoholist, cukrzykiem, alkoholikiem, alkolik`,
  medicine: `
    metformin, insulin, lisinopril, atorvastatin, sertraline, fluoxetine, prozac, zoloft, lexapro, escitalopram, xanax, alprazolam,
    adderall, ritalin, methylphenidate, lithium, quetiapine, olanzapine, oxycodone, suboxone, methadone, buprenorphine, gabapentin,
    levothyroxine, prednisone, warfarin, amlodipine, omeprazole, albuterol, tamoxifen, methotrexate, humira, truvada, biktarvy,
    antiretroviral, antiretrovirals, chemotherapy, antidepressants, antidepressant, antipsychotics, clonazepam, lorazepam,
    citalopram, duloxetine, losartan, ozempic, semaglutide, אינסולין, מטפורמין, ציפרלקס, ריטלין, insulina, metformina, sertralina,
    amoxicillin, augmentin, azithromycin, ciprofloxacin, doxycycline, ibuprofen, tramadol, morphine, fentanyl, hydrocodone, vicodin, percocet, diazepam, valium, zolpidem, ambien, trazodone, bupropion, wellbutrin, venlafaxine, effexor, paroxetine, paxil, mirtazapine, risperidone, aripiprazole, abilify, clozapine, haloperidol,
    lamotrigine, valproate, depakote, carbamazepine, topiramate, levetiracetam, keppra, simvastatin, rosuvastatin, clopidogrel, apixaban, eliquis, xarelto, metoprolol, bisoprolol, propranolol, ramipril, enalapril, valsartan, hydrochlorothiazide, furosemide, spironolactone, pantoprazole, esomeprazole, wegovy, mounjaro, tirzepatide, trulicity, jardiance, januvia,
    finasteride, sildenafil, viagra, tadalafil, descovy, dolutegravir, vyvanse, concerta, strattera, naltrexone, disulfiram, antabuse, letrozole, anastrozole, herceptin, trastuzumab, pembrolizumab, keytruda, rituximab, adalimumab, infliximab, azathioprine, hydroxychloroquine, tacrolimus, donepezil, memantine, levodopa, birth control,
    metformine, insuline, insulin, sertraline, lévothyrox, metformin, tamoxifène, tamoxifen, cortison, cortisone, lithium, litio, ritalina, risperidona, olanzapina, quetiapina, insulina, metformina, levotiroxina, morfina, antidepresivos, antidépresseurs, antidepressiva, antidepressivos, antidepressivi, quimioterapia, chimiothérapie, chemotherapie, chemioterapia,
    инсулин*, метформин*, антидепрессант*, химиотерапи*, морфин*, литий, כדורים פסיכיאטריים, קונצרטה, קלונקס, לוסטרל, פרוזק, אנטידיכאוני, الأنسولين, أنسولين, إنسولين, ميتفورمين, مضادات الاكتئاب, 胰岛素, 二甲双胍, 抗抑郁药, インスリン, 抗うつ薬, 抗がん剤, 인슐린*, 항우울제*, 항암*, insuliną, insulinę, insülin, kemoterapi*, antidepresan*, इंसुलिन,
    ansiolíticos, ansioliticos, anxiolytics, antipsicóticos, opioids, benzodiazepines, benzos, mood stabilizers, lithium carbonate, hormone therapy, hrt, testosterone, estrogen, puberty blockers, clozapin, chemo pills, naloxone, narcan, epipen, inhaler, anticoagulants, blood thinners, statins, beta blockers, antirétroviraux, antirretrovirales, антипсихотик*, кодеин, рецепт на`,
  prescribed: `
    prescribed, prescription for, rx, taking, takes, started on, dose of, dosage of, mg, on, refill, medication, נוטל, נוטלת, רשם,
    מרשם ל, toma, recetado,
    was prescribed, is prescribed, puts on, meds, dosed with, underwent, undergoing, injects, uses, uses daily, prend, prend de la, prends, sous, traité par, traitée par, nimmt, nehme, bekommt, verschrieben, spritzt, toma, tomo, tomando, prende, assume, prendo, принимает, пьет, принимаю, колет, назначен*, назначили, לוקח, לוקחת, מקבל, מקבלת, נוטלים, מזריק, מזריקה, על, يأخذ, تأخذ, يتناول, تتناول, 吃, 服用, 打, 注射, 正在服用, を飲んで, を服用, 飲んで, 薬を飲んで, 打って, 복용*, 맞고, 먹고, neemt, slikt, gebruikt, krijgt, bierze, przyjmuje, kullanıyor, alıyor, लेता, लेती, लेते,
    put me on, put her on, put him on, puts me on, prescribes`,
  general: `
    awareness, research, fundraiser, fundraising, charity, foundation, study, studies, prevention, symptoms of, risk of,
    risk factors, screening program, month, campaign, statistics, prevalence, treatments, vaccine, vaccines, article, conference,
    insurance covers, covers, market, if you have, if you are, people with, patients with, adults with, anyone with, clinic,
    clinics, center, hospital, donation, donate, million, percent, מודעות, מחקר, תרומה, עמותה,
    raises awareness, news, headline, market for, drug prices, stock, ngo, walk for, run for, support group, hotline, brochure, flyer, journée mondiale, investigación, recherche, forschung, pesquisa, ricerca, исследовани*, мировой день, صندوق, توعية, 研究, 预防, 予防, 예방, campagne, kampania, onderzoek, badania, farkındalık, जागरूकता,
    stroke of, lecture, talk on, talk about, seminar, webinar, gala, donated, donates, a cure for, cure for, cases of, deaths, rate of, rates of, epidemic, outbreak`,
  result: `
    hba1c, a1c, cd4, t cell count, viral load, blood type, bmi, biopsy, pathology, lab results, test results, blood test, mri,
    ct scan, ekg, psa level, cholesterol, glucose, blood pressure, ביופסיה, בדיקת דם, בדיקות דם,
    drug test, toxicology, toxicology screen, urine test, pregnancy test, genetic test, hiv test`,
};

const rules: Rule<Meaning>[] = [
  { name: "diagnosis", when: ["diagnosed <3> condition", "condition <3> diagnosed", "result <4> has <2> condition"], unless: ["general"] },
  {
    name: "condition-of-somebody",
    when: [
      "somebody <5> has <2> condition",
      "whose <1> condition",
      "somebody <3> condition <2> diagnosed",
      "somebody <3> condition <1> has",
      "having <2> condition",
      "somebody <1> state",
      "somebody <4> condition <3> prescribed",
    ],
    unless: ["general"],
  },
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

/** “Dana Levi was diagnosed”, “Mr Cohen has”: a name stands for somebody too. */
const named =
  /\b(?!(?:The|This|That|These|It|There|Everyone|Everybody|Nobody|Anyone|Someone|Who|What|Which|Nothing|Everything|Insurance|Policy|Research|Science|Clinic|Hospital|Company|Center|City|World|Market|Study|Team|Coverage|Screening|Charity|Awareness|And|But|If|When|Where|How|Why|Our|Your|One|Each|Every|Zodiac)\b)\p{Lu}[\p{L}'’-]{2,20}(?: \p{Lu}[\p{L}'’-]{1,20})?(?:['’]s)? (?:has|had|is|was|suffers|takes|is taking|tested|lives|underwent|needs|uses|gets)\b/gu;
const possessive = /\b\p{Lu}[\p{L}-]{1,20}['’]s\b/gu;
const codes = /\b(?:icd(?:-?1[01])?(?:-?cm)?|diagnos[a-zé]{0,4}(?: code)?|dx(?: code)?|dg)[^\n\dA-Z]{0,20}[A-TV-Z]\d{2}(?:\.\d{1,4})?\b/gi;

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
  if (meanings.has("result") || meanings.has("medicine"))
    for (const { 0: said, index } of text.matchAll(possessive)) {
      const after = index + said.length;
      const [first] = health.matches(wordsOf(`her ${text.slice(after, after + 60).split(/[.!?\n]/)[0]}`));
      if (first && /^(?:result|medication)/.test(first.rule))
        add(first.rule, index, Math.min(text.length, after + Math.max(0, first.end - 4)));
    }
  return found.slice(0, 50);
}
