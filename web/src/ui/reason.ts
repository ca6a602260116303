/** Characters of a reason that the server takes; it judges, this only spares a way. */
export const reasonLength = { least: 4, most: 500 };

export const tooShort = (reason: string) => [...reason.trim()].length < reasonLength.least;
