//! What names are declared as, and what they are used for.

/// What a name was declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Pathway,
    Service,
    Question,
    Checklist,
    Fact,
    Group,
    Condition,
    Value,
    Level,
    Score,
    Setting,
    Step,
    Outcome,
    Rule,
    Action,
    /// Something under a heading that could not be read.
    Unread,
}

impl Kind {
    /// The word for one, with its article.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Pathway => "the pathway",
            Kind::Service => "a service",
            Kind::Question => "a question",
            Kind::Checklist => "a checklist",
            Kind::Fact => "a fact",
            Kind::Group => "a group",
            Kind::Condition => "a condition",
            Kind::Value => "a value",
            Kind::Level => "a level",
            Kind::Score => "a score",
            Kind::Setting => "a setting",
            Kind::Step => "a step",
            Kind::Outcome => "an outcome",
            Kind::Rule => "a rule",
            Kind::Action => "a named action",
            Kind::Unread => "a heading that could not be read",
        }
    }
}

/// What a name is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Way,
    Start,
    Return,
    Reach,
    Service,
    AnswersAs,
    GroupOf,
    Given,
    Asked,
    Group,
    Condition,
    Read,
    Column,
    List,
    Number,
    Promised,
    Strength,
    Expected,
    ExpectedValue,
}

impl Use {
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self {
            Use::Way | Use::Start | Use::Return | Use::Reach => {
                &[Kind::Question, Kind::Checklist, Kind::Step, Kind::Outcome]
            }
            Use::Service => &[Kind::Service],
            Use::AnswersAs | Use::GroupOf | Use::Given => {
                &[Kind::Question, Kind::Checklist, Kind::Fact]
            }
            Use::Asked => &[Kind::Question, Kind::Checklist],
            Use::Group => &[Kind::Group],
            Use::Condition => &[Kind::Condition],
            Use::Read => &[
                Kind::Question,
                Kind::Checklist,
                Kind::Fact,
                Kind::Value,
                Kind::Level,
                Kind::Score,
                Kind::Setting,
            ],
            Use::Column => &[
                Kind::Question,
                Kind::Checklist,
                Kind::Fact,
                Kind::Value,
                Kind::Level,
                Kind::Score,
                Kind::Setting,
                Kind::Condition,
            ],
            Use::List => &[Kind::Checklist, Kind::Group, Kind::Fact, Kind::Question],
            Use::Number => &[Kind::Setting],
            Use::Promised | Use::Strength => &[Kind::Service, Kind::Action],
            Use::Expected => &[Kind::Service, Kind::Action, Kind::Step, Kind::Outcome],
            Use::ExpectedValue => &[Kind::Value, Kind::Level, Kind::Score],
        }
    }

    /// What can stand in such a place, as the second half of a sentence.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Use::Way => "a way leads to a question, checklist, step or outcome",
            Use::Start => "a pathway starts at a question, checklist, step or outcome",
            Use::Return => "`return to` names a question, checklist, step or outcome",
            Use::Reach => "`reach` names a question, checklist, step or outcome",
            Use::Service => "a service is needed here",
            Use::AnswersAs => "`answers as` names a question, checklist or fact",
            Use::GroupOf => "a group is made of the answers of a question, checklist or fact",
            Use::Given => "`given` answers a question, checklist or fact",
            Use::Asked => "only a question or checklist is asked",
            Use::Group => "`is in` names a group",
            Use::Condition => "only a condition's name can stand alone in a condition",
            Use::Read => {
                "a condition reads a question, checklist, fact, value, level, score or setting"
            }
            Use::Column => {
                "a column reads a question, fact, value, level, score, setting or condition"
            }
            Use::List => "what is counted is a checklist, or a group of its items",
            Use::Number => "a number is compared with a number or with a setting",
            Use::Promised => "a rule speaks of a service, a named action, or `reach` and a place",
            Use::Strength => "only a service or a named action is something to do",
            Use::Expected => "`expect` speaks of a service, a named action, an outcome or a step",
            Use::ExpectedValue => "what `expect` says `is` of is a value, level or score",
        }
    }

    /// What could stand in such a place, in the plural.
    pub(super) fn things(self) -> &'static str {
        match self {
            Use::Way | Use::Start | Use::Return | Use::Reach => "places to go",
            Use::Service => "services",
            Use::AnswersAs | Use::GroupOf | Use::Given | Use::Asked => "questions",
            Use::Group => "groups",
            Use::Condition => "conditions",
            Use::Read | Use::Column => "names that a condition can read",
            Use::List => "lists",
            Use::Number => "settings",
            Use::Promised | Use::Strength | Use::Expected => {
                "services and other names that fit here"
            }
            Use::ExpectedValue => "values and scores",
        }
    }
}
