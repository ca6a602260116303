// Sheets: writes a delimited file, reads the first sheet of a workbook.
import { inflateRawSync } from 'node:zlib'

/** UTF-8 with its mark, as spreadsheet programs save it. */
export function csv(rows) {
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return Buffer.from(`\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`)
}

/** The cells of the first sheet as texts, line by line. */
export function workbook(bytes) {
  const files = unpack(bytes)
  const texts = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => plain(item))
  const sheet = files.get('xl/worksheets/sheet1.xml')
  return [...sheet.matchAll(/<row .*?<\/row>/gs)].map(([line]) => {
    const cells = []
    for (const [, letters, kind, content] of line.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = plain(content ?? '')
      cells[place(letters)] = kind.includes('t="s"') ? texts[Number(value)] : value
    }
    return Array.from(cells, (text) => text ?? '')
  })
}

const place = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
const signs = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const plain = (xml) => xml.replaceAll(/<[^>]*>/g, '').replaceAll(/&(\w+);/g, (_, name) => signs[name])

/** The files of a zip archive by its central directory. */
function unpack(bytes) {
  const files = new Map()
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, nameLength, extraLength, noteLength, start] = [
      bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42),
    ]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const packed = bytes.subarray(from, from + size)
    files.set(name, (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'))
    at += 46 + nameLength + extraLength + noteLength
  }
  return files
}
