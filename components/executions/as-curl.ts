const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

type About = { origin: string; id: string; request: string | undefined };

/** The same from a terminal: asks for it again when it began with a request, else reads it. */
export function asCurl({ origin, id, request }: About): string {
  const key = `-H "Authorization: Bearer $FERMATA_KEY"`;
  if (request === undefined) return `curl ${key} ${quote(`${origin}/api/orchestrate/${id}`)}`;
  return `curl -X POST ${key} -H 'Content-Type: application/json' -d ${quote(JSON.stringify({ request }))} ${quote(`${origin}/api/orchestrate`)}`;
}
