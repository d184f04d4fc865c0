// Loaded into every child of the supervisor: when the supervisor dies, even by kill -9, the channel closes and the child stops.
if (process.send) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 4_000).unref();
  });
}
