/** Short names for the shapes of the server's document, which alone says what they are. */
import type { components } from './schema';

export type { paths } from './schema';
type Schemas = components['schemas'];

export type ProblemBody = Schemas['Problem'];
export type Difference = Schemas['FieldDifference'];

export type Area = Schemas['AreaItem'];
export type Me = Schemas['Me'];
export type Device = Schemas['Device'];
export type Task = Schemas['Task'];
export type OpenInvitation = Schemas['Opened'];
export type Account = Schemas['AccountItem'];
export type AccountPage = Schemas['AccountPage'];
export type Invitation = Schemas['Invited'];
export type System = Schemas['System'];
export type Trust = Schemas['Trust'];

export type Specialties = Schemas['Tree'];
export type Specialty = Schemas['SpecialtyItem'];
export type ExpertRow = Schemas['ExpertItem'];
export type ExpertPage = Schemas['ExpertPage'];
export type Expert = Schemas['ExpertView'];
export type OwnExpert = Schemas['OwnExpert'];
export type PersonalField = keyof Schemas['Personal'];
export type OldCode = Schemas['OldCode'];
export type Membership = Schemas['Membership'];
export type HistoryEvent = Schemas['HistoryEvent'];
export type Proposed = Schemas['Proposed'];
export type Values = Schemas['Amendment']['proposed'];
export type ChangeRow = Schemas['ChangeItem'];
export type ChangePage = Schemas['ChangePage'];
export type Change = Schemas['ChangeDetail'];

export type ImportKind = Schemas['KindItem'];
export type ImportCounts = Schemas['CountsItem'];
export type ImportRow = Schemas['ImportItem'];
export type ImportPage = Schemas['ImportPage'];
export type ImportRun = Schemas['ImportDetail'];

export type UnitRow = Schemas['UnitItem'];
export type UnitPage = Schemas['UnitPage'];
export type Unit = Schemas['UnitDetail'];
export type CodeCheck = Schemas['CodeCheck'];
export type Equity = Schemas['Equity'];
export type EquityNode = Schemas['EquityNode'];
export type EquityEdge = Schemas['EquityEdge'];
export type NearMatch = Schemas['NearItem'];
export type NearPage = Schemas['NearPage'];

export type RequestContent = Schemas['RequestContent'];
export type ProjectPage = Schemas['RequestPage'];
export type ProjectRow = Schemas['RequestItem'];
export type ProjectRequest = Schemas['RequestDetail'];
export type RequestCounts = Schemas['RequestCounts'];
export type RequestWritten = Schemas['RequestWritten'];
export type BiddersUploaded = Schemas['BiddersUploaded'];

export type LedgerRow = Schemas['EntryItem'];
export type LedgerPage = Schemas['EntryPage'];
export type LedgerEntry = Schemas['EntryDetail'];
export type LedgerCheck = Schemas['CheckResult'];
export type LedgerCheckRun = Schemas['LedgerCheckRun'];
export type LedgerState = Schemas['LedgerState'];
