/** The scope of every query and every command: whose data it is, and who asks. */
export type Workspace = { id: string };

export type Actor =
  | { kind: "member"; id: string; name: string }
  | { kind: "key"; id: string; name: string }
  | { kind: "system"; id: string; name: string };
