/**
 * A person's own number for the seed: nonce, commitment, slip. Sections 2, 9 and 10 of docs/DRAW.md say it byte by byte.
 * SHA-256 is a library's, because `crypto.subtle` is missing on a centre's plain http network.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export interface Secret { nonce: string; digits: string }
export interface Question { commit: string; round: number; blind: string | null; role: string }

export const digitsLeast = 6;
export const digitsMost = 12;
export const diceCount = 8;

export function tagged(tag: string, ...parts: Uint8Array[]): Uint8Array {
  const name = utf8ToBytes(tag);
  const hash = sha256.create().update(Uint8Array.of(name.length)).update(name);
  for (const part of parts) hash.update(u32be(part.length)).update(part);
  return hash.digest();
}

export function commitmentOf({ commit, round, blind, role }: Question, { nonce, digits }: Secret): string {
  const parts = [hexToBytes(commit), u32be(round), hexToBytes(blind ?? ''), utf8ToBytes(role), hexToBytes(nonce), utf8ToBytes(digits)];
  return bytesToHex(tagged('vrd1/number', ...parts));
}

/** Four words of two characters from the first 48 bits of a commitment. */
export function fourWords(commit: string): string[] {
  const bits = [...hexToBytes(commit.slice(0, 12))].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const six = Array.from({ length: 8 }, (_, at) => Number.parseInt(bits.slice(at * 6, at * 6 + 6), 2));
  return [0, 1, 2, 3].map((at) => rowA[six[at * 2]!]! + rowB[six[at * 2 + 1]!]!);
}

export const goodDigits = (digits: string) => new RegExp(`^[0-9]{${digitsLeast},${digitsMost}}$`).test(digits);

type Random = Pick<Crypto, 'getRandomValues'>;

export function freshNonce(random: Random = crypto): string {
  return bytesToHex(random.getRandomValues(new Uint8Array(5)));
}

/** Every digit is as likely as every other: a byte above 249 is thrown again. */
export function throwDice(random: Random = crypto, wanted = diceCount): string {
  let digits = '';
  while (digits.length < wanted) {
    const [byte] = random.getRandomValues(new Uint8Array(1));
    if (byte! < 250) digits += String(byte! % 10);
  }
  return digits;
}

/** The nonce as it stands on paper: eight letters, `abcd efgh`. */
export function lettersOf(nonce: string): string {
  let bits = BigInt(`0x${nonce}`);
  let letters = '';
  for (let at = 0; at < 8; at += 1) {
    letters = alphabet[Number(bits & 31n)]! + letters;
    bits >>= 5n;
  }
  return letters;
}

/** Reads letters as people write them: capitals, blanks, and 0, 1, 8 for the letters o, l, b, which base32 does not mean by them. */
export function readLetters(typed: string): string {
  const plain = typed.normalize('NFKC').toLowerCase().replace(/0/g, 'o').replace(/1/g, 'l').replace(/8/g, 'b');
  return [...plain].filter((letter) => alphabet.includes(letter)).join('').slice(0, 8);
}

export function nonceOf(letters: string): string | null {
  if (!/^[a-z2-7]{8}$/.test(letters)) return null;
  const bits = [...letters].reduce((sum, letter) => (sum << 5n) | BigInt(alphabet.indexOf(letter)), 0n);
  return bits.toString(16).padStart(10, '0');
}

/** A name for what this phone keeps, from which the link cannot be told. */
export const nameOf = (token: string) => bytesToHex(sha256(utf8ToBytes(token))).slice(0, 16);

function u32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const rowA = [...'金银铜铁木水火土青红黄白黑紫蓝绿东南西北春夏秋冬风云雨雪日月星天山江海湖石玉竹松梅兰菊荷龙虎马牛羊鹿鹤鱼大小高长新老清明远近快慢'];
const rowB = [...'桥塔门窗灯钟鼓琴船车路城村田园林峰谷泉溪岛港湾堤井池亭楼台阁院墙书笔纸墨画诗歌舞杯壶碗盘刀剑弓箭衣帽鞋伞米麦茶酒盐糖果花草叶根种'];
