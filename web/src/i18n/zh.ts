import account from './zh/account';
import callout from './zh/callout';
import contribution from './zh/contribution';
import draw from './zh/draw';
import expert from './zh/expert';
import imports from './zh/import';
import hall from './zh/hall';
import ledger from './zh/ledger';
import pack from './zh/pack';
import project from './zh/project';
import ui from './zh/ui';
import unit from './zh/unit';

export default { ui, account, expert, unit, import: imports, ledger, project, draw, pack, hall, contribution, callout };
