//! The catalogue: one row for each thing that can be found. The row's name is the finding's name
//! everywhere: on the screen, in `allow`, in `fingerpost explain`, as the file of its page and of its test.
//!
//! A row without its page under `docs/findings/` does not compile.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pathway is not fit to publish.
    Error,
    /// Something is very likely wrong.
    Warning,
    /// Worth knowing.
    Advice,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Lines that cannot be read.
    Reading,
    /// Names and what they may be used for.
    Names,
    /// How the blocks hang together.
    Structure,
    /// What some family's answers do.
    Logic,
    /// Examples and rules.
    Promises,
    /// Services and their contacts.
    Services,
    /// Document control.
    Document,
    /// Local versions, and what is included.
    Local,
}

impl Group {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Group::Reading => "reading",
            Group::Names => "names",
            Group::Structure => "structure",
            Group::Logic => "logic",
            Group::Promises => "promises",
            Group::Services => "services",
            Group::Document => "document",
            Group::Local => "local",
        }
    }
}

macro_rules! catalogue {
    ($($variant:ident $name:literal $group:ident $severity:ident $summary:literal;)*) => {
        /// Every kind of finding. The row in the catalogue says what each one means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// Every kind of finding, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// Its name, in words with hyphens.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What it is about.
            pub fn group(self) -> Group {
                match self { $(Code::$variant => Group::$group,)* }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// One line that says what it means.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }

            /// Its page, in Markdown.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("../../docs/findings/", $name, ".md")),)*
                }
            }
        }
    };
}

catalogue! {
    UnreadableLine "unreadable-line" Reading Error "a line that does not read as anything";
    UnknownKeyword "unknown-keyword" Reading Error "a line whose first word is not one that begins a line";
    UnclosedText "unclosed-text" Reading Error "a text whose closing quote is missing";
    CurlyQuotes "curly-quotes" Reading Error "curly quotes, as word processors make them, where straight ones are needed";
    BadCondition "bad-condition" Reading Error "a condition that cannot be read";
    MixedAndOr "mixed-and-or" Reading Error "`and` and `or` in one condition without brackets to say which comes first";
    TooDeep "too-deep" Reading Error "more brackets inside brackets than anyone can read";
    BadName "bad-name" Reading Error "a name that is not made of small letters, digits and `_`, or is a word of conditions";
    BadDate "bad-date" Reading Error "a date that is not in the calendar";
    MisplacedLine "misplaced-line" Reading Error "a line that belongs under another kind of heading";
    RepeatedLine "repeated-line" Reading Error "a line that may stand once, and stands twice";
    WrongIndent "wrong-indent" Reading Warning "a heading that does not stand at the left margin, or a line that does";
    NotText "not-text" Reading Error "a file that is not text";
    NoPathway "no-pathway" Reading Error "a file in which no pathway is declared, or more than one";
    UnknownName "unknown-name" Names Error "a name that nothing in the file declares";
    DuplicateName "duplicate-name" Names Error "one name declared twice";
    WrongKind "wrong-kind" Names Error "a name used for something that it is not";
    UnknownAnswer "unknown-answer" Names Error "an answer that the question does not have";
    TypeMismatch "type-mismatch" Names Error "two things compared that cannot be compared";
    OutOfRange "out-of-range" Names Error "a number outside the range that the question accepts";
    NoAnswers "no-answers" Names Error "a question with no answers";
    BadAnswerFile "bad-answer-file" Names Error "a list of answers in a file that cannot be used";
    CircularDefinition "circular-definition" Names Error "definitions that go round in a circle";
    UnknownFinding "unknown-finding" Names Error "an `allow` for a finding that does not exist, or may not be allowed";
    NoStart "no-start" Structure Error "a pathway that does not say where it starts";
    Cycle "cycle" Structure Error "a circle that a family can go round for ever";
    UnreachableStep "unreachable-step" Structure Warning "a question, step or outcome that no family comes to";
    DeadEnd "dead-end" Structure Error "a place from which there is no way on";
    UnusedService "unused-service" Structure Warning "a service that nobody is sent to";
    UnusedDefinition "unused-definition" Structure Advice "a definition that nothing uses";
    UnusedAllow "unused-allow" Structure Advice "an `allow` for something that is not found";
    UnreachableBranch "unreachable-branch" Logic Warning "a way that no family takes, or a line of a value that is for nobody";
    ConflictingBranches "conflicting-branches" Logic Error "two ways for one family that lead to different places";
    MissingBranch "missing-branch" Logic Error "families for whom no way leads on, or no line of a value applies";
    AskedTooLate "asked-too-late" Logic Error "a choice that depends on what has not been asked by then";
    OrderNotNeeded "order-not-needed" Logic Advice "`first match` where the order of the lines makes no difference";
    AskedForNothing "asked-for-nothing" Logic Advice "a question that some family is asked although its answer changes nothing for it";
    NeverTrue "never-true" Logic Warning "an action or a contact whose condition holds for nobody";
    AlwaysTrue "always-true" Logic Advice "a condition that holds for everybody who comes there";
    ContradictoryActions "contradictory-actions" Logic Error "a family told to do a thing and not to do it";
    BoundarySlip "boundary-slip" Logic Warning "a limit that counts as above in one place and as below in another";
    NotProved "not-proved" Logic Advice "a question about families that could not be settled";
    RuleBroken "rule-broken" Promises Error "a promise that some family shows to be broken";
    RuleSaysNothing "rule-says-nothing" Promises Warning "a promise whose condition holds for no family";
    ExampleFails "example-fails" Promises Error "an example whose family does not get what it should";
    GivenButNeverAsked "given-but-never-asked" Promises Warning "an example that gives an answer to a question its family is never asked";
    OutcomeWithoutExample "outcome-without-example" Promises Advice "an outcome that no example's family comes to";
    NoContact "no-contact" Services Warning "a service that some family is sent to without a way to reach it";
    BadPhone "bad-phone" Services Error "a telephone number that cannot be dialled in the UK";
    CostlyPhone "costly-phone" Services Advice "a telephone number that costs the family more than an ordinary call";
    ExampleContact "example-contact" Services Advice "a contact that is reserved for examples and reaches nobody";
    BadEmail "bad-email" Services Error "an e-mail address that is not one";
    BadWebsite "bad-website" Services Error "a web address that is not one";
    BadPostcode "bad-postcode" Services Error "a postcode that does not have a postcode's shape";
    BadHours "bad-hours" Services Error "opening hours that cannot be understood";
    HoursGap "hours-gap" Services Warning "help that is due at once, from a service that is not always open";
    RetiredService "retired-service" Services Error "a family sent to a service that has closed";
    SameServiceTwice "same-service-twice" Services Advice "two services with the same contact";
    ReviewOverdue "review-overdue" Document Warning "a pathway whose review date has passed";
    NoReviewDate "no-review-date" Document Warning "a pathway without a review date";
    NoOwner "no-owner" Document Warning "a pathway without an owner";
    NoUrgentLine "no-urgent-line" Document Warning "urgent action, and no line that says what to do in an emergency";
    IncludeNotFound "include-not-found" Local Error "a file to be included that cannot be read";
    BaseNotFound "base-not-found" Local Error "a version of a pathway that cannot be read";
    FileCircle "file-circle" Local Error "files that name each other in a circle";
    BaseHasErrors "base-has-errors" Local Error "a version of a pathway that is not fit to publish itself";
    LocalPartMissing "local-part-missing" Local Error "a part that the base leaves to its versions, and that a version does not fill in";
    FixedPartChanged "fixed-part-changed" Local Error "a change of what the base fixes for all its versions";
    ChangeLost "change-lost" Local Error "a change that finds nothing to change: the base no longer has it";
    RuleMeansOther "rule-means-other" Local Warning "a change of what a rule of the base is written in";
    ChangesNothing "changes-nothing" Local Warning "a change that makes no difference: the base says the same already";
}

impl Code {
    /// The kind of finding with this name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether an author may write `allow` for it. What cannot be read or understood cannot be allowed.
    pub fn may_be_allowed(self) -> bool {
        let is_about_files = self.group() == Group::Local && self.severity() == Severity::Error;
        !matches!(self.group(), Group::Reading | Group::Names) && !is_about_files
    }
}
