/** What the desk asks for, one thing after the other; then one answer. */
export type Step = 'id' | 'code' | 'answer';

export const plain = (text: string) => text.replace(/[\s-]/g, '').toUpperCase();

/** Only the shape is judged here: whether somebody is expected is said after both are in, in one way whatever was wrong. */
export const fits = (step: 'id' | 'code', text: string) => (step === 'id' ? /^\d{17}[\dX]$/.test(plain(text)) : /^\d{6}$/.test(plain(text)));

/** The clerk compares the end with the card; the rest needs nobody's eyes while the code is typed. */
export const tail = (idNumber: string) => `**** **** **** ${plain(idNumber).slice(-4)}`;
