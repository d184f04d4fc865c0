/** Where a text came from or goes. Absent: a person typed it. */
export const channels = [
  "user",
  "mail",
  "page",
  "file",
  "calendar",
  "chat",
  "webhook",
  "tool_result",
  "tool_description",
  "model",
  "listing",
  "advertisement",
  "sms",
  "call",
] as const;
export type Channel = (typeof channels)[number];

const otherNames: [name: RegExp, channel: Channel][] = [
  [/tool[\s_-]*desc|schema|manifest/, "tool_description"],
  [/tool|function|api|mcp|search|sql|database|row|record|crm/, "tool_result"],
  [/mail|inbox|newsletter/, "mail"],
  [/listing/, "listing"],
  [/^ads?$|advert|marketing|campaign|housing/, "advertisement"],
  [/page|web(?!hook)|html|site|browser|url|scrape|review|comment|post|social/, "page"],
  [/hook/, "webhook"],
  [/file|doc|pdf|attach|sheet|note|ocr|image|resume|transcript|code|log/, "file"],
  [/calendar|event|invit|meeting|ics/, "calendar"],
  [/sms|text_?message|whatsapp|mms/, "sms"],
  [/chat|slack|teams|message/, "chat"],
  [/call|voice|phone/, "call"],
  [/user|direct|prompt|input|request|typed|human/, "user"],
  [/model|llm|assistant|completion|output/, "model"],
];

/** A channel by any of its names. A name that is not known is content from outside, which is trusted least. */
export function channelNamed(name: string): Channel {
  const said = name.trim().toLowerCase();
  return (
    channels.find((channel) => channel === said.replace(/[\s-]+/g, "_")) ?? otherNames.find(([other]) => other.test(said))?.[1] ?? "page"
  );
}

/** What comes from outside: nothing in it is an order to anybody. */
export const untrusted = new Set<Channel>([
  "mail",
  "page",
  "file",
  "calendar",
  "chat",
  "webhook",
  "tool_result",
  "tool_description",
  "sms",
]);
