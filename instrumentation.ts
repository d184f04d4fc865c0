/** Once for each server process. What needs Node stays inside the branch, which the build for other runtimes leaves out. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the build replaces it, and leaves the branch out by it
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { joinWeb } = await import("#inngest/web.ts");
    const { closeStreams } = await import("#lib/streaming/open.next.ts");
    joinWeb();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, closeStreams);
  }
}
