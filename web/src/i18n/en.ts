import account from './en/account';
import draw from './en/draw';
import expert from './en/expert';
import imports from './en/import';
import ledger from './en/ledger';
import pack from './en/pack';
import project from './en/project';
import ui from './en/ui';
import unit from './en/unit';

export default { ui, account, expert, unit, import: imports, ledger, project, draw, pack };
