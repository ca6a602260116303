//! The words of an expert's file: states, libraries, terms, and the kinds of facts that recusal later reads.

use jiff::civil::Date;

use super::specialty::SpecialtyCode;
use crate::wording::words;

words! {
    /// Where an expert stands in the pool.
    pub enum State ("专家状态", "state") {
        /// Entered, not yet admitted.
        Draft = "draft", "草稿", "draft";
        /// In the pool; drawable where nothing else stands against it.
        Active = "active", "在库", "active", also ["正常", "有效"];
        /// On leave within a window.
        OnLeave = "on_leave", "请假", "on leave";
        /// Suspended by a decision, with or without an end.
        Suspended = "suspended", "暂停", "suspended", also ["停用", "暂停资格"];
        /// Out of the pool; the file stays for ever.
        Exited = "exited", "退出", "exited", also ["出库"];
    }
}

words! {
    /// The two libraries; one person may be in both, with a term and a title in each.
    pub enum Library ("专家类别", "library") {
        /// 评标专家, for the tender track.
        Evaluation = "evaluation", "评标专家", "evaluation", also ["评标"];
        /// 评审专家, for the procurement track.
        Review = "review", "评审专家", "review", also ["评审"];
    }
}

/// An expert's term in one library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Professional title, such as 高级工程师.
    pub title: String,
    /// First day of the term.
    pub from: Date,
    /// Last day of the term, inside.
    pub until: Date,
    /// Proved specialties, ordered, without repetition.
    pub specialties: Vec<SpecialtyCode>,
}

words! {
    /// How a person belongs to a unit in some months.
    pub enum EmploymentKind ("任职类型", "kind of employment") {
        /// Works there.
        Employed = "employed", "在职", "employed", also ["工作", "任职"];
        /// The unit pays the social security.
        SocialSecurity = "social_security", "社保", "social security", also ["社保缴纳"];
        /// Retired from there.
        Retired = "retired", "退休", "retired", also ["离退休"];
        /// Retired and working there again.
        Reemployed = "reemployed", "返聘", "re-employed";
    }
}

words! {
    /// How a relative stands to the expert.
    pub enum Relation ("亲属关系", "relation") {
        /// Husband or wife.
        Spouse = "spouse", "配偶", "spouse", also ["丈夫", "妻子", "夫妻"];
        /// Parent.
        Parent = "parent", "父母", "parent", also ["父亲", "母亲", "父", "母"];
        /// Child.
        Child = "child", "子女", "child", also ["儿子", "女儿", "子", "女"];
        /// Brother or sister.
        Sibling = "sibling", "兄弟姐妹", "sibling", also ["兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"];
        /// Grandparent.
        Grandparent = "grandparent", "祖父母", "grandparent", also ["外祖父母", "祖父", "祖母", "外祖父", "外祖母"];
        /// Grandchild.
        Grandchild = "grandchild", "孙子女", "grandchild", also ["外孙子女", "孙子", "孙女", "外孙", "外孙女"];
        /// Collateral to three generations.
        Collateral = "collateral", "三代以内旁系血亲", "collateral", also ["旁系血亲", "旁系", "叔", "伯", "姑", "舅", "姨", "堂兄弟姐妹", "表兄弟姐妹"];
        /// Close relative by marriage.
        InLaw = "in_law", "近姻亲", "in-law", also ["姻亲", "岳父", "岳母", "公公", "婆婆", "女婿", "儿媳"];
    }
}

words! {
    /// Practising licences, which are registered at a unit.
    pub enum LicenceKind ("证书类型", "kind of licence") {
        /// 注册建造师.
        Constructor = "constructor", "注册建造师", "registered constructor", also ["一级建造师", "二级建造师", "建造师"];
        /// 注册造价工程师.
        CostEngineer = "cost_engineer", "注册造价工程师", "registered cost engineer", also ["造价工程师", "一级造价工程师", "造价师"];
        /// 注册监理工程师.
        SupervisionEngineer = "supervision_engineer", "注册监理工程师", "registered supervision engineer", also ["监理工程师"];
        /// 注册建筑师.
        Architect = "architect", "注册建筑师", "registered architect", also ["一级注册建筑师", "建筑师"];
        /// 注册结构工程师.
        StructuralEngineer = "structural_engineer", "注册结构工程师", "registered structural engineer", also ["结构工程师", "一级注册结构工程师"];
        /// 注册咨询工程师.
        ConsultingEngineer = "consulting_engineer", "注册咨询工程师", "registered consulting engineer", also ["咨询工程师", "咨询工程师(投资)"];
        /// 注册安全工程师.
        SafetyEngineer = "safety_engineer", "注册安全工程师", "registered safety engineer", also ["安全工程师"];
        /// 注册会计师.
        Accountant = "accountant", "注册会计师", "certified accountant", also ["会计师"];
        /// Any other licence registered at a unit.
        Other = "other", "其他", "other";
    }
}

words! {
    /// What an expert declares about a unit.
    pub enum DeclarationKind ("申报类型", "kind of declaration") {
        /// Recuse me from this unit (R16).
        Recusal = "recusal", "回避", "recusal", also ["申请回避"];
        /// Holds shares (R06).
        Share = "share", "持股", "share", also ["股份", "股权"];
        /// Lends or owes money (R06).
        Loan = "loan", "借贷", "loan", also ["借款"];
        /// Is paid for advice (R06).
        Consulting = "consulting", "咨询报酬", "consulting", also ["咨询", "顾问"];
        /// Shares a patent (R06).
        Patent = "patent", "专利", "patent";
        /// Is in a lawsuit or complaint (R17).
        Dispute = "dispute", "纠纷", "dispute", also ["诉讼", "投诉"];
    }
}

words! {
    /// Penalties and credit records.
    pub enum CreditKind ("记录类型", "kind of record") {
        /// Warning.
        Warning = "warning", "警告", "warning";
        /// Serious warning.
        SeriousWarning = "serious_warning", "严重警告", "serious warning";
        /// Suspension for a term.
        Suspension = "suspension", "暂停评标", "suspension", also ["暂停", "暂停资格"];
        /// Removal from the pool.
        Removal = "removal", "取消资格", "removal", also ["清退", "除名"];
        /// Barred for good.
        Bar = "bar", "终身禁入", "bar", also ["禁入", "禁止参加评标"];
        /// Punished by an authority.
        AdministrativePenalty = "administrative_penalty", "行政处罚", "administrative penalty";
        /// Punished by a court.
        Criminal = "criminal", "刑事处罚", "criminal penalty", also ["刑事"];
        /// Listed as dishonest.
        Dishonesty = "dishonesty", "失信记录", "dishonesty record", also ["失信", "失信被执行人"];
    }
}

words! {
    /// Whether a record is about bidding: only those bar for life under the tender track (R08a).
    pub enum CreditField ("领域", "field") {
        /// Tendering and procurement.
        Bidding = "bidding", "招标投标", "bidding", also ["招投标", "政府采购", "招标采购"];
        /// Anything else.
        Other = "other", "其他", "other";
    }
}

words! {
    /// How a seat on a panel ended.
    pub enum PanelOutcome ("评标结果", "outcome") {
        /// Sat to the end.
        Completed = "completed", "完成", "completed", also ["正常"];
        /// Did not come.
        Absent = "absent", "缺席", "absent", also ["未到"];
        /// Came late.
        Late = "late", "迟到", "late";
        /// Was replaced during the work.
        Replaced = "replaced", "被更换", "replaced", also ["更换", "替换"];
    }
}

words! {
    /// What fills a span of an expert's calendar.
    pub enum CalendarKind ("日程类型", "kind of calendar entry") {
        /// Booked elsewhere.
        Busy = "busy", "占用", "busy", also ["忙"];
        /// Leave.
        Leave = "leave", "请假", "leave";
    }
}

words! {
    /// Why an expert leaves the pool.
    pub enum ExitCause ("退出原因", "cause of exit") {
        /// Reached the age of the pack.
        Age = "age", "年龄", "age";
        /// Health.
        Health = "health", "健康原因", "health";
        /// Away for long.
        Absence = "absence", "长期不参加", "long absence";
        /// Own wish.
        Wish = "wish", "本人申请", "own wish";
        /// Failed the yearly grade.
        Grade = "grade", "考核不合格", "failed grade";
        /// Removed or barred by a decision.
        Penalty = "penalty", "处罚清退", "penalty";
        /// Death.
        Death = "death", "去世", "death";
        /// The term ended without renewal.
        Term = "term", "聘期届满", "term over";
        /// The data were not confirmed.
        Unconfirmed = "unconfirmed", "信息未确认", "unconfirmed data";
    }
}

words! {
    /// What a proposed change does.
    pub enum ChangeKind ("变更类型", "kind of change") {
        /// A new file.
        Add = "add", "新增", "addition";
        /// Other values in a file.
        Amend = "amend", "变更", "amendment";
        /// Another state.
        State = "state", "状态变更", "change of state";
    }
}

words! {
    /// The life of a proposed change.
    pub enum ChangeState ("变更状态", "state of the change") {
        /// Waits for a second pair of eyes.
        Pending = "pending", "待审", "pending";
        /// Approved, and done.
        Approved = "approved", "已通过", "approved";
        /// Rejected with a reason.
        Rejected = "rejected", "已退回", "rejected";
        /// Withdrawn by its author.
        Withdrawn = "withdrawn", "已撤回", "withdrawn";
    }
}
