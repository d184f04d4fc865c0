/** A message to somebody, which a person has to let go, between a step before and one after it. */
export const heldMessage = ({ subject, body }: { subject: string; body: string }) => ({
  steps: [
    { id: "gather", name: "Gather", tool: "flow.pass" },
    {
      id: "tell",
      name: "Tell Yoav",
      tool: "message.send",
      params: { to: "yoav@example.test", subject, body },
      dependsOn: ["gather"],
    },
    { id: "after", name: "Note it", tool: "flow.pass", dependsOn: ["tell"] },
  ],
});
