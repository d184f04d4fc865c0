import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small web site of property listings on loopback, for tools that read the web. Every house in it is made up. */
type Listing = {
  id: string;
  language: "en" | "he";
  title: string;
  city: string;
  street: string;
  price: number;
  rooms: number;
  squareMetres: number;
  floor: number;
  kind: string;
  description: string;
  agent: { name: string; phone: string; email: string };
  listedOn: string;
};

const perPage = 10;

const places: [string, string][] = [
  ["Haifa", "חיפה"],
  ["Afula", "עפולה"],
  ["Nahariya", "נהריה"],
  ["Tiberias", "טבריה"],
  ["Zikhron Ya'akov", "זכרון יעקב"],
];
const streets: [string, string][] = [
  ["Olive Street", "רחוב הזית"],
  ["Harbour Road", "דרך הנמל"],
  ["Cedar Lane", "סמטת הארז"],
  ["Mill Street", "רחוב הטחנה"],
  ["Spring Avenue", "שדרות המעיין"],
  ["Vine Street", "רחוב הגפן"],
];
const kinds: [string, string][] = [
  ["Apartment", "דירה"],
  ["Garden apartment", "דירת גן"],
  ["House", "בית פרטי"],
];
const agents: [string, string][] = [
  ["Rina Aharoni", "רינה אהרוני"],
  ["Marwan Zoabi", "מרואן זועבי"],
  ["Gilad Sharon", "גלעד שרון"],
];

/** The same thirty every time; every third in Hebrew. */
export const listings: Listing[] = Array.from({ length: 30 }, (_, at) => {
  const language = at % 3 === 2 ? "he" : "en";
  const said = <T>(pairs: [T, T][], index: number): T => (pairs[index % pairs.length] as [T, T])[language === "he" ? 1 : 0];
  const rooms = 2 + ((at * 7) % 5);
  const squareMetres = 48 + ((at * 37) % 110);
  const price = 900_000 + ((at * 173_000) % 2_600_000);
  const kind = said(kinds, at);
  const city = said(places, at);
  const agent = agents[at % agents.length] as [string, string];
  return {
    id: `p${String(at + 1).padStart(2, "0")}`,
    language,
    title: language === "he" ? `${kind}, ${rooms} חדרים ב${city}` : `${kind} with ${rooms} rooms in ${city}`,
    city,
    street: `${said(streets, at)} ${1 + ((at * 11) % 60)}`,
    price,
    rooms,
    squareMetres,
    floor: at % 6,
    kind,
    description:
      language === "he"
        ? `${kind} מוארת בשטח ${squareMetres} מ"ר, במרחק הליכה מגן ציבורי. הכניסה גמישה.`
        : `A bright home of ${squareMetres} square metres within walking distance of a park. The date of entry is flexible.`,
    agent: {
      name: agent[language === "he" ? 1 : 0],
      phone: `04-555-${String(2000 + at * 13)}`,
      email: `${(agent[0].split(" ")[0] ?? "").toLowerCase()}@listings.example`,
    },
    listedOn: `2025-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + ((at * 5) % 27)).padStart(2, "0")}`,
  };
});

/** Serves the listings on loopback until closed. Port 0, the default, takes a free one. */
export async function serveListings({ port = 0 }: { port?: number } = {}): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://listings");
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "text/plain", "only GET");
    answer(url, response);
  });
  await new Promise<void>((ready, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", ready);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function answer(url: URL, response: ServerResponse): void {
  const listing = listings.find(({ id }) => url.pathname === `/listings/${id}`);
  if (url.pathname === "/robots.txt")
    return send(response, 200, "text/plain", "User-agent: *\nAllow: /\nDisallow: /agents/\nCrawl-delay: 0\n");
  if (url.pathname === "/") return redirect(response, "/listings");
  if (url.pathname === "/api/listings")
    return send(
      response,
      200,
      "application/json",
      JSON.stringify({ data: found(url).map((one) => ({ ...one, url: `/listings/${one.id}` })) }),
    );
  if (url.pathname === "/listings") return send(response, 200, "text/html", listPage(url));
  if (listing) return send(response, 200, "text/html", detailPage(listing));
  send(response, 404, "text/html", page("en", "Not found", "<p>There is no such page.</p>"));
}

function found({ searchParams }: URL): Listing[] {
  const [city, language] = [searchParams.get("city")?.toLowerCase(), searchParams.get("language")];
  const maxPrice = Number(searchParams.get("maxPrice") ?? Number.POSITIVE_INFINITY);
  const minRooms = Number(searchParams.get("minRooms") ?? 0);
  return listings.filter(
    (one) =>
      (!city || one.city.toLowerCase() === city) &&
      (!language || one.language === language) &&
      one.price <= maxPrice &&
      one.rooms >= minRooms,
  );
}

function listPage(url: URL): string {
  const all = found(url);
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const number = Math.min(pages, Math.max(1, Math.trunc(Number(url.searchParams.get("page") ?? 1)) || 1));
  const link = (to: number, rel: string, text: string) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("page", String(to));
    return `<a rel="${rel}" href="/listings?${asHtml(query.toString())}">${text}</a>`;
  };
  const items = all
    .slice((number - 1) * perPage, number * perPage)
    .map(card)
    .join("\n");
  const nav = [
    number > 1 ? link(number - 1, "prev", "Previous") : "",
    `<span aria-current="page">Page ${number} of ${pages}</span>`,
    number < pages ? link(number + 1, "next", "Next") : "",
  ]
    .filter(Boolean)
    .join(" ");
  return page(
    "en",
    "Listings",
    `<p>${all.length} listings</p>\n<ol class="listings">\n${items}\n</ol>\n<nav aria-label="Pages">${nav}</nav>`,
  );
}

const card = ({ id, language, title, city, price, rooms, squareMetres }: Listing): string =>
  `<li><article class="listing" id="${id}" lang="${language}" dir="${language === "he" ? "rtl" : "ltr"}"><h2><a href="/listings/${id}">${asHtml(title)}</a></h2><p><span class="city">${asHtml(city)}</span>, <data class="price" value="${price}">₪${price.toLocaleString("en")}</data>, <span class="rooms">${rooms}</span>, <span class="area">${squareMetres} m²</span></p></article></li>`;

function detailPage({
  language,
  title,
  city,
  street,
  price,
  rooms,
  squareMetres,
  floor,
  kind,
  description,
  agent,
  listedOn,
}: Listing): string {
  const words =
    language === "he"
      ? ["כתובת", "מחיר", "חדרים", "שטח", "קומה", "סוג", "פורסם", "לפרטים"]
      : ["Address", "Price", "Rooms", "Area", "Floor", "Kind", "Listed", "Contact"];
  const facts = [
    `${street}, ${city}`,
    `<data class="price" value="${price}">₪${price.toLocaleString("en")}</data>`,
    String(rooms),
    `${squareMetres} m²`,
    String(floor),
    kind,
    `<time datetime="${listedOn}">${listedOn}</time>`,
  ];
  const list = facts.map((fact, at) => `<dt>${words[at]}</dt><dd>${fact.startsWith("<") ? fact : asHtml(fact)}</dd>`).join("");
  const contact = `<address><h2>${words[7]}</h2><p class="agent">${asHtml(agent.name)}</p><p><a href="tel:${agent.phone}">${agent.phone}</a> <a href="mailto:${agent.email}">${agent.email}</a></p></address>`;
  return page(
    language,
    title,
    `<article class="listing"><p>${asHtml(description)}</p><dl>${list}</dl>${contact}</article><p><a href="/listings">${language === "he" ? "כל הנכסים" : "All listings"}</a></p>`,
  );
}

const page = (language: "en" | "he", title: string, body: string): string =>
  `<!doctype html>\n<html lang="${language}" dir="${language === "he" ? "rtl" : "ltr"}">\n<head><meta charset="utf-8"><title>${asHtml(title)}</title><meta name="viewport" content="width=device-width"></head>\n<body><main><h1>${asHtml(title)}</h1>\n${body}\n</main></body>\n</html>\n`;

const asHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const redirect = (response: ServerResponse, location: string) => void response.writeHead(302, { location }).end();

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store", "x-content-type-options": "nosniff" })
    .end(body);
}
