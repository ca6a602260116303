// One person at a screen of their own: signs in with a second factor and watches for what no page may do.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { findings } from './axe.mjs'
import { code } from './factor.mjs'

const password = 'correct-horse-battery'
const desk = { viewport: { width: 1440, height: 900 } }
/** Milliseconds that an impatient finger stays down, and up: after two of them a page has usually changed. */
const stroke = 120
/** Milliseconds that a busy machine may take to show something. */
const patience = 15_000

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

export class Person {
  /** @param {import('playwright-core').Browser} browser */
  static async enter(browser, address, screen = desk) {
    const context = await browser.newContext({ baseURL: address, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...screen })
    return new Person(await context.newPage(), address)
  }

  constructor(page, address) {
    this.page = page
    page.setDefaultTimeout(patience)
    /** Foreign requests, errors of scripts, refusals of the server, serious findings of axe; stays empty. */
    this.faults = []
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:')) this.faults.push(`foreign request ${url}`)
    })
    page.on('response', (response) => {
      // Who is not signed in is told so with 401, and led to the sign-in page.
      if (response.status() >= 400 && response.status() !== 401) {
        this.faults.push(`${response.status()} for ${response.request().method()} ${response.url()}`)
      }
    })
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) this.faults.push(message.text())
    })
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true })
  }

  link(name) {
    return this.page.getByRole('link', { name, exact: true })
  }

  heading(name) {
    return this.page.getByRole('heading', { name, exact: true })
  }

  async choose(label, option) {
    await this.page.locator('.el-select').filter({ has: this.page.getByLabel(label) }).last().click()
    await this.page.getByRole('option', { name: option }).click()
  }

  /**
   * Presses the button of that name again while the request is on its way, and what stands in its place afterwards.
   * Of several buttons the last, which belongs to the dialog that is open.
   */
  async pressImpatiently(name) {
    const target = this.button(name).last()
    await target.hover()
    const { x, y, width, height } = await target.boundingBox()
    await target.dblclick()
    await this.page.mouse.dblclick(x + width / 2, y + height / 2, { delay: stroke })
  }

  /**
   * Presses the button of that name and holds the server's answer back: while it is outstanding, neither the mouse nor the
   * keyboard sends anything more.
   */
  async pressHeld(name) {
    const { page } = this
    let release
    const released = new Promise((resolve) => { release = resolve })
    const hold = async (route) => {
      if (route.request().method() !== 'GET') await released
      await route.fallback()
    }
    const sent = []
    const note = (request) => {
      if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname)
    }
    await page.route('**/api/**', hold)
    page.on('request', note)
    const target = this.button(name).last()
    const { x, y, width, height } = await target.boundingBox()
    const first = page.waitForRequest((request) => request.method() !== 'GET')
    await target.click()
    const request = await first
    await page.mouse.dblclick(x + width / 2, y + height / 2)
    await page.keyboard.press('Enter')
    await this.askAnything()
    release()
    await request.response()
    page.off('request', note)
    await page.unroute('**/api/**', hold)
    assert.deepEqual(sent, [new URL(request.url()).pathname], `what ${name} sent`)
  }

  /** Has the page ask for something: whatever it asked before has then been noted. */
  async askAnything() {
    await this.page.evaluate(async () => (await fetch('/api/areas')).text())
  }

  /** Follows a link or button that downloads; the name and the bytes of the file. */
  async download(target) {
    const coming = this.page.waitForEvent('download')
    await target.click()
    const download = await coming
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

  async inspect() {
    this.faults.push(...(await findings(this.page)))
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
    await this.inspect()
    await this.pressHeld('完成')
    await page.getByText('账号已启用').waitFor()
  }

  /** Signs in with an account of the demo, whose codes the command line shows. */
  async signInDemo(login, service) {
    const { page } = this
    await page.goto('/sign-in')
    await page.getByLabel('登录名').fill(login)
    await page.getByLabel('密码', { exact: true }).fill('Yanshi-2026-lushan')
    await page.keyboard.press('Enter')
    await page.getByLabel('动态验证码').fill(await service.command('demo', 'code', login))
    await page.keyboard.press('Enter')
    await this.heading('今日').waitFor()
  }

  async signIn(login) {
    const { page } = this
    await page.goto('/sign-in')
    await page.getByLabel('登录名').fill(login)
    await page.getByLabel('密码').fill(password)
    await this.inspect()
    await this.button('下一步').click()
    await page.getByLabel('动态验证码').fill(this.nextCode())
    await this.button('登录').click()
    await this.heading('今日').waitFor()
  }

  /** The same without a mouse. */
  async signInByKeyboard(login) {
    const { page } = this
    const { keyboard } = page
    await page.goto('/sign-in')
    await this.tabTo(page.getByLabel('登录名'))
    await keyboard.type(login)
    await this.tabTo(page.getByLabel('密码'))
    await keyboard.type(password)
    await this.tabTo(this.button('下一步'))
    await keyboard.press('Enter')
    await page.getByLabel('动态验证码').waitFor()
    await this.tabTo(page.getByLabel('动态验证码'))
    await keyboard.type(this.nextCode())
    await keyboard.press('Enter')
    await this.heading('今日').waitFor()
  }

  async signOut() {
    await this.page.locator('.who').click()
    await this.page.getByRole('menuitem', { name: '退出登录' }).click()
    await this.heading('登录').waitFor()
  }

  /** A code counts once; the clock's tolerance of one step allows the next one already. */
  nextCode() {
    return code(this.secret, 1)
  }

  async tabTo(target) {
    await target.waitFor()
    for (let steps = 0; steps < stepsAtMost; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`no way by Tab to ${target}`)
  }
}

const stepsAtMost = 20
