//! The kinds of private entries: one word for each thing that can happen to a record.

use crate::wording::words;

words! {
    /// What an entry is about; the code word stands in the entry's body.
    pub enum Kind ("存证类别", "ledger entry kind") {
        /// The ledger itself began.
        LedgerOpened = "ledger.opened", "存证开立", "ledger opened";
        /// An auditor compared database and ledger.
        LedgerChecked = "ledger.checked", "存证核对", "ledger checked";
        /// The database was taken over from a backup.
        LedgerRestored = "ledger.restored", "从备份恢复", "restored from a backup";
        /// An account was made and its person invited.
        AccountCreated = "account.created", "新建账号", "account created";
        /// The person was invited anew; password and second factor ended.
        AccountInvited = "account.invited", "重新邀请", "account invited again";
        /// The person set password and second factor.
        AccountActivated = "account.activated", "账号启用", "account activated";
        /// Wrong tries locked the account for a time.
        AccountLocked = "account.locked", "账号锁定", "account locked";
        /// A security officer lifted the lock.
        AccountUnlocked = "account.unlocked", "账号解锁", "account unlocked";
        /// The account got another duty or area.
        AccountRoleChanged = "account.role_changed", "角色变更", "role changed";
        /// The person changed the password.
        AccountPasswordChanged = "account.password_changed", "修改密码", "password changed";
        /// The account ended for good.
        AccountClosed = "account.closed", "账号注销", "account closed";
        /// Somebody signed in.
        SignInStarted = "sign_in.started", "登录", "signed in";
        /// Somebody signed out, here or on another device.
        SignInEnded = "sign_in.ended", "退出登录", "signed out";
        /// An addition or change of an expert's file was proposed.
        ChangeProposed = "change.proposed", "提出变更", "change proposed";
        /// The proposal was approved by another officer.
        ChangeApproved = "change.approved", "批准变更", "change approved";
        /// The proposal was rejected.
        ChangeRejected = "change.rejected", "退回变更", "change rejected";
        /// Its author took the proposal back.
        ChangeWithdrawn = "change.withdrawn", "撤回变更", "change withdrawn";
        /// An expert's file came into the pool.
        ExpertAdmitted = "expert.admitted", "专家入库", "expert admitted";
        /// An expert's file changed.
        ExpertAmended = "expert.amended", "档案变更", "expert's file amended";
        /// An expert's state changed.
        ExpertStateChanged = "expert.state_changed", "状态变更", "expert's state changed";
        /// Facts about an expert were imported.
        ExpertFactsImported = "expert.facts_imported", "导入事实", "facts about an expert imported";
        /// One personal field was shown unmasked.
        ExpertUnmasked = "expert.unmasked", "查看明文", "field unmasked";
        /// A list of experts was exported.
        ExpertExported = "expert.exported", "导出名单", "experts exported";
        /// A unit came into the register.
        UnitAdded = "unit.added", "单位登记", "unit added";
        /// A unit's names, code, officers or holders changed.
        UnitAmended = "unit.amended", "单位变更", "unit amended";
        /// A unit was merged into another.
        UnitMerged = "unit.merged", "单位合并", "unit merged";
        /// Two units were found to look like one.
        NearFound = "near.found", "发现近似单位", "near match found";
        /// An officer decided whether two near units are one.
        NearDecided = "near.decided", "近似处理", "near match decided";
        /// An edition of the specialty tree was taken over.
        SpecialtyEditionAdded = "specialty.edition_added", "专业目录导入", "specialty edition added";
        /// A file was uploaded.
        ImportUploaded = "import.uploaded", "导入上传", "import uploaded";
        /// The rows of the file were checked.
        ImportChecked = "import.checked", "导入检查", "import checked";
        /// The author handed the checked file in.
        ImportSubmitted = "import.submitted", "导入提交", "import submitted";
        /// A second officer approved the file.
        ImportApproved = "import.approved", "导入批准", "import approved";
        /// The file as a whole was refused, or the pool moved before it could be taken over.
        ImportRefused = "import.refused", "导入拒绝", "import refused";
        /// All rows of the file were taken over.
        ImportDone = "import.done", "导入完成", "import done";
        /// The file was discarded.
        ImportDiscarded = "import.discarded", "导入作废", "import discarded";
        /// A tenderee or agency wrote a request for a panel.
        RequestDrafted = "request.drafted", "填写抽取申请", "request drafted";
        /// Its author changed it.
        RequestAmended = "request.amended", "修改抽取申请", "request amended";
        /// Its author handed it in.
        RequestFiled = "request.filed", "提交抽取申请", "request filed";
        /// An officer sent it back.
        RequestReturned = "request.returned", "退回抽取申请", "request returned";
        /// An officer approved it.
        RequestApproved = "request.approved", "批准抽取申请", "request approved";
        /// It was given up.
        RequestCancelled = "request.cancelled", "取消抽取申请", "request cancelled";
        /// A list of bidders was uploaded, in place of an earlier one where there was one.
        BidderListUploaded = "bidder_list.uploaded", "上传投标人名单", "bidder list uploaded";
        /// The request's panel is being drawn.
        RequestDrawn = "request.drawn", "开始抽取", "draw of a request begun";
        /// Somebody present takes part in a draw.
        ContributorAdded = "contributor.added", "登记投数人", "contributor added";
        /// Somebody present was given a new link, or takes no part any more.
        ContributorAmended = "contributor.amended", "变更投数人", "contributor amended";
        /// Somebody present committed to a number.
        ContributorCommitted = "contributor.committed", "投数承诺", "contributor committed to a number";
        /// Somebody was drawn for a seat and is being asked.
        CalleeDrawn = "callee.drawn", "席位待答复", "seat being asked for";
        /// Whoever holds the seat proved who they are, or did not.
        CalleeIdentified = "callee.identified", "核对身份", "identity of a seat's holder checked";
        /// Whoever holds the seat answered, or did not in time.
        CalleeAnswered = "callee.answered", "席位答复", "seat answered for";
        /// A round vacated the seat.
        CalleeLeft = "callee.left", "席位空出", "seat vacated";
        /// Whoever holds the seat arrived.
        CalleeArrived = "callee.arrived", "签到", "holder of a seat arrived";
        /// The witness was asked again after a restart.
        DrawResumed = "draw.resumed", "恢复抽取", "draw resumed after a restart";
        /// Demo data was made.
        DemoMade = "demo.made", "生成演示数据", "demo data made";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_its_record_and_a_past_event() {
        for kind in Kind::ALL {
            let (record, event) = kind.code().split_once('.').expect("record.event");
            assert!(!record.is_empty() && !event.is_empty(), "{}", kind.code());
            assert_eq!(Kind::read(kind.code()).ok(), Some(*kind));
        }
    }
}
