import { type Entry, frame, heartbeat, retry } from "./frames.ts";
import { type Spoken, spokenFrame } from "./spoken.ts";

export type StreamDeps = {
  now(): number;
  /** Whether the reader may still see this: a role, a key or a session may have ended since. */
  isStillAllowed(): Promise<boolean>;
  /** What was said beside the log since it was last asked. */
  takeSpoken?(): Spoken[];
};

const askAfterMs = 6_000;
const speakAfterMs = 14_000;
/** A reader that stalls holds one of these, and the batch that it came from. */
const pieceLength = 32_768;

/** The text of a stream, piece by piece, each made when the reader asks for it and may have it. */
export async function* written(
  batches: AsyncIterable<readonly Entry[]>,
  { now, isStillAllowed, takeSpoken = () => [] }: StreamDeps,
): AsyncGenerator<string> {
  let askedAt = now();
  let spokeAt = now();
  const mayGoOn = async () => {
    if (now() - askedAt < askAfterMs) return true;
    askedAt = now();
    return isStillAllowed();
  };
  yield retry;
  for await (const batch of batches) {
    for (const piece of piecesOf(batch)) {
      if (!(await mayGoOn())) return;
      yield piece;
      spokeAt = now();
    }
    if (!(await mayGoOn())) return;
    const spoken = takeSpoken().map(spokenFrame).join("");
    if (spoken !== "") {
      yield spoken;
      spokeAt = now();
    }
    if (now() - spokeAt < speakAfterMs) continue;
    yield heartbeat;
    spokeAt = now();
  }
}

function* piecesOf(batch: readonly Entry[]): Generator<string> {
  let piece = "";
  for (const entry of batch) {
    piece += frame(entry);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** Made only as fast as it is read: a slow reader costs nobody else anything. `stop` is called once, whoever ends it. */
export function readableOf(text: AsyncGenerator<string>, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await text.next();
          if (!next.done) return controller.enqueue(encoder.encode(next.value));
          stop();
          controller.close();
        } catch (error) {
          stop();
          controller.error(error);
        }
      },
      async cancel() {
        stop();
      },
    },
    { highWaterMark: 0 },
  );
}
