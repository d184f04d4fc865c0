import type { Finding } from "./finding.ts";
import { partsOf } from "./likeness/features.ts";
import { likeHousingLimits } from "./likeness/known.ts";
import { likeliest } from "./likeness/likeness.ts";
import { type Lexicon, type Reading, type Rule, reader, saidBy } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

type Meaning =
  | "no"
  | "only"
  | "prefer"
  | "suits"
  | "seek"
  | "limit"
  | "exclude"
  | "children"
  | "childless"
  | "adults"
  | "family"
  | "race"
  | "raceStrong"
  | "religion"
  | "worship"
  | "men"
  | "sexLimit"
  | "disability"
  | "aid"
  | "able"
  | "origin"
  | "language"
  | "speak"
  | "tenants"
  | "people"
  | "dwelling"
  | "area"
  | "coded"
  | "codedPeople"
  | "income"
  | "target"
  | "audience"
  | "screen"
  | "trait"
  | "fine"
  | "senior"
  | "sharing"
  | "allowed"
  | "mustSpeak"
  | "smoking"
  | "notFor"
  | "christian"
  | "home";

/** What the Fair Housing Act protects, and the words of preference and limitation with which an advertisement offends. */
const lexicon: Lexicon<Meaning> = {
  no: `
    will be rejected, are rejected, will be denied, not considered,
    should look elsewhere, look elsewhere, dont take, do not take, wont take, not taking, does not take, unable to accept, need not call,
    no, not, never, without, cannot have, cant have, do not accept, dont accept, wont accept, will not accept, not accepting,
    do not rent to, dont rent to, wont rent to, will not rent to, not rent to, refuse, reject, deny, sorry no, absolutely no, zero,
    do not allow, dont allow, not allowed, does not accept, prohibited, sin, ni, nada de, no se aceptan, no aceptamos,
    no se admiten, ללא, בלי, לא, אין כניסה`,
  only: `
    only, exclusively, solely, need not apply, need not inquire, not wanted, not welcome, not accepted, not allowed, not considered,
    solo, solamente, exclusivamente, בלבד, רק`,
  prefer: `
    prefer, prefers, preferred, preference, preferably, favor, favored, favour, prioritize, prioritise, priority to, priority for,
    prefieren, preferible, preferentemente, preferiblemente, se prefiere, עדיפות, מעדיפים, מועדף`,
  suits: `
    would suit, suits, suit a, suited to a, just right for,
    ideal for, perfect for, great for, suited for, suited to, suitable for, best for, best suited, designed for, perfectly suited,
    meant for, made for, tailored to, tailored for, geared toward, geared towards, appropriate for, right for, excellent for,
    aimed at, intended for, ideal para, perfecto para, מתאים ל, מתאימה ל, מתאים, מתאימה, אידיאלי`,
  seek: `
    seeking, looking for, wanted, want, wants, would like, searching for, must be, should be, needs to be, open to, welcoming,
    available to, rent to, renting to, sell to, selling to, lease to, leasing to, show to, offered to, buscamos, se busca, debe ser,
    מחפשים, דרוש, דרושים, דרושה`,
  limit: "limited to, restricted to, reserved for, confined to, strictly for, for, para, מיועד ל, מיועדת ל",
  exclude: `
    exclude, excludes, excluding, omit, filter out, filter, block, hide from, avoid, keep out, remove, screen out, weed out, reject,
    decline, deny, turn away, steer, discourage, do not show, dont show, not show, suppress, leave out, skip, refuse`,
  children: `
    children, child, kids, kid, toddlers, toddler, infants, infant, babies, baby, teenagers, teens, minors, families with children,
    families with kids, young children, school age, newborns, under 18, under 12, under 16, under 10, under 5, pregnant, pregnancy,
    expecting mothers, large families, big families, ninos, menores, bebes, hijos, ילדים, תינוקות, תינוק`,
  childless: `
    one child max, one child only, only one child, maximum one child, max one child, one child maximum, max 1 child, no more than one child, no more than two children, limit one child, two children max, one child limit, two child limit, 1 child max,
    childless, child free, childfree, kid free, without children, without kids, no children, no kids, empty nesters, empty nester,
    sin hijos, sin ninos, ללא ילדים, בלי ילדים`,
  adults: `
    adults, adult, adult building, adult community, adult living, adult complex, singles, single, couples, couple, single person,
    single persons, single people, single individual, single professional, single occupant, one person, two people, mature,
    mature individuals, mature persons, mature adults, mature couple, retirees, retired couple, retired, bachelor, bachelors,
    married couples, married couple, married, unmarried, newlyweds, young professionals, adultos, parejas, pareja, solteros,
    soltero, solteras, personas mayores, זוגות, זוג, רווקים, רווק, רווקות, מבוגרים, יחידים`,
  family: `
    families, family, single mothers, single mother, single moms, single mom, single parents, single parent, single fathers,
    divorced`,
  race: `
    white, whites, black, blacks, asian, brown, oriental, race, racial, color, skin color, minority, minorities, ethnic, ethnicity,
    people of color, colored`,
  raceStrong: `
    caucasian, caucasians, white people, white folks, white families, white tenants, white neighborhood, white area, black people,
    black families, black tenants, blacks, whites, african americans, african american, negro, negroes, asians, asian families,
    hispanics, hispanic, latinos, latino, latina, latinx, native americans, american indians, anglo, anglos, mixed race,
    interracial, interracial couples, gypsies, gypsy, roma, people of color, minorities, colored people, blancos, negros, שחורים,
    לבנים, אתיופים`,
  religion: `
    the faithful, faithful, devout, observant, church members, church goers,
    christian, christians, catholic, catholics, protestant, protestants, jewish, jews, jew, muslim, muslims, islamic, mormon,
    mormons, lds, hindu, hindus, buddhist, buddhists, sikh, sikhs, atheist, atheists, evangelical, baptist, orthodox, religious,
    churchgoing, church going, churchgoers, god fearing, believers, practicing, of faith, same faith, people of faith, religion,
    cristianos, cristiano, catolicos, judios, musulmanes, dati, דתיים, חילונים, מוסלמים, נוצרים, יהודים, ערבים, חרדים`,
  worship: "church, synagogue, mosque, temple, parish, shul, cathedral, chapel, eruv, mass",
  christian: `
    christian, catholic, jewish, muslim, mormon, hindu, evangelical, church, protestant, islamic, bible, orthodox jewish, godly`,
  home: `
    home, household, family, community, neighborhood, neighbourhood, building, landlord, environment, atmosphere, values, enclave,
    area, owner, complex, town`,
  men: `
    men, males, male, women, woman, females, female, ladies, gentlemen, gentleman, lady, girls, boys, transgender, gays, gay,
    lesbians, lgbt, lgbtq, homosexuals, straight couples, straight, heterosexual, same sex, opposite sex, hombres, mujeres, mujer,
    hombre, senoritas, גברים, נשים, גבר, אישה, בחורה, בחורות`,
  sexLimit: `
    tenant, tenants, applicant, applicants, renter, renters, resident, residents, occupant, occupants, buyer, buyers`,
  disability: `
    disabled, disability, disabilities, handicapped, handicap, handicaps, wheelchair, wheelchairs, wheelchair users, mentally ill,
    mental illness, mental health issues, mental health problems, mentally disabled, mental, psychiatric, blind, deaf, crippled,
    crippled people, retarded, hiv, hiv positive, aids, autistic, autism, physically disabled, walkers, oxygen tanks,
    recovering addicts, addicts in recovery, alcoholics, group homes, special needs, discapacitados, discapacidad, sillas de ruedas,
    minusvalidos, נכים, נכות, כיסא גלגלים, מוגבלות`,
  aid: `
    emotional support dogs, emotional support dog, emotional support cats, support dogs, support dog, hearing dogs,
    service animals, service animal, service dogs, service dog, guide dogs, guide dog, seeing eye dogs, assistance animals,
    assistance animal, emotional support animals, emotional support animal, support animals, support animal, esa, esas,
    therapy animals, ramps, grab bars, live in aides, caregivers`,
  able: `
    able bodied, ablebodied, physically fit, healthy, must be able to climb, able to climb stairs, able to walk,
    able to live independently, live independently, capable of independent living, capable of living independently, of sound mind,
    mentally stable, mentally sound, ambulatory, no health problems, good health, fully mobile, physically able, self sufficient,
    independent living only`,
  origin: `
    us citizen, american citizen,
    immigrants, immigrant, foreigners, foreigner, foreign born, aliens, refugees, refugee, mexicans, mexican, puerto ricans, cubans,
    chinese, indians, indian, arabs, arab, africans, somalis, haitians, russians, russian, koreans, korean, japanese, vietnamese,
    italians, italian, irish, polish, middle eastern, europeans, european, filipinos, pakistanis, iranians, israelis,
    latin american, americans, american, american born, us born, native born, us citizens, american citizens, citizens, nationality,
    national origin, foreign, hispanics, hispanic, latinos, latino, undocumented, illegals, inmigrantes, extranjeros, mexicanos,
    עולים, זרים, מהגרים, פליטים`,
  language: `
    english, spanish, accent, accents, fluent english, native english, non english, arabic, hebrew, russian, mandarin, ingles`,
  mustSpeak: `
    must speak, must be fluent in, must be able to speak, has to speak, have to speak, needs to speak, required to speak,
    debe hablar, deben hablar`,
  speak: `
    speak, speaks, must speak, must be fluent in, must be able to speak, speaking, speakers, speaker, fluent, who speak, with,
    foreign, heavy, hablar, hablen, hable`,
  tenants: `
    tenant, tenants, renter, renters, applicant, applicants, resident, residents, occupants, occupant, buyer, buyers, roommate,
    roommates, lessee, household, households, neighbors, neighbours, lessees, purchasers, inquilinos, inquilino, דיירים, שוכרים,
    דייר, שוכר`,
  people: `
    people, person, persons, individuals, individual, couple, couples, families, family, folks, professionals, professional,
    students, lifestyle, crowd, clientele, neighbors`,
  dwelling: `
    apartment, apartments, apt, apts, condo, condos, house, houses, home, homes, housing, unit, units, bedroom, bedrooms, br, bd,
    bdrm, bath, studio, duplex, townhouse, townhome, rent, rental, rentals, renting, lease, leasing, landlord, tenant, tenants,
    renters, property, building, complex, listing, listings, neighborhood, neighbourhood, sublet, room, rooms, loft, flat, mortgage,
    buyers, residential, realtor, open house, for sale, applicant, tenancy, real estate, applicants, move in, 2br, 1br, 3br, 4br, 2bd, 1bd, 3bd,
    residents, community, section 8, dwelling, roommate, basement, walkup, walk up, departamento, apartamento, casa, alquiler,
    renta, habitacion, piso, inquilinos, דירה, דירת, להשכרה, למכירה, שכירות, בית, חדרים, דיירים, שכונה`,
  area: `
    neighborhood, neighbourhood, community, area, enclave, suburb, block, street, building, part of town, side of town, district,
    complex, surroundings, zip code, zip codes`,
  coded: `
    exclusive, restricted, integrated, segregated, traditional, homogeneous, homogenous, predominantly, ethnic, changing,
    right kind of, proper, good element, wrong element, undesirable, undesirables, ghetto, inner city, urban element, well bred,
    our kind, like minded, old fashioned, wholesome, respectable, country club, membership approval, board approval,
    culturally similar, similar backgrounds, similar background, non diverse, non ethnic, majority white, mostly white, demographic,
    demographics, conservative, american, all american`,
  codedPeople: `
    neighborhood is changing, changing neighborhood, area is changing, english skills required, strong english skills,
    no outsiders, share our values, shares our values, everybody looks alike, everyone looks alike, keep the character of, right sort of person,
    similar background, same background,
    right kind of people, right sort of people, right people, people like us, our kind of people, good families, the right element,
    wrong element, good element, undesirables, undesirable element, like minded neighbors, like minded residents,
    traditional families, traditional family, traditional couple, traditional values, family values, similar backgrounds,
    people of similar background, country club set, those people, certain people, quiet couple, professional couple,
    professional couples, active adults, fit in, fits in, fitting in, not suitable for, maintain the character of the neighborhood,
    preserve the character of the neighborhood, keep the neighborhood the way it is, no housing projects, safe from, integrated,
    restricted community, restricted neighborhood, exclusive neighborhood, exclusive community, exclusive clientele,
    private community only, board approval required, membership approval, culturally homogeneous, homogeneous, homogenous,
    upscale crowd, young professionals, empty nesters, mature person, mature individual, mature couple, mature tenant,
    mature tenants, established families, no loud families, urban types, native residents, real americans, true americans,
    all american, no drama families, gente bien, familia tradicional, אוכלוסייה איכותית, אוכלוסיה איכותית, שכנים איכותיים,
    קהילה סגורה, אנשים כמונו`,
  income: `
    sec 8, sec8, section8,
    section 8, section eight, housing vouchers, housing voucher, vouchers, voucher, welfare, public assistance,
    government assistance, housing assistance, ssi, ssdi, disability income, disability checks, disability benefits, hud vouchers,
    food stamps, child support income, subsidized tenants`,
  target: `
    target, targeting, show to, show this ad, show the ad, show ads, show listings, advertise to, advertise only, market to,
    market only, audience, audiences, ad set, campaign, promote to, promote only, deliver to, deliver the ad, lookalike, segment,
    reach, display to, display the ad, run the ad, email only, mail only, send listings, send the listing, limit delivery, boost to,
    recommend`,
  audience: `
    men, women, males, females, male, female, christians, christian, jewish, muslims, muslim, catholic, religious, white, whites,
    black, blacks, african american, african americans, hispanic, hispanics, latino, latinos, asian, asians, caucasian,
    ethnic affinity, multicultural affinity, parents, parents with children, without children, no children, childless,
    families with children, disability, disabilities, disabled, wheelchair, pregnant, spanish speaking, spanish speakers,
    english speakers, spanish, immigrants, expats, national origin, ethnicity, race, religion, gender, minority, minorities,
    predominantly white, predominantly black, majority white, majority black, mostly white, mostly black, church, synagogue, mosque,
    soccer moms, newlyweds, singles, married, marital status, familial status, foreign born, people of color, special education,
    accessibility`,
  screen: `
    increase the deposit, raise the deposit, raise the rent, increase the rent, double the deposit, more deposit,
    screen, screening, reject, decline, deny, score, rank, lower the score, require, charge, higher deposit, extra deposit,
    additional deposit, larger deposit, higher rent, extra fee, higher fee, surcharge, waitlist, steer, approve only, only approve,
    accept only, only accept, disqualify, flag, prioritize, prioritise, prefer, deprioritize, penalize, downrank, ask, tell, say,
    redirect, only show, filter, rent to, sell to, refuse, turn down, refuse to rent`,
  trait: `
    children, kids, families with children, families with kids, pregnant, pregnancy, single mothers, single mother, single moms,
    unmarried, race, religion, religious, ethnicity, national origin, country of birth, born, nationality, accent, accents, foreign,
    foreign names, foreign sounding, ethnic names, hispanic, hispanics, latino, latinos, black, blacks, asian, asians, white,
    muslim, muslims, jewish, jews, christian, christians, women, men, gender, sex, gay, lesbian, same sex, transgender, disability,
    disabilities, disabled, wheelchair, wheelchairs, service animal, service animals, service dog, emotional support animal,
    emotional support animals, mental illness, mental health, medication, hiv, immigrants, immigrant, refugees, section 8, church,
    hijab, headscarf, turban, speak english, english speakers, skin color`,
  fine: `
    equal housing opportunity, equal opportunity, equal opportunity housing, fair housing, without regard to, regardless of,
    do not discriminate, does not discriminate, not discriminate, will not discriminate, never discriminate, discriminate on,
    discrimination, discriminate, all are welcome, everyone is welcome, all applicants, all qualified, welcome all,
    reasonable accommodation, reasonable accommodations, accommodations, accessible, protected class, protected classes, illegal to,
    unlawful to, prohibited by law, violates, violation, not permitted to ask, may not ask, cannot ask, we may not, must not discriminate, must not ask, must not state, must not refuse,
    against the law, igualdad de oportunidades, no discriminamos, sin distincion, שוויון, ללא הפליה, איננו מפלים, training,
    policy prohibits, do not state, never state, federal law`,
  senior: `
    55 and over, 55 and older, 55 or older, 55 plus, 55, 62 and older, 62 and over, 62 or older, 62 plus, 62, age restricted,
    senior housing, senior living, seniors, senior community, senior, housing for older persons, hopa, active adult 55`,
  sharing: `
    roommate, roommates, housemate, housemates, flatmate, share, sharing, shared, room in, dormitory, dorm, sorority, fraternity,
    shared bathroom, shared apartment, שותף, שותפה, שותפים, שותפות, companera, companero, compartir`,
  allowed: "welcome, welcomed, allowed, considered, accepted, bienvenidos, friendly",
  smoking: `
    pets, pet, smoking, smokers, smoke, parties, broker, brokers, fee, fees, bicycles, subletting, drugs, evictions, cosigner,
    trailers, parking, grilling, realtors, agents, investors, texts, calls, lowball`,
  notFor: `
    is not for, are not for, not meant for, not intended for,
    not suitable for, not suited for, not appropriate for, unsuitable for, not ideal for, not designed for, not a good fit for,
    not recommended for, not safe for, not child, not kid, not apt para, no apto para, לא מתאים ל, לא מתאים, לא מתאימה`,
};

type Judged = Rule<Meaning> & { coded?: boolean /** Says what it says even where no home is spoken of. */; alone?: boolean; says: string };

const facial: Judged[] = [
  {
    name: "no-children",
    when: [
      "notFor <2> family",
      "no <2> children",
      "notFor <2> children",
      "children <2> no",
      "childless <3> only|tenants|prefer|adults|people",
      "only|seek|prefer|suits|limit <2> childless",
      "childless",
    ],
    unless: ["fine", "senior"],
    says: "it limits families with children",
  },
  {
    name: "adults-only",
    when: ["adults <2> only|prefer", "only|prefer|limit <2> adults", "seek <3> adults <2> tenants|people", "seek <3> adults"],
    unless: ["fine", "senior", "smoking", "sharing"],
    says: "it prefers adults, couples or singles",
  },
  { name: "suits-adults", when: ["suits <3> adults"], unless: ["fine", "senior"], says: "it prefers adults, couples or singles" },
  {
    name: "race",
    when: [
      "no|exclude|notFor <2> raceStrong|race",
      "raceStrong|race <2> only|prefer|tenants",
      "only|prefer|suits|seek <3> raceStrong",
      "only|prefer <2> race",
      "seek|suits|limit <2> race <1> people|tenants|family",
      "raceStrong <1> area|home",
      "limit <0> raceStrong",
    ],
    unless: ["fine"],
    alone: true,
    says: "it states a preference by race or colour",
  },
  {
    name: "religion",
    when: [
      "no|exclude|notFor <2> religion",
      "religion <2> only|prefer|tenants",
      "only|prefer|suits|seek <3> religion",
      "christian <0> home",
      "limit <1> religion <1> people|tenants|family|adults|home",
    ],
    unless: ["fine"],
    alone: true,
    says: "it states a preference by religion",
  },
  {
    name: "sex",
    when: [
      "no <1> men",
      "men <1> only|prefer",
      "only|prefer <1> men",
      "men <1> sexLimit <1> only|prefer",
      "seek <2> men <1> sexLimit|people",
      "suits <2> men",
    ],
    unless: ["fine", "sharing"],
    says: "it states a preference by sex",
  },
  {
    name: "disability",
    when: ["no|exclude|notFor <3> disability", "no <2> aid", "able", "disability <2> no", "aid <2> no", "able <2> only|tenants"],
    unless: ["fine"],
    says: "it limits people with a disability",
  },
  {
    name: "origin",
    when: [
      "no|exclude|notFor <2> origin",
      "origin <2> only|prefer",
      "only|prefer|seek|suits <3> origin",
      "seek <2> speak <2> language",
      "mustSpeak <2> language",
      "language <1> speak <2> only|prefer|tenants",
      "only <2> language <1> speak",
      "no <3> language",
      "only <5> origin",
      "origin <1> tenants",
      "only <2> speak <1> language",
    ],
    unless: ["fine"],
    says: "it states a preference by national origin",
  },
  {
    name: "targeting",
    when: ["target <8> audience", "exclude <6> audience <10> target", "exclude <4> audience", "only <3> target <4> audience"],
    unless: ["fine"],
    says: "it chooses who sees the offer by a protected class",
  },
  {
    name: "screening",
    when: ["screen|exclude <8> tenants <8> trait", "screen <8> trait <4> tenants", "screen|exclude <4> trait", "trait <8> screen"],
    unless: ["fine"],
    says: "it screens by a protected class",
  },
];
const coded: Judged[] = [
  {
    name: "steering",
    when: ["codedPeople", "coded <1> area", "area <5> codedPeople", "coded <1> people|tenants"],
    unless: ["fine", "senior"],
    coded: true,
    says: "it steers by words that stand for a protected class",
  },
  {
    name: "income",
    when: ["no <2> income", "income <3> no", "no <4> income"],
    unless: ["fine"],
    coded: true,
    alone: true,
    says: "it refuses assistance, which falls on protected classes",
  },
  {
    name: "landmark",
    when: ["suits <6> worship", "worship <3> people|adults|family <3> prefer|only"],
    unless: ["fine"],
    coded: true,
    says: "it prefers members of a congregation",
  },
  {
    name: "family-kind",
    when: ["family <2> only|prefer", "only|prefer <2> family"],
    unless: ["fine", "smoking"],
    coded: true,
    says: "it prefers one familial status",
  },
  {
    name: "by-place",
    when: ["exclude <8> area <6> raceStrong|race|origin", "target <6> area <6> raceStrong|race|origin|income"],
    unless: ["fine"],
    coded: true,
    says: "it chooses by neighbourhood in place of a protected class",
  },
];
const rules = [...facial, ...coded];
const housing = reader(lexicon, rules);
const byName = new Map(rules.map((rule) => [rule.name, rule]));

/** Words in which a protected class stands and that say nothing about people. */
const harmless =
  /\b(?:white|black|brown) (?:\w+ )?(?:paint|walls?|cabinets?|cabinetry|kitchen|tile|tiles|trim|appliances|countertops?|quartz|marble|oak|granite|picket|fence|door|doors|sand|water|noise|river|plains|floors?|flooring|shutters|siding|brick|interiors?|finishes|fixtures|stainless|street|avenue|rock|hills?|pine|car|cars|truck|subway|out|oaks?)\b|\b(?:master|family|single|kids?'?|children'?s?|guest|women'?s|men'?s)[ -](?:bed)?(?:rooms?|suite|bath(?:room)?s?|story|level|car|vanity|sink|pane|garage|playroom|playground|pool|museum|hospital|home|unit|wide|closets?)\b|\b(?:double|single)[ -](?:wide|sink|family|pane|hung|story|car|level)\b|\b(?:chinese|italian|mexican|indian|japanese|korean|thai|french|irish|vietnamese|american|polish|arabic) (?:restaurants?|food|cuisine|tile|marble|style|colonial|villa|garden|market|maple|elm|standard|pub|takeout|bakery|made|foursquare|craftsman|walnut)\b|\bmother-in-law\b|\bbachelor (?:apartment|unit|studio)\b|\b(?:black|white|st\.?|saint|christ|temple|church|chapel|cathedral|mosque) (?:church|street|st|road|rd|ave|avenue|hill|square|park|lane|university|school|hospital)\b|\bmerry christmas\b|\bhappy (?:hanukkah|easter|ramadan|diwali|eid|passover)\b|\bsingle (?:family|level|story|car|stall)\b|\bjewish museum\b|\baccompanied by (?:an? )?(?:adult|parent|guardian)s?\b|\ba couple of\b|\bsupervised by (?:an? )?adults?\b|\b(?:blind|blinds) (?:corner|window|spot)\b|\b(?:roman|vertical|venetian|window|mini) blinds?\b|\bchild[- ]?(?:proof(?:ed)?|safe)\b|\bmature (?:trees?|landscap\w*|garden\w*|plant\w*|oaks?|gardens?|growth|maples?|palms?|shade|shrub\w*)\b|\bamericans? with disabilities\b|\btraditional (?:style|home|architecture|layout|floor ?plan|design|kitchen|colonial|brick|elegance|lease|ranch|build)\b|\bexclusive (?:listing|use|right|agent|agency|access|buyer|offer|to|parking|brokerage|preview|rights)\b|\brestricted (?:access|parking|building access|entry|hours)\b/giu;

/** An offer without the words in which a protected class stands and that say nothing about people. */
function plainWords(text: string, words: Word[]): Word[] {
  const said = text.replace(harmless, (one) => " ".repeat(one.length));
  return said === text ? words : wordsOf(said);
}

/** What the rules alone say of an offer. */
export const isRuled = (text: string): boolean => housing.matches(plainWords(text, wordsOf(text))).length > 0;

/** What an offer consists of, as the model of limits was taught it. */
export function housingParts(text: string, words: Word[], plain = plainWords(text, words), reading: Reading = housing.read(plain)) {
  return partsOf(text, words, { said: saidBy(reading, plain) });
}

/** From where on an offer that a rule names is like one that says whom it wants, and one that none names. */
export const housingLimits = { rule: 0.2, alone: 0.8 };

/**
 * What an offer of a home may not say. `isAd` is true where the text is known to be one; elsewhere a sentence has to speak of a home,
 * so that a menu without children is left in peace.
 */
export function findFairHousing(text: string, { isAd = false, words = wordsOf(text) }: { isAd?: boolean; words?: Word[] } = {}): Finding[] {
  const plain = plainWords(text, words);
  const reading = housing.read(plain);
  const { matches } = reading;
  if (matches.length === 0 && !isAd) return [];
  const { share, ...place } = likeliest(housingParts(text, words, plain, reading), likeHousingLimits());
  if (share < housingLimits.rule) return [];
  const speaksOfHome = isAd || housing.read(words).meanings.has("dwelling");
  const found: Finding[] = [];
  for (const { rule: name, start, end } of matches) {
    const rule = byName.get(name) as Judged;
    if (found.length >= 50) break;
    if (!speaksOfHome && !rule.alone) continue;
    if (found.some(({ span }) => span && span.start <= start && span.end >= end)) continue;
    found.push({
      detector: "fair-housing",
      kind: name,
      severity: rule.coded ? "high" : "critical",
      reason: `${rule.says} (“${text.slice(start, Math.min(end, start + 120))}”)`,
      span: { start, end },
    });
  }
  if (found.length === 0 && isAd && share >= housingLimits.alone) {
    const { start, end } = place;
    const reason = `it is like offers that prefer or limit who may live there (“${text.slice(start, Math.min(end, start + 120))}”)`;
    found.push({ detector: "fair-housing", kind: "likeness", severity: "high", reason, span: { start, end } });
  }
  return found;
}
