// An expert at a phone, in a pool of invented people: their messages are read with `hengjian demo code`.
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { Person, phone } from './person.mjs'
import { Service, startBrowser } from './service.mjs'

let service
let browser
let expert

before(async () => {
  service = await Service.open(['demo', 'data', '--experts', '100'])
  browser = await startBrowser()
  expert = await Person.enter(browser, service.address, phone)
})

after(async () => {
  await browser?.close()
  await service?.stop()
})

afterEach(() => assert.deepEqual(expert.faults.splice(0), []))

test('an expert signs in with the code of a message and finds the own file', async () => {
  const { page } = expert
  const [number] = (await service.command('demo', 'accounts')).match(/\b1\d{10}\b/)
  await page.goto('/m.html')
  await page.getByLabel('手机号码').fill(number)
  await expert.inspect()
  await expert.pressImpatiently('获取验证码')
  await page.getByText('验证码已发送到').waitFor()
  const [code] = (await service.command('demo', 'code', number)).match(/\b\d{6}\b/)
  await page.getByLabel('验证码', { exact: true }).fill(code)
  await expert.inspect()
  await expert.pressImpatiently('登录')
  await page.getByText('，您好').waitFor()
  await expert.heading('我的专业').waitFor()
  await page.getByText('演示数据').waitFor()
  await expert.inspect()
})

test('the large print fits the screen', async () => {
  const { page } = expert
  await expert.button('大字').click()
  await expert.button('标准字号').waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false)
  await expert.inspect()
})

test('who has signed out is asked for the number again', async () => {
  const { page } = expert
  await expert.button('退出登录').click()
  await expert.heading('专家登录').waitFor()
  await page.reload()
  await expert.heading('专家登录').waitFor()
})
