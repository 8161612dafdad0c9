//! Findings as JUnit's XML, which GitLab, Azure and Jenkins show as test results: a suite for each flow. The
//! only file that knows quick-junit.
//!
//! Invariant: a case fails exactly where the program ends with 1 for it; names stay the same while lines move,
//! so that what came with a change can be told from what was there. Absent on purpose: times, so that the same
//! input gives the same bytes.

use std::collections::BTreeMap;

use fingerpost::Compilation;
use fingerpost::diagnostic::{Code, Diagnostic, Diagnostics, Identities, Identity, text};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// One flow's findings.
pub(super) fn suite(
    path: &str,
    compiled: &Compilation,
    found: &Diagnostics,
    is_refused: &dyn Fn(Code) -> bool,
) -> TestSuite {
    let sources = &compiled.sources;
    let mut identities = Identities::new(sources);
    let mut seen: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut case = |finding: &Diagnostic, status| {
        let identity = identities.of(finding);
        let name = identity.to_string();
        let times = seen.entry(identity).or_default();
        *times += 1;
        let name = if *times > 1 {
            format!("{name} ({times})")
        } else {
            name
        };
        let mut case = TestCase::new(name, status);
        case.set_classname(path);
        case
    };
    let mut suite = TestSuite::new(path);
    for finding in &found.findings {
        let start = sources.start(finding.span);
        let file = &sources.get(finding.span.source).name;
        let mut words = format!("{file}:{}:{}: {}", start.line, start.column, text(finding));
        for label in &finding.labels {
            let start = sources.start(label.span);
            let file = &sources.get(label.span.source).name;
            words += &format!("\n{file}:{}:{}: {}", start.line, start.column, label.text);
        }
        if is_refused(finding.code) {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(finding.message.as_str());
            status.set_type(finding.code.severity().word());
            status.set_description(words);
            suite.add_test_case(case(finding, status));
        } else {
            let mut passed = case(finding, TestCaseStatus::success());
            passed.set_system_out(words);
            suite.add_test_case(passed);
        }
    }
    for allowed in &found.allowed {
        let mut status = TestCaseStatus::skipped();
        status.set_message(format!("Allowed: {}", allowed.reason));
        suite.add_test_case(case(&allowed.finding, status));
    }
    if suite.test_cases.is_empty() {
        let mut sound = TestCase::new("no findings", TestCaseStatus::success());
        sound.set_classname(path);
        suite.add_test_case(sound);
    }
    suite
}

/// The whole run; `problems` are sentences on what could not be done.
pub(super) fn report(suites: Vec<TestSuite>, problems: &[String]) -> String {
    let mut report = Report::new("fingerpost");
    report.add_test_suites(suites);
    if !problems.is_empty() {
        let mut suite = TestSuite::new("fingerpost");
        for problem in problems {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(problem.as_str());
            suite.add_test_case(TestCase::new("could not be checked", status));
        }
        report.add_test_suite(suite);
    }
    report
        .to_string()
        .expect("texts without times are always writable")
}
