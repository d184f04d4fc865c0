export type Frame = { id: string; event: string; data: string };

/** The frames of a stream of server-sent events, cut at blank lines wherever the pieces were cut. */
export async function* framesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of pieces) {
    const blocks = (rest + decoder.decode(piece, { stream: true })).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const frame = parse(block);
      if (frame) yield frame;
    }
  }
}

function parse(block: string): Frame | undefined {
  const fields = { id: "", event: "message", data: [] as string[] };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ""] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (name === "data") fields.data.push(value);
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return fields.data.length === 0 ? undefined : { ...fields, data: fields.data.join("\n") };
}
