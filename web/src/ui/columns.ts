export interface Column {
  key: string;
  label: string;
  number?: boolean;
  /** Keeps the cell on one line; for codes, dates and names. */
  tight?: boolean;
  /** Takes the room that the others leave. */
  fill?: boolean;
}
export type Tone = 'plain' | 'jade' | 'amber' | 'vermilion' | 'blue';
