export const approvalTtlMs = 24 * 3_600_000;

export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
