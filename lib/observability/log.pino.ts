import pino from "pino";

/** The worker's log: one JSON line on stderr for each thing worth knowing. It holds ids, never payloads. */
export const log = pino({ name: "fermata worker" }, pino.destination({ fd: 2, sync: false }));
