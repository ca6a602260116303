import account from './en/account';
import callout from './en/callout';
import contribution from './en/contribution';
import draw from './en/draw';
import expert from './en/expert';
import imports from './en/import';
import hall from './en/hall';
import ledger from './en/ledger';
import pack from './en/pack';
import project from './en/project';
import ui from './en/ui';
import unit from './en/unit';

export default { ui, account, expert, unit, import: imports, ledger, project, draw, pack, hall, contribution, callout };
