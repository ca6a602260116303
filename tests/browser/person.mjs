// One person at a screen of their own: signs in with a second factor and watches for what no page may do.
import { createHmac } from 'node:crypto'

const password = 'correct-horse-battery'
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export class Person {
  /** @param {import('playwright-core').Browser} browser */
  static async enter(browser, address) {
    const context = await browser.newContext({
      baseURL: address,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    })
    return new Person(await context.newPage(), address)
  }

  constructor(page, address) {
    this.page = page
    this.address = address
    /** Foreign requests and errors of scripts; stays empty. */
    this.faults = []
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:')) this.faults.push(`foreign request ${url}`)
    })
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) this.faults.push(message.text())
    })
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true })
  }

  async choose(label, option) {
    await this.page.getByLabel(label).last().click()
    await this.page.getByRole('option', { name: option }).click()
  }

  /** Opens the link of an invitation, binds an authenticator and sets the password. */
  async accept(link) {
    const { page } = this
    if (link) await page.goto(link)
    const shown = await page.locator('.code').filter({ hasText: /^[A-Z2-7 ]{16,}$/ }).innerText()
    this.secret = shown.replaceAll(/\s/g, '')
    await page.getByLabel('新密码', { exact: true }).fill(password)
    await page.getByLabel('再输一次新密码').fill(password)
    await page.getByLabel('动态验证码').fill(code(this.secret, 0))
    await this.button('完成').click()
    await page.getByText('账号已启用').waitFor()
  }

  async signIn(login) {
    const { page } = this
    await page.goto('/sign-in')
    await page.getByLabel('登录名').fill(login)
    await page.getByLabel('密码').fill(password)
    await this.button('下一步').click()
    // A code counts once; the clock's tolerance of one step allows the next one already.
    await page.getByLabel('动态验证码').fill(code(this.secret, 1))
    await this.button('登录').click()
    await page.getByRole('heading', { name: '今日' }).waitFor()
  }
}

/** RFC 6238 with the usual 30 seconds, SHA-1 and six digits, `ahead` steps from now. */
function code(secret, ahead) {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
