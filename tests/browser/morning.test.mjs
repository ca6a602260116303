// The first morning of a centre, at the screens, against the real service.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Person } from './person.mjs'
import { startBrowser, startService } from './service.mjs'

let service
let browser
let security

before(async () => {
  service = await startService()
  browser = await startBrowser()
})

after(async () => {
  await browser?.close()
  await service?.stop()
})

test('the first security officer sets the centre up with the token of the terminal', async () => {
  security = await Person.enter(browser, service.address)
  const { page } = security
  await page.goto('/setup')
  await page.getByLabel('设置口令').fill(service.token)
  await page.getByLabel('登录名').fill('anquan')
  await page.getByLabel('姓名').fill('安全员')
  await page.getByLabel('管辖地区').fill('430000')
  await security.button('创建账号').click()
  await security.accept()
  await security.signIn('anquan')
  assert.deepEqual(security.faults, [])
})

test('the security officer invites a pool officer, who signs in and finds an empty pool', async () => {
  const link = await invite('zhuanjia-1', '张管理', '专家库管理员')
  const officer = await Person.enter(browser, service.address)
  await officer.accept(link)
  await officer.signIn('zhuanjia-1')
  await officer.page.goto('/experts')
  await officer.page.getByRole('heading', { name: '专家' }).first().waitFor()
  assert.deepEqual(officer.faults, [])
})

async function invite(login, name, role) {
  const { page } = security
  await page.goto('/accounts')
  await security.button('新建账号').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('登录名').fill(login)
  await form.getByLabel('姓名').fill(name)
  await security.choose('角色', role)
  await security.button('创建并生成邀请').click()
  return page.getByLabel('邀请链接', { exact: true }).inputValue()
}
