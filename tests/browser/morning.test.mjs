// The first morning of a centre, at the screens, against the real service: from an empty database to a pool that two
// officers keep and a supervisor reads. Each test goes on where the one before ended.
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { invite, setUp } from './accounts.mjs'
import { event, names, open, openProposal, personal } from './experts.mjs'
import { counts, refusals, stands, upload } from './imports.mjs'
import { Person } from './person.mjs'
import * as roll from './roll.mjs'
import { Service, startBrowser } from './service.mjs'
import { workbook } from './sheet.mjs'

let service
let browser
let security
let officer
let colleague
let supervisor
let headers
let broken = false
const people = []

before(async () => {
  service = await Service.open()
  browser = await startBrowser()
  security = await enter()
  officer = await enter()
  colleague = await enter()
  supervisor = await enter()
})

after(async () => {
  await browser?.close()
  await service?.stop()
})

afterEach(() => {
  for (const { faults } of people) assert.deepEqual(faults.splice(0), [])
})

chapter('the first security officer sets the centre up with the token of the terminal', async () => {
  await setUp(security, service.token)
  await security.signIn('anquan')
})

chapter('two pool officers and a supervisor accept their invitations, one of them without a mouse', async () => {
  await officer.accept(await invite(security, 'zhuanjia-1', '张管理', '专家库管理员'))
  await colleague.accept(await invite(security, 'zhuanjia-2', '李管理', '专家库管理员'))
  await supervisor.accept(await invite(security, 'jiandu-1', '赵监督', '监督员'))
  await officer.signIn('zhuanjia-1')
  await colleague.signIn('zhuanjia-2')
  await supervisor.signInByKeyboard('jiandu-1')
  await officer.inspect()
})

chapter('an empty pool leads to the import, whose template names every column', async () => {
  const { page } = officer
  await officer.link('查看专家').first().click()
  await officer.link('去导入').click()
  const template = await officer.download(officer.link('下载专家模板').first())
  assert.match(template.name, /\.xlsx$/)
  headers = workbook(template.bytes)[0]
  const required = headers.filter((header) => header.endsWith('*'))
  assert.deepEqual(required, ['姓名*', '证件号码*', '手机号码*', '所在地区*'])
  await officer.inspect()
  assert.equal(new URL(page.url()).pathname, '/imports')
})

chapter('the check names each refused row, its column and the reason, and stands after a reload', async () => {
  await upload(officer, roll.file('名册.csv', headers, roll.first))
  for (const look of ['at once', 'reloaded']) {
    if (look === 'reloaded') await officer.page.reload()
    await stands(officer, '待提交')
    assert.deepEqual(await counts(officer), { 新增: 4, 更新: 0, 无变化: 0, 被拒: 3, 合计: roll.first.length }, look)
    const shown = await refusals(officer)
    assert.equal(shown.length, roll.refusals.length)
    for (const [at, [row, column, reason]] of roll.refusals.entries()) {
      assert.deepEqual(shown[at].slice(0, 2), [row, column])
      assert.match(shown[at][2], reason)
    }
  }
  await officer.inspect()
})

chapter('the refused rows come back as a workbook, with the reasons behind them', async () => {
  const book = await officer.download(officer.link('下载被拒行表格'))
  assert.match(book.name, /\.xlsx$/)
  const [first, ...rows] = workbook(book.bytes)
  assert.deepEqual(first, [...headers, '原因'])
  assert.deepEqual(rows.map((row) => row[headers.indexOf('姓名*')]), ['陈立', '周敏', '唐文'])
  for (const [at, [, , reason]] of roll.refusals.entries()) assert.match(rows[at].at(-1), reason)
  await officer.button('作废').click()
  await stands(officer, '已作废')
})

chapter('the corrected file is submitted once however often one clicks, and not approved by its author', async () => {
  const { page } = officer
  await upload(officer, roll.file('名册-更正.csv', headers, roll.second))
  assert.deepEqual(await counts(officer), { 新增: 7, 更新: 0, 无变化: 0, 被拒: 0, 合计: 7 })
  await officer.pressHeld('提交批准')
  await stands(officer, '待批准')
  await page.reload()
  await page.getByText('须由另一名专家库管理员批准').waitFor()
  await stands(officer, '待批准')
  assert.equal(await officer.button('批准并写入').count(), 0)
  await officer.inspect()
  await page.goto('/imports')
  await page.getByRole('row', { name: '待批准' }).waitFor()
  assert.equal(await page.getByRole('row', { name: '待批准' }).count(), 1)
})

chapter('another officer approves, and the file is written to its end', async () => {
  const { page } = colleague
  await page.goto('/')
  await page.getByRole('link', { name: '导入等待您批准' }).click()
  await page.getByRole('row', { name: '待批准' }).getByRole('link').click()
  await colleague.pressHeld('批准并写入')
  await stands(colleague, '已写入')
  assert.equal(await page.getByRole('progressbar').count(), 0)
  assert.deepEqual(await counts(colleague), { 新增: 7, 更新: 0, 无变化: 0, 被拒: 0, 合计: 7 })
  await colleague.inspect()
})

chapter('the list masks everybody, and an exact search finds one', async () => {
  const { page } = officer
  await page.goto('/experts')
  await page.getByText('共 7 条').waitFor()
  const shown = await names(officer)
  assert.equal(shown.length, 7)
  for (const name of shown) assert.match(name, /^.\*工$/u)
  const book = await officer.download(officer.button('导出表格'))
  assert.match(book.name, /^experts-.*\.xlsx$/)
  assert.deepEqual(workbook(book.bytes).slice(1).map((row) => row[1]).sort(), shown.toSorted())
  await officer.inspect()
  await open(officer, roll.rare.姓名)
  await officer.inspect()
})

chapter('an officer reads a telephone number for a reason, and the history tells', async () => {
  const { page } = officer
  assert.doesNotMatch(await personal(officer, '手机号码').innerText(), /\d{5}/)
  await officer.button('查看手机号码').click()
  await page.getByRole('dialog').getByLabel('原因').fill('核对通知是否送达')
  await officer.inspect()
  await officer.pressImpatiently('查看')
  await page.getByText(roll.rare.手机号码, { exact: true }).waitFor()
  await event(officer, '查看个人信息').getByText('核对通知是否送达').waitFor()
  await officer.inspect()
  await page.reload()
  await event(officer, '查看个人信息').waitFor()
  assert.equal(await page.getByText(roll.rare.手机号码).count(), 0)
})

chapter('a changed telephone number counts when a second officer approved it', async () => {
  const { page } = officer
  await officer.link('变更资料').click()
  await officer.heading('变更资料').waitFor()
  await page.getByLabel('手机号码').fill('16000000088')
  await page.getByLabel('变更原因').fill('专家更换手机号码')
  await officer.inspect()
  await officer.pressImpatiently('提交审核')
  await page.getByText('这是您本人提出的变更').waitFor()
  await officer.button('撤回').waitFor()
  assert.equal(await officer.button('通过').count(), 0)
  await officer.inspect()

  await openProposal(colleague, '资料变更')
  await colleague.page.getByRole('row', { name: '手机号码' }).waitFor()
  await colleague.inspect()
  await colleague.pressImpatiently('通过')
  await colleague.page.getByText('已通过', { exact: true }).waitFor()
  await colleague.inspect()

  await open(officer, '16000000088')
  await event(officer, '资料变更').waitFor()
  assert.match(await personal(officer, '手机号码').innerText(), /^\*+88$/)
})

chapter('an address is cleared by one officer and another, each of whom presses while the answer is outstanding', async () => {
  const { page } = officer
  assert.match(await personal(officer, '通讯地址').innerText(), /\*/)
  await officer.link('变更资料').click()
  await officer.button('清除通讯地址').click()
  await page.getByText('审核通过后，这一项清除。').waitFor()
  await page.getByLabel('变更原因').fill('本人要求不再留存地址')
  await officer.inspect()
  await officer.pressHeld('提交审核')
  await page.getByText('这是您本人提出的变更').waitFor()
  await page.goto('/changes')
  await page.getByRole('row', { name: '待审核' }).waitFor()
  assert.equal(await page.getByRole('row', { name: '待审核' }).count(), 1)

  await openProposal(colleague, '资料变更')
  assert.match(await colleague.page.getByRole('row', { name: '通讯地址' }).innerText(), /\*.*—/s)
  await colleague.pressHeld('通过')
  await colleague.page.getByText('已通过', { exact: true }).waitFor()

  await open(officer, '16000000088')
  assert.equal(await personal(officer, '通讯地址').innerText(), '—')
  assert.equal(await event(officer, '资料变更').count(), 2)
})

chapter('a leave that a second officer rejects changes nothing, and its author reads why', async () => {
  const { page } = officer
  await officer.button('变更状态').click()
  const form = page.getByRole('dialog')
  await form.getByText('请假', { exact: true }).click()
  await form.getByLabel('截止日期').fill(`${new Date().getFullYear() + 1}-06-30`)
  await form.getByLabel('截止日期').press('Enter')
  await form.getByLabel('原因').fill('赴外地学习半年')
  await officer.inspect()
  await officer.pressImpatiently('提交审核')
  await page.getByText('这是您本人提出的变更').waitFor()
  await page.getByText('待审核', { exact: true }).waitFor()

  await openProposal(colleague, '状态变更')
  await colleague.button('退回').click()
  const dialog = colleague.page.getByRole('dialog')
  await dialog.getByLabel('原因').fill('没有附学习通知')
  await colleague.inspect()
  await colleague.pressImpatiently('退回')
  await colleague.page.getByText('已退回', { exact: true }).waitFor()

  await page.reload()
  await page.getByText('没有附学习通知').waitFor()
  await officer.link('查看档案').click()
  await page.locator('header.head').getByText('在库', { exact: true }).waitFor()
})

chapter('a supervisor reads the list and a file, and is offered neither search nor unmasking', async () => {
  const { page } = supervisor
  await supervisor.link('专家').click()
  await page.getByText('共 7 条').waitFor()
  for (const absent of ['查找', '新增专家', '导出表格']) {
    assert.equal(await page.getByText(absent, { exact: true }).count(), 0, absent)
  }
  await supervisor.inspect()
  await page.getByRole('region', { name: '专家', exact: true }).getByRole('link').first().click()
  await page.getByText('您的角色只能看到掩码。').waitFor()
  assert.equal(await page.getByRole('button', { name: '查看' }).count(), 0)
  await supervisor.inspect()
})

chapter('after signing out neither Back nor a reload shows a file again', async () => {
  const { page } = officer
  const file = page.url()
  await officer.signOut()
  await page.goBack()
  await officer.heading('登录').waitFor()
  await page.reload()
  await officer.heading('登录').waitFor()
  await page.goto(file)
  await officer.heading('登录').waitFor()
  assert.equal(await page.getByText('个人信息').count(), 0)
})

/** A test that is passed over when an earlier one failed: it would only wait for what never comes. */
function chapter(name, tell) {
  test(name, async (context) => {
    if (broken) return context.skip('the story broke off')
    broken = true
    await tell()
    broken = false
  })
}

async function enter() {
  const person = await Person.enter(browser, service.address)
  people.push(person)
  return person
}
