// The roll of experts that a centre brings along: invented people, some lines of which are wrong in the first version.
import { csv } from './sheet.mjs'

const year = new Date().getFullYear()
const term = { 评标职称: '高级工程师', 评标聘期起: `${year - 1}-01-01`, 评标聘期止: `${year + 1}-12-31`, 评标专业: 'A080101;A080107' }
const usual = { 所在地区: '430100', 工作单位: '湖南麓山工程咨询有限公司', 状态: '在库', ...term }

/** A name with a compound surname and characters outside the usual planes. */
export const rare = { 姓名: '欧阳𠮷䶮', 证件号码: idNumber('19750315'), 手机号码: '16000000001', 通讯地址: '湖南省长沙市岳麓区麓山路1号' }
const good = [
  rare,
  // Typed with a Chinese input method: full-width digits are the same digits.
  { 姓名: '王建国', 证件号码: fullWidth(idNumber('19680702')), 手机号码: fullWidth('16000000002') },
  { 姓名: '阿依古丽·买买提', 证件号码: idNumber('19820119'), 手机号码: '160 0000 0003', 所在地区: '株洲市' },
  { 姓名: '刘洋', 证件号码: idNumber('19791130'), 手机号码: '16000000004' },
]
const corrected = [
  { 姓名: '陈立', 证件号码: idNumber('19710406'), 手机号码: '16000000005' },
  { 姓名: '周敏', 证件号码: idNumber('19850923'), 手机号码: '16000000006' },
  { 姓名: '唐文', 证件号码: idNumber('19770811'), 手机号码: '16000000007' },
]
const wrong = [
  { ...corrected[0], 证件号码: withWrongCheck(corrected[0].证件号码) },
  { ...corrected[1], 手机号码: '1600000006' },
  { ...corrected[2], 所在地区: '雁城' },
]

/** Lines of the first version, in the order of the file, where the header is line 1. */
export const first = [good[0], wrong[0], good[1], wrong[1], good[2], wrong[2], good[3]]
export const second = [...good, ...corrected]

/** What the first version is refused for: line, column, reason. */
export const refusals = [
  ['3', '证件号码', /校验不符/],
  ['5', '手机号码', /有 10 位，应为 11 位/],
  ['7', '所在地区', /“雁城”不是行政区划/],
]

/** A file under the headers of the template. */
export function file(name, headers, people) {
  const rows = people.map((person) => headers.map((header) => ({ ...usual, ...person })[header.replace('*', '')] ?? ''))
  return { name, mimeType: 'text/csv', buffer: csv([headers, ...rows]) }
}

/** A number of GB 11643 for a birthday; nobody is given the sequence 000. */
function idNumber(birthday) {
  const digits = `430102${birthday}000`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return digits + '10X98765432'[sum % 11]
}

function withWrongCheck(id) {
  return id.slice(0, -1) + (id.endsWith('1') ? '2' : '1')
}

function fullWidth(text) {
  return text.replaceAll(/[\dX]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
}
