const browsers: [RegExp, string][] = [
  [/\bEdg/, "Edge"],
  [/\bFirefox\//, "Firefox"],
  [/\b(HeadlessChrome|Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/\bcurl\//, "curl"],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
];

const found = (list: [RegExp, string][], agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1];

/** What a person calls the thing that signed in. Browsers say what they like, so this names and proves nothing. */
export function deviceOf(agent: string): string {
  const browser = found(browsers, agent);
  const system = found(systems, agent);
  if (!browser) return system ?? "Something unknown";
  return system ? `${browser} on ${system}` : browser;
}
