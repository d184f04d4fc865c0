import { expect, test } from "vitest";
import { framesOf } from "./read-events.ts";

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("frames come whole however the bytes were cut, and comments are no frames", async () => {
  const text =
    'retry: 1000\n\n: still here\n\nid: 3\nevent: progress\ndata: {"message":"שלום"}\n\nid: 4\nevent: complete\ndata: a\ndata: b\n\n';
  for (const size of [1, 2, 7, 1_000])
    expect(await Array.fromAsync(framesOf(cut(text, size)))).toEqual([
      { id: "3", event: "progress", data: '{"message":"שלום"}' },
      { id: "4", event: "complete", data: "a\nb" },
    ]);
});
