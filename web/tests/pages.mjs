import { createHash } from 'node:crypto';

/* Every page, each with the role that uses it and the dialogs that it opens. What a page is told to do ends when it shows. */
const press = (name, shows) => async (tab) => {
  await tab.getByRole('button', { name }).first().click();
  await tab.locator(shows).first().waitFor();
};
const click = (target, shows) => async (tab) => {
  await tab.locator(target).first().click();
  await tab.locator(shows).first().waitFor();
};
const dialog = '.el-dialog__footer';
/** A projector's picture; a narrow window is looked at as it is. */
const hall = { width: 1920, height: 1080 };
/** A number that this phone locked, as its page keeps it. */
const keepSlip = (token) => async (tab) => {
  const place = `hengjian.number.${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
  const slip = { commit: '868e58a75788efa44ce40cd39fbf233acf000d7bdfc2ebd4c37bd5c6f53542ec', round: 0, blind: null, role: 'tenderee-1', nonce: '8acaa738e1', digits: '87027343', sent: true };
  await tab.evaluate(([name, text]) => localStorage.setItem(name, text), [place, JSON.stringify({ device: 'd', slips: [slip] })]);
  await tab.reload({ waitUntil: 'networkidle' });
};
/** With the keyboard alone, as a desk is used. */
const typed = (...lines) => async (tab) => {
  for (const line of lines) {
    await tab.keyboard.type(line);
    await tab.keyboard.press('Enter');
    await tab.waitForFunction((shown) => document.querySelector('form input')?.value !== shown, line);
  }
};

export const pages = [
  { name: 'setup', path: '/setup' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-locked', path: '/sign-in', act: async (tab) => {
    await tab.locator('input[autocomplete="username"]').fill('locked');
    await tab.locator('input[type="password"]').fill('x');
    await click('button[type="submit"]', '[role="alert"]')(tab);
  } },
  { name: 'sign-in-code', path: '/sign-in', act: async (tab) => {
    await tab.locator('input[autocomplete="username"]').fill('liu-min');
    await tab.locator('input[type="password"]').fill('x');
    await tab.locator('button[type="submit"]').click();
    await tab.locator('input[autocomplete="one-time-code"]').waitFor();
  } },
  { name: 'invitation', path: '/invitation#T' },
  { name: 'invitation-expired', path: '/invitation#expired' },
  { name: 'today', path: '/', role: 'pool_officer' },
  { name: 'today-empty', path: '/', role: 'draw_operator' },
  { name: 'experts', path: '/experts', role: 'pool_officer' },
  { name: 'experts-filtered', path: '/experts?state=suspended&specialty=A&columns=name.state.term_until', role: 'pool_officer' },
  { name: 'experts-none', path: '/experts?area=430000', role: 'pool_officer' },
  { name: 'experts-tree', path: '/experts', role: 'pool_officer', act: click('.el-select', '.el-select-dropdown__item >> visible=true') },
  { name: 'experts-columns', path: '/experts', role: 'pool_officer', act: click('summary', 'details[open]') },
  { name: 'experts-export', path: '/experts', role: 'pool_officer', act: press(/^(导出表格|Export)$/, '[role="alert"]') },
  { name: 'expert', path: '/experts/e1', role: 'pool_officer' },
  { name: 'expert-old', path: '/experts/e1', role: 'pool_officer', act: async (tab) => { await tab.locator('.tag').last().scrollIntoViewIfNeeded(); } },
  { name: 'expert-open-change', path: '/experts/e2', role: 'pool_officer' },
  { name: 'expert-unmask', path: '/experts/e1', role: 'pool_officer', act: press(/^(查看手机|Show: Mobile)/, dialog) },
  { name: 'expert-state', path: '/experts/e1', role: 'pool_officer', act: press(/变更状态|Change state/, dialog) },
  { name: 'expert-auditor', path: '/experts/e1', role: 'auditor' },
  { name: 'expert-new', path: '/experts/new', role: 'pool_officer', act: click('button[type="submit"]', '.field.wrong') },
  { name: 'expert-change', path: '/experts/e1/change', role: 'pool_officer' },
  { name: 'expert-clear', path: '/experts/e1/change', role: 'pool_officer', act: press(/^(清除银行账号|Clear: Bank account)$/, 'input:disabled') },
  { name: 'expert-stale', path: '/experts/e3/change', role: 'pool_officer', act: async (tab) => {
    await tab.getByLabel(/工作单位|^Unit/).first().fill('湖南建科工程咨询有限公司');
    await tab.locator('textarea').fill('单位调动');
    await click('button[type="submit"]', dialog)(tab);
  } },
  { name: 'changes', path: '/changes', role: 'pool_officer' },
  { name: 'change', path: '/changes/c1', role: 'pool_officer' },
  { name: 'change-own', path: '/changes/c2', role: 'pool_officer' },
  { name: 'imports', path: '/imports', role: 'pool_officer' },
  { name: 'imports-edition', path: '/imports?kind=specialties', role: 'pool_officer', act: click('button[type="submit"]', '.field.wrong') },
  { name: 'import-edition', path: '/imports/i6', role: 'pool_officer' },
  { name: 'import-checked', path: '/imports/i1', role: 'pool_officer' },
  { name: 'import-submitted', path: '/imports/i2', role: 'pool_officer' },
  { name: 'import-running', path: '/imports/i3', role: 'pool_officer' },
  { name: 'projects', path: '/projects', role: 'tenderee' },
  { name: 'projects-none', path: '/projects', role: 'agency' },
  { name: 'project-new', path: '/projects/new', role: 'tenderee', act: press(/^(下一步|Next)$/, '.field.wrong') },
  { name: 'project-slots', path: '/projects/r1/edit', role: 'tenderee', act: async (tab) => {
    await tab.getByRole('button', { name: /^2 / }).click();
    await tab.getByRole('button', { name: /^3 / }).click();
    await tab.locator('tbody td.number').first().waitFor();
  } },
  { name: 'project-recusal', path: '/projects/r1/edit', role: 'tenderee', act: async (tab) => {
    for (const number of [2, 3, 4, 5]) await tab.getByRole('button', { name: new RegExp(`^${number} `) }).click();
    await tab.locator('legend').first().waitFor();
  } },
  { name: 'project-draft', path: '/projects/r1', role: 'tenderee' },
  { name: 'project-panel', path: '/projects/r1', role: 'tenderee', act: async (tab) => {
    await press(/^(提交|File)$/, dialog)(tab);
    await click('.el-dialog__footer .el-button--primary', '.el-dialog [role="alert"]')(tab);
  } },
  { name: 'project-filed', path: '/projects/r2', role: 'pool_officer' },
  { name: 'project-approve', path: '/projects/r2', role: 'pool_officer', act: press(/^(批准|Approve)$/, dialog) },
  { name: 'project-return', path: '/projects/r2', role: 'pool_officer', act: press(/^(退回|Send back)$/, dialog) },
  { name: 'project-supervisor', path: '/projects/r3', role: 'supervisor' },
  { name: 'project-begin', path: '/projects/r3', role: 'draw_operator', act: press(/^(开始抽取|Begin the draw)$/, dialog) },
  { name: 'draws', path: '/draws', role: 'draw_operator' },
  { name: 'draws-none', path: '/draws', role: 'draw_operator.none' },
  { name: 'draw-open', path: '/draws/d1', role: 'draw_operator' },
  { name: 'draw-contributor', path: '/draws/d1', role: 'draw_operator', act: async (tab) => {
    await press(/^(添加参与人|Add a contributor)$/, dialog)(tab);
    await tab.locator('.el-dialog .el-select').click();
    await tab.locator('.el-select-dropdown__item >> visible=true').last().click();
  } },
  { name: 'draw-link', path: '/draws/d2', role: 'draw_operator', act: async (tab) => {
    await press(/^(新链接|New link)/, dialog)(tab);
    await click('.el-dialog__footer .el-button--primary', 'img.qr')(tab);
  } },
  { name: 'draw-numbers', path: '/draws/d2', role: 'draw_operator' },
  { name: 'draw-close', path: '/draws/d2', role: 'draw_operator', act: async (tab) => {
    await press(/^(全部名单截止|Close the list)$/, dialog)(tab);
    await click('.el-dialog__footer .el-button--primary', '.el-dialog [role="alert"]')(tab);
  } },
  { name: 'draw-slip', path: '/draws/d3', role: 'draw_operator', act: async (tab) => {
    await press(/^(录入号码单|Read a slip)$/, dialog)(tab);
    await click('.el-dialog__footer .el-button--primary', '.field.wrong')(tab);
  } },
  { name: 'draw-callout', path: '/draws/d4', role: 'draw_operator' },
  { name: 'draw-statements', path: '/draws/d4', role: 'draw_operator', act: async (tab) => { await tab.locator('table').last().scrollIntoViewIfNeeded(); } },
  { name: 'draw-cancel', path: '/draws/d2', role: 'draw_operator', act: async (tab) => {
    await press(/^(取消抽取|Cancel the draw)$/, dialog)(tab);
    await click('.el-dialog__footer .el-button--danger', '.field.wrong')(tab);
  } },
  { name: 'draw-check-in', path: '/draws/d5', role: 'supervisor' },
  { name: 'draw-closed', path: '/draws/d6', role: 'draw_operator' },
  { name: 'draw-cancelled', path: '/draws/d7', role: 'supervisor' },
  { name: 'draw-cancel-causes', path: '/draws/d4', role: 'draw_operator', act: async (tab) => {
    await press(/^(取消抽取|Cancel the draw)$/, dialog)(tab);
    await click('.el-dialog .el-select', '.el-select-dropdown__item >> visible=true')(tab);
    await click('.el-select-dropdown__item >> visible=true', '.el-dialog .notice')(tab);
  } },
  { name: 'draw-wanted', path: '/draws/d3', role: 'supervisor' },
  { name: 'signatures', path: '/draws/d3/signatures', role: 'supervisor', act: click('button[type="submit"]', '.field.wrong') },
  { name: 'signatures-none', path: '/draws/d1/signatures', role: 'supervisor' },
  { name: 'approvals', path: '/approvals', role: 'supervisor' },
  { name: 'approvals-made', path: '/approvals', role: 'supervisor', act: async (tab) => {
    await tab.locator('main input').first().fill(`请将抽取编号 ${'3f2a91c0'.repeat(8)} 报省级监督部门签署批准文件。`);
    await tab.locator('main textarea').first().fill('经核，第一次抽取因参与人未公开号码取消，同意再次抽取。');
    await click('button[type="submit"]', '.field.wrong')(tab);
  } },
  { name: 'packs', path: '/packs', role: 'auditor' },
  { name: 'pack-hand-in', path: '/packs', role: 'supervisor', act: async (tab) => {
    await press(/^(提交规则包|Hand in a pack)$/, dialog)(tab);
    await click('.el-dialog__footer .el-button--primary', '.field.wrong')(tab);
  } },
  { name: 'desk-id', path: '/check-in', role: 'site_officer', act: async (tab) => {
    await tab.keyboard.type('4301');
    await tab.keyboard.press('Enter');
    await tab.locator('.field.wrong').waitFor();
  } },
  { name: 'desk-code', path: '/check-in', role: 'site_officer', act: typed('430103196203114512') },
  { name: 'desk-expected', path: '/check-in', role: 'site_officer', act: typed('430103196203114512', '384021') },
  { name: 'desk-not-expected', path: '/check-in', role: 'site_officer', act: typed('430103196203114512', '000000') },
  { name: 'units', path: '/units', role: 'pool_officer' },
  { name: 'unit', path: '/units/u1', role: 'pool_officer' },
  { name: 'unit-equity', path: '/units/u1', role: 'pool_officer', act: async (tab) => { await tab.locator('svg[role="img"]').scrollIntoViewIfNeeded(); } },
  { name: 'unit-code', path: '/units/u1', role: 'pool_officer', act: press(/登记信用代码|Set the credit code/, dialog) },
  { name: 'unit-name-missing', path: '/units/u1', role: 'pool_officer', act: async (tab) => {
    await press(/添加名称|Add a name/, dialog)(tab);
    await tab.locator('textarea').fill('工商登记变更');
    await click(`${dialog} button:last-child`, '.field.wrong')(tab);
  } },
  { name: 'unit-merge', path: '/units/u1', role: 'pool_officer', act: async (tab) => {
    await press(/归并到另一单位|Merge into another/, dialog)(tab);
    await tab.locator('.el-dialog input').first().fill('湖南');
    await click('.el-select-dropdown__item >> visible=true', '.el-dialog .sheet')(tab);
  } },
  { name: 'unit-named', path: '/units/u1', role: 'pool_officer', act: async (tab) => {
    await press(/添加名称|Add a name/, dialog)(tab);
    await tab.locator('.el-dialog input').first().fill('湖南建科院');
    await tab.locator('textarea').fill('工商登记变更');
    await click(`${dialog} button:last-child`, '.el-message')(tab);
    await tab.locator(dialog).waitFor({ state: 'hidden' });
  } },
  { name: 'near', path: '/near', role: 'pool_officer' },
  { name: 'near-merge', path: '/near', role: 'pool_officer', act: press(/^(合并|Merge)$/, dialog) },
  { name: 'accounts', path: '/accounts', role: 'security_officer' },
  { name: 'account-new', path: '/accounts', role: 'security_officer', act: press(/新建账号|New account/, dialog) },
  { name: 'account', path: '/accounts/a5', role: 'security_officer' },
  { name: 'account-invited', path: '/accounts/a5', role: 'security_officer', act: async (tab) => {
    await press(/重新邀请|Invite again/, dialog)(tab);
    await tab.locator('textarea').fill('更换手机');
    await tab.locator('.el-dialog__footer button').last().click();
    await tab.locator('img.qr').waitFor();
  } },
  { name: 'own', path: '/own', role: 'pool_officer' },
  { name: 'menu', path: '/own', role: 'pool_officer', act: click('.who', '[role="menuitem"]') },
  { name: 'ledger', path: '/ledger', role: 'auditor' },
  { name: 'ledger-find', path: '/ledger', role: 'auditor', act: async (tab) => {
    await tab.locator('form input[aria-describedby]').last().fill('001042');
    await click('form button[type="submit"]', '.field.wrong')(tab);
  } },
  { name: 'ledger-checked', path: '/ledger', role: 'auditor', act: press(/核对一致性|Check consistency/, '.notice.jade') },
  { name: 'ledger-entry', path: '/ledger/48208', role: 'auditor' },
  { name: 'system', path: '/system', role: 'system_officer' },
  { name: 'forbidden', path: '/ledger', role: 'pool_officer' },
  { name: 'not-found', path: '/nowhere/at/all', role: 'pool_officer' },
  { name: 'm-sign-in', path: '/m.html' },
  { name: 'm-code', path: '/m.html', act: async (tab) => {
    await tab.locator('input').fill('13800000417');
    await tab.locator('button[type="submit"]').click();
    await tab.locator('input[autocomplete="one-time-code"]').waitFor();
  } },
  { name: 'm-file', path: '/m.html', role: 'expert' },
  { name: 'm-file-old', path: '/m.html', role: 'expert', act: async (tab) => { await tab.locator('.tag').last().scrollIntoViewIfNeeded(); } },
  { name: 'm-elder', path: '/m.html', role: 'expert', size: 'elder' },

  ...['open', 'committed', 'unchecked', 'insiders', 'reveals', 'eight', 'seal', 'sealing', 'callout', 'sixteen', 'many', 'checkin', 'unsealed', 'cancelled', 'rehearsal']
    .map((stage) => ({ name: `hall-${stage}`, path: `/hall.html#${stage}`, role: 'draw_operator', screen: hall })),
  { name: 'hall-lost', path: '/hall.html#drill', role: 'draw_operator', screen: hall, offline: true, act: async (tab) => {
    await tab.route('**/api/**', (route) => route.abort());
    await tab.locator('.link.lost').waitFor({ timeout: 15_000 });
  } },
  { name: 'hall-refused', path: '/hall.html#open', screen: hall },
  { name: 'hall-nothing', path: '/hall.html', screen: hall },
  ...['before', 'wait', 'commit', 'other', 'ended'].map((phase) => ({ name: `n-${phase}`, path: `/n.html#${phase}` })),
  { name: 'n-elder', path: '/n.html#commit', size: 'elder' },
  { name: 'n-dice', path: '/n.html#commit', act: async (tab) => { await tab.getByRole('button', { name: /掷骰子|Throw dice/ }).click(); } },
  { name: 'n-short', path: '/n.html#commit', act: async (tab) => {
    for (const key of '1234') await tab.keyboard.press(key);
    await press(/封住这个号码|Lock this number/, '.wrong')(tab);
  } },
  { name: 'n-locked', path: '/n.html#commit', act: async (tab) => {
    for (const key of '87027343') await tab.getByRole('button', { name: key, exact: true }).click();
    await press(/封住这个号码|Lock this number/, '.slip')(tab);
  } },
  { name: 'n-dead', path: '/n.html#commit', offline: true, act: async (tab) => {
    await tab.route('**/api/**', (route) => route.abort());
    for (const key of '87027343') await tab.keyboard.press(key);
    await tab.keyboard.press('Enter');
    await tab.locator('.offline').waitFor();
  } },
  ...['committed', 'revealed', 'over', 'ended'].map((phase) => ({ name: `n-kept-${phase}`, path: `/n.html#${phase}`, act: keepSlip(phase) })),
  { name: 'n-lost', path: '/n.html#reveal' },
  { name: 'm-task', path: '/m.html', role: 'expert.identify' },
  { name: 'm-task-wrong', path: '/m.html', role: 'expert.identify', act: async (tab) => {
    await tab.locator('.task input').fill('0000');
    await click('.task button[type="submit"]', '[role="alert"]')(tab);
  } },
  { name: 'm-task-offer', path: '/m.html', role: 'expert.offer' },
  { name: 'm-task-offer-elder', path: '/m.html', role: 'expert.offer', size: 'elder' },
  { name: 'm-task-accept', path: '/m.html', role: 'expert.offer', act: click('.task .accept', '.task .confirm') },
  { name: 'm-task-decline', path: '/m.html', role: 'expert.offer', act: click('.task .decline', '.task .reasons') },
  { name: 'm-task-accepted', path: '/m.html', role: 'expert.accepted' },
  { name: 'm-task-declined', path: '/m.html', role: 'expert.declined' },
  { name: 'm-task-over', path: '/m.html', role: 'expert.over' },
];
