// A draw in the hall: the operator's page, the projected screen, two phones of people present, and everybody of the pool at
// their own phone. Real witness, real database, nothing stubbed.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, afterEach, before, test } from 'node:test'
import { Person, phone } from './person.mjs'
import { startBrowser, Witnessed } from './service.mjs'

let service
let browser
let operator
let hall
let people
const links = []
const present = []

before(async () => {
  service = await Witnessed.open(
    ['demo', 'data', '--experts', '600'],
    ['demo', 'trust'],
    ['demo', 'request', '--minutes', '30'],
  )
  browser = await startBrowser()
  operator = await Person.enter(browser, service.address)
  operator.page.on('response', async (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/contributors')) links.push((await response.json()).link)
  })
})

after(async () => {
  people?.kill('SIGTERM')
  await browser?.close()
  await service?.stop()
})

afterEach(() => {
  for (const person of [operator, hall, ...present]) assert.deepEqual(person?.faults.splice(0) ?? [], [])
})

test('the operator begins the draw of an approved request, once however often the button is pressed', async () => {
  const { page } = operator
  await operator.signInDemo('chou.cs', service)
  await page.goto('/projects?state=approved')
  await operator.link('演示岳麓山隧道机电改造').click()
  await operator.button('开始抽取').click()
  const [code] = (await page.getByRole('dialog').innerText()).match(/YS-\d{4}-\d{6}-\d{6}/) ?? [await requestCode(page)]
  await page.getByRole('dialog').getByRole('textbox').fill(code)
  await operator.pressImpatiently('开始抽取')
  await page.waitForURL(/\/draws\//)
  await operator.button('添加参与人').waitFor()
  await operator.inspect()
})

test('the hall shows the four words before anybody types', async () => {
  hall = new Person(await operator.page.context().newPage(), service.address)
  await hall.page.setViewportSize({ width: 1920, height: 1080 })
  await hall.page.goto(`/hall.html#${operator.page.url().split('/').pop()}`)
  await hall.page.getByText('核对四个词').waitFor()
  await hall.page.getByText('单方模式').first().waitFor()
  await hall.inspect()
})

test('people present commit on their phones, insiders before the others, and reveal in turn', async () => {
  const { page } = operator
  for (const [kind, organisation] of [['中心', '长沙公共资源交易中心'], ['招标人', '演示岳麓山建设']]) {
    await operator.button('添加参与人').click()
    const dialog = page.getByRole('dialog').last()
    await dialog.locator('.el-select').click()
    await page.getByRole('option', { name: kind, exact: true }).click()
    await dialog.getByRole('textbox').last().fill(organisation)
    await dialog.getByRole('button').last().click()
    await page.getByText('的投数链接').waitFor()
    await operator.inspect()
    const phoned = await Person.enter(browser, service.address, phone)
    await phoned.page.goto(links.at(-1))
    present.push(phoned)
    await operator.button('本人已打开').click()
  }
  for (const [place, one] of present.entries()) {
    await commit(one, '27182818')
    await hall.page.getByText('已投数').nth(place).waitFor()
    // The page is asked again after a reload and knows what it promised.
    await one.page.reload()
    await one.page.getByText('2718').first().waitFor()
    await operator.page.getByRole('button', { name: /截止/ }).first().click()
    const dialog = page.getByRole('dialog')
    if (await dialog.count()) await dialog.last().getByRole('button').last().click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await hall.page.getByText('进行第 1 轮补抽').waitFor()
  await hall.inspect()
})

test('another phone does not open a link that is taken', async () => {
  const other = await Person.enter(browser, service.address, phone)
  await other.page.goto(links[0])
  await other.page.getByText('另一部手机').waitFor()
  await other.page.context().close()
})

test('those who were drawn answer on their phones, and the hall shows seats and no name', async () => {
  const told = []
  people = spawn(service.binary, ['demo', 'people', '--server', service.address], { ...service.options, stdio: ['ignore', 'pipe', 'inherit'] })
  const comes = new Promise((resolve) => {
    people.stdout.on('data', (chunk) => {
      told.push(...String(chunk).split('\n'))
      if (String(chunk).includes('签到码')) resolve()
    })
  })
  hall.page.setDefaultTimeout(150_000)
  await hall.page.getByText('已接受').nth(1).waitFor()
  await comes
  const names = told.filter((line) => line.includes('签到码')).map((line) => line.split(' ')[0])
  assert.ok(names.length > 0)
  for (const person of [hall, operator]) {
    const text = await person.page.locator('body').innerText()
    for (const name of names) assert.ok(!text.includes(name), 'a name stands on the screen')
  }
})

/** Types a number and seals it. */
async function commit(person, digits) {
  const { page } = person
  await page.getByText('请输入您的号码').waitFor()
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click()
  await person.inspect()
  await person.button('封住这个号码').click()
  await page.getByText('2718').first().waitFor()
}

/** The code of the request behind the dialog. */
async function requestCode(page) {
  return (await page.locator('body').innerText()).match(/YS-\d{4}-\d{6}-\d{6}/)[0]
}
