import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bloomOf } from "#lib/kernel/bloom.ts";
import { formsOf } from "#lib/tenancy/password-policy.ts";

const target = path.join(import.meta.dirname, "../lib/tenancy/breached-passwords.ts");

/** Makes the filter of breached passwords anew: `node scripts/breached-passwords.ts FILE`, a JSON list such as `passwords.json` of `@zxcvbn-ts/language-common`. */
const [file] = process.argv.slice(2);
if (!file) throw new Error("say which list");
const listed = JSON.parse(readFileSync(file, "utf8")) as string[];
const forms = new Set(listed.flatMap(formsOf));
const { bits, hashes, base64 } = bloomOf([...forms]);
writeFileSync(
  target,
  `/**
 * A Bloom filter of ${listed.length.toLocaleString("en")} passwords that people chose and that leaked, in the ${forms.size.toLocaleString("en")} forms in which a password is compared.
 * Made by \`scripts/breached-passwords.ts\` of the list in @zxcvbn-ts/language-common 4.1.3, which comes under this licence (MIT):
 *
 * Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.
 * Copyright (c) 2021 @zxcvbn-ts
 *
 * Permission is hereby granted, free of charge, to any person obtaining
 * a copy of this software and associated documentation files (the
 * "Software"), to deal in the Software without restriction, including
 * without limitation the rights to use, copy, modify, merge, publish,
 * distribute, sublicense, and/or sell copies of the Software, and to
 * permit persons to whom the Software is furnished to do so, subject to
 * the following conditions:
 *
 * The above copyright notice and this permission notice shall be
 * included in all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
 * EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
 * LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION
 * OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
 * WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
export const breachedPasswords = { bits: ${bits}, hashes: ${hashes}, base64: "${base64}" };
`,
);
