/** Most of what a request or a step makes is garbage when it ends: with room for it (MiB) little of it is ever moved. */
export const youngSpace = "--max-semi-space-size=64";

/** Longer than a balancer or a program keeps a connection that it does not use: who closes first must not be the server, or a
 *  request that is just under way on it is lost. Milliseconds. */
const keepAliveMs = 75_000;

/** How Node is started to serve what was built. */
export const serveArgs = (host: string, port: number): string[] => [
  youngSpace,
  "node_modules/next/dist/bin/next",
  "start",
  "-H",
  host,
  "-p",
  String(port),
  "--keepAliveTimeout",
  String(keepAliveMs),
];
