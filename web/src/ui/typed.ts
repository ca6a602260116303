/** A project code typed by hand counts in any case and with spaces around it. */
export const sameCode = (typed: string, code: string) => typed.trim().toUpperCase() === code.trim().toUpperCase();
