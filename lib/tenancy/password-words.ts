export const shortest = 12;

/** What a form says; apart from the lists, which no browser has to load. */
export const policyWords = `At least ${shortest} characters, and nothing like the passwords that everybody tries or that leaked. A sentence is good.`;
